/** Things to be worked through once, in the order in which they were added. Emptying it costs nothing. */
export class Worklist<Item> {
  readonly items: Item[] = [];
  length = 0;

  push(item: Item): void {
    this.items[this.length++] = item;
  }

  clear(): void {
    this.length = 0;
  }
}
