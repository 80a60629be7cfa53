import { givenLaw, type Scenario } from '#domain';
import { commonCurrency, findStaff, type Goal, goalsFor, measuresOf } from '#experiment';
import { renderStaffing, renderStaffingText, type StaffingPage } from '#report';
import { BAD_INPUT, CLEAN, VIOLATION } from '../../shared/exit-codes.ts';
import {
  colour,
  complain,
  note,
  print,
  printJson,
  printLaw,
  printText,
  terminalWidth,
} from '../../shared/print.ts';
import { type Extent, loadForExperiment } from '../../shared/scenario/load-scenario.ts';
import {
  type ExperimentOptions,
  isSearchWhole,
  openKeepingExecutor,
  settingsOfExperiment,
} from '../experiment/experiment-run.ts';
import { leaveResults, placeOf, TRIED } from '../experiment/result-place.ts';

export interface StaffOptions extends ExperimentOptions, Extent {
  readonly goal: readonly string[];
}

/** `meridian staff`: the fewest agent hours that meet the goals. */
export async function staff(name: string, options: StaffOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const scenario = loadForExperiment(name, options);
  if (scenario === null) return;
  const goals = goalsOf(scenario, options.goal);
  if (goals === null) return;
  const settings = settingsOfExperiment(options, []);
  if (settings === null) return;
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
  };
  process.on('SIGINT', interrupt);
  const isWatched = process.stderr.isTTY === true && options.quiet !== true;
  const { minimum } = settings.stopping;
  const folder = options.out ?? `runs/staff-${scenario.name}`;
  const place = placeOf(folder);
  const executor = await openKeepingExecutor(
    `staff ${scenario.name}`,
    settings.threads,
    place,
    options,
    interrupt,
  );
  if (executor === null) return;
  const found = await findStaff(scenario, {
    goals,
    replications: minimum,
    checked: 4 * minimum,
    level: settings.level,
    seed: options.seed ?? scenario.seed,
    executor,
    watch: (evaluations, hours) => {
      if (isWatched) note(`staffing ${evaluations + 1}: ${Math.round(hours)} agent hours`);
      return !isInterrupted;
    },
  }).finally(() => executor.end());
  process.off('SIGINT', interrupt);
  if (!isSearchWhole(executor, isInterrupted, place)) return;
  if (found === null) {
    complain(
      'no staffing that was tried meets the goals',
      'lower a goal, or look at `meridian explain` for what holds cases up',
    );
    process.exitCode = VIOLATION;
    return;
  }
  const page: StaffingPage = {
    title: scenario.title,
    law: givenLaw(scenario),
    currency: scenario.currency ?? null,
    level: settings.level,
    goals: goals.map(({ measure, value }) => ({ ...measure, value })),
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
  if (!leaveResults(place, files, [TRIED])) return;
  if (options.json === true) printJson({ folder, ...page });
  else if (options.quiet === undefined) {
    printText(renderStaffingText(page, { width: terminalWidth(), colour }));
    printLaw(page.law);
    print(`${folder}: staff.html, staff.json`);
  }
  process.exitCode = found.isConfident ? CLEAN : VIOLATION;
}

/** `service level>=80%`, or for some of the cases `service level/premier/phone>=0.9`; without any, the scenario's own targets. */
function goalsOf(scenario: Scenario, texts: readonly string[]): readonly Goal[] | null {
  const measures = measuresOf(scenario.segments, commonCurrency([scenario]));
  if (texts.length === 0) {
    const targets = scenario.serviceLevels.map(({ target }) => target);
    const measure = measures.find(({ id }) => id === 'service level');
    if (measure !== undefined && targets.length > 0) return [{ measure, value: Math.max(...targets) }];
    complain('the scenario names no service level', 'name a goal: --goal "service level>=80%"');
    return null;
  }
  const goals = goalsFor(scenario, texts, commonCurrency([scenario]));
  if (goals.ok) return goals.value;
  complain(goals.problem.message, goals.problem.remedy);
  return null;
}
