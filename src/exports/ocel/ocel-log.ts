import type { CaseHistory, ScenarioNames } from '#cases';
import {
  type ActKind,
  type ActNumbers,
  BASIS_KINDS,
  byKind,
  COPY_ROLES,
  givenLaw,
  kindNumbered,
  NONE_16,
} from '#domain';
import { ENTRY_FIELDS } from '../fields/entry-fields.ts';
import { CASE_PREFIX, type ObjectIds } from './object-ids.ts';

/** OCEL 2.0: an event log in which an event concerns several objects, and objects relate to each other. */
export interface OcelObject {
  readonly id: string;
  readonly type: string;
  /** In order of time. Values that hold from the beginning are dated to the beginning of 1970, as readers expect. */
  readonly attributes: readonly { readonly name: string; readonly time: string; readonly value: string }[];
  readonly relationships: readonly OcelRelationship[];
}

export interface OcelRelationship {
  readonly objectId: string;
  readonly qualifier: string;
}

/** Acts that concern no object (a change of the law, the end of the run) have no place in an object-centric log. */
const WITHOUT_OBJECT: readonly ActKind[] = ['law', 'end'];
/** When what never changes holds from. */
const BEGINNING = '1970-01-01T00:00:00Z';

/** The types of objects and their attributes, which are texts. */
const OBJECT_TYPES = {
  scenario: ['title', 'law'],
  case: ['channel', 'severity', 'language', 'product', 'segment', 'promise', 'country'],
  customer: ['segment', 'country'],
  copy: ['role', 'country', 'itemClasses'],
  agent: ['group', 'country'],
  centre: ['title', 'country', 'access'],
  'data centre': ['title', 'country'],
  entity: ['title', 'country', 'kind'],
  basis: ['kind', 'instrument'],
};

/** The types of events and objects, as a log declares them. */
export const OCEL_TYPES = {
  events: byKind((name) => ({
    name,
    attributes: ENTRY_FIELDS[name].map((field) => ({ name: field.name, type: field.codec.type })),
  })).filter(({ name }) => !WITHOUT_OBJECT.includes(name)),
  objects: Object.entries(OBJECT_TYPES).map(([name, attributes]) => ({
    name,
    attributes: attributes.map((attribute) => ({ name: attribute, type: 'string' })),
  })),
};

// ── Events ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Whether acts of this kind may be events. */
export function isOfObjects(kind: number): boolean {
  const name = kindNumbered(kind);
  return name !== undefined && !WITHOUT_OBJECT.includes(name);
}

/** By kind, whether its events are related to a copy. */
export const IS_OF_COPY: readonly boolean[] = byKind((kind) => kind === 'store' || kind === 'delete');

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

/** All objects except cases and copies, as far as events concern them: their ids are in `used`. */
export function forEachFixedObject(
  ids: ObjectIds,
  used: ReadonlySet<string>,
  take: (object: OcelObject) => void,
): void {
  const { names } = ids;
  const { rows, scenario } = names;
  const emit = (
    id: string | null,
    type: string,
    attributes: Readonly<Record<string, string>>,
    related: readonly (readonly [string | null, string])[] = [],
  ) => {
    if (id === null || !used.has(id)) return;
    take({
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

export function caseObject(history: CaseHistory, names: ScenarioNames): OcelObject {
  const { caseNumber, channel, country, customer, language, product, promise, segment } = history;
  const [first, ...later] = history.severities;
  const severity = first?.severity ?? '';
  return {
    id: `${CASE_PREFIX}${caseNumber}`,
    type: 'case',
    attributes: [
      ...initial({ channel, severity, language, product, segment, promise, country }),
      ...later.map((one) => ({ name: 'severity', time: names.instant(one.timeMs), value: one.severity })),
    ],
    relationships: [{ objectId: `customer/${customer}`, qualifier: 'of' }],
  };
}

type Copies = CaseHistory['copies'];

/** One for each object: all copies of one role at one place are one object, since a case has at most one of them at a time. */
export function copyObjects(copies: Copies): Copies {
  return copies.filter(
    ({ place, role }, i) => copies.findIndex((other) => other.role === role && other.place === place) === i,
  );
}

/** The attributes of a copy. */
export function copyAttributes({ country, itemClassesText, role }: Copies[number]): OcelObject['attributes'] {
  return initial({ role, country, itemClasses: itemClassesText });
}

function initial(attributes: Readonly<Record<string, string>>): OcelObject['attributes'] {
  return Object.entries(attributes).map(([name, value]) => ({ name, time: BEGINNING, value }));
}
