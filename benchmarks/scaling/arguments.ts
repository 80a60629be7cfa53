import { parseArgs } from 'node:util';
import { AXES, type Axis } from './axes.ts';
import { COMMANDS, type ScaledCommand, withNeeds } from './commands.ts';

export interface ScalingArguments {
  /** With the sizes and commands that were chosen. */
  readonly axes: readonly Axis[];
  readonly rounds: number;
  readonly json: boolean;
}

export const USAGE = `usage: npm run bench:scaling -- [${AXES.map(({ id }) => id).join('|')}]… [--size N]… [--command NAME]… [--rounds N] [--json]
${AXES.map(({ id, title }) => `  ${id.padEnd(9)} ${title}`).join('\n')}
  --size N        measure only this size, in the table or not; repeat for several
  --command NAME  measure only this command and those that it needs; repeat for several. Commands:
                  ${COMMANDS.join(', ')}
  --rounds N      run all commands N times, one after the other; the table gives medians
  --json          print one JSON document to standard output, and each figure to standard error as soon as it is known`;

/** The arguments, or a message to the user about what is wrong with them. */
export function parseArguments(args: readonly string[]): ScalingArguments | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        size: { type: 'string', multiple: true, default: [] },
        command: { type: 'string', multiple: true, default: [] },
        rounds: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    });
    const unknown = positionals.find((name) => !AXES.some(({ id }) => id === name));
    if (unknown !== undefined) {
      return `there is no table ${unknown}: choose ${AXES.map(({ id }) => id).join(', ')}`;
    }
    const axes = AXES.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
    const [rounds, ...sizes] = [values.rounds, ...values.size].map(wholeNumber) as [number, ...number[]];
    for (const { commands, id } of axes) {
      const missing = values.command.find((name) => !commands.some((one) => one === name));
      if (missing !== undefined) {
        return `the table ${id} does not have the command ${missing}: choose ${commands.join(', ')}`;
      }
    }
    const chosen = axes.map((axis) => chosenOf(axis, sizes, values.command));
    return { axes: chosen, rounds, json: values.json };
  } catch (error) {
    return (error as Error).message;
  }
}

function chosenOf(axis: Axis, sizes: readonly number[], commands: readonly string[]): Axis {
  const isChosen = (command: ScaledCommand) => commands.length === 0 || commands.includes(command);
  return {
    ...axis,
    sizes: sizes.length === 0 ? axis.sizes : sizes,
    commands: withNeeds(axis.commands.filter(isChosen)),
  };
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${text} is not a whole number from 1 on`);
  return Number(text);
}
