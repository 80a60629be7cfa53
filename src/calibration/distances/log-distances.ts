import { HOUR_MS, MINUTE_MS, sumOf } from '#base';
import { hourOfWeek, type LocalClock } from '#domain';
import type { Measured } from '../estimates/measured.ts';
import type { CaseStory, Spell } from '../stories/case-story.ts';
import { showsFirstWaits } from '../stories/settled.ts';

/** Time in which two logs are compared, and the clock of its hours. Epoch ms. */
export interface ComparedWindow {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly clock: LocalClock;
}

/**
 * The distances by which process-mining simulation judges models. Source: D. Chapela-Campa, I. Benchekroun, O. Baron, M. Dumas, D. Krass and
 * A. Senderovich, "Can I trust my simulation model? Measuring the quality of business process simulation models", BPM 2023. Times are
 * rounded down to hours, as in the paper. `n-grams` compares relative frequencies, so that logs of different size can be compared. Three
 * distances are not in the paper: `waits`, rounded down to minutes; `volume`, the difference of the numbers of cases relative to the first
 * log; and `resolved`, the difference of the shares resolved.
 */
export const DISTANCES = {
  'n-grams': { title: 'Sequences of three states', unit: 'share' },
  'absolute events': { title: 'Events over the whole time', unit: 'hours' },
  'circadian events': { title: 'Events over the hours of each weekday', unit: 'hours' },
  'relative events': { title: 'Events since the case was opened', unit: 'hours' },
  'case arrivals': { title: 'Arrivals over the whole time', unit: 'hours' },
  'cycle times': { title: 'Times to resolution', unit: 'hours' },
  waits: { title: 'Waits for the first answer', unit: 'minutes' },
  volume: { title: 'Number of cases', unit: 'share' },
  resolved: { title: 'Share of cases resolved by the end', unit: 'share' },
} as const;
export type DistanceName = keyof typeof DISTANCES;
export const DISTANCE_NAMES = Object.keys(DISTANCES) as readonly DistanceName[];

/** A distance is null if one of the logs has nothing to compare. */
export type LogDistances = Readonly<Record<DistanceName, number | null>>;

/** One distance, and what it is to be judged by. */
export interface JudgedDistance {
  readonly name: DistanceName;
  readonly title: string;
  readonly unit: (typeof DISTANCES)[DistanceName]['unit'];
  /** Between history and model, over the runs; null if there is nothing to compare. */
  readonly model: Measured | null;
  /** Between two halves of the cases of history, drawn by lot: what chance alone makes, for half as many cases. */
  readonly halves: number | null;
  /** Between history and the replay of the weeks before. */
  readonly replay: number | null;
}

/** What the distances compare of one log. */
interface LogTraits {
  readonly grams: ReadonlyMap<string, number>;
  /** Times that are compared by how far they must be moved. */
  readonly times: Readonly<Record<TimeDistance, Float64Array>>;
  /** Hours of the day, by weekday. */
  readonly circadian: readonly Float64Array[];
  readonly cases: number;
  readonly resolvedShare: number;
}

const TIME_DISTANCES = [
  'absolute events',
  'relative events',
  'case arrivals',
  'cycle times',
  'waits',
] as const satisfies readonly DistanceName[];
type TimeDistance = (typeof TIME_DISTANCES)[number];

function byTime<Value>(of: (name: TimeDistance) => Value): Readonly<Record<TimeDistance, Value>> {
  return Object.fromEntries(TIME_DISTANCES.map((name) => [name, of(name)])) as Record<TimeDistance, Value>;
}

const GRAM = 3;
const OUTSIDE = '·';

/** The traits of cases opened in a window; what happens after its end is not seen. */
export function traitsOf(
  stories: readonly CaseStory[],
  { clock, fromMs, untilMs }: ComparedWindow,
): LogTraits {
  const grams = new Map<string, number>();
  const circadian = Array.from({ length: 7 }, () => [] as number[]);
  const times = byTime((): number[] => []);
  const showsWaits = showsFirstWaits(stories);
  for (const { endedMs, ending, openedMs, resolvedMs, spells } of stories) {
    if (openedMs < fromMs || openedMs >= untilMs) continue;
    times['case arrivals'].push(Math.floor((openedMs - fromMs) / HOUR_MS));
    const states: string[] = [];
    for (const spell of spells) {
      if (spell.fromMs >= untilMs) break;
      if (isPassing(spell)) continue;
      const state = spell.state === 'working' ? `working ${spell.tier}` : spell.state;
      if (states.at(-1) !== state) states.push(state);
      // A resolved case is closed by a timer, which is no part of the work; some logs do not have it.
      for (const atMs of [spell.fromMs, spell.state === 'resolved' ? null : spell.toMs]) {
        if (atMs === null || atMs >= untilMs) continue;
        times['absolute events'].push(Math.floor((atMs - fromMs) / HOUR_MS));
        times['relative events'].push(Math.floor((atMs - openedMs) / HOUR_MS));
        const hour = hourOfWeek(atMs, clock);
        circadian[Math.floor(hour / 24)]?.push(hour % 24);
      }
    }
    if (ending !== null && endedMs !== null && endedMs < untilMs) {
      const end = ending === 'closed' ? 'resolved' : ending;
      if (states.at(-1) !== end) states.push(end);
    }
    countGrams(states, grams);
    if (resolvedMs !== null && resolvedMs < untilMs)
      times['cycle times'].push(Math.floor((resolvedMs - openedMs) / HOUR_MS));
    const answered = spells.find(({ state }) => state !== 'queued');
    if (showsWaits && answered !== undefined && answered.fromMs < untilMs)
      times.waits.push(Math.floor((answered.fromMs - openedMs) / MINUTE_MS));
  }
  const cases = times['case arrivals'].length;
  return {
    grams,
    times: byTime((name) => Float64Array.from(times[name])),
    circadian: circadian.map((hours) => Float64Array.from(hours)),
    cases,
    resolvedShare: times['cycle times'].length / Math.max(1, cases),
  };
}

/** Whether a case that is taken at once joins a queue first depends on the system that wrote the log. */
const QUEUE_LEAST_MS = 15_000;

function isPassing({ fromMs, state, toMs }: Spell): boolean {
  return state === 'queued' && toMs !== null && toMs - fromMs < QUEUE_LEAST_MS;
}

function countGrams(states: readonly string[], grams: Map<string, number>): void {
  const padded = [OUTSIDE, OUTSIDE, ...states, OUTSIDE, OUTSIDE];
  for (let k = 0; k + GRAM <= padded.length; k++) {
    const gram = padded.slice(k, k + GRAM).join(' → ');
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
}

/** Distance of a weekday on which only one of the logs has events, hours: the farthest that two hours of a day can be apart. */
const WEEKDAY_MISSING = 23;

export function distancesBetween(one: LogTraits, other: LogTraits): LogDistances {
  const byDay = one.circadian.flatMap((hours, day): number[] => {
    const others = other.circadian[day] ?? new Float64Array(0);
    if (hours.length === 0 && others.length === 0) return [];
    return [transportDistance(hours, others) ?? WEEKDAY_MISSING];
  });
  return {
    'n-grams': frequencyDistance(one.grams, other.grams),
    'circadian events': byDay.length === 0 ? null : sumOf(byDay) / byDay.length,
    ...byTime((name) => transportDistance(one.times[name], other.times[name])),
    volume: one.cases === 0 ? null : Math.abs(other.cases / one.cases - 1),
    resolved: one.cases === 0 || other.cases === 0 ? null : Math.abs(other.resolvedShare - one.resolvedShare),
  };
}

/**
 * Earth mover's distance of two samples on a line: how far one must be moved on average to become the other, in the unit of the values
 * (Wasserstein's distance of order 1, the area between the distribution functions). Samples may differ in size. Null if one is empty.
 */
export function transportDistance(first: Float64Array, second: Float64Array): number | null {
  if (first.length === 0 || second.length === 0) return null;
  const [one, other] = [first.slice().sort(), second.slice().sort()];
  let [i, k, area] = [0, 0, 0];
  let at = Math.min(one[0] ?? 0, other[0] ?? 0);
  while (i < one.length || k < other.length) {
    const next = Math.min(one[i] ?? Number.POSITIVE_INFINITY, other[k] ?? Number.POSITIVE_INFINITY);
    area += Math.abs(i / one.length - k / other.length) * (next - at);
    at = next;
    while (i < one.length && one[i] === at) i++;
    while (k < other.length && other[k] === at) k++;
  }
  return area;
}

/** Half of the sum of the differences of two relative frequencies: 0 if they are the same, 1 if they have nothing in common. */
export function frequencyDistance(
  first: ReadonlyMap<string, number>,
  second: ReadonlyMap<string, number>,
): number | null {
  const [one, other] = [sumOf(first.values()), sumOf(second.values())];
  if (one === 0 || other === 0) return null;
  let sum = 0;
  for (const key of new Set([...first.keys(), ...second.keys()])) {
    sum += Math.abs((first.get(key) ?? 0) / one - (second.get(key) ?? 0) / other);
  }
  return sum / 2;
}
