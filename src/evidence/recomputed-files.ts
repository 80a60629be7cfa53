import { writeCloudEvents } from './cloud-events.ts';
import { CSV_TABLES, writeCsvTable } from './csv-tables.ts';
import type { Evidence } from './evidence.ts';
import { basesAsUsed, zonesAsUsed } from './law-tables.ts';
import { BUNDLE } from './manifest.ts';
import type { BundleFile } from './sinks.ts';

/** The files of a bundle that follow from ledger and scenario, but for pages and tiles. */
export function recomputedFiles(evidence: Evidence): readonly BundleFile[] {
  const { audit, ledger, names, scenario, source } = evidence;
  const text = (path: string, made: () => string): BundleFile => ({
    path,
    write: (sink) => sink.text(made()),
  });
  return [
    text(BUNDLE.audit, () => `${JSON.stringify(audit, null, 2)}\n`),
    {
      path: 'events.ndjson',
      write: (sink) => writeCloudEvents(ledger, source, names, (line) => sink.text(line)),
    },
    text('tables/zones.json', () => zonesAsUsed(scenario)),
    text('tables/bases.json', () => basesAsUsed(scenario)),
    ...CSV_TABLES.map(
      (table): BundleFile => ({
        path: `csv/${table}.csv`,
        write: (sink) => writeCsvTable(table, evidence, (line) => sink.text(line)),
      }),
    ),
  ];
}
