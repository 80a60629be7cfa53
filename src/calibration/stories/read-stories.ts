import type { LoggedCase } from '#caselog';
import { type CaseStory, StoryMaker } from './case-story.ts';
import { stateOf } from './state-words.ts';

/** The stories of a log, and what was found on the way. */
export interface ReadStories {
  readonly stories: readonly CaseStory[];
  /** The case of each story. */
  readonly cases: readonly LoggedCase[];
  /** The numbers of all cases, those outside of the span among them. */
  readonly ids: ReadonlySet<string>;
  /** First and last event, epoch ms; of the last only what lies before the end. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Activities that begin no state that calibration knows, and how many events have them. */
  readonly unknownActivities: ReadonlyMap<string, number>;
  /** Whether any event names a tier, or a centre. */
  readonly names: { readonly tier: boolean; readonly centre: boolean };
}

/** The part of a log that stories are read from: cases opened in [fromMs, untilMs), and their events before `untilMs`. Epoch ms. */
export interface ReadSpan {
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** False for stories that say of each time only what was known then. Left out: true. */
  readonly knowsEnds?: boolean;
}

/** Reads the stories of cases. What happens from `untilMs` on stays unseen, as if the log ended there. */
export function readStories(cases: Iterable<LoggedCase>, span: ReadSpan = {}): ReadStories {
  const { fromMs = Number.NEGATIVE_INFINITY, knowsEnds = true, untilMs = Number.POSITIVE_INFINITY } = span;
  const stories: CaseStory[] = [];
  const told: LoggedCase[] = [];
  const ids = new Set<string>();
  const unknown = new Map<string, number>();
  const names = { tier: false, centre: false };
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const one of cases) {
    ids.add(one.id);
    const openedMs = one.events[0]?.atMs ?? Number.POSITIVE_INFINITY;
    if (openedMs < fromMs || openedMs >= untilMs) continue;
    const maker = new StoryMaker(knowsEnds);
    for (const event of one.events) {
      if (event.atMs >= untilMs) {
        maker.goesOn();
        break;
      }
      const { activity, agent, atMs, centre, group, tier } = event;
      const state = activity === null ? null : stateOf(activity);
      if (activity !== null && state === null) unknown.set(activity, (unknown.get(activity) ?? 0) + 1);
      names.tier ||= tier !== null;
      names.centre ||= centre !== null;
      first = Math.min(first, atMs);
      last = Math.max(last, atMs);
      maker.take({ atMs, state, tier, group, centre, agent });
    }
    const { channel, country, language, product, segment, severity } = one;
    const story = maker.finish({ channel, country, language, product, segment, severity });
    if (story === null) continue;
    stories.push(story);
    told.push(one);
  }
  return { stories, cases: told, ids, fromMs: first, toMs: last, unknownActivities: unknown, names };
}
