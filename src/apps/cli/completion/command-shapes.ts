import type { Argument, Command, Option } from 'commander';

/** What can be completed at a place of the command line. */
export type Offer = readonly string[] | Place;

/**
 * `scenario`: folders that hold scenario.yaml, before all other files. `nothing`: a number or free text, which cannot be completed.
 */
export type Place = 'scenario' | 'folder' | 'file' | 'nothing';

export interface OptionShape {
  /** With leading dashes. */
  readonly flag: string;
  readonly description: string;
  /** Null for a switch. */
  readonly value: Offer | null;
}

export interface CommandShape {
  /** `meridian/baseline/save`. */
  readonly path: string;
  readonly options: readonly OptionShape[];
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  /** Offer for all its arguments: completion does not count them. */
  readonly argument: Offer;
}

/** The program and all commands below it, outermost first. */
export function commandShapes(command: Command, above = ''): readonly CommandShape[] {
  const path = above === '' ? command.name() : `${above}/${command.name()}`;
  const options = command.options.map(optionShape);
  const help = { flag: '--help', description: 'display help for command', value: null };
  const shape: CommandShape = {
    path,
    options: [...options, help],
    subcommands: command.commands.map((one) => ({ name: one.name(), description: one.description() })),
    argument: offerOfArguments(command.registeredArguments),
  };
  return [shape, ...command.commands.flatMap((one) => commandShapes(one, path))];
}

function optionShape({
  argChoices,
  description,
  flags,
  long,
  optional,
  required,
  short,
}: Option): OptionShape {
  const placeholder = /[<[]([\w-]+)/.exec(flags)?.[1] ?? '';
  const value = required || optional ? offerOf(placeholder, argChoices) : null;
  return { flag: long ?? short ?? flags, description, value };
}

function offerOfArguments(all: readonly Argument[]): Offer {
  const offers = all.map((one) => offerOf(one.name(), one.argChoices));
  return offers.find((offer) => offer !== 'nothing') ?? 'nothing';
}

const PLACES: Readonly<Record<string, Place>> = {
  scenario: 'scenario',
  run: 'folder',
  folder: 'folder',
  file: 'file',
  bundle: 'file',
  module: 'file',
  key: 'file',
};

/** The offer for a placeholder such as `<run>`. */
function offerOf(placeholder: string, choices: readonly string[] | undefined): Offer {
  return choices ?? PLACES[placeholder] ?? 'nothing';
}

/** Every step from a command to a subcommand, as the resulting path. */
export function stepsOf(shapes: readonly CommandShape[]): readonly string[] {
  return shapes.flatMap(({ path, subcommands }) => subcommands.map(({ name }) => `${path}/${name}`));
}

/** Puts a text in single quotes for a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
