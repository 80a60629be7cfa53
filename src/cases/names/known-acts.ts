import { type ActField, type ActNumbers, byKind, fieldsOfAct, numberIn } from '#domain';

/** Acts that are remembered. Their texts in all formats take some 75 MB. */
const ACTS_MOST = 1 << 15;
/** Slots of the table, a power of two, so that at most a quarter are taken. */
const SLOTS = 4 * ACTS_MOST;
const WORDS = 4;
const FREE = -1;
/** The place of an act that is not remembered. */
export const NOT_KNOWN = -1;

/** By kind, whether its acts are repeated. Acts that name a customer or another case seldom are, and would leave no room for others. */
const IS_REPEATED: readonly boolean[] = byKind((kind) =>
  fieldsOfAct(kind).every(({ type }) => type.is !== 'customer' && type.is !== 'case'),
);

/** By kind, the field with a duration. Acts with a duration are seldom repeated either, but in many it is 0. */
const DURATIONS: readonly (ActField | undefined)[] = byKind((kind) =>
  fieldsOfAct(kind).find(({ name }) => name.endsWith('Ms')),
);

/**
 * Gives each act a place, counted from 0. Acts with the same kind and numbers share it. A ledger repeats the same acts for many cases (a
 * million entries have some thousands of different acts), so what is derived from an act is computed once. Keys are words in one array, found
 * by hashing.
 */
export class KnownActs {
  private readonly slots = new Int32Array(SLOTS).fill(FREE);
  /** The words of known acts, followed by those of the act that is looked up. */
  private readonly words = new Int32Array(WORDS * (ACTS_MOST + 1));
  private count = 0;
  /** The act that was looked up last. Several formats look up each act of the ledger, one after the other. */
  private readonly lastWords = new Int32Array(WORDS).fill(FREE);
  private lastPlace = NOT_KNOWN;

  /** `NOT_KNOWN` if the act is not remembered. */
  placeOf(kind: number, act: ActNumbers): number {
    if (IS_REPEATED[kind] !== true) return NOT_KNOWN;
    const duration = DURATIONS[kind];
    if (duration !== undefined && numberIn(duration, act) !== 0) return NOT_KNOWN;
    const { a, aux, b, c, d } = act;
    const { lastWords } = this;
    const first = kind | (aux << 8) | (a << 16);
    if (
      first !== lastWords[0] ||
      b !== lastWords[1] ||
      (c | 0) !== lastWords[2] ||
      (d | 0) !== lastWords[3]
    ) {
      lastWords[0] = first;
      lastWords[1] = b;
      lastWords[2] = c;
      lastWords[3] = d;
      this.lastPlace = this.placeOfLast();
    }
    return this.lastPlace;
  }

  private placeOfLast(): number {
    const { lastWords, slots, words } = this;
    const key = WORDS * this.count;
    for (let k = 0; k < WORDS; k++) words[key + k] = lastWords[k] as number;
    for (let slot = slotOf(words, key); ; slot = (slot + 1) & (SLOTS - 1)) {
      const place = slots[slot] as number;
      if (place === FREE) return this.add(slot);
      if (isSame(words, WORDS * place, key)) return place;
    }
  }

  /** Keeps the act that was looked up. */
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

/** What is derived from acts, computed once for each known act. */
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
