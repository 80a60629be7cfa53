import type { RunMs } from '#domain';
import { SLOTS, WHEELS } from './wheel-cursor.ts';

/** Place in `fields` of the first notice. Before it are the heads of the slots' lists. */
export const HEADS = WHEELS * SLOTS;
/** In place of a next notice: there is none. */
export const NOTHING = -1;
/** The time of a notice is at its place in `fields`, shifted by this. */
export const FIELD_BITS = 2;
const FIELDS = 1 << FIELD_BITS;
/** Fields of a notice after its next one. */
export const ROW = 1;
export const TOKEN = 2;

/**
 * The notices of a timer wheel, in arrays. A notice is identified by the place of its first field. Only these arrays grow, and until they do, V8
 * treats their addresses as constants.
 */
export interface NoticePool {
  readonly arrays: {
    /** The first notice of each slot, stored like the `next` of a notice; then the notices (next, row, token). */
    fields: Int32Array;
    /** Their times. */
    times: Float64Array;
  };
  /** Makes a notice that has no next one. */
  add(timeMs: RunMs, row: number, token: number): number;
  /** Frees the notices of a list. */
  free(first: number, last: number): void;
  /** How many notices are not free. */
  count(): number;
}

export function createNoticePool(capacity: number): NoticePool {
  const arrays = arraysFor(capacity);
  /** The first free notice. Free notices are linked like those of a slot. */
  const head = new Int32Array(32);
  head[0] = HEADS;
  link(HEADS);

  function add(timeMs: RunMs, row: number, token: number): number {
    const notice = head[0] as number;
    if (notice === arrays.fields.length) grow();
    const { fields } = arrays;
    head[0] = fields[notice] as number;
    arrays.times[notice >> FIELD_BITS] = timeMs;
    fields[notice | ROW] = row;
    fields[notice | TOKEN] = token;
    fields[notice] = NOTHING;
    return notice;
  }

  function free(first: number, last: number): void {
    arrays.fields[last] = head[0] as number;
    head[0] = first;
  }

  function grow(): void {
    const { fields, times } = arrays;
    const larger = arraysFor(2 * ((fields.length - HEADS) >> FIELD_BITS));
    larger.fields.set(fields);
    larger.times.set(times);
    Object.assign(arrays, larger);
    link(fields.length);
  }

  /** Links the notices from that place on as free ones. */
  function link(from: number): void {
    const { fields } = arrays;
    for (let notice = from; notice < fields.length; notice += FIELDS) fields[notice] = notice + FIELDS;
  }

  function count(): number {
    const { fields } = arrays;
    let used = (fields.length - HEADS) >> FIELD_BITS;
    for (let notice = head[0] as number; notice < fields.length; used--) notice = fields[notice] as number;
    return used;
  }

  return { arrays, add, free, count };
}

function arraysFor(notices: number) {
  const fields = new Int32Array(HEADS + FIELDS * notices);
  return { fields, times: new Float64Array(fields.length >> FIELD_BITS) };
}
