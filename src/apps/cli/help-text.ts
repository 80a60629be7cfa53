import type { Command } from 'commander';
import { raised } from '#base';

/** Columns of a terminal that is not wider than usual. */
const WIDTH = 80;

/** What most people need first, in this order. */
const FIRST: readonly string[] = ['init', 'import', 'run', 'studio', 'compare', 'verify'];

/** `meridian --help`: a few commands, then the names of all. A test holds it to 40 lines. */
export function programHelp(program: Command): string {
  const name = program.name();
  const first = FIRST.flatMap((one) => program.commands.filter((command) => command.name() === one));
  const groups = groupsOf(program);
  const width = Math.max(...groups.map((group) => group.length));
  /** The words in lines that leave room for `indent` columns. */
  const wrapped = (text: string, indent: number) =>
    program
      .createHelp()
      .boxWrap(text, WIDTH - indent)
      .split('\n');
  return [
    `Usage: ${name} <command> [options]`,
    '',
    ...wrapped(program.description(), 0),
    '',
    'Often used:',
    ...rowsOf(first.map((command) => [command.name(), command])),
    '',
    'All commands:',
    ...groups.flatMap((group) => {
      const names = commandsIn(program, group).map(nameWithSubcommands).join(', ');
      return wrapped(names, width + 4).map((line, i) => `  ${(i === 0 ? group : '').padEnd(width)}  ${line}`);
    }),
    '',
    `${name} help <group>      what each command of a group does, such as ${groups[2]}`,
    `${name} help <command>    arguments and options of a command`,
    `${name} help --all        what every command does`,
    `${name} --version         the version number`,
    '',
  ].join('\n');
}

/** The commands of the group with what each does; null if there is no such group. */
export function groupHelp(program: Command, group: string): string | null {
  const commands = commandsIn(program, group);
  if (commands.length === 0) return null;
  return [`${raised(group)}:`, ...rowsOf(commands.flatMap((command) => leavesOf(command))), ''].join('\n');
}

/** In the order of their declarations. */
export function groupsOf(program: Command): readonly string[] {
  return [...new Set(program.commands.map((command) => command.helpGroup()))];
}

export function commandsIn(program: Command, group: string): readonly Command[] {
  return program.commands.filter((command) => command.helpGroup() === group);
}

function nameWithSubcommands(command: Command): string {
  const names = command.commands.map((one) => one.name());
  return names.length === 0 ? command.name() : `${command.name()} (${names.join(', ')})`;
}

/** The command, or those below it, with the words that call each. */
function leavesOf(command: Command): readonly (readonly [name: string, command: Command])[] {
  if (command.commands.length === 0) return [[command.name(), command]];
  return command.commands.map((one) => [`${command.name()} ${one.name()}`, one]);
}

function rowsOf(commands: readonly (readonly [name: string, command: Command])[]): readonly string[] {
  const width = Math.max(...commands.map(([name]) => name.length));
  return commands.map(
    ([name, command]) => `  ${name.padEnd(width)}  ${command.summary() || command.description()}`,
  );
}
