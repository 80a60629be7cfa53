import * as z from 'zod';
import { scenarioFile } from './shape/scenario-file.ts';

/** A keyword of JSON Schema. An object with a plain property of this name would look like a promise. */
const THEN = 'then';

type Schema = { readonly [key: string]: unknown };

/**
 * The JSON Schema (draft-07, which YAML servers of editors support best) of scenario files, with a description on every key. A file that
 * extends another may leave out anything and delete keys with `null`, so nothing is required of it.
 */
export function scenarioJsonSchema(): Schema {
  const { $schema, ...full } = withoutExamples(schemaWithExamples()) as Schema;
  const { properties, ...rest } = full as { readonly properties: Schema };
  const overlay = {
    ...rest,
    properties: mapValues(properties, overlayOf),
    required: ['meridian', 'name', 'extends'],
  };
  return {
    $schema,
    title: 'Meridian scenario, format 1',
    description: 'A support organisation, its customers and its promises, to be simulated and audited.',
    if: { required: ['extends'] },
    [THEN]: overlay,
    else: full,
  };
}

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

/** The schema with nothing required at any depth, and `null` allowed for every key. */
function overlayOf(schema: unknown): unknown {
  const loose = loosened(schema);
  if (typeof loose !== 'object' || loose === null) return loose;
  const { description, ...rest } = loose as Schema;
  return { description, anyOf: [rest, { type: 'null' }] };
}

function loosened(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(loosened);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { required: _, ...rest } = schema as Schema;
  return mapValues(rest, (value, key) => {
    if (key === 'properties') return mapValues(value as Schema, overlayOf);
    if (key === 'additionalProperties' && typeof value === 'object') return overlayOf(value);
    // Lists replace, so their items are written in full.
    return key === 'anyOf' ? loosened(value) : value;
  });
}

function mapValues(record: Schema, change: (value: unknown, key: string) => unknown): Schema {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
