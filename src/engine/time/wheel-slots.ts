import { HEADS, type NoticePool } from './notice-pool.ts';

const HIGHEST_BIT = 1 << 31;

/** The slots of a timer wheel: each is a list of notices in order of scheduling. Slots are numbered over all wheels. */
export interface WheelSlots {
  /** The last notice of each slot; for an empty slot, the place of its first. */
  readonly last: Int32Array;
  /** Puts a notice, which has no next one, at the end of a slot. */
  append(notice: number, slot: number): void;
  /** Call this when the notices of a slot have been taken out of it. */
  empty(slot: number): void;
  /** Whether the wheel holds no notice. */
  isEmpty(wheel: number): boolean;
  /** The earliest slot of the wheel that is not empty. */
  lowest(wheel: number): number;
}

export function createWheelSlots({ arrays }: NoticePool): WheelSlots {
  const last = Int32Array.from({ length: HEADS }, (_, slot) => slot);
  /** A bit for each slot that is not empty, 32 slots to a word, the highest first; and for each wheel, a bit for each word that is not 0. */
  const filled = new Int32Array(HEADS >> 5);
  const filledWords = new Int32Array(32);

  /** Does not test whether the slot is empty, because a processor could not predict the branch. */
  function append(notice: number, slot: number): void {
    arrays.fields[last[slot] as number] = notice;
    last[slot] = notice;
    const word = slot >> 5;
    filled[word] = (filled[word] as number) | (HIGHEST_BIT >>> slot);
    filledWords[word >> 5] = (filledWords[word >> 5] as number) | (HIGHEST_BIT >>> word);
  }

  function empty(slot: number): void {
    last[slot] = slot;
    const word = slot >> 5;
    const bits = (filled[word] as number) & ~(HIGHEST_BIT >>> slot);
    filled[word] = bits;
    if (bits === 0) filledWords[word >> 5] = (filledWords[word >> 5] as number) & ~(HIGHEST_BIT >>> word);
  }

  function isEmpty(wheel: number): boolean {
    return filledWords[wheel] === 0;
  }

  function lowest(wheel: number): number {
    const word = (wheel << 5) | Math.clz32(filledWords[wheel] as number);
    return (word << 5) | Math.clz32(filled[word] as number);
  }

  return { last, append, empty, isEmpty, lowest };
}
