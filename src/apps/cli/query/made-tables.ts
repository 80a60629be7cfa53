import { basename, join } from 'node:path';
import { rowAt } from '#base';
import { BUNDLE } from '#bundle';
import type { Scenario } from '#domain';
import { makeTableEvidence, type ParquetTable, parquetTable } from '#exports';
import { type Ledger, visitBoth } from '#ledger';
import { makeFolder, writeFilesTogether } from '../../shared/files/whole-files.ts';
import { holdMemory, releaseMemory } from '../../shared/memory.ts';
import { withProgress } from '../progress.ts';
import { openBundle } from '../run/run-evidence.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { damaged, readRunLedger } from '../run/run-ledger.ts';

/** SHA-256 of newly created tables, by name. */
export type MadeTables = Readonly<Partial<Record<ParquetTable, string>>>;

/**
 * Approximate costs of passes over a ledger: counting cases, writing entries, finding the blocks of cases, writing
 * tables of cases.
 */
const COSTS = { count: 1, entries: 12, find: 2, cases: 12 } as const;

/**
 * Creates tables of a run folder from its ledger, which is verified in the same passes. Throws errors of the
 * operating system.
 */
export async function tablesOfRun(
  folder: string,
  tables: readonly ParquetTable[],
  target: string,
): Promise<MadeTables> {
  holdMemory();
  const run = openRunFolder(folder);
  return withBar((report) => {
    const { damage, read } = readRunLedger(run, (ledger) =>
      write(run.scenario, ledger, { tables, target, report }),
    );
    return damage === null ? read : damaged(damage);
  });
}

export async function tablesOfBundle(
  folder: string,
  tables: readonly ParquetTable[],
  target: string,
): Promise<MadeTables> {
  holdMemory();
  const { ledger, scenario } = openBundle(folder);
  return withBar((report) => write(scenario, ledger, { tables, target, report }));
}

/** Files of a bundle from which its tables are created. */
export const BUNDLE_INPUTS = [BUNDLE.ledger, BUNDLE.scenario] as const;

interface Wanted {
  readonly tables: readonly ParquetTable[];
  readonly target: string;
  readonly report: (share: number) => void;
}

function write(scenario: Scenario, ledger: Ledger, { report, tables, target }: Wanted): MadeTables {
  const { cases, count, entries, find } = COSTS;
  const weights = [
    count,
    ...(tables.includes('entries') ? [entries] : []),
    ...(tables.some((table) => table !== 'entries') ? [find, cases] : [0]),
  ];
  const evidence = makeTableEvidence(scenario, watchedLedger(ledger, weights, report));
  makeFolder(target);
  const made: [ParquetTable, string][] = [];
  // The table of entries follows from another pass than those of cases.
  for (const isOfEntries of [true, false]) {
    const together = tables.filter((table) => (table === 'entries') === isOfEntries);
    if (together.length === 0) continue;
    if (made.length > 0) releaseMemory();
    const files = together.map((table) => parquetTable(table, evidence));
    const written = writeFilesTogether(files, evidence, (path) => join(target, basename(path)));
    written.forEach(({ sha256 }, i) => made.push([rowAt(together, i), sha256]));
  }
  return Object.fromEntries(made);
}

function withBar<Made>(work: (report: (share: number) => void) => Made): Promise<Made> {
  return withProgress('tables of the run', false, '% of the ledger', async ({ at }) =>
    work((share) => at(share, Math.floor(100 * share))),
  );
}

/** Entries between two reports. */
const STEP = 1 << 15;

/**
 * A ledger that reports the share of work done. `weights`: cost of each full pass, in order, and last the total cost
 * of reading blocks. Block reads must move forward through the ledger.
 */
function watchedLedger(ledger: Ledger, weights: readonly number[], report: (share: number) => void): Ledger {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let done = 0;
  let readings = 0;
  let furthest = 0;
  const at = (weight: number, entry: number) =>
    report(Math.min(1, (done + (weight * entry) / ledger.entryCount) / whole));
  function* reported(blocks: Iterable<number>): Iterable<number> {
    for (const block of blocks) {
      furthest = Math.max(furthest, block * ledger.blockEntries);
      at(weights.at(-1) ?? 0, furthest);
      yield block;
    }
  }
  return {
    ...ledger,
    forEach(visit) {
      const weight = weights[readings++] ?? 0;
      let entry = 0;
      const count = () => {
        if (entry++ % STEP === 0) at(weight, entry);
      };
      ledger.forEach(visitBoth(visit, count));
      done += weight;
    },
    forEachInBlocks: (blocks, visit) => ledger.forEachInBlocks(reported(blocks), visit),
  };
}
