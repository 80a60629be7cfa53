import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzKind, FuzzOutcome } from './fuzz-kind.ts';
import { KINDS } from './kinds.ts';

/** What a night has made of one kind. */
export interface Tried {
  readonly title: string;
  attempts: number;
  readonly failures: string[];
  /** How many attempts were of each of its kinds of change; empty if it has only one. */
  readonly byKind: Map<string, number>;
}

/** Attacks of a kind that have done damage once. The gate repeats them. */
interface KeptSeed {
  readonly kind: string;
  readonly seed: number;
  readonly runs: number;
}

const KEPT_SEEDS = join(import.meta.dirname, 'kept-seeds.json');

export function keptSeeds(): readonly KeptSeed[] {
  return JSON.parse(readFileSync(KEPT_SEEDS, 'utf8')) as KeptSeed[];
}

function keep(seed: KeptSeed): void {
  const seeds = [...keptSeeds(), seed];
  writeFileSync(KEPT_SEEDS, `[\n${seeds.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`);
}

interface Night {
  readonly firstSeed: number;
  readonly isOver: () => boolean;
  /** Called after each kind of each round. */
  readonly done: (tried: ReadonlyMap<string, Tried>, round: number) => void;
}

/** Makes rounds of all kinds of attacks, each with a seed of its own, until the night is over. Each kind gets at least one turn. */
export async function makeNight({ done, firstSeed, isOver }: Night): Promise<ReadonlyMap<string, Tried>> {
  const tried = new Map<string, Tried>();
  for (let round = 0; round === 0 || !isOver(); round++) {
    for (const [name, { kind, runs }] of KINDS) {
      if (round > 0 && isOver()) break;
      const seed = firstSeed + round;
      const outcome = await attempt(kind, runs, seed);
      const soFar: Tried = tried.get(name) ?? {
        title: kind.title,
        attempts: 0,
        failures: [],
        byKind: new Map(),
      };
      soFar.attempts += outcome.runs;
      soFar.failures.push(...outcome.failures);
      for (const [change, count] of outcome.byKind ?? [])
        soFar.byKind.set(change, (soFar.byKind.get(change) ?? 0) + count);
      tried.set(name, soFar);
      if (outcome.failures.length > 0) keep({ kind: name, seed, runs });
      done(tried, round);
    }
  }
  return tried;
}

/** An attack that throws has done damage, and the night goes on. */
async function attempt(kind: FuzzKind, runs: number, seed: number): Promise<FuzzOutcome> {
  try {
    return await kind.run(runs, seed);
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { runs, failures: [`${kind.title}, seed ${seed}: ${what}`] };
  }
}

/**
 * Upper end of a one-sided 95 % interval for the share of attacks that do damage, if none of `attempts` did: the rule of three, exact (1 −
 * 0.05^(1 ⁄ n)).
 */
export function shareAtMost(attempts: number): number {
  return 1 - 0.05 ** (1 / attempts);
}
