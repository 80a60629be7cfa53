import { CHANNELS, type Channel } from '#domain';
import { DurationCollector } from '../estimates/durations.ts';
import { type DistributionFit, fitDistribution } from '../estimates/fit.ts';
import { type Measured, measuredShare } from '../estimates/measured.ts';
import type { SettledStory } from '../stories/settled.ts';

/** How long customers wait for the first answer before they give up. */
export interface Patience {
  /** Share of all cases of the channel whose customers gave up. */
  readonly abandoned: Measured;
  /** Fitted to waits longer than 0, of which those that were answered are censored; null with too few customers who gave up. */
  readonly fit: DistributionFit | null;
}

/** Waits of cases, by channel. A channel on which nobody gave up is left out. */
export function estimatePatience(stories: readonly SettledStory[]): ReadonlyMap<Channel, Patience> {
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
        if (wait.ms > 0) waits.add(wait.ms, wait.isAbandoned);
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
