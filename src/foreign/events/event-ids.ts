import { utf8Of } from '#base';
import { HashLines } from '../bytes/hash-lines.ts';

/** Consecutive numbers as ids on consecutive lines. */
interface Stretch {
  readonly first: number;
  readonly line: number;
  last: number;
}

/** Limits on what is kept as stretches: sources, length of their names, stretches per source. All other ids are hashed. */
const SOURCES_MAX = 64;
const SOURCE_LENGTH_MAX = 1 << 10;
const STRETCHES_MAX = 1 << 14;
/** Longest number that a double holds exactly. */
const DIGITS_MAX = 15;
const ZERO = 0x30;

/** What is known of the ids of one source. */
class SourceIds {
  readonly name: string;
  readonly stretches: Stretch[] = [];
  /** Highest numeric id so far; −1 before the first. */
  highest = -1;
  /** Both hashes after the name. */
  readonly high: number;
  readonly low: number;

  constructor(name: string) {
    this.name = name;
    let high = 0xdeadbeef;
    let low = 0x41c6ce57;
    for (const byte of utf8Of(name)) {
      high = Math.imul(high ^ byte, 0x9e3779b1);
      low = Math.imul(low ^ byte, 0x5f356495);
    }
    // 0x100 is no byte, so it separates the name from the id.
    this.high = Math.imul(high ^ 0x100, 0x9e3779b1);
    this.low = Math.imul(low ^ 0x100, 0x5f356495);
  }
}

/**
 * Finds events that occur twice: `source` and `id` together must be unique (CloudEvents 1.0). Ids that count up, as in our own exports, take
 * no memory. Any other id is kept as a 64-bit hash with its line, in about 16 bytes. A repeated id is always found. The chance that any two
 * of n different ids have the same hash is n² / 2^65: one in 750,000 for 7 million ids.
 */
export class EventIds {
  private readonly sources = new Map<string, SourceIds>();
  private readonly others = new HashLines();

  /** Looks up a source; pass the result to `note`. */
  of(source: string): SourceIds {
    let found = this.sources.get(source);
    if (found === undefined) {
      found = new SourceIds(source);
      if (this.sources.size < SOURCES_MAX && source.length <= SOURCE_LENGTH_MAX)
        this.sources.set(source, found);
      else found.highest = Number.POSITIVE_INFINITY;
    }
    return found;
  }

  /** Records that the id in bytes `from` to `to` is on that line. Returns the line that had it before, or 0. */
  note(source: SourceIds, bytes: Uint8Array, from: number, to: number, line: number): number {
    const id = numberOf(bytes, from, to);
    const { stretches } = source;
    if (id >= 0) {
      if (id > source.highest) {
        const current = stretches.at(-1);
        const follows =
          current !== undefined &&
          current.last === id - 1 &&
          current.last === source.highest &&
          current.line + id - current.first === line;
        source.highest = id;
        if (follows) {
          current.last = id;
          return 0;
        }
        if (stretches.length < STRETCHES_MAX) {
          stretches.push({ first: id, last: id, line });
          return 0;
        }
      } else {
        const stretch = stretchOf(stretches, id);
        if (stretch !== undefined) return stretch.line + id - stretch.first;
      }
    }
    return this.noteHash(source, bytes, from, to, line);
  }

  private noteHash(
    { high, low }: SourceIds,
    bytes: Uint8Array,
    from: number,
    to: number,
    line: number,
  ): number {
    let one = high;
    let other = low;
    for (let at = from; at < to; at++) {
      const unit = bytes[at] as number;
      one = Math.imul(one ^ unit, 0x9e3779b1);
      other = Math.imul(other ^ unit, 0x5f356495);
    }
    one = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);
    other = Math.imul(other ^ (other >>> 16), 0x85ebca6b) ^ Math.imul(one ^ (one >>> 13), 0xc2b2ae35);
    return this.others.note(one >>> 0, other >>> 0, line);
  }
}

export type { SourceIds };

/** The stretch that contains the id. Stretches are sorted. */
function stretchOf(stretches: readonly Stretch[], id: number): Stretch | undefined {
  let low = 0;
  let high = stretches.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle] as Stretch;
    if (id < stretch.first) high = middle - 1;
    else if (id > stretch.last) low = middle + 1;
    else return stretch;
  }
  return undefined;
}

/** The number that the bytes spell, without leading zeros; −1 if they spell none. */
function numberOf(bytes: Uint8Array, from: number, to: number): number {
  const digits = to - from;
  if (digits === 0 || digits > DIGITS_MAX) return -1;
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return digits > 1 && bytes[from] === ZERO ? -1 : number;
}
