import type { Evidence } from './evidence.ts';
import { type ExportFormat, exportFiles, textFile } from './export-files.ts';
import { basesAsUsed, zonesAsUsed } from './law-tables.ts';
import { BUNDLE } from './manifest.ts';
import { auditJson } from './not-modelled.ts';
import type { BundleFile } from './sinks.ts';
import { VIOLATION_FORMATS, violationFile } from './violations.ts';

/** A file of a format that who makes a bundle may leave out. */
export function optional(file: BundleFile): BundleFile {
  return { ...file, isOptional: true };
}

/** The files of a bundle that follow from ledger and scenario, but for pages and tiles. */
export function recomputedFiles(evidence: Evidence, formats: readonly ExportFormat[]): readonly BundleFile[] {
  const { audit, scenario } = evidence;
  return [
    textFile(BUNDLE.audit, () => auditJson(audit, scenario)),
    ...VIOLATION_FORMATS.map((format) => violationFile(format, evidence)),
    textFile('tables/zones.json', () => zonesAsUsed(scenario)),
    textFile('tables/bases.json', () => basesAsUsed(scenario)),
    ...formats.flatMap((format) => exportFiles(format, evidence)).map(optional),
  ];
}
