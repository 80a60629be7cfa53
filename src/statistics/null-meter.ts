import type { CaseTally, GroupTally, Level, Meter } from '#domain';

const nothing = (): void => {};

/** Counts nothing. It has every call of a tally. */
export const NO_CASES: CaseTally = {
  arrived: nothing,
  carriedIn: nothing,
  changedSeverity: nothing,
  answered: nothing,
  abandoned: nothing,
  stillWaiting: nothing,
  balked: nothing,
  blocked: nothing,
  leftMessage: nothing,
  cleared: nothing,
  lost: nothing,
  abandonedLater: nothing,
  offeredCallback: nothing,
  endedCallback: nothing,
  cameAgain: nothing,
  preempted: nothing,
  asksForConsultation: nothing,
  consultationSettled: nothing,
  resolved: nothing,
  reopened: nothing,
  handedOver: nothing,
  stalled: nothing,
};

/** Has every call and every level of any tally. */
const NO_TALLY = new Proxy(
  Object.assign(() => {}, { change: nothing }),
  { get: (any) => any },
) as never;

/** A meter that measures nothing, for runs that only need a ledger. */
export function createNullMeter(): Meter {
  const level: Level = { change: nothing };
  const group: GroupTally = { onDuty: level, busy: level, overtime: level, paid: null };
  return {
    followClock: nothing,
    nextMs: () => Number.POSITIVE_INFINITY,
    advanceTo: nothing,
    casesOf: () => NO_CASES,
    casesOfProduct: null,
    groupTally: () => group,
    featureTally: () => NO_TALLY,
    centreIs: nothing,
    contacts: { began: nothing, tookOver: nothing, ended: nothing },
    weekly: null,
    backlog: null,
    targetTally: () => ({ judged: nothing }),
    queueTally: () => level,
    copiesAt: () => level,
    waitingCause: nothing,
    exceptional: nothing,
    ended: nothing,
  };
}
