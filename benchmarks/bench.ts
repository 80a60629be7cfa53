import { cpus } from 'node:os';
import { join } from 'node:path';
import { type BenchModel, parseArguments, USAGE } from './whole-run/arguments.ts';
import { buildPackage, buildTwin, describeCompiler } from './whole-run/build.ts';
import { ChildFailed } from './whole-run/child.ts';
import { compareModel, type ModelReport } from './whole-run/compare-model.ts';
import { type GlobalReport, measureGlobal } from './whole-run/measure-global.ts';
import { MODEL_SPECS } from './whole-run/model-specs.ts';
import { startProgress } from './whole-run/progress.ts';
import { renderGlobal, renderModel } from './whole-run/render.ts';
import { scratchFolder } from './whole-run/scratch.ts';

/**
 * `npm run bench -- [mmc|skills|global]… [--json] [--rounds N] [--seeds N] [--size N]`: Meridian beside its peers.
 * Exit codes: 0 measured · 1 a run failed, or a statistic is not what the model gives, so that the speed is void ·
 * 2 bad arguments.
 */
const ROOT = join(import.meta.dirname, '..');
const parsed = parseArguments(process.argv.slice(2));
if (typeof parsed === 'string') {
  console.error(`${parsed}\n${USAGE}`);
  process.exit(2);
}
const { models, json, rounds, seeds, size } = parsed;
const folder = scratchFolder();
const progress = startProgress(process.stderr);

async function measure(model: BenchModel): Promise<ModelReport | GlobalReport> {
  if (model === 'global') {
    return measureGlobal({ root: ROOT, folder, rounds, days: size, progress });
  }
  const spec = MODEL_SPECS[model];
  const twin = await buildTwin(model, ROOT, folder);
  return compareModel(spec, {
    root: ROOT,
    rounds,
    seeds,
    size: size ?? spec.defaultSize,
    twin,
    progress,
  });
}

try {
  const machine = {
    date: new Date().toISOString().slice(0, 10),
    processor: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    node: process.version,
    compiler: await describeCompiler(ROOT),
  };
  progress.at('building');
  await buildPackage(ROOT);
  if (!json) {
    const { date, processor, node, compiler } = machine;
    console.log(`${date} · ${processor} · Node ${node.slice(1)} · ${compiler ?? 'no C++ compiler'}`);
  }
  const reports: (ModelReport | GlobalReport)[] = [];
  for (const model of models) {
    const report = await measure(model);
    reports.push(report);
    progress.clear();
    if (!json) console.log(`\n${'parts' in report ? renderGlobal(report) : renderModel(report)}`);
  }
  if (json) console.log(JSON.stringify({ format: 1, machine, reports }));
  const isVoid = reports.some(
    (report) => 'competitors' in report && report.competitors.some((each) => each.isVoid),
  );
  process.exitCode = isVoid ? 1 : 0;
} catch (error) {
  progress.clear();
  if (!(error instanceof ChildFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
