const PAGE_BITS = 12;
const PAGE_SIZE = 1 << PAGE_BITS;

/**
 * Values by number, where many numbers in a row have one for a while, such as the cases of a run. In pages: memory follows how many values
 * there are, and a look-up reads two arrays, where a map of a hundred thousand takes far longer.
 */
export class SparseList<Value> {
  private readonly pages: ((Value | undefined)[] | undefined)[] = [];
  /** Number of values by page. A page is released with its last value. */
  private readonly counts: number[] = [];

  get(number: number): Value | undefined {
    return this.pages[number >>> PAGE_BITS]?.[number % PAGE_SIZE];
  }

  set(number: number, value: Value): void {
    const p = number >>> PAGE_BITS;
    this.pages[p] ??= new Array<Value | undefined>(PAGE_SIZE).fill(undefined);
    const page = this.pages[p];
    if (page[number % PAGE_SIZE] === undefined) this.counts[p] = (this.counts[p] ?? 0) + 1;
    page[number % PAGE_SIZE] = value;
  }

  delete(number: number): void {
    const p = number >>> PAGE_BITS;
    const page = this.pages[p];
    if (page?.[number % PAGE_SIZE] === undefined) return;
    page[number % PAGE_SIZE] = undefined;
    const left = (this.counts[p] ?? 0) - 1;
    this.counts[p] = left;
    if (left === 0) this.pages[p] = undefined;
  }

  /** In the order of their numbers. */
  *values(): IterableIterator<Value> {
    for (const page of this.pages) for (const value of page ?? []) if (value !== undefined) yield value;
  }

  /** In the order of their numbers. Unlike `values`, it creates no object for each. */
  forEach(visit: (value: Value) => void): void {
    for (const page of this.pages) {
      if (page === undefined) continue;
      for (const value of page) if (value !== undefined) visit(value);
    }
  }
}
