import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinBytes } from '#base';
import { ACT_NUMBERS, type Scenario } from '#domain';
import { createLedgerWriter, type LedgerHeader, openLedger } from '#ledger';
import type { Files } from '../../bundle/small-bundle.ts';
import { loadScenario, runInMemory, sha256, successOf } from '../../running.ts';
import { coreBundle, writeFiles } from './core-bundle.ts';

/** Small bundles to be changed, each of a few cases of a run. */

export interface Entry {
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

/** Between them, they use every rule of the invariants that both judge. */
const BASES = [
  ...[
    'german-night',
    'break-glass',
    'crash-dump',
    'failover',
    'iso-2005-claim',
    'last-resort',
    'lent-experts',
    'law-drill',
    'plain-files',
  ],
  ...['proving-ground', 'safe-harbor-falls', 'second-opinion', 'under-escort', 'by-approval', 'zagreb-2014'],
];
const CASES_KEPT = 12;
const { 'follow-up': FOLLOW_UP, preempt: PREEMPT } = ACT_NUMBERS;
const WORLD = (['law', 'data centre', 'centre', 'duty', 'presence'] as const).map(
  (kind) => ACT_NUMBERS[kind],
);

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
  ledger.forEach(({ kind }) => {
    if (kind === ACT_NUMBERS.open) cases++;
  });
  const every = Math.max(1, Math.floor(cases / CASES_KEPT));
  const entries: Entry[] = [];
  ledger.forEach(({ a, aux, b, c, caseNumber, d, kind, timeMs }) => {
    const isOfCase = caseNumber < cases;
    const isKept = isOfCase
      ? caseNumber % every === 0 && kind !== FOLLOW_UP && kind !== PREEMPT
      : WORLD.some((one) => one === kind);
    if (!isKept) return;
    entries.push({ timeMs, kind, aux, caseNumber: isOfCase ? caseNumber / every : caseNumber, a, b, c, d });
  });
  const { header } = ledger;
  const files = coreBundle(scenario, ledgerOf(header, entries, 2048));
  const folder = join(mkdtempSync(join(tmpdir(), 'meridian-verifiers-')), name);
  writeFiles(folder, files);
  return { name, scenario, header, entries, files, folder };
}

export function ledgerOf(
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
