import { parseArgs } from 'node:util';
import { fuzz } from './fuzz/fuzzer.ts';
import { FUZZERS } from './fuzz/kinds.ts';

/** `npm run fuzz -- <kind> --runs <number> [--seed <text>] [--from <round>]`: a long run of one fuzzer. Exit code 1 when it finds something. */

const SHOWN_MAX = 20;
/** Rounds between two reports on how far it has come. */
const STRETCH = 1000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '2014' },
    from: { type: 'string', default: '0' },
  },
});
const fuzzer = FUZZERS.find(({ name }) => name === positionals[0]);
if (fuzzer === undefined) {
  process.stderr.write(`name a kind: ${FUZZERS.map(({ name }) => name).join(', ')}\n`);
  process.exitCode = 2;
} else {
  const [runs, first] = [Number(values.runs), Number(values.from)];
  const failures: string[] = [];
  for (let done = 0; done < runs; done += STRETCH) {
    const stretch = { runs: Math.min(STRETCH, runs - done), seed: values.seed, from: first + done };
    failures.push(...(await fuzz(fuzzer, stretch)));
    process.stderr.write(`${done + stretch.runs} rounds, ${failures.length} failures\n`);
  }
  for (const failure of failures.slice(0, SHOWN_MAX)) process.stdout.write(`${failure}\n\n`);
  process.stdout.write(`${fuzzer.name}: ${runs} rounds, ${failures.length} failures\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
