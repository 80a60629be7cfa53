import { Argument } from 'commander';
import type { ProgramCommand } from '../options/program-command.ts';

/** Commands that show what is in a file, a run or this program. */
export function addLookUpCommands(program: ProgramCommand): void {
  program
    .command('validate')
    .description('list every issue of scenario files, and the hours in which nobody is scheduled')
    .argument('<scenario...>', 'scenario files, or folders that hold scenario.yaml')
    .withJson()
    .does(async () => (await import('../commands/validate.ts')).validate);

  program
    .command('runs')
    .description('list kept runs: when and how each was made, missed targets, promises kept')
    .argument('[folder]', 'folder of the runs; default: runs')
    .withJson()
    .does(async () => (await import('../commands/runs.ts')).runs);

  addTraceCommand(program);

  program
    .command('explain')
    .description('explain every routing decision about one case')
    .ofRun()
    .argument('<case>', 'case number')
    .option('--preference <module>', 'the module that chose in the run, if one did: it is executed again')
    .withJson()
    .does(async () => (await import('../commands/explain.ts')).explain);

  program
    .command('breaches')
    .description('list the faulty policies that `run --breach` takes')
    .withJson()
    .does(async () => (await import('../commands/breaches.ts')).breaches);

  program
    .command('invariants')
    .description('the invariants: what each says, where it comes from, and whether it is judged')
    .argument('[id]', 'one of them, e.g. R7')
    .withJson()
    .does(async () => (await import('../commands/invariants.ts')).invariants);

  program
    .command('machine')
    .description("print the case's life cycle as a Mermaid state diagram")
    .does(async () => (await import('../commands/machine.ts')).machine);

  program
    .command('schema')
    .description('print the JSON Schema of scenario files, for editors')
    .option(
      '--reference [key]',
      'print instead what every key means, or the keys below one, e.g. routing.stages',
    )
    .does(async () => (await import('../commands/schema.ts')).schema);

  program
    .command('manual')
    .description('print every command with its options as Markdown')
    .does(async () => (await import('../commands/manual.ts')).manualOf(program));

  program
    .command('completion')
    .description('print a script that completes commands, options and scenarios in your shell')
    .addArgument(new Argument('<shell>', 'shell to write the script for').choices(['bash', 'zsh', 'fish']))
    .does(async () => (await import('../commands/completion.ts')).completionOf(program));
}

function addTraceCommand(program: ProgramCommand): void {
  program
    .command('trace')
    .description("tell one case's whole story: where its data was, who saw it, why")
    .ofRun()
    .argument('<case>', 'case number')
    .withAfter()
    .withJson()
    .does(async () => (await import('../commands/trace.ts')).trace);
}
