import type { TierTransfer } from './scenario/transfers.ts';

/** In place of the tier that solves a case: its own tier has passed it on to others of the same tier. */
export const SAME_TIER = 0;

/** By tier that the case leaves, as a work model has them. */
interface TierTransfers {
  readonly tierTransfers?: readonly (readonly TierTransfer[])[] | undefined;
}

/**
 * Whether the tier that a contact finds does not say which transfer it leads to, since some transfers stay in their tier or have a group as their
 * destination. Then the ledger has the number of each transfer.
 */
export function numbersTransfers({ tierTransfers = [] }: TierTransfers): boolean {
  return tierTransfers.some((own, k) => own.some(({ group, to }) => group !== undefined || to === k + 1));
}

/** Whether some cases are passed on to one group. */
export function passesToGroups({ tierTransfers = [] }: TierTransfers): boolean {
  return tierTransfers.flat().some(({ group }) => group !== undefined);
}
