import { formatCount, formatDuration, HOUR_MS, plural } from '#base';
import type { LoggedCase } from '#caselog';
import { durationsOf, survivalOf } from '../estimates/durations.ts';
import type { CaseStory } from '../stories/case-story.ts';
import { readStories } from '../stories/read-stories.ts';

/** Means over open cases, in hours: by runs, and by the curve of Kaplan and Meier of earlier cases that were as old and stood there. */
interface Foretold {
  readonly cases: number;
  readonly model: Errors;
  readonly curve: Errors;
}

/** The distance of the median from what came, and the continuous ranked probability score. */
interface Errors {
  readonly absolute: number;
  readonly score: number;
}

/** How well runs foretold when each of the cases that were open at an instant was resolved. Both know only what the log has until then. */
export interface ForetoldCut extends Foretold {
  readonly atMs: number;
  readonly untilMs: number;
  readonly runs: number;
  /** The same by where cases stood. */
  readonly byState: ReadonlyMap<string, Foretold>;
}

/** Hours until a case is resolved: sorted, each with its probability. */
type Forecast = readonly { readonly hours: number; readonly weight: number }[];

/**
 * `runs`: for each run that starts from the cases open at `atMs`, when it resolved them, by id, ms since `atMs`. A resolution after `untilMs` counts as one
 * at `untilMs`. Null if no case was open.
 */
export function foretoldBy(
  runs: readonly ReadonlyMap<string, number>[],
  cases: readonly LoggedCase[],
  {
    atMs,
    ids,
    untilMs,
  }: { readonly atMs: number; readonly untilMs: number; readonly ids: readonly string[] },
): ForetoldCut | null {
  const known = cases.filter(({ events }) => (events[0]?.atMs ?? Number.POSITIVE_INFINITY) < atMs);
  const earlier = readStories(known, { untilMs: atMs, knowsEnds: false }).stories;
  const later = readStories(known, { untilMs }).stories;
  const numbers = new Map(known.map(({ id }, k) => [id, k]));
  const mostHours = (untilMs - atMs) / HOUR_MS;
  const capped = (ms: number | null | undefined) =>
    Math.min(mostHours, (ms ?? Number.POSITIVE_INFINITY) / HOUR_MS);
  const scores = ids.flatMap((id) => {
    const number = numbers.get(id) ?? -1;
    const [stood, went] = [earlier[number], later[number]];
    const state = stood && stateAt(stood, atMs);
    if (stood === undefined || went === undefined || state === undefined || state === 'resolved') return [];
    const resolvedMs = resolutionFrom(went, atMs);
    const truth = capped(resolvedMs === null ? null : resolvedMs - atMs);
    const sample = runs
      .map((run) => ({ hours: capped(run.get(id)), weight: 1 / runs.length }))
      .sort((one, other) => one.hours - other.hours);
    const curve = curveOf(earlier, { state, ageMs: atMs - stood.openedMs, atMs });
    return [
      {
        state,
        model: errorsOf(sample, truth, runs.length),
        curve: errorsOf(
          curve.map(({ ms, weight }) => ({ hours: capped(ms), weight })),
          truth,
        ),
      },
    ];
  });
  if (scores.length === 0) return null;
  const states = [...new Set(scores.map(({ state }) => state))].sort();
  const byState = states.map((is) => [is, meansOf(scores.filter(({ state }) => state === is))] as const);
  return { atMs, untilMs, runs: runs.length, ...meansOf(scores), byState: new Map(byState) };
}

/** Whether runs are to be trusted, for a reader of what they say of the open cases. A worse result says so in its first words. */
export function foretoldSentence({ atMs, cases, curve, model, runs, untilMs }: ForetoldCut): string {
  const isWorse = model.absolute > curve.absolute || model.score > curve.score;
  const hours = (value: number) => `${value.toFixed(1)} h`;
  const verdict = isWorse
    ? 'Worse than the simple alternative, how long earlier cases of the same age and state stayed open'
    : 'No worse than the simple alternative, how long earlier cases of the same age and state stayed open';
  const at = new Date(atMs).toISOString().slice(0, 16);
  const ahead = formatDuration((untilMs - atMs) / 1000);
  return `${verdict}: of the ${formatCount(cases)} cases that were open at ${at} UTC, ${plural(runs, 'run')} foretold the time to resolution within ${ahead} with a mean error of ${hours(model.absolute)}, the alternative with ${hours(curve.absolute)} (scores ${hours(model.score)} and ${hours(curve.score)}). A scenario that was made from this log may know that time already.`;
}

function meansOf(scores: readonly Pick<Foretold, 'curve' | 'model'>[]): Foretold {
  const meanOf = (who: 'model' | 'curve'): Errors => {
    const mean = (of: keyof Errors) => scores.reduce((sum, one) => sum + one[who][of], 0) / scores.length;
    return { absolute: mean('absolute'), score: mean('score') };
  };
  return { cases: scores.length, model: meanOf('model'), curve: meanOf('curve') };
}

function stateAt({ endedMs, spells }: CaseStory, atMs: number): string | undefined {
  if (endedMs !== null && endedMs <= atMs) return undefined;
  const last = spells.at(-1);
  return last === undefined || (last.state === 'queued' && last === spells[0]) ? 'new' : last.state;
}

function resolutionFrom({ endedMs, ending, spells }: CaseStory, ms: number): number | null {
  const next = spells.find(({ fromMs, state }) => state === 'resolved' && fromMs >= ms);
  return next?.fromMs ?? (ending === 'closed' && endedMs !== null && endedMs >= ms ? endedMs : null);
}

/** Ages count as alike within this factor, and within an hour. With fewer alike, all of the state count. */
const ALIKE = 1.5;
const ALIKE_LEAST = 30;

function curveOf(
  earlier: readonly CaseStory[],
  { ageMs, atMs, state }: { readonly state: string; readonly ageMs: number; readonly atMs: number },
): readonly { readonly ms: number; readonly weight: number }[] {
  const leftOf = (lowMs: number, highMs: number) =>
    earlier.flatMap((story) =>
      story.spells.flatMap((spell, k) => {
        const is = spell.state === 'queued' && k === 0 ? 'new' : spell.state;
        const fromMs = Math.max(spell.fromMs, story.openedMs + lowMs);
        const toMs = Math.min(spell.toMs ?? atMs, story.openedMs + highMs, atMs);
        if (is !== state || fromMs >= toMs) return [];
        const seenMs = Math.min(toMs, Math.max(fromMs, story.openedMs + ageMs));
        const resolvedMs = resolutionFrom(story, seenMs);
        return [{ ms: (resolvedMs ?? story.endedMs ?? atMs) - seenMs, hasEnded: resolvedMs !== null }];
      }),
    );
  const near = leftOf(Math.min(ageMs / ALIKE, ageMs - HOUR_MS), Math.max(ageMs * ALIKE, ageMs + HOUR_MS));
  const left = (near.length < ALIKE_LEAST ? leftOf(0, Number.POSITIVE_INFINITY) : near).filter(
    ({ ms }) => ms > 0,
  );
  const of = (hasEnded: boolean) => left.filter((one) => one.hasEnded === hasEnded).map(({ ms }) => ms);
  let share = 1;
  const steps = survivalOf(durationsOf(of(true), of(false))).map((step) => {
    const weight = share - step.share;
    share = step.share;
    return { ms: step.ms, weight };
  });
  return [...steps, { ms: Number.POSITIVE_INFINITY, weight: share }];
}

/**
 * The score is the continuous ranked probability score: the squared distance of the forecast's distribution function from that of the truth, summed over time
 * (T. Gneiting and A. E. Raftery, JASA 102, 2007). `sample`: the number of runs behind the forecast. The score is corrected for it, so that it estimates the score
 * of infinitely many runs (C. A. T. Ferro, Quarterly Journal of the Royal Meteorological Society 140, 2014).
 */
export function errorsOf(forecast: Forecast, truth: number, sample = Number.POSITIVE_INFINITY): Errors {
  let [upTo, at, score, spread] = [0, 0, 0, 0];
  let median: number | null = null;
  const passTo = (hours: number) => {
    score += (upTo - (at >= truth ? 1 : 0)) ** 2 * (hours - at);
    spread += upTo * (1 - upTo) * (hours - at);
    at = hours;
  };
  for (const { hours, weight } of forecast) {
    if (at < truth && hours > truth) passTo(truth);
    passTo(hours);
    upTo += weight;
    if (upTo >= 0.5 - 1e-9) median ??= hours;
  }
  if (at < truth) passTo(truth);
  return { absolute: Math.abs((median ?? at) - truth), score: score - spread / Math.max(1, sample - 1) };
}
