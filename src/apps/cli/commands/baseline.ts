import { rmSync } from 'node:fs';
import { formatShare, plural } from '#base';
import type { Scenario } from '#domain';
import {
  baselineOf,
  commonCurrency,
  type KeptMeasure,
  type LeftMeasure,
  leftOf,
  type Measure,
  measuresOfBaseline,
  readBaseline,
} from '#experiment';
import { formatEstimate, formatMeasured } from '#report';
import type { Estimate } from '#statistics';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { readJson, readText } from '../../shared/host.ts';
import { print, printJson } from '../../shared/print.ts';
import { attempt, type Outcome, orRefuse } from '../../shared/problem.ts';
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

/** `meridian baseline save`: stores the intervals of a scenario's measures in a file. */
export async function saveBaseline(
  name: string,
  path: string,
  options: BaselineOptions,
  context: CommandContext,
): Promise<Outcome> {
  const choose = (scenario: Scenario) =>
    chosenMeasures(scenario, commonCurrency([scenario]), options.measures);
  const made = await measure(name, path, options, { choose, context });
  const { level, measures, records, scenario, seed } = made;
  const how = { scenario: scenario.name, seed, replications: records.length, level };
  const baseline = baselineOf({ ...how, until: options.until ?? null }, records, measures);
  const kept = Object.keys(baseline.measures).length;
  attempt(path, 'make room and continue with --resume, or choose another file', () => {
    replaceFile(path, `${JSON.stringify(baseline, null, 2)}\n`);
    rmSync(keptBeside(path).unfinished, { recursive: true, force: true });
  });
  if (options.quiet === undefined)
    print(
      `Kept ${plural(kept, 'measure')} of ${scenario.title} in ${path}: mean and ${formatShare(level)} interval of ${plural(records.length, 'replication')}.`,
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
  orRefuse(readText(path), MAKE_ONE);
  const baseline = orRefuse(readBaseline(readJson(path), path));
  const same = {
    ...options,
    replications: String(baseline.replications),
    level: String(baseline.level),
    seed: baseline.seed,
    ...(baseline.until === null ? {} : { until: baseline.until }),
  };
  const choose = (scenario: Scenario) => measuresOfBaseline(baseline, scenario);
  const { measures, records, scenario } = await measure(name, path, same, { choose, context });
  rmSync(keptBeside(path).unfinished, { recursive: true, force: true });
  const left = leftOf(baseline, measures, records);
  const checked = Object.keys(baseline.measures).length;
  if (options.json === true) {
    printJson({ checked, left });
  } else if (options.quiet === undefined) {
    for (const line of checkText(left, measures, checked, scenario.title, path)) print(line);
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

/** The result in a sentence, and the measures outside their intervals: the farthest outside first. */
function checkText(
  left: readonly LeftMeasure[],
  measures: readonly Measure[],
  checked: number,
  title: string,
  path: string,
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
    .map(({ id, now, ...interval }) => {
      const known = measures.find((one) => one.id === id);
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
  return { scenario, seed, level: settings.level, measures, records: outcome.records[0] ?? [] };
}
