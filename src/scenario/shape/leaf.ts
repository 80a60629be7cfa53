import * as z from 'zod';
import type { Result } from '#base';
import type { ScenarioIssueCode } from '../issues.ts';
import { type Problem, problem } from './problem.ts';

/** JSON Schema (draft-07) of a leaf as editors see it. */
type JsonSchemaPart = Readonly<Record<string, unknown>>;

/** What zod carries from a leaf to `read-shape.ts`. */
export interface LeafParams {
  readonly problem: Problem;
  /** A valid value to continue with, so that one wrong figure does not hide the issues around it. */
  readonly fallback: unknown;
}

export interface LeafOptions {
  readonly description: string;
  /** What editors check and complete. */
  readonly json: JsonSchemaPart;
  /** A valid written value: the example in remedies, and the stand-in for a wrong one. */
  readonly example: string | number | boolean | readonly string[];
  readonly takesLists?: boolean;
}

/**
 * A single written value. The reader gets text, number or boolean (or a list, if the leaf takes lists) and says what is wrong in our words.
 * Zod only knows where the value stands.
 */
export function leaf<Value>(
  options: LeafOptions,
  read: (written: string | number | boolean) => Result<Value, Problem>,
): z.ZodType<Value, unknown> {
  const { example, takesLists = false } = options;
  const shownExample = typeof example === 'string' ? `'${example}'` : JSON.stringify(example);
  const schema = WRITTEN.transform((written, context): Value => {
    const outcome =
      isSingle(written) || (takesLists && Array.isArray(written))
        ? read(written as string | number | boolean)
        : { ok: false as const, problem: notSingle(written, shownExample) };
    return valueOrIssue(outcome, example, written, context.issues);
  });
  schema.register(z.globalRegistry, { ...options.json, description: options.description });
  return schema as unknown as z.ZodType<Value, unknown>;
}

const WRITTEN = z.unknown();

/** Returns the value read from the text; or, for zod, an issue about it with a valid value to continue with. */
export function valueOrIssue<Value>(
  outcome: Result<Value, Problem>,
  fallback: LeafParams['fallback'],
  written: unknown,
  issues: z.core.$ZodRawIssue[],
): Value {
  if (outcome.ok) return outcome.value;
  const params: LeafParams = { problem: outcome.problem, fallback };
  issues.push({ code: 'custom', input: written, params: { ...params }, message: outcome.problem.message });
  return z.NEVER;
}

function isSingle(written: unknown): boolean {
  return typeof written === 'string' || typeof written === 'number' || typeof written === 'boolean';
}

function notSingle(written: unknown, example: string): Problem {
  if (written === undefined)
    return problem('missing-key', 'the key is missing', `write it, for example ${example}`);
  if (written === null)
    return problem('empty-value', 'the value is empty', `write it, for example ${example}`);
  const what = Array.isArray(written) ? 'a list' : 'a map';
  return problem('wrong-type', `${what} where a single value is needed`, `write for example ${example}`);
}

/** What a strict map says about itself at an unknown key. */
export interface KeyParams {
  readonly code: ScenarioIssueCode;
  readonly allowed: readonly string[];
}

/**
 * Gives a schema that is used nowhere else its description, and its examples in YAML. `null`: what holds it is described. The schema is registered
 * directly: `meta` would make a copy, of hundreds that start-up waits for.
 */
function described<Schema extends z.ZodType>(
  schema: Schema,
  description: string | null,
  examples?: readonly string[],
): Schema {
  if (description !== null)
    z.globalRegistry.add(schema as z.ZodType, { description, ...(examples && { yaml: examples }) });
  return schema;
}

interface FixedMapOptions {
  readonly examples?: readonly string[] | undefined;
  readonly unknownCode?: ScenarioIssueCode;
}

/** A map of fixed keys. Unknown keys are refused with `unknownCode`. */
export function fixedMap<Shape extends z.core.$ZodLooseShape>(
  description: string | null,
  shape: Shape,
  { examples, unknownCode = 'unknown-key' }: FixedMapOptions = {},
): z.ZodObject<Shape, z.core.$strict> {
  const params: KeyParams = { code: unknownCode, allowed: Object.keys(shape) };
  const schema = z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? JSON.stringify(params) : undefined),
  });
  return described(schema, description, examples);
}

/** A map with a value for each of some words. Its schemas are made only when a file has the map, because there are hundreds, and start-up would wait for them. */
export function perWord<Word extends string, Schema extends z.ZodType>(
  description: string | null,
  words: readonly Word[],
  schema: (word: Word) => Schema,
  options: FixedMapOptions = {},
) {
  const shape = {} as Record<Word, Schema>;
  for (const word of words) Object.defineProperty(shape, word, { enumerable: true, get: () => schema(word) });
  return fixedMap(description, shape, options);
}

export const ID_PATTERN = '^[a-z0-9][a-z0-9-]{0,63}$';

/** A map whose keys are ids chosen by the author. */
export function byId<Value extends z.ZodType>(
  description: string,
  value: Value,
  examples?: readonly string[],
): z.ZodRecord<z.ZodString, Value> {
  return described(z.record(z.string().regex(new RegExp(ID_PATTERN)), value), description, examples);
}

/** A map whose keys are words known elsewhere (countries, languages, products). They are checked where they are resolved. */
export function byWord<Value extends z.ZodType>(
  description: string | null,
  value: Value,
  examples?: readonly string[],
): z.ZodRecord<z.ZodString, Value> {
  return described(z.record(z.string(), value), description, examples);
}

export function list<Item extends z.ZodType>(
  description: string,
  item: Item,
  examples?: readonly string[],
): z.ZodArray<Item> {
  return described(z.array(item), description, examples);
}

/** A value that may be written in several ways. */
export function oneOf<const Ways extends readonly z.ZodType[]>(
  description: string,
  ways: Ways,
): z.ZodUnion<Ways> {
  return described(z.union(ways), description);
}
