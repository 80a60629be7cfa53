import { basename } from 'node:path';
import {
  commonCurrency,
  compare as compareRecords,
  decisionsOf,
  isOfAllCases,
  measuresFor,
  withWaitsByChannel,
} from '#experiment';
import { renderComparisonText } from '#report';
import { treeOf } from '#scenario';
import {
  type ComparedScenario,
  comparisonContext,
  comparisonFiles,
} from '../../shared/experiment/comparison-files.ts';
import { sharedParts } from '../../shared/experiment/shared-parts.ts';
import { allOf, refuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { readScenario } from '../../shared/scenario/load-scenario.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import { giveResults, placeOf, type Results } from '../experiment/result-place.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { givenCases } from '../import/given-cases.ts';
import { type Extent, withExtent } from '../options/extent.ts';
import { chosenMeasures, chosenRelevance } from '../options/values.ts';

export interface CompareOptions extends ExperimentOptions, Omit<Extent, 'backlog'> {
  readonly measures?: string;
  readonly relevant: string;
  readonly backlog?: string;
  readonly at?: string;
}

/** A scenario of the command line, and values that are written into it. */
interface Named {
  readonly name: string;
  readonly set: readonly string[];
}

/** What to compare: the scenarios, or the only one, and the same with the values of `--set`. */
function namedOf(names: readonly string[], { set = [] }: CompareOptions): readonly Named[] {
  const [name = ''] = names;
  if (names.length === 1 && set.length > 0)
    return [
      { name, set: [] },
      { name, set },
    ];
  if (names.length < 2)
    return refuse(
      'a single scenario cannot be compared',
      'name two or more, or give it other values with --set',
    );
  if (set.length > 0)
    return refuse('--set makes the second scenario of a comparison', 'name one scenario, or leave --set out');
  return names.map((one) => ({ name: one, set: [] }));
}

/** The scenario with the open cases that the options name. A case log is read for each scenario, since names may differ. */
async function loadedWith({ name, set }: Named, options: CompareOptions): Promise<ComparedScenario> {
  const { at, backlog } = options;
  const given = await givenCases(name, { backlog, at, isQuiet: options.quiet === true });
  const { parsed, source } = readScenario(name, given.backlog, set);
  const { events } = parsed;
  const scenario = withExtent(parsed.scenario, options);
  const tree = treeOf(source);
  if (set.length === 0) return { name: scenario.name, scenario, tree, events };
  const titled = { ...scenario, title: `${scenario.title}, changed` };
  return { name: `${scenario.name}-set`, scenario: titled, tree, events };
}

/** `meridian compare A B …`: paired differences from the first scenario under common random numbers. */
export async function compare(
  names: readonly string[],
  options: CompareOptions,
  context: CommandContext,
): Promise<void> {
  const named = namedOf(names, options);
  const settled = await Promise.allSettled(named.map((one) => loadedWith(one, options)));
  const scenarios = allOf(settled, (one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  const loaded = scenarios.map(({ scenario }) => scenario);
  const shared = sharedParts(loaded);
  const currency = commonCurrency(loaded);
  const chosen = chosenMeasures(shared, currency, options.measures);
  const measures = options.measures === undefined ? withWaitsByChannel(chosen, loaded) : chosen;
  const settings = settingsOfExperiment(
    options,
    measures.filter((one) => isOfAllCases(one) && one.filter?.hours === undefined).map(({ id }) => id),
  );
  const { level } = settings;
  const relevance = chosenRelevance(options.relevant);
  const first = scenarios[0] as (typeof scenarios)[number];
  const place = placeOf(options.out, `runs/compare-${scenarios.map(({ name }) => basename(name)).join('-')}`);
  const seed = options.seed ?? first.scenario.seed;
  const decisions = decisionsOf(loaded, measures);
  const recorded = [...measures, ...measuresFor(decisions)];
  const outcome = await runExperiment(
    { kind: 'compare', seed, scenarios, measures: scenarios.map(() => recorded) },
    { settings, place, options, context },
  );
  const compared = compareRecords(
    scenarios.map(({ name }) => name),
    measures,
    outcome.records,
    { level: outcome.level, decisions, relevance, isChosen: options.measures !== undefined },
  );
  const comparison = { ...compared, level };
  const shown = comparisonContext(comparison, scenarios);
  const { changes, law, staff } = shown;
  const files = comparisonFiles(comparison, shown);
  const json = { comparison: { ...comparison, changes, staff, law } };
  const text: Results['text'] = (style) => renderComparisonText(comparison, shown, style);
  return giveResults(place, { files, json, text, law }, options);
}
