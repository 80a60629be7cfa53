import { openStream, type RandomStream } from '#base';
import type { FuzzKind } from './fuzz-kind.ts';

/** What went wrong in one attack, or null. An exception is also a failure. */
type Attack = (stream: RandomStream) => string | null | Promise<string | null>;

/** Independent attacks: each is a function of seed and number, so that one can be repeated alone. */
export function inRounds(name: string, title: string, attack: Attack): FuzzKind {
  return {
    title,
    async run(runs, seed) {
      const failures: string[] = [];
      for (let round = 0; round < runs; round++) {
        const failure = await attempt(attack, openStream(String(seed), round, name));
        if (failure !== null) failures.push(`${name}, seed ${seed}, round ${round}: ${failure}`);
      }
      return { runs, failures };
    },
  };
}

async function attempt(attack: Attack, stream: RandomStream): Promise<string | null> {
  try {
    return await attack(stream);
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
