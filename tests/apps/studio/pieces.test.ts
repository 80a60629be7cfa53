import { beforeAll, describe, expect, it } from 'vitest';
import { Chronicle } from '../../../src/apps/studio/chronicle/chronicle.ts';
import type { RunProgress } from '../../../src/apps/studio/protocol.ts';
import { ByteStore } from '../../../src/apps/studio/worker/byte-store.ts';
import { filesOfArchive } from '../../../src/apps/studio/worker/files/archive.ts';
import { packBundle, packRunFolder } from '../../../src/apps/studio/worker/files/pack.ts';
import { auditInPieces, finishRun, type OpenRun } from '../../../src/apps/studio/worker/simulate.ts';
import { Cancelled, type Work } from '../../../src/apps/studio/worker/work.ts';
import { auditLedger } from '../../../src/audit/index.ts';
import type { Scenario } from '../../../src/domain/index.ts';
import { startReplication } from '../../../src/experiment/index.ts';
import { loadScenario, sha256 } from '../../running.ts';

/** What takes long in the worker lets messages in, tells how far it is, and can be called off. */

/** Work that is called off when messages are let in for the last time. */
function worked(breaths = Number.POSITIVE_INFINITY): Work & { readonly told: RunProgress[] } {
  let left = breaths;
  const told: RunProgress[] = [];
  return {
    told,
    isCancelled: false,
    progress: (progress) => told.push(progress),
    async breathe() {
      if (--left < 0) throw new Cancelled();
    },
  };
}

async function opened(scenario: Scenario): Promise<OpenRun> {
  const chronicle = new Chronicle(scenario);
  const bytes = new ByteStore();
  const replication = startReplication(scenario, {
    seed: scenario.seed,
    replication: 0,
    engine: 'table',
    digest: sha256,
    writeLedger: bytes.append,
    versions: { engine: 'test', timeZones: 'test' },
    observer: chronicle,
  });
  while (!replication.advance(scenario.horizonMs));
  const { summary } = replication.finish();
  chronicle.finish(scenario.horizonMs);
  const made = { seed: scenario.seed, breach: null, timeZones: 'test' };
  const circumstances = { timeZones: 'test', warnings: [], simulation: 0, isSimulated: true };
  return (await finishRun({ scenario, chronicle, bytes, summary, made }, circumstances, worked())).run;
}

function isRising(told: readonly RunProgress[]): boolean {
  return told.every(({ share }, i) => share >= 0 && share <= 1 && share >= (told[i - 1]?.share ?? 0));
}

describe('an audit', () => {
  let run: OpenRun;
  beforeAll(async () => {
    run = await opened({ ...loadScenario('css-2014'), horizonMs: 24 * 3_600_000 });
  });

  it('gives piece by piece what it gives at once, by the law as it was then and as it is known now', async () => {
    for (const law of ['then', 'now'] as const) {
      const work = worked();
      const { nearMisses, report } = await auditInPieces(run, law, work);
      expect(nearMisses.find(({ id }) => id === 'R7')?.looked).toBeGreaterThan(1000);
      expect(report).toEqual(auditLedger(run.ledger, run.scenario, law));
      expect(work.told.length).toBeGreaterThan(1);
      expect(isRising(work.told)).toBe(true);
    }
  });

  it('can be called off', async () => {
    const work = worked(1);
    await expect(auditInPieces(run, 'then', work)).rejects.toThrow(Cancelled);
    expect(work.told.length).toBe(2);
  });
});

describe('what is packed', () => {
  let run: OpenRun;
  beforeAll(async () => {
    run = await opened({ ...loadScenario('failover'), horizonMs: 12 * 3_600_000 });
  });

  it.each([
    ['bundle', packBundle, 'ledger/ledger.bin'],
    ['run folder', packRunFolder, 'ledger.bin'],
  ] as const)('is a %s, which can be called off between its files', async (_, pack, ledger) => {
    const work = worked();
    const { zip } = await pack(run, work);
    const files = filesOfArchive(new Uint8Array(await zip.arrayBuffer())) ?? [];
    expect(files.find(({ path }) => path === ledger)?.bytes.length).toBe(run.bytes.size);
    expect(isRising(work.told)).toBe(true);
    expect(work.told.length).toBeGreaterThan(2);
    const cut = worked(work.told.length - 1);
    await expect(pack(run, cut)).rejects.toThrow(Cancelled);
    expect(cut.told.length).toBe(work.told.length);
  });
});
