import { type Digest, hexOf, utf8Of } from '#base';
import {
  auditJson,
  type BundleFile,
  type Evidence,
  type ExportFormat,
  textFile,
  ViolationList,
  violationFiles,
} from '#exports';
import { caseIndexFile } from '#statements';
import { bundleFormatText } from './format/bundle-format.ts';
import { basesAsUsed, lawText, zonesAsUsed } from './law-tables.ts';
import { BUNDLE, type Manifest } from './manifest.ts';

/** A file of a format that the maker of a bundle may leave out. */
export function optional(file: BundleFile): BundleFile {
  return { ...file, isOptional: true };
}

/** Whether a bundle has the law and the page on the format that this program writes. Another version may judge differently. */
export function isJudgedAsHere(manifest: Manifest, digest: Digest): boolean {
  const pages = { [BUNDLE.law]: lawText(), [BUNDLE.format]: bundleFormatText(digest) };
  return Object.entries(pages).every(([page, text]) => {
    const hash = hexOf(digest(utf8Of(text)));
    return manifest.files.some(({ path, sha256 }) => path === page && sha256 === hash);
  });
}

/** The files of a bundle that follow from ledger and scenario, except pages and tiles. */
export function recomputedFiles(evidence: Evidence, formats: readonly ExportFormat[]): readonly BundleFile[] {
  const { audit, scenario } = evidence;
  const list = new ViolationList(evidence);
  return [
    textFile(BUNDLE.audit, () => auditJson(audit, scenario)),
    ...violationFiles(evidence, list),
    caseIndexFile(evidence, list),
    textFile('tables/zones.json', () => zonesAsUsed(scenario)),
    textFile('tables/bases.json', () => basesAsUsed(scenario)),
    // Earlier bundles lack these two.
    optional(textFile(BUNDLE.law, lawText)),
    optional(textFile(BUNDLE.format, () => bundleFormatText(evidence.hashes.sha256))),
    ...formats.flatMap((format) => format.files(evidence)).map(optional),
  ];
}
