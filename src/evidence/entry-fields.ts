import { canonicalJson, type JsonValue } from '#base';
import {
  ACCESS_PURPOSES,
  ACT_KINDS,
  type ActKind,
  BASIS_KINDS,
  CALLBACK_STEPS,
  CASE_STATES,
  CHANNELS,
  COMMITMENT_STEPS,
  CONSULTATION_STEPS,
  COPY_ROLES,
  EMERGENCY_STEPS,
  ESCALATION_REASONS,
  ITEM_CLASSES,
  NONE_16,
  NONE_32,
  SEVERITIES,
  TRANSITION_EVENTS,
  WAITING_CAUSES,
} from '#domain';
import type { ScenarioNames } from './names.ts';

/** The numbers of an act that are told by its fields. */
export interface ActNumbers {
  readonly aux: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}
export type Slot = keyof ActNumbers;

/** What a field names that others name too: a row of the scenario, or a case. */
export type Reference =
  | 'agent'
  | 'case'
  | 'centre'
  | 'data centre'
  | 'entity'
  | 'group'
  | 'language'
  | 'place'
  | 'product'
  | 'stream';

/** How a number of an act is told in exports, and read back. What has no name stays a number. */
export interface FieldCodec {
  encode(value: number, names: ScenarioNames): JsonValue;
  /** Null when the value is not one of those that `encode` gives. */
  parse(value: JsonValue, names: ScenarioNames): number | null;
  /** The value that a cell of CSV stands for; `parse` says whether it is one. */
  parseText(cell: string): JsonValue;
  /** What may stand there, for people. */
  readonly values: string;
  /** What it is in formats that know types. */
  readonly type: 'string' | 'integer' | 'boolean';
  readonly refersTo?: Reference;
}

/** A field: bits `shift` … `shift + bits − 1` of a number of the act. */
export interface EntryField {
  readonly name: string;
  readonly slot: Slot;
  readonly shift: number;
  readonly bits: number;
  readonly codec: FieldCodec;
}

const BITS: Readonly<Record<Slot, number>> = { aux: 8, a: 16, b: 16, c: 32, d: 32 };

function field(
  name: string,
  slot: Slot,
  codec: FieldCodec,
  shift = 0,
  bits = BITS[slot] - shift,
): EntryField {
  return { name, slot, shift, bits, codec };
}

const wholeNumber = (value: JsonValue): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

/** Text, but for digits alone, which are a number. */
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

/** A case by its number; in a log that somebody else has kept, by its id. */
const caseId: FieldCodec = {
  encode: (value) => value,
  parse: wholeNumber,
  parseText: (cell) => cell,
  values: 'id of a case',
  type: 'integer',
  refersTo: 'case',
};

/** One of a list of names: the vocabulary's, or the scenario's ids. */
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

/** The lists of all sets of item classes, made once: nearly all copies hold the same. */
const CLASS_LISTS: readonly (readonly string[])[] = Array.from(
  { length: 1 << ITEM_CLASSES.length },
  (_, mask) => ITEM_CLASSES.filter((__, i) => ((mask >>> i) & 1) === 1),
);

/** A set of item classes; bits that stand for no class are kept as a number behind them. */
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

const centre = named('id of a centre', ({ scenario }) => scenario.centres.map(({ id }) => id), 'centre');
const dataCentre = named(
  'id of a data centre',
  ({ scenario }) => scenario.dataCentres.map(({ id }) => id),
  'data centre',
);
const group = named('id of a group', ({ scenario }) => scenario.groups.map(({ id }) => id), 'group');
const stream = named(
  'id of an arrival stream',
  ({ scenario }) => scenario.streams.map(({ id }) => id),
  'stream',
);
const entity = named('id of an entity', ({ scenario }) => scenario.entities.map(({ id }) => id), 'entity');
const language = named('a language of the scenario', ({ scenario }) => scenario.languages, 'language');
const product = named('id of a product', ({ scenario }) => scenario.products.map(({ id }) => id), 'product');
const place = named(
  '`data centre <id>` or `centre <id>`',
  ({ rows }) => rows.places.map(({ name }) => name),
  'place',
);
const agent = orNull(
  NONE_32,
  named(
    '`<group>#<number in the group, from 1>`',
    (names) => Array.from({ length: names.rows.agentCount }, (_, index) => names.agent(index)),
    'agent',
  ),
);

const viewFields = [
  field('purpose', 'aux', word(ACCESS_PURPOSES)),
  field('centre', 'a', centre),
  field('group', 'b', group),
  field('agent', 'c', agent),
  field('readFrom', 'd', place),
];

/** The fields of each kind of act, as `ACT_KINDS` defines them: what every text export of the ledger is made of. */
export const ENTRY_FIELDS: Readonly<Record<ActKind, readonly EntryField[]>> = {
  duty: [
    field('begins', 'aux', flag),
    field('group', 'a', group),
    field('shift', 'b', count),
    field('agents', 'c', count),
    field('firstAgent', 'd', agent),
  ],
  centre: [field('isUp', 'aux', flag), field('centre', 'a', centre)],
  'data centre': [field('isUp', 'aux', flag), field('dataCentre', 'a', dataCentre)],
  law: [field('change', 'a', count)],
  open: [
    field('channel', 'aux', word(CHANNELS), 0, 2),
    field('severity', 'aux', word(SEVERITIES), 2),
    field('stream', 'a', stream),
    field('declaredLanguage', 'b', language, 0, 8),
    field('declaredProduct', 'b', product, 8),
    field('customer', 'c', customerNumber),
    field('language', 'd', language, 0, 8),
    field('product', 'd', product, 8, 8),
    field('solvedAtTier', 'd', count, 16),
  ],
  transition: [
    field('event', 'aux', word(TRANSITION_EVENTS)),
    field('before', 'a', word(CASE_STATES)),
    field('after', 'b', word(CASE_STATES)),
  ],
  store: [
    field('role', 'aux', word(COPY_ROLES)),
    field('place', 'a', place),
    field('copiedFrom', 'b', orNull(NONE_16, place)),
    field('itemClasses', 'c', itemClasses),
  ],
  delete: [
    field('role', 'aux', word(COPY_ROLES)),
    field('place', 'a', place),
    field('itemClasses', 'c', itemClasses),
  ],
  transfer: [
    field('basis', 'aux', word(BASIS_KINDS)),
    field('exporter', 'a', orNull(NONE_16, entity)),
    field('importer', 'b', entity),
    field('place', 'c', place),
    field('instrument', 'd', orNull(NONE_32, count)),
  ],
  wait: [
    field('cause', 'aux', word(WAITING_CAUSES)),
    field('tier', 'a', count),
    field('stage', 'b', count),
    field('severity', 'c', word(SEVERITIES)),
  ],
  assign: [
    field('preferenceRank', 'aux', count),
    field('group', 'a', group),
    field('groupsWithFree', 'b', count),
    field('agent', 'c', agent),
    field('waitMs', 'd', count),
  ],
  view: viewFields,
  'view end': viewFields,
  escalate: [
    field('reason', 'aux', word(ESCALATION_REASONS)),
    field('centre', 'a', orNull(NONE_16, centre)),
    field('group', 'b', orNull(NONE_16, group)),
    field('agent', 'c', agent),
    field('tier', 'd', count),
  ],
  severity: [field('severity', 'aux', word(SEVERITIES))],
  end: [field('waiting', 'd', count)],
  outcome: [field('solvedAtTier', 'aux', count)],
  presence: [field('isBack', 'aux', flag), field('group', 'a', group), field('agent', 'c', agent)],
  refuse: [
    field('channel', 'aux', word(CHANNELS)),
    field('inSystem', 'c', count),
    field('waiting', 'd', count),
  ],
  'follow-up': [field('isMessage', 'aux', flag), field('earlierCase', 'd', caseId)],
  callback: [
    field('step', 'aux', word(CALLBACK_STEPS)),
    field('ahead', 'c', count),
    field('lastWaitMs', 'd', count),
  ],
  disclosure: [field('hasBasis', 'aux', flag), field('disclosure', 'a', count)],
  'notice of disclosure': [field('disclosure', 'a', count)],
  exception: [field('centre', 'a', centre), field('consent', 'b', count), field('agent', 'c', agent)],
  preempt: [field('group', 'a', group), field('agent', 'c', agent), field('forCase', 'd', caseId)],
  'serve out': [],
  'ledger kept': [field('dataCentre', 'a', dataCentre)],
  'policy refresh': [field('asOfLow', 'c', count), field('asOfHigh', 'd', count)],
  'emergency access': [
    field('step', 'aux', word(EMERGENCY_STEPS)),
    field('centre', 'a', orNull(NONE_16, centre)),
    field('emergency', 'b', count),
    field('agent', 'c', agent),
    field('windowMs', 'd', count),
  ],
  consultation: [
    field('step', 'aux', word(CONSULTATION_STEPS)),
    field('group', 'a', group),
    field('agent', 'c', agent),
  ],
  'among several': [
    field('isAfterContact', 'aux', flag),
    field('group', 'a', group),
    field('agent', 'c', agent),
    field('workMs', 'd', count),
  ],
  commitment: [
    field('step', 'aux', word(COMMITMENT_STEPS)),
    field('centre', 'a', orNull(NONE_16, centre)),
    field('group', 'b', orNull(NONE_16, group)),
    field('ahead', 'c', count),
    field('expectedDelayMs', 'd', count),
  ],
  overtime: [field('stays', 'aux', flag), field('group', 'a', group), field('agent', 'c', agent)],
  'after-contact work': [
    field('begins', 'aux', flag),
    field('group', 'a', group),
    field('agent', 'c', agent),
  ],
};

function numberIn({ bits, shift, slot }: EntryField, act: ActNumbers): number {
  const value = act[slot];
  // Most fields are the whole of a number; 32 bits cannot be shifted without a sign.
  return shift === 0 && bits === BITS[slot] ? value : Math.floor(value / 2 ** shift) % 2 ** bits;
}

/** Numbers of one field whose texts are remembered. */
const REMEMBERED = 1 << 14;

/**
 * The texts of fields in some format. There are some for each entry of a ledger, and fields have few values: each text is made once, and
 * remembered.
 */
export class FieldTexts {
  private readonly names: ScenarioNames;
  private readonly render: (field: EntryField, value: JsonValue) => string;
  private readonly kinds: readonly (readonly {
    readonly field: EntryField;
    readonly texts: Map<number, string>;
  }[])[];

  /** `fieldsOfKind`: in the order in which their texts stand. */
  constructor(
    names: ScenarioNames,
    render: (field: EntryField, value: JsonValue) => string,
    fieldsOfKind: (kind: ActKind) => readonly EntryField[] = (kind) => ENTRY_FIELDS[kind],
  ) {
    this.names = names;
    this.render = render;
    this.kinds = ACT_KINDS.map((kind) => fieldsOfKind(kind).map((one) => ({ field: one, texts: new Map() })));
  }

  /** The texts of an act, one behind the other; empty for a kind that is not known. */
  textOf(kind: number, act: ActNumbers): string {
    const fields = this.kinds[kind];
    if (fields === undefined) return '';
    let text = '';
    for (const { field: told, texts } of fields) {
      const number = numberIn(told, act);
      let known = texts.get(number);
      if (known === undefined) {
        known = this.render(told, told.codec.encode(number, this.names));
        if (texts.size < REMEMBERED) texts.set(number, known);
      }
      text += known;
    }
    return text;
  }
}

const JSON_TEXTS = new WeakMap<ScenarioNames, FieldTexts>();

/** Members as canonical JSON has them: sorted, each behind a comma. */
function jsonTexts(names: ScenarioNames): FieldTexts {
  let texts = JSON_TEXTS.get(names);
  if (texts === undefined) {
    texts = new FieldTexts(
      names,
      ({ name }, value) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`,
      (kind) => ENTRY_FIELDS[kind].toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    );
    JSON_TEXTS.set(names, texts);
  }
  return texts;
}

/** `fieldsOf` as canonical JSON. */
export function fieldsJson(kind: number, act: ActNumbers, names: ScenarioNames): string {
  if (ACT_KINDS[kind] === undefined) return canonicalJson(fieldsOf(kind, act, names));
  return `{${jsonTexts(names).textOf(kind, act).slice(1)}}`;
}

/** A field for formats whose attributes have one type and no lists. */
export interface TypedField {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean';
  readonly value: string | number | boolean;
}

/** The fields of an act that have a value, each with the type that it has in every act of the kind. */
export function typedFields(kind: number, act: ActNumbers, names: ScenarioNames): readonly TypedField[] {
  const known = ACT_KINDS[kind];
  const fields: TypedField[] = [];
  if (known === undefined) return fields;
  for (const told of ENTRY_FIELDS[known]) {
    const typed = typedField(told, told.codec.encode(numberIn(told, act), names));
    if (typed !== null) fields.push(typed);
  }
  return fields;
}

/** A field with what its codec makes of its number; null where it has no value. */
export function typedField({ codec, name }: EntryField, value: JsonValue): TypedField | null {
  const { type } = codec;
  if (value === null) return null;
  if (type === 'string')
    return { name, type, value: Array.isArray(value) ? value.join('; ') : String(value) };
  // A number where a truth value belongs, from a ledger that is not in order, is left out rather than told as one.
  return typeof value === (type === 'integer' ? 'number' : 'boolean')
    ? { name, type, value: value as number | boolean }
    : null;
}

/** The fields of an act by name. Of a kind that is not known, its numbers. */
export function fieldsOf(kind: number, act: ActNumbers, names: ScenarioNames): Record<string, JsonValue> {
  const name = ACT_KINDS[kind];
  if (name === undefined) return { aux: act.aux, a: act.a, b: act.b, c: act.c, d: act.d };
  const fields: Record<string, JsonValue> = {};
  for (const told of ENTRY_FIELDS[name]) fields[told.name] = told.codec.encode(numberIn(told, act), names);
  return fields;
}
