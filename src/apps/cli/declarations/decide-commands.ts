import { Option } from 'commander';
import type { ProgramCommand } from '../options/program-command.ts';

/** Commands that compare what could be done, by many replications. */
export function addDecideCommands(program: ProgramCommand): void {
  program
    .command('compare')
    .examples('compare scenarios/css-2014 scenarios/css-2014-unrestricted --until "1 day"')
    .summary('compare scenarios with the first of them')
    .description('compare scenarios with the first of them, under common random numbers')
    .argument('<scenario...>', 'two or more scenarios, or one and --set; the first is the baseline')
    .withSet('other values in its file, which make the second scenario; *1.1 multiplies')
    .option('--replications <number>', 'pairs of replications; with --precision the minimum', '10')
    .withPrecision(
      'replicate until the measures over all cases are known to within this share',
      'confidence that all intervals hold together',
    )
    .withMeasures()
    .withRelevance()
    .withSeed("the first scenario's")
    .withBacklog()
    .withExtentAndResults()
    .does(async () => (await import('../commands/compare.ts')).compare);

  addActionsCommand(program);
  addExplainChangeCommand(program);

  program
    .command('price')
    .examples('price scenarios/german-night --replications 5')
    .summary('what residency costs in service and staff')
    .description(
      'the price of residency: service with the promise step by step compared with none, and the staff that restores it',
    )
    .ofScenario()
    .option(
      '--levels',
      'instead: a price list of levels 1 to 4 of the proposed Cloud and AI Development Act, by how people outside get access',
    )
    .option(
      '--replications <number>',
      'replications of each variant (default: 10; with --levels 4); with --precision the minimum',
    )
    .withPrecision(
      'replicate until the service level of restricted customers is known to within this',
      'confidence that all intervals hold together',
    )
    .option('--staff', 'with --levels: search for the staff that restores the service, three times')
    .option('--no-staff', 'do not search for staff')
    .option(
      '--restaff <searches>',
      'also search for the cheapest staff with and without the promise at equal service, this many times; 4 or more give an interval',
    )
    .withSeed()
    .withExtentAndResults()
    .does(async () => (await import('../commands/price.ts')).price);

  addBaselineCommands(program);

  addStaffCommand(program);
  addHireCommand(program);
  addSweepCommands(program);
}

function addActionsCommand(program: ProgramCommand): void {
  program
    .command('actions')
    .examples('actions scenarios/first-steps --until "2 days"')
    .summary('the single change that helps most for its cost')
    .description(
      'the single change that helps most for its cost: an agent, a longer, moved, new or temporary shift, a language or product, a rule of routing, the order of overflow; no promise is touched',
    )
    .ofScenario()
    .withSet()
    .option('--replications <number>', 'fresh replications of each action that is left at the end', '20')
    .withMeasures()
    .withRelevance()
    .withLevel('confidence that the intervals of all actions hold together')
    .withSeed()
    .withExtentAndResults('resume with what an earlier call has tried')
    .does(async () => (await import('../commands/actions.ts')).actions);
}

function addExplainChangeCommand(program: ProgramCommand): void {
  program
    .command('explain-change')
    .examples(
      'explain-change scenarios/three-centres scenarios/three-centres/busier.yaml --until "1 day" --replications 3',
    )
    .summary('why a figure moved, and what would win it back')
    .description(
      'why a figure moved from one scenario to another: volume, mix, handle time, staff, outages, promise …; and what would win it back',
    )
    .argument('<before>', 'scenario before the change')
    .argument('<after>', 'scenario after the change')
    .option(
      '--parts <names>',
      'tell only these apart, separated by commas, e.g. "volume, staff"; the others count as one',
    )
    .option('--no-actions', 'do not simulate actions that may win the figure back')
    .option(
      '--replications <number>',
      'replications of each scenario in between; with --precision the minimum',
      '10',
    )
    .withPrecision('replicate until the first measure is known to within this share in every scenario')
    .withMeasures()
    .withSeed("the first scenario's")
    .withExtentAndResults()
    .does(async () => (await import('../commands/explain-change.ts')).explainChange);
}

function addStaffCommand(program: ProgramCommand): void {
  program
    .command('staff')
    .examples(
      'staff scenarios/bench-mmc --until "8 h" --goal "service level>=80%"',
      'staff scenarios/ai-first-line --containment 0..80% --until "1 week" --replications 4',
    )
    .summary('find the cheapest staff that meets service goals')
    .description(
      'find the cheapest staff, of those searched, that meets service goals, with targets, resolution, backlog, abandonment and cover no worse than today; chooses shifts if centres have shiftShapes, and otherwise changes head counts; no promise is relaxed',
    )
    .ofScenario()
    .withSet()
    .withGoals()
    .withSeveral(
      '--without-guard <name>',
      'leave out a default guard: targets, resolution, backlog, abandonment or cover',
    )
    .option(
      '--apply <file>',
      'write the proposal as a scenario file that extends this one; replaces only a file that it wrote',
    )
    .option(
      '--required',
      'instead: the agents that the ten worst hours of groups require, each by itself, to meet the service levels',
    )
    .option(
      '--containment <shares>',
      'instead: FTE by the share that software contains, beside subtraction, for example 0..80% (step 10) or 0..80% step 5',
    )
    .option(
      '--drop <share>',
      'with --containment: what software contains after a silent drop on Friday night, for example 51% (default: the first planned degradation)',
    )
    .option('--heads', "change head counts of today's shifts, even if centres have shiftShapes")
    .option(
      '--pareto <levels>',
      'with shiftShapes: what other levels of the first goal cost, for example "70%,80%,90%"',
    )
    .option(
      '--proof <number>',
      'maximum number of rosters, or of head counts, that are tried to prove that none costs less; head counts: as many again for exchanges of agents',
      '100',
    )
    .option(
      '--replications <number>',
      'replications of each staffing; the final check takes four times as many',
      '5',
    )
    .withLevel('confidence of the final check')
    .withSeed()
    .withExtentAndResults('resume with what an earlier call has tried')
    .does(async () => (await import('../commands/staff.ts')).staff);
}

function addHireCommand(program: ProgramCommand): void {
  program
    .command('hire')
    .examples('hire scenarios/first-steps --plan scenarios/first-steps/hiring.yaml')
    .summary('how many to hire, and when classes must start')
    .description(
      'the fewest people to hire so that staff meets what each month requires, and when their classes start; people leave, train and ramp up as a hiring plan says',
    )
    .ofScenario()
    .requiredOption('--plan <file>', 'hiring plan (YAML): months, attrition, classes, training …')
    .option(
      '--safe <share>',
      'meet each month with this probability, e.g. 90%; otherwise the expected staff meets it',
    )
    .withSet()
    .withGoals("; used if the plan leaves out 'required'")
    .withSeveral(
      '--without-guard <name>',
      'leave out a guard of the search for staff: targets, resolution, backlog, abandonment or cover',
    )
    .option(
      '--proof <number>',
      'maximum number of head counts that the search tries to prove that none costs less',
      '0',
    )
    .option('--replications <number>', 'replications of each staffing that the search tries', '2')
    .withLevel('confidence of the final check of the search')
    .withSeed()
    .withExtentAndResults('resume with what an earlier call has tried')
    .does(async () => (await import('../commands/hire.ts')).hire);
}

function addBaselineCommands(program: ProgramCommand): void {
  const baseline = program
    .command('baseline')
    .description("keep the intervals of a scenario's measures, and check later runs against them");
  baseline
    .command('save')
    .examples('baseline save scenarios/first-steps runs/base.json')
    .description('measure the scenario and keep the intervals in a file')
    .ofScenario()
    .argument('<file>', 'file for the intervals (JSON)')
    .option('--replications <number>', 'replications', '10')
    .withLevel()
    .withSeed()
    .withUntil()
    .withMeasures()
    .withWorkers()
    .does(async () => (await import('../commands/baseline.ts')).saveBaseline);
  baseline
    .command('check')
    .examples('baseline check scenarios/first-steps runs/base.json')
    .summary('measure again, and compare with the file')
    .description('measure again as the file says; exit code 1 if a measure has left its interval')
    .ofScenario()
    .argument('<file>', 'made by `meridian baseline save`')
    .withWorkers()
    .withJson()
    .does(async () => (await import('../commands/baseline.ts')).checkBaseline);
}

function addSweepCommands(program: ProgramCommand): void {
  const replications = "replications of each point (default: the file's)";
  program
    .command('sweep')
    .examples('sweep scenarios/first-steps/sweep.yaml')
    .description('run a scenario at many points of its parameters')
    .argument(
      '<file>',
      'sweep file (YAML): scenario, design, and varied parameters; or with --set a scenario',
    )
    .withSet(
      'varies it without a sweep file, e.g. "centres.dublin.groups.first-line.shifts.day.agents=5,6,7"; one value holds at every point',
    )
    .option('--replications <number>', replications)
    .withPrecision('replicate until the service level of every point is known to within this share')
    .withMeasures()
    .withGoals("; otherwise the scenario's service levels and targets, as `run` judges them")
    .withSeed()
    .withResults()
    .withWorkers()
    .withJson()
    .does(async () => (await import('../commands/sweep.ts')).sweep);

  program
    .command('sensitivity')
    .examples('sensitivity scenarios/first-steps/sweep.yaml')
    .summary('which inputs affect the answer')
    .description('which inputs affect the answer: the parameters of a sweep file, ranked by their effect')
    .argument(
      '<file>',
      'sweep file (YAML): scenario, and varied parameters; every input between its first and last value',
    )
    .addOption(
      new Option('--method <name>', 'one at a time, elementary effects, or shares of variance')
        .choices(['oat', 'morris', 'sobol'])
        .default('oat'),
    )
    .option('--trajectories <number>', 'walks through the input space, for morris', '10')
    .option('--samples <number>', 'rows of each of the two samples, for sobol', '64')
    .option('--replications <number>', replications)
    .withMeasures()
    .withGoals("; otherwise the scenario's service levels and targets, as `run` judges them")
    .withLevel()
    .withSeed()
    .withResults()
    .withWorkers()
    .withJson()
    .does(async () => (await import('../commands/sensitivity.ts')).sensitivity);
}
