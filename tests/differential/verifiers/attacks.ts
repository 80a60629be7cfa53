import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinBytes, openStream, type RandomStream, utf8Of } from '#base';
import { BUNDLE, type Manifest } from '#bundle';
import { ACT_KINDS, ACT_NUMBERS, type Scenario } from '#domain';
import { createLedgerWriter, type LedgerHeader, openLedger } from '#ledger';
import type { Files } from '../../bundle/small-bundle.ts';
import { below, oneOf } from '../../fuzz/rounds.ts';
import { loadScenario, runInMemory, sha256, successOf } from '../../running.ts';
import { coreBundle, withManifest, writeFiles } from './core-bundle.ts';
import { otherScenario } from './scenario-attacks.ts';

/** Changes to small bundles: to the bytes of their files, to signed manifests, and to entries and scenarios, sealed and signed again. */

interface Entry {
  timeMs: number;
  kind: number;
  aux: number;
  caseNumber: number;
  a: number;
  b: number;
  c: number;
  d: number;
}

/** A bundle of a few cases of a run, and its folder on disk. */
export interface Base {
  readonly name: string;
  readonly scenario: Scenario;
  readonly header: LedgerHeader;
  readonly entries: readonly Readonly<Entry>[];
  readonly files: Files;
  readonly folder: string;
}

export interface Attack {
  readonly told: string;
  readonly base: Base;
  readonly files: Files;
}

/** Between them, they use every rule of the nine invariants. */
const BASES = [
  ...['german-night', 'break-glass', 'crash-dump', 'failover', 'iso-2005-claim', 'law-drill'],
  ...['proving-ground', 'safe-harbor-falls', 'second-opinion', 'zagreb-2014'],
];
const CASES_KEPT = 12;
const { law: LAW, 'data centre': DATA_CENTRE, 'follow-up': FOLLOW_UP, preempt: PREEMPT } = ACT_NUMBERS;

let made: readonly Base[] | null = null;

export function bases(): readonly Base[] {
  made ??= BASES.map(baseOf);
  return made;
}

/** Keeps changes of the world, and the entries of some cases from the whole run, numbered anew, but those that name another case. */
function baseOf(name: string): Base {
  const scenario = loadScenario(name);
  const ledger = successOf(openLedger(runInMemory(scenario).ledger, sha256));
  let cases = 0;
  ledger.forEach((_, kind) => {
    if (kind === ACT_NUMBERS.open) cases++;
  });
  const every = Math.max(1, Math.floor(cases / CASES_KEPT));
  const entries: Entry[] = [];
  ledger.forEach((timeMs, kind, aux, caseNumber, a, b, c, d) => {
    const isOfCase = caseNumber < cases;
    const isKept = isOfCase
      ? caseNumber % every === 0 && kind !== FOLLOW_UP && kind !== PREEMPT
      : kind === LAW || kind === DATA_CENTRE;
    if (!isKept) return;
    entries.push({ timeMs, kind, aux, caseNumber: isOfCase ? caseNumber / every : caseNumber, a, b, c, d });
  });
  const { header } = ledger;
  const files = coreBundle(scenario, ledgerOf(header, entries, 2048));
  const folder = join(mkdtempSync(join(tmpdir(), 'meridian-verifiers-')), name);
  writeFiles(folder, files);
  return { name, scenario, header, entries, files, folder };
}

function ledgerOf(
  header: LedgerHeader,
  entries: readonly Readonly<Entry>[],
  blockEntries: number,
): Uint8Array {
  const parts: Uint8Array[] = [];
  const write = (bytes: Uint8Array) => parts.push(bytes.slice());
  const writer = createLedgerWriter({ header, digest: sha256, write, blockEntries });
  for (const { a, aux, b, c, caseNumber, d, kind, timeMs } of entries)
    writer.act(timeMs, kind as never, aux, caseNumber, a, b, c, d);
  writer.seal();
  return joinBytes(parts);
}

/** The attack of that number. It depends on nothing else. */
export function attackOf(seed: number, round: number): Attack {
  const stream = openStream(String(seed), round, 'verifiers');
  const base = oneOf(stream, bases());
  const kind = stream.uniform();
  if (kind < 0.35) return entriesAttack(base, stream, 1 + below(stream, 4));
  if (kind < 0.7) return scenarioAttack(base, stream);
  return kind < 0.9 ? fileAttack(base, stream) : manifestAttack(base, stream);
}

/** The files that differ from those on disk; null for those that are missing. */
export function changedFiles({ base, files }: Attack): Readonly<Record<string, Uint8Array | null>> {
  const changed: Record<string, Uint8Array | null> = {};
  for (const [path, bytes] of files) if (base.files.get(path) !== bytes) changed[path] = bytes;
  for (const path of base.files.keys()) if (!files.has(path)) changed[path] = null;
  return changed;
}

// ── Entries ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const JUDGED_KINDS = (
  [
    ...(['data centre', 'open', 'transition', 'store', 'delete', 'transfer', 'view', 'view end'] as const),
    ...(['exception', 'emergency access', 'end'] as const),
  ] as const
).map((kind) => ACT_NUMBERS[kind]);
const WIDTHS = { kind: 8, aux: 8, caseNumber: 32, a: 16, b: 16, c: 32, d: 32 } as const;
type Field = keyof typeof WIDTHS;
const FIELDS = Object.keys(WIDTHS) as readonly Field[];

/** Other law, companies, countries and promises, and perhaps other entries. */
function scenarioAttack(base: Base, stream: RandomStream): Attack {
  const { hash, scenario } = otherScenario(base.scenario, stream);
  const header = { ...base.header, scenarioHash: hash };
  const { files, told } = entriesAttack({ ...base, header, scenario }, stream, below(stream, 3));
  return { base, told: `other scenario, ${told}`, files };
}

function entriesAttack(base: Base, stream: RandomStream, changes: number): Attack {
  const entries = base.entries.map((entry) => ({ ...entry }));
  const told: string[] = [];
  for (let left = changes; left > 0; left--) {
    const at = pick(entries, stream);
    if (at === -1) break;
    const change = oneOf(stream, CHANGES);
    told.push(`${change.name} ${at} (${ACT_KINDS[entries[at]?.kind ?? -1] ?? '?'})`);
    change(entries, at, stream);
  }
  const blockEntries = oneOf(stream, [1, 7, 64, 2048]);
  const ledger = ledgerOf(base.header, entries, blockEntries);
  return { base, told: `${base.name}: ${told.join(', ')}`, files: coreBundle(base.scenario, ledger) };
}

/** Mostly an entry that one of the nine invariants reads. */
function pick(entries: readonly Entry[], stream: RandomStream): number {
  if (entries.length === 0) return -1;
  let at = below(stream, entries.length);
  for (let tries = 0; tries < 5 && !JUDGED_KINDS.some((kind) => kind === entries[at]?.kind); tries++)
    at = below(stream, entries.length);
  return at;
}

const CHANGES = [changeField, changeField, changeField, remove, repeat, swap, move, insert, changeTime];

function changeField(entries: Entry[], at: number, stream: RandomStream): void {
  const entry = entries[at] as Entry;
  const field = oneOf(stream, FIELDS);
  entry[field] = newValue(field, entry, entries, stream);
}

function newValue(field: Field, entry: Entry, entries: readonly Entry[], stream: RandomStream): number {
  const end = 2 ** WIDTHS[field];
  switch (below(stream, 6)) {
    case 0:
      return below(stream, end);
    case 1:
      return end - 1 - below(stream, 2);
    case 2:
      return (entry[field] + 1) % end;
    case 3:
      return oneOf(stream, entries)[field];
    case 4:
      return (entry[field] ^ (1 << below(stream, Math.min(WIDTHS[field], 31)))) >>> 0;
    default:
      return field === 'kind' ? oneOf(stream, JUDGED_KINDS) : below(stream, 14);
  }
}

function remove(entries: Entry[], at: number): void {
  entries.splice(at, 1);
}

function repeat(entries: Entry[], at: number): void {
  entries.splice(at, 0, { ...(entries[at] as Entry) });
}

function swap(entries: Entry[], at: number): void {
  const [one, other] = [entries[at], entries[at + 1]];
  if (one === undefined || other === undefined) return;
  [entries[at], entries[at + 1]] = [other, one];
}

function move(entries: Entry[], at: number, stream: RandomStream): void {
  const [entry] = entries.splice(at, 1);
  if (entry !== undefined) entries.splice(below(stream, entries.length + 1), 0, entry);
}

function insert(entries: Entry[], at: number, stream: RandomStream): void {
  const like = { ...(entries[at] as Entry), kind: oneOf(stream, JUDGED_KINDS) };
  for (const field of ['aux', 'a', 'b', 'c', 'd'] as const) {
    if (stream.uniform() < 0.5) like[field] = newValue(field, like, entries, stream);
  }
  entries.splice(at + below(stream, 2), 0, like);
}

const TIME_END_MS = 2 ** 48;

function changeTime(entries: Entry[], at: number, stream: RandomStream): void {
  const entry = entries[at] as Entry;
  const by = oneOf(stream, [-1, 1, -60_000, 3_600_000, -86_400_000, 86_400_000, 2e9]);
  entry.timeMs = Math.min(TIME_END_MS - 1, Math.max(0, entry.timeMs + by));
}

// ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function fileAttack(base: Base, stream: RandomStream): Attack {
  const path = oneOf(stream, [...base.files.keys()]);
  const change = oneOf(stream, FILE_CHANGES);
  const files = new Map(base.files);
  change(files, path, stream);
  return { base, told: `${base.name}: ${change.name} ${path}`, files };
}

const FILE_CHANGES = [
  flip,
  flip,
  flip,
  cut,
  lengthen,
  overwrite,
  leaveOut,
  add,
  exchange,
  mark,
  cosign,
  reseal,
];

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

function leaveOut(files: Map<string, Uint8Array>, path: string): void {
  files.delete(path);
}

function add(files: Map<string, Uint8Array>, path: string, stream: RandomStream): void {
  const name = oneOf(stream, [`${path}.old`, 'notes.txt', 'log/tile/0/001', 'ledger/more.bin', 'log/notes']);
  files.set(name, Uint8Array.of(65));
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
function manifestAttack(base: Base, stream: RandomStream): Attack {
  const manifest = JSON.parse(
    Buffer.from(base.files.get(BUNDLE.manifest) ?? []).toString('utf8'),
  ) as Manifest;
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
