import { hexOf, joinBytes, type RandomStream, utf8Of } from '#base';
import { BUNDLE, LISTED_FILES, type Manifest } from '#bundle';
import type { Files } from '../../bundle/small-bundle.ts';
import { below, oneOf } from '../../fuzz/rounds.ts';
import { sha256 } from '../../running.ts';
import type { Attack } from './attacks.ts';
import { type Base, bases, ledgerOf } from './bases.ts';
import { withManifest } from './core-bundle.ts';

/** Changes to the files of a bundle: their bytes, their names, and what the signed manifest says of them. */

type Changed = Pick<Attack, 'base' | 'files' | 'told'>;

/** Changes the bytes of a file, or what signs it. */
export function bytesAttack(base: Base, stream: RandomStream): Changed {
  const path = oneOf(stream, [...base.files.keys()]);
  const change = oneOf(stream, FILE_CHANGES);
  const files = new Map(base.files);
  change(files, path, stream);
  return { base, told: `${base.name}: ${change.name} ${path}`, files };
}

const FILE_CHANGES = [flip, flip, flip, cut, lengthen, overwrite, exchange, mark, cosign, reseal];

function bytesAt(files: Files, path: string): Uint8Array {
  return new Uint8Array(files.get(path) ?? []);
}

function flip(files: Map<string, Uint8Array>, path: string, stream: RandomStream): void {
  const bytes = bytesAt(files, path);
  const at = below(stream, bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << below(stream, 8));
  files.set(path, bytes);
}

function cut(files: Map<string, Uint8Array>, path: string, stream: RandomStream): void {
  const bytes = bytesAt(files, path);
  files.set(path, bytes.slice(0, below(stream, bytes.length)));
}

function lengthen(files: Map<string, Uint8Array>, path: string, stream: RandomStream): void {
  files.set(path, joinBytes([bytesAt(files, path), Uint8Array.of(oneOf(stream, [0, 10, 32, 125]))]));
}

function overwrite(files: Map<string, Uint8Array>, path: string, stream: RandomStream): void {
  const bytes = bytesAt(files, path);
  bytes.copyWithin(below(stream, bytes.length), below(stream, bytes.length), bytes.length);
  files.set(path, bytes);
}

function exchange(files: Map<string, Uint8Array>, path: string, stream: RandomStream): void {
  const other = oneOf(stream, bases());
  files.set(path, other.files.get(path) ?? Uint8Array.of(66));
}

/** Puts a byte order mark before the text. */
function mark(files: Map<string, Uint8Array>, path: string): void {
  files.set(path, joinBytes([Uint8Array.of(0xef, 0xbb, 0xbf), bytesAt(files, path)]));
}

/** Adds a signature line: of another key, of the same key a second time, or a malformed one. */
function cosign(files: Map<string, Uint8Array>, _: string, stream: RandomStream): void {
  const path = oneOf(stream, [BUNDLE.checkpoint, BUNDLE.manifestNote]);
  const note = Buffer.from(files.get(path) ?? []).toString('utf8');
  const own = note.slice(note.lastIndexOf('\n— ') + 1);
  const line = oneOf(stream, [
    '— witness AAAAAAAAAAA=\n',
    own,
    '— witness\n',
    '— a+b AAAAAAAAAAA=\n',
    '— w AAAA\n',
    '\n',
    '— w AAAAAAAAAAA\n',
    own.replace('— ', '— other/'),
  ]);
  files.set(path, utf8Of(stream.uniform() < 0.5 ? note + line : note.slice(0, -own.length) + line + own));
}

/** Removes an entry and seals the ledger again, but nothing else. */
function reseal(files: Map<string, Uint8Array>, _: string, stream: RandomStream): void {
  const base = bases().find((one) => one.files.get(BUNDLE.ledger) === files.get(BUNDLE.ledger));
  if (base === undefined) return;
  const entries = base.entries.map((entry) => ({ ...entry }));
  entries.splice(below(stream, entries.length), 1);
  files.set(BUNDLE.ledger, ledgerOf(base.header, entries, 2048));
}

// ── Foreign and missing files ────────────────────────────────────────────────────────────────────────────────────────────────

/** Names of no file of the list, and of files of the list that this bundle lacks. */
const STRANGE = [
  ...[
    'notes.txt',
    'ledger/more.bin',
    'log/notes',
    'log/tile/0/001',
    'log/tile/verdict',
    'tables/law.json.old',
  ],
  ...[
    'Manifest.json',
    'LEDGER/ledger.bin',
    'new/folder/verdict.txt',
    'source/letter.md',
    'ledger/ledger.bin/x',
  ],
  ...['.hidden', 'a b', 'ä.txt', 'scenario.json.gz', 'ledger/ledger.bin.gz', 'log/checkpoint.gz'],
];

/** Adds one to three files; in half of the cases the manifest, signed again, names them. */
export function foreignAttack(base: Base, stream: RandomStream): Changed {
  const listed = LISTED_FILES.flatMap(({ paths }) => paths).filter((path) => !base.files.has(path));
  const files = new Map(base.files);
  const names = Array.from({ length: 1 + below(stream, 3) }, () =>
    oneOf(stream, stream.uniform() < 0.6 ? STRANGE : listed),
  );
  for (const name of names) files.set(name, Uint8Array.of(...oneOf(stream, [[], [65], [123, 125, 10]])));
  const told = `${base.name}: added ${names.join(', ')}`;
  if (stream.uniform() < 0.5) return { base, told, files };
  const origin = oneOf(stream, ['kept', 'recomputed'] as const);
  const rows = [...new Set(names)].map((path) => rowOf(files, path, origin));
  const manifest = manifestOf(base);
  const named = withManifest(files, { ...manifest, files: [...manifest.files, ...rows] });
  return { base, told: `${told}, named as ${origin}`, files: named };
}

/** Removes or empties one to three files; in half of the cases the manifest, signed again, does not name them. */
export function missingAttack(base: Base, stream: RandomStream): Changed {
  const files = new Map(base.files);
  const names = Array.from({ length: 1 + below(stream, 3) }, () => oneOf(stream, [...base.files.keys()]));
  const isEmptied = stream.uniform() < 0.2;
  for (const name of names) {
    if (isEmptied) files.set(name, new Uint8Array());
    else files.delete(name);
  }
  const told = `${base.name}: ${isEmptied ? 'emptied' : 'removed'} ${names.join(', ')}`;
  if (stream.uniform() < 0.5) return { base, told, files };
  const manifest = manifestOf(base);
  const rows = manifest.files.filter(({ path }) => !names.includes(path));
  const signed = withManifest(files, { ...manifest, files: rows });
  // What is removed stays so.
  const removed = names.filter(
    (name) => !isEmptied && (name === BUNDLE.manifest || name === BUNDLE.manifestNote),
  );
  const left = new Map([...signed].filter(([path]) => !removed.includes(path)));
  return { base, told: `${told}, and from the manifest`, files: left };
}

function rowOf(files: Files, path: string, origin: 'kept' | 'recomputed'): Manifest['files'][number] {
  const bytes = files.get(path) ?? new Uint8Array();
  return { path, bytes: bytes.length, sha256: hexOf(sha256(bytes)), origin };
}

function manifestOf({ files }: Base): Manifest {
  return JSON.parse(Buffer.from(files.get(BUNDLE.manifest) ?? []).toString('utf8')) as Manifest;
}

// ── Manifest ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const ODD = [
  null,
  {},
  [],
  '',
  'x',
  -1,
  0,
  1,
  1.5,
  1e308,
  1e21,
  true,
  'kept',
  'recomputed',
  'scenario.json',
  '../x',
];

/** Replaces a value at any depth, and signs the manifest again. */
export function manifestAttack(base: Base, stream: RandomStream): Changed {
  const manifest = manifestOf(base);
  let holder = manifest as unknown as Record<string, unknown>;
  const path: string[] = [];
  for (;;) {
    const key = oneOf(stream, [...Object.keys(holder), ...(stream.uniform() < 0.05 ? ['more'] : [])]);
    path.push(key);
    const value = holder[key];
    const isLeaf = value === null || typeof value !== 'object' || Object.keys(value).length === 0;
    if (isLeaf || stream.uniform() < 0.1) {
      holder[key] = oneOf(stream, ODD);
      break;
    }
    holder = value as Record<string, unknown>;
  }
  return {
    base,
    told: `${base.name}: manifest ${path.join('.')}`,
    files: withManifest(base.files, manifest),
  };
}
