import { ACT_KINDS, type ActNumbers } from '#domain';
import { entryFile } from '../case-files.ts';
import { FieldTexts, typedField } from '../entry-fields.ts';
import type { Evidence } from '../evidence.ts';
import type { ScenarioNames } from '../names.ts';
import type { BundleFile, EntryRows, Sink } from '../sinks.ts';
import { ActTextWriter, type KeptText, Utf8Writer } from '../utf8-writer.ts';
import { CASE_PREFIX, COPY_PREFIX, copySuffix, ObjectIds } from './object-ids.ts';
import {
  copyObject,
  copyOfAct,
  EVENT_PREFIX,
  IS_OF_COPY,
  type OcelCopyKind,
  type OcelEvent,
  type OcelObject,
  type OcelRelationship,
  type OcelSink,
  openOcel,
  relationshipsOf,
  sharedBy,
} from './ocel-log.ts';

/**
 * OCEL 2.0 as JSON: four arrays, written as the ledger is read, one row per line. Values are texts, as the standard's JSON Schema requires;
 * their declaration gives the type.
 */
export function ocelJsonFile(evidence: Evidence): BundleFile {
  return entryFile('ocel.json', evidence, (sink) => openOcelJson(evidence, sink));
}

function openOcelJson(evidence: Evidence, file: Sink): EntryRows {
  const writer = new Utf8Writer(file, evidence.names.instants);
  const [first, next] = [writer.keep('\n'), writer.keep(',\n')];
  let rows = 0;
  const beginRow = () => writer.kept(rows++ === 0 ? first : next);
  const events = new EventWriter(evidence.names, writer);
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
      writer.text(
        `{"eventTypes":${JSON.stringify(eventTypes)},\n"objectTypes":${JSON.stringify(objectTypes)},\n"events":[`,
      );
    },
    event: (event) => {
      beginRow();
      events.write(event);
    },
    object: (object) => {
      beginObject();
      writer.text(objectText(object));
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
 * Writes events. Most of one follows from its act alone, and stands in many:
 *
 *   {"id":"e 17 ","type":"store","time":" … ","relationships":[{"objectId":"case/ 5 ","qualifier":"case"},{"objectId":"copy/ 5 /primary/…
 */
class EventWriter {
  private readonly writer: Utf8Writer;
  private readonly ids: ObjectIds;
  private readonly attributes: FieldTexts;
  /** What comes before the number of the event, of its case, and of the case of its copy. */
  private readonly begin: KeptText;
  private readonly beginCase: KeptText;
  private readonly beginCopy: KeptText;
  private readonly endCase: KeptText;
  private readonly comma: KeptText;
  /** What comes before and after the time. */
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
    this.types = ACT_KINDS.map((kind) => writer.keep(`","type":${quoted(kind)},"time":"`));
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
    const copy = IS_OF_COPY[kind]
      ? [quoted(copySuffix(...copyOfAct(act, ids))).slice(1), ',"qualifier":"copy"}']
      : [];
    const shared = sharedBy(kind, act, ids).map((one) => `,${relationshipText(one)}`);
    return [...copy, ...shared, this.endOf(kind, act)].join('');
  }

  private endOf(kind: number, act: ActNumbers): string {
    return ['],"attributes":[', this.attributes.textOf(kind, act), ']}'].join('');
  }
}

/** Writes copies. But for the number of its case, a copy is as all others of its kind. */
class CopyWriter {
  private readonly writer: Utf8Writer;
  private readonly begin: KeptText;
  /** By kind: what comes after the number of the case in the id, and in the relationship to the case. */
  private readonly known = new Map<OcelCopyKind, readonly [KeptText, KeptText]>();

  constructor(writer: Utf8Writer) {
    this.writer = writer;
    this.begin = writer.keep(`{"id":"${COPY_PREFIX}`);
  }

  write(caseNumber: number, kind: OcelCopyKind): void {
    const { writer } = this;
    let texts = this.known.get(kind);
    if (texts === undefined) {
      texts = this.textsOf(kind);
      this.known.set(kind, texts);
    }
    writer.kept(this.begin);
    writer.number(caseNumber);
    writer.kept(texts[0]);
    writer.number(caseNumber);
    writer.kept(texts[1]);
  }

  private textsOf(kind: OcelCopyKind): readonly [KeptText, KeptText] {
    const { attributes, relationships, type } = copyObject(0, kind);
    const [ofCase, ...others] = relationships;
    const afterId =
      `${quoted(copySuffix(kind.role, kind.place)).slice(1)},"type":${quoted(type)},` +
      `"attributes":[${attributesText(attributes)}],"relationships":[{"objectId":"${CASE_PREFIX}`;
    const related = others.map((one) => `,${relationshipText(one)}`).join('');
    const afterCase = `","qualifier":${quoted(ofCase?.qualifier ?? '')}}${related}]}`;
    return [this.writer.keep(afterId), this.writer.keep(afterCase)];
  }
}

function objectText({ attributes, id, relationships, type }: OcelObject): string {
  return (
    `{"id":${quoted(id)},"type":${quoted(type)},"attributes":[${attributesText(attributes)}],` +
    `"relationships":[${relationshipsText(relationships)}]}`
  );
}

function attributesText(attributes: OcelObject['attributes']): string {
  return attributes
    .map(({ name, time, value }) => {
      const told = typeof value === 'string' ? quoted(value) : JSON.stringify(value);
      return `{"name":${quoted(name)},"time":"${time}","value":${told}}`;
    })
    .join(',');
}

function relationshipsText(relationships: readonly OcelRelationship[]): string {
  let text = '';
  for (const relationship of relationships) {
    text += (text === '' ? '' : ',') + relationshipText(relationship);
  }
  return text;
}

function relationshipText({ objectId, qualifier }: OcelRelationship): string {
  return `{"objectId":${quoted(objectId)},"qualifier":${quoted(qualifier)}}`;
}

/** Matches nearly all texts: ASCII without anything that JSON escapes. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
