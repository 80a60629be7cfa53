import { number, type Of, optional, record, text, word } from '#base';
import type { RunMs, SeverityIndex, TierNumber } from '../indices.ts';
import { SEVERITIES, TIERS } from '../vocabulary.ts';
import { amount, rows } from './values.ts';

/** Where a case stands that is open when the run starts. A resolved one may be opened again, and its copies are still there. */
export const OPEN_CASE_STATES = [
  'triage',
  'waiting',
  'transferred',
  'replied',
  'in work',
  'awaiting customer',
  'awaiting vendor',
  'resolved',
] as const;
export type OpenCaseState = (typeof OPEN_CASE_STATES)[number];

const beforeRun = number<RunMs>({ max: 0 });

/** A case that was opened before the run starts. Times are at most 0, ms since the start of the run. */
export const openCase = record({
  /** The id that the file gives the case. */
  id: text,
  stream: rows.streams.index,
  product: rows.products.index,
  severity: number<SeverityIndex>({ min: 0, max: SEVERITIES.length - 1, step: 1 }),
  language: rows.languages.index,
  tier: word<TierNumber>(TIERS),
  state: word(OPEN_CASE_STATES),
  openedMs: beforeRun,
  /** Since when it is in that state. */
  sinceMs: beforeRun,
  /** Work that is done of the contact in hand, ms at the speed of the agent. Left out: all time since `sinceMs`. */
  workedMs: optional(amount),
  /** Where its copies lie. Left out: where the rules put the copies of a new case. `replica` −1: there is none. */
  copies: optional(record({ primary: rows.dataCentres.index, replica: rows.dataCentres.indexOrNone })),
  /** The group that has it in hand, if that is known. */
  group: optional(rows.groups.index),
});
export interface OpenCase extends Of<typeof openCase> {}

/** Cases that are open when the run starts. Their numbers are their places in the list, before those of all other cases. */
export type Backlog = readonly OpenCase[];
