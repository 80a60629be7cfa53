import { Argument } from 'commander';
import type { ProgramCommand } from '../options/program-command.ts';

/** Commands that print what is in this program. */
export function addReferenceCommands(program: ProgramCommand): void {
  const reference = program
    .command('reference')
    .description('what this program knows: breaches, invariants, formats, life cycle, keys, options');
  reference
    .command('breaches')
    .examples('reference breaches')
    .description('list the faulty policies that `run --breach` takes')
    .withJson()
    .does(async () => (await import('../commands/breaches.ts')).breaches);

  reference
    .command('invariants')
    .examples('reference invariants')
    .summary('list the invariants, or one of them')
    .description('the invariants: what each says, where it comes from, and whether it is judged')
    .argument('[id]', 'one of them, e.g. R7')
    .withJson()
    .does(async () => (await import('../commands/invariants.ts')).invariants);

  reference
    .command('formats')
    .examples('reference formats')
    .summary('list the formats of exports and bundles')
    .description('list the formats of exports and bundles, with their files')
    .withJson()
    .does(async () => (await import('../commands/formats.ts')).formats);

  reference
    .command('machine')
    .examples('reference machine')
    .description("print the case's life cycle as a Mermaid state diagram")
    .does(async () => (await import('../commands/machine.ts')).machine);

  reference
    .command('schema')
    .examples('reference schema')
    .description('print the JSON Schema of scenario files, for editors')
    .option(
      '--reference [key]',
      'print instead what every key means, or the keys below one, e.g. routing.stages',
    )
    .option('--hiring', 'print instead the schema of hiring plans')
    .does(async () => (await import('../commands/schema.ts')).schema);

  reference
    .command('manual')
    .examples('reference manual')
    .description('print every command with its options as Markdown')
    .does(async () => (await import('../commands/manual.ts')).manualOf(program));

  reference
    .command('completion')
    .examples('reference completion bash')
    .summary('print a script that completes commands in your shell')
    .description('print a script that completes commands, options and scenarios in your shell')
    .addArgument(new Argument('<shell>', 'shell to write the script for').choices(['bash', 'zsh', 'fish']))
    .does(async () => (await import('../commands/completion.ts')).completionOf(program));

  program
    .command('help')
    .examples('help decide')
    .summary('show the commands of a group, or one command')
    .description('show the commands of a group, each in a line, or the options of a command')
    .argument('[name...]', 'a group, such as decide, or a command, such as baseline save')
    .option('--all', 'the commands of all groups')
    .does(async () => (await import('../commands/help.ts')).helpOf(program));
}
