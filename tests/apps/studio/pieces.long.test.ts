import { beforeAll, describe, expect, it } from 'vitest';
import { evaluationTexts, RULES } from '../../../src/apps/shared/evidence/bundle-contents.ts';
import { hashes } from '../../../src/apps/shared/hashes-in-browsers.ts';
import { Chronicle } from '../../../src/apps/studio/chronicle/chronicle.ts';
import type { RunProgress } from '../../../src/apps/studio/protocol.ts';
import { ByteStore } from '../../../src/apps/studio/worker/byte-store.ts';
import { evaluateRun } from '../../../src/apps/studio/worker/evaluating.ts';
import { filesOfArchive } from '../../../src/apps/studio/worker/files/archive.ts';
import { verifyDropped } from '../../../src/apps/studio/worker/files/drop.ts';
import { packBundle, packRunFolder } from '../../../src/apps/studio/worker/files/pack.ts';
import { reachOf } from '../../../src/apps/studio/worker/in-pieces.ts';
import { Library } from '../../../src/apps/studio/worker/library.ts';
import { auditInPieces, finishRun, type OpenRun } from '../../../src/apps/studio/worker/run-scenario.ts';
import { Cancelled, type Work } from '../../../src/apps/studio/worker/work.ts';
import { auditLedger } from '../../../src/audit/answers/audit-ledger.ts';
import { BUNDLE } from '../../../src/bundle/manifest.ts';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import { startReplication } from '../../../src/experiment/replications/replication.ts';
import { makeEvidence } from '../../../src/exports/index.ts';
import { observerOf } from '../../../src/ledger/entry.ts';
import { parseRequirements } from '../../../src/scenario/index.ts';
import { evaluationOfRun } from '../../../src/statements/index.ts';
import { loadScenario, sha256, successOf } from '../../running.ts';

/** Long work in the worker lets messages in, reports progress, and can be cancelled. */

/** Cancelled work ends within about a second, in ms of processor time. It takes a twentieth of that here, so a busy machine has room. */
const CALLED_OFF_WITHIN_MS = 1000;

/** Work that is cancelled when messages are let in for the last time. */
function worked(breaths = Number.POSITIVE_INFINITY): Work & { readonly told: RunProgress[] } {
  let left = breaths;
  const told: RunProgress[] = [];
  return {
    told,
    signal: new AbortController().signal,
    progress: (progress) => told.push(progress),
    async breathe() {
      if (--left < 0) throw new Cancelled();
    },
  };
}

/** Work that is never cancelled, with the longest time between two moments at which it could be, ms of processor time. */
function timed(): Work & { readonly told: RunProgress[]; readonly longestMs: number } {
  const told: RunProgress[] = [];
  let before = process.cpuUsage();
  let longestMs = 0;
  return {
    told,
    get longestMs() {
      return longestMs;
    },
    signal: new AbortController().signal,
    progress: (progress) => told.push(progress),
    async breathe() {
      const { system, user } = process.cpuUsage(before);
      longestMs = Math.max(longestMs, (system + user) / 1000);
      before = process.cpuUsage();
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
    engineVersion: 'test',
    observer: observerOf(chronicle.visit),
  });
  while (!replication.advance(scenario.horizonMs));
  const { summary } = replication.finish();
  chronicle.finish(scenario.horizonMs);
  const made = { seed: scenario.seed, breach: null };
  const circumstances = {
    warnings: [],
    simulation: 0,
    dated: [],
    isSimulated: true,
    opening: null,
    before: null,
  };
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

  it('gives the same result in pieces as at once', async () => {
    const work = worked();
    const { nearMisses, report } = await auditInPieces(run, reachOf(work, 'auditing'));
    expect(nearMisses.find(({ id }) => id === 'R7')?.looked).toBeGreaterThan(1000);
    expect(report).toEqual(auditLedger(run.ledger, run.scenario));
    expect(work.told.length).toBeGreaterThan(1);
    expect(isRising(work.told)).toBe(true);
  });

  it('can be cancelled', async () => {
    const work = worked(1);
    await expect(auditInPieces(run, reachOf(work, 'auditing'))).rejects.toThrow(Cancelled);
    expect(work.told.length).toBe(2);
  });
});

describe('packing', () => {
  let run: OpenRun;
  beforeAll(async () => {
    run = await opened({ ...loadScenario('css-2014'), horizonMs: 4 * 3_600_000 });
  });

  it.each([
    ['bundle', packBundle, 'ledger/ledger.bin', 2],
    ['run folder', packRunFolder, 'ledger.bin', 0.5],
  ] as const)('gives a %s, and can be cancelled at any moment, even within its files', async (...row) => {
    const [, pack, ledger, steps] = row;
    const work = timed();
    const { zip } = await pack(run, work);
    const files = filesOfArchive(new Uint8Array(await zip.arrayBuffer())) ?? [];
    expect(files.find(({ path }) => path === ledger)?.bytes.length).toBe(run.bytes.size);
    expect(isRising(work.told)).toBe(true);
    expect(work.told.at(-1)?.share).toBe(1);
    // Not only before each of them: while the ledger is read for it, and then case by case.
    const made = files.filter(({ path }) => !path.startsWith(BUNDLE.log)).length;
    expect(work.told.length).toBeGreaterThan(steps * made);
    expect(work.longestMs).toBeLessThan(CALLED_OFF_WITHIN_MS);

    const half = Math.floor(work.told.length / 2);
    const cut = worked(half);
    await expect(pack(run, cut)).rejects.toThrow(Cancelled);
    expect(cut.told.length).toBe(half + 1);
  });
});

describe('a dropped bundle', () => {
  it('is verified in pieces, and can be cancelled between them', async () => {
    const run = await opened({ ...loadScenario('css-2014'), horizonMs: 3_600_000 });
    const { zip } = await packBundle(run, worked());
    const files = [{ path: 'bundle.zip', bytes: await zip.arrayBuffer() }];
    const work = timed();
    const { ran, verdict } = await verifyDropped(new Library(), files, work);
    expect(verdict.headline).toMatch(/byte for byte, and [\d,]+ values in summary\.json were recomputed/);
    expect(verdict.steps.find(({ what }) => what === 'figures of service')?.difference).toBeNull();
    expect(ran?.result.root).toBe(run.audit.root);
    const verifying = work.told.filter(({ stage }) => stage === 'verifying');
    expect(isRising(verifying)).toBe(true);
    // Each file that consists of entries or cases is a piece, and large ones are several.
    expect(verifying.length).toBeGreaterThan(15);
    expect(work.longestMs).toBeLessThan(CALLED_OFF_WITHIN_MS);

    const cut = worked(Math.floor(verifying.length / 2));
    await expect(verifyDropped(new Library(), files, cut)).rejects.toThrow(Cancelled);
  });
});

describe('an evaluation in the studio', () => {
  const asked = (storage: string) =>
    `meridian-requirements: 1\ntitle: A bank\nrequirements:\n  inside: { says: Stored inside., ${storage}, for: premier }\n`;
  const request = { name: 'bank.yaml', text: asked('storage: [IE, NL]'), prove: false };

  it('answers as the command does, in pieces, and can be cancelled', async () => {
    const run = await opened(loadScenario('german-night'));
    const work = timed();
    const { files, sections } = await evaluateRun(run, request, work);
    const evidence = makeEvidence(run.scenario, run.ledger, { report: run.audit, nearMisses: [] }, hashes);
    const file = successOf(parseRequirements('bank.yaml', request.text, RULES));
    expect(files['evaluation.json']).toBe(
      evaluationTexts(evaluationOfRun(file, evidence, run.summary)).get('evaluation.json'),
    );
    expect(sections.join('')).toContain('Stored inside.');
    expect(new Set(work.told.map(({ stage }) => stage))).toEqual(new Set(['evaluating']));
    const proved = await evaluateRun(run, { ...request, prove: true }, worked());
    expect(proved.files['evaluation.json']).toContain('proved for every possible run');
    await expect(evaluateRun(run, request, worked(2))).rejects.toThrow(Cancelled);
  });

  it('refuses requirements that are wrong, with their places and remedies', async () => {
    const run = await opened(loadScenario('german-night'));
    const wrong = { ...request, text: asked('storge: EEA') };
    await expect(evaluateRun(run, wrong, worked())).rejects.toThrow(
      /bank\.yaml:4:\d+: .* did you mean 'storage'/,
    );
  });
});
