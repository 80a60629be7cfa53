import { Sampler } from '#base';
import type { TierNumber, WorkModel } from '#domain';
import type { CaseColumn } from '../cases/case-column.ts';
import type { CaseRecord } from '../cases/case-record.ts';

/** No transfer. */
const NONE = -1;

/** Where cases go after their contacts, if the scenario says so for each tier and destination. */
export interface TierTransfers {
  /** The tier to which the contact that begins sends the case, or the present one. */
  outcome(record: CaseRecord): TierNumber;
  /** Call it when a contact is planned, before `outcome`. Handle time of the transfer by which the case came to its tier; null: that of the tier. */
  handle(record: CaseRecord): Sampler | null;
}

/**
 * There is one draw per contact, keyed by the contacts finished, so that an interruption does not change the outcome:
 *
 *   0 ── first transfer ── + second ─────────── 1
 *   │  goes there │  goes there │  stays here   │
 *
 * Null if the scenario has no such transfers. `column`: makes a column of the case table.
 */
export function createTierTransfers(
  { tierTransfers }: Pick<WorkModel, 'tierTransfers'>,
  column: (initial: number) => CaseColumn<number>,
  comesAgain: boolean,
): TierTransfers | null {
  if (tierTransfers === undefined) return null;
  const all = tierTransfers.flat();
  /** By tier: the first of its transfers in `all`. */
  const firsts = tierTransfers.map((_, k) => tierTransfers.slice(0, k).flat().length);
  const samplers = all.map(({ handle }) => handle?.map((distribution) => new Sampler(distribution)) ?? null);
  /** The transfers to which the last contact sends the case, and by which it came to its tier. */
  const goesBy = column(NONE);
  const cameBy = column(NONE);

  return {
    outcome(record) {
      const { episode, ordinal, origin, source, tier, trueProduct } = record;
      const { tier1Fails, tier2Fails, tier3Returns } = (comesAgain ? origin : source).draws;
      const counter = tier === 1 ? tier1Fails : tier === 2 ? tier2Fails : tier3Returns;
      const uniform = counter.uniform(ordinal, episode);
      let upTo = 0;
      const own = tierTransfers[tier - 1] ?? [];
      for (const [k, { shares, to }] of own.entries()) {
        upTo += shares[trueProduct] as number;
        if (uniform >= upTo) continue;
        goesBy.set(record, (firsts[tier - 1] as number) + k);
        return to;
      }
      goesBy.set(record, NONE);
      return tier;
    },
    handle(record) {
      // No transfer stays in its tier: a case that an interruption has stopped is still in the old one.
      const went = goesBy.of(record);
      if (went !== NONE && all[went]?.to === record.tier) {
        cameBy.set(record, went);
        goesBy.set(record, NONE);
      }
      return samplers[cameBy.of(record)]?.[record.product] ?? null;
    },
  };
}
