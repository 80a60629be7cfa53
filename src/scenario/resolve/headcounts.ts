import { MINUTE_MS, sumOf } from '#base';
import type { Shift } from '#domain';
import type { GroupFile, HeadcountFile, ShiftFile } from '../shape/scenario-file.ts';

/** The number of the list of head counts whose agents leave as they become free, by the shift that was created from it. */
const rotas = new WeakMap<ShiftFile, number>();
const made = new WeakMap<GroupFile, Readonly<Record<string, ShiftFile>>>();

/** The shifts of a group: the written ones, and those derived from its head counts by interval. */
export function shiftsOf(group: GroupFile): Readonly<Record<string, ShiftFile>> {
  let shifts = made.get(group);
  if (shifts === undefined) {
    const fromCounts = group.headcounts.flatMap((headcount, k) => {
      const named = shiftsFor(headcount, `headcounts-${k + 1}`);
      if (headcount.leaves === 'next to be free') for (const [, shift] of named) rotas.set(shift, k);
      return named;
    });
    shifts = { ...group.shifts, ...Object.fromEntries(fromCounts) };
    made.set(group, shifts);
  }
  return shifts;
}

/** How many agents the group has. */
export function agentsOf(group: GroupFile): number {
  return sumOf(Object.values(shiftsOf(group)).map(({ agents }) => agents));
}

/** The rota of a shift, if it has one. */
export function rotaOf(shift: ShiftFile): Shift['rota'] {
  return rotas.get(shift);
}

/**
 * Head counts as shifts: agent number n is on duty whenever at least n are wanted, so nobody comes who is not wanted, and the first agents
 * have the longest days. Agents with the same hours form one shift.
 */
function shiftsFor(
  { agents, dates, days, every, except, from }: HeadcountFile,
  name: string,
): readonly (readonly [string, ShiftFile])[] {
  const most = Math.max(0, ...agents);
  const bands: { hours: ShiftFile['hours'] & object; count: number; key: string }[] = [];
  for (let n = 1; n <= most; n++) {
    const hours = stretches(agents, n).map(([first, end]) => ({
      days,
      dates,
      except,
      from: from + (first * every) / MINUTE_MS,
      to: from + (end * every) / MINUTE_MS,
    }));
    const key = JSON.stringify(hours);
    const last = bands.at(-1);
    if (last?.key === key) last.count++;
    else bands.push({ hours, count: 1, key });
  }
  return bands.map(
    ({ count, hours }, k) => [`${name}-${k + 1}`, { agents: count, hours, breaks: [] }] as const,
  );
}

/** Runs of intervals in which at least `n` are wanted: the first interval and the one after the last. */
function stretches(agents: readonly number[], n: number): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  agents.forEach((wanted, i) => {
    const last = found.at(-1);
    if (wanted < n) return;
    if (last?.[1] === i) last[1] = i + 1;
    else found.push([i, i + 1]);
  });
  return found;
}
