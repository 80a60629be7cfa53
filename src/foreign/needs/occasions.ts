import { lawInstants } from '#audit';
import { type ActKind, answersMessages, type Scenario } from '#domain';

/** Kinds of events that only some scenarios provide for. Any other kind can happen in all scenarios. */
const OCCASIONS: Readonly<Partial<Record<ActKind, (scenario: Scenario) => boolean>>> = {
  'ledger kept': ({ ledger }) => ledger !== undefined,
  'policy refresh': (scenario) => lawInstants(scenario).length > 0,
  'emergency access': ({ promises }) => promises.some(({ breakGlass }) => breakGlass !== undefined),
  exception: ({ segments }) => segments.some(({ consents }) => consents !== undefined),
  disclosure: ({ disclosures }) => disclosures !== undefined,
  'notice of disclosure': ({ disclosures }) =>
    disclosures?.some(({ noticeAfterMs }) => noticeAfterMs !== null) === true,
  presence: ({ groups }) => groups.some(({ absences }) => absences !== undefined),
  severity: ({ work }) => work.severityRaise.share > 0,
  outcome: ({ work }) => (work.returns ?? work.tierTransfers) !== undefined,
  refuse: ({ lines }) => lines !== undefined,
  'follow-up': ({ work }) => work.retry !== undefined || answersMessages(work.message),
  'after-contact work': ({ work }) => work.afterContact !== undefined || work.transfer !== undefined,
  preempt: ({ routing }) => routing.preemption !== undefined,
  callback: ({ work }) => work.callback !== undefined,
  'serve out': ({ work }) => work.dayEnd !== undefined,
  overtime: ({ work }) => work.dayEnd !== undefined,
  consultation: ({ work }) => work.consultation !== undefined,
  'among several': ({ groups }) => groups.some(({ concurrency }) => concurrency !== undefined),
  commitment: ({ routing }) => routing.commitment !== undefined,
};

/** Whether events of the kind can happen in the scenario. */
export function canHappen(kind: ActKind, scenario: Scenario): boolean {
  return OCCASIONS[kind]?.(scenario) ?? true;
}

/** Policies that let a contact rest with its agent. */
const RESTING: readonly unknown[] = ['pause', 'restart', 'resample'];

/** Whether contacts can rest with their agents: the case then stays in hand after its view ends. */
export function canRest({ routing, work }: Scenario): boolean {
  const { absence = {}, outage = {}, shiftEnd } = work;
  return routing.preemption !== undefined || [absence, outage, shiftEnd].some(lets);
}

/** `policy`: one policy, or policies by channel and severity. */
function lets(policy: unknown): boolean {
  if (typeof policy === 'object' && policy !== null) return Object.values(policy).some(lets);
  return RESTING.includes(policy);
}
