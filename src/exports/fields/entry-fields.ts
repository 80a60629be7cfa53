import { canonicalJson, type JsonValue } from '#base';
import type { ScenarioNames } from '#cases';
import { ByAct } from '#cases';
import {
  type ActField,
  type ActKind,
  type ActNumbers,
  byKind,
  type FieldType,
  fieldsOfAct,
  ITEM_CLASSES,
  kindNumbered,
  numberIn,
  type RowKind,
} from '#domain';

/** The kind of thing that a field refers to: a row of the scenario, or a case. */
export type Reference = RowKind | 'case';

/** How exports write a number of an act, and how it is read back. A number without a name stays a number. */
export interface FieldCodec {
  encode(value: number, names: ScenarioNames): JsonValue;
  /** Null if the value is not one that `encode` gives. */
  parse(value: JsonValue, names: ScenarioNames): number | null;
  /** The value of a CSV cell; `parse` decides whether it is valid. */
  parseText(cell: string): JsonValue;
  /** The allowed values, for people. */
  readonly values: string;
  /** The type in formats that have types. */
  readonly type: 'string' | 'integer' | 'boolean';
  readonly refersTo?: Reference;
}

/** A field of an act, and how exports write it. */
export interface EntryField extends Omit<ActField, 'type'> {
  readonly codec: FieldCodec;
}

const wholeNumber = (value: JsonValue): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

/** Text, except that digits alone are a number. */
const numberOrText = (cell: string): JsonValue => (/^\d+$/.test(cell) ? Number(cell) : cell);

const count: FieldCodec = {
  encode: (value) => value,
  parse: wholeNumber,
  parseText: numberOrText,
  values: 'a whole number',
  type: 'integer',
};

const customerNumber: FieldCodec = {
  ...count,
  values:
    'a whole number: the customer, among those of the segment, country and time zone of the stream, by any channel',
};

const flag: FieldCodec = {
  encode: (value) => (value > 1 ? value : value === 1),
  parse: (value) => (typeof value === 'boolean' ? Number(value) : wholeNumber(value)),
  parseText: (cell) => (cell === 'true' ? true : cell === 'false' ? false : numberOrText(cell)),
  values: 'true or false',
  type: 'boolean',
};

/** A case by its number; in a foreign log, by its id. */
const caseId: FieldCodec = {
  encode: (value) => value,
  parse: wholeNumber,
  parseText: (cell) => cell,
  values: 'id of a case',
  type: 'integer',
  refersTo: 'case',
};

/** One of a list of names: of the vocabulary, or the scenario's ids. */
function named(
  values: string,
  listOf: (names: ScenarioNames) => readonly string[],
  refersTo?: Reference,
): FieldCodec {
  const indices = new WeakMap<ScenarioNames, ReadonlyMap<string, number>>();
  const lists = new WeakMap<ScenarioNames, readonly string[]>();
  const list = (names: ScenarioNames) => {
    let found = lists.get(names);
    if (found === undefined) {
      found = listOf(names);
      lists.set(names, found);
    }
    return found;
  };
  const indexOf = (names: ScenarioNames, name: string) => {
    let found = indices.get(names);
    if (found === undefined) {
      found = new Map(list(names).map((id, index) => [id, index]));
      indices.set(names, found);
    }
    return found.get(name) ?? null;
  };
  return {
    encode: (value, names) => list(names)[value] ?? value,
    parse: (value, names) => (typeof value === 'string' ? indexOf(names, value) : wholeNumber(value)),
    parseText: (cell) => cell,
    values,
    type: 'string',
    ...(refersTo === undefined ? {} : { refersTo }),
  };
}

const word = (words: readonly string[]) => named(`one of ${words.join(', ')}`, () => words);

function orNull(none: number, codec: FieldCodec): FieldCodec {
  return {
    encode: (value, names) => (value === none ? null : codec.encode(value, names)),
    parse: (value, names) => (value === null ? none : codec.parse(value, names)),
    parseText: (cell) => (cell === '' ? null : codec.parseText(cell)),
    values: `${codec.values}, or null`,
    type: codec.type,
    ...(codec.refersTo === undefined ? {} : { refersTo: codec.refersTo }),
  };
}

/** The lists of all sets of item classes, created once: nearly all copies contain the same classes. */
const CLASS_LISTS: readonly (readonly string[])[] = Array.from(
  { length: 1 << ITEM_CLASSES.length },
  (_, mask) => ITEM_CLASSES.filter((__, i) => ((mask >>> i) & 1) === 1),
);

/** A set of item classes. Bits without a class are appended as a number. */
const itemClasses: FieldCodec = {
  encode: (value) => {
    const known = CLASS_LISTS[value % CLASS_LISTS.length] ?? [];
    const unknown = value >>> ITEM_CLASSES.length;
    return unknown === 0 ? known : [...known, unknown];
  },
  parse: (value) => {
    if (!Array.isArray(value)) return null;
    let mask = 0;
    for (const item of value as readonly JsonValue[]) {
      const index = (ITEM_CLASSES as readonly JsonValue[]).indexOf(item);
      const unknown = wholeNumber(item);
      if (index === -1 && unknown === null) return null;
      mask += index === -1 ? (unknown ?? 0) * 2 ** ITEM_CLASSES.length : 2 ** index;
    }
    return mask;
  },
  parseText: (cell) => (cell === '' ? [] : cell.split(/;\s*/)),
  values: `a list of ${ITEM_CLASSES.join(', ')}`,
  type: 'string',
};

const ROW_CODECS: Readonly<Record<RowKind, FieldCodec>> = {
  agent: named(
    '`<group>#<number in the group, from 1>`',
    (names) => Array.from({ length: names.rows.agentCount }, (_, index) => names.agent(index)),
    'agent',
  ),
  centre: named('id of a centre', ({ scenario }) => scenario.centres.map(({ id }) => id), 'centre'),
  'data centre': named(
    'id of a data centre',
    ({ scenario }) => scenario.dataCentres.map(({ id }) => id),
    'data centre',
  ),
  entity: named('id of an entity', ({ scenario }) => scenario.entities.map(({ id }) => id), 'entity'),
  group: named('id of a group', ({ scenario }) => scenario.groups.map(({ id }) => id), 'group'),
  language: named('a language of the scenario', ({ scenario }) => scenario.languages, 'language'),
  place: named(
    '`data centre <id>` or `centre <id>`',
    ({ rows }) => rows.places.map(({ name }) => name),
    'place',
  ),
  product: named('id of a product', ({ scenario }) => scenario.products.map(({ id }) => id), 'product'),
  software: named(
    'id of software',
    ({ scenario }) => scenario.software?.map(({ id }) => id) ?? [],
    'software',
  ),
  stream: named('id of an arrival stream', ({ scenario }) => scenario.streams.map(({ id }) => id), 'stream'),
};

function codecOf(type: FieldType): FieldCodec {
  switch (type.is) {
    case 'flag':
      return flag;
    case 'count':
      return count;
    case 'customer':
      return customerNumber;
    case 'case':
      return caseId;
    case 'item classes':
      return itemClasses;
    case 'word':
      return word(type.words);
    case 'row':
      return ROW_CODECS[type.of];
  }
}

function entryFieldsOf(kind: ActKind): readonly EntryField[] {
  return fieldsOfAct(kind).map(({ type, ...field }) => {
    const codec = codecOf(type);
    return { ...field, codec: field.none === null ? codec : orNull(field.none, codec) };
  });
}

/** The fields of each kind of act with their codecs, from which every text export of the ledger is written. */
export const ENTRY_FIELDS = Object.fromEntries<readonly EntryField[]>(
  byKind((kind) => [kind, entryFieldsOf(kind)]),
) as Readonly<Record<ActKind, readonly EntryField[]>>;

/** Texts that are remembered of each field. Fields have few values, and every entry of a ledger needs some. */
const REMEMBERED = 1 << 14;

function remembered(make: (number: number) => string): (number: number) => string {
  const known = new Map<number, string>();
  return (number) => {
    let text = known.get(number);
    if (text === undefined) {
      text = make(number);
      if (known.size < REMEMBERED) known.set(number, text);
    }
    return text;
  };
}

/**
 * Returns a function that joins the texts of an act's fields in some format. `fieldsOfKind` gives the fields in the order of their texts. A field
 * for which `render` returns nothing is left out.
 */
export function fieldTexts(
  names: ScenarioNames,
  render: (field: EntryField, value: JsonValue) => string,
  separator = '',
  fieldsOfKind: (kind: ActKind) => readonly EntryField[] = (kind) => ENTRY_FIELDS[kind],
): (kind: number, act: ActNumbers) => string {
  const kinds = byKind((kind) =>
    fieldsOfKind(kind).map((field) => ({
      field,
      textOf: remembered((number) => render(field, field.codec.encode(number, names))),
    })),
  );
  return (kind, act) => {
    let text = '';
    for (const { field, textOf } of kinds[kind] ?? []) {
      const next = textOf(numberIn(field, act));
      if (next !== '') text += text === '' ? next : separator + next;
    }
    return text;
  };
}

const JSON_TEXTS = new WeakMap<ScenarioNames, ByAct<string>>();

/** `fieldsOf` as canonical JSON. */
export function fieldsJson(kind: number, act: ActNumbers, names: ScenarioNames): string {
  let texts = JSON_TEXTS.get(names);
  if (texts === undefined) {
    texts = jsonTexts(names);
    JSON_TEXTS.set(names, texts);
  }
  return texts.of(kind, act);
}

function jsonTexts(names: ScenarioNames): ByAct<string> {
  const members = fieldTexts(
    names,
    ({ name }, value) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
    ',',
    (kind) => ENTRY_FIELDS[kind].toSorted((left, right) => (left.name < right.name ? -1 : 1)),
  );
  return new ByAct(names.acts, (kind, act) =>
    kindNumbered(kind) === undefined
      ? canonicalJson(fieldsOf(kind, act, names))
      : ['{', members(kind, act), '}'].join(''),
  );
}

/** A field for formats whose attributes have one type and no lists. */
export interface TypedField {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean';
  readonly value: string | number | boolean;
}

/** A field with the value from its codec; null if it has no value. */
export function typedField({ codec, name }: EntryField, value: JsonValue): TypedField | null {
  const { type } = codec;
  if (value === null) return null;
  if (type === 'string')
    return { name, type, value: Array.isArray(value) ? value.join('; ') : String(value) };
  // A number in place of a boolean, from a faulty ledger, is left out.
  return typeof value === (type === 'integer' ? 'number' : 'boolean')
    ? { name, type, value: value as number | boolean }
    : null;
}

/** The fields of an act by name; for an unknown kind, its numbers. */
export function fieldsOf(kind: number, act: ActNumbers, names: ScenarioNames): Record<string, JsonValue> {
  const name = kindNumbered(kind);
  if (name === undefined) return { aux: act.aux, a: act.a, b: act.b, c: act.c, d: act.d };
  const fields: Record<string, JsonValue> = {};
  for (const entryField of ENTRY_FIELDS[name])
    fields[entryField.name] = entryField.codec.encode(numberIn(entryField, act), names);
  return fields;
}
