import { openStream, type RandomStream } from '#base';

/** Attacks one part of the product with random input. Each round is a function of seed and number, so a failure can be repeated alone. */
export interface Fuzzer {
  readonly name: string;
  /** Rounds in the tests: under five seconds of processor time. */
  readonly shortRun: number;
  /** One attack: what went wrong, or null. An exception counts as a failure, too. */
  attack(stream: RandomStream): string | null | Promise<string | null>;
}

export interface FuzzingOptions {
  readonly runs: number;
  readonly seed: string;
  /** Number of the first round. */
  readonly from?: number;
}

/** Failures, each with what repeats it. */
export async function fuzz(
  fuzzer: Fuzzer,
  { from = 0, runs, seed }: FuzzingOptions,
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (let round = from; round < from + runs; round++) {
    const failure = await attackOnce(fuzzer, seed, round);
    if (failure !== null)
      failures.push(`npm run fuzz -- ${fuzzer.name} --seed ${seed} --from ${round} --runs 1\n${failure}`);
  }
  return failures;
}

async function attackOnce(fuzzer: Fuzzer, seed: string, round: number): Promise<string | null> {
  try {
    return await fuzzer.attack(openStream(seed, round, fuzzer.name));
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** A whole number below `end`. */
export function below(stream: RandomStream, end: number): number {
  return Math.floor(stream.uniform() * end);
}

export function oneOf<Value>(stream: RandomStream, values: readonly Value[]): Value {
  const value = values[below(stream, values.length)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
}
