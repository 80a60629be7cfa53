const NOT_THERE = -1;
/** Hash-table slots per key, at least. */
const ROOM = 2;

/**
 * A set of byte strings, numbered in the order of insertion. All keys share one byte array, and the hash table holds their numbers, so a key
 * costs its bytes plus about 20 (a Map of strings takes about 100). You pass a key as a range of a longer array; a lookup allocates nothing.
 */
export class ByteTable {
  private bytes = new Uint8Array(1 << 8);
  /** Where each key ends in `bytes`. */
  private ends = new Uint32Array(1 << 4);
  private hashes = new Int32Array(1 << 4);
  private slots = new Int32Array(1 << 5).fill(NOT_THERE);
  private keys = 0;

  get count(): number {
    return this.keys;
  }

  /** Number of the key in bytes `from` to `to`, or −1. */
  indexOf(bytes: Uint8Array, from: number, to: number): number {
    return this.slots[this.slotOf(bytes, from, to, hashOf(bytes, from, to))] as number;
  }

  /** Number of the key in bytes `from` to `to`; adds the key if it is new. */
  add(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashOf(bytes, from, to);
    const slot = this.slotOf(bytes, from, to, hash);
    const found = this.slots[slot] as number;
    if (found !== NOT_THERE) return found;
    const added = this.keys++;
    this.makeRoom(added, to - from);
    const start = this.startOf(added);
    this.bytes.set(bytes.subarray(from, to), start);
    this.ends[added] = start + to - from;
    this.hashes[added] = hash;
    if (this.keys * ROOM > this.slots.length) this.enlarge();
    else this.slots[slot] = added;
    return added;
  }

  key(index: number): Uint8Array {
    return this.bytes.subarray(this.startOf(index), this.ends[index]);
  }

  private startOf(index: number): number {
    return index === 0 ? 0 : (this.ends[index - 1] as number);
  }

  private makeRoom(index: number, length: number): void {
    if (index === this.ends.length) {
      const ends = new Uint32Array(2 * index);
      ends.set(this.ends);
      this.ends = ends;
      const hashes = new Int32Array(2 * index);
      hashes.set(this.hashes);
      this.hashes = hashes;
    }
    const end = this.startOf(index) + length;
    if (end <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(end, 2 * this.bytes.length));
    bytes.set(this.bytes);
    this.bytes = bytes;
  }

  /** Slot that holds the key, or the free slot where it belongs. */
  private slotOf(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = this.slots[slot] as number;
      if (index === NOT_THERE || (this.hashes[index] === hash && this.isAt(index, bytes, from, to)))
        return slot;
    }
  }

  private isAt(index: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.startOf(index);
    if ((this.ends[index] as number) - start !== to - from) return false;
    const own = this.bytes;
    for (let at = from, i = start; at < to; at++, i++) if (own[i] !== bytes[at]) return false;
    return true;
  }

  private enlarge(): void {
    const slots = new Int32Array(2 * this.slots.length).fill(NOT_THERE);
    const mask = slots.length - 1;
    for (let index = 0; index < this.keys; index++) {
      let slot = (this.hashes[index] as number) & mask;
      while (slots[slot] !== NOT_THERE) slot = (slot + 1) & mask;
      slots[slot] = index;
    }
    this.slots = slots;
  }
}

/** Hashes four bytes at a time, since the data of an event has about 100. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 ^ (to - from);
  let at = from;
  for (const whole = to - 3; at < whole; at += 4) {
    const word =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    hash = Math.imul(hash ^ word, 0x2c1b3c6d);
    hash ^= hash >>> 15;
  }
  for (; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x297a2d39);
  return hash ^ (hash >>> 13);
}
