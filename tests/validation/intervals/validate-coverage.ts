import { parseArgs } from 'node:util';
import {
  CONTROLLED_COUNTS,
  CONTROLLED_VALUES,
  controlledTable,
  coverControlled,
  isUnlikely,
} from './controlled.ts';
import { COVERAGE_METHODS, FULL_COVERAGE, isTooLow, measureCoverage } from './coverage.ts';
import { coverageTable } from './coverage-table.ts';
import { COVERED_MODELS } from './covered-models.ts';
import { LOADED_QUEUES, loadTable, loadVerdicts, measureLoad, RELAXATIONS } from './load.ts';
import { coverPooled, FULL_POOLED, POOLED_MODELS } from './pooled-quantiles.ts';
import {
  comparedQueues,
  isOutside,
  measureStopping,
  queueValues,
  STOPPED_VALUES,
  stoppingTable,
} from './stopping.ts';

const USAGE = `usage: npm run validate:coverage -- [--model M/M/1]… [--method "long run"]… [--load 0.95]… [--experiments N] [--seed TEXT] [--json]
How often intervals hold a truth that is known. Methods: replications, long run, and only if named: stopping (replications until an
interval is short enough), load (run --batch-means by load and length; fewer experiments of long runs), pooled (quantiles of all
replications together, and paired differences of them; 1,000 experiments or more), controlled (values with a control variate). Exit code 0: as often as they say. 1: not, or too many long runs are called too short. 2: wrong arguments.`;
const METHODS = [...COVERAGE_METHODS, 'stopping', 'load', 'pooled', 'controlled'] as const;

const { values } = parseArgs({
  options: {
    model: { type: 'string', multiple: true, default: [] },
    method: { type: 'string', multiple: true, default: [...COVERAGE_METHODS] },
    experiments: { type: 'string', default: String(FULL_COVERAGE.experiments) },
    seed: { type: 'string', default: FULL_COVERAGE.seed },
    load: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
/** All models if none is named. */
const named = <Model extends { readonly id: string }>(models: readonly Model[]) =>
  models.filter(({ id }) => values.model.length === 0 || values.model.includes(id));
const known = [...COVERED_MODELS, ...POOLED_MODELS].map(({ id }) => id);
const unknown = values.model.find((id) => !known.includes(id));
const chosen = METHODS.filter((method) => values.method.includes(method));
const methods = COVERAGE_METHODS.filter((method) => chosen.includes(method));
const experiments = Number(values.experiments);
const loads = values.load.map(Number);
const unknownLoad = loads.find((load) => !LOADED_QUEUES.some((queue) => queue.load === load));

if (values.help) process.stdout.write(`${USAGE}\n`);
else if (unknown !== undefined) {
  fail(`there is no model ${unknown}: choose ${known.join('; ')}`);
} else if (chosen.length < new Set(values.method).size) {
  fail(`there is no method among ${values.method.join(', ')} but ${METHODS.join(', ')}`);
} else if (unknownLoad !== undefined) {
  const all = [...new Set(LOADED_QUEUES.map(({ load }) => load))];
  fail(`there is no load ${unknownLoad}: choose ${all.join(', ')}`);
} else if (!(Number.isInteger(experiments) && experiments >= 1)) {
  fail(`--experiments ${values.experiments} is not a whole number from 1 on`);
} else {
  const models = named(COVERED_MODELS);
  const effort = { ...FULL_COVERAGE, methods, experiments, seed: values.seed };
  if (methods.length > 0) {
    const rows = models.flatMap((model) => measureCoverage(model, effort, progress));
    give(rows, coverageTable(rows), rows.some(isTooLow));
  }
  if (chosen.includes('pooled')) {
    const least = {
      ...FULL_POOLED,
      seed: values.seed,
      experiments: Math.max(experiments, FULL_POOLED.experiments),
    };
    const rows = named(POOLED_MODELS).flatMap((model) => {
      progress(model.id);
      return coverPooled(model, least);
    });
    give(rows, coverageTable(rows), rows.some(isTooLow));
  }
  if (chosen.includes('controlled')) {
    const rows = CONTROLLED_VALUES.flatMap((one) =>
      CONTROLLED_COUNTS.map((count) => coverControlled(one, count, { experiments, seed: values.seed })),
    );
    give(rows, controlledTable(rows), rows.some(isUnlikely));
  }
  if (chosen.includes('stopping')) {
    const rows = [];
    for (const stopped of [...STOPPED_VALUES, queueValues(), ...comparedQueues()])
      for (const precision of stopped.precisions) {
        progress(`${stopped.id}: ± ${precision}`);
        rows.push(await measureStopping(stopped, precision, experiments, values.seed));
      }
    give(rows, stoppingTable(rows), rows.some(isOutside));
  }
  if (chosen.includes('load')) {
    const queues = LOADED_QUEUES.filter(({ load }) => loads.length === 0 || loads.includes(load));
    const rows = queues.flatMap((queue) =>
      RELAXATIONS.flatMap((relaxations) => {
        progress(`load ${queue.load}, ${queue.agents} agents, ${relaxations} relaxation times`);
        return measureLoad(queue, relaxations, { experiments, seed: values.seed });
      }),
    );
    give(rows, loadTable(rows), !loadVerdicts(rows).isKept);
  }
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`);
}

function give(rows: readonly object[], table: string, isWrong: boolean): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
  process.stdout.write(values.json ? `${JSON.stringify(rows, null, 1)}\n` : table);
  if (isWrong) process.exitCode = 1;
}

function fail(message: string): void {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exitCode = 2;
}
