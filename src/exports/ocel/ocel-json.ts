import { ByAct, type CaseHistory } from '#cases';
import { type ActKind, type ActNumbers, byKind, NO_CASE } from '#domain';
import type { StoryEntry } from '#ledger';
import { FieldTexts, typedField } from '../fields/entry-fields.ts';
import type { BundleFile, FileRows, Sink } from '../files/sinks.ts';
import { ActTextWriter, type KeptText, KeyTextWriter, Utf8Writer } from '../files/utf8-writer.ts';
import type { Evidence } from '../source/evidence.ts';
import { CASE_PREFIX, COPY_PREFIX, copySuffix, ObjectIds } from './object-ids.ts';
import {
  BEGINNING,
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

/**
 * OCEL 2.0 as JSON: four arrays, written as the ledger is read, one row per line. Values are texts, as the standard's JSON Schema requires;
 * their declaration gives the type. `laterActs`: acts that are left out of the declared types, since an earlier format did not have them.
 */
export function ocelJsonFile(evidence: Evidence, laterActs: readonly ActKind[] = []): BundleFile {
  return { path: 'ocel.json', open: (sink) => openOcelJson(evidence, sink, laterActs) };
}

function openOcelJson({ audit, names }: Evidence, sink: Sink, laterActs: readonly ActKind[]): FileRows {
  const writer = new Utf8Writer(sink, names.instants);
  const [first, next] = [writer.keep('\n'), writer.keep(',\n')];
  let rows = 0;
  const beginRow = () => writer.kept(rows++ === 0 ? first : next);
  const declared = OCEL_TYPES.events.filter(({ name }) => !laterActs.includes(name));
  writer.text(
    `{"eventTypes":${JSON.stringify(declared)},\n"objectTypes":${JSON.stringify(OCEL_TYPES.objects)},\n"events":[`,
  );
  const ids = new ObjectIds(names);
  const events = new EventWriter(ids, writer);
  /** Ids of the objects that some event concerns, except cases and copies. */
  const used = new Set<string>();
  const sharesObjects = new ByAct(names.acts, (kind, act) => {
    const shared = sharedBy(kind, act, ids);
    for (const { objectId } of shared) used.add(objectId);
    return shared.length > 0;
  });
  const objects = new ObjectWriter(writer);
  const copies = new CopyWriter(ids, writer);
  const writeObject = (object: OcelObject) => {
    beginRow();
    objects.write(object);
  };
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
      beginRow();
      events.write(entry, isOfCase, isFirst);
    },
    endEntries: () => {
      writer.text('],\n"objects":[');
      rows = 0;
      forEachFixedObject(ids, used, writeObject);
    },
    oneCase: (history) => {
      writeObject(caseObject(history, names));
      for (const copy of copyObjects(history.copies)) {
        beginRow();
        copies.write(history.caseNumber, copy);
      }
    },
    end: () => {
      writer.text(']}\n');
      writer.flush();
    },
  };
}

/**
 * Writes events. Most of an event's text follows from its act alone, and occurs in many events:
 *
 *   {"id":"e 17 ","type":"store","time":" … ","relationships":[{"objectId":"case/ 5 ","qualifier":"case"},{"objectId":"copy/ 5 /primary/…
 *
 * Its attributes are the fields of the entry (`ENTRY_FIELDS`).
 */
class EventWriter {
  private readonly writer: Utf8Writer;
  private readonly ids: ObjectIds;
  private readonly attributes: FieldTexts;
  /** Texts before the number of the event, of its case, and of the case of its copy. */
  private readonly begin: KeptText;
  private readonly beginCase: KeptText;
  private readonly beginCopy: KeptText;
  private readonly endCase: KeptText;
  private readonly comma: KeptText;
  /** By kind, the text between the number and the time. */
  private readonly types: readonly KeptText[];
  private readonly related: KeptText;
  /** The end of an event after the relationship to its case or copy, and that of an event without these. */
  private readonly rest: ActTextWriter;
  private readonly alone: ActTextWriter;

  constructor(ids: ObjectIds, writer: Utf8Writer) {
    const { names } = ids;
    this.writer = writer;
    this.ids = ids;
    this.attributes = new FieldTexts(
      names,
      (field, value) => {
        const typed = typedField(field, value);
        return typed === null ? '' : JSON.stringify({ name: typed.name, value: String(typed.value) });
      },
      ',',
    );
    this.begin = writer.keep('{"id":"e');
    this.types = byKind((kind) => writer.keep(`","type":${quoted(kind)},"time":"`));
    this.related = writer.keep('","relationships":[');
    this.beginCase = writer.keep(`{"objectId":"${CASE_PREFIX}`);
    this.endCase = writer.keep('","qualifier":"case"}');
    this.beginCopy = writer.keep(`{"objectId":"${COPY_PREFIX}`);
    this.comma = writer.keep(',');
    this.rest = new ActTextWriter(writer, names.acts, (kind, act) => this.endOf(kind, act, ','));
    this.alone = new ActTextWriter(writer, names.acts, (kind, act) => this.endOf(kind, act, ''));
  }

  /** `isFirst`: it is related to the scenario, too. */
  write(entry: StoryEntry, isOfCase: boolean, isFirst: boolean): void {
    const { caseNumber, index, kind, timeMs } = entry;
    const { writer } = this;
    const isOfCopy = IS_OF_COPY[kind] === true;
    writer.kept(this.begin);
    writer.number(index);
    writer.kept(this.types[kind] as KeptText);
    writer.instant(timeMs);
    writer.kept(this.related);
    if (isOfCase) {
      writer.kept(this.beginCase);
      writer.number(caseNumber);
      writer.kept(this.endCase);
    }
    if (isOfCopy) {
      if (isOfCase) writer.kept(this.comma);
      writer.kept(this.beginCopy);
      writer.number(caseNumber);
    }
    const isAlone = !isOfCase && !isOfCopy;
    if (isFirst) writer.text(this.endOf(kind, entry, isAlone ? '' : ',', [ofScenario(this.ids)]));
    else (isAlone ? this.alone : this.rest).write(kind, entry);
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
    const end = ['],"attributes":[', this.attributes.textOf(kind, act), ']}'].join('');
    return [copy, related === '' ? '' : comma, related, end].join('');
  }
}

function ofScenario({ scenario }: ObjectIds): OcelRelationship {
  return { objectId: scenario, qualifier: 'of' };
}

/** Writes objects. Many have the same attributes, but for those that change later. */
class ObjectWriter {
  private readonly writer: Utf8Writer;
  private readonly types: KeyTextWriter<string>;
  /** By name and value, attributes that hold from the beginning. */
  private readonly initial = new Map<string, KeyTextWriter<string>>();
  private readonly comma: KeptText;

  constructor(writer: Utf8Writer) {
    this.writer = writer;
    this.types = new KeyTextWriter(writer, (type) => `,"type":${quoted(type)},"attributes":[`);
    this.comma = writer.keep(',');
  }

  write({ attributes, id, relationships, type }: OcelObject): void {
    const { writer } = this;
    writer.text(`{"id":${quoted(id)}`);
    this.types.write(type);
    attributes.forEach((attribute, i) => {
      if (i > 0) writer.kept(this.comma);
      if (attribute.time === BEGINNING) this.initialOf(attribute.name).write(attribute.value);
      else writer.text(attributeText(attribute));
    });
    writer.text(`],"relationships":[${relationshipsText(relationships)}]}`);
  }

  private initialOf(name: string): KeyTextWriter<string> {
    let texts = this.initial.get(name);
    if (texts === undefined) {
      texts = new KeyTextWriter(this.writer, (value) => attributeText({ name, time: BEGINNING, value }));
      this.initial.set(name, texts);
    }
    return texts;
  }
}

type Copy = CaseHistory['copies'][number];

/** Writes copies. Those of one role and content at one place differ only in the number of their case. */
class CopyWriter {
  private readonly ids: ObjectIds;
  private readonly writer: Utf8Writer;
  private readonly begin: KeptText;
  /** By role, place and content: the texts after the number of the case, in the id and in the relationship to the case. */
  private readonly known = new Map<string, readonly [afterId: KeptText, afterCase: KeptText]>();

  constructor(ids: ObjectIds, writer: Utf8Writer) {
    this.ids = ids;
    this.writer = writer;
    this.begin = writer.keep(`{"id":"${COPY_PREFIX}`);
  }

  write(caseNumber: number, copy: Copy): void {
    const { known, writer } = this;
    const key = `${copy.role} ${copy.placeIndex} ${copy.itemClassesText}`;
    let texts = known.get(key);
    if (texts === undefined) {
      texts = this.textsOf(copy);
      known.set(key, texts);
    }
    writer.kept(this.begin);
    writer.number(caseNumber);
    writer.kept(texts[0]);
    writer.number(caseNumber);
    writer.kept(texts[1]);
  }

  private textsOf(copy: Copy): readonly [KeptText, KeptText] {
    const { ids, writer } = this;
    const place = ids.place(copy.placeIndex);
    const rests = place === null ? '' : `,${relationshipText({ objectId: place, qualifier: 'rests at' })}`;
    const attributes = copyAttributes(copy).map(attributeText).join(',');
    return [
      writer.keep(
        `${endOfCopyId(copy.role, copy.place)},"type":"copy","attributes":[${attributes}],"relationships":[{"objectId":"${CASE_PREFIX}`,
      ),
      writer.keep(`","qualifier":"copy of"}${rests}]}`),
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
