import { basename } from 'node:path';
import { givenLaws } from '#domain';
import { commonCurrency, compare as compareRecords, decisionsOf, measuresFor } from '#experiment';
import { renderComparison, renderComparisonCsv, renderComparisonText, scenarioChanges } from '#report';
import { scenarioTree, type TreeValue } from '#scenario';

import { BAD_INPUT, CLEAN } from '../../shared/exit-codes.ts';
import {
  colour,
  complain,
  print,
  printJson,
  printLaw,
  printText,
  terminalWidth,
} from '../../shared/print.ts';
import { type Extent, inputOf, loadForExperiment } from '../../shared/scenario/load-scenario.ts';
import {
  chosenMeasures,
  type ExperimentOptions,
  runExperiment,
  settingsOfExperiment,
} from '../experiment/experiment-run.ts';
import { leaveResults, placeOf } from '../experiment/result-place.ts';

export interface CompareOptions extends ExperimentOptions, Extent {
  readonly measures?: string;
}

/** What the file says, merged over what it extends. It has been read once: what is wrong with it has been told. */
function treeOf(name: string): TreeValue {
  const input = inputOf(name);
  const tree = input.ok ? scenarioTree(input.value) : input;
  return tree.ok ? tree.value : null;
}

/** `meridian compare A B …`: paired differences to the first scenario under common random numbers. */
export async function compare(names: readonly string[], options: CompareOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  if (names.length < 2) return complain('one scenario cannot be compared', 'name two or more');
  const scenarios = names.flatMap((name) => {
    const scenario = loadForExperiment(name, options);
    return scenario === null ? [] : [{ name: scenario.name, scenario }];
  });
  if (scenarios.length < names.length) return;
  const shared = (scenarios[0]?.scenario.segments ?? []).filter(({ id }) =>
    scenarios.every(({ scenario }) => scenario.segments.some((segment) => segment.id === id)),
  );
  const currency = commonCurrency(scenarios.map(({ scenario }) => scenario));
  const measures = chosenMeasures(shared, currency, options.measures);
  if (measures === null) return;
  const settings = settingsOfExperiment(
    options,
    measures.filter(({ id }) => !id.includes('/')).map(({ id }) => id),
  );
  if (settings === null) return;

  const first = scenarios[0] as (typeof scenarios)[number];
  const folder = options.out ?? `runs/compare-${scenarios.map(({ name }) => basename(name)).join('-')}`;
  const place = placeOf(folder);
  const seed = options.seed ?? first.scenario.seed;
  const decisions = decisionsOf(
    scenarios.map(({ scenario }) => scenario),
    measures,
  );
  const recorded = [...measures, ...measuresFor(decisions)];
  const outcome = await runExperiment(
    { kind: 'compare', seed, scenarios, measures: scenarios.map(() => recorded) },
    settings,
    place,
    options,
  );
  if (outcome === null) return;
  const comparison = compareRecords(
    scenarios.map(({ name }) => name),
    measures,
    outcome.records,
    settings.level,
    decisions,
  );
  const [tree, ...trees] = names.map(treeOf);
  const changes = trees.map((other) => scenarioChanges(tree ?? null, other));
  const law = givenLaws(scenarios);
  const titles = scenarios.map(({ scenario }) => scenario.title);
  const files = {
    'comparison.json': `${JSON.stringify({ ...comparison, changes, law }, null, 2)}\n`,
    'comparison.csv': renderComparisonCsv(comparison),
    'comparison.html': renderComparison(comparison, titles, changes, law),
  };
  if (!leaveResults(place, files)) return;
  if (options.json === true) printJson({ folder, comparison: { ...comparison, changes, law } });
  else if (options.quiet === undefined) {
    printText(renderComparisonText(comparison, titles, changes, { width: terminalWidth(), colour }));
    printLaw(law);
    print(`${folder}: comparison.html, comparison.csv, comparison.json`);
  }
  process.exitCode = CLEAN;
}
