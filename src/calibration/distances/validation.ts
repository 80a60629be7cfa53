import {
  formatCount,
  formatDuration,
  formatShare,
  HOUR_MS,
  listInWords,
  openStream,
  plural,
  WEEK_MS,
} from '#base';
import { estimateMean } from '#statistics';
import { type FoundHolidays, holidaysInWords } from '../arrivals/holidays.ts';
import type { Measured } from '../estimates/measured.ts';
import type { SettledStory } from '../stories/settled.ts';
import { type BehaviourRow, behaviourOf, type HourlyBehaviour, hourlyBehaviour } from './behaviour.ts';
import {
  type ComparedWindow,
  DISTANCE_NAMES,
  DISTANCES,
  type DistanceName,
  distancesBetween,
  type JudgedDistance,
  type LogDistances,
  traitsOf,
} from './log-distances.ts';
import { type JudgedQuestion, judgeQuestions, usableSentence } from './usable.ts';

/** How a model compares with history. */
export interface Validation {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly runs: number;
  readonly distances: readonly JudgedDistance[];
  readonly rows: readonly BehaviourRow[];
  readonly hours: { readonly history: HourlyBehaviour; readonly model: HourlyBehaviour };
  /** Days on which hardly any case came, which the model was told in advance: in a sentence; null if there are none. */
  readonly closed: string | null;
  /** What the model may be used for, as far as this window shows; null if the model was calibrated from it, which shows nothing. */
  readonly questions: readonly JudgedQuestion[] | null;
}

interface ValidationInput {
  /** Whether the model was calibrated without the window. */
  readonly isHeldOut: boolean;
  /** All cases that history knows: those before the window are replayed. */
  readonly history: readonly SettledStory[];
  readonly historyFromMs: number;
  /** Days of the window, and of the week before, on which hardly any case came, and which the model knows only from there. */
  readonly closed: FoundHolidays;
  /** Cases of each run. */
  readonly runs: readonly (readonly SettledStory[])[];
}

/** Compares history and model in a window. */
export function validate(
  { closed, history, historyFromMs, isHeldOut, runs }: ValidationInput,
  window: ComparedWindow,
): Validation {
  const { fromMs, untilMs } = window;
  const observed = history.filter(({ openedMs }) => openedMs >= fromMs && openedMs < untilMs);
  const traits = traitsOf(observed, window);
  const between = (stories: readonly SettledStory[]) => distancesBetween(traits, traitsOf(stories, window));
  const models = runs.map(between);
  // Drawn at random: halves of alternating cases would share the same arrivals, and be closer than chance makes them.
  const draws = openStream('calibration', 0, 'halves of history');
  const isFirst = observed.map(() => draws.uniform() < 0.5);
  const half = (first: boolean) =>
    traitsOf(
      observed.filter((_, k) => isFirst[k] === first),
      window,
    );
  const halves = distancesBetween(half(true), half(false));
  const replayed = replayInto(history, { historyFromMs, fromMs, untilMs });
  const replay = replayed === null ? null : between(replayed);
  const simulated = runs.flat();
  const rowOf = (segment: string | null): BehaviourRow => {
    const own = (stories: readonly SettledStory[]) =>
      segment === null ? stories : stories.filter((story) => story.segment === segment);
    return {
      segment,
      history: behaviourOf(own(observed), untilMs, 1),
      model: behaviourOf(own(simulated), untilMs, runs.length),
    };
  };
  const segments = [...new Set(observed.map(({ segment }) => segment))].sort();
  const distances = DISTANCE_NAMES.map((name) => ({
    name,
    ...DISTANCES[name],
    model: meanOf(models, name),
    halves: halves[name],
    replay: replay?.[name] ?? null,
  }));
  const all = rowOf(null);
  return {
    fromMs,
    untilMs,
    runs: runs.length,
    distances,
    rows: [all, ...(segments.length > 1 ? segments.map(rowOf) : [])],
    questions: isHeldOut ? judgeQuestions(distances, all) : null,
    closed: closed.size === 0 ? null : closedSentence(closed),
    hours: {
      history: hourlyBehaviour(observed, window, 1),
      model: hourlyBehaviour(simulated, window, runs.length),
    },
  };
}

function closedSentence(closed: FoundHolidays): string {
  return `The model was told in advance that hardly any case comes on ${holidaysInWords(closed)}: a calendar may say so before, the log does not.`;
}

function meanOf(models: readonly LogDistances[], name: DistanceName): Measured | null {
  const values = models.flatMap((one) => one[name] ?? []);
  if (values.length === 0) return null;
  const { count, halfWidth, mean } = estimateMean(values, 0.95);
  return { value: mean, low: Math.max(0, mean - halfWidth), high: mean + halfWidth, n: count };
}

/**
 * The sentences that an answer begins with: what the model may be used for, what else is known of it (`known`), how well it reproduces history,
 * and its weakest part.
 */
export function validationSentences(
  { closed, distances, questions, rows, runs }: Validation,
  known: readonly string[] = [],
): readonly string[] {
  const judged = distances.filter(({ model, replay }) => model !== null && replay !== null);
  const better = judged.filter(({ model, replay }) => (model?.value ?? 0) < (replay ?? 0));
  const worse = judged.filter(({ model, replay }) => (model?.value ?? 0) > (replay ?? 0));
  const [all] = rows;
  const cases =
    all === undefined
      ? ''
      : `${formatCount(all.history.cases)} cases in history, ${formatCount(all.model.cases)} in the model. `;
  const closer =
    judged.length === 0
      ? 'There is no whole week before it to replay.'
      : better.length === 0
        ? `Replaying the weeks before is closer to history than the model by ${worse.length} of ${judged.length} distances, and the model by none.`
        : `The model is closer to history than a replay of the weeks before by ${better.length} of ${judged.length} distances: ${listInWords(better.map(({ title }) => title.toLowerCase()))}.`;
  return [
    usableSentence(questions),
    ...(closed === null ? [] : [closed]),
    ...known,
    `${cases}${closer} Means of ${plural(runs, 'run')}.`,
    weakest(distances, all),
  ];
}

/** The distance that is largest beside what chance makes. */
function weakest(distances: readonly JudgedDistance[], all: BehaviourRow | undefined): string {
  const ratios = distances.flatMap(({ halves, model, name }) =>
    model === null || halves === null
      ? []
      : [{ name, ratio: model.value / Math.max(halves, grainOf(name, all)), model: model.value }],
  );
  const worst = ratios.sort((one, other) => other.ratio - one.ratio)[0];
  if (worst === undefined) return 'Weakest part: there is nothing to compare.';
  const { title, unit } = DISTANCES[worst.name];
  const distance =
    unit === 'share'
      ? formatShare(worst.model)
      : formatDuration(worst.model * (unit === 'hours' ? 3600 : 60));
  const times =
    worst.ratio < 1.5 ? 'no more than chance makes' : `${worst.ratio.toFixed(0)} times what chance makes`;
  const seen = all === undefined ? '' : seenIn(worst.name, all);
  return `Weakest part: ${title.toLowerCase()}, ${distance} apart, ${times}${seen}.`;
}

/** What one case, or one unit of time, makes: chance makes no less. */
function grainOf(name: DistanceName, all: BehaviourRow | undefined): number {
  return DISTANCES[name].unit === 'share' ? 1 / Math.max(1, all?.history.cases ?? 1) : 1;
}

function seenIn(name: DistanceName, { history, model }: BehaviourRow): string {
  const median = (part: 'resolutionMedian' | 'waitMedian') => {
    const [one, other] = [history[part], model[part]];
    if (one === null || other === null) return '';
    return `; median ${formatDuration(one / 1000)} in history, ${formatDuration(other / 1000)} in the model`;
  };
  if (name === 'waits') return median('waitMedian');
  return name === 'cycle times' || name === 'relative events' ? median('resolutionMedian') : '';
}

/** Weeks that a replay repeats, at most. */
const REPLAYED_WEEKS = 4;

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
