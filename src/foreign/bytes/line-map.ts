/** Maps the index of an entry to the line on which it begins. An entry on the line after the previous entry takes no memory. */
export class LineMap {
  /** Entries that do not follow the one before on the next line, and their lines, ascending. */
  private readonly indices: number[] = [];
  private readonly lines: number[] = [];
  private entries = 0;
  private lastLine = -1;

  get count(): number {
    return this.entries;
  }

  /** Adds the next entry. Its line must be after that of the previous one. */
  add(line: number): void {
    const index = this.entries++;
    if (line !== this.lastLine + 1) {
      this.indices.push(index);
      this.lines.push(line);
    }
    this.lastLine = line;
  }

  /** The line of an entry, by its index. */
  lineOf(index: number): number {
    let [low, high] = [0, this.indices.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.indices[middle] as number) <= index) low = middle + 1;
      else high = middle;
    }
    return (this.lines[low - 1] ?? 0) + index - (this.indices[low - 1] ?? 0);
  }
}
