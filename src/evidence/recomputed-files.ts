import type { Evidence } from './evidence.ts';
import { EXPORT_FORMATS, exportFiles, textFile } from './export-files.ts';
import { basesAsUsed, zonesAsUsed } from './law-tables.ts';
import { BUNDLE } from './manifest.ts';
import type { BundleFile } from './sinks.ts';

/** The files of a bundle that follow from ledger and scenario, but for pages and tiles. */
export function recomputedFiles(evidence: Evidence): readonly BundleFile[] {
  const { audit, scenario } = evidence;
  return [
    textFile(BUNDLE.audit, () => `${JSON.stringify(audit, null, 2)}\n`),
    textFile('tables/zones.json', () => zonesAsUsed(scenario)),
    textFile('tables/bases.json', () => basesAsUsed(scenario)),
    ...EXPORT_FORMATS.flatMap((format) => exportFiles(format, evidence)),
  ];
}
