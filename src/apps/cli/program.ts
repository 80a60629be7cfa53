import { CommanderError } from 'commander';
import { complained, type Outcome } from '../shared/problem.ts';
import { runCommand } from '../shared/run-command.ts';
import { note, noteText, printText } from '../shared/terminal.ts';
import { VERSION } from '../shared/version.ts';
import { addDecideCommands } from './declarations/decide-commands.ts';
import { addLookCommands } from './declarations/look-commands.ts';
import { addProveAndAuditCommands } from './declarations/prove-and-audit-commands.ts';
import { addReferenceCommands } from './declarations/reference-commands.ts';
import { addSimulateCommands } from './declarations/simulate-commands.ts';
import { addStartCommands } from './declarations/start-commands.ts';
import { programHelp } from './help-text.ts';
import { type Call, ProgramCommand } from './options/program-command.ts';

/** What people want to do, and the commands for it. Help and manual list them in this order. */
const GROUPS: Readonly<Record<string, (program: ProgramCommand) => void>> = {
  start: addStartCommands,
  simulate: addSimulateCommands,
  decide: addDecideCommands,
  look: addLookCommands,
  'prove and audit': addProveAndAuditCommands,
  reference: addReferenceCommands,
};

function programOf(call: Call): ProgramCommand {
  const program = new ProgramCommand('meridian', call)
    .description('Simulates support-case routing under data-residency promises, and audits what happened.')
    .version(VERSION)
    .helpCommand(false)
    .showHelpAfterError('(meridian --help lists the commands)')
    .exitOverride()
    .configureOutput({ writeOut: printText, writeErr: noteText });
  for (const [group, add] of Object.entries(GROUPS)) add(program.commandsGroup(group));
  program.helpInformation = () => programHelp(program);
  nameHelp(program, 'meridian help');
  return program;
}

/** After an error, each command names its own help. */
function nameHelp({ commands }: Pick<ProgramCommand, 'commands'>, help: string): void {
  for (const command of commands) {
    const own = `${help} ${command.name()}`;
    nameHelp(command.showHelpAfterError(`(${own} says what it takes)`), own);
  }
}

/** What `meridian reference` prints was printed by commands of their own; those names still work. */
function withMovedName(program: ProgramCommand, words: readonly string[]): readonly string[] {
  const [name] = words;
  const reference = program.commands.find((command) => command.name() === 'reference');
  if (!reference?.commands.some((command) => command.name() === name)) return words;
  note(`note: \`meridian ${name}\` stands for \`meridian reference ${name}\``);
  return ['reference', ...words];
}

await runCommand(async (context) => {
  let result: Outcome = 'clean';
  const program = programOf(async (work) => {
    result = (await work(context)) ?? 'clean';
  });
  try {
    await program.parseAsync(withMovedName(program, process.argv.slice(2)), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has printed the reason.
    if (error.exitCode !== 0) complained('bad input', []);
  }
  return result;
});
