import { damaged } from './damaged.ts';
import { disk, kills } from './disk.ts';
import { foreign } from './foreign.ts';
import type { FuzzKind } from './fuzz-kind.ts';
import { kept } from './kept.ts';
import { ledger } from './ledger.ts';
import { mutants } from './mutants.ts';
import { naive } from './naive.ts';
import { names } from './names.ts';
import { scenarios } from './scenarios.ts';
import { sql } from './sql.ts';
import { studio } from './studio.ts';
import { terminal } from './terminal.ts';
import { verifiers } from './verifiers.ts';

/** Every kind of attack by its name, with the number of attacks that take some seconds. The gate and each round of a night make this many. */
export const KINDS: ReadonlyMap<string, { readonly kind: FuzzKind; readonly runs: number }> = new Map(
  Object.entries({
    damaged: { kind: damaged, runs: 40 },
    kept: { kind: kept, runs: 100 },
    studio: { kind: studio, runs: 300 },
    disk: { kind: disk, runs: 1 },
    kills: { kind: kills, runs: 1 },
    names: { kind: names, runs: 60 },
    scenarios: { kind: scenarios, runs: 40 },
    ledger: { kind: ledger, runs: 300 },
    foreign: { kind: foreign, runs: 40 },
    sql: { kind: sql, runs: 300 },
    terminal: { kind: terminal, runs: 1500 },
    verifiers: { kind: verifiers, runs: 100 },
    mutants: { kind: mutants, runs: 4 },
    naive: { kind: naive, runs: 10 },
  }),
);
