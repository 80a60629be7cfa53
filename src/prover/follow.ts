import { numbered, rowAt } from '#base';
import {
  ACCESS_PURPOSES,
  ACT_NUMBERS,
  CASE_STATES,
  type CaseNumber,
  EMERGENCY_STEPS,
  NO_CASE,
  type Opening,
  openingIn,
  type Scenario,
  type StreamIndex,
} from '#domain';
import {
  type CaseMoves,
  createCaseMoves,
  DATED_CHANGE,
  type ExploredAct,
  type Faults,
  type Situation,
  situationKey,
} from '#engine';
import type { EntryVisitor } from '#ledger';
import { createNullMeter } from '#statistics';
import { type Evidence, evidenceKey, NOTHING, verdictsAlong } from './evidence.ts';
import { Judge } from './judge.ts';
import type { PropertyId } from './properties.ts';

const {
  open: OPEN,
  transition: TRANSITION,
  store: STORE,
  delete: DELETE,
  transfer: TRANSFER,
  assign: ASSIGN,
  view: VIEW,
  'view end': VIEW_END,
  escalate: ESCALATE,
  exception: EXCEPTION,
  'emergency access': EMERGENCY,
  'access approval': APPROVAL,
} = ACT_NUMBERS;
const { opened: OPENED } = numbered(EMERGENCY_STEPS);
const { consultation: CONSULTATION, escort: ESCORT } = numbered(ACCESS_PURPOSES);
const OVER = (['closed', 'erased', 'refused'] as const).map((name) => CASE_STATES.indexOf(name));
/** In these states, nothing can follow once no copy is left. */
const GONE = (['erased', 'refused'] as const).map((name) => CASE_STATES.indexOf(name));

/** How a run compares with the exploration. */
export interface Followed {
  /** Cases whose acts follow no explored path, in words. The proof says nothing about such a run. */
  readonly offPath: readonly string[];
  /** Properties that the run breaks, with the number of the first case that does. */
  readonly broken: ReadonlyMap<PropertyId, number>;
}

/** A situation in which a case may be, given its acts. */
interface Node {
  readonly key: string;
  readonly situation: Situation;
  readonly evidence: Evidence;
}

interface Step {
  readonly node: Node;
  readonly isDated: boolean;
  /** Signatures of its acts. */
  readonly acts: readonly string[];
  readonly broken: ReadonlySet<PropertyId>;
}

/** Nodes by their keys, with the properties that every way to the node breaks. */
interface ReachedNode {
  readonly node: Node;
  readonly broken: ReadonlySet<PropertyId>;
}
type Reached = Map<string, ReachedNode>;

interface FollowedCase {
  reached: Reached;
  /** The languages that it was opened with, and that it turns out to need. */
  readonly languages: ReadonlySet<number>;
  readonly products: ReadonlySet<number>;
  /** Acts of one instant. */
  timeMs: number;
  acts: string[];
  /** True if the last act ends a step. Until then the next act belongs to it, whatever its time. */
  isWhole: boolean;
}

const NONE_BROKEN: ReadonlySet<PropertyId> = new Set();

/**
 * Follows every case of a run through what the prover explores, and judges it on the way by the same properties. A property counts as
 * broken if every explored path that agrees with the acts breaks it.
 *
 * `breaking`: follows only cases of the arrival streams that it names for any property; all cases if left out.
 */
export function startFollowing(
  scenario: Scenario,
  faults?: Faults,
  breaking?: ReadonlyMap<string, ReadonlySet<number>>,
): Follower {
  const meter = createNullMeter();
  const moves = createCaseMoves(scenario, faults === undefined ? { meter } : { meter, faults });
  const streams = breaking && new Set([...breaking.values()].flatMap((one) => [...one]));
  return new Follower(scenario, moves, streams ?? null);
}

/** Takes the entries of a run's ledger, in order. */
export class Follower {
  private readonly moves: CaseMoves;
  private readonly judge: Judge;
  private readonly horizonMs: number;
  private readonly groupOf: (agent: number) => number;
  private readonly cases = new Map<number, FollowedCase>();
  private readonly stepsKnown = new Map<string, readonly Step[]>();
  private readonly offPath: string[] = [];
  /** Properties found broken so far. */
  readonly broken = new Map<PropertyId, number>();
  private readonly streams: ReadonlySet<number> | null;
  private nowMs = 0;

  constructor(scenario: Scenario, moves: CaseMoves, streams: ReadonlySet<number> | null) {
    this.streams = streams;
    const verdicts = verdictsAlong(scenario, moves.timeline);
    const { tables } = rowAt(verdicts, 0);
    this.moves = moves;
    this.judge = new Judge(scenario, moves.timeline, verdicts);
    this.horizonMs = scenario.horizonMs;
    this.groupOf = (agent) => tables.groupOf(agent);
  }

  readonly visit: EntryVisitor = (entry) => {
    const { a, aux, caseNumber, kind, timeMs } = entry;
    this.nowMs = Math.max(this.nowMs, timeMs);
    if (caseNumber === NO_CASE) return;
    if (kind === OPEN) {
      if (this.streams === null || this.streams.has(a)) this.open(caseNumber, a, openingIn(entry));
      return;
    }
    const followed = this.cases.get(caseNumber);
    if (followed === undefined) return;
    const signature = signatureOf(entry, this.groupOf);
    if (signature === null) return;
    if (this.nowMs > followed.timeMs && followed.isWhole && !this.settle(caseNumber, followed)) return;
    followed.timeMs = this.nowMs;
    followed.acts.push(signature);
    const isConsultation = (kind === VIEW || kind === VIEW_END) && aux === CONSULTATION;
    const isApproval = kind === APPROVAL;
    followed.isWhole =
      kind === TRANSITION || isConsultation || isApproval || (kind === VIEW_END && aux === ESCORT);
  };

  /** Call once, after the last entry. */
  finish(): Followed {
    for (const [caseNumber, followed] of [...this.cases]) {
      if (!this.settle(caseNumber, followed)) continue;
      const reached = this.passed(followed.reached, this.horizonMs);
      if (reached.size === 0)
        this.offPath.push(`case ${caseNumber}: a dated change that the ledger does not record`);
      this.note(caseNumber, reached);
    }
    return { offPath: this.offPath, broken: this.broken };
  }

  private open(caseNumber: CaseNumber, stream: StreamIndex, opening: Opening): void {
    const { beginnings, timeline } = this.moves;
    const { language, product, trueLanguage, trueProduct } = opening;
    const fitting = beginnings(stream).filter(
      (one) =>
        one.language === language &&
        one.product === product &&
        (timeline[one.epoch - 1]?.timeMs ?? 0) <= this.nowMs &&
        (timeline[one.epoch]?.timeMs ?? Number.POSITIVE_INFINITY) > this.nowMs,
    );
    const reached: Reached = new Map();
    for (const situation of fitting) {
      const node = nodeOf(situation, NOTHING);
      reached.set(node.key, { node, broken: NONE_BROKEN });
    }
    this.cases.set(caseNumber, {
      reached,
      languages: new Set([language, trueLanguage]),
      products: new Set([product, trueProduct]),
      timeMs: this.nowMs,
      acts: [],
      isWhole: true,
    });
  }

  /** Takes the acts of one instant. Returns false if no explored path has them. */
  private settle(caseNumber: number, followed: FollowedCase): boolean {
    const { acts, reached, timeMs } = followed;
    if (acts.length === 0) return true;
    const then = this.taken(followed);
    if (then.size === 0) {
      const from = [...reached.values()].map(({ node }) => JSON.stringify(node.situation)).slice(0, 3);
      this.offPath.push(`case ${caseNumber} at ${timeMs} ms: ${acts.join(' ')}, from ${from.join(' or ')}`);
      this.cases.delete(caseNumber);
      return false;
    }
    this.note(caseNumber, then);
    const nodes = [...then.values()].map(({ node }) => node);
    followed.reached = new Map(nodes.map((node) => [node.key, { node, broken: NONE_BROKEN }]));
    followed.acts = [];
    const isGone = nodes.every(({ evidence, situation }) => {
      return GONE.includes(situation.state) && evidence.copies.length + evidence.restored.length === 0;
    });
    if (isGone) this.cases.delete(caseNumber);
    return !isGone;
  }

  private note(caseNumber: number, reached: Reached): void {
    const [first, ...others] = [...reached.values()];
    for (const id of first?.broken ?? []) {
      if (!this.broken.has(id) && others.every(({ broken }) => broken.has(id)))
        this.broken.set(id, caseNumber);
    }
  }

  /** Situations in which the case may be after the dated changes before `timeMs` that leave no act. */
  private passed(reached: Reached, timeMs: number): Reached {
    const { timeline } = this.moves;
    const isBehind = ({ epoch }: Situation) => (timeline[epoch]?.timeMs ?? timeMs) < timeMs;
    const passed: Reached = new Map();
    for (const { broken, node } of this.quietly(reached, isBehind).values())
      if (!isBehind(node.situation)) reach(passed, node, broken);
    return passed;
  }

  /** Adds the situations reached by steps without acts. Dated changes are taken only from situations that they `may` be taken from. */
  private quietly(reached: Reached, may: (situation: Situation) => boolean): Reached {
    const all: Reached = new Map(reached);
    const open = [...all.values()];
    for (let from = open.pop(); from !== undefined; from = open.pop()) {
      for (const step of this.stepsFrom(from.node)) {
        if (step.acts.length > 0 || (step.isDated && !may(from.node.situation))) continue;
        const then = reach(all, step.node, union(from.broken, step.broken));
        if (then !== null) open.push(then);
      }
    }
    return all;
  }

  /** Situations in which the case may be after its acts of the instant. */
  private taken(followed: FollowedCase): Reached {
    const { acts, languages, products, timeMs } = followed;
    const isNow = ({ epoch }: Situation) => this.moves.timeline[epoch]?.timeMs === timeMs;
    const after: Reached[] = [this.passed(followed.reached, timeMs), ...acts.map((): Reached => new Map())];
    for (let i = 0; i < acts.length; i++) {
      for (const { broken, node } of this.quietly(after[i] as Reached, isNow).values()) {
        const waitsForLaw = isNow(node.situation) && this.beginsWithLaw(node.situation);
        for (const step of this.stepsFrom(node)) {
          const count = step.acts.length;
          if (count === 0 || (step.isDated ? !isNow(node.situation) : waitsForLaw)) continue;
          if (step.acts.some((act, k) => act !== acts[i + k])) continue;
          const { language, product, state } = step.node.situation;
          const fits = OVER.includes(state) || (languages.has(language) && products.has(product));
          if (fits) reach(after[i + count] as Reached, step.node, union(broken, step.broken));
        }
      }
    }
    return this.quietly(after[acts.length] as Reached, isNow);
  }

  /** Whether the next dated change is a change of the law, which comes first at its instant. */
  private beginsWithLaw({ epoch }: Situation): boolean {
    return this.moves.timeline[epoch]?.law != null;
  }

  private stepsFrom({ evidence, key, situation }: Node): readonly Step[] {
    const known = this.stepsKnown.get(key);
    if (known !== undefined) return known;
    const steps = new Map<string, Step>();
    this.moves.forEachNext(situation, (after, move, acts) => {
      const then = this.judge.judge(evidence, { before: situation, after, move, acts });
      const node = nodeOf(after, then);
      const isDated = move.what === DATED_CHANGE;
      const signatures = acts.flatMap((act) => signatureOf(act, this.groupOf) ?? []);
      const broken = new Set(this.judge.broken.map(({ id }) => id));
      const name = `${isDated} ${signatures.join(' ')} ${node.key}`;
      const before = steps.get(name);
      steps.set(name, {
        node,
        isDated,
        acts: signatures,
        broken: before === undefined ? broken : both(before.broken, broken),
      });
    });
    const all = [...steps.values()];
    this.stepsKnown.set(key, all);
    return all;
  }
}

function nodeOf(situation: Situation, evidence: Evidence): Node {
  return { key: situationKey(situation) + evidenceKey(evidence), situation, evidence };
}

/** Adds a way to a node. Only properties that all ways to it break stay broken. Null if that changes nothing. */
function reach(reached: Reached, node: Node, broken: ReadonlySet<PropertyId>): ReachedNode | null {
  const before = reached.get(node.key);
  const inAllWays = before === undefined ? broken : both(before.broken, broken);
  if (before?.broken.size === inAllWays.size) return null;
  const found = { node, broken: inAllWays };
  reached.set(node.key, found);
  return found;
}

function both(left: ReadonlySet<PropertyId>, right: ReadonlySet<PropertyId>): ReadonlySet<PropertyId> {
  return new Set([...left].filter((id) => right.has(id)));
}

function union(left: ReadonlySet<PropertyId>, right: ReadonlySet<PropertyId>): ReadonlySet<PropertyId> {
  if (left.size === 0) return right;
  return right.size === 0 ? left : new Set([...left, ...right]);
}

/**
 * The parts of an act in which run and exploration must agree: everything except the agent within the group, and what only routing knows.
 * Null for acts that are not explored.
 */
function signatureOf(
  { a, aux, b, c, d, kind }: ExploredAct,
  groupOf: (agent: number) => number,
): string | null {
  switch (kind) {
    case TRANSITION:
    case STORE:
    case DELETE:
    case TRANSFER:
      return `${kind}:${aux}:${a}:${b}:${c}:${d}`;
    case ASSIGN:
      return `${kind}:${a}:${groupOf(c)}`;
    case VIEW:
    case VIEW_END:
    case ESCALATE:
      return `${kind}:${aux}:${a}:${b}:${groupOf(c)}:${d}`;
    case EXCEPTION:
      return `${kind}:${a}:${b}:${groupOf(c)}`;
    case APPROVAL:
      return `${kind}:${aux}`;
    case EMERGENCY:
      return aux === OPENED ? `${kind}:${a}:${groupOf(c)}` : null;
    default:
      return null;
  }
}
