/**
 * Things to be worked through once, in the order in which they were added. Emptying it costs nothing. The first has a place
 * of its own, since there is seldom another.
 */
export class Worklist<Item> {
  length = 0;
  private first: Item | null = null;
  private readonly others: Item[] = [];

  push(item: Item): void {
    if (this.length === 0) this.first = item;
    else this.others[this.length - 1] = item;
    this.length++;
  }

  at(index: number): Item {
    return index === 0 ? (this.first as Item) : (this.others[index - 1] as Item);
  }

  clear(): void {
    this.length = 0;
  }
}
