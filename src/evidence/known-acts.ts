import { ACT_KINDS, type ActNumbers, fieldsOfAct } from '#domain';

/** Acts that are remembered. Their texts in all formats take some 75 MB. */
const ACTS_MOST = 1 << 15;
/** Slots of the table, a power of two, so that at most a quarter are taken. */
const SLOTS = 4 * ACTS_MOST;
const WORDS = 4;
const FREE = -1;
/** The place of an act that is not remembered. */
export const NOT_KNOWN = -1;

/** Acts that name a customer or another case are seldom the same, and would leave no room for others. */
const IS_REPEATED: readonly boolean[] = ACT_KINDS.map((kind) =>
  fieldsOfAct(kind).every(({ type }) => type.is !== 'customer' && type.is !== 'case'),
);

/**
 * Gives each act a place, counted from 0: acts with the same kind and numbers share it. A ledger tells the same few acts of many cases
 * (of a million entries, some thousands differ), so what is made of an act is made once. Keys are words in one array, found by hashing.
 */
export class KnownActs {
  private readonly slots = new Int32Array(SLOTS).fill(FREE);
  /** The last ones are of the act that is looked for. */
  private readonly words = new Int32Array(WORDS * (ACTS_MOST + 1));
  private count = 0;

  /** `NOT_KNOWN` where the act is not remembered. */
  placeOf(kind: number, { a, aux, b, c, d }: ActNumbers): number {
    if (IS_REPEATED[kind] !== true) return NOT_KNOWN;
    const { slots, words } = this;
    const key = WORDS * this.count;
    words[key] = kind | (aux << 8) | (a << 16);
    words[key + 1] = b;
    words[key + 2] = c;
    words[key + 3] = d;
    for (let slot = slotOf(words, key); ; slot = (slot + 1) & (SLOTS - 1)) {
      const place = slots[slot] as number;
      if (place === FREE) return this.add(slot);
      if (isSame(words, WORDS * place, key)) return place;
    }
  }

  /** Keeps the act that was looked for. */
  private add(slot: number): number {
    if (this.count === ACTS_MOST) return NOT_KNOWN;
    const place = this.count++;
    this.slots[slot] = place;
    return place;
  }
}

function isSame(words: Int32Array, one: number, other: number): boolean {
  for (let k = 0; k < WORDS; k++) if (words[one + k] !== words[other + k]) return false;
  return true;
}

/** Multiplies by odd numbers and mixes high bits into low ones, as hashes of integers do. */
function slotOf(words: Int32Array, at: number): number {
  let hash = Math.imul(words[at] as number, 0x9e3779b1) ^ Math.imul(words[at + 1] as number, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35) ^ Math.imul(words[at + 2] as number, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 13), 0x165667b1) ^ Math.imul(words[at + 3] as number, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}

/** What is made of acts: once for each act that is known. */
export class ByAct<Made> {
  private readonly acts: KnownActs;
  private readonly make: (kind: number, act: ActNumbers) => Made;
  private readonly made: Made[] = [];

  constructor(acts: KnownActs, make: (kind: number, act: ActNumbers) => Made) {
    this.acts = acts;
    this.make = make;
  }

  of(kind: number, act: ActNumbers): Made {
    const place = this.acts.placeOf(kind, act);
    if (place === NOT_KNOWN) return this.make(kind, act);
    let made = this.made[place];
    if (made === undefined) {
      made = this.make(kind, act);
      this.made[place] = made;
    }
    return made;
  }
}
