import { CHANNELS, type Channel, SEVERITIES } from '#domain';
import { DurationCollector, durationsOf } from '../estimates/durations.ts';
import { type DistributionFit, fitDistribution, tabulate } from '../estimates/fit.ts';
import { type Measured, measuredShare } from '../estimates/measured.ts';
import { valueAt } from '../estimates/sorted.ts';
import type { SettledStory } from '../stories/settled.ts';

/** Shares of the cases of a segment, by the value of an attribute. */
type Shares = ReadonlyMap<string, Measured>;

export interface SegmentMixes {
  readonly id: string;
  readonly products: Shares;
  /** All three severities. */
  readonly severities: Shares;
  /** Languages of the customers in each country. */
  readonly languages: ReadonlyMap<string, Shares>;
}

export function estimateMixes(stories: readonly SettledStory[]): readonly SegmentMixes[] {
  const ids = [...new Set(stories.map(({ segment }) => segment))].sort();
  return ids.map((id) => {
    const own = stories.filter(({ segment }) => segment === id);
    const countries = [...new Set(own.map(({ country }) => country))].sort();
    return {
      id,
      products: sharesOf(own.map(({ product }) => product)),
      severities: sharesOf(
        own.map(({ severity }) => severity),
        SEVERITIES,
      ),
      languages: new Map(
        countries.map((country) => [
          country,
          sharesOf(own.filter((one) => one.country === country).map(({ language }) => language)),
        ]),
      ),
    };
  });
}

function sharesOf(values: readonly string[], kinds: readonly string[] = [...new Set(values)].sort()): Shares {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map(kinds.map((kind) => [kind, measuredShare(counts.get(kind) ?? 0, values.length)]));
}

/** From fewer answers than this, the shortest waits cannot be told. */
const ANSWERS_LEAST = 200;
/** A twentieth of the waits are shorter than the delay. If a quarter of them are at most twice as long, it is a delay and no queue. */
const [SHORTEST, SHORT, SPREAD] = [0.05, 0.25, 2];

/** The time that passes before a case is answered, as in a menu of a telephone system, although it waits for nobody. */
export interface Delay {
  /** A twentieth of the waits are shorter, ms. */
  readonly leastMs: number;
  /** All waits of at most twice that time. */
  readonly fit: DistributionFit;
}

/** Delays by channel. Left out where there is none. */
export function estimateTriage(stories: readonly SettledStory[]): ReadonlyMap<Channel, Delay> {
  return new Map(
    CHANNELS.flatMap((channel): [Channel, Delay][] => {
      const waits = stories
        .filter((story) => story.channel === channel)
        .flatMap((story) => firstWait(story) ?? [])
        .flatMap(({ isAbandoned, ms }) => (isAbandoned ? [] : [ms]))
        .sort((one, other) => one - other);
      const n = waits.length;
      const value = valueAt(waits, SHORTEST) ?? 0;
      if (n < ANSWERS_LEAST || value === 0 || (valueAt(waits, SHORT) ?? 0) > SPREAD * value) return [];
      const fit = tabulate(durationsOf(waits.filter((ms) => ms <= SPREAD * value)));
      return fit === null ? [] : [[channel, { leastMs: value, fit }]];
    }),
  );
}

/** From this share of customers who give up on, waits are of a queue in which people wait. */
const GAVE_UP_LEAST = 0.05;

/**
 * How long cases wait for their first contact, by channel, where the log does not show the people for whom they wait: as long as it was, whatever
 * the number of cases. Waits that nobody answered are censored. Left out where customers give up, and where too few were answered.
 */
export function estimateDelays(
  stories: readonly SettledStory[],
  untilMs: number,
): ReadonlyMap<Channel, DistributionFit> {
  return new Map(
    CHANNELS.flatMap((channel): [Channel, DistributionFit][] => {
      const waits = new DurationCollector();
      let [count, abandoned] = [0, 0];
      for (const story of stories) {
        if (story.channel !== channel) continue;
        const wait = firstWait(story);
        count++;
        if (wait?.isAbandoned === true) abandoned++;
        waits.add(wait?.ms ?? (story.endedMs ?? untilMs) - story.openedMs, wait?.isAbandoned === false);
      }
      const table = abandoned >= GAVE_UP_LEAST * count ? null : tabulate(waits.finish());
      return table === null ? [] : [[channel, table]];
    }),
  );
}

/** How long customers wait for the first answer, after triage, before they give up. */
export interface Patience {
  /** Share of all cases of the channel whose customers gave up. */
  readonly abandoned: Measured;
  /** Fitted to waits longer than 0, of which those that were answered are censored; null with too few customers who gave up. */
  readonly fit: DistributionFit | null;
}

/** Waits of cases, by channel. A channel on which nobody gave up is left out. */
export function estimatePatience(
  stories: readonly SettledStory[],
  triage: ReadonlyMap<Channel, Delay> = new Map(),
): ReadonlyMap<Channel, Patience> {
  return new Map(
    CHANNELS.flatMap((channel): [Channel, Patience][] => {
      const waits = new DurationCollector();
      let [count, abandoned] = [0, 0];
      for (const story of stories) {
        if (story.channel !== channel) continue;
        const wait = firstWait(story);
        if (wait === null) continue;
        count++;
        if (wait.isAbandoned) abandoned++;
        const ms = wait.ms - (triage.get(channel)?.leastMs ?? 0);
        if (ms > 0) waits.add(ms, wait.isAbandoned);
      }
      if (abandoned === 0) return [];
      const fit = fitDistribution(waits.finish(), `patience ${channel}`);
      return [[channel, { abandoned: measuredShare(abandoned, count), fit }]];
    }),
  );
}

/** The wait for the first answer, ms; null if it was still going on when the log ended, or if the case was cancelled or never queued. */
export function firstWait(
  story: SettledStory,
): { readonly ms: number; readonly isAbandoned: boolean } | null {
  const answered = story.spells.find(({ state }) => state !== 'queued');
  if (answered !== undefined) return { ms: answered.fromMs - story.openedMs, isAbandoned: false };
  if (story.ending !== 'abandoned' || story.endedMs === null) return null;
  return { ms: story.endedMs - story.openedMs, isAbandoned: true };
}
