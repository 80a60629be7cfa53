import { base64Of, bytesOfBase64, canonicalJson, type Digest, utf8Of } from '#base';
import { CASE_INDEX } from '#statements';

/**
 * The contents of a bundle. Its text is canonical JSON (RFC 8785) with a newline. `manifest.note` is a signed note over its hash, so a
 * signature covers every byte of a bundle. Tiles are not listed: the log's checkpoint covers them.
 */
export interface Manifest {
  /** Bundles are written in format 4. Formats 2 and 3 are still read (`earlier-format.ts`). */
  readonly format: 2 | 3 | 4;
  readonly kind: 'meridian evidence bundle';
  readonly scenario: { readonly name: string; readonly sha256: string };
  readonly seed: string;
  readonly replication: number;
  /** Only in format 2: of the programs that made the run and the bundle. Nothing shows the second. */
  readonly versions?: { readonly engine: string; readonly bundle: string };
  readonly ledger: { readonly root: string; readonly entries: number };
  /** The key (`signed-note.ts`) that signed the checkpoint and this manifest. */
  readonly key: string;
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** `recomputed`: follows from ledger and scenario. `kept`: cannot be recomputed, and is only compared with its hash. */
  readonly origin: 'recomputed' | 'kept';
}

/** Paths in a bundle. */
export const BUNDLE = {
  manifest: 'manifest.json',
  manifestNote: 'manifest.note',
  scenario: 'scenario.json',
  run: 'run.json',
  summary: 'summary.json',
  report: 'report.html',
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

/**
 * Parses a manifest. Null unless the text is exactly as one is written. A manifest that names a file outside its bundle is invalid, since
 * readers may open whatever it names.
 */
export function parseManifest(text: string): Manifest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isManifest(value) || manifestText(value) !== text) return null;
  return value.format !== 2 && strangeKey(value) !== null ? null : value;
}

/** What is wrong with a text that is no manifest, as the end of a sentence. */
export function problemOfManifest(text: string): string {
  const plain = 'is not written as a manifest is';
  try {
    const value = JSON.parse(text) as Manifest | null;
    const strange = value?.format === 3 || value?.format === 4 ? strangeKey(value) : null;
    return strange === null
      ? plain
      : `has the key ${strange}, which format ${value?.format} does not have: ask the maker for the bundle as \`meridian bundle\` wrote it`;
  } catch {
    return plain;
  }
}

/** The keys of each object in formats 3 and 4. */
const KEYS = {
  manifest: ['format', 'kind', 'scenario', 'seed', 'replication', 'ledger', 'key', 'files'],
  scenario: ['name', 'sha256'],
  ledger: ['root', 'entries'],
  file: ['path', 'bytes', 'sha256', 'origin'],
};

/** The first key that these formats do not have; null if there is none. */
function strangeKey(manifest: Manifest): string | null {
  const files = Array.isArray(manifest.files) ? manifest.files : [];
  const objects: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['', manifest, KEYS.manifest],
    ['scenario.', manifest.scenario, KEYS.scenario],
    ['ledger.', manifest.ledger, KEYS.ledger],
    ...files.map((file, i) => [`files[${i}].`, file, KEYS.file] as const),
  ];
  for (const [prefix, value, known] of objects) {
    const strange = Object.keys((value ?? {}) as object).find((key) => !known.includes(key));
    if (strange !== undefined) return prefix + strange;
  }
  return null;
}

function isManifest(value: unknown): value is Manifest {
  const { files, format, kind, key, ledger, replication, scenario, seed, versions } = (value ??
    {}) as Partial<Manifest>;
  return (
    (format === 3 ||
      format === 4 ||
      (format === 2 && typeof versions?.bundle === 'string' && typeof versions.engine === 'string')) &&
    kind === 'meridian evidence bundle' &&
    typeof key === 'string' &&
    typeof seed === 'string' &&
    typeof replication === 'number' &&
    typeof scenario?.name === 'string' &&
    typeof scenario.sha256 === 'string' &&
    typeof ledger?.root === 'string' &&
    typeof ledger.entries === 'number' &&
    Array.isArray(files) &&
    new Set(files.map((file: Partial<ManifestFile> | null) => file?.path)).size === files.length &&
    files.every(
      (file: Partial<ManifestFile> | null) =>
        typeof file?.path === 'string' &&
        isInside(file.path) &&
        typeof file.bytes === 'number' &&
        typeof file.sha256 === 'string' &&
        (file.origin === 'recomputed' || file.origin === 'kept'),
    )
  );
}

/** The first path in a manifest's text that leads out of its bundle; null if there is none. */
export function pathOutside(text: string): string | null {
  try {
    const { files } = JSON.parse(text) as Partial<Manifest>;
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
