import { formatCount, sumOf, WEEK_MS } from '#base';
import { firstFrom } from '../estimates/sorted.ts';
import type { CaseStory } from './case-story.ts';

/** A log that shows fewer open cases than this share of those to be expected holds finished cases only. */
const OPEN_SHARE = 0.1;
/** If this many open cases are expected, chance leaves a tenth of them or fewer in less than one log of ten thousand. */
const OPEN_LEAST = 14;
/** Cases from which it is known how long cases stay open. */
const DURATIONS_LEAST = 50;

/** Why the cases of a log are no fair sample of those that were opened: in sentences, none if nothing shows it. Times are epoch ms. */
export function selectionSentences(
  stories: readonly Pick<CaseStory, 'endedMs' | 'openedMs' | 'resolvedMs'>[],
  { lastEventMs, untilMs }: { readonly lastEventMs: number; readonly untilMs: number },
): readonly string[] {
  const openings = stories.map(({ openedMs }) => openedMs).sort((one, other) => one - other);
  const lastOpenedMs = openings.at(-1);
  if (lastOpenedMs === undefined) return [];
  const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const sentences: string[] = [];
  if (lastEventMs - lastOpenedMs > WEEK_MS && lastEventMs < untilMs) {
    sentences.push(
      `The log goes on until ${dateOf(lastEventMs)}, but no case was opened after ${dateOf(lastOpenedMs)}: it holds cases by the time of their opening, and what happened after the last opening is not used.`,
    );
  }
  const doneMs = (story: (typeof stories)[number]) => story.resolvedMs ?? story.endedMs;
  const middleMs = openings[Math.floor(openings.length / 2)] ?? lastOpenedMs;
  const durations = stories
    .filter(({ openedMs }) => openedMs < middleMs)
    .flatMap((story) => (doneMs(story) ?? Number.POSITIVE_INFINITY) - story.openedMs)
    .sort((one, other) => one - other);
  if (durations.length < DURATIONS_LEAST) return sentences;
  const longerThan = (ms: number) =>
    1 - firstFrom(durations.length, (at) => durations[at] ?? 0, ms) / durations.length;
  const expected = sumOf(openings.map((openedMs) => longerThan(untilMs - openedMs)));
  const open = stories.filter((story) => doneMs(story) === null).length;
  if (expected >= OPEN_LEAST && open <= OPEN_SHARE * expected) {
    sentences.push(
      `${formatCount(open)} of ${formatCount(stories.length)} cases are open at the end, where about ${formatCount(Math.round(expected))} should be by the time that earlier cases took: the log holds finished cases only. So the number of cases, its trend, and times to resolution are those of a selection.`,
    );
  }
  return sentences;
}
