import { assert, numbered } from '#base';
import { COPY_ROLES, NONE, type Scenario } from '#domain';
import type { CaseDecisions } from '#engine';

/**
 * The effects on data as tables of conditions and acts. Each effect is asked for every combination of the conditions below, with numbers
 * that stand for the places; what it does with them is its script. This assumes that an effect treats places alike except in these
 * conditions. `tests/prover/spin.long.test.ts` compares the result with the exploration.
 */

/** An act of a script. Its arguments are expressions over the variables of the model. */
export type ScriptAct =
  | { readonly kind: 'store'; readonly role: number; readonly place: string; readonly from: string }
  | { readonly kind: 'delete'; readonly role: number; readonly place: string }
  | { readonly kind: 'view' | 'view end'; readonly place: string };

export interface Script {
  readonly acts: readonly ScriptAct[];
  /** Variables of the model that change after the acts. */
  readonly sets: readonly (readonly [string, string])[];
}

/** A decision over conditions of the model, in the order in which they are asked. */
export type ScriptTree =
  | { readonly script: Script }
  | { readonly condition: string; readonly yes: ScriptTree; readonly no: ScriptTree };

/** Conditions on which effects may depend, in Promela. */
const CONDITIONS = {
  isPlaced: 'primary != NONE',
  isReplicated: 'replica != NONE',
  hasCopy: 'working_copy != NONE',
  isOwnCopy: 'working_copy == PLACE_OF(group)',
  keepsCopy: 'keeps_copy[centre_of[group]]',
  primaryStays: 'new_primary == primary',
  replicaStays: 'new_replica == replica',
  newReplica: 'new_replica != NONE',
} as const;
type Condition = keyof typeof CONDITIONS;
const NAMES = Object.keys(CONDITIONS) as Condition[];
type Answers = Readonly<Record<Condition, boolean>>;

/** Numbers that stand for the places of a case; no scenario has that many. */
const PRIMARY = 900_001;
const REPLICA = 900_002;
const OTHER_COPY = 900_003;
const READ_FROM = 900_004;
const VIEWED = 900_005;
const NEW_PRIMARY = 900_006;
const NEW_REPLICA = 900_007;
const ANY_GROUP = 900_008;

const EXPRESSIONS = new Map<number, string>([
  [PRIMARY, 'primary'],
  [REPLICA, 'replica'],
  [OTHER_COPY, 'working_copy'],
  [READ_FROM, 'read_from'],
  [VIEWED, 'viewed_place'],
  [NEW_PRIMARY, 'new_primary'],
  [NEW_REPLICA, 'new_replica'],
  [ANY_GROUP, 'group'],
  [NONE, 'NONE'],
]);

const { 'working copy': WORKING } = numbered(COPY_ROLES);

/** The script of each effect on data, by its name. */
export function effectScripts(decisions: CaseDecisions, scenario: Scenario): ReadonlyMap<string, ScriptTree> {
  const prober = new Prober(decisions, scenario);
  return new Map(prober.names.map((name) => [name, treeOf(name, prober, 0, {})]));
}

function treeOf(name: string, prober: Prober, depth: number, known: Partial<Answers>): ScriptTree {
  const condition = NAMES[depth];
  if (condition === undefined) return { script: prober.scriptOf(name, known as Answers) };
  const [yes, no] = [true, false].map((answer) => {
    return prober.isPossible({ ...known, [condition]: answer })
      ? treeOf(name, prober, depth + 1, { ...known, [condition]: answer })
      : null;
  }) as [ScriptTree | null, ScriptTree | null];
  if (yes === null || no === null) return (yes ?? no) as ScriptTree;
  if (JSON.stringify(yes) === JSON.stringify(no)) return yes;
  return { condition: CONDITIONS[condition], yes, no };
}

class Prober {
  private readonly decisions: CaseDecisions;
  private readonly scenario: Scenario;
  private readonly parts: readonly [number, number];
  /** The place of the working copy when the effect begins. */
  private heldCopy: number = NONE;

  constructor(decisions: CaseDecisions, scenario: Scenario) {
    this.decisions = decisions;
    this.scenario = scenario;
    const keeps = scenario.centres.findIndex(({ access }) => access === 'local system');
    const others = scenario.centres.findIndex(({ access }) => access !== 'local system');
    this.parts = [keeps, others];
  }

  get names(): readonly string[] {
    return Object.keys(this.effectsOn([], () => ({ primary: NONE, replica: NONE })));
  }

  /** Whether some case of this scenario may answer so. */
  isPossible(known: Partial<Answers>): boolean {
    const { hasCopy, isOwnCopy, isPlaced, isReplicated, keepsCopy, newReplica, primaryStays, replicaStays } =
      known;
    // A case without a primary has no replica, and nothing that could move.
    if (isPlaced === false && (isReplicated === true || primaryStays === false || replicaStays === false))
      return false;
    if (keepsCopy !== undefined && this.parts[keepsCopy ? 0 : 1] === -1) return false;
    if (isOwnCopy === true && hasCopy === false) return false;
    return replicaStays !== true || newReplica === undefined || newReplica === isReplicated;
  }

  scriptOf(name: string, answers: Answers): Script {
    const acts: ScriptAct[] = [];
    const record = this.recordOf(answers);
    this.heldCopy = record.workingCopy;
    const before = { ...record };
    const target = {
      primary: answers.primaryStays ? record.primary : NEW_PRIMARY,
      replica: answers.replicaStays ? record.replica : answers.newReplica ? NEW_REPLICA : NONE,
    };
    const effects = this.effectsOn(acts, () => target) as unknown as Record<
      string,
      (record: unknown) => void
    >;
    effects[name]?.(record);
    const changed = (['primary', 'replica', 'workingCopy', 'viewedPlace'] as const).filter(
      (key) => record[key] !== before[key],
    );
    return {
      acts,
      sets: changed.map((key) => [VARIABLES[key], this.expressionOf(record[key])]),
    };
  }

  private recordOf({ hasCopy, isOwnCopy, isPlaced, isReplicated, keepsCopy }: Answers) {
    const centre = this.parts[keepsCopy ? 0 : 1];
    const own = this.scenario.dataCentres.length + centre;
    return {
      primary: isPlaced ? PRIMARY : NONE,
      replica: isReplicated ? REPLICA : NONE,
      workingCopy: hasCopy ? (isOwnCopy ? own : OTHER_COPY) : NONE,
      viewedPlace: VIEWED,
      group: ANY_GROUP,
      centre,
      startedMs: 0,
    };
  }

  /** Places of centres are those of the case's group, because effects know no other centre. */
  private expressionOf(place: number): string {
    if (place !== NONE && place === this.heldCopy) return 'working_copy';
    const found = EXPRESSIONS.get(place);
    if (found !== undefined) return found;
    assert(
      this.parts.includes(place - this.scenario.dataCentres.length),
      'an effect names places of its case',
    );
    return 'PLACE_OF(group)';
  }

  private effectsOn(acts: ScriptAct[], relocation: () => { primary: number; replica: number }) {
    type Seen = { readonly viewedPlace: number };
    const recorder = {
      store: (_: unknown, role: number, place: number, from: number) =>
        acts.push({ kind: 'store', role, place: this.expressionOf(place), from: this.expressionOf(from) }),
      delete: (_: unknown, role: number, place: number) =>
        acts.push({ kind: 'delete', role, place: this.expressionOf(place) }),
      view: ({ viewedPlace }: Seen) => acts.push({ kind: 'view', place: this.expressionOf(viewedPlace) }),
      viewEnd: ({ viewedPlace }: Seen) =>
        acts.push({ kind: 'view end', place: this.expressionOf(viewedPlace) }),
    };
    const parts = {
      recorder,
      clock: { nowMs: 0 },
      dataPlaces: { readable: () => READ_FROM },
      scenario: this.scenario,
    };
    return this.decisions.dataEffects(
      parts as unknown as Parameters<CaseDecisions['dataEffects']>[0],
      relocation,
    );
  }
}

const VARIABLES = {
  primary: 'primary',
  replica: 'replica',
  workingCopy: 'working_copy',
  viewedPlace: 'viewed_place',
} as const;

/** The model's number of a role: only these three occur. */
export function roleNumber(role: number): string {
  const names = ['PRIMARY', 'REPLICA'];
  const name = role === WORKING ? 'WORKING' : names[role];
  assert(name !== undefined, 'the exploration makes primaries, replicas and working copies only');
  return name;
}
