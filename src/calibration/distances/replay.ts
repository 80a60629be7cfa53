import { HOUR_MS, WEEK_MS } from '#base';
import type { SettledStory } from '../stories/settled.ts';

/** Weeks that a replay repeats, at most. */
export const REPLAYED_WEEKS = 4;

/**
 * The simplest forecast: the last four weeks before `fromMs`, as they were, moved by whole weeks so that they fill the window. With fewer
 * weeks of history, as many whole ones as there are (the first case may come some minutes late). Null without a whole week.
 */
export function replayInto(
  history: readonly SettledStory[],
  {
    fromMs,
    historyFromMs,
    untilMs,
  }: { readonly historyFromMs: number; readonly fromMs: number; readonly untilMs: number },
): readonly SettledStory[] | null {
  const weeks = Math.min(REPLAYED_WEEKS, Math.floor((fromMs - historyFromMs + HOUR_MS) / WEEK_MS));
  if (weeks < 1) return null;
  const lengthMs = weeks * WEEK_MS;
  const source = history.filter(({ openedMs }) => openedMs >= fromMs - lengthMs && openedMs < fromMs);
  const replayed: SettledStory[] = [];
  for (let shiftMs = lengthMs; fromMs - lengthMs + shiftMs < untilMs; shiftMs += lengthMs) {
    for (const story of source) if (story.openedMs + shiftMs < untilMs) replayed.push(moved(story, shiftMs));
  }
  return replayed;
}

function moved(story: SettledStory, byMs: number): SettledStory {
  const later = (ms: number | null) => (ms === null ? null : ms + byMs);
  return {
    ...story,
    openedMs: story.openedMs + byMs,
    resolvedMs: later(story.resolvedMs),
    endedMs: later(story.endedMs),
    spells: story.spells.map((spell) => ({ ...spell, fromMs: spell.fromMs + byMs, toMs: later(spell.toMs) })),
  };
}
