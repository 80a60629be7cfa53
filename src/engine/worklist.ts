/**
 * Things to be worked through once, in the order in which they were added. The first has a place of its own, since there is
 * seldom another.
 */
export class Worklist<Item> {
  private first: Item | null = null;
  private others = 0;
  private readonly rest: Item[] = [];

  push(item: Item): void {
    if (this.first === null) this.first = item;
    else this.rest[this.others++] = item;
  }

  get isEmpty(): boolean {
    return this.first === null;
  }

  /** Whether it is yet to be worked through, or just is. */
  has(item: Item): boolean {
    const at = this.rest.indexOf(item);
    return this.first === item || (at !== -1 && at < this.others);
  }

  /** Works through the list, also through what is added meanwhile, and empties it. */
  drain(work: (item: Item) => void): void {
    const { first } = this;
    if (first === null) return;
    work(first);
    if (this.others !== 0) this.drainRest(work);
    this.first = null;
  }

  private drainRest(work: (item: Item) => void): void {
    for (let i = 0; i < this.others; i++) work(this.rest[i] as Item);
    this.others = 0;
  }
}
