import type { AuditReport, NearMisses } from '#audit';
import { type Form, hexOf, list, number, optional, orNull, record, text, word } from '#base';
import { forEachCase } from '#cases';
import { type CaseNumber, type EntryIndex, NONE_32, opensCase, type RunMs } from '#domain';
import {
  type BundleFile,
  type Evidence,
  type Hashes,
  indexStart,
  ledgerNumber,
  openIndex,
  type RunningDigest,
  type Sink,
  type ViolationList,
} from '#exports';
import type { ByteSource, EntryVisitor, Ledger, StoryEntry } from '#ledger';
import { type Keeping, LEDGER_KEPT } from '../../ledger-keepers.ts';
import { CaseViolations } from './case-violations.ts';
import { IndexBroken, ReadRows, type RowKey, RowsByCustomer } from './rows-by-customer.ts';

/**
 * An index of the entries of each case. With it, a statement about one customer reads only the rows of the customer, and the blocks of the customer's cases. It
 * also contains what a statement says about the whole run. The verifier recomputes it from ledger and scenario. The body of the file (`sealed-index.ts`) has
 * a row for each case, sorted by customer piece by piece (`rows-by-customer.ts`; a customer has its number + 1, or 0 if the ledger names none):
 *
 *   row: case │ number of blocks with its entries │ the first of them │ difference to the next │ … │
 *        number of violated invariants │ which (index into `head.judged`) │ how often │ …       each as LEB128, unsigned
 */
const MAGIC = 'meridian case index 2\n';

export interface IndexedCase {
  readonly caseNumber: number;
  readonly stream: number;
  /** `NONE_32` if the ledger does not name the customer. */
  readonly customer: number;
  readonly blocks: readonly number[];
  /** How often the case violates each of `head.judged`. */
  readonly violations: ReadonlyMap<number, number>;
}

/** Path of the index in a bundle. */
export const CASE_INDEX = 'ledger/cases.idx';

// ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────

/** The index as a file of a bundle. */
export function caseIndexFile(evidence: Evidence, list: ViolationList): BundleFile {
  return {
    path: CASE_INDEX,
    open: (sink) => {
      const { finish, visit } = openHead(evidence, list, sink);
      let rows: IndexRows | null = null;
      return {
        entry: visit,
        endEntries: () => {
          rows = finish();
        },
        oneCase: (_, story) => rows?.add(story),
        end: () => rows?.finish(),
      };
    },
  };
}

/** Writes the same index alone. */
export function writeCaseIndex(evidence: Evidence, list: ViolationList, sink: Sink): void {
  const { audit, ledger } = evidence;
  const { finish, visit } = openHead(evidence, list, sink);
  ledger.forEach(visit);
  const rows = finish();
  forEachCase(ledger, audit.cases, (_, story) => rows.add(story));
  rows.finish();
}

/** Takes all entries; `finish` writes the head. */
function openHead(
  evidence: Evidence,
  list: ViolationList,
  sink: Sink,
): { readonly visit: EntryVisitor; finish(): IndexRows } {
  const keepings: Keeping[] = [];
  const violations = new CaseViolations();
  const listed = list.open(violations.take);
  return {
    visit(entry) {
      const { a, kind, timeMs } = entry;
      if (kind === LEDGER_KEPT) keepings.push({ fromMs: timeMs, dataCentre: a });
      listed.entry?.(entry);
    },
    finish() {
      listed.endEntries?.();
      return new IndexRows(evidence, sink, keepings, violations);
    },
  };
}

const NO_VIOLATIONS: ReadonlyMap<number, number> = new Map();

/** Writes the head, and then the row of each case. */
class IndexRows {
  private readonly sink: Sink;
  private readonly hash: RunningDigest;
  private readonly violations: CaseViolations;
  private readonly isJudged: boolean;
  private readonly blockEntries: number;
  private readonly rows = new RowsByCustomer((bytes) => this.write(bytes));

  constructor(
    { audit, hashes, ledger, nearMisses }: Evidence,
    sink: Sink,
    keepings: readonly Keeping[],
    violations: CaseViolations,
  ) {
    const { blockEntries, entryCount: entries } = ledger;
    const judged = violations.finish();
    const root = hexOf(ledger.root);
    const head: IndexHead = { root, entries, blockEntries, audit, nearMisses, keepings, judged };
    this.sink = sink;
    this.hash = hashes.openSha256();
    this.violations = violations;
    this.isJudged = judged !== null;
    this.blockEntries = blockEntries;
    this.write(indexStart(MAGIC, head));
  }

  /** The entries of a case; left out unless it begins with its opening. */
  add(story: readonly StoryEntry[]): void {
    const [opening] = story;
    if (opening === undefined || !opensCase(opening.kind)) return;
    const { a: stream, c: customer, caseNumber } = opening;
    const blocks = [...new Set(story.map(({ index }) => Math.floor(index / this.blockEntries)))];
    const found = this.isJudged ? this.violations.of(caseNumber) : NO_VIOLATIONS;
    this.rows.add({ stream, customer: numberOf(customer) }, (list) => {
      list.add(caseNumber);
      list.add(blocks.length);
      blocks.forEach((block, i) => list.add(block - (blocks[i - 1] ?? 0)));
      list.add(found.size);
      for (const [place, count] of found) {
        list.add(place);
        list.add(count);
      }
    });
  }

  finish(): void {
    this.rows.finish();
    this.sink.bytes(this.hash.digest());
  }

  private write(bytes: Uint8Array): void {
    this.hash.update(bytes);
    this.sink.bytes(bytes);
  }
}

/** Cases without a named customer come first in their stream. */
function numberOf(customer: number): number {
  return customer === NONE_32 ? 0 : customer + 1;
}

function customerOf(number: number): number {
  return number === 0 ? NONE_32 : number - 1;
}

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────

/** The cases that a reader of an index looks for. */
export interface WantedCases {
  /** Number of streams that there are. */
  readonly streams: number;
  /** Whether cases of a stream are wanted: all of them, none, or some and all those without a named customer. */
  shareOf(stream: number): 'all' | 'some' | 'none';
  /** The only customer whose cases are wanted in a stream of which some are. Null if there is none. */
  readonly only: number | null;
  /** Whether these cases of one customer are wanted. */
  has(stream: number, customer: number, cases: number): boolean;
}

/** An index whose seal matches. */
export class CaseIndex {
  readonly head: IndexHead;
  /** SHA-256 of the rest of the file, hexadecimal. */
  readonly seal: string;
  private readonly rows: ReadRows;
  private readonly blocks: number;

  private constructor(head: IndexHead, seal: string, rows: ReadRows) {
    this.head = head;
    this.seal = seal;
    this.rows = rows;
    this.blocks = Math.ceil(head.entries / head.blockEntries);
  }

  /** Null if the bytes are not an intact index with its head, or belong to another ledger. They must not change while the index is in use. */
  static open(source: ByteSource, ledger: Ledger, hashes: Pick<Hashes, 'openSha256'>): CaseIndex | null {
    const opened = openIndex(source, { magic: MAGIC, form: INDEX_HEAD }, hashes);
    if (opened === null) return null;
    const { head } = opened;
    const isOfLedger =
      head.root === hexOf(ledger.root) &&
      head.entries === ledger.entryCount &&
      head.blockEntries === ledger.blockEntries;
    if (!isOfLedger) return null;
    return new CaseIndex(head, hexOf(opened.seal), new ReadRows(source, opened.from, opened.length));
  }

  /** Visits the wanted cases, in no particular order. Reads only parts of the file in which there may be some. Throws `IndexBroken`. */
  forEach(wanted: WantedCases, visit: (indexed: IndexedCase) => void): void {
    const rowsWanted = {
      mayBeBetween: (first: RowKey, last: RowKey) => mayBeBetween(wanted, first, last),
      has: ({ customer, stream }: RowKey, rows: number) => wanted.has(stream, customerOf(customer), rows),
    };
    this.rows.forEach(rowsWanted, ({ customer, stream }, next) => {
      const caseNumber = next();
      const blocks: number[] = [];
      for (let count = next(), block = 0; count > 0; count--) {
        block += next();
        if (block >= this.blocks) throw new IndexBroken('it names a block that the ledger does not have');
        blocks.push(block);
      }
      const violations = new Map<number, number>();
      for (let count = next(); count > 0; count--) violations.set(next(), next());
      visit({ caseNumber, stream, customer: customerOf(customer), blocks, violations });
    });
  }
}

function mayBeBetween(wanted: WantedCases, first: RowKey, last: RowKey): boolean {
  const numbers = wanted.only === null ? [0] : [0, numberOf(wanted.only)];
  // Anybody can seal an index with streams that the scenario does not have.
  const end = Math.min(last.stream + 1, wanted.streams);
  for (let { stream } = first; stream < end; stream++) {
    const share = wanted.shareOf(stream);
    if (share === 'all') return true;
    if (share === 'none') continue;
    const from = stream === first.stream ? first.customer : 0;
    const to = stream === last.stream ? last.customer : Number.POSITIVE_INFINITY;
    if (numbers.some((number) => from <= number && number <= to)) return true;
  }
  return false;
}

/** What a statement says about the whole run. */
interface IndexHead {
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
const INDEX_HEAD = HEAD as Form<IndexHead>;
