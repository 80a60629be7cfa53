import { availableParallelism } from 'node:os';
import { type Result, success } from '#base';
import type { StoppingRule } from '#experiment';
import { FIRST_LOOK } from '#statistics';
import { type Problem, refuse, together } from '../../shared/problem.ts';
import { share, wholeNumber } from '../options/values.ts';

/** Options shared by all experiments. Numbers arrive as text from the command line. */
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
  /** How long replications may be begun, ms; undefined for as long as the rule wants. */
  readonly longestMs?: number;
}

const REPLICATIONS_MAX = 1_000_000;

/** The options as numbers. `precise`: measures to which `--precision` applies. */
export function settingsOfExperiment(
  options: ExperimentOptions,
  precise: readonly string[],
): Result<ExperimentSettings, Problem> {
  const numbers = together<{
    minimum: number;
    threads: number;
    level: number;
    precision: number | null;
    most: number | null;
  }>({
    minimum: wholeNumber('--replications', options.replications, 1, REPLICATIONS_MAX),
    threads: threadsOf(options),
    level: share('--level', options.level),
    precision: options.precision === undefined ? success(null) : share('--precision', options.precision),
    most:
      options.precision === undefined
        ? success(null)
        : wholeNumber('--maximum', options.maximum ?? '1000', 1, REPLICATIONS_MAX),
  });
  if (!numbers.ok) return numbers;
  const { level, minimum, most, precision, threads } = numbers.value;
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
  return success({ stopping: { minimum, maximum, precision, measures: precise }, level, threads });
}

export function threadsOf({ threads }: { readonly threads?: string }): Result<number, Problem> {
  return wholeNumber('--threads', threads ?? String(availableParallelism()), 1, 1024);
}
