import type { CaseHistory } from '#cases';
import { ByAct } from '#cases';
import {
  type ActKind,
  type ActNumbers,
  BASIS_KINDS,
  byKind,
  COPY_ROLES,
  givenLaw,
  kindNumbered,
  NO_CASE,
  NONE_16,
} from '#domain';
import type { EntryVisitor } from '#ledger';
import { ENTRY_FIELDS } from '../fields/entry-fields.ts';
import type { EntryRows } from '../files/sinks.ts';
import type { Evidence } from '../source/evidence.ts';
import { caseObjectId, copyObjectId, ObjectIds } from './object-ids.ts';

/** OCEL 2.0: an event log in which an event concerns several objects, and objects relate to each other. */
export type OcelValue = string | number | boolean;
export type OcelValueType = 'string' | 'integer' | 'boolean';

export interface OcelType {
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly type: OcelValueType }[];
}

export interface OcelRelationship {
  readonly objectId: string;
  readonly qualifier: string;
}

/** An event is an entry of the ledger. Each format writes its attributes and relationships in its own way. */
export interface OcelEvent {
  readonly index: number;
  readonly timeMs: number;
  /** Its attributes are the fields of the entry (`ENTRY_FIELDS`). */
  readonly kind: number;
  readonly act: ActNumbers;
  readonly caseNumber: number;
  readonly isOfCase: boolean;
  /** To objects that many cases share (`sharedBy`). They follow from kind and act. */
  readonly shared: readonly OcelRelationship[];
  /** Whether it is the first event, which is related to the scenario. */
  readonly isFirst: boolean;
}

export interface OcelObject {
  readonly id: string;
  readonly type: string;
  /** In order of time. Values that hold from the beginning are dated to the beginning of 1970, as readers expect. */
  readonly attributes: readonly { readonly name: string; readonly time: string; readonly value: OcelValue }[];
  readonly relationships: readonly OcelRelationship[];
}

/** What all copies of one role and content at one place have in common. There are many copies, but few kinds. */
export interface OcelCopyKind {
  readonly role: string;
  readonly place: string;
  /** Id of the place; null if the scenario does not have it. */
  readonly restsAt: string | null;
  readonly attributes: OcelObject['attributes'];
}

/** Takes a log part by part: types, all events, all objects. */
export interface OcelSink {
  types(eventTypes: readonly OcelType[], objectTypes: readonly OcelType[]): void;
  event(event: OcelEvent): void;
  object(object: OcelObject): void;
  /** Takes the object of a copy (`copyObject`). Copies of a kind share one `kind`. */
  copy(caseNumber: number, kind: OcelCopyKind): void;
}

/** Acts that concern no object (a change of the law, the end of the run) have no place in an object-centric log. */
const WITHOUT_OBJECT: readonly ActKind[] = ['law', 'end'];
/** When what never changes holds from. */
export const BEGINNING = '1970-01-01T00:00:00Z';

const string = (name: string) => ({ name, type: 'string' as const });
const OBJECT_TYPES: readonly OcelType[] = [
  { name: 'scenario', attributes: ['title', 'law'].map(string) },
  {
    name: 'case',
    attributes: ['channel', 'severity', 'language', 'product', 'segment', 'promise', 'country'].map(string),
  },
  { name: 'customer', attributes: ['segment', 'country'].map(string) },
  { name: 'copy', attributes: ['role', 'country', 'itemClasses'].map(string) },
  { name: 'agent', attributes: ['group', 'country'].map(string) },
  { name: 'centre', attributes: ['title', 'country', 'access'].map(string) },
  { name: 'data centre', attributes: ['title', 'country'].map(string) },
  { name: 'entity', attributes: ['title', 'country', 'kind'].map(string) },
  { name: 'basis', attributes: ['kind', 'instrument'].map(string) },
];

/** Writes a log, for a host that reads the ledger itself. `end` is called when everything has been written. */
export function openOcel(evidence: Evidence, sink: OcelSink, end: () => void): EntryRows {
  const eventTypes = byKind((name) => ({
    name,
    attributes: ENTRY_FIELDS[name].map((field) => ({ name: field.name, type: field.codec.type })),
  })).filter(({ name }) => !WITHOUT_OBJECT.includes(name));
  sink.types(eventTypes, OBJECT_TYPES);
  const used = new Set<string>();
  const ids = new ObjectIds(evidence.names);
  return {
    visit: eventWriter(evidence, ids, used, sink),
    finish: () => {
      writeFixedObjects(ids, used, sink);
      const copies = new CopyKinds(ids);
      return { visit: (history) => writeCaseObjects(history, ids, copies, sink), finish: end };
    },
  };
}

// ── Events ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Ids of the objects that some event concerns, except cases and copies. */
type UsedObjects = ReadonlySet<string>;

function eventWriter(
  { audit, names }: Evidence,
  ids: ObjectIds,
  used: Set<string>,
  sink: OcelSink,
): EntryVisitor {
  const known = new ByAct(names.acts, (kind, act) => {
    const shared = sharedBy(kind, act, ids);
    for (const { objectId } of shared) used.add(objectId);
    return shared;
  });
  return (act) => {
    const { caseNumber, index, kind, timeMs } = act;
    const type = kindNumbered(kind);
    if (type === undefined || WITHOUT_OBJECT.includes(type)) return;
    const shared = known.of(kind, act);
    const isOfCase = caseNumber !== NO_CASE && caseNumber < audit.cases;
    if (!isOfCase && !IS_OF_COPY[kind] && shared.length === 0) return;
    // Every object has to be related to an event: the scenario is, to the first.
    const isFirst = !used.has(ids.scenario);
    if (isFirst) used.add(ids.scenario);
    sink.event({ index, timeMs, kind, act, caseNumber, isOfCase, shared, isFirst });
  };
}

/** By kind, whether its events are related to a copy. */
export const IS_OF_COPY: readonly boolean[] = byKind((kind) => kind === 'store' || kind === 'delete');

export const EVENT_PREFIX = 'e';

/** All relationships of an event: to its case, its copy, objects that many cases share, and the scenario. */
export function relationshipsOf(
  { act, caseNumber, isFirst, isOfCase, kind, shared }: OcelEvent,
  ids: ObjectIds,
): readonly OcelRelationship[] {
  const related: OcelRelationship[] = [];
  if (isOfCase) related.push({ objectId: caseObjectId(caseNumber), qualifier: 'case' });
  if (IS_OF_COPY[kind])
    related.push({ objectId: copyObjectId(caseNumber, ...copyOfAct(act, ids)), qualifier: 'copy' });
  related.push(...shared);
  if (isFirst) related.push({ objectId: ids.scenario, qualifier: 'of' });
  return related;
}

/** Role and place of the copy that an act stores or deletes. */
export function copyOfAct({ a, aux }: ActNumbers, { names }: ObjectIds): readonly [string, string] {
  return [COPY_ROLES[aux] ?? String(aux), names.place(a)];
}

/** Relationships of an act to the objects that many cases share. */
export function sharedBy(kind: number, act: ActNumbers, ids: ObjectIds): readonly OcelRelationship[] {
  const shared: OcelRelationship[] = [];
  const name = kindNumbered(kind);
  if (name === undefined) return shared;
  RELATIONS[name]?.(act, ids, (objectId, qualifier) => {
    if (objectId !== null) shared.push({ objectId, qualifier });
  });
  return shared;
}

type Relate = (objectId: string | null, qualifier: string) => void;
type Relations = (act: ActNumbers, ids: ObjectIds, relate: Relate) => void;

const seen: Relations = ({ a, c, d }, ids, relate) => {
  relate(ids.agent(c), 'seen by');
  relate(ids.centre(a), 'from');
  relate(ids.place(d), 'read at');
};
const copied: Relations = ({ a }, ids, relate) => relate(ids.place(a), 'at');
const worked: Relations = ({ a, c }, ids, relate) => {
  relate(ids.agent(c), 'agent');
  relate(ids.centreOfGroup(a), 'at');
};

const RELATIONS: Readonly<Partial<Record<ActKind, Relations>>> = {
  duty: ({ a }, ids, relate) => relate(ids.centreOfGroup(a), 'at'),
  presence: worked,
  assign: worked,
  'after-contact work': worked,
  'among several': worked,
  overtime: worked,
  consultation: worked,
  commitment: ({ a }, ids, relate) => {
    if (a !== NONE_16) relate(ids.centre(a), 'line of');
  },
  centre: ({ a }, ids, relate) => relate(ids.centre(a), 'centre'),
  'data centre': ({ a }, ids, relate) => relate(ids.place(a), 'data centre'),
  open: ({ a, c }, ids, relate) => relate(ids.customer(a, c), 'customer'),
  store: copied,
  delete: copied,
  transfer: ({ a, aux, b, c, d }, ids, relate) => {
    relate(ids.entity(b), 'importer');
    if (a !== NONE_16) relate(ids.entity(a), 'exporter');
    relate(ids.basis(aux, b, d), 'basis');
    relate(ids.place(c), 'at');
  },
  view: seen,
  'view end': seen,
  escalate: ({ a }, ids, relate) => relate(a === NONE_16 ? null : ids.centre(a), 'leaves'),
};

// ── Objects ────────────────────────────────────────────────────────────────────────────────────────────────

function writeFixedObjects(ids: ObjectIds, used: UsedObjects, sink: OcelSink): void {
  const { names } = ids;
  const { rows, scenario } = names;
  const emit = (
    id: string | null,
    type: string,
    attributes: Readonly<Record<string, string>>,
    related: readonly (readonly [string | null, string])[] = [],
  ) => {
    if (id === null || !used.has(id)) return;
    sink.object({
      id,
      type,
      attributes: initial(attributes),
      relationships: related.flatMap(([objectId, qualifier]) =>
        objectId !== null && used.has(objectId) ? [{ objectId, qualifier }] : [],
      ),
    });
  };
  const law = givenLaw(scenario).join(' ') || 'as in history';
  emit(ids.scenario, 'scenario', { title: scenario.title, law });
  scenario.entities.forEach(({ country, instruments, kind, title }, e) => {
    const holder = ids.entity(e);
    emit(holder, 'entity', { title, country, kind });
    instruments.forEach((held, i) => {
      const id = ids.basis(BASIS_KINDS.indexOf(held.kind), e, i);
      emit(id, 'basis', { kind: held.kind, instrument: held.instrument }, [[holder, 'held by']]);
    });
  });
  for (const kind of BASIS_KINDS) emit(`basis/${kind}`, 'basis', { kind, instrument: '' });
  scenario.dataCentres.forEach(({ country, entity, title }, i) => {
    emit(ids.place(i), 'data centre', { title, country }, [[ids.entity(entity), 'run by']]);
  });
  scenario.centres.forEach(({ access, country, entity, title }, i) => {
    emit(ids.centre(i), 'centre', { title, country, access }, [[ids.entity(entity), 'run by']]);
  });
  for (let agent = 0; agent < rows.agentCount; agent++) {
    const group = rows.groupOfAgent(agent) ?? 0;
    const centre = ids.centreOfGroup(group);
    const country = scenario.centres[scenario.groups[group]?.centre ?? -1]?.country ?? '';
    emit(ids.agent(agent), 'agent', { group: names.group(group), country }, [[centre, 'works at']]);
  }
  const customers = [...used].filter((id) => id.startsWith('customer/'));
  const streams = new Map(scenario.streams.map((stream, s) => [names.customers(s), stream]));
  for (const id of customers) {
    const stream = streams.get(id.slice('customer/'.length, id.lastIndexOf('/')));
    const segment = scenario.segments[stream?.segment ?? -1]?.id ?? '';
    emit(id, 'customer', { segment, country: stream?.country ?? '' });
  }
}

function writeCaseObjects(
  history: CaseHistory,
  ids: ObjectIds,
  kindsOfCopies: CopyKinds,
  sink: OcelSink,
): void {
  const { caseNumber, channel, country, customer, language, product, promise, segment } = history;
  const [first, ...later] = history.severities;
  const id = caseObjectId(caseNumber);
  sink.object({
    id,
    type: 'case',
    attributes: [
      { name: 'channel', time: BEGINNING, value: channel },
      { name: 'severity', time: BEGINNING, value: first?.severity ?? '' },
      { name: 'language', time: BEGINNING, value: language },
      { name: 'product', time: BEGINNING, value: product },
      { name: 'segment', time: BEGINNING, value: segment },
      { name: 'promise', time: BEGINNING, value: promise },
      { name: 'country', time: BEGINNING, value: country },
      ...later.map(({ severity, timeMs }) => ({
        name: 'severity',
        time: ids.names.instant(timeMs),
        value: severity,
      })),
    ],
    relationships: [{ objectId: `customer/${customer}`, qualifier: 'of' }],
  });
  const { copies } = history;
  copies.forEach((copy, i) => {
    const { place, role } = copy;
    // All copies of one role at one place are one object. It is written for the first of them.
    const isFirst = copies.findIndex((other) => other.role === role && other.place === place) === i;
    if (isFirst) sink.copy(caseNumber, kindsOfCopies.of(copy));
  });
}

export function copyObject(
  caseNumber: number,
  { attributes, place, restsAt, role }: OcelCopyKind,
): OcelObject {
  const relationships = [{ objectId: caseObjectId(caseNumber), qualifier: 'copy of' }];
  if (restsAt !== null) relationships.push({ objectId: restsAt, qualifier: 'rests at' });
  return { id: copyObjectId(caseNumber, role, place), type: 'copy', attributes, relationships };
}

/** The kinds of copies, each created once. */
class CopyKinds {
  private readonly ids: ObjectIds;
  /** By place, role and list of item classes. */
  private readonly known: Map<string, Map<readonly string[], OcelCopyKind>>[] = [];

  constructor(ids: ObjectIds) {
    this.ids = ids;
  }

  of({
    country,
    itemClasses,
    itemClassesText,
    place,
    placeIndex,
    role,
  }: CaseHistory['copies'][number]): OcelCopyKind {
    this.known[placeIndex] ??= new Map();
    const ofPlace = this.known[placeIndex];
    let ofRole = ofPlace.get(role);
    if (ofRole === undefined) {
      ofRole = new Map();
      ofPlace.set(role, ofRole);
    }
    let kind = ofRole.get(itemClasses);
    if (kind === undefined) {
      const attributes = initial({ role, country, itemClasses: itemClassesText });
      kind = { role, place, restsAt: this.ids.place(placeIndex), attributes };
      ofRole.set(itemClasses, kind);
    }
    return kind;
  }
}

function initial(attributes: Readonly<Record<string, string>>): OcelObject['attributes'] {
  return Object.entries(attributes).map(([name, value]) => ({ name, time: BEGINNING, value }));
}
