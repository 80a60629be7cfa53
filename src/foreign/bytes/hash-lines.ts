/** The table is split into parts (a power of two) that grow one at a time, so that growing copies only one of them. */
const PARTS = 256;
/** A part that is this full grows by this factor. Doubling would leave it half empty. */
const FULL = 0.9;
const GROWTH = 1.25;
/** Parts start with different sizes, so that they do not all grow, and are all emptiest, at the same time. */
const SLOTS_FIRST = 64;
const SLOTS_FIRST_MAX = 80;
/** A slot has three numbers: the two halves of the hash, and the line. Lines count from 1, so line 0 marks a free slot. */
const NUMBERS = 3;

interface Part {
  slots: Uint32Array<ArrayBuffer>;
  taken: number;
}

/** Maps 64-bit hashes to the first line that had them, in about 15 bytes per hash. */
export class HashLines {
  private readonly parts: (Part | undefined)[] = new Array(PARTS).fill(undefined);

  /** Records the line of a hash. Returns the line recorded before, or 0. */
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

/** Index of the slot that holds the hash, or of the free slot where it belongs. */
function slotOf(slots: Uint32Array, high: number, low: number): number {
  const count = slots.length / NUMBERS;
  // Scaling, unlike a mask, works for any number of slots.
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
