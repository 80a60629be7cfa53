import { rmSync } from 'node:fs';
import { formatShare, plural } from '#base';
import type { Scenario } from '#domain';
import { commonCurrency, estimateOf, type Measure, measureNamed } from '#experiment';
import { formatEstimate, formatMeasured } from '#report';
import { boundsOf, type Estimate } from '#statistics';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { readJson, readText } from '../../shared/host.ts';
import { print, printJson } from '../../shared/print.ts';
import { attempt, type Outcome, orRefuse, refuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import type { ResultPlace } from '../experiment/result-place.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { loadForExperiment } from '../options/extent.ts';
import { chosenMeasures } from '../options/values.ts';

export interface BaselineOptions extends ExperimentOptions {
  readonly until?: string;
  readonly measures?: string;
}

interface KeptMeasure {
  readonly mean: number;
  /** Half of the interval, which need not lie evenly about the mean. */
  readonly halfWidth: number;
  readonly low: number;
  readonly high: number;
}

/** Since 2, quantiles are those of all replications together. */
const FORMAT = 2;

/** Contents of a baseline file: how it was made, and the interval of every measure. */
interface Baseline {
  readonly meridianBaseline: typeof FORMAT;
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
): Promise<Outcome> {
  const choose = (scenario: Scenario) =>
    chosenMeasures(scenario, commonCurrency([scenario]), options.measures);
  const { measures, title, ...how } = await measure(name, path, options, { choose, context });
  const baseline: Baseline = {
    meridianBaseline: FORMAT,
    ...how,
    until: options.until ?? null,
    measures: Object.fromEntries(measures.map(({ kept, measure: { id } }) => [id, kept])),
  };
  attempt(path, 'make room and continue with --resume, or choose another file', () => {
    replaceFile(path, `${JSON.stringify(baseline, null, 2)}\n`);
    rmSync(keptBeside(path).unfinished, { recursive: true, force: true });
  });
  if (options.quiet === undefined)
    print(
      `Kept ${plural(measures.length, 'measure')} of ${title} in ${path}: mean and ${formatShare(how.level)} interval of ${plural(how.replications, 'replication')}.`,
    );
  return 'clean';
}

/** `meridian baseline check`: measures again; exit code 1 if a measure has left its interval. */
export async function checkBaseline(
  name: string,
  path: string,
  options: BaselineOptions,
  context: CommandContext,
): Promise<Outcome> {
  const baseline = readBaseline(path);
  const same = {
    ...options,
    replications: String(baseline.replications),
    level: String(baseline.level),
    seed: baseline.seed,
    ...(baseline.until === null ? {} : { until: baseline.until }),
  };
  // A measure that the scenario no longer has, for example of a removed segment, has left its interval.
  const choose = (scenario: Scenario) =>
    Object.keys(baseline.measures).flatMap((id) => {
      const known = measureNamed(id, scenario.segments, commonCurrency([scenario]), scenario);
      return known.ok ? [known.value] : [];
    });
  const made = await measure(name, path, same, { choose, context });
  rmSync(keptBeside(path).unfinished, { recursive: true, force: true });
  const found = new Map(made.measures.map((one) => [one.measure.id, one]));
  const left = Object.entries(baseline.measures).flatMap(([id, kept]) => {
    const now = found.get(id);
    const rounding = 1e-12 * Math.abs(kept.mean);
    const isInside =
      now !== undefined && now.kept.mean >= kept.low - rounding && now.kept.mean <= kept.high + rounding;
    return isInside ? [] : [{ id, ...kept, now: now?.kept.mean ?? null, measure: now?.measure ?? null }];
  });
  if (options.json === true) {
    printJson({
      checked: Object.keys(baseline.measures).length,
      left: left.map(({ measure: _, ...rest }) => rest),
    });
  } else if (options.quiet === undefined) {
    for (const line of checkText(left, Object.keys(baseline.measures).length, path, made.title)) print(line);
  }
  return left.length === 0 ? 'clean' : 'violation';
}

/** Ends are shown only if they do not lie evenly about the mean. */
function withBounds({
  halfWidth,
  high,
  low,
  mean,
}: KeptMeasure): Pick<Estimate, 'bounds' | 'halfWidth' | 'mean'> {
  const isEven = Math.abs(high - mean - (mean - low)) <= 1e-9 * Math.max(Math.abs(high), Math.abs(low));
  return isEven ? { mean, halfWidth } : { mean, halfWidth, bounds: { low, high } };
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
    .map(({ id, measure: known, now, ...interval }) => {
      const unit = known?.unit ?? 'cases';
      const kept = formatEstimate(withBounds(interval), unit);
      return `${known?.title ?? id}: ${formatMeasured(now, unit)} is outside ${kept}`;
    });
  const are = left.length === 1 ? 'is' : 'are';
  return [
    `${title}: ${left.length} of ${plural(checked, 'measure')} ${are} outside the intervals kept in ${path}, the farthest first.`,
    ...lines,
  ];
}

function readBaseline(path: string): Baseline {
  orRefuse(readText(path), MAKE_ONE);
  const value = readJson(path) as (Omit<Partial<Baseline>, 'meridianBaseline'> & Marked) | null;
  if (value?.meridianBaseline === 1) {
    refuse(
      `${path} is a baseline of format 1, in which quantiles of waits are means of each replication’s quantile; ` +
        'they are now those of all replications together, and cannot be compared',
      'save it again with `meridian baseline save`, from the scenario as it was then',
    );
  }
  const isWhole =
    value?.meridianBaseline === FORMAT &&
    typeof value.seed === 'string' &&
    typeof value.level === 'number' &&
    Number.isInteger(value.replications) &&
    typeof value.measures === 'object' &&
    Object.values<KeptMeasure | null>(value.measures ?? {}).every((one) =>
      [one?.mean, one?.halfWidth, one?.low, one?.high].every(Number.isFinite),
    );
  if (isWhole) return value as Baseline;
  return refuse(`${path} is not a baseline`, MAKE_ONE);
}

interface Marked {
  readonly meridianBaseline?: number;
}

const MAKE_ONE = 'make one with `meridian baseline save`';

/** Folder that keeps the replications until the baseline is written or checked, so that `--resume` can continue. */
function keptBeside(path: string): ResultPlace {
  return { target: null, unfinished: `${path}.replications`, keepsEarlier: false };
}

interface Measuring {
  readonly choose: (scenario: Scenario) => readonly Measure[];
  readonly context: CommandContext;
}

async function measure(
  name: string,
  path: string,
  options: ExperimentOptions & { readonly until?: string },
  { choose, context }: Measuring,
) {
  const scenario = loadForExperiment(name, options);
  const settings = settingsOfExperiment(options, []);
  const { level } = settings;
  const measures = choose(scenario);
  const seed = options.seed ?? scenario.seed;
  const experiment = {
    kind: 'baseline',
    seed,
    scenarios: [{ name: scenario.name, scenario }],
    measures: [measures],
  };
  const outcome = await runExperiment(experiment, {
    settings,
    place: keptBeside(path),
    options,
    context,
  });
  const records = outcome.records[0] ?? [];
  const kept = measures.flatMap((one: Measure) => {
    const estimate = estimateOf(records, one.id, level);
    if (estimate === null || !Number.isFinite(estimate.halfWidth)) return [];
    const { halfWidth, mean } = estimate;
    return [{ measure: one, kept: { mean, halfWidth, ...boundsOf(estimate) } }];
  });
  const { name: scenarioName, title } = scenario;
  return {
    scenario: scenarioName,
    title,
    seed,
    replications: records.length,
    level,
    measures: kept,
  };
}
