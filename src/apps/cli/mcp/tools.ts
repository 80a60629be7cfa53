import type { Argument, Command, Option } from 'commander';
import { raised } from '#base';
import { suggestion } from '#scenario';
import { allOf, refuse } from '../../shared/problem.ts';
import { checked, estimated, evaluated, judged, ran } from './answers.ts';
import type { Workspace } from './workspace.ts';

/** A tool: a command, those of its options that an assistant may give, and what of its result is the answer. */
interface Tool {
  readonly command: string;
  readonly options: readonly string[];
  /** Makes the answer of what `--json` prints. Null: the answer is the text that the command prints. */
  readonly answer: ((result: never) => object) | null;
  /** Which folder the command writes: the run, which later calls may name, or results, which the answer holds anyway. */
  readonly writes?: 'run' | 'results';
}

const EXPERIMENT = ['replications', 'seed', 'until', 'warm-up', 'measures', 'relevant', 'level'];

/** The ten tools, by name. Descriptions of tools, arguments and options are those of the commands. */
export const TOOLS: Readonly<Record<string, Tool>> = {
  validate: { command: 'validate', options: [], answer: checked },
  run: {
    command: 'run',
    options: [
      ...['set', 'seed', 'replication', 'until', 'warm-up', 'breach', 'backlog', 'at'],
      ...['replications', 'decide', 'precision', 'maximum', 'level', 'quantiles'],
    ],
    answer: ran,
    writes: 'run',
  },
  compare: {
    command: 'compare',
    options: [...EXPERIMENT, 'set', 'precision', 'maximum'],
    answer: ({ comparison }) => estimated(comparison),
    writes: 'results',
  },
  actions: { command: 'actions', options: [...EXPERIMENT, 'set'], answer: estimated, writes: 'results' },
  evaluate: {
    command: 'evaluate',
    options: ['against', 'prove', 'replications', 'breach', 'scenario', 'from', 'until'],
    answer: evaluated,
    writes: 'results',
  },
  trace: { command: 'trace', options: ['after'], answer: null },
  explain: { command: 'explain', options: [], answer: null },
  audit: { command: 'audit', options: ['law', 'after', 'near-misses'], answer: judged },
  verify: {
    command: 'verify',
    options: ['checkpoint', 'statement', 'scenario', 'key', 'policy', 'core'],
    answer: null,
  },
  list: { command: 'runs', options: [], answer: (runs) => ({ runs }) },
};

/** Arguments and options that are paths; whether they exist, and hold what they should, the command says. */
const PATHS = [
  ...['scenario', 'run', 'folder', 'source', 'bundle', 'after', 'against', 'backlog', 'checkpoint'],
  ...['statement', 'policy', 'out'],
];

interface Parameter {
  readonly name: string;
  /** Null for an argument of the command, which is named by its place. */
  readonly option: Option | null;
  readonly kind: 'text' | 'texts' | 'flag';
  readonly isRequired: boolean;
  readonly description: string;
}

/** Describes a tool to the assistant, in the form of the protocol. */
export interface ToolDescription {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: {
    readonly type: 'object';
    readonly properties: Readonly<Record<string, object>>;
    readonly required: string[];
    readonly additionalProperties: false;
  };
}

const FORMS = {
  text: { type: ['string', 'number'] },
  texts: { type: 'array', items: { type: 'string' } },
  flag: { type: 'boolean' },
} as const;

export function describeTools(program: Command, mayWrite: boolean): ToolDescription[] {
  return Object.entries(TOOLS).map(([name, tool]) => {
    const parameters = parametersOf(program, tool, mayWrite);
    const properties = parameters.map((one) => [
      one.name,
      { ...FORMS[one.kind], description: one.description },
    ]);
    return {
      name,
      description: `${raised(commandOf(program, tool).description())}.`,
      inputSchema: {
        type: 'object',
        properties: Object.fromEntries(properties),
        required: parameters.filter((one) => one.isRequired).map((one) => one.name),
        additionalProperties: false,
      },
    };
  });
}

function commandOf(program: Command, { command }: Tool): Command {
  return program.commands.find((one) => one.name() === command) as Command;
}

function parametersOf(program: Command, tool: Tool, mayWrite: boolean): readonly Parameter[] {
  const command = commandOf(program, tool);
  const wanted = [...tool.options, ...(mayWrite && tool.writes !== undefined ? ['out'] : [])];
  const options = command.options.filter((option) => wanted.includes(nameOf(option)));
  return [...command.registeredArguments.map(ofArgument), ...options.map(ofOption)];
}

function ofArgument(argument: Argument): Parameter {
  return {
    name: argument.name(),
    option: null,
    kind: argument.variadic ? 'texts' : 'text',
    isRequired: argument.required,
    // Standard input is the conversation.
    description: argument.description.replace(/,? or - for standard input$/, ''),
  };
}

function ofOption(option: Option): Parameter {
  const isFlag = !option.required && !option.optional;
  const choices = option.argChoices === undefined ? '' : `: ${option.argChoices.join(', ')}`;
  return {
    name: nameOf(option),
    option,
    kind: isFlag ? 'flag' : Array.isArray(option.defaultValue) ? 'texts' : 'text',
    isRequired: option.mandatory,
    description: `${option.description}${choices}`,
  };
}

function nameOf(option: Option): string {
  return option.long?.slice('--'.length) ?? '';
}

/** The words of the command that a call asks for. Refuses with every problem of the call. */
export function wordsOf(
  program: Command,
  {
    arguments: given = {},
    name,
  }: { name: string; arguments?: Readonly<Record<string, unknown>> | undefined },
  workspace: Workspace,
): readonly string[] {
  const tool = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
  if (tool === undefined)
    return refuse(`there is no tool ${name}`, suggestion(name, Object.keys(TOOLS), 'tool'));
  const parameters = parametersOf(program, tool, workspace.mayWrite);
  const names = parameters.map((one) => one.name);
  const strays = Object.keys(given).filter((one) => !names.includes(one));
  const known = allOf([...strays, ...parameters], (one) => {
    if (typeof one !== 'string')
      return wordsOfParameter(one, { tool: name, value: given[one.name] }, workspace);
    if (one === 'out' && tool.writes !== undefined)
      return refuse(
        `${name}: out would write below the root`,
        'leave it out, or start `meridian mcp` with --write',
      );
    return refuse(`${name} takes no ${one}`, suggestion(one, names, 'argument'));
  });
  return [tool.command, ...known.flat()];
}

function wordsOfParameter(
  { description, isRequired, kind, name, option }: Parameter,
  { tool, value }: { readonly tool: string; readonly value: unknown },
  workspace: Workspace,
): readonly string[] {
  if (value === undefined || value === null || value === false)
    return isRequired ? refuse(`${tool} needs ${name}`, `give it: ${description}`) : [];
  const values = kind === 'texts' && Array.isArray(value) ? value : [value];
  if (kind === 'flag') {
    if (value === true) return [`--${name}`];
    return refuse(`${tool}: ${name} is ${JSON.stringify(value)}`, 'give true or false');
  }
  return allOf(values, (one) => {
    if (typeof one !== 'string' && typeof one !== 'number')
      return refuse(`${tool}: ${name} is ${JSON.stringify(one)}`, `give a text: ${description}`);
    const text = PATHS.includes(name) ? workspace.pathWithin(String(one)) : String(one);
    return option === null ? argumentWord(tool, name, text) : `--${name}=${text}`;
  });
}

/** A word that cannot be taken for an option. */
function argumentWord(tool: string, name: string, text: string): string {
  if (!text.startsWith('-') && text !== '') return text;
  return refuse(`${tool}: ${name} is "${text}"`, 'write a name that begins with a letter, a number, or ./');
}
