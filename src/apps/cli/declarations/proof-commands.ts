import type { ProgramCommand } from '../options/program-command.ts';

/** Commands about all possible runs. */
export function addProofCommands(program: ProgramCommand): void {
  program
    .command('prove')
    .description('explore every possible run: which properties hold in all of them, and who can be stranded')
    .ofScenario()
    .option('--breach <name>', 'prove a faulty policy (meridian breaches lists them)')
    .option(
      '--trials <number>',
      'simulated runs that try to reproduce each counterexample and stranding; 0 for none',
      '3',
    )
    .withUntil('only dated changes before that, e.g. "2 days"')
    .option(
      '--out <folder>',
      'folder for proof and counterexamples (default, if something is broken: runs/<name>-proof)',
    )
    .option(
      '--export <format>',
      'promela: models that SPIN explores by itself; itf: the counterexamples as ITF traces (default folder: runs/<name>-<format>)',
    )
    .option(
      '--trail <file>',
      'tell the counterexample that `spin -t` has printed, as a run for meridian trace',
    )
    .option('--quiet', 'no progress')
    .withJson()
    .does(async () => (await import('../commands/prove.ts')).prove);

  program
    .command('rare')
    .heedsSignals()
    .description(
      'how probable an event is that runs hardly ever show: multilevel splitting, with an interval and the work that it saved',
    )
    .ofScenario()
    .requiredOption(
      '--event <event>',
      'e.g. "wait of premier > 4 h", "stranding of premier > 1 h", "loss of all"; after "each": the share of cases; kinds: wait, stranding, loss, refusal, abandonment',
    )
    .option(
      '--count <cases>',
      'whose number makes the levels: in system, waiting (of the segment), in system of all, waiting of all',
      'in system',
    )
    .option('--runs <number>', 'independent runs of splitting, which give the interval', '20')
    .option('--paths <number>', 'paths of each run from level to level', '200')
    .withLevel('confidence of the interval')
    .withSeed()
    .withUntil()
    .withWarmUp()
    .withThreads()
    .option('--quiet', 'no progress')
    .withJson()
    .does(async () => (await import('../commands/rare.ts')).rare);
}
