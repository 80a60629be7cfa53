import { DAY_MS, formatCount, formatDecimal, plural } from '#base';
import type { SettledStory } from './settled.ts';

/** How long before the end of a log cases count as new. */
const NEW_DAYS = 28;
/** With fewer new cases, or fewer resolutions of old ones, it is not asked whether they differ. */
const CASES_LEAST = 200;
/** New cases differ if they are resolved this many times as fast or as slowly, and by this many standard errors. */
const RATIO_LEAST = 1.15;
const ERRORS_LEAST = 4;

/** The cases from which it is estimated how cases are worked, and what to say of it; null if these are all cases. */
interface RecentCases {
  readonly stories: readonly SettledStory[];
  readonly sentence: string | null;
}

/**
 * The cases of the last four weeks of a log, if they are resolved faster or more slowly than those before; else all. Compared by the log-rank
 * test: how many of the new ones were resolved, and how many would have been, had all cases been alike (N. Mantel, 1966).
 */
export function recentCases(stories: readonly SettledStory[], untilMs: number): RecentCases {
  const all = { stories, sentence: null };
  const fromMs = untilMs - NEW_DAYS * DAY_MS;
  const isNew = ({ openedMs }: SettledStory) => openedMs >= fromMs;
  const recent = stories.filter(isNew);
  const resolvedBefore = stories.filter((story) => !isNew(story) && story.resolvedMs !== null);
  if (recent.length < CASES_LEAST || resolvedBefore.length < CASES_LEAST) return all;
  const lives = stories
    .map((story) => ({
      isNew: isNew(story),
      isResolved: story.resolvedMs !== null,
      ms: (story.resolvedMs ?? story.endedMs ?? untilMs) - story.openedMs,
    }))
    .sort((one, other) => other.ms - one.ms);
  let [atRisk, newAtRisk, observed, expected, variance] = [0, 0, 0, 0, 0];
  for (let k = 0; k < lives.length; ) {
    // All that last as long are at risk before any of them ends.
    const { ms } = lives[k] ?? { ms: 0 };
    let [ended, newEnded] = [0, 0];
    for (let one = lives[k]; one !== undefined && one.ms === ms; one = lives[++k]) {
      atRisk++;
      if (one.isNew) newAtRisk++;
      if (!one.isResolved) continue;
      ended++;
      if (one.isNew) newEnded++;
    }
    const share = newAtRisk / atRisk;
    observed += newEnded;
    expected += ended * share;
    if (atRisk > 1) variance += (ended * share * (1 - share) * (atRisk - ended)) / (atRisk - 1);
  }
  // New cases of which none was resolved, and of which none was old enough to be, say nothing.
  if (variance === 0) return all;
  const rate = Math.exp((observed - expected) / variance);
  const isFaster = rate >= 1;
  if (Math.abs(observed - expected) < ERRORS_LEAST * Math.sqrt(variance)) return all;
  if (Math.max(rate, 1 / rate) < RATIO_LEAST) return all;
  const times = formatDecimal(isFaster ? rate : 1 / rate, 2);
  const sentence = `Cases of the last ${plural(NEW_DAYS / 7, 'week')} are resolved ${times} times as ${isFaster ? 'fast' : 'slowly'} as those before. How cases are worked, wait and move is calibrated from these ${formatCount(recent.length)} cases alone.`;
  return { stories: recent, sentence };
}
