import * as z from 'zod';
import { scenarioFile } from './shape/scenario-file.ts';

/** A keyword of JSON Schema. An object with a plain property of this name would look like a promise. */
const THEN = 'then';

type Schema = { readonly [key: string]: unknown };

/**
 * The JSON Schema (draft-07, which YAML servers of editors support best) of scenario files, with a description on every key. A file that
 * extends another may leave out anything and delete keys with `null`; a file of its own must have what is required.
 */
export function scenarioJsonSchema(): Schema {
  const { $schema, ...full } = withoutExamples(schemaWithExamples()) as Schema;
  const { properties, required: _, ...rest } = full;
  return {
    $schema,
    title: 'Meridian scenario, format 1',
    description: 'A support organisation, its customers and its promises, to be simulated and audited.',
    ...rest,
    properties: mapValues(properties as Schema, (part) => nullable(part as Schema)),
    if: { required: ['extends'] },
    [THEN]: { required: ['meridian', 'name', 'extends'] },
    else: needsOf(full),
  };
}

/** The schema with nothing required, and `null` allowed for every key. Lists replace, so their items are written in full. */
function nullable(schema: Schema): Schema {
  const { required: _, ...rest } = schema;
  const loose = mapValues(rest, (value, keyword) => {
    if (keyword === 'properties') return mapValues(value as Schema, (part) => nullable(part as Schema));
    if (keyword === 'additionalProperties' && typeof value === 'object') return nullable(value as Schema);
    return keyword === 'anyOf' ? (value as readonly Schema[]).map(nullable) : value;
  });
  const { const: only, enum: words, type } = loose;
  if (Array.isArray(loose.anyOf)) return { ...loose, anyOf: [...loose.anyOf, { type: 'null' }] };
  if (only !== undefined) return defined({ ...loose, const: undefined, enum: [only, null] });
  const types = type === undefined ? {} : { type: [type, 'null'].flat() };
  return Array.isArray(words) ? { ...loose, ...types, enum: [...words, null] } : { ...loose, ...types };
}

/** What a schema requires, at any depth of its maps; of alternatives, all. */
function needsOf(schema: Schema): Schema {
  const { additionalProperties, anyOf, properties, required } = schema;
  if (Array.isArray(anyOf)) {
    return JSON.stringify(anyOf).includes('"required"') ? undescribed(schema) : {};
  }
  const needs = Object.entries((properties ?? {}) as Schema)
    .map(([key, part]) => [key, needsOf(part as Schema)] as const)
    .filter(([, part]) => Object.keys(part).length > 0);
  const others = typeof additionalProperties === 'object' ? needsOf(additionalProperties as Schema) : {};
  return defined({
    required,
    properties: needs.length === 0 ? undefined : Object.fromEntries(needs),
    additionalProperties: Object.keys(others).length === 0 ? undefined : others,
  });
}

/** What a value may be, without what is said about it. */
function undescribed({ default: _, description, ...strict }: Schema): Schema {
  return withParts(strict, undescribed);
}

/**
 * The schema as it is published: a part that occurs several times stands once, under `$defs`, apart from its description, which often
 * differs. It means the same.
 */
export function sharedJsonSchema(): Schema {
  const names = new Map<string, string>();
  const parts = new Map<string, Schema>();
  const referTo = (part: Schema): Schema => {
    const text = JSON.stringify(part);
    if (text.length < SHARED_LEAST) return part;
    const name = names.get(text) ?? `p${names.size}`;
    names.set(text, name);
    parts.set(name, part);
    return { $ref: `${DEFINITION}${name}` };
  };
  const intern = (part: Schema): Schema => {
    const { default: fallback, description, ...rest } = withParts(part, intern);
    const about = defined({ description, default: fallback });
    const inner = Object.keys(about).length === 0 ? rest : referTo(rest);
    return referTo(inner.$ref === undefined ? defined({ ...about, ...inner }) : { ...about, allOf: [inner] });
  };
  const root = withParts(scenarioJsonSchema(), intern);
  const uses = new Map<unknown, number>();
  const count = (part: Schema): Schema => {
    if (part.$ref !== undefined) uses.set(part.$ref, (uses.get(part.$ref) ?? 0) + 1);
    return withParts(part, count);
  };
  for (const part of [root, ...parts.values()]) withParts(part, count);
  /** The part that only this reference means; null if others do. */
  const onlyHere = ({ $ref: ref }: Schema) =>
    uses.get(ref) === 1 ? (parts.get(String(ref).slice(DEFINITION.length)) ?? null) : null;
  const expanded = (part: Schema): Schema => {
    const { allOf, ...about } = part;
    const [whole] = Array.isArray(allOf) ? (allOf as readonly Schema[]) : [];
    const only = whole === undefined ? null : onlyHere(whole);
    if (only !== null) return expanded({ ...about, ...only });
    const own = onlyHere(part);
    return own === null ? withParts(part, expanded) : expanded(own);
  };
  const shared = [...parts].filter(([name]) => (uses.get(`${DEFINITION}${name}`) ?? 0) > 1);
  const short = new Map(shared.map(([name], k) => [`${DEFINITION}${name}`, k.toString(36)]));
  /** Gives shared parts the shortest names that there are, because most of them stand in many places. */
  const renamed = ({ $ref: ref, ...part }: Schema): Schema =>
    ref === undefined ? withParts(part, renamed) : { $ref: `${DEFINITION}${short.get(String(ref))}` };
  return {
    ...withParts(withParts(root, expanded), renamed),
    $defs: Object.fromEntries(shared.map(([, part], k) => [k.toString(36), renamed(expanded(part))])),
  };
}

const DEFINITION = '#/$defs/';
/** A reference to a shorter part takes as much room as the part. */
const SHARED_LEAST = 40;

function defined(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

/** The schema with its parts replaced: those of keys, items, alternatives and conditions. */
function withParts(schema: Schema, change: (part: Schema) => Schema): Schema {
  return mapValues(schema, (value, keyword) => {
    if (keyword === 'properties') return mapValues(value as Schema, (part) => change(part as Schema));
    if (!PART_KEYWORDS.includes(keyword) || typeof value !== 'object' || value === null) return value;
    return Array.isArray(value) ? value.map((part: Schema) => change(part)) : change(value as Schema);
  });
}

const PART_KEYWORDS: readonly string[] = [
  'additionalProperties',
  'allOf',
  'anyOf',
  'else',
  'if',
  'items',
  'propertyNames',
  THEN,
];

/** The schema of a whole file, in which metadata of ours has stayed: examples in YAML. */
export function schemaWithExamples(): Schema {
  return z.toJSONSchema(scenarioFile, { target: 'draft-07', io: 'input' }) as Schema;
}

/** Editors do not know this keyword. No key of a scenario has this name. */
function withoutExamples(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutExamples);
  if (typeof part !== 'object' || part === null) return part;
  const { yaml: _, ...rest } = part as Schema;
  return mapValues(rest, withoutExamples);
}

function mapValues(record: Schema, change: (value: unknown, key: string) => unknown): Schema {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
