import { parseArgs } from 'node:util';
import { damaged } from './fuzz/damaged.ts';
import { disk, kills } from './fuzz/disk.ts';
import { foreign } from './fuzz/foreign.ts';
import type { FuzzKind } from './fuzz/fuzz-kind.ts';
import { kept } from './fuzz/kept.ts';
import { ledger } from './fuzz/ledger.ts';
import { mutants } from './fuzz/mutants.ts';
import { names } from './fuzz/names.ts';
import { scenarios } from './fuzz/scenarios.ts';
import { sql } from './fuzz/sql.ts';
import { studio } from './fuzz/studio.ts';
import { terminal } from './fuzz/terminal.ts';
import { verifiers } from './fuzz/verifiers.ts';

/** `npm run fuzz -- <kind> --runs N [--seed N]`: a long attack; the gate makes a short one of each kind. */
const KINDS: Readonly<Record<string, FuzzKind>> = {
  damaged,
  disk,
  foreign,
  kept,
  kills,
  ledger,
  mutants,
  names,
  scenarios,
  sql,
  studio,
  terminal,
  verifiers,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const kind = positionals[0] === undefined ? undefined : new Map(Object.entries(KINDS)).get(positionals[0]);
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (kind === undefined || !Number.isSafeInteger(runs) || !Number.isSafeInteger(seed)) {
  process.stderr.write(
    `npm run fuzz -- <${Object.keys(KINDS).join('|')}> --runs <number> [--seed <number>]\n`,
  );
  process.exitCode = 2;
} else {
  const outcome = await kind.run(runs, seed);
  for (const failure of outcome.failures) process.stdout.write(`${failure}\n`);
  process.stdout.write(
    `${kind.title}: ${outcome.runs} attacks, ${outcome.failures.length} failures (seed ${seed})\n`,
  );
  process.exitCode = outcome.failures.length === 0 ? 0 : 1;
}
