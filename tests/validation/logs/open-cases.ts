import { DAY_MS, HOUR_MS } from '#base';
import { openCasesOfLog, readStories, settle, writeScenario } from '#calibration';
import { parseScenario } from '#scenario';
import { calibrationOf, type DatedCaseLog } from '../../../src/apps/shared/calibration/dated-log.ts';
import { scenarioNames } from '../../../src/apps/shared/calibration/log-window.ts';
import { steadyPart } from '../../../src/apps/shared/calibration/steady-part.ts';
import { durationsOf, survivalOf } from '../../../src/calibration/estimates/durations.ts';
import type { SettledStory } from '../../../src/calibration/stories/settled.ts';
import { successOf } from '../../running.ts';
import { coursesOf } from '../backlog/cuts.ts';
import { WORDS } from './rolling.ts';

/**
 * How well runs from the open cases of a log foretell when each is resolved, beside the curve of Kaplan and Meier of earlier cases that were
 * as old and stood where it stands. Both know only what the log has until the cut.
 */

export interface OpenCasesPlan {
  /** The first instants of the forecasts, epoch ms. */
  readonly cuts: readonly number[];
  /** How far they look ahead. Later resolutions count as if they came then. */
  readonly days: number;
  readonly runs: number;
}

/** Means over open cases, in hours. */
interface Foretold {
  readonly cases: number;
  readonly model: Errors;
  readonly curve: Errors;
}

export interface ForetoldCut extends Foretold {
  readonly atMs: number;
  /** The same by where cases stand. */
  readonly byState: ReadonlyMap<string, Foretold>;
}

/** The distance of the median from what came, and the continuous ranked probability score. */
interface Errors {
  readonly absolute: number;
  readonly score: number;
}

/** Hours until each case of a sample, or of a curve, is resolved: sorted, each with its probability. */
type Forecast = readonly { readonly hours: number; readonly weight: number }[];

export function foretoldCuts(log: DatedCaseLog, { cuts, days, runs }: OpenCasesPlan): readonly ForetoldCut[] {
  return cuts.map((atMs) => {
    const before = steadyPart({ ...log, untilMs: atMs }, { until: 'the cut' }, WORDS);
    const calibration = calibrationOf(before, [], WORDS);
    const start = new Date(atMs).toISOString();
    const names = { ...scenarioNames(before, 'open'), start, horizon: `${days} days` };
    const { text } = writeScenario(calibration, names, null);
    const alone = { path: 'scenario.yaml', text, readFile: () => ({ ok: false as const, problem: 'none' }) };
    const { scenario } = successOf(parseScenario(alone));
    const open = openCasesOfLog(log.cases, scenario, { atMs, writtenAtMs: atMs });
    const withCases = {
      ...alone,
      text: `${text}backlog: open.csv\n`,
      readFile: () => ({ ok: true as const, value: open.csv }),
    };
    const started = successOf(parseScenario(withCases)).scenario;
    const courses = coursesOf(started, [days * DAY_MS], 'open', runs);
    const ids = new Set(open.lines.map(({ id }) => id));
    const known = log.cases.filter(({ id, events }) => ids.has(id) && events.length > 0);
    const stories = settle(readStories(known).stories, log.defaults).stories;
    const later = new Map(known.map(({ id }, k) => [id, stories[k]]));
    const earlier = settle(readStories(log.cases, { ...log, untilMs: atMs }).stories, log.defaults).stories;
    const mostHours = days * 24;
    const scores = open.lines.flatMap(({ id }) => {
      const story = later.get(id);
      const state = story && stateAt(story, atMs);
      if (story === undefined || state === undefined || state === 'resolved') return [];
      const truth = Math.min(mostHours, ((story.resolvedMs ?? Number.POSITIVE_INFINITY) - atMs) / HOUR_MS);
      const sample = courses.map(({ resolved }) => (resolved.get(id) ?? Number.POSITIVE_INFINITY) / HOUR_MS);
      const model = sample
        .map((hours) => ({ hours: Math.min(mostHours, hours), weight: 1 / sample.length }))
        .sort((one, other) => one.hours - other.hours);
      const curve = curveOf(earlier, { state, ageMs: atMs - story.openedMs, atMs, mostHours });
      return [{ state, model: errorsOf(model, truth), curve: errorsOf(curve, truth) }];
    });
    const states = [...new Set(scores.map(({ state }) => state))].sort();
    const byState = states.map((is) => [is, foretoldIn(scores.filter(({ state }) => state === is))] as const);
    return { atMs, ...foretoldIn(scores), byState: new Map(byState) };
  });
}

function foretoldIn(scores: readonly Pick<Foretold, 'curve' | 'model'>[]): Foretold {
  const meanOf = (who: 'model' | 'curve'): Errors => {
    const mean = (of: keyof Errors) => scores.reduce((sum, one) => sum + one[who][of], 0) / scores.length;
    return { absolute: mean('absolute'), score: mean('score') };
  };
  return { cases: scores.length, model: meanOf('model'), curve: meanOf('curve') };
}

function stateAt({ endedMs, spells }: SettledStory, atMs: number): string | undefined {
  if (endedMs !== null && endedMs <= atMs) return undefined;
  const last = spells.findLast(({ fromMs }) => fromMs <= atMs);
  const isFirst = spells[0] === last;
  return last === undefined ? undefined : last.state === 'queued' && isFirst ? 'new' : last.state;
}

/** Ages count as alike within this factor, and within an hour. With fewer alike, all of the state count. */
const ALIKE = 1.5;
const ALIKE_LEAST = 30;

function curveOf(
  earlier: readonly SettledStory[],
  {
    ageMs,
    atMs,
    mostHours,
    state,
  }: { readonly state: string; readonly ageMs: number; readonly atMs: number; readonly mostHours: number },
): Forecast {
  const leftOf = (lowMs: number, highMs: number) =>
    earlier.flatMap(({ openedMs, resolvedMs, spells }) =>
      spells.flatMap((spell, k) => {
        const is = spell.state === 'queued' && k === 0 ? 'new' : spell.state;
        const fromMs = Math.max(spell.fromMs, openedMs + lowMs);
        const toMs = Math.min(spell.toMs ?? atMs, openedMs + highMs, atMs);
        if (is !== state || fromMs >= toMs) return [];
        const seenMs = Math.min(toMs, Math.max(fromMs, openedMs + ageMs));
        return [{ ms: (resolvedMs ?? atMs) - seenMs, hasEnded: resolvedMs !== null }];
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
    return { hours: Math.min(mostHours, step.ms / HOUR_MS), weight };
  });
  return [...steps, { hours: mostHours, weight: share }];
}

/** The score is that of T. Gneiting and A. E. Raftery (JASA 102, 2007): the area between the squared distances of forecast and truth. */
export function errorsOf(forecast: Forecast, truth: number): Errors {
  let [upTo, at, score] = [0, 0, 0];
  let median: number | null = null;
  const passTo = (hours: number) => {
    score += (upTo - (at >= truth ? 1 : 0)) ** 2 * (hours - at);
    at = hours;
  };
  for (const { hours, weight } of forecast) {
    if (at < truth && hours > truth) passTo(truth);
    passTo(hours);
    upTo += weight;
    if (upTo >= 0.5 - 1e-9) median ??= hours;
  }
  if (at < truth) passTo(truth);
  return { absolute: Math.abs((median ?? at) - truth), score };
}
