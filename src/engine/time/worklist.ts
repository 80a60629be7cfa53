import { assert, type Indexed } from '#base';

/**
 * Items to work through once, in the order in which they were added. It keeps indices into a list of all items, because V8 stores a number
 * without a write barrier (docs/performance.md). The first one has a variable of its own, because there is seldom a second.
 */
export class Worklist<Item, Index extends number = number> {
  private readonly items: Indexed<Index, Item>;
  private first: number = NOTHING;
  private others = 0;
  private readonly rest: number[] = [];

  constructor(items: Indexed<Index, Item>) {
    this.items = items;
  }

  push(index: Index): void {
    if (this.first === NOTHING) this.first = index;
    else this.rest[this.others++] = index;
  }

  get isEmpty(): boolean {
    return this.first === NOTHING;
  }

  /** Whether the item is on the list, or is being worked through. */
  has(index: Index): boolean {
    const at = this.rest.indexOf(index);
    return this.first === index || (at !== -1 && at < this.others);
  }

  /** Works through the list, including what is added meanwhile, and empties it. */
  drain(work: (item: Item) => void): void {
    const { first } = this;
    if (first === NOTHING) return;
    work(this.items[first as Index] as Item);
    if (this.others !== 0) this.drainRest(work);
    this.first = NOTHING;
  }

  private drainRest(work: (item: Item) => void): void {
    assert(this.others > 0 && this.others <= this.rest.length, `${this.others} items are on a list`);
    for (let i = 0; i < this.others; i++) work(this.items[this.rest[i] as Index] as Item);
    this.others = 0;
  }
}

const NOTHING = -1;
