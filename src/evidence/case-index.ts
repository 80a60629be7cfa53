import type { AuditReport, NearMisses } from '#audit';
import { definite, hexOf } from '#base';
import { NONE_32 } from '#domain';
import type { EntryVisitor, Ledger } from '#ledger';
import { type CaseBlocks, forEachCaseBlocks } from './case-blocks.ts';
import { entryFile } from './case-files.ts';
import type { Evidence, Hashes, RunningDigest } from './evidence.ts';
import { CaseViolations } from './kept/case-violations.ts';
import { NumberWriter, readNumber } from './kept/packed-numbers.ts';
import { type Keeping, LEDGER_KEPT } from './ledger-keepers.ts';
import { BUNDLE } from './manifest.ts';
import { indexStart, openIndex } from './sealed-index.ts';
import type { BundleFile, CaseRows, Sink } from './sinks.ts';
import type { ViolationList } from './violations.ts';

/**
 * An index of the entries of each case. With it, a statement about one customer reads only the blocks of the customer's cases. It also
 * contains what a statement says about the whole run. The verifier recomputes it from ledger and scenario. The body of the file (`sealed-index.ts`) is
 * a row of cases:
 *
 *   case: difference from the previous number (the first: from −1) │ stream │ customer + 1, or 0 if the ledger names none │
 *         number of blocks with its entries │ the first of them │ difference to the next │ … │
 *         number of violated invariants │ which (index into `head.judged`) │ how often │ …       each as LEB128, unsigned
 */
const MAGIC = 'meridian case index 1\n';

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

/** A case in the index. */
export interface IndexedCase {
  readonly caseNumber: number;
  readonly stream: number;
  /** `NONE_32` if the ledger does not name the customer. */
  readonly customer: number;
  readonly blocks: readonly number[];
  /** How often the case violates each of `head.judged`. */
  readonly violations: ReadonlyMap<number, number>;
}

// ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────

/** The index as a file of a bundle. */
export function caseIndexFile(evidence: Evidence, list: ViolationList): BundleFile {
  return entryFile(BUNDLE.index, evidence, (sink) => {
    const { finish, visit } = openHead(evidence, list, sink);
    return { visit, finish: () => rowsOfStories(finish(), evidence.ledger.blockEntries) };
  });
}

/** Writes the same index alone, without keeping any entry of a case. */
export function writeCaseIndex(evidence: Evidence, list: ViolationList, sink: Sink): void {
  const { finish, visit } = openHead(evidence, list, sink);
  let rows: IndexRows | null = null;
  forEachCaseBlocks(evidence.ledger, evidence.audit.cases, visit, (found) => {
    rows ??= finish();
    rows.add(found);
  });
  (rows ?? finish()).finish();
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
    visit(timeMs, kind, aux, caseNumber, a, b, c, d, index) {
      if (kind === LEDGER_KEPT) keepings.push({ fromMs: timeMs, dataCentre: a });
      listed.visit(timeMs, kind, aux, caseNumber, a, b, c, d, index);
    },
    finish() {
      listed.finish();
      return new IndexRows(evidence, sink, keepings, violations);
    },
  };
}

function rowsOfStories(rows: IndexRows, blockEntries: number): CaseRows {
  return {
    visit(_, story) {
      const [opening] = story;
      if (opening === undefined) return;
      const { a: stream, c: customer, caseNumber } = opening;
      const blocks = [...new Set(story.map(({ index }) => Math.floor(index / blockEntries)))];
      rows.add({ caseNumber, stream, customer, blocks });
    },
    finish: () => rows.finish(),
  };
}

const NO_VIOLATIONS: ReadonlyMap<number, number> = new Map();

/** Writes the head, and then the row of each case. */
class IndexRows {
  private readonly sink: Sink;
  private readonly hash: RunningDigest;
  private readonly violations: CaseViolations;
  private readonly isJudged: boolean;
  private readonly numbers = new NumberWriter((bytes) => this.write(bytes));
  private before = -1;

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
    this.write(indexStart(MAGIC, head));
  }

  add({ blocks, caseNumber, customer, stream }: CaseBlocks): void {
    const { numbers } = this;
    numbers.add(caseNumber - this.before);
    numbers.add(stream);
    numbers.add(customer === NONE_32 ? 0 : customer + 1);
    numbers.add(blocks.length);
    blocks.forEach((block, i) => numbers.add(block - (blocks[i - 1] ?? 0)));
    const found = this.isJudged ? this.violations.of(caseNumber) : NO_VIOLATIONS;
    numbers.add(found.size);
    for (const [place, count] of found) {
      numbers.add(place);
      numbers.add(count);
    }
    this.before = caseNumber;
  }

  finish(): void {
    this.numbers.flush();
    this.sink.bytes(this.hash.digest());
  }

  private write(bytes: Uint8Array): void {
    this.hash.update(bytes);
    this.sink.bytes(bytes);
  }
}

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────

/** An index whose seal matches. */
export class CaseIndex {
  readonly head: IndexHead;
  private readonly bytes: Uint8Array;

  private constructor(head: IndexHead, bytes: Uint8Array) {
    this.head = head;
    this.bytes = bytes;
  }

  /** Null if the bytes are not an intact index, or belong to another ledger. */
  static parse(bytes: Uint8Array, ledger: Ledger, { sha256 }: Pick<Hashes, 'sha256'>): CaseIndex | null {
    const opened = openIndex(bytes, MAGIC, sha256);
    if (opened === null) return null;
    const head = opened.head as IndexHead;
    const isOfLedger =
      head.root === hexOf(ledger.root) &&
      head.entries === ledger.entryCount &&
      head.blockEntries === ledger.blockEntries;
    return isOfLedger ? new CaseIndex(head, opened.body) : null;
  }

  /** Visits the cases in the order of their numbers. Blocks are given only for cases that `isWanted` accepts. */
  forEach(
    isWanted: (stream: number, customer: number) => boolean,
    visit: (indexed: IndexedCase) => void,
  ): void {
    const { bytes } = this;
    let at = 0;
    // Anybody can seal a file whose numbers lead beyond its end.
    const byte = (): number => definite(bytes[at++], 'a number of an index that ends');
    const next = (): number => readNumber(byte);
    const skip = (numbers: number) => {
      for (let left = numbers; left > 0; ) if (byte() < 0x80) left--;
    };
    let caseNumber = -1;
    while (at < bytes.length) {
      caseNumber += next();
      const stream = next();
      const named = next();
      const customer = named === 0 ? NONE_32 : named - 1;
      if (!isWanted(stream, customer)) {
        skip(next());
        skip(2 * next());
        continue;
      }
      const blocks: number[] = [];
      for (let count = next(), block = 0; count > 0; count--) {
        block += next();
        blocks.push(block);
      }
      const violations = new Map<number, number>();
      for (let count = next(); count > 0; count--) violations.set(next(), next());
      visit({ caseNumber, stream, customer, blocks, violations });
    }
  }
}
