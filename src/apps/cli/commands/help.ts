import type { Command } from 'commander';
import { printText } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';
import { groupHelp, groupsOf } from '../help-text.ts';

/** `meridian help`: the commands of a group or of all groups, or one command with its options. */
export function helpOf(program: Command): (names: readonly string[], options: { all?: true }) => void {
  return (names, { all }) => {
    const command = commandNamed(program, names);
    const asked = names.join(' ');
    if (all === true)
      printText(
        groupsOf(program)
          .map((group) => groupHelp(program, group))
          .join('\n'),
      );
    else if (command !== undefined) command.outputHelp();
    else {
      const text = groupHelp(program, asked);
      if (text === null) {
        return refuse(
          `there is no command and no group ${asked}`,
          `the groups are ${groupsOf(program).join(', ')}; ${program.name()} help --all lists the commands`,
        );
      }
      printText(text);
    }
  };
}

/** The program itself for no name. Finds what `meridian reference` prints also by its name alone. */
function commandNamed(program: Command, names: readonly string[]): Command | undefined {
  const below = (from: Command | undefined, all: readonly string[]) =>
    all.reduce<Command | undefined>((at, name) => at?.commands.find((one) => one.name() === name), from);
  return below(program, names) ?? below(program, ['reference', ...names]);
}
