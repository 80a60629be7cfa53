/** Numbers to be worked through once, in the order in which they were added. Emptying it costs nothing. */
export class Worklist {
  items = new Int32Array(64);
  length = 0;

  push(item: number): void {
    if (this.length === this.items.length) {
      const larger = new Int32Array(2 * this.length);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length++] = item;
  }

  clear(): void {
    this.length = 0;
  }
}
