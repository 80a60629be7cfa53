import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPackage, builtProgram } from './build.ts';
import { runChild } from './child.ts';
import { median } from './estimates.ts';
import { markdownTable } from './markdown-table.ts';

/**
 * `npm run bench:threads -- [SCENARIO] [REPLICATIONS] [ROUNDS] [HORIZON]`: how many replications a second one thread makes, and
 * how many two and up to all cores do, by the built command line; thread numbers take turns within every round. The scenario
 * runs for HORIZON, longer than its own or shorter. Wall time, since that is what threads are for, with its CPU time beside it. Exit code 1 where the records of two thread numbers differ.
 */
const ROOT = join(import.meta.dirname, '../..');
const [scenario = 'first-steps', replicationsText = '60', roundsText = '3', horizon = '1 week'] =
  process.argv.slice(2);
const [replications, rounds] = [Number(replicationsText), Number(roundsText)];
const cores = availableParallelism();
const threadNumbers = [1, 2, 4, 8, 16].filter((threads) => threads === 1 || threads <= cores);
const program = builtProgram(new URL('./command-line.ts', import.meta.url), ROOT);
const folder = mkdtempSync(join(tmpdir(), 'meridian-threads-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// A scenario may extend those beside it only.
cpSync(join(ROOT, 'scenarios'), folder, { recursive: true });
const measured = join(folder, 'measured');
mkdirSync(measured);
writeFileSync(
  join(measured, 'scenario.yaml'),
  `meridian: 1\nextends: ../${scenario}\nname: measured\ntitle: Measured\nhorizon: ${horizon}\n`,
);

interface Timing {
  readonly wallS: number;
  readonly cpuS: number;
}

async function time(threads: number, count: number): Promise<Timing> {
  const out = join(folder, String(threads));
  const many = ['run', measured, '--replications', String(count)];
  const begin = performance.now();
  const { usage } = await runChild(
    process.execPath,
    [program, ...many, '--threads', String(threads), '--quiet', '--out', out],
    ROOT,
  );
  const wallS = (performance.now() - begin) / 1000;
  return { wallS, cpuS: (JSON.parse(usage) as { readonly cpu_s: number }).cpu_s };
}

const timings = new Map<number, Timing[]>(threadNumbers.map((threads) => [threads, []]));
const records = new Set<string>();
await buildPackage(ROOT);
const loadBefore = loadavg()[0] ?? 0;
for (let round = 0; round < rounds; round++) {
  for (const threads of threadNumbers) {
    // What one replication takes is start-up for the most part, and is taken off.
    const start = await time(threads, 1);
    const whole = await time(threads, replications + 1);
    timings.get(threads)?.push({ wallS: whole.wallS - start.wallS, cpuS: whole.cpuS - start.cpuS });
    records.add(readFileSync(join(folder, String(threads), 'replications.ndjson'), 'utf8'));
  }
}

const perSecond = (threads: number) =>
  replications / median((timings.get(threads) ?? []).map(({ wallS }) => wallS));
const rows = threadNumbers.map((threads) => {
  const all = timings.get(threads) ?? [];
  return [
    String(threads),
    perSecond(threads).toFixed(1),
    `${(perSecond(threads) / perSecond(1)).toFixed(2)} ×`,
    (median(all.map(({ cpuS }) => cpuS)) / replications).toFixed(3),
  ];
});
console.log(
  `${scenario}, ${horizon}, ${replications} replications, medians of ${rounds} rounds, ${cores} cores`,
);
console.log(markdownTable(['threads', 'replications/s', 'of one thread', 'CPU s each'], rows));
if (loadBefore > 0.5) {
  console.log(
    `The machine was busy (load ${loadBefore.toFixed(1)} before the first run): wall times say little.`,
  );
}
console.log(records.size === 1 ? 'the records are the same for all' : 'THE RECORDS DIFFER');
process.exitCode = records.size === 1 ? 0 : 1;
