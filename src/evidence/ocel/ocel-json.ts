import { ACT_KINDS } from '#domain';
import { entryFile } from '../case-files.ts';
import { FieldTexts, typedField } from '../entry-fields.ts';
import type { Evidence } from '../evidence.ts';
import { ByAct } from '../known-acts.ts';
import type { ScenarioNames } from '../names.ts';
import type { BundleFile, EntryRows } from '../sinks.ts';
import { ObjectIds } from './object-ids.ts';
import {
  type OcelEvent,
  type OcelObject,
  type OcelRelationship,
  type OcelSink,
  openOcel,
  sharedBy,
} from './ocel-log.ts';

/**
 * OCEL 2.0 as JSON: four arrays, written as the ledger is read, one row per line. Values are texts, as the standard's JSON Schema requires;
 * their declaration gives the type.
 */
export function ocelJsonFile(evidence: Evidence): BundleFile {
  return entryFile('ocel.json', evidence, (sink) => openOcelJson(evidence, (text) => sink.text(text)));
}

function openOcelJson(evidence: Evidence, write: (text: string) => void): EntryRows {
  let rows = 0;
  const row = (text: string) => write(`${rows++ === 0 ? '\n' : ',\n'}${text}`);
  const textOf = eventTexts(evidence.names);
  const textOfObject = objectTexts();
  let hasObjects = false;
  const sink: OcelSink = {
    types: (eventTypes, objectTypes) => {
      write(
        `{"eventTypes":${JSON.stringify(eventTypes)},\n"objectTypes":${JSON.stringify(objectTypes)},\n"events":[`,
      );
    },
    event: (event) => row(textOf(event)),
    object: (object) => {
      if (!hasObjects) {
        write('],\n"objects":[');
        rows = 0;
        hasObjects = true;
      }
      row(textOfObject(object));
    },
  };
  return openOcel(evidence, sink, () => write(hasObjects ? ']}\n' : '],\n"objects":[]}\n'));
}

/** Returns a function that writes events. What follows from the act alone stands in many of them, and is written once. */
function eventTexts(names: ScenarioNames): (event: OcelEvent) => string {
  const attributes = new FieldTexts(
    names,
    (field, value) => {
      const typed = typedField(field, value);
      return typed === null ? '' : JSON.stringify({ name: typed.name, value: String(typed.value) });
    },
    ',',
  );
  const ids = new ObjectIds(names);
  const begun = ACT_KINDS.map((kind) => `","type":${quoted(kind)},"time":"`);
  const shared = new ByAct(names.acts, (kind, act) => relationshipsText(sharedBy(kind, act, ids)));
  const ended = new ByAct(names.acts, (kind, act) =>
    ['],"attributes":[', attributes.textOf(kind, act), ']}'].join(''),
  );
  return ({ act, first, id, kind, own, shared: ofAct, time }) => {
    let related = relationshipsText(own);
    if (ofAct.length > 0) related += (related === '' ? '' : ',') + shared.of(kind, act);
    if (first !== null) related += (related === '' ? '' : ',') + relationshipText(first);
    return `{"id":"${id}${begun[kind]}${time}","relationships":[${related}${ended.of(kind, act)}`;
  };
}

/** Returns a function that writes objects. Attributes that copies share are written once. */
function objectTexts(): (object: OcelObject) => string {
  const ofCopies = new Map<OcelObject['attributes'], string>();
  return ({ attributes, id, relationships, type }) => {
    let text = type === 'copy' ? ofCopies.get(attributes) : undefined;
    if (text === undefined) {
      text = attributesText(attributes);
      if (type === 'copy') ofCopies.set(attributes, text);
    }
    return (
      `{"id":${quoted(id)},"type":${quoted(type)},"attributes":[${text}],` +
      `"relationships":[${relationshipsText(relationships)}]}`
    );
  };
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
