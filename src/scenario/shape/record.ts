import type * as z from 'zod';
import { shown, success } from '#base';
import { CHANNELS, type Channel, SEVERITIES, type Severity } from '#domain';
import { fixedMap, leaf, perWord } from './leaf.ts';
import { refused } from './problem.ts';
import { prose } from './values.ts';

/**
 * Examples, without the indentation that they have in the sources. They stand in the metadata of a schema beside its description. Each is
 * written as from the top of a file; a line `---` divides them.
 */
export function yaml(parts: TemplateStringsArray, ...values: readonly string[]): readonly string[] {
  const text = String.raw(parts, ...values);
  const indent = /^\n( *)/.exec(text)?.[1] ?? '';
  return text.replaceAll(`\n${indent}`, '\n').trim().split('\n---\n');
}

const sourceIds = leaf(
  {
    description: "Where the figures come from: ids of the top-level 'sources', or 'invented'.",
    example: 'invented',
    takesLists: true,
    json: { anyOf: [{ type: 'string' }, { type: 'array', minItems: 1, items: { type: 'string' } }] },
  },
  (written: unknown) => {
    const ids = Array.isArray(written) ? written : [written];
    const wrong = ids.find((id) => typeof id !== 'string');
    if (wrong === undefined && ids.length > 0) return success(ids as readonly string[]);
    const message = `${shown(wrong ?? ids)} is not the id of a source`;
    return refused('wrong-type', message, "name ids of the top-level 'sources', or write 'invented'");
  },
);

/** Keys that every map of fixed keys accepts in addition to its own: where its figures come from. */
const NOTES = {
  source: sourceIds.optional(),
  note: prose('A remark for readers. It changes nothing.').optional(),
};

/** A map of fixed keys that may say where its figures come from. */
export function record<Shape extends z.core.$ZodLooseShape>(
  description: string | null,
  shape: Shape,
  examples?: readonly string[],
): z.ZodObject<Shape & typeof NOTES, z.core.$strict> {
  return fixedMap(description, { ...shape, ...NOTES }, { examples });
}

/** A map with a value for each channel. */
export function perChannel<Schema extends z.ZodType>(
  description: string | null,
  schema: (channel: Channel) => Schema,
  examples?: readonly string[],
) {
  return perWord(description, CHANNELS, schema, { examples, unknownCode: 'unknown-channel' });
}

/** A map with a value for each severity. */
export function perSeverity<Schema extends z.ZodType>(
  description: string | null,
  schema: (severity: Severity) => Schema,
  examples?: readonly string[],
) {
  return perWord(description, SEVERITIES, schema, { examples, unknownCode: 'unknown-severity' });
}
