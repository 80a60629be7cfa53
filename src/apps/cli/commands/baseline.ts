import { rmSync } from 'node:fs';
import type { Scenario } from '#domain';
import { commonCurrency, estimateOf, type Measure, measureNamed } from '#experiment';
import { formatEstimate, formatMeasured } from '#report';
import { BAD_INPUT, CLEAN, VIOLATION } from '../../shared/exit-codes.ts';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { readText, reasonOf } from '../../shared/host.ts';
import { complain, print, printJson } from '../../shared/print.ts';
import { loadForExperiment } from '../../shared/scenario/load-scenario.ts';
import {
  chosenMeasures,
  type ExperimentOptions,
  runExperiment,
  settingsOfExperiment,
} from '../experiment/experiment-run.ts';
import type { ResultPlace } from '../experiment/result-place.ts';

export interface BaselineOptions extends Omit<ExperimentOptions, 'replications'> {
  readonly replications?: string;
  readonly until?: string;
  readonly measures?: string;
}

interface KeptMeasure {
  readonly mean: number;
  readonly halfWidth: number;
}

/** What a baseline file holds: how it was made, and the interval of every measure. */
interface Baseline {
  readonly meridianBaseline: 1;
  readonly scenario: string;
  readonly seed: string;
  readonly replications: number;
  readonly level: number;
  readonly until: string | null;
  readonly measures: Readonly<Record<string, KeptMeasure>>;
}

/** `meridian baseline save`: keeps the intervals of a scenario's measures in a file. */
export async function saveBaseline(name: string, path: string, options: BaselineOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const replications = options.replications ?? '10';
  const choose = (scenario: Scenario) =>
    chosenMeasures(scenario.segments, commonCurrency([scenario]), options.measures);
  const made = await measure(name, path, { ...options, replications }, choose);
  if (made === null) return;
  const { measures, ...how } = made;
  const baseline: Baseline = {
    meridianBaseline: 1,
    ...how,
    until: options.until ?? null,
    measures: Object.fromEntries(measures.map(({ kept, measure: { id } }) => [id, kept])),
  };
  try {
    replaceFile(path, `${JSON.stringify(baseline, null, 2)}\n`);
    rmSync(keptBeside(path).unfinished, { recursive: true, force: true });
  } catch (error) {
    return complain(reasonOf(error, path), 'make room and go on with --resume, or choose another file');
  }
  if (options.quiet === undefined) print(`${path}: ${measures.length} measures of ${how.scenario}`);
  process.exitCode = CLEAN;
}

/** `meridian baseline check`: the same again; exit code 1 when a measure has left its interval. */
export async function checkBaseline(name: string, path: string, options: BaselineOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const baseline = readBaseline(path);
  if (baseline === null) return;
  const same = {
    ...options,
    replications: String(baseline.replications),
    level: String(baseline.level),
    seed: baseline.seed,
    ...(baseline.until === null ? {} : { until: baseline.until }),
  };
  // A measure that the scenario no longer has, e.g. of a segment that is gone, has left its interval.
  const choose = (scenario: Scenario) =>
    Object.keys(baseline.measures).flatMap((id) => {
      const found = measureNamed(id, scenario.segments, commonCurrency([scenario]));
      return found.ok ? [found.value] : [];
    });
  const made = await measure(name, path, same, choose);
  if (made === null) return;
  rmSync(keptBeside(path).unfinished, { recursive: true, force: true });
  const found = new Map(made.measures.map((one) => [one.measure.id, one]));
  const left = Object.entries(baseline.measures).flatMap(([id, { halfWidth, mean }]) => {
    const now = found.get(id);
    const isInside =
      now !== undefined && Math.abs(now.kept.mean - mean) <= halfWidth + 1e-12 * Math.abs(mean);
    return isInside
      ? []
      : [{ id, mean, halfWidth, now: now?.kept.mean ?? null, measure: now?.measure ?? null }];
  });
  if (options.json === true) {
    printJson({
      checked: Object.keys(baseline.measures).length,
      left: left.map(({ measure: _, ...rest }) => rest),
    });
  } else if (options.quiet === undefined) {
    for (const { halfWidth, id, mean, measure: known, now } of left) {
      const unit = known?.unit ?? 'cases';
      const kept = formatEstimate({ mean, halfWidth }, unit);
      print(`${id}: ${formatMeasured(now, unit)} has left ${kept}`);
    }
    const checked = Object.keys(baseline.measures).length;
    print(`${checked} measures checked, ${left.length} outside of their intervals`);
  }
  process.exitCode = left.length === 0 ? CLEAN : VIOLATION;
}

function readBaseline(path: string): Baseline | null {
  const text = readText(path);
  if (!text.ok) {
    complain(text.problem, 'make one with `meridian baseline save`');
    return null;
  }
  try {
    const value = JSON.parse(text.value) as Partial<Baseline> | null;
    const isWhole =
      value?.meridianBaseline === 1 &&
      typeof value.seed === 'string' &&
      typeof value.level === 'number' &&
      Number.isInteger(value.replications) &&
      typeof value.measures === 'object' &&
      Object.values(value.measures ?? {}).every(
        ({ halfWidth, mean }) => typeof mean === 'number' && typeof halfWidth === 'number',
      );
    if (isWhole) return value as Baseline;
  } catch {
    // Told below.
  }
  complain(`${path} is no baseline`, 'make one with `meridian baseline save`');
  return null;
}

/** Where replications are kept until the baseline is written, or checked, so that `--resume` can go on. */
function keptBeside(path: string): ResultPlace {
  return { target: null, unfinished: `${path}.replications` };
}

async function measure(
  name: string,
  path: string,
  options: ExperimentOptions & { readonly until?: string },
  choose: (scenario: Scenario) => readonly Measure[] | null,
) {
  const scenario = loadForExperiment(name, options);
  if (scenario === null) return null;
  const settings = settingsOfExperiment(options, []);
  if (settings === null) return null;
  const measures = choose(scenario);
  if (measures === null) return null;
  const seed = options.seed ?? scenario.seed;
  const experiment = {
    kind: 'baseline',
    seed,
    scenarios: [{ name: scenario.name, scenario }],
    measures: [measures],
  };
  const outcome = await runExperiment(experiment, settings, keptBeside(path), options);
  if (outcome === null) return null;
  const records = outcome.records[0] ?? [];
  const kept = measures.flatMap((one: Measure) => {
    const estimate = estimateOf(records, one.id, settings.level);
    if (estimate === null || !Number.isFinite(estimate.halfWidth)) return [];
    return [{ measure: one, kept: { mean: estimate.mean, halfWidth: estimate.halfWidth } }];
  });
  return {
    scenario: scenario.name,
    seed,
    replications: records.length,
    level: settings.level,
    measures: kept,
  };
}
