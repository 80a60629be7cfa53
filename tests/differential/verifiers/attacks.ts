import { openStream, type RandomStream } from '#base';
import { ACT_KINDS, ACT_NUMBERS } from '#domain';
import type { Files } from '../../bundle/small-bundle.ts';
import { below, oneOf } from '../../fuzz/rounds.ts';
import { type Base, bases, type Entry, ledgerOf } from './bases.ts';
import { coreBundle } from './core-bundle.ts';
import { bytesAttack, foreignAttack, manifestAttack, missingAttack } from './file-attacks.ts';
import { otherScenario } from './scenario-attacks.ts';
import { statementAttack } from './statement-attacks.ts';

/** Changes to small bundles: to their files, to entries and scenarios, sealed and signed again, and to statements about them. */

export interface Attack {
  /** What kind of change it is. */
  readonly kind: string;
  readonly told: string;
  readonly base: Base;
  readonly files: Files;
  /** A statement for a customer, to be compared with the bundle. Left out: none. */
  readonly statement?: string;
}

type Change = (base: Base, stream: RandomStream) => Omit<Attack, 'kind'>;

/** Kinds of changes, and how many of 100 attacks are of each. */
const KINDS: readonly (readonly [kind: string, share: number, change: Change])[] = [
  ['entries', 28, (base, stream) => entriesAttack(base, stream, 1 + below(stream, 4))],
  ['times', 8, timesAttack],
  ['scenario and law', 26, scenarioAttack],
  ['bytes of a file', 12, bytesAttack],
  ['foreign files', 7, foreignAttack],
  ['missing files', 5, missingAttack],
  ['manifest', 7, manifestAttack],
  ['statement', 5, statementAttack],
  ['statement about changed entries', 2, changedStory],
];

/** Every kind of change. */
export const CHANGES: readonly string[] = KINDS.map(([kind]) => kind);

const OF_100 = KINDS.flatMap((one) => Array.from({ length: one[1] }, () => one));

/** The attack of that number. It depends on nothing else. */
export function attackOf(seed: number, round: number): Attack {
  const stream = openStream(String(seed), round, 'verifiers');
  const base = oneOf(stream, bases());
  const place = below(stream, OF_100.length);
  const [kind, , change] = OF_100[place] as (typeof KINDS)[number];
  return { kind, ...change(base, stream) };
}

/** The files that differ from those on disk; null for those that are missing. */
export function changedFiles({ base, files }: Attack): Readonly<Record<string, Uint8Array | null>> {
  const changed: Record<string, Uint8Array | null> = {};
  for (const [path, bytes] of files) if (base.files.get(path) !== bytes) changed[path] = bytes;
  for (const path of base.files.keys()) if (!files.has(path)) changed[path] = null;
  return changed;
}

const JUDGED_KINDS = (
  [
    ...(['data centre', 'open', 'transition', 'store', 'delete', 'transfer', 'view', 'view end'] as const),
    ...(['exception', 'emergency access', 'plain items', 'end', 'duty', 'centre', 'presence'] as const),
    ...(['assign', 'escalate', 'after-contact work', 'subcontractor needed'] as const),
  ] as const
).map((kind) => ACT_NUMBERS[kind]);
const WIDTHS = { kind: 8, aux: 8, caseNumber: 32, a: 16, b: 16, c: 32, d: 32 } as const;
type Field = keyof typeof WIDTHS;
const FIELDS = Object.keys(WIDTHS) as readonly Field[];

/** Other law, companies, countries and promises, and perhaps other entries. */
function scenarioAttack(base: Base, stream: RandomStream): Omit<Attack, 'kind'> {
  const { hash, scenario } = otherScenario(base.scenario, stream);
  const header = { ...base.header, scenarioHash: hash };
  const { files, told } = entriesAttack({ ...base, header, scenario }, stream, below(stream, 3));
  return { base, told: `other scenario, ${told}`, files };
}

function entriesAttack(
  base: Base,
  stream: RandomStream,
  count: number,
  changes: readonly EntryChange[] = ENTRY_CHANGES,
): Omit<Attack, 'kind'> {
  const entries = base.entries.map((entry) => ({ ...entry }));
  const told: string[] = [];
  for (let left = count; left > 0; left--) {
    const at = pick(entries, stream);
    if (at === -1) break;
    const change = oneOf(stream, changes);
    told.push(`${change.name} ${at} (${ACT_KINDS[entries[at]?.kind ?? -1] ?? '?'})`);
    change(entries, at, stream);
  }
  const blockEntries = oneOf(stream, [1, 7, 64, 2048]);
  const ledger = ledgerOf(base.header, entries, blockEntries);
  return { base, told: `${base.name}: ${told.join(', ')}`, files: coreBundle(base.scenario, ledger) };
}

/** Changes nothing but when entries happened. */
function timesAttack(base: Base, stream: RandomStream): Omit<Attack, 'kind'> {
  return entriesAttack(base, stream, 1 + below(stream, 3), TIME_CHANGES);
}

/** A statement for a customer about other entries, or a changed one. */
function changedStory(base: Base, stream: RandomStream): Omit<Attack, 'kind'> {
  const { files, told } = entriesAttack(base, stream, 1 + below(stream, 3));
  const attack = statementAttack(base, stream, files);
  return { ...attack, told: `${told}; ${attack.told}` };
}

/** Mostly an entry that a judged invariant reads. */
function pick(entries: readonly Entry[], stream: RandomStream): number {
  if (entries.length === 0) return -1;
  let at = below(stream, entries.length);
  for (let tries = 0; tries < 5 && !JUDGED_KINDS.some((kind) => kind === entries[at]?.kind); tries++)
    at = below(stream, entries.length);
  return at;
}

type EntryChange = (entries: Entry[], at: number, stream: RandomStream) => void;

const ENTRY_CHANGES: readonly EntryChange[] = [
  changeField,
  changeField,
  changeField,
  remove,
  repeat,
  swap,
  move,
  insert,
  changeTime,
];

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

const TIME_CHANGES: readonly EntryChange[] = [changeTime, delayRest, holdStill, exchangeTimes, endOfTime];

/** All entries from this one on happen later, or earlier. */
function delayRest(entries: Entry[], at: number, stream: RandomStream): void {
  const by = oneOf(stream, [-60_000, 1, 3_600_000, 86_400_000, 2 ** 33]);
  for (const entry of entries.slice(at))
    entry.timeMs = Math.min(TIME_END_MS - 1, Math.max(0, entry.timeMs + by));
}

/** Some entries happen at one instant. */
function holdStill(entries: Entry[], at: number, stream: RandomStream): void {
  const { timeMs } = entries[at] as Entry;
  for (const entry of entries.slice(at, at + 2 + below(stream, 20))) entry.timeMs = timeMs;
}

function exchangeTimes(entries: Entry[], at: number, stream: RandomStream): void {
  const [one, other] = [entries[at] as Entry, oneOf(stream, entries)];
  [one.timeMs, other.timeMs] = [other.timeMs, one.timeMs];
}

/** At the ends of what a ledger can say. */
function endOfTime(entries: Entry[], at: number, stream: RandomStream): void {
  (entries[at] as Entry).timeMs = oneOf(stream, [0, 2 ** 32 - 1, 2 ** 32, TIME_END_MS - 1]);
}
