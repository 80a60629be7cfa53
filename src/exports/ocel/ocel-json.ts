import { ByAct, type CaseHistory } from '#cases';
import { type ActKind, type ActNumbers, byKind, NO_CASE } from '#domain';
import type { StoryEntry } from '#ledger';
import { fieldTexts, typedField } from '../fields/entry-fields.ts';
import type { BundleFile, FileRows, Sink } from '../files/sinks.ts';
import type { Evidence } from '../source/evidence.ts';
import { CASE_PREFIX, COPY_PREFIX, copySuffix, ObjectIds } from './object-ids.ts';
import {
  caseObject,
  copyAttributes,
  copyObjects,
  copyOfAct,
  forEachFixedObject,
  IS_OF_COPY,
  isOfObjects,
  OCEL_TYPES,
  type OcelObject,
  type OcelRelationship,
  sharedBy,
} from './ocel-log.ts';

/** Acts, and fields by act, that an earlier format did not have. */
interface LaterTypes {
  readonly acts?: readonly ActKind[];
  readonly fields?: Readonly<Partial<Record<ActKind, readonly string[]>>>;
}

/**
 * OCEL 2.0 as JSON: four arrays, written as the ledger is read, one row per line. Values are texts, as the standard's JSON Schema requires;
 * their declaration gives the type. `later`: what is left out of the declared types, since an earlier format did not have it.
 */
export function ocelJsonFile(evidence: Evidence, later: LaterTypes = {}): BundleFile {
  return { path: 'ocel.json', open: (sink) => openOcelJson(evidence, sink, later) };
}

function openOcelJson(
  { audit, names }: Evidence,
  sink: Sink,
  { acts = [], fields = {} }: LaterTypes,
): FileRows {
  let rows = 0;
  const writeRow = (row: string) => sink.text(`${rows++ === 0 ? '\n' : ',\n'}${row}`);
  const declared = OCEL_TYPES.events
    .filter(({ name }) => !acts.includes(name))
    .map(({ attributes, name }) => {
      const known = attributes.filter((one) => fields[name]?.includes(one.name) !== true);
      return { name, attributes: known };
    });
  sink.text(
    `{"eventTypes":${JSON.stringify(declared)},\n"objectTypes":${JSON.stringify(OCEL_TYPES.objects)},\n"events":[`,
  );
  const ids = new ObjectIds(names);
  const events = new EventTexts(ids);
  const copies = new CopyTexts(ids);
  /** Ids of the objects that some event concerns, except cases and copies. */
  const used = new Set<string>();
  const sharesObjects = new ByAct(names.acts, (kind, act) => {
    const shared = sharedBy(kind, act, ids);
    for (const { objectId } of shared) used.add(objectId);
    return shared.length > 0;
  });
  return {
    entry: (entry) => {
      const { caseNumber, kind } = entry;
      if (!isOfObjects(kind)) return;
      const isShared = sharesObjects.of(kind, entry);
      const isOfCase = caseNumber !== NO_CASE && caseNumber < audit.cases;
      if (!isOfCase && !IS_OF_COPY[kind] && !isShared) return;
      // Every object has to be related to an event: the scenario is, to the first.
      const isFirst = !used.has(ids.scenario);
      if (isFirst) used.add(ids.scenario);
      writeRow(events.textOf(entry, isOfCase, isFirst));
    },
    endEntries: () => {
      sink.text('],\n"objects":[');
      rows = 0;
      forEachFixedObject(ids, used, (object) => writeRow(objectText(object)));
    },
    oneCase: (history) => {
      writeRow(objectText(caseObject(history, names)));
      for (const copy of copyObjects(history.copies)) writeRow(copies.textOf(history.caseNumber, copy));
    },
    end: () => sink.text(']}\n'),
  };
}

/**
 * Texts of events. Most of an event's text follows from its act alone, and occurs in many events:
 *
 *   {"id":"e 17 ","type":"store","time":" … ","relationships":[{"objectId":"case/ 5 ","qualifier":"case"},{"objectId":"copy/ 5 /primary/…
 *
 * Its attributes are the fields of the entry (`ENTRY_FIELDS`).
 */
class EventTexts {
  private readonly ids: ObjectIds;
  private readonly attributesOf: (kind: number, act: ActNumbers) => string;
  /** By kind, the text between the number and the time. */
  private readonly types = byKind((kind) => `","type":${quoted(kind)},"time":"`);
  /** The end of an event after the relationship to its case or copy, and that of an event without these. */
  private readonly rest: ByAct<string>;
  private readonly alone: ByAct<string>;

  constructor(ids: ObjectIds) {
    const { names } = ids;
    this.ids = ids;
    this.attributesOf = fieldTexts(
      names,
      (field, value) => {
        const typed = typedField(field, value);
        return typed === null ? '' : JSON.stringify({ name: typed.name, value: String(typed.value) });
      },
      ',',
    );
    this.rest = new ByAct(names.acts, (kind, act) => this.endOf(kind, act, ','));
    this.alone = new ByAct(names.acts, (kind, act) => this.endOf(kind, act, ''));
  }

  /** `isFirst`: it is related to the scenario, too. */
  textOf(entry: StoryEntry, isOfCase: boolean, isFirst: boolean): string {
    const { caseNumber, index, kind, timeMs } = entry;
    const { ids, types } = this;
    const isOfCopy = IS_OF_COPY[kind] === true;
    const begin = `{"id":"e${index}${types[kind]}${ids.names.instant(timeMs)}","relationships":[`;
    const ofCase = isOfCase ? `{"objectId":"${CASE_PREFIX}${caseNumber}","qualifier":"case"}` : '';
    const ofCopy = isOfCopy ? `${isOfCase ? ',' : ''}{"objectId":"${COPY_PREFIX}${caseNumber}` : '';
    const isAlone = !isOfCase && !isOfCopy;
    const end = isFirst
      ? this.endOf(kind, entry, isAlone ? '' : ',', [ofScenario(ids)])
      : (isAlone ? this.alone : this.rest).of(kind, entry);
    return `${begin}${ofCase}${ofCopy}${end}`;
  }

  /** `comma`: what separates its shared objects and `others` from the case or copy before them. */
  private endOf(
    kind: number,
    act: ActNumbers,
    comma: ',' | '',
    others: readonly OcelRelationship[] = [],
  ): string {
    const { ids } = this;
    const copy = IS_OF_COPY[kind] ? `${endOfCopyId(...copyOfAct(act, ids))},"qualifier":"copy"}` : '';
    const related = relationshipsText([...sharedBy(kind, act, ids), ...others]);
    const end = ['],"attributes":[', this.attributesOf(kind, act), ']}'].join('');
    return [copy, related === '' ? '' : comma, related, end].join('');
  }
}

function ofScenario({ scenario }: ObjectIds): OcelRelationship {
  return { objectId: scenario, qualifier: 'of' };
}

function objectText({ attributes, id, relationships, type }: OcelObject): string {
  const own = attributes.map(attributeText).join(',');
  return `{"id":${quoted(id)},"type":${quoted(type)},"attributes":[${own}],"relationships":[${relationshipsText(relationships)}]}`;
}

type Copy = CaseHistory['copies'][number];

/** Texts of copies. Those of one role and content at one place differ only in the number of their case. */
class CopyTexts {
  private readonly ids: ObjectIds;
  /** By role, place and content: the texts after the number of the case, in the id and in the relationship to the case. */
  private readonly known = new Map<string, readonly [afterId: string, afterCase: string]>();

  constructor(ids: ObjectIds) {
    this.ids = ids;
  }

  textOf(caseNumber: number, copy: Copy): string {
    const key = `${copy.role} ${copy.placeIndex} ${copy.itemClassesText}`;
    let texts = this.known.get(key);
    if (texts === undefined) {
      texts = this.textsOf(copy);
      this.known.set(key, texts);
    }
    return `{"id":"${COPY_PREFIX}${caseNumber}${texts[0]}${caseNumber}${texts[1]}`;
  }

  private textsOf(copy: Copy): readonly [string, string] {
    const place = this.ids.place(copy.placeIndex);
    const rests = place === null ? '' : `,${relationshipText({ objectId: place, qualifier: 'rests at' })}`;
    const attributes = copyAttributes(copy).map(attributeText).join(',');
    return [
      `${endOfCopyId(copy.role, copy.place)},"type":"copy","attributes":[${attributes}],"relationships":[{"objectId":"${CASE_PREFIX}`,
      `","qualifier":"copy of"}${rests}]}`,
    ];
  }
}

/** The id of a copy as JSON, after the number of its case. */
function endOfCopyId(role: string, place: string): string {
  return quoted(copySuffix(role, place)).slice(1);
}

function attributeText({ name, time, value }: OcelObject['attributes'][number]): string {
  return `{"name":${quoted(name)},"time":"${time}","value":${quoted(value)}}`;
}

function relationshipsText(relationships: readonly OcelRelationship[]): string {
  return relationships.map(relationshipText).join(',');
}

function relationshipText({ objectId, qualifier }: OcelRelationship): string {
  return `{"objectId":${quoted(objectId)},"qualifier":${quoted(qualifier)}}`;
}

/** Matches nearly all texts: ASCII without anything that JSON escapes. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
