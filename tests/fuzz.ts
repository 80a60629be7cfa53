import { parseArgs } from 'node:util';
import { KINDS } from './fuzz/kinds.ts';

/** `npm run fuzz -- <kind> --runs N [--seed N]`: a long attack; the gate makes a short one of each kind, and a night makes many. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const found = KINDS.get(positionals[0] ?? '');
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (found === undefined || !Number.isSafeInteger(runs) || !Number.isSafeInteger(seed)) {
  process.stderr.write(
    `npm run fuzz -- <${[...KINDS.keys()].join('|')}> --runs <number> [--seed <number>]\n`,
  );
  process.exitCode = 2;
} else {
  const { kind } = found;
  const outcome = await kind.run(runs, seed);
  for (const failure of outcome.failures) process.stdout.write(`${failure}\n`);
  process.stdout.write(
    `${kind.title}: ${outcome.runs} attacks, ${outcome.failures.length} failures (seed ${seed})\n`,
  );
  for (const [change, count] of outcome.byKind ?? []) process.stdout.write(`  ${change}: ${count}\n`);
  process.exitCode = outcome.failures.length === 0 ? 0 : 1;
}
