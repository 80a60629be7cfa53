import { problemOfLog } from '../rows/refusals.ts';
import type { RowSink } from '../rows/row-importer.ts';

/** Columns of objects that an event is related to begin with this; the type of the object follows. */
const OBJECT = 'object:';
/** Columns of attributes of the case itself begin with this, as in XES. If an attribute changes, its first value counts. */
const ATTRIBUTE = 'case:';
const [EVENT_ID, EVENT_TYPE, EVENT_TIME] = ['event:id', 'event:type', 'event:time'];

/** Types of objects that a message lists. */
const TYPES_LISTED = 12;

/** A part of the JSON of an OCEL 2.0 log, unchecked. */
type Part = Readonly<Record<string, unknown>>;

/** How many events a log has, and how many of them concern a case. */
export interface OcelCounts {
  readonly events: number;
  readonly ofCases: number;
}

/**
 * Gives the rows of an OCEL 2.0 log in JSON: one for each event and each case that it is related to. `caseColumn` names the type of the
 * objects that are cases, e.g. `object:case`. Events that concern no case give no row.
 */
export function readOcel(
  text: string,
  columns: readonly string[],
  caseColumn: string,
  sink: RowSink,
): OcelCounts {
  const counts = { events: 0, ofCases: 0 };
  const stop = (problem: string, remedy: string) => {
    sink.stop(problemOfLog(problem, remedy));
    return counts;
  };
  let log: unknown;
  try {
    log = JSON.parse(text);
  } catch (error) {
    return stop(`it is not JSON: ${error instanceof Error ? error.message : ''}`, 'export it again');
  }
  const events = isPart(log) ? log.events : undefined;
  const objects = isPart(log) ? log.objects : undefined;
  if (!Array.isArray(events) || !Array.isArray(objects)) {
    return stop("it has no lists 'events' and 'objects'", 'name a log in OCEL 2.0 as JSON');
  }
  if (!caseColumn.startsWith(OBJECT)) {
    return stop(
      `the column '${caseColumn}' names no type of objects`,
      `write case: '${OBJECT}case', with the type of objects that are cases`,
    );
  }
  const known = new Map(partsOf(objects).map((object) => [textOf(object.id), object]));
  const caseType = caseColumn.slice(OBJECT.length);
  const types = new Set([...known.values()].map(({ type }) => textOf(type)));
  if (!types.has(caseType)) {
    const listed = [...types].sort().slice(0, TYPES_LISTED).join(', ');
    return stop(`no object is of the type '${caseType}'`, `map case to one of these types: ${listed}`);
  }
  sink.head(columns, 1);
  for (const [at, event] of events.entries()) {
    if (sink.isOver) break;
    counts.events++;
    if (!isPart(event)) {
      sink.refuseRow(at + 1, 'the event is no map', 'export it again');
      continue;
    }
    const related = relatedOf(event, known);
    const cases = related.get(caseType) ?? [];
    if (cases.length > 0) counts.ofCases++;
    for (const id of cases) {
      const row = { event, related, supportCase: known.get(id) ?? {} };
      sink.row(
        columns.map((column) => (column === caseColumn ? id : cellOf(row, column))),
        at + 1,
      );
    }
  }
  return counts;
}

/** The objects that an event is related to, by type. */
function relatedOf(event: Part, known: ReadonlyMap<string, Part>): ReadonlyMap<string, readonly string[]> {
  const related = new Map<string, string[]>();
  for (const relationship of partsOf(event.relationships)) {
    const id = textOf(relationship.objectId);
    const object = known.get(id);
    if (object === undefined) continue;
    const type = textOf(object.type);
    const others = related.get(type);
    if (others === undefined) related.set(type, [id]);
    else if (!others.includes(id)) others.push(id);
  }
  return related;
}

/** An event as it concerns one case. */
interface CaseRow {
  readonly event: Part;
  readonly related: ReadonlyMap<string, readonly string[]>;
  readonly supportCase: Part;
}

function cellOf({ event, related, supportCase }: CaseRow, column: string): string {
  if (column === EVENT_ID) return textOf(event.id);
  if (column === EVENT_TYPE) return textOf(event.type);
  if (column === EVENT_TIME) return textOf(event.time);
  if (column.startsWith(OBJECT)) return related.get(column.slice(OBJECT.length))?.[0] ?? '';
  return column.startsWith(ATTRIBUTE)
    ? attributeOf(supportCase, column.slice(ATTRIBUTE.length))
    : attributeOf(event, column);
}

function attributeOf({ attributes }: Part, wanted: string): string {
  return textOf(partsOf(attributes).find(({ name }) => name === wanted)?.value);
}

function textOf(value: unknown): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

function partsOf(value: unknown): readonly Part[] {
  return Array.isArray(value) ? value.filter(isPart) : [];
}

function isPart(value: unknown): value is Part {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
