import { assert, Counter, HOUR_MS, sumOf } from '#base';
import type { DurationMs, Scenario, Window } from '#domain';
import type { World } from '../world/world.ts';

/** Duty windows that lie closer together belong to one shift of a person: a break, or the two halves of a split shift. */
const GAP_MS = 6 * HOUR_MS;
/** A shift of a person ends after this time at the latest, also where duty goes on around the clock. */
const LONGEST_MS = 24 * HOUR_MS;

/** What a person works in one go: from the first window to the end of the last. */
export interface PersonShift {
  readonly fromMs: number;
  toMs: number;
  readonly duty: Window[];
}

/** The people of a shift, and when each of them is away. */
export interface ShiftAbsences {
  readonly personShifts: readonly PersonShift[];
  /**
   * When the person with this place in the shift is away in the person's n-th shift (from 0); null if never. Shares hold for
   * hours rostered, so a part falls to those who come: part ÷ (1 − whole shifts) of their time, at once, and at a time of its own.
   */
  awayIn(place: number, number: number): Window | null;
}

/**
 * By shift of the world: when people are away by the shrinkage of their group; undefined where it has none. Null if no group has. Draws are
 * keyed by the place in the shift and the number of the person's shift, so that one person more or less changes nobody else's.
 */
export function createShrinkage({ scenario, shifts }: World, seed: string, replication: number) {
  const { groups } = scenario;
  if (groups.every(({ shrinkage }) => shrinkage === undefined)) return null;
  return shifts.map(({ dutyFromMs, dutyToMs, group, shift }) => {
    const { id, shifts: own, shrinkage } = groups[group] as Scenario['groups'][number];
    if (shrinkage === undefined) return undefined;
    const personShifts = personShiftsOf(dutyFromMs, dutyToMs);
    const name = `shrinkage/${id}/${own[shift]?.id ?? shift}`;
    const whole = new Counter(seed, replication, name);
    const starts = new Counter(seed, replication, `${name}/starts`);
    const ofThosePresent = shrinkage.part / (1 - shrinkage.wholeShift);
    return {
      personShifts,
      awayIn(place: number, number: number): Window | null {
        const one = personShifts[number] as PersonShift;
        const { duty, fromMs, toMs } = one;
        if (whole.uniform(place, number) < shrinkage.wholeShift) return { fromMs, toMs };
        if (ofThosePresent === 0) return null;
        const allMs = sumOf(duty.map((window) => window.toMs - window.fromMs));
        const awayMs = ofThosePresent * allMs;
        const afterMs = starts.uniform(place, number) * (allMs - awayMs);
        const part = { fromMs: instantAt(one, afterMs), toMs: instantAt(one, afterMs + awayMs) };
        const within = sumOf(
          duty.map((one) => Math.max(0, Math.min(one.toMs, part.toMs) - Math.max(one.fromMs, part.fromMs))),
        );
        assert(
          part.fromMs >= fromMs && part.toMs <= toMs && Math.abs(within - awayMs) <= 2,
          'somebody is away for another part of a shift',
        );
        return part.fromMs < part.toMs ? part : null;
      },
    };
  });
}

function personShiftsOf(fromMs: Float64Array, toMs: Float64Array): readonly PersonShift[] {
  const found: PersonShift[] = [];
  fromMs.forEach((windowFromMs, k) => {
    const windowToMs = toMs[k] as number;
    for (let beginMs = windowFromMs; beginMs < windowToMs; ) {
      const last = found.at(-1);
      const goesOn = last !== undefined && beginMs - last.toMs < GAP_MS && beginMs - last.fromMs < LONGEST_MS;
      const one = goesOn ? last : { fromMs: beginMs, toMs: beginMs, duty: [] };
      if (!goesOn) found.push(one);
      one.toMs = Math.min(windowToMs, one.fromMs + LONGEST_MS);
      one.duty.push({ fromMs: beginMs, toMs: one.toMs });
      beginMs = one.toMs;
    }
  });
  const worked = found.flatMap(({ duty }) => duty.map((one) => one.toMs - one.fromMs));
  const onDutyMs = sumOf(toMs) - sumOf(fromMs);
  assert(sumOf(worked) === onDutyMs, `shifts of ${sumOf(worked)} ms have ${onDutyMs} ms of duty`);
  return found;
}

/** When the person has been on duty for this long, in whole milliseconds. */
function instantAt({ duty, toMs }: PersonShift, onDutyMs: DurationMs): number {
  let leftMs = onDutyMs;
  for (const window of duty) {
    const lengthMs = window.toMs - window.fromMs;
    if (leftMs < lengthMs) return Math.round(window.fromMs + leftMs);
    leftMs -= lengthMs;
  }
  return toMs;
}
