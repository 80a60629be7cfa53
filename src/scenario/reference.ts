import { schemaWithExamples } from './json-schema.ts';
import { SHORT_FORM_PATTERN } from './shape/distribution-kinds.ts';
import { ID_PATTERN } from './shape/leaf.ts';
import {
  DATE_PATTERN,
  DAYS_PATTERN,
  DURATION_PATTERN,
  INSTANT_PATTERN,
  RATE_PATTERN,
  TIME_PATTERN,
} from './shape/time-text.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Keys that every map accepts; FORMAT.md describes them once. */
const EVERYWHERE: readonly string[] = ['source', 'note'];

/** Names of values that are written as text of a certain form. */
const KINDS: Readonly<Record<string, string>> = {
  [DURATION_PATTERN]: 'duration',
  [RATE_PATTERN]: 'rate',
  [INSTANT_PATTERN]: 'instant',
  [DATE_PATTERN]: 'date',
  [TIME_PATTERN]: 'time of day',
  [DAYS_PATTERN]: 'days',
  [SHORT_FORM_PATTERN]: 'distribution',
  [ID_PATTERN]: 'id',
};

interface Entry {
  readonly path: string;
  readonly text: string;
  readonly values: string;
  readonly isRequired: boolean;
  readonly fallback: string;
  /** In YAML, each as from the top of a file. */
  readonly examples: readonly string[];
}

/**
 * Every key of the format with its meaning, values and default, as Markdown, generated from the schema that reads scenario files. `prefix`
 * restricts it to that key and what is below it, e.g. `routing.stages`.
 */
export function renderReference(prefix = ''): string {
  const sections = allSections();
  const matching = sections
    .map(({ entries, key }) => ({ key, entries: entries.filter(({ path }) => isBelow(path, prefix)) }))
    .filter(({ entries }) => entries.length > 0);
  const isSingle = ({ entries }: Section) => prefix === '' && entries.length === 1;
  const single = matching.filter(isSingle).flatMap(({ entries }) => entries);
  const tables = matching.filter((section) => !isSingle(section));
  const chapters = single.length === 0 ? tables : [{ key: 'Single keys', entries: single }, ...tables];
  return chapters
    .map(({ entries, key }) =>
      [`## ${key}`, '', ...examplesOf(entries, sections, prefix), ...tableOf(entries), ''].join('\n'),
    )
    .join('\n');
}

interface Section {
  readonly key: string;
  readonly entries: readonly Entry[];
}

function allSections(): readonly Section[] {
  const full = schemaWithExamples();
  return propertiesOf(full).map(([key, schema]) => ({
    key,
    entries: entriesOf(key, schema, requiredOf(full).includes(key)),
  }));
}

/** Every key, and the examples that are written at it. */
export function keyExamples(): readonly { readonly path: string; readonly examples: readonly string[] }[] {
  return allSections().flatMap(({ entries }) => entries.map(({ examples, path }) => ({ path, examples })));
}

/** The examples of these keys; if they have none, those of a key above that have the last part of `prefix`. */
function examplesOf(
  entries: readonly Entry[],
  sections: readonly Section[],
  prefix: string,
): readonly string[] {
  const own = entries.flatMap(({ examples }) => examples);
  const last = plainPath(prefix).split('.').at(-1) ?? '';
  const above = sections
    .flatMap((section) => section.entries)
    .filter(({ path }) => prefix !== '' && isBelow(prefix, plainPath(path)))
    .flatMap(({ examples }) => examples.filter((text) => new RegExp(`\\b${last}:`).test(text)));
  return (own.length > 0 ? own : above).flatMap((text) => ['```yaml', text, '```', '']);
}

function plainPath(path: string): string {
  return path.replaceAll(/\.⟨[^⟩]*⟩|\[\]/g, '');
}

/** Whether the path is the key or below it, with or without `⟨…⟩` and `[]`. */
function isBelow(path: string, prefix: string): boolean {
  return [path, plainPath(path)].some(
    (name) => prefix === '' || name === prefix || name.startsWith(`${prefix}.`),
  );
}

function tableOf(entries: readonly Entry[]): readonly string[] {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const rows = entries.map(({ fallback, isRequired, path, text, values }) =>
    [isRequired ? `**${path}**` : path, text, values, fallback].map(cell).join(' | '),
  );
  return ['| key | meaning | values | default |', '|---|---|---|---|', ...rows.map((row) => `| ${row} |`)];
}

function entriesOf(path: string, schema: Schema, isRequired: boolean): readonly Entry[] {
  const own: Entry = {
    path,
    text: typeof schema.description === 'string' ? schema.description : '',
    values: valuesOf(schema),
    isRequired,
    fallback: fallbackOf(schema),
    examples: (schema.yaml ?? []) as readonly string[],
  };
  return [own, ...alternativesOf(schema).flatMap((alternative) => membersOf(path, alternative))];
}

function membersOf(path: string, schema: Schema): readonly Entry[] {
  const required = requiredOf(schema);
  const fixed = propertiesOf(schema)
    .filter(([key]) => !EVERYWHERE.includes(key))
    .flatMap(([key, member]) => entriesOf(`${path}.${key}`, member, required.includes(key)));
  const named = isSchema(schema.additionalProperties)
    ? entriesOf(
        `${path}.⟨${schema.propertyNames === undefined ? 'name' : 'id'}⟩`,
        schema.additionalProperties,
        false,
      )
    : [];
  const listed =
    isSchema(schema.items) && isStructured(schema.items) ? membersOf(`${path}[]`, schema.items) : [];
  return [...fixed, ...named, ...listed];
}

function alternativesOf(schema: Schema): readonly Schema[] {
  return Array.isArray(schema.anyOf) ? (schema.anyOf as readonly Schema[]).flatMap(alternativesOf) : [schema];
}

function propertiesOf(schema: Schema): readonly (readonly [string, Schema])[] {
  return Object.entries((schema.properties ?? {}) as Record<string, Schema>);
}

function requiredOf(schema: Schema): readonly string[] {
  return (schema.required ?? []) as readonly string[];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}

function isStructured(schema: Schema): boolean {
  return alternativesOf(schema).some(
    (one) => one.properties !== undefined || isSchema(one.additionalProperties) || isSchema(one.items),
  );
}

/** The allowed values, in short. */
function valuesOf(schema: Schema): string {
  const all = alternativesOf(schema).map(writtenAs);
  return [...new Set(all.filter((text) => text !== ''))].join(' or ');
}

function writtenAs(schema: Schema): string {
  const {
    const: only,
    enum: words,
    examples,
    items,
    maximum,
    minimum,
    exclusiveMinimum,
    pattern,
    type,
  } = schema;
  if (only !== undefined) return code(only);
  if (Array.isArray(words)) return words.map(code).join(', ');
  const kind = typeof pattern === 'string' ? (KINDS[pattern] ?? 'text') : undefined;
  if (Array.isArray(examples)) return `${kind === undefined ? '' : `${kind}, `}e.g. ${code(examples[0])}`;
  if (type === 'array') {
    const what = isSchema(items) ? valuesOf(items) : '';
    return what === '' || what === 'map' ? 'list' : `list of ${what}`;
  }
  if (type === 'object') return 'map';
  if (type === 'number' || type === 'integer') {
    const low = minimum ?? exclusiveMinimum;
    const from = exclusiveMinimum === undefined ? 'from' : 'above';
    const range = low === undefined ? '' : ` ${from} ${String(low)} to ${String(maximum)}`;
    return `${type === 'integer' ? 'whole number' : 'number'}${range}`;
  }
  return kind ?? (type === undefined ? '' : 'text');
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function fallbackOf({ default: fallback }: Schema): string {
  if (fallback === undefined) return '';
  const text = typeof fallback === 'string' ? fallback : JSON.stringify(fallback).replaceAll('"', '');
  return text === '{}' || text === '[]' ? 'none' : code(text);
}
