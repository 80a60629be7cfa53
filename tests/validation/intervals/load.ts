import type { Scenario } from '#domain';
import { type LongRunOutcome, measuresNamed, measuresOf, startLongRun } from '#experiment';
import { BATCHES, boundsOf } from '#statistics';
import { modelOf } from '../../demand/model.ts';
import { sha256 } from '../../running.ts';
import { mmc, relaxationTime } from '../theory.ts';
import { isFewer, LEVEL } from './coverage.ts';

type BatchedMeasure = LongRunOutcome['measures'][number];

/** Long runs in batches (`run --batch-means`) of one load and length: how often intervals hold, and how often runs are called too short. */
export interface LoadRow {
  readonly agents: number;
  readonly load: number;
  /** Length in relaxation times. */
  readonly relaxations: number;
  readonly measure: string;
  readonly experiments: number;
  readonly held: number;
  /** Runs that are called too short, for their load or because batches are correlated. */
  readonly said: number;
  /** Of the others. */
  readonly heldInSilence: number;
}

export interface LoadedQueue {
  readonly agents: number;
  readonly load: number;
}

/** Loads of M/M/c; a handle time is a minute. */
export const LOADED_QUEUES: readonly LoadedQueue[] = [0.5, 0.8, 0.9, 0.95, 0.98].flatMap((load) =>
  [1, 4].map((agents) => ({ agents, load })),
);
export const RELAXATIONS: readonly number[] = [10, 30, 130, 260];
/** Longer runs get fewer experiments, so that a row costs at most this many cases for each experiment that is asked for. */
const CASES_OF_EXPERIMENT = 5e4;
/** What intervals of runs that are not called too short promise, and in how many of the runs whose intervals hold they may be called so. */
export const PROMISED = { low: 0.935, high: 0.965, said: 0.1 };

export function measureLoad(
  { agents, load }: LoadedQueue,
  relaxations: number,
  effort: { readonly experiments: number; readonly seed: string },
): readonly LoadRow[] {
  const rates = { c: agents, lambda: load * agents, mu: 1 };
  const theory = mmc(rates);
  const minutes = relaxations * Math.max(1, relaxationTime(rates));
  const scenario = queueOf(agents, rates.lambda * 60, minutes);
  const truths = {
    'speed of answer': theory.meanWait * 60,
    'service level': theory.waitWithin(10 / 60),
    'queue length': theory.meanQueue,
    occupancy: load,
  };
  const named = measuresNamed(Object.keys(truths), scenario, null);
  if (!named.ok) throw new RangeError(named.problem.join());
  const p90 = theory.waits > 0.15 ? measuresOf([], null, [90]).filter(({ id }) => id === 'wait p90') : [];
  const p90Truth = (Math.log(theory.waits / 0.1) / (agents - rates.lambda)) * 60;
  const all = [...Object.entries(truths), ...p90.map(({ id }) => [id, p90Truth] as const)];
  const affordable = Math.floor((effort.experiments * CASES_OF_EXPERIMENT) / (minutes * rates.lambda));
  const experiments = Math.max(1, Math.min(effort.experiments, affordable));
  const found = Array.from({ length: experiments }, (_, replication) => {
    const measures = [...named.value, ...p90];
    const seed = `${effort.seed}/${agents}/${load}/${relaxations}`;
    const run = startLongRun(scenario, {
      seed,
      replication,
      measures,
      batches: BATCHES,
      level: LEVEL,
      digest: sha256,
    });
    while (run.advance());
    return run.finish()?.measures ?? [];
  });
  return all.map(([measure, truth]): LoadRow => {
    const ofMeasure = found.flatMap((batched) => batched.filter((one) => one.measure.id === measure));
    const silent = ofMeasure.filter((one) => !isSaid(one));
    const count = (some: readonly BatchedMeasure[]) => some.filter((one) => holds(one, truth)).length;
    return {
      agents,
      load,
      relaxations,
      measure,
      experiments,
      held: count(ofMeasure),
      said: experiments - silent.length,
      heldInSilence: count(silent),
    };
  });
}

/** Without an interval, nothing is claimed. */
function isSaid({ estimate, hangTogether, isTooShort }: BatchedMeasure): boolean {
  return estimate === null || hangTogether || isTooShort;
}

function holds({ estimate }: BatchedMeasure, truth: number): boolean {
  if (estimate === null) return false;
  const { high, low } = boundsOf(estimate);
  return low <= truth && truth <= high;
}

/** From empty. */
function queueOf(agents: number, perHour: number, minutes: number): Scenario {
  const scenario = modelOf(`
horizon: ${Math.ceil(minutes)} min
centres: { home: { groups: { servers: { shifts: { always: { agents: ${agents} } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perHour}/h }]
`);
  return scenario;
}

export interface LoadVerdicts {
  /** Queues and measures whose silent runs, of all lengths together, hold clearly too rarely or too often: what is promised is by load. */
  readonly outside: readonly string[];
  /** Lengths of which the same is true. Few of their runs are silent, or they would be outside. */
  readonly outsideByLength: readonly LoadRow[];
  /** Of the runs of all rows whose intervals hold as promised, the share that is called too short. */
  readonly saidWhereRight: number;
  readonly isKept: boolean;
}

export function loadVerdicts(rows: readonly LoadRow[]): LoadVerdicts {
  const outsideByLength = rows.filter((row) => isOutside(row.heldInSilence, row.experiments - row.said));
  const outside = [...new Set(rows.map(nameOf))].flatMap((name) => {
    const own = rows.filter((row) => nameOf(row) === name);
    const silent = own.reduce((sum, { experiments, said }) => sum + experiments - said, 0);
    const held = own.reduce((sum, { heldInSilence }) => sum + heldInSilence, 0);
    return isOutside(held, silent) ? [`${name} (${shareOf(held, silent)})`] : [];
  });
  const right = rows.filter(
    ({ experiments, held }) => !isOutside(held, experiments) && held / experiments >= PROMISED.low,
  );
  const sum = (of: (row: LoadRow) => number) => right.reduce((total, row) => total + of(row), 0);
  const saidWhereRight =
    sum(({ said }) => said) /
    Math.max(
      1,
      sum(({ experiments }) => experiments),
    );
  const isKept = outside.length === 0 && saidWhereRight <= PROMISED.said;
  return { outside, outsideByLength, saidWhereRight, isKept };
}

function nameOf({ agents, load, measure }: LoadRow): string {
  return `${measure} of M/M/${agents} at ${100 * load} %`;
}

function shareOf(count: number, of: number): string {
  return of === 0 ? '–' : `${((100 * count) / of).toFixed(1)} % of ${of}`;
}

function isOutside(held: number, experiments: number): boolean {
  if (experiments === 0) return false;
  return (
    isFewer(held, experiments, PROMISED.low) || isFewer(experiments - held, experiments, 1 - PROMISED.high)
  );
}

/** The results, as a Markdown table. */
export function loadTable(rows: readonly LoadRow[]): string {
  const { outside, outsideByLength, saidWhereRight } = loadVerdicts(rows);
  const heads = [
    'Agents',
    'Load',
    'Relaxation times',
    'Measure',
    'Held',
    'Called too short',
    'Held, of the others',
    'Verdict',
  ];
  const lines = rows.map((row) => {
    const { agents, experiments, held, heldInSilence, load, measure, relaxations, said } = row;
    const verdict = outsideByLength.includes(row) ? 'OUTSIDE' : said === experiments ? 'too short' : 'holds';
    return [
      ...[agents, load, relaxations, measure, shareOf(held, experiments), shareOf(said, experiments)],
      ...[shareOf(heldInSilence, experiments - said), verdict],
    ];
  });
  const lengths = outsideByLength.map((row) => {
    const held = shareOf(row.heldInSilence, row.experiments - row.said);
    return `${nameOf(row)}, ${row.relaxations} relaxation times (${held})`;
  });
  const silent = rows.reduce((sum, { experiments, said }) => sum + experiments - said, 0);
  const all = rows.reduce((sum, { heldInSilence }) => sum + heldInSilence, 0);
  return `${[heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

Not called too short: ${shareOf(all, silent)} hold. Called too short where intervals hold as promised: ${(100 * saidWhereRight).toFixed(1)} %, of 10 % at most.
Loads at which those not called too short do not hold in 93.5 to 96.5 %: ${listOf(outside)}. Single lengths: ${listOf(lengths)}.
`;
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join('; ');
}
