import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStudio } from '../tests/apps/studio/browser.ts';
import { parseArguments, type StudioPart, USAGE } from './studio/arguments.ts';
import type { Bench } from './studio/bench.ts';
import { measureFirstView } from './studio/first-view.ts';
import { measureMillion } from './studio/million.ts';
import { measureMonth } from './studio/month.ts';
import { missedOf, type PartReport, renderPart } from './studio/verdicts.ts';
import { ChildFailed } from './whole-run/child.ts';
import { startProgress } from './whole-run/progress.ts';

/**
 * `npm run bench:studio -- [first|month|million]… [--json]`: the studio in a real Chromium against its targets. Exit codes: 0 all are met ·
 * 1 one is missed, or a run failed · 2 bad arguments.
 */
const MEASURE: Readonly<Record<StudioPart, (bench: Bench) => Promise<PartReport>>> = {
  first: measureFirstView,
  month: measureMonth,
  million: measureMillion,
};
/** What others want of the machine before it begins: above this, times are upper bounds. */
const IDLE_LOAD = 0.5;

const parsed = parseArguments(process.argv.slice(2));
if (typeof parsed === 'string') {
  console.error(`${parsed}\n${USAGE}`);
  process.exit(2);
}
const { json, parts } = parsed;
const folder = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
const [loadBefore = 0] = loadavg();
const progress = startProgress(process.stderr);
const studio = await openStudio();
try {
  const machine = {
    date: new Date().toISOString().slice(0, 10),
    processor: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    browser: `Chromium ${studio.browser.version()}`,
    node: process.version,
    loadBefore,
  };
  const { browser, date, processor } = machine;
  if (!json) {
    console.log(`${date} · ${processor} · ${browser}`);
    if (loadBefore > IDLE_LOAD)
      console.log(`The machine was busy before (load ${loadBefore.toFixed(1)}): times are upper bounds.`);
  }
  const reports: PartReport[] = [];
  for (const part of parts) {
    const report = await MEASURE[part]({ studio, root: join(import.meta.dirname, '..'), folder, progress });
    reports.push(report);
    progress.clear();
    if (!json) console.log(`\n${renderPart(report)}`);
  }
  if (json) console.log(JSON.stringify({ format: 1, machine, reports }));
  process.exitCode = missedOf(reports).length > 0 ? 1 : 0;
} catch (error) {
  progress.clear();
  if (!(error instanceof ChildFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await studio.close();
}
