import { basename } from 'node:path';
import type { Scenario } from '#domain';
import { commonCurrency, type Executor, type Measure } from '#experiment';
import { type ActionsPage, renderChangeText } from '#report';
import type { ReadScenario } from '#scenario';
import { type ActionQuestion, findActions } from '../../shared/experiment/action-search.ts';
import {
  changeFiles,
  changeMeasures,
  explainedChange,
  recoveryQuestion,
  stepsBetween,
} from '../../shared/experiment/explained-change.ts';
import { sharedParts } from '../../shared/experiment/shared-parts.ts';
import { allOf, orRefuse, unlessRefused } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { readScenario } from '../../shared/scenario/load-scenario.ts';
import { runExperiment, runSearch } from '../experiment/experiment-run.ts';
import { giveResults, PLAN, placeOf, RECORDS, type Results, TRIED } from '../experiment/result-place.ts';
import { type ExperimentOptions, type ExperimentTask, settingsOfExperiment } from '../experiment/settings.ts';
import { type Extent, withExtent } from '../options/extent.ts';
import { chosenMeasures } from '../options/values.ts';

export interface ExplainChangeOptions extends ExperimentOptions, Extent {
  readonly measures?: string;
  readonly parts?: string;
  readonly actions: boolean;
}

/** `meridian explain-change A B`: the change of a measure, split into the parts in which the scenarios differ. */
export async function explainChange(
  nameBefore: string,
  nameAfter: string,
  options: ExplainChangeOptions,
  context: CommandContext,
): Promise<void> {
  const [before, after] = allOf([nameBefore, nameAfter], readScenario) as [ReadScenario, ReadScenario];
  const named = options.parts?.split(',').map((part) => part.trim()) ?? null;
  const parted = orRefuse(stepsBetween(before, after, named));
  const scenarios = allOf(parted.scenarios, ({ scenario }) => withExtent(scenario, options));
  const measures = measuresFor(scenarios, options.measures);
  const settings = settingsOfExperiment(options, [measures[0]?.id ?? '']);
  const names = [nameBefore, nameAfter].map((name) => basename(name).replace(/\.ya?ml$/, ''));
  const place = placeOf(options.out, `runs/explain-change-${names.join('-')}`);
  const seed = options.seed ?? before.parsed.scenario.seed;
  const task = { settings, place, options, context };
  const experiment = {
    kind: 'explain-change',
    seed,
    scenarios: scenarios.map((scenario, i) => ({
      name: nameOf(i, parted.steps.length, names),
      scenario,
    })),
    measures: scenarios.map(() => measures),
  };
  const outcome = await runExperiment(experiment, task);
  const findings = {
    before,
    after,
    parted,
    measures,
    records: outcome.records,
    level: outcome.level,
    areNamed: options.measures !== undefined,
  };
  const change = explainedChange(findings);
  const cutOf = (scenario: Scenario) => unlessRefused(() => withExtent(scenario, options));
  const question = options.actions ? recoveryQuestion(change, findings, seed, cutOf) : null;
  const recovery = await recoveryOf(task, question);
  const kept = recovery === null ? [PLAN, RECORDS] : [PLAN, RECORDS, TRIED];
  const explained = { ...change, recovery };
  const text: Results['text'] = (style) => renderChangeText(explained, style);
  const results = { files: changeFiles(explained), json: { change: explained }, text, law: explained.law };
  return giveResults(place, results, options, kept);
}

function nameOf(subset: number, steps: number, [before = '', after = '']: readonly string[]): string {
  if (subset === 0) return before;
  return subset === 2 ** steps - 1 ? after : `between-${subset}`;
}

/** The measures of `--measures`; otherwise those of `changeMeasures`. */
function measuresFor(scenarios: readonly Scenario[], named: string | undefined): readonly Measure[] {
  if (named === undefined) return changeMeasures(scenarios);
  const [before, after] = [scenarios[0], scenarios.at(-1)] as [Scenario, Scenario];
  return chosenMeasures(sharedParts([before, after]), commonCurrency(scenarios), named);
}

async function recoveryOf(
  task: ExperimentTask,
  question: ActionQuestion | null,
): Promise<ActionsPage | null> {
  if (question === null) return null;
  const search = (executor: Executor, goesOn: () => boolean) => findActions(question, executor, goesOn);
  return runSearch(search, `recovery of ${question.parsed.scenario.name}`, task);
}
