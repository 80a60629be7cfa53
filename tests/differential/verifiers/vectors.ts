import { HOUR_MS, hexOf, utf8Of } from '#base';
import { BUNDLE, type Manifest } from '#bundle';
import { BREACHES } from '#engine';
import { JUDGED_OUTSIDE } from '../../../src/bundle/format/bundle-format.ts';
import type { Files } from '../../bundle/small-bundle.ts';
import { loadScenario, runInMemory, sha256 } from '../../running.ts';
import { attackOf } from './attacks.ts';
import { type Base, bases } from './bases.ts';
import { coreBundle, verifyCore, withManifest } from './core-bundle.ts';
import { countsOf, type SecondVerdict } from './second-verifier.ts';

/** A small bundle for people who write a verifier, and the answer that it must give. */
export interface Vector {
  readonly name: string;
  /** What is special about it, as a sentence. */
  readonly what: string;
  readonly files: Files;
}

/** The expected answer. The counts are given if the bundle is in order. */
export interface ExpectedAnswer extends Partial<Pick<SecondVerdict, 'judged' | 'judgedNow' | 'cases'>> {
  readonly name: string;
  readonly what: string;
  readonly isSound: boolean;
  /** Of the invariants that both verifiers judge. */
  readonly broken: readonly string[];
}

export function vectors(): readonly Vector[] {
  return [...soundVectors(), ...damagedVectors(), ...brokenVectors()];
}

/** By the project's verifier. */
export function expectedAnswer({ files, name, what }: Vector): ExpectedAnswer {
  const verdict = verifyCore(files);
  const isSound = verdict.firstDifference === null;
  const counts = countsOf(verdict);
  const broken = isSound ? brokenIn(counts.judged) : [];
  return { name, what, isSound, broken, ...(isSound ? counts : {}) };
}

function soundVectors(): readonly Vector[] {
  const [first] = bases();
  const cosigned = first === undefined ? [] : [withLine(first, 'sound-cosigned')];
  return [
    ...bases().map(({ files, name }) => ({
      name: `sound-${name}`,
      what: `A few cases of the scenario ${name}, in order.`,
      files,
    })),
    ...cosigned,
  ];
}

function withLine({ files }: Base, name: string): Vector {
  const note = Buffer.from(files.get(BUNDLE.checkpoint) ?? []).toString('utf8');
  return {
    name,
    what: 'Another signer has added a line to the checkpoint. It is passed over.',
    files: new Map(files).set(BUNDLE.checkpoint, utf8Of(`${note}— witness.example/1 AAAAAAAAAAAA\n`)),
  };
}

type Damage = readonly [name: string, what: string, change: (files: Map<string, Uint8Array>) => Files];

const DAMAGES: readonly Damage[] = [
  ['ledger-bit', 'A bit of an entry is flipped.', (files) => flipped(files, BUNDLE.ledger, 0.5)],
  ['ledger-cut', 'The ledger ends before its trailer.', (files) => cut(files, BUNDLE.ledger, 40)],
  ['scenario-bit', 'A bit of the scenario is flipped.', (files) => flipped(files, BUNDLE.scenario, 0.5)],
  [
    'note-bit',
    'A bit of the signature of the manifest is flipped.',
    (files) => flipped(files, BUNDLE.manifestNote, 0.9),
  ],
  [
    'checkpoint-bit',
    'A bit of the checkpoint is flipped.',
    (files) => flipped(files, BUNDLE.checkpoint, 0.5),
  ],
  ['tile-bit', 'A hash in a tile differs.', (files) => flipped(files, tileOf(files), 0.5)],
  ['tile-missing', 'A tile is missing.', (files) => without(files, tileOf(files))],
  [
    'stranger',
    'A file is there that the manifest does not name.',
    (files) => files.set('x.txt', utf8Of('x')),
  ],
  [
    'manifest-outside',
    'A signed manifest names a file outside the bundle.',
    (files) => signed(files, (manifest) => renamed(manifest, '../scenario.json')),
  ],
  [
    'foreign-file',
    'A file is there that no bundle has, and the signed manifest names it as kept.',
    (files) => named(files.set('ledger/verdict.txt', utf8Of('All promises kept.')), 'ledger/verdict.txt'),
  ],
  [
    'manifest-key',
    'The signed manifest has another key.',
    (files) => signed(files, (manifest) => Object.assign(manifest, { verdict: 'clean' })),
  ],
  [
    'law-exchanged',
    'A row of the law is removed, and the manifest is signed again. The checkpoint reveals it.',
    (files) => replaced(files, BUNDLE.law, (text) => text.replace(/\{"basis":"EEC founding".*?\},/, '')),
  ],
  [
    'audit-forged',
    'The audit claims one check more for R1, and the manifest is signed again.',
    (files) =>
      replaced(files, BUNDLE.audit, (text) =>
        text.replace(/"checks": (\d+)/, (_, n) => `"checks": ${Number(n) + 1}`),
      ),
  ],
  [
    'audit-forged-end-of-basis',
    'The audit claims a check for R8, and the manifest is signed again.',
    (files) =>
      replaced(files, BUNDLE.audit, (text) =>
        text.replace(/("id": "R8",.*?"checks": )0/s, (_, head) => `${head}1`),
      ),
  ],
];

function damagedVectors(): readonly Vector[] {
  const [base] = bases();
  if (base === undefined) return [];
  return DAMAGES.map(([name, what, change]) => ({
    name: `damaged-${name}`,
    what,
    files: change(new Map(base.files)),
  }));
}

/** For each promise, the changed ledger that breaks it and the fewest others, while the unchanged one keeps it; sealed and signed again. */
function brokenVectors(): readonly Vector[] {
  const best = new Map<string, { readonly broken: readonly string[]; readonly files: Files }>();
  const brokenBefore = new Map(
    bases().map((base) => [base, brokenIn(countsOf(verifyCore(base.files)).judged)] as const),
  );
  for (let round = 0; round < ROUNDS || (best.size < JUDGED_OUTSIDE.length && round < ROUNDS_MOST); round++) {
    const { base, files } = attackOf(1, round);
    if (files.get(BUNDLE.ledger) === base.files.get(BUNDLE.ledger)) continue;
    const verdict = verifyCore(files);
    if (verdict.firstDifference !== null) continue;
    const broken = brokenIn(countsOf(verdict).judged);
    for (const id of broken.filter((one) => brokenBefore.get(base)?.includes(one) !== true)) {
      if (broken.length < (best.get(id)?.broken.length ?? Number.POSITIVE_INFINITY))
        best.set(id, { broken, files });
    }
  }
  return JUDGED_OUTSIDE.flatMap((id) => {
    const found = best.get(id);
    if (found === undefined) return breachedVector(id);
    const what = `Entries are changed, sealed and signed again. Broken: ${found.broken.join(', ')}.`;
    return { name: `broken-${id}`, what, files: found.files };
  });
}

/** Where no changed entry breaks the promise: a run with a seeded breach of it. */
function breachedVector(id: string): readonly Vector[] {
  const [breach] = BREACHES.filter(({ reportedBy }) => reportedBy.some((one) => one === id)).toSorted(
    (one, other) => one.reportedBy.length - other.reportedBy.length,
  );
  if (breach === undefined) return [];
  const whole = loadScenario(breach.drill ?? 'proving-ground');
  const hours = breach.drill === undefined ? 60 : 144;
  const scenario = { ...whole, horizonMs: Math.min(whole.horizonMs, hours * HOUR_MS) };
  const files = coreBundle(scenario, runInMemory(scenario, { breach: breach.name }).ledger);
  return [{ name: `broken-${id}`, what: `A run with the breach ${breach.name}.`, files }];
}

const ROUNDS = 150;
const ROUNDS_MOST = 300;

function brokenIn(judged: SecondVerdict['judged']): readonly string[] {
  return JUDGED_OUTSIDE.filter((id) => (judged?.[id]?.violations ?? 0) > 0);
}

// ── Changes ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function flipped(files: Map<string, Uint8Array>, path: string, share: number): Files {
  const bytes = new Uint8Array(files.get(path) ?? []);
  const at = Math.floor(share * bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return files.set(path, bytes);
}

function cut(files: Map<string, Uint8Array>, path: string, by: number): Files {
  return files.set(path, (files.get(path) ?? new Uint8Array()).slice(0, -by));
}

function without(files: Map<string, Uint8Array>, path: string): Files {
  files.delete(path);
  return files;
}

function tileOf(files: Files): string {
  return [...files.keys()].find((path) => path.startsWith('log/tile/0/')) ?? '';
}

function signed(files: Files, change: (manifest: Manifest) => Manifest): Files {
  const text = Buffer.from(files.get(BUNDLE.manifest) ?? []).toString('utf8');
  return withManifest(files, change(JSON.parse(text) as Manifest));
}

/** Names a file as kept. */
function named(files: Map<string, Uint8Array>, path: string): Files {
  const bytes = files.get(path) ?? new Uint8Array();
  const row = { path, bytes: bytes.length, sha256: hexOf(sha256(bytes)), origin: 'kept' } as const;
  return signed(files, (manifest) => ({ ...manifest, files: [...manifest.files, row] }));
}

function renamed(manifest: Manifest, path: string): Manifest {
  const [first, ...others] = manifest.files;
  return first === undefined ? manifest : { ...manifest, files: [{ ...first, path }, ...others] };
}

function replaced(files: Map<string, Uint8Array>, path: string, change: (text: string) => string): Files {
  const bytes = utf8Of(change(Buffer.from(files.get(path) ?? []).toString('utf8')));
  return signed(files.set(path, bytes), (manifest) => ({
    ...manifest,
    files: manifest.files.map((file) =>
      file.path === path ? { ...file, bytes: bytes.length, sha256: hexOf(sha256(bytes)) } : file,
    ),
  }));
}
