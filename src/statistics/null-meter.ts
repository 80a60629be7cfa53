import type { Meter } from '#domain';

/** A meter that measures nothing, for runs of which only the ledger is wanted. */
export function createNullMeter(): Meter {
  const nothing = (): void => {};
  return {
    advanceTo: nothing,
    arrived: nothing,
    queueChanged: nothing,
    answered: nothing,
    contactEnded: nothing,
    abandoned: nothing,
    resolved: nothing,
    reopened: nothing,
    handedOver: nothing,
    stalledChanged: nothing,
    waitingCause: nothing,
    dutyChanged: nothing,
    busyChanged: nothing,
    copiesChanged: nothing,
    ended: nothing,
  };
}
