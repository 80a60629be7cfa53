import { definite } from '#base';
import { ACT_KINDS } from '#domain';
import { typedFields } from '../entry-fields.ts';
import type { Evidence } from '../evidence.ts';
import { ObjectIds } from './object-ids.ts';
import {
  copyObject,
  eventId,
  type OcelObject,
  type OcelType,
  type OcelValue,
  relationshipsOf,
  writeOcel,
} from './ocel-log.ts';

/** What the relational form of OCEL 2.0 needs of a database. */
export interface SqlTarget {
  run(statement: string): void;
  /** A prepared statement that inserts one row. */
  insert(statement: string): (values: readonly (string | number | null)[]) => void;
}

const SQL_TYPES = { string: 'TEXT', integer: 'INTEGER', boolean: 'INTEGER' } as const;

const typed = (of: 'event' | 'object') =>
  `CREATE TABLE ${of} (ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES ${of}_map_type (ocel_type))`;
const mapped = (of: 'event' | 'object') =>
  `CREATE TABLE ${of}_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL)`;
const related = (name: string, [from, to]: readonly [string, string], of: 'event' | 'object') =>
  `CREATE TABLE ${name} (${from} TEXT NOT NULL REFERENCES ${of} (ocel_id), ` +
  `${to} TEXT NOT NULL REFERENCES object (ocel_id), ocel_qualifier TEXT NOT NULL, ` +
  `PRIMARY KEY (${from}, ${to}, ocel_qualifier))`;

/** With the keys that the standard requires. SQLite enforces them only if a reader turns that on. */
const FIXED_TABLES = [
  mapped('event'),
  mapped('object'),
  typed('event'),
  typed('object'),
  related('event_object', ['ocel_event_id', 'ocel_object_id'], 'event'),
  related('object_object', ['ocel_source_id', 'ocel_target_id'], 'object'),
];

/** OCEL 2.0 as tables: one for each type of event and of object, with its attributes as columns. */
export function writeOcelTables(evidence: Evidence, target: SqlTarget): void {
  for (const statement of FIXED_TABLES) target.run(statement);
  const insertEvent = target.insert('INSERT INTO event VALUES (?, ?)');
  const insertObject = target.insert('INSERT INTO object VALUES (?, ?)');
  const insertRelation = target.insert('INSERT OR IGNORE INTO event_object VALUES (?, ?, ?)');
  const insertLink = target.insert('INSERT OR IGNORE INTO object_object VALUES (?, ?, ?)');
  const { names } = evidence;
  const ids = new ObjectIds(names);
  const ofEvents = new Map<string, TypeTable>();
  const ofObjects = new Map<string, TypeTable>();
  const object = ({ attributes, id, relationships, type }: OcelObject) => {
    insertObject([id, type]);
    const insert = ofObjects.get(type);
    const [first] = attributes;
    const isInitial = (time: string) => time === first?.time;
    insert?.(
      [id, first?.time ?? '', null],
      attributes.filter(({ time }) => isInitial(time)),
    );
    for (const change of attributes) {
      if (!isInitial(change.time)) insert?.([id, change.time, change.name], [change]);
    }
    for (const { objectId, qualifier } of relationships) insertLink([id, objectId, qualifier]);
  };
  writeOcel(evidence, {
    types: (eventTypes, objectTypes) => {
      for (const type of eventTypes) ofEvents.set(type.name, typeTable(target, 'event', type, []));
      const own = ['ocel_changed_field'];
      for (const type of objectTypes) ofObjects.set(type.name, typeTable(target, 'object', type, own));
    },
    event: (event) => {
      const { act, index, kind, timeMs } = event;
      const id = eventId(index);
      const type = definite(ACT_KINDS[kind], 'an event has a known kind');
      insertEvent([id, type]);
      ofEvents.get(type)?.([id, names.instant(timeMs)], typedFields(kind, act, names));
      for (const { objectId, qualifier } of relationshipsOf(event, ids))
        insertRelation([id, objectId, qualifier]);
    },
    object,
    copy: (caseNumber, kind) => object(copyObject(caseNumber, kind)),
  });
}

type TypeTable = (
  start: readonly (string | null)[],
  attributes: readonly { readonly name: string; readonly value: OcelValue }[],
) => void;

function typeTable(
  target: SqlTarget,
  of: 'event' | 'object',
  { attributes, name }: OcelType,
  own: readonly string[],
): TypeTable {
  const map = name.replaceAll(/[^A-Za-z0-9]/g, '_');
  target.insert(`INSERT INTO ${of}_map_type VALUES (?, ?)`)([name, map]);
  const columns = [
    // An event has one row; an object has a further one for each change.
    of === 'event'
      ? 'ocel_id TEXT PRIMARY KEY REFERENCES event (ocel_id)'
      : 'ocel_id TEXT REFERENCES object (ocel_id)',
    'ocel_time TIMESTAMP',
    ...own.map((column) => `${column} TEXT`),
    ...attributes.map((attribute) => `"${attribute.name}" ${SQL_TYPES[attribute.type]}`),
  ];
  target.run(`CREATE TABLE "${of}_${map}" (${columns.join(', ')})`);
  const marks = columns.map(() => '?').join(', ');
  const insert = target.insert(`INSERT INTO "${of}_${map}" VALUES (${marks})`);
  return (start, values) => {
    const byName = new Map(values.map((attribute) => [attribute.name, attribute.value]));
    insert([...start, ...attributes.map((attribute) => sqlValue(byName.get(attribute.name)))]);
  };
}

function sqlValue(value: OcelValue | undefined): string | number | null {
  return value === undefined ? null : typeof value === 'boolean' ? Number(value) : value;
}
