/** Parts of the table, each of which grows for itself: never is more than one of them held twice. A power of two. */
const PARTS = 256;
/** A part grows by so much when so much of it is taken: tables that double are half empty. */
const FULL = 0.9;
const GROWTH = 1.25;
/** Slots at first, from and to: of parts that begin alike, all would be emptiest at the same time. */
const SLOTS_FIRST = 64;
const SLOTS_FIRST_MAX = 80;
/** Numbers of a slot: the hash, in two, and the line. Lines are counted from 1, so 0 is a slot that is free. */
const NUMBERS = 3;

interface Part {
  slots: Uint32Array<ArrayBuffer>;
  taken: number;
}

/** The first line for each of many hashes of 64 bits: some 15 bytes a hash. */
export class HashLines {
  private readonly parts: (Part | undefined)[] = new Array(PARTS).fill(undefined);

  /** Notes the line; the one that was noted for the hash before, or 0 where there was none. */
  note(high: number, low: number, line: number): number {
    const number = high & (PARTS - 1);
    this.parts[number] ??= newPart(number);
    const part = this.parts[number];
    const at = slotOf(part.slots, high, low);
    const known = part.slots[at + 2] as number;
    if (known !== 0) return known;
    part.slots[at] = high;
    part.slots[at + 1] = low;
    part.slots[at + 2] = line;
    part.taken++;
    if (part.taken * NUMBERS > FULL * part.slots.length) enlarge(part);
    return 0;
  }
}

function newPart(number: number): Part {
  const slots = SLOTS_FIRST + Math.floor((number / PARTS) * (SLOTS_FIRST_MAX - SLOTS_FIRST));
  return { slots: new Uint32Array(NUMBERS * slots), taken: 0 };
}

/** Where the hash stands in the part, or would. */
function slotOf(slots: Uint32Array, high: number, low: number): number {
  const count = slots.length / NUMBERS;
  // The upper bits of a product spread a hash over any number of slots.
  let at = NUMBERS * Math.floor((low / 2 ** 32) * count);
  while (slots[at + 2] !== 0 && (slots[at] !== high || slots[at + 1] !== low)) {
    at += NUMBERS;
    if (at === slots.length) at = 0;
  }
  return at;
}

function enlarge(part: Part): void {
  const old = part.slots;
  const slots = new Uint32Array(NUMBERS * Math.ceil((old.length / NUMBERS) * GROWTH));
  for (let from = 0; from < old.length; from += NUMBERS) {
    if (old[from + 2] === 0) continue;
    const at = slotOf(slots, old[from] as number, old[from + 1] as number);
    slots[at] = old[from] as number;
    slots[at + 1] = old[from + 1] as number;
    slots[at + 2] = old[from + 2] as number;
  }
  part.slots = slots;
}
