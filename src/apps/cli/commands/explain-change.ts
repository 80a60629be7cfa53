import { basename } from 'node:path';
import { type Result, success } from '#base';
import type { Scenario } from '#domain';
import {
  commonCurrency,
  type Executor,
  type Measure,
  type Recovery,
  type RecoveryPlan,
  tryRecovery,
} from '#experiment';
import { renderChangeText } from '#report';
import { loadSource, parseSource, type ReadScenario } from '#scenario';
import {
  changeFiles,
  changeMeasures,
  explainedChange,
  recoveryPlanOf,
  stepsBetween,
} from '../../shared/experiment/explained-change.ts';
import { sharedParts } from '../../shared/experiment/shared-parts.ts';
import { allOf, complained, type Problem, refuse } from '../../shared/problem.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { inputOf } from '../../shared/scenario/load-scenario.ts';
import { runExperiment, runSearch } from '../experiment/experiment-run.ts';
import { PLAN, placeOf, RECORDS, TRIED } from '../experiment/result-place.ts';
import { giveResults, type Results } from '../experiment/results.ts';
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
): Promise<CommandResult> {
  const read = allOf([readScenario(nameBefore), readScenario(nameAfter)]);
  if (!read.ok) return read;
  const [before, after] = read.value as [ReadScenario, ReadScenario];
  const named = options.parts?.split(',').map((part) => part.trim()) ?? null;
  const parted = stepsBetween(before, after, named);
  if (!parted.ok) return refuse(parted.problem.message, parted.problem.remedy);
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
  const task = { settings: settings.value, place, options, context };
  const experiment = {
    kind: 'explain-change',
    seed,
    scenarios: scenarios.map((scenario, i) => ({
      name: nameOf(i, parted.value.steps.length, names),
      scenario,
    })),
    measures: scenarios.map(() => measures.value),
  };
  const outcome = await runExperiment(experiment, task);
  if (!outcome.ok) return outcome;
  const findings = {
    before,
    after,
    parted: parted.value,
    measures: measures.value,
    records: outcome.value.records,
    level: outcome.value.level,
    areNamed: options.measures !== undefined,
  };
  const change = explainedChange(findings);
  const cutOf = (scenario: Scenario) => {
    const shortened = withExtent(scenario, options);
    return shortened.ok ? shortened.value : null;
  };
  const plan = options.actions ? await recoveryPlanOf(change, findings, seed, cutOf) : null;
  const recovery = await recoveryOf(task, plan);
  if (!recovery.ok) return recovery;
  const kept = recovery.value === null ? [PLAN, RECORDS] : [PLAN, RECORDS, TRIED];
  const explained = { ...change, recovery: recovery.value };
  const text: Results['text'] = (style) => renderChangeText(explained, style);
  const results = { files: changeFiles(explained), json: { change: explained }, text, law: explained.law };
  return giveResults(place, results, options, kept);
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

function nameOf(subset: number, steps: number, [before = '', after = '']: readonly string[]): string {
  if (subset === 0) return before;
  return subset === 2 ** steps - 1 ? after : `between-${subset}`;
}

/** The measures of `--measures`; otherwise those of `changeMeasures`. */
function measuresFor(
  scenarios: readonly Scenario[],
  named: string | undefined,
): Result<readonly Measure[], Problem> {
  if (named === undefined) return success(changeMeasures(scenarios));
  const [before, after] = [scenarios[0], scenarios.at(-1)] as [Scenario, Scenario];
  return chosenMeasures(sharedParts([before, after]), commonCurrency(scenarios), named);
}

/** Simulates what may win the measure back in the second scenario. */
async function recoveryOf(
  task: ExperimentTask,
  plan: RecoveryPlan | null,
): Promise<Result<Recovery | null, Problem>> {
  if (plan === null) return success(null);
  const search = (executor: Executor, goesOn: () => boolean) => tryRecovery(plan, executor, goesOn);
  const found = await runSearch(search, `recovery of ${plan.scenario.name}`, task);
  if (!found.ok || found.value !== null) return found;
  return refuse('a replication of an action failed', 'leave the actions out with --no-actions');
}
