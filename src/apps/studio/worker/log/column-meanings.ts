import { MAPPED_FIELDS, type Mapping } from '#caselog';
import { editScenarioText, type TextEdit } from '#scenario';
import type { ColumnChoice } from '../../protocol.ts';

/** Times that a log with a row for each case can have. */
const CASE_TIMES = ['opened', 'started', 'resolved', 'closed'] as const;

/** What a column can mean: a field, or `time of opened` where each row is a case. */
export function meaningsFor({ rows }: Pick<Mapping, 'rows'>): readonly string[] {
  if (rows === 'event') return MAPPED_FIELDS;
  return [...MAPPED_FIELDS.filter((field) => field !== 'time'), ...CASE_TIMES.map(timeOf)];
}

/** What a column means by a mapping; empty: nothing. A column that serves two fields has the first. */
export function meaningOf({ columns, times }: Mapping, name: string): string {
  const field = MAPPED_FIELDS.find((one) => columns[one]?.includes(name));
  if (field !== undefined) return field;
  const activity = Object.keys(times).find((one) => times[one]?.includes(name));
  return activity === undefined ? '' : timeOf(activity);
}

/** The text of a mapping in which a column means something else. Everything else stays as it is written. */
export function chosen(text: string, mapping: Mapping, { column, meaning }: ColumnChoice): string {
  const { columns, times } = mapping;
  const places = [...placesOf('columns', columns), ...placesOf('times', times)];
  const wanted = placeOf(meaning);
  const edits: TextEdit[] = places
    .filter(({ names, path }) => names.includes(column) && !isSame(path, wanted))
    .map(({ names, path }) => ({ path, value: withoutOne(names, column) }));
  if (wanted !== null) edits.push({ path: wanted, value: column });
  const edited = editScenarioText(text, edits);
  return edited.ok ? edited.value : text;
}

type Path = readonly [part: string, name: string];

function placesOf(
  part: string,
  all: Readonly<Record<string, readonly string[] | undefined>>,
): readonly { readonly path: Path; readonly names: readonly string[] }[] {
  return Object.entries(all).map(([name, names = []]) => ({ path: [part, name], names }));
}

function placeOf(meaning: string): Path | null {
  if (meaning === '') return null;
  const activity = CASE_TIMES.find((one) => timeOf(one) === meaning);
  return activity === undefined ? ['columns', meaning] : ['times', activity];
}

function isSame([part, name]: Path, other: Path | null): boolean {
  return other !== null && other[0] === part && other[1] === name;
}

/** Undefined if nothing is left. */
function withoutOne(names: readonly string[], column: string): string | string[] | undefined {
  const [first, ...others] = names.filter((name) => name !== column);
  return others.length === 0 || first === undefined ? first : [first, ...others];
}

function timeOf(activity: string): string {
  return `time of ${activity}`;
}
