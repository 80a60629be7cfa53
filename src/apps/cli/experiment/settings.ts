import { availableParallelism } from 'node:os';
import type { Scenario } from '#domain';
import type { Measure, StoppingRule } from '#experiment';
import { FIRST_LOOK } from '#statistics';
import { refuse, together } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import type { ThreadPool } from '../../shared/threads/thread-pool.ts';
import { share, wholeNumber } from '../options/values.ts';
import type { ResultPlace } from './result-place.ts';

/** Options shared by all experiments. Numbers arrive as text from the command line. */
export interface ExperimentOptions {
  readonly replications?: string;
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
  /** How long replications may be begun, ms; undefined for as long as the rule wants. */
  readonly longestMs?: number;
}

/** How a command makes experiments and searches, and where it keeps what it has made. */
export interface ExperimentTask {
  readonly settings: ExperimentSettings;
  readonly place: ResultPlace;
  readonly options: Pick<ExperimentOptions, 'executor' | 'quiet' | 'resume' | 'tenant'>;
  readonly context: CommandContext;
  /** Threads that the caller goes on using, and ends; undefined if the experiment is to start its own. */
  readonly pool?: ThreadPool;
}

const REPLICATIONS_MAX = 1_000_000;

/** The options as numbers. `precise`: measures to which `--precision` applies. `usual`: replications, if no option says how many. */
export function settingsOfExperiment(
  options: ExperimentOptions,
  precise: readonly string[],
  usual = 10,
): ExperimentSettings {
  const { level, minimum, most, precision, threads } = together({
    minimum: () => wholeNumber('--replications', options.replications ?? String(usual), 1, REPLICATIONS_MAX),
    threads: () => threadsOf(options),
    level: () => share('--level', options.level),
    precision: () => (options.precision === undefined ? null : share('--precision', options.precision)),
    most: () =>
      options.precision === undefined
        ? null
        : wholeNumber('--maximum', options.maximum ?? '1000', 1, REPLICATIONS_MAX),
  });
  const maximum = most ?? minimum;
  if (maximum < minimum) {
    return refuse(`--maximum ${maximum} is below --replications ${minimum}`, 'raise it');
  }
  if (precision !== null && maximum < FIRST_LOOK) {
    return refuse(
      `--maximum ${maximum} is below ${FIRST_LOOK}, the replications at which a precision is first looked at`,
      'raise it, or use --replications without --precision',
    );
  }
  return { stopping: { minimum, maximum, precision, measures: precise }, level, threads };
}

export function threadsOf({ threads }: { readonly threads?: string }): number {
  return wholeNumber('--threads', threads ?? String(availableParallelism()), 1, 1024);
}

export interface Experiment {
  readonly kind: string;
  readonly seed: string;
  readonly scenarios: readonly { readonly name: string; readonly scenario: Scenario }[];
  readonly measures: readonly (readonly Measure[])[];
  /** True if all figures of the summaries are kept, too. */
  readonly isDetailed?: true;
}
