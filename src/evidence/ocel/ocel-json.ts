import { entryFile } from '../case-files.ts';
import type { Evidence } from '../evidence.ts';
import type { BundleFile, EntryRows } from '../sinks.ts';
import { type OcelSink, openOcel } from './ocel-log.ts';

/**
 * OCEL 2.0 as JSON: four arrays, written as the ledger is read, a row on each line. Values are texts, as the standard's JSON
 * Schema wants them; what type a text stands for, its declaration says.
 */
export function ocelJsonFile(evidence: Evidence): BundleFile {
  return entryFile('ocel.json', evidence, (sink) => openOcelJson(evidence, (text) => sink.text(text)));
}

function openOcelJson(evidence: Evidence, write: (text: string) => void): EntryRows {
  let rows = 0;
  const row = (value: unknown) => {
    write(`${rows++ === 0 ? '\n' : ',\n'}${JSON.stringify(value)}`);
  };
  let hasObjects = false;
  const sink: OcelSink = {
    types: (eventTypes, objectTypes) => {
      write(
        `{"eventTypes":${JSON.stringify(eventTypes)},\n"objectTypes":${JSON.stringify(objectTypes)},\n"events":[`,
      );
    },
    event: ({ attributes, ...event }) =>
      row({ ...event, attributes: attributes.map(({ name, value }) => ({ name, value: String(value) })) }),
    object: (object) => {
      if (!hasObjects) {
        write('],\n"objects":[');
        rows = 0;
        hasObjects = true;
      }
      row(object);
    },
  };
  return openOcel(evidence, sink, () => write(hasObjects ? ']}\n' : '],\n"objects":[]}\n'));
}
