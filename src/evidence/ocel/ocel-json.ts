import type { JsonValue } from '#base';
import { entryFile } from '../case-files.ts';
import { type EntryField, FieldTexts, typedField } from '../entry-fields.ts';
import type { Evidence } from '../evidence.ts';
import type { BundleFile, EntryRows } from '../sinks.ts';
import { type OcelObject, type OcelRelationship, type OcelSink, openOcel } from './ocel-log.ts';

/**
 * OCEL 2.0 as JSON: four arrays, written as the ledger is read, one row per line. Values are texts, as the standard's JSON Schema requires;
 * their declaration gives the type.
 */
export function ocelJsonFile(evidence: Evidence): BundleFile {
  return entryFile('ocel.json', evidence, (sink) => openOcelJson(evidence, (text) => sink.text(text)));
}

function openOcelJson(evidence: Evidence, write: (text: string) => void): EntryRows {
  const related = new RelationshipTexts();
  let rows = 0;
  const row = (text: string) => write(`${rows++ === 0 ? '\n' : ',\n'}${text}`);
  const textOf = (field: EntryField, value: JsonValue) => {
    const typed = typedField(field, value);
    return typed === null ? '' : JSON.stringify({ name: typed.name, value: String(typed.value) });
  };
  const attributes = new FieldTexts(evidence.names, textOf, ',');
  let hasObjects = false;
  const sink: OcelSink = {
    types: (eventTypes, objectTypes) => {
      write(
        `{"eventTypes":${JSON.stringify(eventTypes)},\n"objectTypes":${JSON.stringify(objectTypes)},\n"events":[`,
      );
    },
    event: ({ act, id, kind, relationships, time, type }) =>
      row(
        `{"id":"${id}","type":${quoted(type)},"time":"${time}","relationships":${related.listOf(relationships)},` +
          `"attributes":[${attributes.textOf(kind, act)}]}`,
      ),
    object: (object) => {
      if (!hasObjects) {
        write('],\n"objects":[');
        rows = 0;
        hasObjects = true;
      }
      row(objectText(object, related));
    },
  };
  return openOcel(evidence, sink, () => write(hasObjects ? ']}\n' : '],\n"objects":[]}\n'));
}

function objectText({ attributes, id, relationships, type }: OcelObject, related: RelationshipTexts): string {
  let text = `{"id":${quoted(id)},"type":${quoted(type)},"attributes":[`;
  attributes.forEach(({ name, time, value }, i) => {
    const told = typeof value === 'string' ? quoted(value) : JSON.stringify(value);
    text += `${i === 0 ? '' : ','}{"name":${quoted(name)},"time":"${time}","value":${told}}`;
  });
  return `${text}],"relationships":${related.listOf(relationships)}}`;
}

/** What relates an object to others that few events name: to one case, one copy, one customer. */
const SELDOM: ReadonlySet<string> = new Set(['case', 'copy', 'copy of', 'customer', 'of']);
/** Objects of one qualifier whose texts are remembered. */
const REMEMBERED = 1 << 14;

/** Texts of lists of relationships. Those to objects that many events name are made once. */
class RelationshipTexts {
  private readonly known = new Map<string, Map<string, string>>();

  listOf(relationships: readonly OcelRelationship[]): string {
    let text = '[';
    for (const relationship of relationships) {
      text += `${text === '[' ? '' : ','}${this.textOf(relationship)}`;
    }
    return `${text}]`;
  }

  private textOf({ objectId, qualifier }: OcelRelationship): string {
    if (SELDOM.has(qualifier)) return relationshipText(objectId, qualifier);
    let texts = this.known.get(qualifier);
    if (texts === undefined) {
      texts = new Map();
      this.known.set(qualifier, texts);
    }
    let text = texts.get(objectId);
    if (text === undefined) {
      text = relationshipText(objectId, qualifier);
      if (texts.size < REMEMBERED) texts.set(objectId, text);
    }
    return text;
  }
}

function relationshipText(objectId: string, qualifier: string): string {
  return `{"objectId":${quoted(objectId)},"qualifier":${quoted(qualifier)}}`;
}

/** Matches nearly all texts: ASCII without anything that JSON escapes. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
