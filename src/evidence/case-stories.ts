import type { EntrySource, StoryEntry } from '#audit';
import { NO_CASE } from '#domain';
import type { EntryVisitor } from '#ledger';

/** Cases whose entries are held at once: some tens of MB. */
const CASES_AT_ONCE = 20_000;

/**
 * The entries of each case, case by case in the order of their numbers, in as many passes over the ledger as keep the memory
 * bounded. What tells of cases after the last, or of none, is left out.
 */
export function forEachCase(
  ledger: EntrySource,
  caseCount: number,
  visit: (caseNumber: number, story: readonly StoryEntry[]) => void,
  casesAtOnce = CASES_AT_ONCE,
): void {
  for (const { count, from, storyOf, take } of casePasses(caseCount, casesAtOnce)) {
    ledger.forEach(take);
    for (let i = from; i < from + count; i++) visit(i, storyOf(i));
  }
}

/** Some of the cases: takes all entries of the ledger, and then tells their stories. */
export interface CasePass {
  readonly from: number;
  readonly count: number;
  readonly take: EntryVisitor;
  readonly storyOf: (caseNumber: number) => readonly StoryEntry[];
}

/** As many passes as keep the memory bounded, for a host that reads the ledger itself: one after the other, since they share what they hold. */
export function* casePasses(caseCount: number, casesAtOnce = CASES_AT_ONCE): Generator<CasePass> {
  const held = new HeldEntries(Math.min(casesAtOnce, caseCount));
  for (let from = 0; from < caseCount; from += casesAtOnce) {
    const count = Math.min(casesAtOnce, caseCount - from);
    held.clear();
    yield {
      from,
      count,
      take: (timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
        const place = caseNumber - from;
        if (place >= 0 && place < count && caseNumber !== NO_CASE)
          held.append(place, timeMs, kind, aux, a, b, c, d, index);
      },
      storyOf: (caseNumber) => held.storyOf(caseNumber - from, caseNumber),
    };
  }
}

const NOTHING = -1;
/** Time, index, kind, aux, a, b, c, d. */
const NUMBERS = 8;
const ENTRIES_AT_FIRST = 1 << 12;

/**
 * Entries of some cases, chained case by case, in two arrays: as objects that live as long as a pass, they would cost more time
 * (to be copied by the garbage collector) than what is made of them.
 */
class HeldEntries {
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private next = new Int32Array(ENTRIES_AT_FIRST);
  private numbers = new Float64Array(ENTRIES_AT_FIRST * NUMBERS);
  private count = 0;

  constructor(cases: number) {
    this.first = new Int32Array(cases);
    this.last = new Int32Array(cases);
  }

  clear(): void {
    this.first.fill(NOTHING);
    this.count = 0;
  }

  append(
    place: number,
    timeMs: number,
    kind: number,
    aux: number,
    a: number,
    b: number,
    c: number,
    d: number,
    index: number,
  ): void {
    const entry = this.count++;
    if (entry === this.next.length) this.grow();
    this.next[entry] = NOTHING;
    if (this.first[place] === NOTHING) this.first[place] = entry;
    else this.next[this.last[place] as number] = entry;
    this.last[place] = entry;
    const { numbers } = this;
    const at = entry * NUMBERS;
    numbers[at] = timeMs;
    numbers[at + 1] = index;
    numbers[at + 2] = kind;
    numbers[at + 3] = aux;
    numbers[at + 4] = a;
    numbers[at + 5] = b;
    numbers[at + 6] = c;
    numbers[at + 7] = d;
  }

  storyOf(place: number, caseNumber: number): readonly StoryEntry[] {
    const story: StoryEntry[] = [];
    const { next, numbers } = this;
    for (let entry = this.first[place] as number; entry !== NOTHING; entry = next[entry] as number) {
      const at = entry * NUMBERS;
      story.push({
        index: numbers[at + 1] as number,
        timeMs: numbers[at] as number,
        kind: numbers[at + 2] as number,
        aux: numbers[at + 3] as number,
        caseNumber,
        a: numbers[at + 4] as number,
        b: numbers[at + 5] as number,
        c: numbers[at + 6] as number,
        d: numbers[at + 7] as number,
      });
    }
    return story;
  }

  private grow(): void {
    const next = new Int32Array(2 * this.next.length);
    next.set(this.next);
    this.next = next;
    const numbers = new Float64Array(2 * this.numbers.length);
    numbers.set(this.numbers);
    this.numbers = numbers;
  }
}
