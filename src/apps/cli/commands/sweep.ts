import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { commonCurrency, estimateOf, measuresOf, overrideOf, sweepPoints } from '#experiment';
import { renderSweep, renderSweepCsv, type SweepResult } from '#report';
import { parseScenario, parseSweep, type ScenarioIssue, type Sweep, scenarioTree } from '#scenario';
import { BAD_INPUT, CLEAN } from '../exit-codes.ts';
import {
  type Experiment,
  type ExperimentOptions,
  runExperiment,
  settingsOfExperiment,
} from '../experiment-run.ts';
import { readText } from '../host.ts';
import { endEarly, inputOf } from '../load-scenario.ts';
import { complain, print, printIssues, printJson } from '../print.ts';

export type SweepOptions = Omit<ExperimentOptions, 'replications'> & { readonly replications?: string };

/** `meridian sweep`: a scenario at many points of its parameters, under common random numbers. */
export async function sweep(path: string, options: SweepOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const text = readText(path);
  if (!text.ok) return complain(text.problem, 'name a sweep file');
  const read = parseSweep(path, text.value);
  if (!read.ok) return printIssues(read.problem, 'error');
  const design = read.value;
  const points = pointsOf(path, design, options.seed);
  if (points === null) return;
  const settings = settingsOfExperiment(
    { ...options, replications: options.replications ?? String(design.replications) },
    ['service level'],
  );
  if (settings === null) return;
  const name = basename(path).replace(/\.ya?ml$/, '');
  const folder = options.out ?? `runs/sweep-${name}`;
  const measures = measuresOf(
    points.scenarios[0]?.scenario.segments ?? [],
    commonCurrency(points.scenarios.map(({ scenario }) => scenario)),
  );
  const experiment: Experiment = {
    kind: 'sweep',
    seed: options.seed ?? points.seed,
    scenarios: points.scenarios,
    measures: points.scenarios.map(() => measures),
  };
  const outcome = await runExperiment(experiment, settings, folder, options);
  if (outcome === null) return;
  const result: SweepResult = {
    title: points.title,
    design: design.design,
    parameters: design.parameters.map((parameter) => parameter.name),
    measures: measures.map(({ id, title, unit }) => ({ id, title, unit })),
    points: points.values.map((values, i) => ({
      values,
      estimates: measures.map(({ id }) => estimateOf(outcome.records[i] ?? [], id, settings.level)),
    })),
    replications: outcome.records[0]?.length ?? 0,
    level: settings.level,
  };
  writeFileSync(join(folder, 'sweep.json'), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(folder, 'sweep.csv'), renderSweepCsv(result));
  writeFileSync(join(folder, 'sweep.html'), renderSweep(result));
  if (options.json === true) printJson({ folder, ...result });
  else if (options.quiet === undefined) {
    print(`${result.points.length} points, ${result.replications} replications each`);
    print(`${folder}: sweep.html, sweep.csv, sweep.json`);
  }
  process.exitCode = CLEAN;
}

interface Points {
  readonly title: string;
  readonly seed: string;
  readonly scenarios: Experiment['scenarios'];
  readonly values: readonly (readonly string[])[];
}

/** The scenarios of all points; null when something is wrong, which has then been told. */
function pointsOf(sweepPath: string, design: Sweep, seed: string | undefined): Points | null {
  const base = inputOf(join(dirname(sweepPath), design.scenario));
  if (!base.ok) {
    printIssues(base.problem, 'error');
    return null;
  }
  const [tree, parsed] = [scenarioTree(base.value), parseScenario(base.value)];
  if (!tree.ok || !parsed.ok) {
    printIssues(tree.ok ? (parsed.ok ? [] : parsed.problem) : tree.problem, 'error');
    return null;
  }
  const { scenario } = parsed.value;
  const all = sweepPoints(design, seed ?? scenario.seed);
  const folder = dirname(dirname(base.value.path));
  const scenarios: { name: string; scenario: typeof scenario }[] = [];
  for (const [i, point] of all.entries()) {
    const changed = overrideOf(tree.value, design.parameters, point);
    if ('message' in changed) {
      const { parameter, message } = changed;
      const value = parameter.path.join('.');
      const remedy = 'name keys of the scenario file, joined by dots';
      printIssues(
        [
          {
            code: 'bad-path',
            path: `vary.${parameter.name}.path`,
            ...parameter.place,
            value,
            message,
            remedy,
          },
        ],
        'error',
      );
      return null;
    }
    const named = {
      meridian: 1,
      extends: `../${basename(dirname(base.value.path))}/${basename(base.value.path)}`,
    };
    const texts = { name: `point-${i}`, title: `Point ${i}` };
    const text = JSON.stringify({ ...named, ...texts, ...(changed.override as object) });
    const parsedPoint = parseScenario({
      ...base.value,
      path: `${folder}/sweep-point-${i}/scenario.yaml`,
      text,
    });
    if (!parsedPoint.ok) {
      printIssues(
        parsedPoint.problem.map((issue) => atPoint(issue, i, design, point)),
        'error',
      );
      return null;
    }
    scenarios.push({
      name: `point-${i}`,
      scenario: endEarly(parsedPoint.value.scenario, design.untilMs ?? Number.POSITIVE_INFINITY),
    });
  }
  const values = all.map((point) =>
    point.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
  );
  return { title: scenario.title, seed: scenario.seed, scenarios, values };
}

/** What is wrong with a point is told at the parameters that have made it. */
function atPoint(
  issue: ScenarioIssue,
  index: number,
  design: Sweep,
  point: readonly unknown[],
): ScenarioIssue {
  const values = design.parameters.map(({ name }, i) => `${name} ${JSON.stringify(point[i])}`).join(', ');
  const place = design.parameters[0]?.place ?? { file: issue.file, line: 1, column: 1 };
  return { ...issue, ...place, message: `point ${index} (${values}): ${issue.message}` };
}
