import { rmSync } from 'node:fs';
import { formatShare, plural, type Result, success } from '#base';
import type { Scenario } from '#domain';
import { commonCurrency, estimateOf, type Measure, measureNamed } from '#experiment';
import { formatEstimate, formatMeasured } from '#report';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { readText } from '../../shared/host.ts';
import { print, printJson } from '../../shared/print.ts';
import { attempt, type Problem, refuse } from '../../shared/problem.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import type { ResultPlace } from '../experiment/result-place.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { loadForExperiment } from '../options/extent.ts';
import { chosenMeasures } from '../options/values.ts';

export interface BaselineOptions extends Omit<ExperimentOptions, 'replications'> {
  readonly replications?: string;
  readonly until?: string;
  readonly measures?: string;
}

interface KeptMeasure {
  readonly mean: number;
  readonly halfWidth: number;
}

/** Contents of a baseline file: how it was made, and the interval of every measure. */
interface Baseline {
  readonly meridianBaseline: 1;
  readonly scenario: string;
  readonly seed: string;
  readonly replications: number;
  readonly level: number;
  readonly until: string | null;
  readonly measures: Readonly<Record<string, KeptMeasure>>;
}

/** `meridian baseline save`: stores the intervals of a scenario's measures in a file. */
export async function saveBaseline(
  name: string,
  path: string,
  options: BaselineOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const replications = options.replications ?? '10';
  const choose = (scenario: Scenario) =>
    chosenMeasures(scenario, commonCurrency([scenario]), options.measures);
  const made = await measure(name, path, { ...options, replications }, { choose, context });
  if (!made.ok) return made;
  const { measures, title, ...how } = made.value;
  const baseline: Baseline = {
    meridianBaseline: 1,
    ...how,
    until: options.until ?? null,
    measures: Object.fromEntries(measures.map(({ kept, measure: { id } }) => [id, kept])),
  };
  const left = attempt(path, 'make room and continue with --resume, or choose another file', () => {
    replaceFile(path, `${JSON.stringify(baseline, null, 2)}\n`);
    rmSync(keptBeside(path).unfinished, { recursive: true, force: true });
    return success(undefined);
  });
  if (!left.ok) return left;
  if (options.quiet === undefined)
    print(
      `Kept ${plural(measures.length, 'measure')} of ${title} in ${path}: mean and ${formatShare(how.level)} interval of ${plural(how.replications, 'replication')}.`,
    );
  return success('clean');
}

/** `meridian baseline check`: measures again; exit code 1 if a measure has left its interval. */
export async function checkBaseline(
  name: string,
  path: string,
  options: BaselineOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const kept = readBaseline(path);
  if (!kept.ok) return kept;
  const baseline = kept.value;
  const same = {
    ...options,
    replications: String(baseline.replications),
    level: String(baseline.level),
    seed: baseline.seed,
    ...(baseline.until === null ? {} : { until: baseline.until }),
  };
  // A measure that the scenario no longer has, for example of a removed segment, has left its interval.
  const choose = (scenario: Scenario) =>
    success(
      Object.keys(baseline.measures).flatMap((id) => {
        const known = measureNamed(id, scenario.segments, commonCurrency([scenario]), scenario);
        return known.ok ? [known.value] : [];
      }),
    );
  const made = await measure(name, path, same, { choose, context });
  if (!made.ok) return made;
  rmSync(keptBeside(path).unfinished, { recursive: true, force: true });
  const found = new Map(made.value.measures.map((one) => [one.measure.id, one]));
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
    for (const line of checkText(left, Object.keys(baseline.measures).length, path, made.value.title))
      print(line);
  }
  return success(left.length === 0 ? 'clean' : 'violation');
}

interface LeftMeasure extends KeptMeasure {
  readonly id: string;
  /** Null if the scenario no longer has the measure, or has observed nothing of it. */
  readonly now: number | null;
  readonly measure: Measure | null;
}

/** The result in a sentence, and the measures outside their intervals: the farthest outside first. */
function checkText(
  left: readonly LeftMeasure[],
  checked: number,
  path: string,
  title: string,
): readonly string[] {
  if (left.length === 0)
    return [
      checked === 1
        ? `${title}: the one measure is inside the interval kept in ${path}.`
        : `${title}: all ${checked} measures are inside the intervals kept in ${path}.`,
    ];
  const away = ({ halfWidth, mean, now }: LeftMeasure) =>
    now === null ? Number.POSITIVE_INFINITY : Math.abs(now - mean) / halfWidth;
  const lines = left
    .toSorted((one, other) => {
      const [far, farther] = [away(one), away(other)];
      return far === farther ? 0 : farther - far;
    })
    .map(({ halfWidth, id, mean, measure: known, now }) => {
      const unit = known?.unit ?? 'cases';
      const kept = formatEstimate({ mean, halfWidth }, unit);
      return `${known?.title ?? id}: ${formatMeasured(now, unit)} is outside ${kept}`;
    });
  const are = left.length === 1 ? 'is' : 'are';
  return [
    `${title}: ${left.length} of ${plural(checked, 'measure')} ${are} outside the intervals kept in ${path}, the farthest first.`,
    ...lines,
  ];
}

function readBaseline(path: string): Result<Baseline, Problem> {
  const text = readText(path);
  if (!text.ok) return refuse(text.problem, MAKE_ONE);
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
    if (isWhole) return success(value as Baseline);
  } catch {
    // Reported below.
  }
  return refuse(`${path} is not a baseline`, MAKE_ONE);
}

const MAKE_ONE = 'make one with `meridian baseline save`';

/** Folder that keeps the replications until the baseline is written or checked, so that `--resume` can continue. */
function keptBeside(path: string): ResultPlace {
  return { target: null, unfinished: `${path}.replications`, keepsEarlier: false };
}

interface Measuring {
  readonly choose: (scenario: Scenario) => Result<readonly Measure[], Problem>;
  readonly context: CommandContext;
}

async function measure(
  name: string,
  path: string,
  options: ExperimentOptions & { readonly until?: string },
  { choose, context }: Measuring,
) {
  const loaded = loadForExperiment(name, options);
  if (!loaded.ok) return loaded;
  const scenario = loaded.value;
  const settings = settingsOfExperiment(options, []);
  if (!settings.ok) return settings;
  const { level } = settings.value;
  const chosen = choose(scenario);
  if (!chosen.ok) return chosen;
  const measures = chosen.value;
  const seed = options.seed ?? scenario.seed;
  const experiment = {
    kind: 'baseline',
    seed,
    scenarios: [{ name: scenario.name, scenario }],
    measures: [measures],
  };
  const outcome = await runExperiment(experiment, settings.value, keptBeside(path), options, context);
  if (!outcome.ok) return outcome;
  const records = outcome.value.records[0] ?? [];
  const kept = measures.flatMap((one: Measure) => {
    const estimate = estimateOf(records, one.id, level);
    if (estimate === null || !Number.isFinite(estimate.halfWidth)) return [];
    return [{ measure: one, kept: { mean: estimate.mean, halfWidth: estimate.halfWidth } }];
  });
  const { name: scenarioName, title } = scenario;
  return success({
    scenario: scenarioName,
    title,
    seed,
    replications: records.length,
    level,
    measures: kept,
  });
}
