import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type AuditReport, auditLedger } from '#audit';
import type { Scenario } from '#domain';
import type { Faults } from '#engine';
import { startReplication } from '#experiment';
import { openFile, sha256, versions } from './host.ts';
import { PlainFile } from './plain-file.ts';
import { startProgress } from './progress.ts';
import { readJustWritten } from './read-sealed.ts';
import { tuneForSimulation } from './v8-flags.ts';

/** Whether a simulated run has broken an invariant. */
export interface Reach {
  readonly tried: number;
  /** The first replication that did, and a case of it; null when none did. */
  readonly replication: number | null;
  readonly caseNumber: number | null;
}

/** Simulates until every one of the invariants has been broken, at most `tries` replications. By id. */
export async function reachedBySimulation(
  scenario: Scenario,
  faults: Faults,
  ids: readonly string[],
  tries: number,
  quiet: boolean,
): Promise<Readonly<Record<string, Reach>>> {
  tuneForSimulation();
  const reached: Record<string, Reach> = {};
  const open = new Set(ids);
  const progress = startProgress('trying', quiet || ids.length === 0, 'runs');
  for (let replication = 0; replication < tries && open.size > 0; replication++) {
    const { invariants } = await auditedRun(scenario, faults, replication);
    for (const { counterexample, id } of invariants) {
      if (counterexample === null || !open.delete(id)) continue;
      reached[id] = { tried: replication + 1, replication, caseNumber: counterexample.caseNumber };
    }
    progress.at((replication + 1) / tries, replication + 1);
  }
  progress.done();
  if (tries > 0) for (const id of open) reached[id] = { tried: tries, replication: null, caseNumber: null };
  return reached;
}

/** One replication with its ledger in a file of its own, which is gone afterwards. */
async function auditedRun(scenario: Scenario, faults: Faults, replication: number): Promise<AuditReport> {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-'));
  try {
    const path = join(folder, 'ledger.bin');
    const target = new PlainFile(path);
    const { seed } = scenario;
    const run = startReplication(scenario, {
      ...{ seed, replication, engine: 'compiled', digest: sha256, engineVersion: versions.engine, faults },
      writeLedger: target.write,
    });
    try {
      while (!run.advance(Number.POSITIVE_INFINITY, NOTICES_AT_A_TIME)) await setImmediate();
      run.finish();
    } finally {
      target.close();
    }
    const file = openFile(path);
    try {
      return readJustWritten(file, (ledger) => auditLedger(ledger, scenario, { seeds: [] }));
    } finally {
      file.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const NOTICES_AT_A_TIME = 100_000;
