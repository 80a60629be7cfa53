import { parseArgs } from 'node:util';

export const MODELS = ['mmc', 'skills', 'global'] as const;
export type BenchModel = (typeof MODELS)[number];

export interface BenchArguments {
  readonly models: readonly BenchModel[];
  readonly json: boolean;
  /** Timed runs of each competitor, interleaved. */
  readonly rounds: number;
  /** Runs of each competitor for statistics, each with another seed. */
  readonly seeds: number;
  /** In the model's own unit; null takes the model's default. */
  readonly size: number | null;
}

export const USAGE = `usage: npm run bench -- [mmc|skills|global]… [--json] [--rounds N] [--seeds N] [--size N]
  mmc      M/M/50 at 90 % load, compared with C++ and simjs     size: customers, at least 1000
  skills   skill-based routing, compared with C++ and simjs     size: days
  global   css-2014 with its ledger, and its audit              size: days, at most 28
  --rounds timed runs, at least 3             --seeds runs for statistics, at least 5
  --size   only with a single model           --json  print one JSON document to standard output`;

const SIZES: Readonly<Record<BenchModel, readonly [min: number, max: number]>> = {
  mmc: [1000, 1e9],
  skills: [1, 1e5],
  global: [1, 28],
};

/** The arguments, or a message to the user about what is wrong with them. */
export function parseArguments(args: readonly string[]): BenchArguments | string {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return (error as Error).message;
  }
  const { values, positionals } = parsed;
  const unknown = positionals.find((name) => !MODELS.some((model) => model === name));
  if (unknown !== undefined) return `there is no model ${unknown}: choose ${MODELS.join(', ')}`;
  const models = MODELS.filter((model) => positionals.length === 0 || positionals.includes(model));
  const rounds = wholeNumber('rounds', values.rounds, 3, 1000);
  const seeds = wholeNumber('seeds', values.seeds, 5, 1000);
  const [first, ...others] = models;
  if (values.size !== undefined && (first === undefined || others.length > 0)) {
    return '--size stands for another thing in each model: name one model with it';
  }
  const size = values.size === undefined ? null : wholeNumber('size', values.size, ...SIZES[first ?? 'mmc']);
  for (const value of [rounds, seeds, size]) if (typeof value === 'string') return value;
  return {
    models,
    json: values.json,
    rounds: Number(rounds),
    seeds: Number(seeds),
    size: size as number | null,
  };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      seeds: { type: 'string', default: '10' },
      size: { type: 'string' },
    },
  });
}

function wholeNumber(name: string, text: string, min: number, max: number): number | string {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= min && value <= max
    ? value
    : `--${name} ${text} is not a whole number from ${min} to ${max}`;
}
