import type { ProductIndex } from './indices.ts';
import type { TierTransfer } from './scenario/transfers.ts';
import type { WorkModel } from './scenario/work-model.ts';
import { TIERS, type Tier } from './vocabulary.ts';

/** In place of the tier that solves a case: its own tier has passed it on to others of the same tier. */
export const SAME_TIER = 0;

/** By tier that the case leaves, as a work model has them. */
interface TierTransfers {
  readonly tierTransfers?: readonly (readonly TierTransfer[])[] | undefined;
}

/**
 * Whether the tier that a contact finds does not say which transfer it leads to, since some transfers stay in their tier, have a group as their
 * destination, or happen only after first or later contacts. Then the ledger has the number of each transfer.
 */
export function numbersTransfers({ tierTransfers = [] }: TierTransfers): boolean {
  return tierTransfers.some((own, k) =>
    own.some(({ contact, group, to }) => contact !== undefined || group !== undefined || to === k + 1),
  );
}

/** Whether some cases are passed on to one group. */
export function passesToGroups({ tierTransfers = [] }: TierTransfers): boolean {
  return tierTransfers.flat().some(({ group }) => group !== undefined);
}

/** The tiers that a case about a product can need, by the shares that other tiers pass on. */
export function tiersReached(
  { escalation, tierTransfers }: Pick<WorkModel, 'escalation' | 'tierTransfers'>,
  product: ProductIndex,
): readonly Tier[] {
  if (tierTransfers !== undefined) {
    return reachedBy((tier) =>
      (tierTransfers[tier - 1] ?? []).flatMap(({ shares, to }) => ((shares[product] ?? 0) > 0 ? [to] : [])),
    );
  }
  const [first = 0, second = 0] = escalation[product] ?? [];
  return TIERS.slice(0, first === 0 ? 1 : second === 0 ? 2 : 3);
}

/** The tiers that cases reach from tier 1, if they can go from each tier to those that `next` gives. */
export function reachedBy(next: (tier: Tier) => readonly Tier[]): readonly Tier[] {
  const reached = new Set<Tier>([1]);
  // A set that grows while it is iterated also visits what was added.
  for (const tier of reached) for (const to of next(tier)) reached.add(to);
  return TIERS.filter((tier) => reached.has(tier));
}
