import {
  type EventNeeds,
  INVARIANTS,
  lawInstants,
  leavingsOf,
  logNeedsOf,
  type NameKind,
  type RecordAudit,
} from '#audit';
import { type ActKind, answersMessages, type ResidencyPromise, type Scenario } from '#domain';
import { ENTRY_FIELDS } from '#exports';
import type { FieldCoverage } from '../events/field-coverage.ts';
import type { UnknownNames } from '../events/unknown-log-names.ts';

/** Ends an audit, and says of each invariant what it found, or what the log lacks. `needsOf`: what it would need; null if it has that. */
export function judgedInvariants(audit: RecordAudit, lastMs: number, needsOf: (id: string) => string | null) {
  const needs = new Map(INVARIANTS.map(({ id }) => [id, needsOf(id)]));
  const found = audit.finish(lastMs, (id) => needs.get(id) === null);
  return INVARIANTS.map(({ id, sentence, title }) => ({
    id,
    title,
    sentence,
    needs: needs.get(id) ?? null,
    result: found.find(({ tally }) => tally.id === id),
  }));
}

/** What a log records, and which names in it are unknown. */
interface LogContents {
  readonly coverage: FieldCoverage;
  readonly unknown: UnknownNames;
}

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
/** What an invariant needs in addition, because of what the scenario provides for or the log hints at. */
function occasionalNeeds(id: string, { coverage }: LogContents, scenario: Scenario): EventNeeds {
  const needs: Partial<Record<ActKind, readonly string[] | 'all'>> = {};
  if (logNeedsOf(id).isAboutWhoIsFree === true) {
    for (const kind of OCCASIONAL) needs[kind] = 'all';
    // Transitions show whether severities are raised and cases passed on.
    if (!coverage.raisesSeverity) delete needs.severity;
    const isPassedOn = coverage.passesOn || coverage.raisesSeverity || coverage.countOf('escalate') > 0;
    if (isPassedOn) needs.escalate = 'all';
    // A log without outages had none, unless it names one as a cause.
    for (const kind of ['centre', 'data centre'] as const) {
      if (coverage.countOf(kind) > 0 || coverage.outages.has(kind)) needs[kind] = 'all';
    }
  }
  if (id === 'R3' && coverage.countOf('data centre') > 0) needs['data centre'] = 'all';
  if (id === 'R1' && mayStayTooLong(scenario)) needs.delete = [];
  // To tell what the customer sent from what was copied, the source of each copy is needed.
  if (id === 'R1' && scenario.promises.some(({ storedFirst }) => storedFirst !== undefined))
    needs.store = ['copiedFrom'];
  if (id === 'R18' && canHappen('callback', scenario)) needs.assign = 'all';
  if (id === 'R6') {
    const consults = canHappen('consultation', scenario);
    if (consults || canRest(scenario)) needs.transition = 'all';
    if (consults) needs['view end'] = ['purpose'];
  }
  if (id === 'R20' && coverage.countOf('assign') > 0) needs.assign = ['agent', 'group'];
  if (id === 'R4' && canHappen('emergency access', scenario)) needs.view = ['agent'];
  if (id === 'R9' && scenario.promises.some(isByProduct)) {
    needs.open = ['declaredProduct', 'product'];
    needs.transition = 'all';
  }
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

/** Whether the promise lets a company work on cases about some products only. */
export function isByProduct({ certifiedSupport, subcontractorStandard }: ResidencyPromise): boolean {
  return (certifiedSupport ?? subcontractorStandard) !== undefined;
}

function hasTrace({ streams }: Scenario): boolean {
  return streams.some(({ trace }) => trace !== undefined);
}

/** Why a log cannot show whether the invariant holds; null if it can. `scenario` must end where the log ends. */
export function whyNotCheckable(id: string, log: LogContents, scenario: Scenario): string | null {
  const { events, isAboutCopies, names = [] } = logNeedsOf(id);
  const isReplayed = id === 'R18' && hasTrace(scenario);
  const products: readonly NameKind[] = id === 'R9' && scenario.promises.some(isByProduct) ? ['product'] : [];
  return (
    whatIsMissing(id, events, log, scenario) ??
    whatIsMissing(id, occasionalNeeds(id, log, scenario), log, scenario) ??
    whatIsUnknown(isReplayed ? [...names, 'language', 'product'] : [...names, ...products], log) ??
    (isAboutCopies === true ? whyNoCopyIsTheSame(log) : null)
  );
}

function whatIsMissing(
  id: string,
  needs: EventNeeds,
  { coverage }: LogContents,
  scenario: Scenario,
): string | null {
  for (const [kind, fields] of Object.entries(needs) as [ActKind, readonly string[] | 'all'][]) {
    if (coverage.countOf(kind) === 0) {
      if (!canHappen(kind, scenario)) continue;
      const isAtChanges = kind === 'view end' && logNeedsOf(id).isAtChangesOfLaw === true;
      if (isAtChanges && lawInstants(scenario).length === 0) continue;
      return `the log has no event of type ${kind}`;
    }
    const wanted = fields === 'all' ? ENTRY_FIELDS[kind].map(({ name }) => name) : fields;
    for (const field of wanted) {
      const line = coverage.firstLacking(kind, field);
      if (line !== 0) return `an event of type ${kind} does not tell ${field} (line ${line})`;
    }
  }
  return null;
}

function whatIsUnknown(kinds: readonly NameKind[], { unknown }: LogContents): string | null {
  for (const kind of kinds) {
    const first = unknown.first(kind);
    if (first !== null) return `the scenario does not know the ${kind} ${first.name} (line ${first.line})`;
  }
  return null;
}

/** A copy without item classes counts as one with all, so a deletion that says less than the store would not match it. */
function whyNoCopyIsTheSame({ coverage }: LogContents): string | null {
  const tells = (kind: ActKind) => coverage.countOf(kind) > coverage.lackingIn(kind, 'itemClasses');
  const lacks = (kind: ActKind) => coverage.lackingIn(kind, 'itemClasses') > 0;
  if (!(tells('store') && lacks('delete')) && !(lacks('store') && tells('delete'))) return null;
  const line = coverage.firstLacking(lacks('delete') ? 'delete' : 'store', 'itemClasses');
  return `only some events of type store and delete tell itemClasses (not line ${line})`;
}

/** Kinds of events that only some scenarios provide for. Any other kind can happen in all scenarios. */
const OCCASIONS: Readonly<Partial<Record<ActKind, (scenario: Scenario) => boolean>>> = {
  'ledger kept': ({ ledger }) => ledger !== undefined,
  'policy refresh': (scenario) => lawInstants(scenario).length > 0,
  'emergency access': ({ promises }) => promises.some(({ breakGlass }) => breakGlass !== undefined),
  exception: ({ segments }) => segments.some(({ consents }) => consents !== undefined),
  disclosure: ({ disclosures }) => disclosures !== undefined,
  'notice of disclosure': ({ disclosures }) =>
    disclosures?.some(({ noticeAfterMs }) => noticeAfterMs !== null) === true,
  presence: ({ groups }) =>
    groups.some(({ absences, shrinkage }) => absences !== undefined || shrinkage !== undefined),
  severity: ({ work }) => work.severityRaise.share > 0,
  outcome: ({ work }) => (work.returns ?? work.tierTransfers) !== undefined,
  refuse: ({ lines }) => lines !== undefined,
  session: ({ software }) => software !== undefined,
  'software containment': ({ software = [] }) =>
    software.some(({ degradations }) => degradations !== undefined),
  'follow-up': ({ software = [], work }) =>
    software.some(({ comesBack }) => comesBack !== undefined) ||
    work.retry !== undefined ||
    answersMessages(work.message),
  'after-contact work': ({ promises, work }) =>
    work.afterContact !== undefined ||
    work.transfer !== undefined ||
    promises.some(({ escortedPart }) => escortedPart !== undefined),
  preempt: ({ routing }) => routing.preemption !== undefined,
  callback: ({ work }) => work.callback !== undefined,
  'serve out': ({ work }) => work.dayEnd !== undefined,
  overtime: ({ work }) => work.dayEnd !== undefined,
  consultation: ({ work }) => work.consultation !== undefined,
  'among several': ({ groups }) => groups.some(({ concurrency }) => concurrency !== undefined),
  commitment: ({ routing }) => routing.commitment !== undefined,
  'plain items': ({ segments }) => segments.some(({ encryption }) => encryption !== undefined),
  'incident link': ({ incidents }) => incidents !== undefined,
  'access approval': ({ promises }) => promises.some(({ approval }) => approval !== undefined),
  'subcontractor needed': ({ promises }) =>
    promises.some(({ subcontractorsOnly }) => subcontractorsOnly !== undefined),
};

/** Whether events of the kind can happen in the scenario. */
export function canHappen(kind: ActKind, scenario: Scenario): boolean {
  return OCCASIONS[kind]?.(scenario) ?? true;
}

/** Policies that let a contact rest with its agent. */
const RESTING: readonly unknown[] = ['pause', 'restart', 'resample'];

/** Whether contacts can rest with their agents: the case then stays in hand after its view ends. */
function canRest({ routing, work }: Scenario): boolean {
  const { absence = {}, outage = {}, shiftEnd } = work;
  return routing.preemption !== undefined || [absence, outage, shiftEnd].some(lets);
}

/** `policy`: one policy, or policies by channel and severity. */
function lets(policy: unknown): boolean {
  if (typeof policy === 'object' && policy !== null) return Object.values(policy).some(lets);
  return RESTING.includes(policy);
}
