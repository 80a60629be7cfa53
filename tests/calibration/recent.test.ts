import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, openStream } from '#base';
import { recentCases } from '../../src/calibration/stories/recent.ts';
import type { SettledStory } from '../../src/calibration/stories/settled.ts';
import { DEFAULTS } from './defaults.ts';

const UNTIL_MS = Date.parse('2024-03-04T00:00:00Z');

/** Twenty cases on each of 70 days, resolved after exponential times with these means, hours, before and in the last four weeks. */
function storiesOf(before: number, after: number, seed: number): readonly SettledStory[] {
  const draws = openStream('recent cases', seed, 'stories');
  return Array.from({ length: 1400 }, (_, k): SettledStory => {
    const openedMs = UNTIL_MS - (70 - k / 20) * DAY_MS;
    const mean = UNTIL_MS - openedMs > 28 * DAY_MS ? before : after;
    const doneMs = openedMs - Math.log(1 - draws.uniform()) * mean * HOUR_MS;
    const isDone = doneMs < UNTIL_MS;
    const ends = { resolvedMs: isDone ? doneMs : null, ending: null, endedMs: null } as const;
    return { ...DEFAULTS, openedMs, spells: [], ...ends };
  });
}

describe('the cases of the last four weeks', () => {
  it('are taken alone if they are resolved faster than those before, which is said', () => {
    const stories = storiesOf(60, 30, 1);
    const { sentence, stories: taken } = recentCases(stories, UNTIL_MS);
    expect(taken).toHaveLength(560);
    expect(taken.every(({ openedMs }) => openedMs >= UNTIL_MS - 28 * DAY_MS)).toBe(true);
    const [, times] = /are resolved ([\d.]+) times as fast/.exec(sentence ?? '') ?? [];
    expect(Number(times)).toBeGreaterThan(1.6);
    expect(Number(times)).toBeLessThan(2.4);
  });

  it('are taken alone if they are resolved more slowly', () => {
    expect(recentCases(storiesOf(30, 60, 2), UNTIL_MS).sentence).toContain('times as slowly');
  });

  it('are no faster only because the log ends before the slow ones are resolved', () => {
    const differing = Array.from({ length: 60 }, (_, seed) => storiesOf(200, 200, seed)).filter(
      (stories) => recentCases(stories, UNTIL_MS).sentence !== null,
    );
    expect(differing).toHaveLength(0);
  });

  it('are not taken alone if there are few', () => {
    const stories = storiesOf(60, 10, 3).filter((_, k) => k % 4 === 0);
    expect(recentCases(stories, UNTIL_MS)).toEqual({ stories, sentence: null });
  });

  it('are not taken alone if none is as old as the youngest of those before was when it was resolved', () => {
    const stories = storiesOf(60, 60, 4).flatMap((story) => {
      const isNew = UNTIL_MS - story.openedMs <= 28 * DAY_MS;
      const resolvedMs = isNew ? null : story.openedMs + 40 * DAY_MS;
      return resolvedMs === null || resolvedMs < UNTIL_MS ? [{ ...story, resolvedMs }] : [];
    });
    expect(recentCases(stories, UNTIL_MS)).toEqual({ stories, sentence: null });
  });
});
