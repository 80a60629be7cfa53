import { type Result, success } from '#base';
import { type Executor, GUARD_NAMES, type GuardName, type StaffingResult } from '#experiment';
import { renderStaffingText } from '#report';
import { parseScenario, scenarioTree } from '#scenario';
import type { ScenarioSource } from '../../shared/experiment/proposed-staff.ts';
import {
  nothingFound,
  type StaffQuestion,
  searchStaff,
  staffFiles,
  staffGoals,
  staffPage,
} from '../../shared/experiment/staff-search.ts';
import { complained, type Problem, refuse } from '../../shared/problem.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { inputOf } from '../../shared/scenario/load-scenario.ts';
import { note, print } from '../../shared/terminal.ts';
import { applyStaffing, canApply } from '../experiment/applied-staffing.ts';
import { placeOf, TRIED } from '../experiment/result-place.ts';
import { giveResults, type Results } from '../experiment/results.ts';
import { runSearch } from '../experiment/search-run.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { type Extent, withExtent } from '../options/extent.ts';

export interface StaffOptions extends ExperimentOptions, Extent {
  readonly goal: readonly string[];
  readonly withoutGuard: readonly string[];
  readonly apply?: string;
}

/** `meridian staff`: the fewest agent hours that meet the goals and keep the guards. */
export async function staff(
  name: string,
  options: StaffOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const asked = questionOf(name, options);
  if (!asked.ok) return asked;
  const { question, settings } = asked.value;
  const { guards, scenario, source } = question;
  const isWatched = process.stderr.isTTY === true && options.quiet !== true;
  const place = placeOf(options.out, `runs/staff-${scenario.name}`);
  const search = (executor: Executor, goesOn: () => boolean) =>
    searchStaff(question, executor, (evaluations, hours) => {
      if (isWatched) note(`staffing ${evaluations + 1}: ${Math.round(hours)} agent hours`);
      return goesOn();
    });
  const kind = `staff ${scenario.name}`;
  const searched = await runSearch(search, { kind, threads: settings.threads }, place, options, context);
  if (!searched.ok) return searched;
  const found = searched.value;
  if (found === null) return complained('violation', [nothingFound(guards)]);
  const page = staffPage(question, found);
  const text: Results['text'] = (style) => renderStaffingText(page, style);
  const results = { files: staffFiles(page), json: page, text, law: page.law };
  const given = giveResults(place, results, options, [TRIED]);
  if (!given.ok) return given;
  const applied = writeProposal(source, found, options);
  if (!applied.ok) return applied;
  return success(found.isConfident && found.isGuarded ? 'clean' : 'violation');
}

function writeProposal(
  source: ScenarioSource,
  found: StaffingResult,
  { apply, json, quiet }: StaffOptions,
): Result<undefined, Problem> {
  if (apply === undefined) return success(undefined);
  const written = applyStaffing(source, apply, found.after);
  if (written.ok && json === undefined && quiet === undefined) {
    print(`${apply}: the proposal as a scenario`);
  }
  return written;
}

/** The search to run, checked before anything is simulated. */
function questionOf(name: string, options: StaffOptions) {
  const read = sourceOf(name);
  if (!read.ok) return read;
  const source = read.value;
  const scenario = withExtent(source.scenario, options);
  if (!scenario.ok) return scenario;
  const goals = staffGoals(scenario.value, options.goal);
  if (!goals.ok) return refuse(goals.problem.message, goals.problem.remedy);
  const guards = guardsOf(options.withoutGuard);
  if (!guards.ok) return guards;
  const settings = settingsOfExperiment(options, []);
  if (!settings.ok) return settings;
  const applies = options.apply === undefined ? success(undefined) : canApply(source, options.apply);
  if (!applies.ok) return applies;
  const question: StaffQuestion = {
    ...{ source, scenario: scenario.value, goals: goals.value, guards: guards.value },
    level: settings.value.level,
    replications: settings.value.stopping.minimum,
    seed: options.seed ?? scenario.value.seed,
  };
  return success({ question, settings: settings.value });
}

function sourceOf(name: string): Result<ScenarioSource, Problem> {
  const input = inputOf(name);
  if (!input.ok) return complained('bad input', input.problem);
  const parsed = parseScenario(input.value);
  if (!parsed.ok) return complained('bad input', parsed.problem);
  const tree = scenarioTree(input.value);
  if (!tree.ok) return complained('bad input', tree.problem);
  const { scenario, warnings } = parsed.value;
  return success({ input: input.value, tree: tree.value, scenario, warnings });
}

/** All guards that are not switched off. */
function guardsOf(without: readonly string[]): Result<readonly GuardName[], Problem> {
  const stray = without.find((name) => !GUARD_NAMES.some((guard) => guard === name));
  if (stray !== undefined) {
    return refuse(
      `--without-guard ${stray} is not the name of a guard`,
      `choose among ${GUARD_NAMES.join(', ')}`,
    );
  }
  return success(GUARD_NAMES.filter((guard) => !without.includes(guard)));
}
