import { HOUR_MS, MINUTE_MS } from '#base';
import { hourOfWeek, WEEK_HOURS } from '#domain';
import { valueAt } from '../estimates/sorted.ts';
import { type SettledStory, showsFirstWaits } from '../stories/settled.ts';
import type { ComparedWindow } from './log-distances.ts';

/** Clocks differ from UTC by whole quarters of an hour since 1972. */
const QUARTER_MS = 15 * MINUTE_MS;

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
  readonly changesOfAgent: number | null;
}

/** The cases of a segment, or of all (null). */
export interface BehaviourRow {
  readonly segment: string | null;
  readonly history: Behaviour;
  readonly model: Behaviour;
}

/** `runs`: how many runs the stories come from. */
export function behaviourOf(stories: readonly SettledStory[], untilMs: number, runs: number): Behaviour {
  const showsWaits = showsFirstWaits(stories);
  const waits: number[] = [];
  const resolutions: number[] = [];
  let [abandoned, worked, contacts, changesOfAgent] = [0, 0, 0, 0];
  for (const { endedMs, ending, openedMs, resolvedMs, spells } of stories) {
    const answered = spells.find(({ state }) => state !== 'queued');
    if (showsWaits && answered !== undefined && answered.fromMs < untilMs)
      waits.push(answered.fromMs - openedMs);
    if (ending === 'abandoned' && answered === undefined && (endedMs ?? untilMs) < untilMs) abandoned++;
    if (resolvedMs !== null && resolvedMs < untilMs) resolutions.push(resolvedMs - openedMs);
    const own = spells.filter(({ fromMs, state }) => state === 'working' && fromMs < untilMs);
    if (own.length === 0) continue;
    worked++;
    contacts += own.length;
    own.forEach((spell, k) => {
      const before = own[k - 1];
      if (before !== undefined && (before.agent !== spell.agent || before.tier !== spell.tier))
        changesOfAgent++;
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
    changesOfAgent: worked === 0 ? null : changesOfAgent / worked,
  };
}

function quantileAt(values: number[], share: number): number | null {
  values.sort((a, b) => a - b);
  return valueAt(values, share) ?? null;
}

/** Cases and mean waits by hour of the week. */
export interface HourlyBehaviour {
  /** Arrivals in an hour: mean over the runs, and over the times the hour came. Null if it did not come within the compared time. */
  readonly arrivals: readonly (number | null)[];
  /** Median wait of the cases that arrived in the hour of the day, ms. */
  readonly waits: readonly (number | null)[];
}

export function hourlyBehaviour(
  stories: readonly SettledStory[],
  window: ComparedWindow,
  runs: number,
): HourlyBehaviour {
  const { clock } = window;
  const counts = new Array<number>(WEEK_HOURS).fill(0);
  const waits = Array.from({ length: 24 }, () => [] as number[]);
  for (const { openedMs, spells } of stories) {
    const hour = hourOfWeek(openedMs, clock);
    counts[hour] = (counts[hour] ?? 0) + 1;
    const answered = spells.find(({ state }) => state !== 'queued');
    if (answered !== undefined) waits[hour % 24]?.push(answered.fromMs - openedMs);
  }
  const lengths = hoursCovered(window);
  return {
    arrivals: counts.map((count, hour) => {
      const hours = lengths[hour] ?? 0;
      return hours === 0 ? null : count / runs / hours;
    }),
    waits: waits.map((values) => quantileAt(values, 0.5)),
  };
}

/** How long each hour of the week lasts within the compared time, in hours: a part of a week has only some, summer time one more or less. */
function hoursCovered({ clock, fromMs, untilMs }: ComparedWindow): readonly number[] {
  const lengths = new Array<number>(WEEK_HOURS).fill(0);
  for (let atMs = fromMs; atMs < untilMs; ) {
    const nextMs = Math.min(untilMs, (Math.floor(atMs / QUARTER_MS) + 1) * QUARTER_MS);
    const hour = hourOfWeek(atMs, clock);
    lengths[hour] = (lengths[hour] ?? 0) + (nextMs - atMs) / HOUR_MS;
    atMs = nextMs;
  }
  return lengths;
}
