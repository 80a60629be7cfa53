import {
  base64Of,
  bytesOfBase64,
  canonicalJson,
  type Digest,
  failure,
  list,
  NO_SUCH_KEY,
  number,
  type Of,
  optional,
  Reading,
  type Result,
  record,
  success,
  text,
  utf8Of,
  word,
} from '#base';
import { CASE_INDEX } from '#statements';

const FILE = record({
  path: text,
  bytes: number(),
  sha256: text,
  /** `recomputed`: follows from ledger and scenario. `kept`: cannot be recomputed, and is only compared with its hash. */
  origin: word(['recomputed', 'kept']),
});
export type ManifestFile = Of<typeof FILE>;

const FORMATS = [2, 3, 4] as const;
const NEWEST = 4;
const KIND = 'meridian evidence bundle';

/**
 * The contents of a bundle. Its text is canonical JSON (RFC 8785) with a newline. `manifest.note` is a signed note over its hash, so a
 * signature covers every byte of a bundle. Tiles are not listed: the log's checkpoint covers them.
 */
const MANIFEST = record({
  /** Bundles are written in the last one. The others are still read (`earlier-format.ts`). */
  format: word(FORMATS),
  kind: word([KIND]),
  scenario: record({ name: text, sha256: text }),
  seed: text,
  replication: number(),
  /** Only in format 2: of the programs that made the run and the bundle. Nothing shows the second. */
  versions: optional(record({ engine: text, bundle: text })),
  ledger: record({ root: text, entries: number() }),
  /** The key (`signed-note.ts`) that signed the checkpoint and this manifest. */
  key: text,
  files: list(FILE),
});
export type Manifest = Of<typeof MANIFEST>;

/** Paths in a bundle. */
export const BUNDLE = {
  manifest: 'manifest.json',
  manifestNote: 'manifest.note',
  scenario: 'scenario.json',
  run: 'run.json',
  summary: 'summary.json',
  report: 'report.html',
  requirements: 'requirements/requirements.yaml',
  evaluation: ['requirements/evaluation.json', 'requirements/evaluation.csv', 'requirements/evaluation.html'],
  ledger: 'ledger/ledger.bin',
  audit: 'ledger/audit.json',
  index: CASE_INDEX,
  format: 'FORMAT.md',
  law: 'tables/law.json',
  log: 'log/',
  checkpoint: 'log/checkpoint',
  source: 'source/',
} as const;

export function manifestText(manifest: Manifest): string {
  return `${canonicalJson(manifest)}\n`;
}

/** Parses a manifest. Null unless the text is exactly as one is written. */
export function parseManifest(written: string): Manifest | null {
  const read = readManifest(written);
  return read.ok ? read.value : null;
}

/**
 * Reads a manifest, or says what is wrong with it, as the end of a sentence. A manifest that names a file outside its bundle is invalid, since
 * readers may open whatever it names.
 */
export function readManifest(written: string): Result<Manifest, string> {
  const plain = failure('is not written as a manifest is');
  let value: Manifest;
  try {
    value = JSON.parse(written) as Manifest;
  } catch {
    return plain;
  }
  const newer = newerIn(value);
  if (newer !== null) return failure(newer);
  const reading = new Reading(value);
  const { files, format, versions } = reading.read(MANIFEST, value) ?? {};
  const isOpen = format === 2;
  if (versions !== undefined && !isOpen) reading.report(NO_SUCH_KEY, 'versions');
  const strange = reading.problems.find(({ message }) => message === NO_SUCH_KEY);
  if (strange !== undefined && (format === 3 || format === 4)) {
    const key = strange.path.replace(/\.(\d+)(?=\.)/g, '[$1]');
    return failure(
      `has the key ${key}, which format ${format} does not have: ask the maker for the bundle as \`meridian bundle\` wrote it`,
    );
  }
  const isWhole =
    reading.problems.every(({ message }) => message === NO_SUCH_KEY) &&
    (versions !== undefined || !isOpen) &&
    new Set(files.map(({ path }) => path)).size === files.length &&
    files.every(({ path }) => isInside(path)) &&
    manifestText(value) === written;
  return isWhole ? success(value) : plain;
}

/** What is wrong with a manifest whose format only later programs write, as the end of a sentence; null for all others. */
export function newerFormat(written: string): string | null {
  try {
    return newerIn(JSON.parse(written));
  } catch {
    return null;
  }
}

function newerIn(value: unknown): string | null {
  const { format, kind } = (value ?? {}) as Partial<Record<keyof Manifest, unknown>>;
  return kind === KIND && Number.isSafeInteger(format) && (format as number) > NEWEST
    ? `is of format ${format}; this program reads formats ${FORMATS[0]} to ${NEWEST}: use the one that wrote the bundle, or a later one`
    : null;
}

/** The first path in a manifest's text that leads out of its bundle; null if there is none. */
export function pathOutside(written: string): string | null {
  try {
    const { files } = JSON.parse(written) as Partial<Manifest>;
    return files?.find(({ path }) => typeof path === 'string' && !isInside(path))?.path ?? null;
  } catch {
    return null;
  }
}

/** Whether it consists of names joined by slashes: no way up, no root, no drive, and nothing that another system would take for one. */
function isInside(path: string): boolean {
  return (
    !/[\\:\p{Cc}]/u.test(path) &&
    path.split('/').every((name) => name !== '' && name !== '.' && name !== '..')
  );
}

const NOTE_TITLE = 'meridian evidence manifest';

/** The text that is signed for a manifest. */
export function manifestNoteText(digest: Digest, manifest: string): string {
  return `${NOTE_TITLE}\n${base64Of(digest(utf8Of(manifest)))}\n`;
}

/** Whether a note's text covers that manifest. */
export function coversManifest(digest: Digest, noteText: string, manifest: string): boolean {
  const [, hash = ''] = noteText.split('\n');
  return bytesOfBase64(hash) !== null && manifestNoteText(digest, manifest) === noteText;
}
