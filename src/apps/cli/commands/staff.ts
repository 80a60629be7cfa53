import { type Result, success } from '#base';
import { givenLaw, type Scenario } from '#domain';
import { commonCurrency, type Executor, findStaff, type Goal, measuresOf } from '#experiment';
import { renderStaffing, renderStaffingText, type StaffingPage } from '#report';
import { complained, type Problem, refuse } from '../../shared/problem.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { note } from '../../shared/terminal.ts';
import { placeOf, TRIED } from '../experiment/result-place.ts';
import { giveResults, type Results } from '../experiment/results.ts';
import { runSearch } from '../experiment/search-run.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { type Extent, loadForExperiment } from '../options/extent.ts';
import { chosenGoals } from '../options/values.ts';

export interface StaffOptions extends ExperimentOptions, Extent {
  readonly goal: readonly string[];
}

/** `meridian staff`: the fewest agent hours that meet the goals. */
export async function staff(
  name: string,
  options: StaffOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const loaded = loadForExperiment(name, options);
  if (!loaded.ok) return loaded;
  const scenario = loaded.value;
  const goals = goalsOf(scenario, options.goal);
  if (!goals.ok) return goals;
  const settings = settingsOfExperiment(options, []);
  if (!settings.ok) return settings;
  const { level, stopping, threads } = settings.value;
  const isWatched = process.stderr.isTTY === true && options.quiet !== true;
  const place = placeOf(options.out ?? `runs/staff-${scenario.name}`);
  const search = (executor: Executor, goesOn: () => boolean) =>
    findStaff(scenario, {
      goals: goals.value,
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
  if (found === null) {
    const remedy = 'lower a goal, or look at `meridian explain` for what holds cases up';
    return complained('violation', [{ message: 'no staffing that was tried meets the goals', remedy }]);
  }
  const page: StaffingPage = {
    title: scenario.title,
    law: givenLaw(scenario),
    currency: scenario.currency ?? null,
    level,
    goals: goals.value.map(({ measure, value }) => ({ ...measure, value })),
    result: found,
    shifts: scenario.groups.flatMap(({ id, shifts }, g) =>
      shifts.map((shift, s) => ({
        name: `${id}/${shift.id}`,
        before: found.before[g]?.[s] ?? 0,
        after: found.after[g]?.[s] ?? 0,
      })),
    ),
  };
  const files = { 'staff.json': `${JSON.stringify(page, null, 2)}\n`, 'staff.html': renderStaffing(page) };
  const text: Results['text'] = (style) => renderStaffingText(page, style);
  const given = giveResults(place, { files, json: page, text, law: page.law }, options, [TRIED]);
  if (!given.ok) return given;
  return success(found.isConfident ? 'clean' : 'violation');
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
