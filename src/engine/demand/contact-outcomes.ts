import type { WorkModel } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';

/** The life cycle's `drawsOutcomes` of every case. */
export function outcomesDrawn({ returns, tierTransfers }: WorkModel): number {
  if (tierTransfers !== undefined) return 2;
  return returns === undefined ? 0 : 1;
}

/**
 * If tiers may send cases back, each contact finds out again which tier solves the case: this one, the next one up, or the one below. There is
 * one draw per contact, keyed by the contacts finished, so that an interruption does not change the outcome:
 *
 *   0 ─── escalation ─── + returns ────────────── 1
 *   │  goes up  │  goes back  │  solved here      │
 *
 * A case that is known to need a tier above the next one still needs it when it goes up. A case that has been sent back as often as allowed is
 * solved where it is.
 */
export function createContactOutcomes(
  { escalation, returns = [], returnsMost = Number.POSITIVE_INFINITY }: WorkModel,
  comesAgain: boolean,
): (record: CaseRecord) => number {
  const goesUp = [1, 2, 3].map((tier) => escalation.map((shares) => shares[tier - 1] ?? 0));
  const goesBack = [1, 2, 3].map((tier) => returns.map((shares) => shares[tier - 2] ?? 0));

  return ({ episode, ordinal, origin, returned, solvedAtTier, source, tier, trueProduct }) => {
    const { tier1Fails, tier2Fails, tier3Returns } = (comesAgain ? origin : source).draws;
    const counter = tier === 1 ? tier1Fails : tier === 2 ? tier2Fails : tier3Returns;
    const uniform = counter.uniform(ordinal, episode);
    const up = goesUp[tier - 1]?.[trueProduct] as number;
    if (uniform < up) return Math.max(tier + 1, solvedAtTier);
    if (returned >= returnsMost) return tier;
    return uniform < up + (goesBack[tier - 1]?.[trueProduct] as number) ? tier - 1 : tier;
  };
}
