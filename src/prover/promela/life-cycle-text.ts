import { assert } from '#base';
import { CASE_ASSIGNMENTS, CASE_EVENTS, CASE_GUARDS, CASE_TIMERS, type CaseContext } from '#domain';
import type { DecisionNode } from '#engine';
import { type ActsText, moveName, nameOf } from './acts-text.ts';
import { effectScripts, type ScriptTree } from './effect-scripts.ts';
import { type Subject, situationIn } from './subject.ts';

/** SAME_TIER in Promela, where 0 is a tier that is not known yet. */
export const OWN_TIER = 4;

/** Guards of the case machine in Promela, and the open facts that they read. */
const GUARDS: Readonly<Record<keyof typeof CASE_GUARDS, readonly [string, ...string[]]>> = {
  isRefused: ['(tree == SUBMIT && refused)'],
  placed: ['(tree != SUBMIT || new_primary != NONE)'],
  needsNoTriage: ['NO_TRIAGE'],
  languageWasMisdeclared: ['(language != true_language)', 'true_language'],
  productWasMisdeclared: ['(product != true_product)', 'true_product'],
  needsHigherTier: ['(tier < solved_at)', 'solved_at'],
  drawsOutcomes: ['(DRAWS_OUTCOMES != 0)'],
  staysInTier: [`(DRAWS_OUTCOMES == 2 && solved_at == ${OWN_TIER})`, 'solved_at'],
  goesBack: ['(DRAWS_OUTCOMES != 0 && solved_at < tier)', 'solved_at'],
  needsCustomer: ['(reply == YES)', 'reply'],
  isCalledBack: ['(called_back == YES)', 'called_back'],
  isLinked: ['(linked == YES)', 'linked'],
  isCalledNoMore: ['(calls_left <= 1)', 'calls_left'],
  needsVendor: ['(vendor == YES)', 'vendor'],
  handsOver: ['(tree == SHIFT_END)'],
  restsMeanwhile: ['(tree == PREEMPT && rests)'],
  closesAtOnce: ['CLOSES_AT_ONCE'],
  erasesAtOnce: ['ERASES_AT_ONCE'],
  // Scenarios that start from open cases are not proved.
  awaitedCustomer: ['false'],
  awaitedVendor: ['false'],
  wasResolved: ['false'],
};

/** Assignments of the case machine in Promela: those that change what a model knows. All others change durations only. */
const ASSIGNS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  notePlaces: ['primary = new_primary; replica = new_replica'],
  noteAssignment: [
    'group = new_group; answered = 1; reply = YES; vendor = YES; reopening = YES; linked = NO',
  ],
  noteOutcome: ['solved_at = 1'],
  noteCallBack: ['called_back = YES'],
  noteCall: ['called_back = YES; if :: DRAWS_OUTCOMES != 0 -> solved_at = 1 :: else fi'],
  noteUnreached: ['calls_left = calls_left - 1', 'calls_left'],
  forgetAgent: ['group = NONE'],
  correctLanguage: ['language = true_language', 'true_language'],
  correctProduct: ['product = true_product', 'true_product'],
  raiseTier: ['tier = (DRAWS_OUTCOMES == 2 -> solved_at : tier + 1)', 'solved_at'],
  lowerTier: ['tier = (DRAWS_OUTCOMES == 2 -> solved_at : tier - 1)', 'solved_at'],
  raiseTierForSeverity: ['if :: tier == 1 && solved_at > 1 -> tier = 2 :: else fi', 'solved_at'],
  widen: ['stage = 1'],
  startPool: ['stage = 0'],
  noteNoReply: ['reply = NO'],
  noteReopened: ['reopening = NO'],
};
const ONLY_DURATIONS = new Set(['noteWorkLeft', 'stayInTier', 'notePause', 'raiseSeverity']);

export interface LifeCycleText {
  /** Goes to the tree of `tree` in `state`; to `settled` if there is none. */
  readonly dispatch: string;
  readonly nodes: string;
  /** Events that may have an effect in the state, and timers that may be due there. */
  possibleIn(state: number): { readonly events: readonly number[]; readonly timers: readonly number[] };
}

/** The decision trees of the life cycle as labelled statements. */
export function lifeCycleText(subject: Subject, acts: ActsText, wanted: ReadonlySet<string>): LifeCycleText {
  const writer = new NodeWriter(subject, acts);
  const { onEvent, onTimer } = writer.trees();
  const named = [
    ...CASE_EVENTS.map((name, index) => ({ name: moveName(name), trees: onEvent[index] ?? [] })),
    ...CASE_TIMERS.map((name, index) => ({ name: moveName(name), trees: onTimer[index] ?? [] })),
  ];
  const options = named.flatMap(({ name, trees }) =>
    trees.flatMap((node, state) =>
      !wanted.has(name) || node === undefined || (node.kind === 'rest' && !node.taken)
        ? []
        : [`:: tree == ${name} && state == ${state} -> goto ${writer.labelOf(node)}`],
    ),
  );
  const matters = (node: DecisionNode | undefined) =>
    node !== undefined && !(node.kind === 'rest' && !node.taken);
  return {
    dispatch: ['if', ...options, ':: else -> goto untaken', 'fi'].join('\n'),
    nodes: writer.text(),
    possibleIn: (state) => ({
      events: onEvent.flatMap((trees, event) => (matters(trees[state]) ? [event] : [])),
      timers: onTimer.flatMap((trees, timer) => (matters(trees[state]) ? [timer] : [])),
    }),
  };
}

class NodeWriter {
  private readonly subject: Subject;
  private readonly acts: ActsText;
  private readonly scripts: ReadonlyMap<string, ScriptTree>;
  private readonly constants: ReadonlyMap<string, string>;
  private readonly labels = new Map<DecisionNode, string>();
  private readonly queue: DecisionNode[] = [];
  /** Where each effect is called, by its name or reason: the nodes to go on with. */
  private readonly calls = new Map<
    string,
    { readonly body: readonly string[]; readonly backs: Set<string> }
  >();

  constructor(subject: Subject, acts: ActsText) {
    this.subject = subject;
    this.acts = acts;
    this.scripts = effectScripts(subject.decisions, subject.conduct);
    this.constants = new Map(constantsOf(subject));
  }

  /** The trees without what nothing in this model changes. */
  trees() {
    const { onEvent, onTimer } = this.subject.decisions.lifecycle.trees;
    const folded = (node: DecisionNode | undefined) => (node === undefined ? undefined : this.folded(node));
    return {
      onEvent: onEvent.map((trees) => Array.from(trees, folded)),
      onTimer: onTimer.map((trees) => Array.from(trees, folded)),
    };
  }

  /** The first node with a choice or an effect. Timers are left open, so that setting one does nothing. */
  private folded(start: DecisionNode): DecisionNode {
    let node = start;
    for (;;) {
      if (node.kind === 'schedule' || node.kind === 'cancel') node = node.next;
      else if (node.kind === 'guard' && this.answerOf(node.name) !== null) {
        node = this.answerOf(node.name) === true ? node.yes : node.no;
      } else return node;
    }
  }

  /** The answer of a guard that is always the same; null if it depends. */
  private answerOf(name: string): boolean | null {
    const [condition] = this.guard(name);
    const value = condition === 'true' || condition === 'false' ? condition : this.constants.get(condition);
    return value === undefined ? null : value === 'true';
  }

  labelOf(start: DecisionNode): string {
    const node = this.folded(start);
    const known = this.labels.get(node);
    if (known !== undefined) return known;
    const label = `n${this.labels.size}`;
    this.labels.set(node, label);
    this.queue.push(node);
    return label;
  }

  text(): string {
    const parts: string[] = [];
    for (let node = this.queue.shift(); node !== undefined; node = this.queue.shift()) {
      parts.push(`${this.labels.get(node)}:\nskip;\n${this.statements(node)}`);
    }
    return [...parts, ...[...this.calls].map(([name, call]) => subroutine(name, call))].join(';\n');
  }

  private statements(node: DecisionNode): string {
    switch (node.kind) {
      case 'guard': {
        const [condition, ...reads] = this.guard(node.name);
        const [yes, no] = [this.labelOf(node.yes), this.labelOf(node.no)];
        return [...reads.map(find), `if :: ${condition} -> goto ${yes} :: else -> goto ${no} fi`].join(';\n');
      }
      case 'assign':
        return [...this.assign(node.name), `goto ${this.labelOf(node.next)}`].join(';\n');
      case 'effect':
        return this.call(node.name, node.params, this.labelOf(node.next));
      case 'rest':
        return `state = ${node.state}; goto ${node.taken ? 'taken' : 'untaken'}`;
      default:
        return `goto ${this.labelOf(node)}`;
    }
  }

  /** A guard of another machine than ours must be a constant. */
  private guard(name: string): readonly [string, ...string[]] {
    const given = this.subject.decisions.lifecycle.functions.guards[name];
    const own = CASE_GUARDS[name as keyof typeof GUARDS];
    const text = GUARDS[name as keyof typeof GUARDS];
    if (given === own && text !== undefined) return text;
    const answer = (given as (args: unknown) => unknown)({});
    assert(typeof answer === 'boolean', `there is no Promela for the guard ${name}`);
    return [answer ? 'true' : 'false'];
  }

  private assign(name: string): readonly string[] {
    const given = this.subject.decisions.lifecycle.functions.assignments[name];
    assert(
      given === CASE_ASSIGNMENTS[name as keyof typeof CASE_ASSIGNMENTS],
      `there is no Promela for the assignment ${name}`,
    );
    const text = ASSIGNS[name];
    if (text === undefined) {
      assert(ONLY_DURATIONS.has(name), `there is no Promela for the assignment ${name}`);
      return [];
    }
    const [statement, ...reads] = text;
    return [...reads.map(find), statement];
  }

  /** Each effect is written once. `back` says where to go on. */
  private call(name: string, params: unknown, next: string): string {
    const { reason = '' } = (params ?? {}) as { readonly reason?: string };
    const label = `do_${name}${reason === '' ? '' : `_${nameOf(reason).toLowerCase()}`}`;
    const known = this.calls.get(label) ?? { body: this.effect(name, params), backs: new Set<string>() };
    if (known.body.length === 0) return `goto ${next}`;
    known.backs.add(next);
    this.calls.set(label, known);
    return `back = ${next.slice(1)}; goto ${label}`;
  }

  private effect(name: string, params: unknown): readonly string[] {
    if (name === 'recordEscalation') {
      return [`d_step { ${this.acts.escalate((params as { readonly reason: string }).reason)} }`];
    }
    if (name === 'releaseAgent' || name === 'restContact') return ['CONSULTATION_END()'];
    const script = this.scripts.get(name);
    if (script === undefined) return [];
    const body = this.script(script);
    if (body === null) return [];
    return [...(body.includes('read_from') ? ['READ()'] : []), body];
  }

  /** Null if nothing happens. */
  private script(tree: ScriptTree): string | null {
    if ('script' in tree) {
      const { acts, sets } = tree.script;
      const lines = [
        ...acts.map((act) => this.acts.of(act)),
        ...sets.map(([name, value]) => `${name} = ${value}`),
      ];
      return lines.length === 0 ? null : `d_step {\n${lines.join(';\n')}\n}`;
    }
    const [yes, no] = [this.script(tree.yes), this.script(tree.no)];
    if (yes === null && no === null) return null;
    return `if\n:: ${tree.condition} -> ${yes ?? 'skip'}\n:: else -> ${no ?? 'skip'}\nfi`;
  }
}

function subroutine(
  label: string,
  call: { readonly body: readonly string[]; readonly backs: ReadonlySet<string> },
): string {
  const backs = [...call.backs].map((back) => `:: back == ${back.slice(1)} -> goto ${back}`);
  return [`${label}:\nskip`, ...call.body, ['if', ...backs, 'fi'].join('\n')].join(';\n');
}

/** Numbers of the case that nothing changes, as macros of the model. */
export function constantsOf(subject: Subject): readonly (readonly [string, string])[] {
  const { decisions } = subject;
  const only = (read: (context: CaseContext) => number) =>
    decisions.values(situationIn(subject, {}), read)[0] ?? 0;
  const isZero = (read: (context: CaseContext) => number) => (only(read) === 0 ? 'true' : 'false');
  return [
    ['NO_TRIAGE', isZero(({ triageMs }) => triageMs)],
    ['CLOSES_AT_ONCE', isZero(({ closingMs }) => closingMs)],
    ['ERASES_AT_ONCE', isZero(({ retentionMs }) => retentionMs)],
    ['DRAWS_OUTCOMES', String(only(({ drawsOutcomes }) => drawsOutcomes))],
  ];
}

/** Decides an open fact of the case when it is first read. */
function find(fact: string): string {
  return `FIND_${fact.toUpperCase()}()`;
}
