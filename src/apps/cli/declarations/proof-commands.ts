import type { ProgramCommand } from '../options/program-command.ts';

/** The commands that ask about all runs there could be. */
export function addProofCommands(program: ProgramCommand): void {
  program
    .command('prove')
    .description(
      'explore every run there could be: which properties hold in all of them, and who can be stranded',
    )
    .ofScenario()
    .option('--breach <name>', 'of a faulty policy (meridian breaches lists them)')
    .option(
      '--tries <number>',
      'simulated runs in which each counterexample and stranding is looked for',
      '3',
    )
    .withUntil('only dated changes before that, e.g. "2 days"')
    .option(
      '--out <folder>',
      'where proof and counterexamples go (default, where something is broken: runs/<name>-proof)',
    )
    .option('--quiet', 'no progress')
    .withJson()
    .does(async () => (await import('../commands/prove.ts')).prove);

  program
    .command('mutants')
    .description(
      'break policy, life cycle, tables and the reading of the law piece by piece, and tell who finds it out: proof, audit or neither',
    )
    .argument('[scenario]', 'scenario file, or folder that holds scenario.yaml', 'scenarios/proving-ground')
    .option('--only <text>', 'mutants whose name contains this')
    .withJson()
    .does(async () => (await import('../commands/mutants.ts')).mutants);
}
