import { CommanderError } from 'commander';
import { type CommandResult, runCommand } from '../shared/run-command.ts';
import { noteText, printText } from '../shared/terminal.ts';
import { VERSION } from '../shared/version.ts';
import { addBeginCommands } from './declarations/begin-commands.ts';
import { addClusterCommands } from './declarations/cluster-commands.ts';
import { addEvidenceCommands } from './declarations/evidence-commands.ts';
import { addExperimentCommands } from './declarations/experiment-commands.ts';
import { addLookUpCommands } from './declarations/look-up-commands.ts';
import { addProofCommands } from './declarations/proof-commands.ts';
import { addRunCommands } from './declarations/run-commands.ts';
import { type Call, ProgramCommand } from './options/program-command.ts';

/** The command line. `--help` lists the commands in this order. */
function programOf(call: Call): ProgramCommand {
  const program = new ProgramCommand('meridian', call)
    .description('Simulates support-case routing under data-residency promises, and audits what happened.')
    .version(VERSION)
    .showHelpAfterError('(meridian --help lists the commands)')
    .exitOverride()
    .configureOutput({ writeOut: printText, writeErr: noteText });
  addBeginCommands(program);
  addRunCommands(program);
  addExperimentCommands(program);
  addEvidenceCommands(program);
  addProofCommands(program);
  addLookUpCommands(program);
  addClusterCommands(program);
  return program;
}

await runCommand(async (context) => {
  let result: CommandResult = { ok: true, value: 'clean' };
  const program = programOf(async (work) => {
    result = await work(context);
  });
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has printed the reason.
    if (error.exitCode !== 0) result = { ok: false, problem: { kind: 'bad input', complaints: [] } };
  }
  return result;
});
