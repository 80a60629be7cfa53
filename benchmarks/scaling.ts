import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArguments, USAGE } from './scaling/arguments.ts';
import { type AxisReport, measureAxis } from './scaling/measure.ts';
import { renderAxis } from './scaling/render.ts';
import { buildPackage } from './whole-run/build.ts';
import { ChildFailed } from './whole-run/child.ts';
import { startProgress } from './whole-run/progress.ts';
import { scratchFolder } from './whole-run/scratch.ts';

/**
 * `npm run bench:scaling -- [centres|agents|segments|weeks|waiting|takesFirst|shifts]… [--size N]… [--command NAME]… [--rounds N] [--json]`: what commands cost as
 * one thing grows. Each figure is printed as soon as it is known. Exit codes: 0 measured · 1 a command failed · 2 bad arguments.
 */
const ROOT = join(import.meta.dirname, '..');
const parsed = parseArguments(process.argv.slice(2));
if (typeof parsed === 'string') {
  console.error(`${parsed}\n${USAGE}`);
  process.exit(2);
}
const { axes, json, rounds } = parsed;
const folder = scratchFolder();
const tell = (line: string) => (json ? console.error(line) : console.log(line));
const progress = startProgress(process.stderr);
try {
  progress.at('building');
  await buildPackage(ROOT);
  const machine = {
    date: new Date().toISOString().slice(0, 10),
    processor: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    node: process.version,
    loadBefore: loadavg()[0] ?? 0,
  };
  const { date, loadBefore, node, processor } = machine;
  if (!json)
    console.log(`${date} · ${processor} · Node ${node.slice(1)} · load before ${loadBefore.toFixed(1)}`);
  const reports: AxisReport[] = [];
  for (const axis of axes) {
    const report = await measureAxis(axis, { root: ROOT, folder, rounds, progress, tell });
    reports.push(report);
    if (report.sizes.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
    if (!json) console.log(`\n${renderAxis(report)}\n`);
  }
  if (json) console.log(JSON.stringify({ format: 1, machine, reports }));
} catch (error) {
  progress.clear();
  if (!(error instanceof ChildFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
