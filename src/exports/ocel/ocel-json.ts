import type { ScenarioNames } from '#cases';
import { type ActKind, type ActNumbers, byKind } from '#domain';
import { FieldTexts, typedField } from '../fields/entry-fields.ts';
import { entryFile } from '../files/case-files.ts';
import type { BundleFile, EntryRows, Sink } from '../files/sinks.ts';
import { ActTextWriter, type KeptText, KeyTextWriter, Utf8Writer } from '../files/utf8-writer.ts';
import type { Evidence } from '../source/evidence.ts';
import { CASE_PREFIX, COPY_PREFIX, copySuffix, ObjectIds } from './object-ids.ts';
import {
  BEGINNING,
  copyObject,
  copyOfAct,
  EVENT_PREFIX,
  IS_OF_COPY,
  type OcelCopyKind,
  type OcelEvent,
  type OcelObject,
  type OcelRelationship,
  type OcelSink,
  type OcelValue,
  openOcel,
  relationshipsOf,
  sharedBy,
} from './ocel-log.ts';

/**
 * OCEL 2.0 as JSON: four arrays, written as the ledger is read, one row per line. Values are texts, as the standard's JSON Schema requires;
 * their declaration gives the type. `laterActs`: acts that are left out of the declared types, since an earlier format did not have them.
 */
export function ocelJsonFile(evidence: Evidence, laterActs: readonly ActKind[] = []): BundleFile {
  return entryFile('ocel.json', evidence, (sink) => openOcelJson(evidence, sink, laterActs));
}

function openOcelJson(evidence: Evidence, file: Sink, laterActs: readonly ActKind[]): EntryRows {
  const writer = new Utf8Writer(file, evidence.names.instants);
  const [first, next] = [writer.keep('\n'), writer.keep(',\n')];
  let rows = 0;
  const beginRow = () => writer.kept(rows++ === 0 ? first : next);
  const events = new EventWriter(evidence.names, writer);
  const objects = new ObjectWriter(writer);
  const copies = new CopyWriter(writer);
  let hasObjects = false;
  const beginObject = () => {
    if (!hasObjects) {
      writer.text('],\n"objects":[');
      rows = 0;
      hasObjects = true;
    }
    beginRow();
  };
  const sink: OcelSink = {
    types: (eventTypes, objectTypes) => {
      const declared = eventTypes.filter(({ name }) => !laterActs.some((act) => act === name));
      writer.text(
        `{"eventTypes":${JSON.stringify(declared)},\n"objectTypes":${JSON.stringify(objectTypes)},\n"events":[`,
      );
    },
    event: (event) => {
      beginRow();
      events.write(event);
    },
    object: (object) => {
      beginObject();
      objects.write(object);
    },
    copy: (caseNumber, kind) => {
      beginObject();
      copies.write(caseNumber, kind);
    },
  };
  return openOcel(evidence, sink, () => {
    writer.text(hasObjects ? ']}\n' : '],\n"objects":[]}\n');
    writer.flush();
  });
}

/**
 * Writes events. Most of an event's text follows from its act alone, and occurs in many events:
 *
 *   {"id":"e 17 ","type":"store","time":" … ","relationships":[{"objectId":"case/ 5 ","qualifier":"case"},{"objectId":"copy/ 5 /primary/…
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

  constructor(names: ScenarioNames, writer: Utf8Writer) {
    this.writer = writer;
    this.ids = new ObjectIds(names);
    this.attributes = new FieldTexts(
      names,
      (field, value) => {
        const typed = typedField(field, value);
        return typed === null ? '' : JSON.stringify({ name: typed.name, value: String(typed.value) });
      },
      ',',
    );
    this.begin = writer.keep(`{"id":"${EVENT_PREFIX}`);
    this.types = byKind((kind) => writer.keep(`","type":${quoted(kind)},"time":"`));
    this.related = writer.keep('","relationships":[');
    this.beginCase = writer.keep(`{"objectId":"${CASE_PREFIX}`);
    this.endCase = writer.keep('","qualifier":"case"}');
    this.beginCopy = writer.keep(`{"objectId":"${COPY_PREFIX}`);
    this.comma = writer.keep(',');
    this.rest = new ActTextWriter(writer, names.acts, (kind, act) => this.restOf(kind, act));
    this.alone = new ActTextWriter(writer, names.acts, (kind, act) =>
      [relationshipsText(sharedBy(kind, act, this.ids)), this.endOf(kind, act)].join(''),
    );
  }

  write(event: OcelEvent): void {
    const { act, caseNumber, index, isFirst, isOfCase, kind, timeMs } = event;
    const { writer } = this;
    const isOfCopy = IS_OF_COPY[kind] === true;
    writer.kept(this.begin);
    writer.number(index);
    writer.kept(this.types[kind] as KeptText);
    writer.instant(timeMs);
    writer.kept(this.related);
    if (isFirst) {
      writer.text(relationshipsText(relationshipsOf(event, this.ids)) + this.endOf(kind, act));
      return;
    }
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
    (isOfCase || isOfCopy ? this.rest : this.alone).write(kind, act);
  }

  private restOf(kind: number, act: ActNumbers): string {
    const { ids } = this;
    const copy = IS_OF_COPY[kind] ? [endOfCopyId(...copyOfAct(act, ids)), ',"qualifier":"copy"}'] : [];
    const shared = sharedBy(kind, act, ids).map((one) => `,${relationshipText(one)}`);
    return [...copy, ...shared, this.endOf(kind, act)].join('');
  }

  private endOf(kind: number, act: ActNumbers): string {
    return ['],"attributes":[', this.attributes.textOf(kind, act), ']}'].join('');
  }
}

/** Writes objects. Many have the same attributes, but for those that change later. */
class ObjectWriter {
  private readonly writer: Utf8Writer;
  private readonly types: KeyTextWriter<string>;
  /** By name and value, attributes that hold from the beginning. */
  private readonly initial = new Map<string, KeyTextWriter<OcelValue>>();
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

  private initialOf(name: string): KeyTextWriter<OcelValue> {
    let texts = this.initial.get(name);
    if (texts === undefined) {
      texts = new KeyTextWriter(this.writer, (value) => attributeText({ name, time: BEGINNING, value }));
      this.initial.set(name, texts);
    }
    return texts;
  }
}

/** Writes copies. Copies of one kind differ only in the number of their case. */
class CopyWriter {
  private readonly writer: Utf8Writer;
  private readonly begin: KeptText;
  /** Texts after the number of the case: in the id, and in the relationship to the case. */
  private readonly afterId: KeyTextWriter<OcelCopyKind>;
  private readonly afterCase: KeyTextWriter<OcelCopyKind>;

  constructor(writer: Utf8Writer) {
    this.writer = writer;
    this.begin = writer.keep(`{"id":"${COPY_PREFIX}`);
    this.afterId = new KeyTextWriter(writer, textAfterCopyId);
    this.afterCase = new KeyTextWriter(writer, textAfterCase);
  }

  write(caseNumber: number, kind: OcelCopyKind): void {
    const { writer } = this;
    writer.kept(this.begin);
    writer.number(caseNumber);
    this.afterId.write(kind);
    writer.number(caseNumber);
    this.afterCase.write(kind);
  }
}

function textAfterCopyId(kind: OcelCopyKind): string {
  const { attributes, type } = copyObject(0, kind);
  return (
    `${endOfCopyId(kind.role, kind.place)},"type":${quoted(type)},` +
    `"attributes":[${attributesText(attributes)}],"relationships":[{"objectId":"${CASE_PREFIX}`
  );
}

function textAfterCase(kind: OcelCopyKind): string {
  const [ofCase, ...others] = copyObject(0, kind).relationships;
  const related = others.map((one) => `,${relationshipText(one)}`).join('');
  return `","qualifier":${quoted(ofCase?.qualifier ?? '')}}${related}]}`;
}

/** The id of a copy as JSON, after the number of its case. */
function endOfCopyId(role: string, place: string): string {
  return quoted(copySuffix(role, place)).slice(1);
}

function attributesText(attributes: OcelObject['attributes']): string {
  return attributes.map(attributeText).join(',');
}

function attributeText({ name, time, value }: OcelObject['attributes'][number]): string {
  const text = typeof value === 'string' ? quoted(value) : JSON.stringify(value);
  return `{"name":${quoted(name)},"time":"${time}","value":${text}}`;
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
