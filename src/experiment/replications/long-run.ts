import { type Digest, HOUR_MS, rowAt, SECOND_MS, WEEK_MS } from '#base';
import { type CaseFilter, type RunMs, type Scenario, trendWithin } from '#domain';
import {
  type Contribution,
  durationsOf,
  type Estimate,
  estimateOfBatches,
  estimateQuantile,
  filteredRows,
  hangTogether,
  type MeasuredFigures,
  measuredFigures,
  mser5,
  pseudoValues,
  QuantileHistogram,
  transientOf,
} from '#statistics';
import { firstWorkOf, meanContentMs } from '../controls/first-work.ts';
import type { Measure } from '../measures/measure.ts';
import { filtersOf, quantileOf } from '../measures/measures.ts';
import { inProgress, type RunInProgress, type WiredRun, wireRun } from './replication.ts';
import { type WantedLengths, type WorkDrawn, wantedLengths } from './wanted-length.ts';

export interface LongRunPlan {
  readonly seed: string;
  readonly replication: number;
  readonly measures: readonly Measure[];
  readonly batches: number;
  readonly level: number;
  readonly digest: Digest;
}

/** A measure over the batches of one run. */
export interface BatchedMeasure {
  readonly measure: Measure;
  readonly estimate: Estimate | null;
  /** One value per batch; null if it observed nothing. */
  readonly values: readonly (number | null)[];
  /** True if the batches are too short to count as independent. */
  readonly hangTogether: boolean;
  /** True if the run is too short for the load of its agents, whatever its batches look like. */
  readonly isTooShort: boolean;
}

export interface LongRunOutcome {
  /** Hours left out at the beginning. */
  readonly warmUpHours: number;
  /** True if the scenario gives the warm-up, false if MSER-5 determined it from this run. */
  readonly isGiven: boolean;
  /** True if MSER-5 could not tell: the run is too short. */
  readonly isUndecided: boolean;
  readonly batchHours: number;
  /** How long the measured part of the run must be for its load. Null if nothing was served. */
  readonly wanted: WantedLengths | null;
  readonly measures: readonly BatchedMeasure[];
  readonly isUnstable: boolean;
}

/** One run in progress, whose figures are taken slice by slice. */
export interface LongRun {
  readonly replication: RunInProgress;
  /** Whether demand or duty varies by hour or day, so that only whole weeks are alike. */
  readonly isCyclic: boolean;
  /** Makes one more slice. Returns false if it was the last. */
  advance(): boolean;
  /** Null if the run ended with fewer slices than batches, because its queue grew without bound. */
  finish(): LongRunOutcome | null;
}

/** Slices per batch if time is homogeneous. What is cut off at the beginning is a number of slices. */
const SLICES_PER_BATCH = 20;
/** Measures that belong to a whole run or to its end, and not to its batches. */
const OF_WHOLE_RUNS = ['cost', 'unanswered'];
/** Measures that few long waits decide. All others are shares, or show themselves in every case. */
const MEANS_OF_WAITS = /^(speed of answer|wait of all|queue length|sojourn)/;
const QUANTILES = /^(wait|sojourn) p\d/;

function figureOf(id: string): keyof WantedLengths {
  if (QUANTILES.test(id)) return 'quantiles';
  return MEANS_OF_WAITS.test(id) ? 'means' : id.startsWith('occupancy') ? 'occupancy' : 'shares';
}

/** Whether rates change from week to week, so that no steady state comes about. */
export function growsWithin(scenario: Scenario): boolean {
  return scenario.streams.some((stream) => trendWithin(scenario, stream) !== null);
}

/** How many whole weeks a run has, if a given warm-up leaves too few; null if it has enough, or needs none. */
export function weeksMissing(scenario: Scenario, batches: number): { readonly has: number } | null {
  if (!isCyclic(scenario)) return null;
  const has = Math.floor((scenario.horizonMs - startOf(scenario)) / WEEK_MS);
  return has < batches ? { has } : null;
}

export function startLongRun(scenario: Scenario, plan: LongRunPlan): LongRun {
  const { batches, digest, replication: number, seed } = plan;
  const filters = filtersOf(plan.measures);
  const fromMs = startOf(scenario);
  const measuredMs = scenario.horizonMs - fromMs;
  const cyclic = isCyclic(scenario);
  const sliceMs = cyclic ? WEEK_MS : Math.max(1, Math.floor(measuredMs / (batches * SLICES_PER_BATCH)));
  const workMs = firstWorkOf(scenario);
  /** By slice: the work of first contacts that was drawn, and its mean, ms. */
  const work: WorkDrawn[] = [];
  const wired = wireRun(scenario, {
    created(drawn) {
      const slice = Math.floor((drawn.arrivedMs - fromMs) / sliceMs);
      if (drawn.episode !== 0 || slice < 0) return;
      const sum = work[slice] ?? { drawnMs: 0, meanMs: 0 };
      work[slice] = sum;
      sum.drawnMs += drawn.contentMs;
      sum.meanMs += meanContentMs(scenario, workMs, drawn);
    },
    seed,
    replication: number,
    digest,
    engine: 'compiled',
    writeLedger: null,
    engineVersion: '',
    filters,
  });
  const replication = inProgress(wired);
  const ofWaits = waitFiltersOf(plan.measures);
  const wanted = Math.floor(measuredMs / sliceMs);
  const slices: FiguresTaken[] = [];
  const take = (timeMs: RunMs) => takeFigures(wired, scenario, timeMs, filters, ofWaits);
  if (fromMs > 0 && !replication.advance(fromMs)) take(fromMs);
  return {
    replication,
    isCyclic: cyclic,
    advance() {
      const untilMs = fromMs + (slices.length + 1) * sliceMs;
      const isOver = replication.advance(untilMs);
      if (isOver && replication.nowMs < untilMs) return false;
      slices.push(take(untilMs));
      return !isOver && slices.length < wanted;
    },
    finish() {
      if (slices.length < wanted) return null;
      return outcomeOf(slices, plan, scenario, { sliceMs, work });
    },
  };
}

interface FiguresTaken {
  readonly figures: MeasuredFigures;
  readonly waits: readonly QuantileHistogram[];
  readonly isUnstable: boolean;
}

/** What was measured since figures were last taken, and the waits of the cases of each filter of `ofWaits`, once the run is at `timeMs`. */
function takeFigures(
  { meter }: WiredRun,
  scenario: Scenario,
  timeMs: RunMs,
  filters: readonly CaseFilter[],
  ofWaits: readonly CaseFilter[],
): FiguresTaken {
  if (meter.endMs === null) {
    meter.advanceTo(timeMs);
    meter.settle(timeMs);
  }
  const figures = { ...measuredFigures(meter, scenario, timeMs), ...filteredRows(meter, scenario, filters) };
  const waits = ofWaits.map((filter) => durationsOf(meter, scenario, filter, 'wait'));
  meter.beginAnew(timeMs);
  return { figures, waits, isUnstable: meter.overload !== null };
}

function outcomeOf(
  slices: readonly FiguresTaken[],
  { batches, level, measures }: LongRunPlan,
  scenario: Scenario,
  { sliceMs, work }: { readonly sliceMs: number; readonly work: readonly WorkDrawn[] },
): LongRunOutcome {
  const fromMs = startOf(scenario);
  const givenMs = fromMs > 0 ? fromMs : null;
  // By Little's law, the mean number waiting is the sum of the waits of the answered per unit of time.
  const waiting = slices.map(({ figures: { total } }) => (total.speedOfAnswerS ?? 0) * total.answered);
  const ofWaits = waitFiltersOf(measures);
  const cut = givenMs === null ? Math.min(transientOf(waiting), slices.length - batches) : 0;
  const size = Math.floor((slices.length - cut) / batches);
  const first = slices.length - batches * size;
  const used = slices.slice(first);
  const wanted = wantedLengths(
    scenario,
    used.map(({ figures }) => figures),
    {
      fromMs: fromMs + first * sliceMs,
      untilMs: fromMs + slices.length * sliceMs,
      work: work.slice(first, slices.length).filter((sum) => sum !== undefined),
    },
  );
  const hours = (used.length * sliceMs) / HOUR_MS;
  const isShort = ({ id }: Measure) => {
    const length = wanted?.[figureOf(id)];
    return length !== undefined && (length.hours === null || hours < length.hours);
  };
  const groups = Array.from({ length: batches }, (_, batch) =>
    slices.slice(first + batch * size, first + (batch + 1) * size),
  );
  return {
    warmUpHours: (givenMs ?? first * sliceMs) / HOUR_MS,
    isGiven: givenMs !== null,
    isUndecided: givenMs === null && mser5(waiting) === null,
    batchHours: (size * sliceMs) / HOUR_MS,
    wanted,
    measures: measures
      .filter(({ id }) => !OF_WHOLE_RUNS.includes(id.split(/[/@]/)[0] as string))
      .map((measure) => ({ ...batched(measure, groups, level, ofWaits), isTooShort: isShort(measure) })),
    isUnstable: slices.some(({ isUnstable }) => isUnstable),
  };
}

function batched(
  measure: Measure,
  batches: readonly (readonly FiguresTaken[])[],
  level: number,
  ofWaits: readonly CaseFilter[],
): Omit<BatchedMeasure, 'isTooShort'> {
  const probability = quantileOf(measure);
  if (probability !== null) return quantileBatched(measure, probability, batches, level, ofWaits);
  const contributions = batches.map((slices) => {
    let [numerator, denominator] = [0, 0];
    for (const { figures } of slices) {
      const part = measure.contribution(figures);
      numerator += part?.numerator ?? 0;
      denominator += part?.denominator ?? 0;
    }
    return { numerator, denominator } satisfies Contribution;
  });
  const pseudo = pseudoValues(contributions);
  return {
    measure,
    estimate: pseudo === null ? null : estimateOfBatches(pseudo, level),
    values: contributions.map(({ denominator, numerator }) =>
      denominator === 0 ? null : numerator / denominator,
    ),
    hangTogether: pseudo !== null && hangTogether(pseudo),
  };
}

/** Histograms hold waits in ms; measures are in seconds. */
function quantileBatched(
  measure: Measure,
  probability: number,
  batches: readonly (readonly FiguresTaken[])[],
  level: number,
  ofWaits: readonly CaseFilter[],
): Omit<BatchedMeasure, 'isTooShort'> {
  const whose = ofWaits.findIndex((filter) => filter === measure.filter);
  const histograms = batches.map((slices) => {
    const waits = new QuantileHistogram();
    for (const slice of slices) waits.add(rowAt(slice.waits, whose));
    return waits;
  });
  const whole = new QuantileHistogram();
  for (const waits of histograms) whole.add(waits);
  const inMs = estimateQuantile(histograms, whole, probability, level);
  const values = histograms.map((waits) => waits.quantile(probability));
  const seen = values.filter((value) => value !== null);
  return {
    measure,
    estimate: inMs === null ? null : scaled(inMs, 1 / SECOND_MS),
    values: values.map((value) => (value === null ? null : value / SECOND_MS)),
    hangTogether: hangTogether(seen),
  };
}

/** The cases whose waits are wanted as histograms: a filter for each measure that is a quantile, in the order of a slice's histograms. */
function waitFiltersOf(measures: readonly Measure[]): readonly CaseFilter[] {
  return measures.flatMap((measure) =>
    quantileOf(measure) === null || measure.filter === null ? [] : [measure.filter],
  );
}

function scaled({ bounds, ...estimate }: Estimate, factor: number): Estimate {
  const { deviation, halfWidth, mean } = estimate;
  const sizes = { deviation: deviation * factor, halfWidth: halfWidth * factor, mean: mean * factor };
  if (bounds === undefined) return { ...estimate, ...sizes };
  return { ...estimate, ...sizes, bounds: { low: bounds.low * factor, high: bounds.high * factor } };
}

/** The given warm-up. One that must be determined is found in this run. */
function startOf({ warmUp }: Scenario): number {
  return warmUp !== undefined && 'forMs' in warmUp ? warmUp.forMs : 0;
}

function isCyclic({ centres, groups, horizonMs, streams }: Scenario): boolean {
  const isWhole = (windows: readonly { readonly fromMs: number; readonly toMs: number }[]) => {
    const [first] = windows;
    return windows.length === 1 && first !== undefined && first.fromMs <= 0 && first.toMs >= horizonMs;
  };
  return (
    streams.some(({ rate }) => new Set(rate.perMs).size > 1) ||
    centres.some(({ open }) => !isWhole(open)) ||
    groups.some(({ shifts }) => shifts.some(({ duty }) => !isWhole(duty)))
  );
}
