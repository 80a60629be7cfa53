import { basename } from 'node:path';
import { detectedSign, type Result, success } from '#base';
import { givenLaws, type Scenario } from '#domain';
import {
  commonCurrency,
  type Executor,
  type ExplainedMeasure,
  explainChange as explainRecords,
  type Measure,
  measuresOf,
  PARTS_MAX,
  type Recovery,
  tryRecovery,
  usefulActions,
  wantedShares,
} from '#experiment';
import {
  type ExplainedChange,
  renderChange,
  renderChangeCsv,
  renderChangeText,
  scenarioChanges,
} from '#report';
import {
  CHANGE_PARTS,
  type ChangePart,
  changedParts,
  loadSource,
  type PartedChange,
  parseSource,
  partedChange,
  type ReadScenario,
  recoveryEdits,
  treeOf,
  withPartsOf,
} from '#scenario';
import { sharedParts } from '../../shared/experiment/shared-parts.ts';
import { allOf, complained, type Problem, refuse } from '../../shared/problem.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { inputOf } from '../../shared/scenario/load-scenario.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import { PLAN, placeOf, RECORDS, type ResultFolder, TRIED } from '../experiment/result-place.ts';
import { giveResults, type Results } from '../experiment/results.ts';
import { runSearch } from '../experiment/search-run.ts';
import {
  type ExperimentOptions,
  type ExperimentSettings,
  settingsOfExperiment,
} from '../experiment/settings.ts';
import { type Extent, withExtent } from '../options/extent.ts';
import { chosenMeasures } from '../options/values.ts';

export interface ExplainChangeOptions extends ExperimentOptions, Extent {
  readonly measures?: string;
  readonly parts?: string;
  readonly actions: boolean;
}

/** Measures that are explained beside the one that is asked about. */
const EXPLAINED_MOST = 6;
const OVERALL = ['service level', 'abandonment', 'sojourn', 'cost'];

/** `meridian explain-change A B`: the change of a measure, split into the parts in which the scenarios differ. */
export async function explainChange(
  nameBefore: string,
  nameAfter: string,
  options: ExplainChangeOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const read = allOf([readScenario(nameBefore), readScenario(nameAfter)]);
  if (!read.ok) return read;
  const [before, after] = read.value as [ReadScenario, ReadScenario];
  const parted = stepsBetween(before, after, options.parts);
  if (!parted.ok) return parted;
  const cut = allOf(parted.value.scenarios.map(({ scenario }) => withExtent(scenario, options)));
  if (!cut.ok) return cut;
  const scenarios = cut.value;
  const measures = measuresFor(scenarios, options.measures);
  if (!measures.ok) return measures;
  const settings = settingsOfExperiment(options, [measures.value[0]?.id ?? '']);
  if (!settings.ok) return settings;
  const names = [nameBefore, nameAfter].map((name) => basename(name).replace(/\.ya?ml$/, ''));
  const place = placeOf(options.out, `runs/explain-change-${names.join('-')}`);
  const seed = options.seed ?? before.parsed.scenario.seed;
  const steps = parted.value.steps.map((parts) => stepOf(parts, before, after));
  const outcome = await runExperiment(
    {
      kind: 'explain-change',
      seed,
      scenarios: scenarios.map((scenario, i) => ({ name: nameOf(i, steps.length, names), scenario })),
      measures: scenarios.map(() => measures.value),
    },
    settings.value,
    place,
    options,
    context,
  );
  if (!outcome.ok) return outcome;
  const { records } = outcome.value;
  const { level } = settings.value;
  const explained = shownMeasures(
    explainRecords(measures.value, steps.length, records, level),
    options.measures !== undefined,
  );
  const replications = records[0]?.length ?? 0;
  const task = { settings: settings.value, place, options, context, seed, replications };
  const scenario = scenarios.at(-1) as Scenario;
  const main = measures.value.find(({ id }) => id === explained[0]?.measure.id);
  const isWorse = explained[0] !== undefined && hasWorsened(explained[0]);
  const recovery =
    options.actions && isWorse && main !== undefined
      ? await recoveryOf(task, { after, scenario, measure: main })
      : success(null);
  if (!recovery.ok) return recovery;
  const change: ExplainedChange = {
    titles: titlesOf(before, after),
    ...{ steps, replications, level, measures: explained },
    recovery: recovery.value,
    law: givenLaws([before, after].map(({ parsed }) => ({ name: parsed.scenario.name, ...parsed }))),
  };
  return give(change, place, options, recovery.value === null ? [PLAN, RECORDS] : [PLAN, RECORDS, TRIED]);
}

function readScenario(name: string): Result<ReadScenario, Problem> {
  const input = inputOf(name);
  const source = input.ok ? loadSource(input.value) : input;
  if (!source.ok) return complained('bad input', source.problem);
  const parsed = parseSource(source.value);
  return parsed.ok
    ? success({ source: source.value, parsed: parsed.value })
    : complained('bad input', parsed.problem);
}

/** Steps by the parts that differ; with `--parts` only those named, and the others as one. */
function stepsBetween(
  before: ReadScenario,
  after: ReadScenario,
  named: string | undefined,
): Result<PartedChange, Problem> {
  const parts = changedParts(before.source, after.source);
  const [first, second] = [before, after].map(({ parsed }) => parsed.scenario.name);
  if (parts.length === 0)
    return refuse(`${first} and ${second} differ in nothing that a figure depends on`, 'name two others');
  const list = named?.split(',').map((part) => part.trim());
  const stray = list?.find((part) => !(parts as readonly string[]).includes(part));
  if (stray !== undefined)
    return refuse(
      `--parts ${stray}: the scenarios do not differ in that`,
      `they differ in: ${parts.join(', ')}`,
    );
  const apart = list === undefined ? parts : parts.filter((part) => list.includes(part));
  const rest = parts.filter((part) => !apart.includes(part));
  const steps = [...apart.map((part) => [part]), ...(rest.length === 0 ? [] : [rest])];
  if (steps.length > PARTS_MAX)
    return refuse(
      `the scenarios differ in ${steps.length} parts, and at most ${PARTS_MAX} are told apart`,
      `name those of interest, e.g. --parts "${parts.slice(0, 3).join(', ')}"; the others count as one`,
    );
  return success(partedChange(before, after, steps));
}

function stepOf(parts: readonly ChangePart[], before: ReadScenario, after: ReadScenario) {
  const title = parts.map((part) => CHANGE_PARTS[part]).join(' with ');
  const changed = withPartsOf(before.source, after.source, new Set(parts));
  return { title, changes: scenarioChanges(treeOf(before.source), treeOf(changed)) };
}

function nameOf(subset: number, steps: number, [before = '', after = '']: readonly string[]): string {
  if (subset === 0) return before;
  return subset === 2 ** steps - 1 ? after : `between-${subset}`;
}

/** Titles; names where both have the same title. */
function titlesOf(before: ReadScenario, after: ReadScenario): readonly [string, string] {
  const [one, other] = [before.parsed.scenario, after.parsed.scenario];
  return one.title === other.title
    ? [`${one.title} (before)`, `${other.title} (after)`]
    : [one.title, other.title];
}

/** The measures of `--measures`; otherwise figures over all cases, and the targets that both scenarios have. */
function measuresFor(
  scenarios: readonly Scenario[],
  named: string | undefined,
): Result<readonly Measure[], Problem> {
  const [before, after] = [scenarios[0], scenarios.at(-1)] as [Scenario, Scenario];
  const currency = commonCurrency(scenarios);
  if (named !== undefined) return chosenMeasures(sharedParts([before, after]), currency, named);
  const overall = measuresOf([], currency).filter(({ id }) => OVERALL.includes(id));
  const later = wantedShares(after).map(({ measure }) => measure.id);
  const targets = wantedShares(before).flatMap(({ measure }) =>
    later.includes(measure.id) ? [measure] : [],
  );
  const unique = new Map([...overall, ...targets].map((one) => [one.id, one]));
  return success([...unique.values()]);
}

/**
 * The measures in the order of the user. If none was named: the target that became worst first, then the figures over all cases, then other
 * targets that moved.
 */
function shownMeasures(all: readonly ExplainedMeasure[], areNamed: boolean): readonly ExplainedMeasure[] {
  if (areNamed) return all;
  const isOverall = ({ measure }: ExplainedMeasure) => OVERALL.includes(measure.id);
  const moved = all
    .filter((one) => !isOverall(one) && hasMoved(one))
    .sort((one, other) => (one.change?.mean ?? 0) - (other.change?.mean ?? 0));
  const worst = moved.find(hasWorsened);
  const overall = all.filter(isOverall);
  const first = worst === undefined ? [] : [worst];
  const rest = moved.filter((one) => one !== worst);
  return [...first, ...overall, ...rest].slice(0, EXPLAINED_MOST);
}

function hasMoved({ change }: ExplainedMeasure): boolean {
  return detectedSign(change) !== 0;
}

function hasWorsened({ change, measure }: ExplainedMeasure): boolean {
  return detectedSign(change) === (measure.better === 'less' ? 1 : -1);
}

interface Task {
  readonly settings: ExperimentSettings;
  readonly place: ResultFolder;
  readonly options: ExplainChangeOptions;
  readonly context: CommandContext;
  readonly seed: string;
  readonly replications: number;
}

/** Simulates what may win the measure back in the second scenario. */
async function recoveryOf(
  { context, options, place, replications, seed, settings }: Task,
  {
    after,
    measure,
    scenario,
  }: { readonly after: ReadScenario; readonly measure: Measure; readonly scenario: Scenario },
): Promise<Result<Recovery | null, Problem>> {
  const tree = treeOf(after.source);
  const actions = recoveryEdits(after.source).flatMap(({ group, kind, source }) => {
    const parsed = parseSource(source);
    const cut = parsed.ok ? withExtent(parsed.value.scenario, options) : parsed;
    const text = scenarioChanges(tree, treeOf(source)).join('; ');
    return cut.ok ? [{ group, kind, text, scenario: cut.value }] : [];
  });
  const plan = {
    ...{ scenario, measure, seed, replications, level: settings.level },
    actions: usefulActions({ actions, measure, scenario }),
  };
  const search = (executor: Executor, goesOn: () => boolean) => tryRecovery(plan, executor, goesOn);
  const found = await runSearch(
    search,
    { kind: `recovery of ${scenario.name}`, threads: settings.threads },
    place,
    options,
    context,
  );
  if (!found.ok || found.value !== null) return found;
  return refuse('a replication of an action failed', 'leave the actions out with --no-actions');
}

function give(
  change: ExplainedChange,
  place: ResultFolder,
  options: ExplainChangeOptions,
  kept: readonly string[],
): CommandResult {
  const files = {
    'change.json': `${JSON.stringify(change, null, 2)}\n`,
    'change.csv': renderChangeCsv(change),
    'change.html': renderChange(change),
  };
  const text: Results['text'] = (style) => renderChangeText(change, style);
  const given = giveResults(place, { files, json: { change }, text, law: change.law }, options, kept);
  return given.ok ? success('clean') : given;
}
