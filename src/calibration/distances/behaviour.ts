import { WEEK_MS } from '#base';
import { hourOfWeek, WEEK_HOURS } from '#domain';
import { valueAt } from '../estimates/sorted.ts';
import type { SettledStory } from '../stories/settled.ts';
import type { ComparedWindow } from './log-distances.ts';

/** Figures that planners look at, of cases opened in a window. Times in ms; null without cases. */
export interface Behaviour {
  /** Cases in the window; of several runs, the mean. */
  readonly cases: number;
  readonly waitMedian: number | null;
  readonly waitNinth: number | null;
  readonly abandoned: number | null;
  readonly resolutionMedian: number | null;
  readonly resolutionNinth: number | null;
  /** Contacts of a case that was worked, and times that it went to another agent or tier. */
  readonly contacts: number | null;
  readonly handOvers: number | null;
}

/** `runs`: how many runs the stories come from. */
export function behaviourOf(stories: readonly SettledStory[], untilMs: number, runs: number): Behaviour {
  const waits: number[] = [];
  const resolutions: number[] = [];
  let [abandoned, worked, contacts, handOvers] = [0, 0, 0, 0];
  for (const { endedMs, ending, openedMs, resolvedMs, spells } of stories) {
    const answered = spells.find(({ state }) => state !== 'queued');
    if (answered !== undefined && answered.fromMs < untilMs) waits.push(answered.fromMs - openedMs);
    if (ending === 'abandoned' && answered === undefined && (endedMs ?? untilMs) < untilMs) abandoned++;
    if (resolvedMs !== null && resolvedMs < untilMs) resolutions.push(resolvedMs - openedMs);
    const own = spells.filter(({ fromMs, state }) => state === 'working' && fromMs < untilMs);
    if (own.length === 0) continue;
    worked++;
    contacts += own.length;
    own.forEach((spell, k) => {
      const before = own[k - 1];
      if (before !== undefined && (before.agent !== spell.agent || before.tier !== spell.tier)) handOvers++;
    });
  }
  const judged = waits.length + abandoned;
  return {
    cases: stories.length / runs,
    waitMedian: quantileAt(waits, 0.5),
    waitNinth: quantileAt(waits, 0.9),
    abandoned: judged === 0 ? null : abandoned / judged,
    resolutionMedian: quantileAt(resolutions, 0.5),
    resolutionNinth: quantileAt(resolutions, 0.9),
    contacts: worked === 0 ? null : contacts / worked,
    handOvers: worked === 0 ? null : handOvers / worked,
  };
}

function quantileAt(values: number[], share: number): number | null {
  values.sort((a, b) => a - b);
  return valueAt(values, share) ?? null;
}

/** Cases and mean waits by hour of the week. */
export interface HourlyBehaviour {
  /** Arrivals in an hour, mean over weeks and runs. */
  readonly arrivals: readonly number[];
  /** Median wait of the cases that arrived in the hour of the day, ms. */
  readonly waits: readonly (number | null)[];
}

export function hourlyBehaviour(
  stories: readonly SettledStory[],
  { clock, fromMs, untilMs }: ComparedWindow,
  runs: number,
): HourlyBehaviour {
  const counts = new Array<number>(WEEK_HOURS).fill(0);
  const waits = Array.from({ length: 24 }, () => [] as number[]);
  for (const { openedMs, spells } of stories) {
    const hour = hourOfWeek(openedMs, clock);
    counts[hour] = (counts[hour] ?? 0) + 1;
    const answered = spells.find(({ state }) => state !== 'queued');
    if (answered !== undefined) waits[hour % 24]?.push(answered.fromMs - openedMs);
  }
  const weeks = (untilMs - fromMs) / WEEK_MS;
  return {
    arrivals: counts.map((count) => count / runs / weeks),
    waits: waits.map((values) => quantileAt(values, 0.5)),
  };
}
