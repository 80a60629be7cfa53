/** Most entries between two marks. */
const STRETCH = 1 << 12;
const LOW_BITS = 7;
const MORE = 1 << LOW_BITS;

/** A place from which the list can be read. */
interface Mark {
  readonly index: number;
  readonly line: number;
  readonly at: number;
}

/**
 * Maps the index of an entry to the line on which it begins. An entry on the line after the previous entry takes no memory. Any other takes
 * a few bytes: the number of entries since the last such entry, and the distance in lines.
 */
export class LineMap {
  private bytes = new Uint8Array(1 << 10);
  private used = 0;
  private readonly marks: Mark[] = [];
  private entries = 0;
  private lastLine = 0;
  /** The last entry that was noted. */
  private since = 0;

  get count(): number {
    return this.entries;
  }

  /** Adds the next entry. Its line must be after that of the previous one. */
  add(line: number): void {
    const index = this.entries++;
    const gap = line - this.lastLine;
    this.lastLine = line;
    const isFirst = this.marks.length === 0;
    if (!isFirst && gap === 1) return;
    if (isFirst || index - (this.marks.at(-1)?.index ?? 0) >= STRETCH) {
      this.marks.push({ index, line, at: this.used });
    } else {
      this.write(index - this.since);
      this.write(gap);
    }
    this.since = index;
  }

  /** The line of an entry, by its index. */
  lineOf(index: number): number {
    let low = 0;
    let high = this.marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.marks[middle] as Mark).index <= index) low = middle;
      else high = middle - 1;
    }
    const mark = this.marks[low];
    if (mark === undefined) return 0;
    const end = this.marks[low + 1]?.at ?? this.used;
    let { line } = mark;
    let reached = mark.index;
    let { at } = mark;
    const read = () => {
      let number = 0;
      for (let unit = 1; ; unit *= MORE) {
        const byte = this.bytes[at++] as number;
        number += (byte & (MORE - 1)) * unit;
        if (byte < MORE) return number;
      }
    };
    while (at < end) {
      const next = reached + read();
      if (next > index) break;
      line += next - reached - 1 + read();
      reached = next;
    }
    return line + index - reached;
  }

  private write(number: number): void {
    if (this.used + 8 > this.bytes.length) {
      const bytes = new Uint8Array(2 * this.bytes.length);
      bytes.set(this.bytes);
      this.bytes = bytes;
    }
    let rest = number;
    while (rest >= MORE) {
      this.bytes[this.used++] = (rest % MORE) | MORE;
      rest = Math.floor(rest / MORE);
    }
    this.bytes[this.used++] = rest;
  }
}
