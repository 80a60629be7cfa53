import * as z from 'zod';
import { failure, type Result, success } from '#base';
import {
  issueAt,
  plainOf,
  readTimeZone,
  readYaml,
  type ScenarioIssue,
  type SourceMap,
  suggestion,
} from '#scenario';
import { checkWord, isChecked } from '../rows/words.ts';
import { TimeFormat } from '../time/time-format.ts';
import { MAPPED_FIELDS, type MappedField, type Mapping, ROW_KINDS, SEPARATORS } from './mapping.ts';

/** Reads a mapping file, or reports everything that is wrong with it. */
export function readMapping(path: string, text: string): Result<Mapping, readonly ScenarioIssue[]> {
  const read = readYaml(path, text);
  if (!read.ok) return failure(read.problem.map(ofMapping));
  const root = read.value;
  const parsed = mappingShape.safeParse(plainOf(root));
  if (!parsed.success) return failure(parsed.error.issues.flatMap((issue) => issuesOf(root, issue)));
  const { columns, encoding, separator, sheet, timeFormat, timeZone, values, ...others } = parsed.data;
  const mapping: Mapping = {
    ...others,
    columns: withoutGaps(columns),
    values: withoutGaps(values),
    fixed: withoutGaps(others.fixed),
    encoding: encoding ?? null,
    separator: separator ?? null,
    sheet: sheet ?? null,
    timeFormat: timeFormat ?? null,
    timeZone: timeZone ?? null,
  };
  const issues = [...issuesOfMeaning(root, mapping), ...issuesOfWords(root, mapping)];
  return issues.length > 0 ? failure(issues) : success(mapping);
}

/** Gives an issue whose remedy is about scenario files a remedy about mapping files. */
function ofMapping(issue: ScenarioIssue): ScenarioIssue {
  if (issue.code === 'file-empty')
    return { ...issue, remedy: 'let `meridian import <log> --guess` propose one' };
  if (issue.code === 'not-a-map')
    return { ...issue, remedy: "a mapping is a map of keys: 'meridian-mapping: 1', …" };
  return issue;
}

function withoutGaps<Value>(
  map: Readonly<Partial<Record<MappedField, Value | undefined>>>,
): Partial<Record<MappedField, Value>> {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
}

function issuesOf(root: SourceMap, issue: z.core.$ZodIssue): readonly ScenarioIssue[] {
  const path = issue.path as readonly (string | number)[];
  if (issue.code === 'unrecognized_keys') {
    const known = path.length === 0 ? Object.keys(mappingShape.shape) : MAPPED_FIELDS;
    return issue.keys.map((key) => {
      const remedy = suggestion(key, known, 'key');
      return issueAt(root, 'unknown-key', [...path, key], `there is no key '${key}' here`, remedy, 'key');
    });
  }
  if (path.length === 1 && path[0] === 'meridian-mapping' && !root.entries.has('meridian-mapping')) {
    const message = "the key 'meridian-mapping' is missing";
    return [issueAt(root, 'missing-key', path, message, 'write meridian-mapping: 1', 'value')];
  }
  const [message = '', remedy = 'correct this value'] = issue.message.split('\n');
  return [issueAt(root, 'wrong-type', path, message, remedy, 'value')];
}

/** Keys that need one another. */
function issuesOfMeaning(root: SourceMap, mapping: Mapping): readonly ScenarioIssue[] {
  const issues: ScenarioIssue[] = [];
  const fail = (path: readonly string[], message: string, remedy: string) =>
    issues.push(issueAt(root, 'missing-key', path, message, remedy, 'value'));
  const { columns, fixed, rows, timeZone, times } = mapping;
  if (columns.case === undefined) {
    fail(['columns', 'case'], 'no column has the id of the case', 'name one under columns: case:');
  }
  if (rows === 'event' && columns.time === undefined) {
    fail(['columns', 'time'], 'no column has the time of the event', 'name one under columns: time:');
  }
  if (rows === 'event' && Object.keys(times).length > 0) {
    const remedy = 'write rows: case or rows: step, or remove times';
    fail(['times'], "'times' is for rows that are cases or steps", remedy);
  }
  if (rows !== 'event' && Object.keys(times).length === 0) {
    const message = `rows are ${rows}s, and no column has a time of theirs`;
    const example = rows === 'case' ? 'opened: Created' : 'working: start_time';
    fail(['times'], message, `add times: with lines such as '${example}'`);
  }
  if (rows !== 'event' && columns.time !== undefined) {
    const message = `rows that are ${rows}s have no 'time' of an event`;
    fail(['columns', 'time'], message, 'move the column to times:');
  }
  for (const field of ['case', 'time'] as const) {
    if (fixed[field] === undefined) continue;
    fail(['fixed', field], `the ${field} cannot be the same in all rows`, 'remove it');
  }
  if (timeZone !== null) {
    const known = readTimeZone(timeZone);
    if (!known.ok) {
      const { message, remedy } = known.problem;
      issues.push(issueAt(root, 'unknown-time-zone', ['timeZone'], message, remedy, 'value'));
    }
  }
  return issues;
}

/** Values that no such field can have. */
function issuesOfWords(root: SourceMap, { fixed, values }: Mapping): readonly ScenarioIssue[] {
  const written = [
    ...Object.entries(values).flatMap(([field, map]) =>
      Object.entries(map).map(([from, to]) => ({ field, to, path: ['values', field, from] })),
    ),
    ...Object.entries(fixed).map(([field, to]) => ({ field, to, path: ['fixed', field] })),
  ];
  return written.flatMap(({ field, path, to }) => {
    if (to === null || !isChecked(field)) return [];
    const word = checkWord(field, to);
    if (word.ok) return [];
    return [issueAt(root, 'unknown-word', path, word.problem.message, word.problem.remedy, 'value')];
  });
}

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

/** The pure rooms have no `TextDecoder` in their types. Browsers and Node have it, with the labels of the Encoding Standard. */
declare const TextDecoder: new (label: string) => { readonly encoding: string };

/** The name of the encoding that a label stands for: `latin1` is `windows-1252`. Undefined if it stands for none. */
function encodingNamed(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

const encoding = scalar
  .refine(
    (label) => encodingNamed(label) !== undefined,
    withRemedy(
      'the encoding is unknown',
      'write a label of the Encoding Standard, e.g. utf-8, utf-16le, windows-1252, windows-1250, shift_jis',
    ),
  )
  .transform((label) => encodingNamed(label) ?? label);

const mappingShape = z.strictObject({
  'meridian-mapping': z.literal(1, withRemedy('the format of mappings is 1', 'write meridian-mapping: 1')),
  rows: oneOf(ROW_KINDS, 'kind of rows').prefault('event'),
  separator: oneOf(SEPARATORS, 'separator').optional(),
  encoding: encoding.optional(),
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
    .prefault(['closed', 'resolved', 'cancelled', 'abandoned', 'worked']),
});
