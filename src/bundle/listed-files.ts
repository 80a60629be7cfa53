import { GZIP_ENDING } from '#exports';
import { EXPORT_FORMATS, type FormatName } from './export-files.ts';
import { BUNDLE, type Manifest, type ManifestFile } from './manifest.ts';

/** Which choice of the maker puts files into a bundle. Files of the same choice are all there, or none of them is. */
export type FileChoice = 'always' | 'figures' | 'requirements' | FormatName;

/** Files that a bundle may hold, with one description. The verifiers and FORMAT.md follow this list. */
export interface ListedFiles {
  readonly paths: readonly string[];
  readonly what: string;
  readonly coveredBy: string;
  /** Null: no manifest lists it, since something else covers it. */
  readonly origin: ManifestFile['origin'] | null;
  readonly choice: FileChoice;
  /** Whether it may be compressed instead, with `.gz` after its name. */
  readonly isPackable?: true;
}

const kept = (path: string, what: string, coveredBy = 'manifest', choice: FileChoice = 'always') =>
  ({ paths: [path], what, coveredBy, origin: 'kept', choice }) as const;
const made = (
  paths: readonly string[],
  what: string,
  coveredBy = 'manifest',
  choice: FileChoice = 'always',
) => ({ paths, what, coveredBy, origin: 'recomputed', choice }) as const;
const unlisted = (path: string, what: string, coveredBy: string) =>
  ({ paths: [path], what, coveredBy, origin: null, choice: 'always' }) as const;

/** The closed list, except the files below `source/`. */
export const LISTED_FILES: readonly ListedFiles[] = [
  unlisted(BUNDLE.manifest, 'every other file except the log, with length and hash', '`manifest.note`'),
  unlisted(BUNDLE.manifestNote, 'signed note over the hash of the manifest', 'its signature'),
  kept(BUNDLE.ledger, 'what happened: the ledger (section 4)', 'manifest; its own seal'),
  kept(
    BUNDLE.scenario,
    "the tables to which the ledger's numbers refer (section 6)",
    'manifest; ledger header; checkpoint',
  ),
  made([BUNDLE.law], 'the tables of law by which the ledger is judged (section 7)', 'manifest; checkpoint'),
  made([BUNDLE.audit], 'the audit, to compare with yours (section 10)'),
  unlisted(BUNDLE.checkpoint, 'signed note: size and root of the log (section 8)', 'its signature'),
  unlisted('log/tile/…', 'the log: every entry of the ledger is a leaf', 'the root in the checkpoint'),
  made([BUNDLE.format], 'this page'),
  kept(BUNDLE.run, 'how the run was made (section 2.1)'),
  made(
    ['ledger/violations.ndjson', 'ledger/violations.csv', BUNDLE.index],
    'every violation; an index of cases',
  ),
  made(['tables/zones.json', 'tables/bases.json'], 'the rows of the law that concern this run'),
  kept(BUNDLE.summary, 'figures of service', 'manifest', 'figures'),
  made([BUNDLE.report], 'the report of the run', 'manifest', 'figures'),
  kept(BUNDLE.requirements, 'what a customer or a law requires', 'manifest', 'requirements'),
  made(BUNDLE.evaluation, 'whether the run meets it', 'manifest', 'requirements'),
  ...EXPORT_FORMATS.map(({ isPackable, name, paths, title }): ListedFiles => {
    const rows = made(paths, title, 'manifest', name);
    return isPackable ? { ...rows, isPackable: true } : rows;
  }),
];

const BY_PATH = new Map(
  LISTED_FILES.flatMap((row) =>
    row.paths.flatMap((path) => [
      [path, row] as const,
      ...(row.isPackable === true ? [[path + GZIP_ENDING, row] as const] : []),
    ]),
  ),
);

/** Whether the maker of a bundle may compress a file. */
export function isPackable(path: string): boolean {
  return BY_PATH.get(path)?.isPackable === true;
}

const ASK = 'ask the maker for the bundle as `meridian bundle` wrote it';

/**
 * How the files that a manifest names depart from the closed list, in sentences. `needed`: which files must be there. Files below `source/` are judged elsewhere,
 * since the scenario says which there are.
 */
export function departuresOf(manifest: Manifest, needed: (path: string) => boolean): readonly string[] {
  const found: string[] = [];
  const named = new Set(manifest.files.map(({ path }) => path));
  const choices = new Set<FileChoice>(['always']);
  for (const { origin, path } of manifest.files) {
    const row = BY_PATH.get(path);
    const listed = path.startsWith(BUNDLE.source) ? 'kept' : (row?.origin ?? null);
    if (listed === null) found.push(`${path} is no file of a bundle: ${ASK}`);
    else if (listed !== origin)
      found.push(`${BUNDLE.manifest} names ${path} as ${origin}, and it is ${listed}: ${ASK}`);
    if (row !== undefined) choices.add(row.choice);
    if (row?.isPackable === true && named.has(path + GZIP_ENDING))
      found.push(`${path} is there twice, also compressed: ${ASK}`);
  }
  // Bundles of format 2 could leave out any export.
  for (const row of manifest.format === 2 ? [] : LISTED_FILES) {
    if (row.origin === null || !choices.has(row.choice)) continue;
    for (const path of row.paths) {
      const isThere = named.has(path) || (row.isPackable === true && named.has(path + GZIP_ENDING));
      if (!isThere && needed(path))
        found.push(`${BUNDLE.manifest} does not name ${path}, which is missing: ${ASK}`);
    }
  }
  return found;
}
