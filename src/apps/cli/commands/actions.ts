import type { Scenario } from '#domain';
import { commonCurrency, type Executor } from '#experiment';
import { renderActionsText } from '#report';
import { actionFiles, askable } from '../../shared/experiment/action-search.ts';
import { orRefuse, unlessRefused } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { readScenario } from '../../shared/scenario/load-scenario.ts';
import { runSearch } from '../experiment/experiment-run.ts';
import { giveResults, placeOf, resultsOf, TRIED } from '../experiment/result-place.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { type Extent, withExtent } from '../options/extent.ts';
import { chosenMeasures, chosenRelevance } from '../options/values.ts';
import { findWithProgress } from '../run/try-changes.ts';

export interface ActionsOptions extends ExperimentOptions, Extent {
  readonly measures?: string;
  readonly relevant: string;
}

/** `meridian actions`: the single action that improves a measure most for its cost. */
export async function actions(name: string, options: ActionsOptions, context: CommandContext): Promise<void> {
  const read = readScenario(name, undefined, options.set);
  const scenario = withExtent(read.parsed.scenario, options);
  const named =
    options.measures === undefined
      ? null
      : chosenMeasures(scenario, commonCurrency([scenario]), options.measures);
  const measures = orRefuse(askable(scenario, named));
  const settings = settingsOfExperiment(options, []);
  const question = {
    ...read,
    measures,
    cut: (one: Scenario) => unlessRefused(() => withExtent(one, options)),
    seed: options.seed ?? scenario.seed,
    replications: settings.stopping.minimum,
    relevance: chosenRelevance(options.relevant),
    level: settings.level,
  };
  const place = placeOf(options.out, `runs/actions-${scenario.name}`);
  const task = { settings, place, options, context };
  const search = (executor: Executor, goesOn: () => boolean) =>
    findWithProgress(question, executor, options.quiet === true, goesOn);
  const page = await runSearch(search, `actions ${scenario.name}`, task);
  giveResults(place, resultsOf(page, actionFiles(page), renderActionsText), options, [TRIED]);
}
