import { increase, memoised, SparseList } from '#base';
import { NO_CASE, NONE_32, opensCase } from '#domain';
import type { Evidence } from '#exports';
import { type EntryVisitor, keptEntry, type StoryEntry } from '#ledger';
import type { CaseIndex, WantedCases } from './index/case-index.ts';

export interface CustomerCases {
  /** Entries case by case, in the order of case numbers. Each case begins with its opening. */
  readonly stories: readonly (readonly StoryEntry[])[];
  /** Cases of the same customers for which the ledger does not say whose they are. */
  readonly unnamed: number;
  /** The number of violations about these cases, by `R7 now`; null if unknown. */
  readonly violations: ReadonlyMap<string, number> | null;
}

/** `customer`: one customer, or all of a segment, or of a segment in a country. */
export function casesOfCustomer(
  evidence: Evidence,
  customer: string,
  index: CaseIndex | null,
): CustomerCases {
  const asked = new AskedCustomer(evidence, customer);
  return index === null ? searchedInLedger(evidence, asked) : foundByIndex(evidence, asked, index);
}

/** The name of the customer with the first case that names one; null if there is none. */
export function exampleCustomer(
  { ledger, names, scenario }: Evidence,
  index: CaseIndex | null,
): string | null {
  let first = Number.POSITIVE_INFINITY;
  let example: string | null = null;
  const take = (caseNumber: number, stream: number, customer: number) => {
    if (caseNumber >= first || customer === NONE_32) return;
    first = caseNumber;
    example = names.customer(stream, customer);
  };
  if (index !== null) {
    const streams = scenario.streams.length;
    const all: WantedCases = { streams, shareOf: () => 'all', only: null, has: () => true };
    index.forEach(all, ({ caseNumber, customer, stream }) => take(caseNumber, stream, customer));
  } else {
    ledger.forEach(({ a: stream, c: customer, caseNumber, kind }) => {
      if (opensCase(kind)) take(caseNumber, stream, customer);
    });
  }
  return example;
}

/** The selected customers. Counts cases without a customer that may be theirs. */
class AskedCustomer implements WantedCases {
  unnamed = 0;
  readonly streams: number;
  readonly only: number | null;
  private readonly evidence: Evidence;
  private readonly name: string;

  constructor(evidence: Evidence, name: string) {
    this.evidence = evidence;
    this.name = name;
    this.streams = evidence.scenario.streams.length;
    const last = name.slice(name.lastIndexOf('/') + 1);
    this.only = /^\d+$/.test(last) ? Number(last) : null;
  }

  readonly has = (stream: number, customer: number, cases = 1): boolean => {
    const share = this.shareOf(stream);
    if (share !== 'some') return share === 'all';
    if (isWithin(this.evidence.names.customer(stream, customer), this.name)) return true;
    if (customer === NONE_32) this.unnamed += cases;
    return false;
  };

  /** By stream: whether all of its customers are selected, some, or none. */
  readonly shareOf = memoised((stream: number): 'all' | 'some' | 'none' => {
    const customers = this.evidence.names.customers(stream);
    if (isWithin(customers, this.name)) return 'all';
    return isWithin(this.name, customers) ? 'some' : 'none';
  });
}

function isWithin(name: string, group: string): boolean {
  return name === group || name.startsWith(`${group}/`);
}

/** Two passes: one finds the cases, the other takes their entries. */
function searchedInLedger({ audit, ledger }: Evidence, asked: AskedCustomer): CustomerCases {
  const seen = new SparseList<true>();
  const own = new Map<number, StoryEntry[]>();
  ledger.forEach(({ a: stream, c: customer, caseNumber, kind }) => {
    if (caseNumber >= audit.cases || caseNumber === NO_CASE || seen.get(caseNumber) === true) return;
    seen.set(caseNumber, true);
    if (opensCase(kind) && asked.has(stream, customer)) own.set(caseNumber, []);
  });
  ledger.forEach(takingInto(own));
  return { stories: inOrder(own), unnamed: asked.unnamed, violations: null };
}

function foundByIndex({ ledger }: Evidence, asked: AskedCustomer, index: CaseIndex): CustomerCases {
  const own = new Map<number, StoryEntry[]>();
  const blocks = new Set<number>();
  const { judged } = index.head;
  const violations = new Map<string, number>();
  index.forEach(asked, (found) => {
    own.set(found.caseNumber, []);
    for (const block of found.blocks) blocks.add(block);
    for (const [place, count] of found.violations) {
      const key = judged?.[place] ?? '';
      increase(violations, key, count);
    }
  });
  const inOrderOfLedger = [...blocks].sort((left, right) => left - right);
  ledger.forEachInBlocks(inOrderOfLedger, takingInto(own));
  const isCounted = judged !== null;
  return { stories: inOrder(own), unnamed: asked.unnamed, violations: isCounted ? violations : null };
}

function takingInto(own: ReadonlyMap<number, StoryEntry[]>): EntryVisitor {
  return (entry) => {
    own.get(entry.caseNumber)?.push(keptEntry(entry));
  };
}

function inOrder(own: ReadonlyMap<number, readonly StoryEntry[]>): readonly (readonly StoryEntry[])[] {
  return [...own].sort(([left], [right]) => left - right).map(([, story]) => story);
}
