import { HOUR_MS, wilsonInterval } from '#base';
import type { Scenario } from '#domain';
import { startReplication } from '#experiment';
import type { Contribution, Summary } from '#statistics';
import { type SeenRatio, verdictOfOneRun } from '../../../src/planning/targets/one-run-verdict.ts';
import { lengthsOf, type RunLength } from '../../../src/planning/targets/run-length.ts';
import { sha256 } from '../../running.ts';
import { scenarioOf } from '../judge.ts';
import type { JudgedModel, JudgedRatio } from './judged-models.ts';

/** How verdicts on a ratio went in runs of a model: shares of the runs. */
export interface VerdictRow {
  readonly model: string;
  readonly days: number;
  /** Relaxation times in a run, by theory. */
  readonly relaxations: number;
  readonly ratio: string;
  readonly truth: number;
  /** Standard deviation of the ratio over runs. */
  readonly error: number;
  readonly runs: number;
  /** Verdicts with the target at the true value: both are false, since nothing is better or worse than it. */
  readonly falselyMet: number;
  readonly falselyMissed: number;
  /** False verdicts with the target 1 and 2 standard errors to the side on which they are likelier, and 4 to either. */
  readonly falseElsewhere: number;
  /** Right verdicts with a target that is 4 standard errors worse than the truth (then it is met), and better; null if there is no such share. */
  readonly metAtFour: number | null;
  readonly missedAtFour: number | null;
  /** Runs that say neither met, missed nor how long they would have to be, with a target 4 standard errors to the side on which they are more. */
  readonly silentAtFour: number;
  /** No verdict at the true value since the run was found to be too short. */
  readonly tooShort: number;
  /** False verdicts at the true value by Wilson's interval for independent cases; null for means. */
  readonly falseByWilson: number | null;
}

/** What a run has seen of a ratio, but for the target. */
type Seen = Omit<SeenRatio, 'most'>;

interface Judgeable {
  readonly seen: Seen;
  readonly length: RunLength;
  readonly mean: number;
}

export interface VerdictEffort {
  readonly runs: number;
  readonly seed: string;
  readonly days?: readonly number[];
}

/** All cells of a model. `progress` is called with what has been done. */
export function measureVerdicts(
  model: JudgedModel,
  { days: chosen, runs, seed }: VerdictEffort,
  progress: (text: string) => void = () => {},
): readonly VerdictRow[] {
  const lengths = model.days.filter((days) => chosen?.includes(days) ?? true);
  const all = lengths.map((days) => {
    const scenario = scenarioOf({ text: model.text(days) });
    const found: Judgeable[][] = model.ratios.map(() => []);
    for (let replication = 0; replication < runs; replication++) {
      progress(`${model.id}, ${days} days: run ${replication + 1} of ${runs}`);
      const summary = summaryOf(scenario, `${seed}/${model.id}/${days}`, replication);
      const length = lengthsOf(
        summary,
        scenario,
      )({ segment: { id: 'customers' }, channels: ['phone'], of: 'answer' });
      model.ratios.forEach((ratio, i) => {
        found[i]?.push(judgeableOf(ratio, summary, length));
      });
    }
    return { days, found };
  });
  return all.flatMap(({ days, found }) =>
    model.ratios.map((ratio, i) => {
      const truth = ratio.truth ?? pooled(all.flatMap((one) => one.found[i] ?? []));
      return rowOf(model, { days, ratio: ratio.name, truth }, found[i] as readonly Judgeable[]);
    }),
  );
}

function summaryOf(scenario: Scenario, seed: string, replication: number): Summary {
  const run = startReplication(scenario, {
    seed,
    replication,
    engine: 'compiled',
    digest: sha256,
    writeLedger: null,
    engineVersion: 'validation',
    warmUp: undefined,
  });
  while (!run.advance(scenario.horizonMs));
  return run.finish().summary;
}

function judgeableOf({ series }: JudgedRatio, summary: Summary, length: RunLength): Judgeable {
  if (series === 'waits') {
    // By Little's law: the mean number of those who wait, hour by hour.
    const from = summary.warmUp?.hours ?? 0;
    const waiting = summary.hourly.waiting[0] ?? [];
    const parts = summary.hourly.arrived
      .map((arrived, hour) => ({ numerator: (waiting[hour] ?? 0) * 60, denominator: arrived }))
      .slice(from);
    const own = inStretches(parts, (summary.judgedOverTime?.everyS ?? 0) * 1000, length);
    return { seen: seenOf(own.parts, own.everyMs, false), length: own.length, mean: ratioOf(parts) };
  }
  const row = summary.judgedOverTime?.rows.find(({ id }) => id === series);
  if (row === undefined) throw new RangeError(`nothing was judged of ${series}`);
  const parts = row.judged.map((judged, i) => ({
    numerator: judged - (row.met[i] ?? 0),
    denominator: judged,
  }));
  const everyMs = (summary.judgedOverTime?.everyS ?? 0) * 1000;
  return { seen: seenOf(parts, everyMs, true), length, mean: ratioOf(parts) };
}

/** Waits are counted by hour, the control by stretch: the longer of the two serves for both. */
function inStretches(hours: readonly Contribution[], stretchMs: number, length: RunLength) {
  const everyMs = Math.max(HOUR_MS, stretchMs);
  const summed = (values: readonly number[], count: number) =>
    Array.from({ length: Math.ceil(values.length / count) }, (_, i) =>
      values.slice(i * count, (i + 1) * count).reduce((sum, value) => sum + value, 0),
    );
  const numerators = summed(
    hours.map(({ numerator }) => numerator),
    everyMs / HOUR_MS,
  );
  const denominators = summed(
    hours.map(({ denominator }) => denominator),
    everyMs / HOUR_MS,
  );
  const parts = numerators.map((numerator, i) => ({ numerator, denominator: denominators[i] as number }));
  const control = length.control === null ? null : summed(length.control, everyMs / stretchMs);
  return { parts, everyMs, length: { ...length, control } };
}

function seenOf(parts: readonly Contribution[], everyMs: number, isShare: boolean): Seen {
  const judged = parts.reduce((sum, { denominator }) => sum + denominator, 0);
  return { isShare, judged, judgedOf: 'cases', parts, everyMs };
}

function ratioOf(parts: readonly Contribution[]): number {
  const sum = (of: 'numerator' | 'denominator') => parts.reduce((all, part) => all + part[of], 0);
  return sum('numerator') / sum('denominator');
}

function pooled(all: readonly Judgeable[]): number {
  return ratioOf(all.map(({ mean, seen }) => ({ numerator: mean * seen.judged, denominator: seen.judged })));
}

function rowOf(
  model: JudgedModel,
  { days, ratio, truth }: Pick<VerdictRow, 'days' | 'ratio' | 'truth'>,
  all: readonly Judgeable[],
): VerdictRow {
  const runs = all.length;
  const means = all.map(({ mean }) => mean);
  const middle = means.reduce((sum, mean) => sum + mean, 0) / runs;
  const error = Math.sqrt(means.reduce((sum, mean) => sum + (mean - middle) ** 2, 0) / (runs - 1));
  const share = (most: number, state: string) =>
    all.filter(({ length, seen }) => verdictOfOneRun({ ...seen, most }, length).state === state).length /
    runs;
  const isShare = all[0]?.seen.isShare === true;
  const isPossible = (most: number) => most > 0 && (!isShare || most < 1);
  const whenPossible = (most: number, state: string) => (isPossible(most) ? share(most, state) : null);
  const elsewhere = [1, 2, 4].flatMap((errors) => [
    whenPossible(truth - errors * error, 'met') ?? 0,
    whenPossible(truth + errors * error, 'missed') ?? 0,
  ]);
  const silent = [truth + 4 * error, truth - 4 * error].map(
    (most) => whenPossible(most, 'too close to call') ?? 0,
  );
  return {
    model: model.id,
    days,
    ratio,
    truth,
    error,
    runs,
    relaxations: days * model.relaxations,
    falselyMet: share(truth, 'met'),
    falselyMissed: share(truth, 'missed'),
    falseElsewhere: Math.max(...elsewhere),
    metAtFour: whenPossible(truth + 4 * error, 'met'),
    missedAtFour: whenPossible(truth - 4 * error, 'missed'),
    silentAtFour: Math.max(...silent),
    tooShort: share(truth, 'too short'),
    falseByWilson: isShare ? all.filter((one) => isOutside(one, truth)).length / runs : null,
  };
}

function isOutside({ mean, seen }: Judgeable, truth: number): boolean {
  const [low, high] = wilsonInterval(mean, seen.judged);
  return truth < low || truth > high;
}
