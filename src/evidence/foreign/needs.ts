import { lawInstants, leavingsOf } from '#audit';
import type { ActKind, Scenario } from '#domain';
import { ENTRY_FIELDS } from '../entry-fields.ts';
import type { Coverage } from './coverage.ts';
import { canHappen, canRest } from './occasions.ts';
import type { UnknownKind, UnknownNames } from './unknown-names.ts';

type Needs = Readonly<Partial<Record<ActKind, readonly string[]>>>;

/** What a log tells, and which names in it are unknown. */
export interface Told {
  readonly coverage: Coverage;
  readonly unknown: UnknownNames;
}

const all = (kind: ActKind): readonly string[] => ENTRY_FIELDS[kind].map(({ name }) => name);

/** Shows who is on duty, with which skills, and which cases they have in hand. */
const WHO_IS_FREE: Needs = {
  open: ['language', 'product', 'declaredLanguage', 'declaredProduct', 'channel', 'severity', 'solvedAtTier'],
  duty: all('duty'),
  transition: all('transition'),
  assign: ['agent', 'group'],
  view: ['agent', 'group', 'purpose'],
  'view end': ['agent', 'group', 'purpose'],
};

/**
 * Kinds of events, and their fields, that an invariant needs. If a log has no event of a kind, nobody can say whether it never happened or was
 * not logged, so the invariant is not judged. A test removes kinds and fields from clean logs, one at a time: no violation may appear.
 */
const NEEDS: Readonly<Record<string, Needs>> = {
  R1: { open: [], store: [] },
  R2: { store: ['copiedFrom'] },
  R3: { open: [], store: ['copiedFrom'] },
  R4: {
    open: [],
    view: [],
    'view end': [],
    exception: ['consent'],
    'emergency access': all('emergency access'),
  },
  R5: { open: [], view: ['agent', 'group'], 'view end': [] },
  R6: { assign: ['agent', 'group'], view: ['agent', 'group', 'purpose'], 'view end': ['agent', 'group'] },
  R7: { open: [], store: ['copiedFrom'], transfer: all('transfer') },
  R8: { open: [], store: [], delete: [] },
  R9: { open: [], store: [], view: ['agent', 'group'] },
  R10: { ...WHO_IS_FREE, 'emergency access': all('emergency access') },
  R11: WHO_IS_FREE,
  R12: { open: [], view: [], 'view end': [], exception: ['consent'] },
  R13: { ...WHO_IS_FREE, 'emergency access': all('emergency access') },
  R14: { ...WHO_IS_FREE, store: [] },
  R15: { store: [], delete: [], transition: ['after'] },
  R16: { store: [], delete: [], view: [], 'view end': [] },
  R17: { store: [], delete: [] },
  R18: {
    ...WHO_IS_FREE,
    store: ['copiedFrom'],
    delete: [],
    view: all('view'),
    'view end': all('view end'),
  },
  R19: { open: [], 'ledger kept': ['dataCentre'] },
  R20: { view: ['agent', 'group'], 'view end': ['agent', 'group'] },
  R21: { open: [], store: [], assign: ['group'], 'policy refresh': ['asOfLow', 'asOfHigh'] },
  R22: { open: [], store: [], delete: [] },
  R23: { ...WHO_IS_FREE, wait: all('wait'), store: [] },
  R24: { open: ['customer'], store: ['role', 'itemClasses'] },
  R25: {},
  R26: { open: [], disclosure: ['hasBasis', 'disclosure'], 'notice of disclosure': ['disclosure'] },
};

/** Kinds that only some scenarios provide for, and that decide who is free for which case. */
const OCCASIONAL: readonly ActKind[] = [
  'presence',
  'severity',
  'outcome',
  'refuse',
  'follow-up',
  'after-contact work',
  'preempt',
  'callback',
  'serve out',
  'overtime',
  'consultation',
  'among several',
  'commitment',
];
/** Invariants that depend on who is free. */
const BY_WHO_IS_FREE: readonly string[] = ['R10', 'R11', 'R13', 'R14', 'R18', 'R23'];

/** What an invariant needs in addition, because of what the scenario provides for or the log hints at. */
function occasionalNeeds(id: string, { coverage }: Told, scenario: Scenario): Needs {
  const needs: Partial<Record<ActKind, readonly string[]>> = {};
  if (BY_WHO_IS_FREE.includes(id)) {
    for (const kind of OCCASIONAL) needs[kind] = all(kind);
    // Transitions show whether severities are raised and cases passed on.
    if (!coverage.raisesSeverity) delete needs.severity;
    const isPassedOn = coverage.passesOn || coverage.raisesSeverity || coverage.countOf('escalate') > 0;
    if (isPassedOn) needs.escalate = all('escalate');
    // A log without outages had none, unless it names one as a cause.
    for (const kind of ['centre', 'data centre'] as const) {
      if (coverage.countOf(kind) > 0 || coverage.outages.has(kind)) needs[kind] = all(kind);
    }
  }
  if (id === 'R3' && coverage.countOf('data centre') > 0) needs['data centre'] = all('data centre');
  if (id === 'R1' && mayStayTooLong(scenario)) needs.delete = [];
  // To tell what the customer sent from what was copied, the source of each copy is needed.
  if (id === 'R1' && scenario.promises.some(({ storedFirst }) => storedFirst !== undefined))
    needs.store = ['copiedFrom'];
  if (id === 'R18' && canHappen('callback', scenario)) needs.assign = [...all('assign')];
  if (id === 'R6') {
    const consults = canHappen('consultation', scenario);
    if (consults || canRest(scenario)) needs.transition = all('transition');
    if (consults) needs['view end'] = ['purpose'];
  }
  if (id === 'R20' && coverage.countOf('assign') > 0) needs.assign = ['agent', 'group'];
  if (id === 'R4' && canHappen('emergency access', scenario)) needs.view = ['agent'];
  // R18 compares replayed cases with the rows of the scenario's trace.
  if (id === 'R18' && hasTrace(scenario)) needs.open = ['severity', 'language', 'product', 'customer'];
  return needs;
}

/** Whether a copy can become a violation just by staying where it is; then it matters when it was deleted. */
function mayStayTooLong(scenario: Scenario): boolean {
  if (leavingsOf(scenario, 0).length > 0) return true;
  const { promises } = scenario;
  return promises.some(({ certified }) => certified !== undefined) && lawInstants(scenario).length > 0;
}

function hasTrace({ streams }: Scenario): boolean {
  return streams.some(({ trace }) => trace !== undefined);
}

/** Judged when a view begins and when the law changes. If the law does not change, it does not matter when views end. */
const AT_CHANGES_OF_LAW: readonly string[] = ['R4', 'R5', 'R12'];

/**
 * Names that the scenario must know. These invariants depend on who was free, who had which skills, or which data could be reached; for
 * an unknown name, nobody can say. Other invariants report unknown names as violations: R1 and R3 a place, R4 a centre, R7 an entity, R19 a
 * data centre, R20 a group or an agent.
 */
const KNOWN: Readonly<Record<string, readonly UnknownKind[]>> = {
  R10: ['group', 'agent', 'place', 'language', 'product'],
  R11: ['group', 'agent', 'language', 'product'],
  R13: ['group', 'agent', 'place', 'language', 'product'],
  R14: ['group', 'agent', 'place', 'language', 'product'],
  R18: ['group', 'agent', 'place'],
  R23: ['group', 'agent', 'place', 'language', 'product'],
};

/** Invariants that depend on which copies are left. Deletions must then tell as much as stores. */
const BY_COPIES: readonly string[] = ['R2', 'R8', 'R15', 'R16', 'R17', 'R18'];

/** Why a log cannot show whether the invariant holds; null if it can. `scenario` must end where the log ends. */
export function whyNotCheckable(id: string, told: Told, scenario: Scenario): string | null {
  const needs = NEEDS[id];
  if (needs === undefined) return 'what it needs of a log is not known';
  const isReplayed = id === 'R18' && hasTrace(scenario);
  const known = [...(KNOWN[id] ?? []), ...(isReplayed ? (['language', 'product'] as const) : [])];
  return (
    whatIsMissing(id, needs, told, scenario) ??
    whatIsMissing(id, occasionalNeeds(id, told, scenario), told, scenario) ??
    whatIsUnknown(known, told) ??
    (BY_COPIES.includes(id) ? whyNoCopyIsTheSame(told) : null)
  );
}

function whatIsMissing(id: string, needs: Needs, { coverage }: Told, scenario: Scenario): string | null {
  for (const [kind, fields] of Object.entries(needs) as [ActKind, readonly string[]][]) {
    if (coverage.countOf(kind) === 0) {
      if (!canHappen(kind, scenario)) continue;
      const isAtChanges = kind === 'view end' && AT_CHANGES_OF_LAW.includes(id);
      if (isAtChanges && lawInstants(scenario).length === 0) continue;
      return `the log has no event of type ${kind}`;
    }
    for (const field of fields) {
      const line = coverage.firstLacking(kind, field);
      if (line !== 0) return `an event of type ${kind} does not tell ${field} (line ${line})`;
    }
  }
  return null;
}

function whatIsUnknown(kinds: readonly UnknownKind[], { unknown }: Told): string | null {
  for (const kind of kinds) {
    const first = unknown.first(kind);
    if (first !== null) return `the scenario does not know the ${kind} ${first.name} (line ${first.line})`;
  }
  return null;
}

/** A copy without item classes counts as one with all, so a deletion that tells less than the store would not match it. */
function whyNoCopyIsTheSame({ coverage }: Told): string | null {
  const tells = (kind: ActKind) => coverage.countOf(kind) > coverage.lackingIn(kind, 'itemClasses');
  const lacks = (kind: ActKind) => coverage.lackingIn(kind, 'itemClasses') > 0;
  if (!(tells('store') && lacks('delete')) && !(lacks('store') && tells('delete'))) return null;
  const line = coverage.firstLacking(lacks('delete') ? 'delete' : 'store', 'itemClasses');
  return `only some events of type store and delete tell itemClasses (not line ${line})`;
}
