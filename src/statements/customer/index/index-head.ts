import type { AuditReport, NearMisses } from '#audit';
import { type Form, list, number, optional, orNull, record, text, word } from '#base';
import type { CaseNumber, EntryIndex, RunMs } from '#domain';
import { ledgerNumber } from '#exports';
import type { Keeping } from '../../ledger-keepers.ts';

/** What a statement says about the whole run. */
export interface IndexHead {
  readonly root: string;
  readonly entries: number;
  readonly blockEntries: number;
  readonly audit: AuditReport;
  readonly nearMisses: readonly NearMisses[];
  readonly keepings: readonly Keeping[];
  /** Invariants that cases violate, and by which law: `R7 now`. Null if there are too many violations to count. */
  readonly judged: readonly string[] | null;
}

const COUNT = ledgerNumber();
const TIME = ledgerNumber<RunMs>();
const CASE = ledgerNumber<CaseNumber>();
const ENTRY = ledgerNumber<EntryIndex>(-1);

const MOMENT = { caseNumber: orNull(CASE), entry: ENTRY, timeMs: TIME } as const;

const RESULT = record({
  id: text,
  title: text,
  sentence: text,
  checks: COUNT,
  violations: COUNT,
  counterexample: orNull(record({ ...MOMENT, message: text, story: list(ENTRY) })),
  untested: orNull(text),
  undecided: list(record({ reason: text, count: COUNT, first: record(MOMENT) })),
});

const AUDIT = record({
  format: word([2]),
  scenario: text,
  law: list(text),
  seed: text,
  replication: COUNT,
  root: orNull(text),
  continues: optional(record({ root: text, entries: COUNT, untilMs: TIME })),
  entries: COUNT,
  cases: COUNT,
  ended: orNull(record({ timeMs: TIME, waiting: COUNT })),
  verdict: word(['clean', 'undecided', 'violations', 'damaged']),
  damage: orNull(record({ code: text, offset: number(), message: text })),
  invariants: list(RESULT),
  invariantsNow: list(RESULT),
});

const NEAR_MISS = record({ caseNumber: CASE, timeMs: TIME, margin: number(), message: text, alike: COUNT });

const HEAD = record({
  root: text,
  entries: COUNT,
  blockEntries: COUNT,
  audit: AUDIT,
  nearMisses: list(
    record({ id: text, definition: text, looked: COUNT, near: COUNT, closest: list(NEAR_MISS) }),
  ),
  keepings: list(record({ fromMs: COUNT, dataCentre: COUNT })),
  judged: orNull(list(text)),
});

/** The form of the head of an index of cases. What may be left out is absent, never undefined. */
export const INDEX_HEAD = HEAD as Form<IndexHead>;
