import { type Result, success } from '#base';
import { givenLaw, type Scenario } from '#domain';
import {
  commonCurrency,
  type Executor,
  findStaff,
  type Goal,
  GUARD_NAMES,
  type GuardName,
  measuresOf,
  type StaffingResult,
  unresolvedMeasure,
} from '#experiment';
import { renderStaffing, renderStaffingText, staffingPage } from '#report';
import { parseScenario, scenarioTree } from '#scenario';
import { complained, type Problem, refuse } from '../../shared/problem.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { inputOf } from '../../shared/scenario/load-scenario.ts';
import { note, print } from '../../shared/terminal.ts';
import { applyStaffing, canApply } from '../experiment/applied-staffing.ts';
import { objectionsTo, type ScenarioSource } from '../experiment/proposed-scenario.ts';
import { placeOf, TRIED } from '../experiment/result-place.ts';
import { giveResults, type Results } from '../experiment/results.ts';
import { runSearch } from '../experiment/search-run.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { type Extent, withExtent } from '../options/extent.ts';
import { chosenGoals } from '../options/values.ts';

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
  const { goals, guards, scenario, settings, source } = asked.value;
  const { level, stopping, threads } = settings;
  const isWatched = process.stderr.isTTY === true && options.quiet !== true;
  const place = placeOf(options.out, `runs/staff-${scenario.name}`);
  const search = (executor: Executor, goesOn: () => boolean) =>
    findStaff(scenario, {
      goals,
      guards,
      objects: objectionsTo(source),
      watched: [...goals.map(({ measure }) => measure), ...measuresOf(scenario.segments), unresolvedMeasure],
      replications: stopping.minimum,
      checked: 4 * stopping.minimum,
      level,
      seed: options.seed ?? scenario.seed,
      executor,
      watch: (evaluations, hours) => {
        if (isWatched) note(`staffing ${evaluations + 1}: ${Math.round(hours)} agent hours`);
        return goesOn();
      },
    });
  const kind = `staff ${scenario.name}`;
  const searched = await runSearch(search, { kind, threads }, place, options, context);
  if (!searched.ok) return searched;
  const found = searched.value;
  if (found === null) return nothingFound(guards);
  const page = staffingPage(scenario, {
    ...{ goals, guards, level, result: found, law: givenLaw(scenario) },
    guardsOff: GUARD_NAMES.filter((guard) => !guards.includes(guard)),
  });
  const files = { 'staff.json': `${JSON.stringify(page, null, 2)}\n`, 'staff.html': renderStaffing(page) };
  const text: Results['text'] = (style) => renderStaffingText(page, style);
  const given = giveResults(place, { files, json: page, text, law: page.law }, options, [TRIED]);
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

function nothingFound(guards: readonly GuardName[]): CommandResult {
  const message = 'no staffing that was tried meets the goals';
  const remedy = 'lower a goal, or use `meridian explain` to see what delays cases';
  if (guards.length === 0) return complained('violation', [{ message, remedy }]);
  const names = guards.join(', ');
  return complained('violation', [
    {
      message: `${message} and keeps the guards (${names})`,
      remedy: `${remedy}; --without-guard ${guards[0]} switches a guard off`,
    },
  ]);
}

/** What is asked for, checked before anything is simulated. */
function questionOf(name: string, options: StaffOptions) {
  const read = sourceOf(name);
  if (!read.ok) return read;
  const source = read.value;
  const scenario = withExtent(source.scenario, options);
  if (!scenario.ok) return scenario;
  const goals = goalsOf(scenario.value, options.goal);
  if (!goals.ok) return goals;
  const guards = guardsOf(options.withoutGuard);
  if (!guards.ok) return guards;
  const settings = settingsOfExperiment(options, []);
  if (!settings.ok) return settings;
  const applies = options.apply === undefined ? success(undefined) : canApply(source, options.apply);
  if (!applies.ok) return applies;
  return success({
    source,
    scenario: scenario.value,
    goals: goals.value,
    guards: guards.value,
    settings: settings.value,
  });
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

/** All but those that are switched off. */
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

/** `service level>=80%`, or for some of the cases `service level/premier/phone>=0.9`; without any, the scenario's own targets. */
function goalsOf(scenario: Scenario, texts: readonly string[]): Result<readonly Goal[], Problem> {
  const measures = measuresOf(scenario.segments, commonCurrency([scenario]));
  if (texts.length === 0) {
    const targets = scenario.serviceLevels.map(({ target }) => target);
    const measure = measures.find(({ id }) => id === 'service level');
    if (measure !== undefined && targets.length > 0)
      return success([{ measure, value: Math.max(...targets) }]);
    return refuse('the scenario names no service level', 'name a goal: --goal "service level>=80%"');
  }
  return chosenGoals(scenario, texts, commonCurrency([scenario]));
}
