import { Sampler } from '#base';
import {
  type GroupIndex,
  NONE,
  numbersTransfers,
  SAME_TIER,
  type Scenario,
  type TierNumber,
  type TierTransfer,
  type WorkModel,
  wasAnswered,
} from '#domain';
import type { CaseColumn } from '../cases/case-column.ts';
import type { CaseRecord } from '../cases/case-record.ts';

/** One draw for each contact, keyed by the contacts finished, so that an interruption does not change the outcome. */
function uniformOf({ episode, ordinal, origin, source, tier }: CaseRecord, comesAgain: boolean): number {
  const { tier1Fails, tier2Fails, tier3Returns } = (comesAgain ? origin : source).draws;
  const counter = tier === 1 ? tier1Fails : tier === 2 ? tier2Fails : tier3Returns;
  return counter.uniform(ordinal, episode);
}

/** The life cycle's `drawsOutcomes` of every case. */
export function outcomesDrawn({ returns, tierTransfers }: WorkModel): number {
  if (tierTransfers !== undefined) return 2;
  return returns === undefined ? 0 : 1;
}

/**
 * If tiers may send cases back, each contact finds out again which tier solves the case: this one, the next one up, or the one below:
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

  return (record) => {
    const { returned, solvedAtTier, tier, trueProduct } = record;
    const uniform = uniformOf(record, comesAgain);
    const up = goesUp[tier - 1]?.[trueProduct] as number;
    if (uniform < up) return Math.max(tier + 1, solvedAtTier);
    if (returned >= returnsMost) return tier;
    return uniform < up + (goesBack[tier - 1]?.[trueProduct] as number) ? tier - 1 : tier;
  };
}

/** Where cases go after their contacts, if the scenario says so for each tier and destination. */
interface TierTransfers {
  /** The tier to which the contact that begins, of an agent of the group, sends the case: the present one if it stays, SAME_TIER if others of it get the case. */
  outcome(record: CaseRecord, group: GroupIndex): TierNumber;
  /** Call it when a contact is planned, before `outcome`. Handle time of the transfer by which the case came to its tier; null: that of the tier. */
  handle(record: CaseRecord): Sampler | null;
  /** Null if the tier that a contact finds says which transfer it leads to. */
  readonly numbered: NumberedTransfers | null;
}

/** Transfers within a tier, and to single groups. */
export interface NumberedTransfers {
  /** Place in the list of its tier, from 1, of the transfer to which the contact that begins leads; 0 for none. */
  numberOf(record: CaseRecord): number;
  /** Whether the ledger has that transfer as the last one of the case. */
  isRecorded(record: CaseRecord): boolean;
  noteRecorded(record: CaseRecord): void;
  /** The contact that begins leads to no transfer. */
  forgo(record: CaseRecord): void;
  /** The contact is over, and the case still at the tier that it leaves. Returns the transfer by which it leaves, or null. */
  leaves(record: CaseRecord): TierTransfer | null;
  /** The transfer by which the case came where it is, or null. */
  cameBy(record: CaseRecord): TierTransfer | null;
}

/**
 * Makes the transfers of a scenario:
 *
 *   0 ── first transfer ── + second ─────────── 1
 *   │  goes there │  goes there │  stays here   │
 *
 * Null if the scenario has no such transfers. `column`: makes a column of the case table.
 */
export function createTierTransfers(
  { backlog, work }: Pick<Scenario, 'backlog' | 'work'>,
  column: (initial: number) => CaseColumn<number>,
  comesAgain: boolean,
): TierTransfers | null {
  const { tierTransfers } = work;
  if (tierTransfers === undefined) return null;
  const all = tierTransfers.flat();
  const isNumbered = numbersTransfers(work);
  /** By tier: the first of its transfers in `all`. */
  const firsts = tierTransfers.map((_, k) => tierTransfers.slice(0, k).flat().length);
  const samplers = all.map(({ handle }) => handle?.map((distribution) => new Sampler(distribution)) ?? null);
  /** The transfers to which the last contact sends the case, and by which it came to its tier. */
  const goesBy = column(NONE);
  const cameBy = column(NONE);
  /** The transfer that the ledger has. */
  const recorded = column(NONE);
  /** 1 once a contact of the case was finished. */
  const finished = column(0);
  const turnOf = (record: CaseRecord) =>
    finished.of(record) === 1 || isAnswered(record) ? 'later' : 'first';
  /** Whether the case was open, and had an answer, before the run. */
  const isAnswered = ({ caseNumber }: CaseRecord) => {
    const before = backlog?.[caseNumber];
    return before !== undefined && wasAnswered(before);
  };

  return {
    outcome(record, group) {
      const { tier, trueProduct } = record;
      const uniform = uniformOf(record, comesAgain);
      let upTo = 0;
      goesBy.set(record, NONE);
      for (const [k, { contact, group: only, shares, to }] of (tierTransfers[tier - 1] ?? []).entries()) {
        if (contact !== undefined && contact !== turnOf(record)) continue;
        upTo += shares[trueProduct] as number;
        if (uniform >= upTo) continue;
        // The group is where the case would go.
        if (only === group) return tier;
        goesBy.set(record, (firsts[tier - 1] as number) + k);
        return to === tier ? SAME_TIER : to;
      }
      return tier;
    },
    handle(record) {
      // Without numbers no transfer stays in its tier, so that a case which an interruption has stopped is still in the old one.
      const went = isNumbered ? NONE : goesBy.of(record);
      if (went !== NONE && all[went]?.to === record.tier) {
        cameBy.set(record, went);
        goesBy.set(record, NONE);
      }
      return samplers[cameBy.of(record)]?.[record.product] ?? null;
    },
    numbered: isNumbered
      ? {
          numberOf(record) {
            const goes = goesBy.of(record);
            return goes === NONE ? 0 : goes - (firsts[record.tier - 1] as number) + 1;
          },
          isRecorded: (record) => recorded.of(record) === goesBy.of(record),
          forgo: (record) => goesBy.set(record, NONE),
          noteRecorded: (record) => recorded.set(record, goesBy.of(record)),
          leaves(record) {
            const { language, product, trueLanguage, trueProduct } = record;
            const isWrong = language !== trueLanguage || product !== trueProduct;
            const went = isWrong ? NONE : goesBy.of(record);
            goesBy.set(record, NONE);
            finished.set(record, 1);
            // A case that waits for its customer stays with those to whom it was passed on.
            if (isWrong || went !== NONE) cameBy.set(record, went);
            return all[went] ?? null;
          },
          cameBy: (record) => all[cameBy.of(record)] ?? null,
        }
      : null,
  };
}

/** Whether the contact in hand, or the last one, does only one thing: it reaches nobody, or links the case to an incident. Nothing follows from it. */
export function findsNothing({ calledBack, linked }: CaseRecord): boolean {
  return calledBack === 1 || linked === 1;
}
