import { HOUR_MS, joinBytes, openStream, type RandomStream } from '#base';
import { createLedgerWriter, type LedgerHeader, openLedger } from '#ledger';
import { loadScenario, runInMemory, sha256, successOf } from '../running.ts';
import { below, oneOf } from './rounds.ts';

/** Ledgers of one run in which something is changed, and which are sealed again: as their maker could have made them. */

export const SCENARIO = { ...loadScenario('german-night'), horizonMs: 6 * HOUR_MS };

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

/** Bits of each number of an entry. */
const BITS = { timeMs: 48, kind: 8, aux: 8, caseNumber: 32, a: 16, b: 16, c: 32, d: 32 } as const;
const FIELDS = Object.keys(BITS) as readonly (keyof Entry)[];

export interface Mutant {
  readonly told: string;
  readonly ledger: Uint8Array;
}

interface Sound {
  readonly header: LedgerHeader;
  readonly entries: readonly Readonly<Entry>[];
  /** summary.json of the run. */
  readonly summary: string;
}

let known: Sound | null = null;

function sound(): Sound {
  if (known !== null) return known;
  const run = runInMemory(SCENARIO);
  const ledger = successOf(openLedger(run.ledger, sha256));
  const entries: Entry[] = [];
  ledger.forEach(({ a, aux, b, c, caseNumber, d, kind, timeMs }) =>
    entries.push({ timeMs, kind, aux, caseNumber, a, b, c, d }),
  );
  known = { header: ledger.header, entries, summary: `${JSON.stringify(run.summary, null, 2)}\n` };
  return known;
}

export function sealed(
  entries: readonly Readonly<Entry>[],
  { blockEntries = 2048, header = sound().header }: { blockEntries?: number; header?: LedgerHeader } = {},
): Uint8Array {
  const parts: Uint8Array[] = [];
  const write = (bytes: Uint8Array) => parts.push(bytes.slice());
  const writer = createLedgerWriter({ header, digest: sha256, write, blockEntries });
  for (const { a, aux, b, c, caseNumber, d, kind, timeMs } of entries)
    writer.act(timeMs, kind as never, aux, caseNumber, a, b, c, d);
  writer.seal();
  return joinBytes(parts);
}

export function soundSummary(): string {
  return sound().summary;
}

/** The ledger with nothing changed, and two with one bit changed: 2,229 years later, and a case of which none was ever opened. */
export function namedLedger(which: 'sound' | 'later by 2^46 ms' | 'case 2^29 higher'): Mutant {
  const entries = sound().entries.map((entry) => ({ ...entry }));
  const entry = entries[entries.length >> 1] as Entry;
  if (which === 'later by 2^46 ms') entry.timeMs += 2 ** 46;
  if (which === 'case 2^29 higher') entry.caseNumber += 2 ** 29;
  return { told: which, ledger: sealed(entries) };
}

/** The mutant of that number. It depends on nothing else. */
export function mutantOf(seed: number, round: number): Mutant {
  const stream = openStream(String(seed), round, 'mutants');
  const change = oneOf(stream, CHANGES);
  const entries = sound().entries.map((entry) => ({ ...entry }));
  return change(entries, below(stream, entries.length), stream);
}

type Change = (entries: Entry[], at: number, stream: RandomStream) => Mutant;

const flipped: Change = (entries, at, stream) => {
  const entry = entries[at] as Entry;
  const field = oneOf(stream, FIELDS);
  const bit = below(stream, BITS[field]);
  const isSet = Math.floor(entry[field] / 2 ** bit) % 2 === 1;
  entry[field] += (isSet ? -1 : 1) * 2 ** bit;
  return { told: `bit ${bit} of ${field} of entry ${at} flipped`, ledger: sealed(entries) };
};

const extreme: Change = (entries, at, stream) => {
  const entry = entries[at] as Entry;
  const field = oneOf(stream, FIELDS);
  const end = 2 ** BITS[field];
  entry[field] = oneOf(stream, [0, 1, end / 2 - 1, end / 2, end - 2, end - 1]);
  return { told: `${field} of entry ${at} set to ${entry[field]}`, ledger: sealed(entries) };
};

const likeAnother: Change = (entries, at, stream) => {
  const field = oneOf(stream, FIELDS);
  const from = below(stream, entries.length);
  (entries[at] as Entry)[field] = (entries[from] as Entry)[field];
  return { told: `${field} of entry ${at} taken from entry ${from}`, ledger: sealed(entries) };
};

const swapped: Change = (entries, at, stream) => {
  const with_ = oneOf(stream, [Math.min(at + 1, entries.length - 1), below(stream, entries.length)]);
  [entries[at], entries[with_]] = [entries[with_] as Entry, entries[at] as Entry];
  return { told: `entries ${at} and ${with_} swapped`, ledger: sealed(entries) };
};

const repeated: Change = (entries, at) => {
  entries.splice(at, 0, { ...(entries[at] as Entry) });
  return { told: `entry ${at} repeated`, ledger: sealed(entries) };
};

const removed: Change = (entries, at) => {
  entries.splice(at, 1);
  return { told: `entry ${at} removed`, ledger: sealed(entries) };
};

/** Other sizes of blocks mean nothing; another replication is that of another run. */
const headed: Change = (entries, _, stream) => {
  const blockEntries = oneOf(stream, [1, 7, 65_536]);
  const replication = oneOf(stream, [0, 2 ** 31, Number.MAX_SAFE_INTEGER]);
  const header = { ...sound().header, replication };
  return {
    told: `blocks of ${blockEntries} entries, replication ${replication}`,
    ledger: sealed(entries, { blockEntries, header }),
  };
};

/** The trailer seals other counts, under a hash of its own. */
const counted: Change = (entries, _, stream) => {
  const ledger = sealed(entries);
  const trailer = ledger.subarray(ledger.length - 84);
  const count = oneOf(stream, [0, 1, 2 ** 31, 2 ** 32 - 1]);
  const place = oneOf(stream, [8, 12, 16]);
  new DataView(trailer.buffer, trailer.byteOffset).setUint32(place, count, true);
  trailer.set(sha256(trailer.subarray(0, 52)), 52);
  return { told: `byte ${place} of the trailer counts ${count}`, ledger };
};

const CHANGES: readonly Change[] = [
  ...[flipped, flipped, flipped, flipped, extreme, extreme, extreme, likeAnother],
  ...[swapped, repeated, removed, headed, counted],
];
