import { entryFile } from '../case-files.ts';
import { FieldTexts, typedField } from '../entry-fields.ts';
import type { Evidence } from '../evidence.ts';
import type { BundleFile, EntryRows } from '../sinks.ts';
import { type OcelObject, type OcelRelationship, type OcelSink, openOcel } from './ocel-log.ts';

/**
 * OCEL 2.0 as JSON: four arrays, written as the ledger is read, a row on each line. Values are texts, as the standard's JSON
 * Schema wants them; what type a text stands for, its declaration says.
 */
export function ocelJsonFile(evidence: Evidence): BundleFile {
  return entryFile('ocel.json', evidence, (sink) => openOcelJson(evidence, (text) => sink.text(text)));
}

function openOcelJson(evidence: Evidence, write: (text: string) => void): EntryRows {
  let rows = 0;
  const row = (text: string) => write(`${rows++ === 0 ? '\n' : ',\n'}${text}`);
  const attributes = new FieldTexts(evidence.names, (field, value) => {
    const typed = typedField(field, value);
    return typed === null ? '' : `,${JSON.stringify({ name: typed.name, value: String(typed.value) })}`;
  });
  let hasObjects = false;
  const sink: OcelSink = {
    types: (eventTypes, objectTypes) => {
      write(
        `{"eventTypes":${JSON.stringify(eventTypes)},\n"objectTypes":${JSON.stringify(objectTypes)},\n"events":[`,
      );
    },
    event: ({ act, id, kind, relationships, time, type }) =>
      row(
        `{"id":"${id}","type":${quoted(type)},"time":"${time}","relationships":${relationshipsText(relationships)},` +
          `"attributes":[${attributes.textOf(kind, act).slice(1)}]}`,
      ),
    object: (object) => {
      if (!hasObjects) {
        write('],\n"objects":[');
        rows = 0;
        hasObjects = true;
      }
      row(objectText(object));
    },
  };
  return openOcel(evidence, sink, () => write(hasObjects ? ']}\n' : '],\n"objects":[]}\n'));
}

function objectText({ attributes, id, relationships, type }: OcelObject): string {
  let text = `{"id":${quoted(id)},"type":${quoted(type)},"attributes":[`;
  attributes.forEach(({ name, time, value }, i) => {
    const told = typeof value === 'string' ? quoted(value) : JSON.stringify(value);
    text += `${i === 0 ? '' : ','}{"name":${quoted(name)},"time":"${time}","value":${told}}`;
  });
  return `${text}],"relationships":${relationshipsText(relationships)}}`;
}

function relationshipsText(relationships: readonly OcelRelationship[]): string {
  let text = '[';
  for (const { objectId, qualifier } of relationships) {
    text += `${text === '[' ? '' : ','}{"objectId":${quoted(objectId)},"qualifier":${quoted(qualifier)}}`;
  }
  return `${text}]`;
}

/** Nearly all texts: of ASCII, and nothing in them that JSON writes in another way. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
