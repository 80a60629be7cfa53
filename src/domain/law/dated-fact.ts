import type { EpochMs } from '../indices.ts';
import { winter } from './instants.ts';
import type { Reference } from './sources.ts';

/**
 * A fact of law with two time axes: when it holds, and when its end became known.
 *
 *     valid time   ──[ validFromMs ─────────────── validToMs )──▶
 *     known time   ──[ version 1 )[ version 2 )[ version 3 ──────▶   each with the end that was foreseen then
 *
 * All instants are UTC epoch ms; intervals are half-open.
 */
export interface DatedFact extends Reference {
  readonly id: string;
  readonly validFromMs: number;
  /** The formal end as of the day of the data (`FACTS_AS_OF_MS`); `Infinity` if open. */
  readonly validToMs: number;
  /** Ends foreseen over time, oldest first. Absent if the end was known from the start. */
  readonly versions?: readonly KnownEnd[];
  /** An end that nobody could foresee, by a court or an authority. */
  readonly struckDown?: StruckDown;
  /** A cautious end before the formal one, after which nobody should have relied on the fact. Unforeseen. */
  readonly reliableToMs?: number;
  readonly note?: string;
}

/** The end of a fact as foreseen from `knownFromMs` until the next version. */
export interface KnownEnd {
  readonly knownFromMs: number;
  readonly validToMs: number;
  readonly setBy: string;
}

export interface StruckDown {
  /** 00:00 Brussels of the day of judgment: the whole day counts as without basis. */
  readonly atMs: EpochMs;
  /** True when the fact never had legal effect (ex tunc), false when it ends from here on (ex nunc). */
  readonly exTunc: boolean;
  readonly by: string;
}

/** `then`: judged with what was known at that moment. `now`: with what is known on the day of the data. */
export const KNOWLEDGE = ['then', 'now'] as const;
export type Knowledge = (typeof KNOWLEDGE)[number];

/** The day of the data: 2026-11-24. The tables know nothing later. */
export const FACTS_AS_OF_MS = winter('2026-11-24');

/** Whether the fact holds at `atMs` (UTC epoch ms), as known then or as known now. */
export function isInForce(fact: DatedFact, atMs: EpochMs, knowledge: Knowledge): boolean {
  return isInForceAsKnown(fact, atMs, knowledge === 'then' ? atMs : FACTS_AS_OF_MS);
}

/** Whether the fact holds at `atMs`, for somebody who knows what was known at `knownAtMs`; both UTC epoch ms. */
export function isInForceAsKnown(fact: DatedFact, atMs: EpochMs, knownAtMs: number): boolean {
  return fact.validFromMs <= atMs && atMs < knownEndMs(fact, knownAtMs);
}

/**
 * The end of the fact as foreseen at `knownAtMs`, UTC epoch ms: `Infinity` when none was foreseen, and the fact's own
 * beginning (an empty interval) when it was not known yet or is known to have been void throughout.
 */
export function knownEndMs(fact: DatedFact, knownAtMs: number): EpochMs {
  const { validFromMs, validToMs, struckDown, reliableToMs, versions } = fact;
  if (knownAtMs < (versions?.[0]?.knownFromMs ?? validFromMs)) return validFromMs;
  const isStruck = struckDown !== undefined && struckDown.atMs <= knownAtMs;
  if (isStruck && struckDown.exTunc) return validFromMs;

  const hasUnforeseenEnd = struckDown !== undefined || reliableToMs !== undefined;
  let endMs = hasUnforeseenEnd ? Number.POSITIVE_INFINITY : validToMs;
  const version = versions?.findLast((candidate) => candidate.knownFromMs <= knownAtMs);
  if (version !== undefined) endMs = version.validToMs;
  if (isStruck) endMs = Math.min(endMs, struckDown.atMs);
  if (reliableToMs !== undefined && reliableToMs <= knownAtMs) endMs = Math.min(endMs, reliableToMs);
  return endMs;
}
