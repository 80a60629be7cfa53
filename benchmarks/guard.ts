import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPackage } from './whole-run/build.ts';
import { ChildFailed, runChild } from './whole-run/child.ts';
import { median } from './whole-run/estimates.ts';
import { markdownTable } from './whole-run/markdown-table.ts';
import { startProgress } from './whole-run/progress.ts';
import { type Ran, runCommandLine, runModelIn } from './whole-run/run-program.ts';
import { scratchFolder } from './whole-run/scratch.ts';

/**
 * `npm run bench:guard -- [--against COMMIT] [--rounds N] [--json]`: what the package costs beside an earlier build of it, in one run, so that a
 * change that makes it slower is seen. The earlier build is made once, from git, and kept in the user's cache. (Within `node_modules`, no types
 * would be built.) Exit codes: 0 measured · 1 a command failed · 2 bad arguments.
 */
const ROOT = join(import.meta.dirname, '..');
/** The build that the figures of the documentation were measured with. */
const AGAINST = '808ea157';
const WEEK = ['scenarios/css-2014', '--until', '7 days'];

/** Something that users wait for. `folder`: where the build in `root` may put its runs. */
interface Job {
  readonly title: string;
  readonly run: (root: string, folder: string) => Promise<Ran>;
}

/** In this order: the run comes before what reads it. */
const JOBS: readonly Job[] = [
  { title: 'M1, 5 million customers', run: (root) => runModelIn(['mmc', '5000000', '1'], root) },
  { title: 'M2, 500 days', run: (root) => runModelIn(['skills', '500', '1'], root) },
  command('validate', () => ['validate', 'scenarios/css-2014']),
  command('npm start', (folder) => ['run', 'scenarios/css-2014', '--out', join(folder, 'month')]),
  command('run of a week', (folder) => ['run', ...WEEK, '--out', join(folder, 'week')]),
  command('audit', (folder) => ['audit', join(folder, 'week')]),
  command('bundle', (folder) => ['bundle', join(folder, 'week'), '--out', join(folder, 'bundle')]),
  command('verify', (folder) => ['verify', join(folder, 'bundle')]),
];

function command(title: string, argsOf: (folder: string) => readonly string[]): Job {
  return { title, run: (root, folder) => runCommandLine(argsOf(folder), root) };
}

/** The folder of an earlier build, which is made first if it is not there. */
async function buildOf(commit: string): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'meridian-guard', commit);
  const done = join(folder, 'built');
  if (existsSync(done)) return folder;
  rmSync(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const archive = join(folder, 'source.tar');
  await runChild('git', ['archive', '--output', archive, commit], ROOT);
  await runChild('tar', ['-xf', archive], folder);
  rmSync(archive);
  await runChild('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
  await buildPackage(folder);
  writeFileSync(done, '');
  return folder;
}

const { values } = parseArgs({
  options: {
    against: { type: 'string', default: AGAINST },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
if (!(Number.isInteger(rounds) && rounds > 0) || !/^[\da-f]{7,40}$/.test(values.against)) {
  console.error('usage: npm run bench:guard -- [--against COMMIT] [--rounds N] [--json]');
  process.exit(2);
}
const folder = scratchFolder();
const progress = startProgress(process.stderr);
try {
  progress.at('building');
  await buildPackage(ROOT);
  progress.at(`building ${values.against}`);
  const builds = [await buildOf(values.against), ROOT];
  const loadBefore = loadavg()[0] ?? 0;
  const found = JOBS.map(() => builds.map((): Ran[] => []));
  for (let round = 1; round <= rounds; round++) {
    rmSync(join(folder, 'runs'), { recursive: true, force: true });
    for (const [i, job] of JOBS.entries()) {
      for (const [build, root] of builds.entries()) {
        progress.at(`${job.title}, round ${round} of ${rounds}`);
        found[i]?.[build]?.push(await job.run(root, join(folder, 'runs', String(build))));
      }
    }
  }
  progress.clear();
  const rows = JOBS.map(({ title }, i) => {
    const [before = [], now = []] = found[i] ?? [];
    const ratio = median(now.map(({ cpuS }, round) => cpuS / (before[round]?.cpuS ?? Number.NaN)));
    const [cpuBefore, cpuNow] = [before, now].map((list) => median(list.map(({ cpuS }) => cpuS)));
    const [mbBefore, mbNow] = [before, now].map((list) => Math.max(...list.map(({ peakMb }) => peakMb)));
    return { title, ratio, cpuBefore, cpuNow, mbBefore, mbNow };
  });
  if (values.json)
    console.log(JSON.stringify({ format: 1, against: values.against, rounds, loadBefore, rows }));
  else {
    const heads = ['', 'ratio', `CPU s, ${values.against}`, 'CPU s, now', 'MB then', 'MB now'];
    const cells = rows.map((row) => [
      row.title,
      row.ratio.toFixed(2),
      ...[row.cpuBefore, row.cpuNow].map((value) => (value ?? Number.NaN).toFixed(2)),
      ...[row.mbBefore, row.mbNow].map((value) => (value ?? Number.NaN).toFixed(0)),
    ]);
    console.log(
      `Rounds: ${rounds}, load before ${loadBefore.toFixed(1)}. A ratio above 1 is slower than before.`,
    );
    console.log(markdownTable(heads, cells));
  }
} catch (error) {
  progress.clear();
  if (!(error instanceof ChildFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
