/**
 * Things to be worked through once, in the order in which they were added: items of a list, known by their places in it. The first
 * has a variable of its own, since there is seldom another. Numbers, because V8 keeps a book about each reference to a young
 * object that is stored into an older one (up to 6 % of a run whose first cases stay young for long).
 */
export class Worklist<Item> {
  private readonly items: readonly Item[];
  private first = NOTHING;
  private others = 0;
  private readonly rest: number[] = [];

  constructor(items: readonly Item[]) {
    this.items = items;
  }

  push(place: number): void {
    if (this.first === NOTHING) this.first = place;
    else this.rest[this.others++] = place;
  }

  get isEmpty(): boolean {
    return this.first === NOTHING;
  }

  /** Whether it is yet to be worked through, or just is. */
  has(place: number): boolean {
    const at = this.rest.indexOf(place);
    return this.first === place || (at !== -1 && at < this.others);
  }

  /** Works through the list, also through what is added meanwhile, and empties it. */
  drain(work: (item: Item) => void): void {
    const { first } = this;
    if (first === NOTHING) return;
    work(this.items[first] as Item);
    if (this.others !== 0) this.drainRest(work);
    this.first = NOTHING;
  }

  private drainRest(work: (item: Item) => void): void {
    for (let i = 0; i < this.others; i++) work(this.items[this.rest[i] as number] as Item);
    this.others = 0;
  }
}

const NOTHING = -1;
