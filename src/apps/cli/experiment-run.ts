import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Scenario } from '#domain';
import {
  type Executor,
  hashScenario,
  type Measure,
  type RecordStore,
  type ReplicationOutcome,
  type ReplicationRecord,
  replicate,
  type StoppingRule,
} from '#experiment';
import { type ExecutorOptions, openExecutors } from './executors.ts';
import { BAD_INPUT, INTERRUPTED } from './exit-codes.ts';
import { reasonOf, sha256, versions } from './host.ts';
import { jsonLine, readJsonLines } from './json-lines.ts';
import { createKeepingExecutor } from './kept-jobs.ts';
import { makeFolder } from './make-folder.ts';
import { complain } from './print.ts';
import { startProgress } from './progress.ts';

/** Options that every experiment has. Numbers arrive as text from the command line. */
export interface ExperimentOptions {
  readonly replications: string;
  readonly maximum?: string;
  readonly precision?: string;
  readonly level: string;
  readonly threads?: string;
  readonly seed?: string;
  readonly out?: string;
  readonly resume?: true;
  readonly quiet?: true;
  readonly json?: true;
  readonly executor?: string;
  readonly tenant?: string;
}

export interface ExperimentSettings {
  readonly stopping: StoppingRule;
  readonly level: number;
  readonly threads: number;
}

/** The options as numbers, or null when one is wrong; what is wrong has then been told. */
export function settingsOfExperiment(
  options: ExperimentOptions,
  precise: readonly string[],
): ExperimentSettings | null {
  const minimum = wholeNumber('--replications', options.replications, 1, 1_000_000);
  const threads = wholeNumber('--threads', options.threads ?? String(availableParallelism()), 1, 1024);
  const level = share('--level', options.level);
  const precision = options.precision === undefined ? null : share('--precision', options.precision);
  const maximum =
    options.precision === undefined
      ? minimum
      : wholeNumber('--maximum', options.maximum ?? '1000', 1, 1_000_000);
  if (minimum === null || threads === null || level === null || maximum === null) return null;
  if (options.precision !== undefined && precision === null) return null;
  if (maximum < minimum) {
    complain(`--maximum ${maximum} is below --replications ${minimum}`, 'let it be larger');
    return null;
  }
  const least = precision === null ? minimum : Math.max(2, minimum);
  return { stopping: { minimum: least, maximum, precision, measures: precise }, level, threads };
}

/** The number of an option; null when it is none, which has been told. */
export function wholeNumber(name: string, text: string, least: number, most: number): number | null {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  complain(`${name} ${text} is not a whole number from ${least} to ${most}`, `write e.g. ${name} 20`);
  return null;
}

/** The share of an option, above 0 and below 1; null when it is none, which has been told. */
export function share(name: string, text: string): number | null {
  const match = /^(\d+(?:\.\d+)?) ?(%?)$/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1);
  if (value > 0 && value < 1) return value;
  complain(`${name} ${text} is not a share between 0 and 1`, `write e.g. ${name} 95% or ${name} 0.95`);
  return null;
}

/** The measures that are named, separated by commas, or all; null when there is none of a name, which has been told. */
export function chosenMeasures(
  all: readonly Measure[],
  names: string | undefined,
): readonly Measure[] | null {
  if (names === undefined) return all;
  const wanted = names.split(',').map((name) => name.trim());
  const unknown = wanted.find((name) => !all.some(({ id }) => id === name));
  if (unknown === undefined) return all.filter(({ id }) => wanted.includes(id));
  complain(`there is no measure ${unknown}`, `choose among ${all.map(({ id }) => id).join(', ')}`);
  return null;
}

/** An experiment: what is to be run, under one seed. */
export interface Experiment {
  readonly kind: string;
  readonly seed: string;
  readonly scenarios: readonly { readonly name: string; readonly scenario: Scenario }[];
  readonly measures: readonly (readonly Measure[])[];
}

const RECORDS = 'replications.ndjson';
const PLAN = 'experiment.json';

/**
 * Makes the replications of an experiment in threads, with progress; what is done is kept in the folder as it comes, so
 * that Ctrl-C, or worse, loses no more than the replications in hand. Null when there is nothing to go on with: what is
 * wrong has then been told and the exit code set.
 */
export async function runExperiment(
  experiment: Experiment,
  settings: ExperimentSettings,
  folder: string,
  options: ExecutorOptions & { readonly resume?: true; readonly quiet?: true },
): Promise<ReplicationOutcome | null> {
  let isInterrupted = false;
  const executors = await openExecutors(options, settings.threads, () => interrupt());
  if (executors === null) {
    process.exitCode = BAD_INPUT;
    return null;
  }
  const store = openStore(experiment, settings, folder, options.resume === true);
  if (store === null) {
    await executors.close();
    return null;
  }
  const executor = executors.create(`${experiment.kind} ${experiment.scenarios[0]?.name ?? ''}`);
  const interrupt = () => {
    isInterrupted = true;
    executor.interrupt();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const total = settings.stopping.maximum * experiment.scenarios.length;
  const progress = startProgress(experiment.kind, options.quiet === true, 'replications');
  let made = store.known.length;
  try {
    await executor.begin(experiment.scenarios.map(({ scenario }) => scenario));
    const { level, stopping } = settings;
    const plan = { measures: experiment.measures, seed: experiment.seed, level, stopping };
    const outcome = await replicate(plan, executor, store, {
      isInterrupted: () => isInterrupted,
      done: () => progress.at(++made / total, made),
    });
    await setImmediate();
    const [failure] = outcome.failures;
    if (failure !== undefined) {
      const others = outcome.failures.length - 1;
      complain(
        `replication ${failure.job.replication} of ${experiment.scenarios[failure.job.scenario]?.name} failed: ${failure.cause}` +
          (others === 0 ? '' : ` (and ${others} more)`),
        `the ${made} that were made are kept in ${folder}; --resume goes on with the others`,
      );
      process.exitCode = BAD_INPUT;
      return null;
    }
    if (isInterrupted) {
      process.stderr.write(`interrupted: ${made} replications are kept in ${folder}; --resume goes on\n`);
      process.exitCode = INTERRUPTED;
      return null;
    }
    writeSorted(folder, outcome);
    warnOfOverload(experiment, outcome);
    return outcome;
  } finally {
    progress.done();
    await executor.end();
    await executors.close();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** An unstable replication gives figures that depend on its length: to be known whatever the experiment asks. */
function warnOfOverload({ scenarios }: Experiment, { records }: ReplicationOutcome): void {
  scenarios.forEach(({ name }, s) => {
    const all = records[s] ?? [];
    const unstable = all.filter(({ isUnstable }) => isUnstable).length;
    if (unstable === 0) return;
    process.stderr.write(
      `warning: ${unstable} of ${all.length} replications of ${name} are unstable: their waiting lines grew without bound, ` +
        'and their figures depend on how long they ran\n',
    );
  });
}

/** Opens the folder's records; null, with a reason told, when the folder is of something else. */
function openStore(
  experiment: Experiment,
  settings: ExperimentSettings,
  folder: string,
  isResumed: boolean,
): RecordStore | null {
  const plan = `${JSON.stringify(
    {
      experiment: experiment.kind,
      engine: versions.engine,
      seed: experiment.seed,
      level: settings.level,
      stopping: settings.stopping,
      scenarios: experiment.scenarios.map(({ name, scenario }) => ({
        name,
        hash: hashScenario(scenario, sha256),
      })),
    },
    null,
    2,
  )}\n`;
  try {
    makeFolder(folder);
    const isOurs = existsSync(join(folder, PLAN));
    if (!isOurs && readdirSync(folder).length > 0) {
      complain(
        `${folder} exists and is not the folder of an earlier experiment`,
        'choose another with --out',
      );
      process.exitCode = BAD_INPUT;
      return null;
    }
    const known: ReplicationRecord[] = [];
    if (isResumed) {
      if (!isOurs || readFileSync(join(folder, PLAN), 'utf8') !== plan) {
        complain(
          `${folder} holds no earlier part of this experiment`,
          'resume with the same scenarios, seed and options, or leave --resume out',
        );
        process.exitCode = BAD_INPUT;
        return null;
      }
      known.push(...readJsonLines<ReplicationRecord>(join(folder, RECORDS)));
    }
    writeFileSync(join(folder, PLAN), plan);
    writeFileSync(join(folder, RECORDS), known.map(jsonLine).join(''));
    return { known, add: (record) => appendFileSync(join(folder, RECORDS), jsonLine(record)) };
  } catch (error) {
    complain(reasonOf(error, folder), 'choose another folder with --out, or make room');
    process.exitCode = BAD_INPUT;
    return null;
  }
}

/** The records that count, in order: the same bytes however they came. */
function writeSorted(folder: string, { records }: ReplicationOutcome): void {
  const lines = records.flat().map(jsonLine);
  writeFileSync(join(folder, RECORDS), lines.join(''));
}

/**
 * An executor for searches, which keeps in the folder what it makes; null when it cannot be had, which has been told. `cancelled`: somebody
 * has ended the search from afar.
 */
export async function openKeepingExecutor(
  kind: string,
  threads: number,
  folder: string,
  options: ExecutorOptions & { readonly resume?: true },
  cancelled: () => void,
): Promise<Executor | null> {
  process.exitCode = BAD_INPUT;
  const executors = await openExecutors(options, threads, cancelled);
  if (executors === null) return null;
  try {
    const inner = executors.create(kind);
    const interrupt = () => inner.interrupt();
    process.on('SIGINT', interrupt);
    return createKeepingExecutor(inner, folder, options.resume === true, async () => {
      process.off('SIGINT', interrupt);
      await executors.close();
    });
  } catch (error) {
    await executors.close();
    complain(reasonOf(error, folder), 'choose another folder with --out, or make room');
    return null;
  }
}
