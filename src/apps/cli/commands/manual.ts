import type { Argument, Command, Option } from 'commander';
import { raised } from '#base';
import { print } from '../../shared/print.ts';
import { commandsIn, groupsOf } from '../help-text.ts';
import type { ProgramCommand } from '../options/program-command.ts';

/** `meridian reference manual`: every command with its arguments and options as Markdown, made from their declarations. */
export function manualOf(program: Command): () => void {
  return () => {
    for (const line of manualText(program)) print(line);
  };
}

function manualText(program: Command): readonly string[] {
  const parts = groupsOf(program).flatMap((group) => [
    `## ${raised(group)}`,
    '',
    ...commandsIn(program, group).flatMap((command) => sectionsOf(command, `${program.name()} `)),
  ]);
  return ['# Commands and their options', '', program.description(), '', ...parts];
}

function sectionsOf(command: Command, above: string): readonly string[] {
  const name = `${above}${command.name()}`;
  if (command.commands.length > 0) return command.commands.flatMap((one) => sectionsOf(one, `${name} `));
  const rows = [...command.registeredArguments.map(argumentRow), ...command.options.map(optionRow)];
  const table = rows.length === 0 ? [] : ['| argument or option | meaning |', '|---|---|', ...rows, ''];
  const { calls = [] } = command as Partial<Pick<ProgramCommand, 'calls'>>;
  const examples = calls.length === 0 ? [] : ['```sh', ...calls, '```', ''];
  return [`### ${name}`, '', cellOf(`${raised(command.description())}.`), '', ...examples, ...table];
}

function argumentRow(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '…' : ''}`;
  return rowOf(argument.required ? `<${name}>` : `[${name}]`, argument.description, argument.argChoices);
}

function optionRow({
  argChoices,
  defaultValue,
  defaultValueDescription,
  description,
  flags,
}: Option): string {
  const isSaid = defaultValue === undefined || description.includes('default:');
  const shown = defaultValueDescription ?? (Array.isArray(defaultValue) ? 'none' : String(defaultValue));
  return rowOf(flags, isSaid ? description : `${description} (default: ${shown})`, argChoices);
}

function rowOf(name: string, description: string, choices: readonly string[] | undefined): string {
  const listed = choices === undefined ? '' : `: ${choices.join(', ')}`;
  return `| \`${name.replaceAll('|', '\\|')}\` | ${cellOf(`${description}${listed}`)} |`;
}

/** Text within a table: placeholders are no tags, and a bar is no border. */
function cellOf(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
