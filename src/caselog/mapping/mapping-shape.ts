import * as z from 'zod';
import { TimeFormat } from '../time/time-format.ts';
import { ENCODINGS, MAPPED_FIELDS, type MappedField, ROW_KINDS, SEPARATORS } from './mapping.ts';

/** The shape of a mapping file. Its messages are a message and a remedy, separated by a line break. */

const withRemedy = (message: string, remedy: string) => ({ error: `${message}\n${remedy}` });

/** A text, a number or a truth value, as texts of a log look in YAML. */
const scalar = z
  .union([z.string(), z.number(), z.boolean()], withRemedy('a single value is needed here', 'write a text'))
  .transform(String);

const name = scalar.refine(
  (text) => text.trim() !== '',
  withRemedy('the name is empty', 'name a column of the log'),
);
const columns = z.union(
  [name.transform((one) => [one]), z.array(name).min(1)],
  withRemedy(
    'the name of a column is needed here',
    "write a name of the log's first row, or a list of such names",
  ),
);

function oneOf<Word extends string>(words: readonly [Word, ...Word[]], what: string) {
  return z.enum(words, withRemedy(`the ${what} is unknown`, `write one of: ${words.map(quoted).join(', ')}`));
}

function quoted(word: string): string {
  return word === '\t' ? '"\\t"' : /^[a-z]/.test(word) ? word : `'${word}'`;
}

/** A map with an entry for some of the fields. */
function byField<Schema extends z.ZodType>(schema: Schema) {
  return z.strictObject(
    Object.fromEntries(MAPPED_FIELDS.map((field) => [field, schema.optional()])) as Record<
      MappedField,
      z.ZodOptional<Schema>
    >,
    withRemedy('a map of fields is needed here', `write lines such as 'activity: Status'`),
  );
}

const timeFormat = z
  .string(withRemedy('a text is needed here', 'write the format in quotes'))
  .refine(
    (pattern) => TimeFormat.of(pattern) !== null,
    withRemedy(
      'the time format is not one',
      "write e.g. 'd/M/yyyy H:mm', 'yyyy-MM-ddTHH:mm:ssX' or 'epoch ms'",
    ),
  );

export const mappingShape = z.strictObject({
  'meridian-mapping': z.literal(1, withRemedy('the format of mappings is 1', 'write meridian-mapping: 1')),
  rows: oneOf(ROW_KINDS, 'kind of rows').prefault('event'),
  separator: oneOf(SEPARATORS, 'separator').optional(),
  encoding: oneOf(ENCODINGS, 'encoding').optional(),
  sheet: scalar.optional(),
  timeFormat: timeFormat.optional(),
  timeZone: z.string(withRemedy('a text is needed here', 'write e.g. Europe/Dublin')).optional(),
  columns: byField(columns).prefault({}),
  times: z
    .record(
      z.string(),
      columns,
      withRemedy('a map of activities is needed here', "write lines such as 'opened: Created'"),
    )
    .prefault({}),
  values: byField(
    z.record(
      z.string(),
      scalar.nullable(),
      withRemedy('a map of values is needed here', "write lines such as '1 - High: A'"),
    ),
  ).prefault({}),
  fixed: byField(scalar).prefault({}),
  missing: z.array(scalar, withRemedy('a list is needed here', "write e.g. ['?', 'NULL']")).prefault([]),
  ends: z
    .array(scalar, withRemedy('a list of activities is needed here', 'write e.g. [closed, resolved]'))
    .prefault(['closed', 'resolved', 'cancelled', 'abandoned']),
});
