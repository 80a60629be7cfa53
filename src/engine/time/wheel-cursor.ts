import { assert } from '#base';
import type { RunMs } from '#domain';

export const SLOT_BITS = 10;
/** Slots of a wheel. */
export const SLOTS = 1 << SLOT_BITS;
export const WHEELS = 5;
/** A span: what wheels 0 to 2 cover. */
export const SPAN_MS = 2 ** (3 * SLOT_BITS);

/** Places in `at`: the number of the span, and the offset of the cursor within it. */
const SPAN = 0;
const OFFSET = 1;

/** How far a timer wheel has come, never later than its next notice; and by that, which slot belongs to a time. */
export interface WheelCursor {
  /** The slot for a notice: that of the highest ten bits in which its time differs from the cursor's. Slots are numbered over all wheels. */
  slotOf(timeMs: RunMs): number;
  /** The time at which a slot of a higher wheel begins that the cursor has not reached yet. `slot`: within its wheel. */
  startOf(wheel: number, slot: number): RunMs;
  /** The time of a slot of wheel 0. */
  timeOf(slot: number): RunMs;
  /** Moves to a time of the present span. */
  moveTo(timeMs: RunMs): void;
  /** Moves to the start of a span. */
  enterSpan(span: number): void;
}

export function createWheelCursor(): WheelCursor {
  const at = new Int32Array(32);
  /** Start of the span, ms. */
  const spanStart = new Float64Array(32);

  function slotOf(timeMs: RunMs): number {
    const ahead = timeMs - (spanStart[0] as number);
    if (ahead < SPAN_MS) {
      const offset = ahead | 0;
      const differs = offset ^ (at[OFFSET] as number);
      if (differs < SLOTS) return offset & (SLOTS - 1);
      if (differs < SLOTS * SLOTS) return SLOTS + ((offset >> SLOT_BITS) & (SLOTS - 1));
      return 2 * SLOTS + (offset >> (2 * SLOT_BITS));
    }
    return farSlotOf(Math.floor(timeMs / SPAN_MS));
  }

  function farSlotOf(span: number): number {
    if (span >> SLOT_BITS === (at[SPAN] as number) >> SLOT_BITS) return 3 * SLOTS + (span & (SLOTS - 1));
    const age = span >> SLOT_BITS;
    assert(age < SLOTS, 'a notice lies beyond the end of the wheel');
    return 4 * SLOTS + age;
  }

  function startOf(wheel: number, slot: number): RunMs {
    const span = at[SPAN] as number;
    if (wheel === 4) return slot * 2 ** (4 * SLOT_BITS);
    if (wheel === 3) return (((span >> SLOT_BITS) << SLOT_BITS) + slot) * SPAN_MS;
    const shift = wheel * SLOT_BITS;
    const above = ((at[OFFSET] as number) >> (shift + SLOT_BITS)) << (shift + SLOT_BITS);
    return (spanStart[0] as number) + (above | (slot << shift));
  }

  function timeOf(slot: number): RunMs {
    return (spanStart[0] as number) + (((at[OFFSET] as number) & ~(SLOTS - 1)) | slot);
  }

  function moveTo(timeMs: RunMs): void {
    at[OFFSET] = (timeMs - (spanStart[0] as number)) | 0;
  }

  function enterSpan(span: number): void {
    at[SPAN] = span;
    at[OFFSET] = 0;
    spanStart[0] = span * SPAN_MS;
  }

  return { slotOf, startOf, timeOf, moveTo, enterSpan };
}
