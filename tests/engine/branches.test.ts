import { describe, expect, it } from 'vitest';
import { auditLedger } from '#audit';
import { HOUR_MS, MINUTE_MS } from '#base';
import { branchedSeed, type Scenario } from '#domain';
import { ENGINE_KINDS } from '#engine';
import { startReplication } from '#experiment';
import { openLedger } from '#ledger';
import { loadScenario, runInMemory, sha256, successOf } from '../running.ts';
import { scenarioOf } from '../validation/judge.ts';
import { queueText, scenarioText } from '../validation/scenario-text.ts';

interface Act {
  readonly timeMs: number;
  readonly numbers: readonly number[];
}

function actsOf(scenario: Scenario, seed: string, replication = 0): readonly Act[] {
  const acts: Act[] = [];
  const run = startReplication(scenario, {
    seed,
    replication,
    engine: 'compiled',
    digest: sha256,
    writeLedger: null,
    engineVersion: '',
    observer: { act: (timeMs, ...numbers) => acts.push({ timeMs, numbers }) },
  });
  while (!run.advance(scenario.horizonMs));
  return acts;
}

/** Callers at the given intervals, for one agent. */
const callers = (intervals: string, hours: number) => {
  const text = queueText({ agents: 1, rate: 1, handle: 'exponential 30 s', intervals });
  return scenarioOf({ text: scenarioText(text, hours * HOUR_MS) });
};

const openings = (acts: readonly Act[]) =>
  acts.filter(({ numbers: [kind] }) => kind === 4).map(({ timeMs }) => timeMs);

describe('a run with branches', () => {
  // Batches, trunk lines, commitments, customers who come again; several streams.
  const scenario = { ...loadScenario('own-lines'), horizonMs: 14 * HOUR_MS };
  const atMs = 9 * HOUR_MS + 1234;

  it('is the run without them up to the branch, and another one afterwards', () => {
    const [plain, branched, other] = [
      '1985',
      ...['x', 'y'].map((name) => branchedSeed('1985', [{ atMs, name }])),
    ].map((seed) => actsOf(scenario, seed)) as [readonly Act[], readonly Act[], readonly Act[]];
    const upTo = (acts: readonly Act[]) => acts.filter(({ timeMs }) => timeMs <= atMs);
    expect(upTo(plain).length).toBeGreaterThan(1000);
    expect(upTo(branched)).toEqual(upTo(plain));
    expect(upTo(other)).toEqual(upTo(plain));
    expect(branched).not.toEqual(plain);
    expect(branched).not.toEqual(other);
  });

  it('is the run of its first branches up to the next', () => {
    const first = { atMs, name: 'x' };
    const laterMs = atMs + HOUR_MS;
    const [one, two] = [[first], [first, { atMs: laterMs, name: 'z' }]].map((branches) =>
      actsOf(scenario, branchedSeed('1985', branches)).filter(({ timeMs }) => timeMs <= laterMs),
    );
    expect(two).toEqual(one);
  });

  it('has one ledger on every engine, which keeps the rules', () => {
    const seed = branchedSeed('1985', [
      { atMs, name: '1.3' },
      { atMs: atMs + 5, name: '2.1' },
    ]);
    const runs = ENGINE_KINDS.map((engine) => runInMemory(scenario, { engine, seed }));
    expect(new Set(runs.map(({ root }) => root)).size).toBe(1);
    const ledger = successOf(openLedger(runs[0]?.ledger as Uint8Array, sha256));
    expect(ledger.header.seed).toBe(seed);
    expect(auditLedger(ledger, scenario).verdict).toBe('clean');
  });

  it('draws the next arrival of a Poisson process anew, with the same mean', () => {
    const world = callers('exponential', 1);
    const branchMs = 30 * MINUTE_MS;
    const waits = Array.from({ length: 300 }, (_, k) => {
      const times = openings(actsOf(world, branchedSeed('poisson', [{ atMs: branchMs, name: `b${k}` }])));
      return (times.find((timeMs) => timeMs > branchMs) as number) - branchMs;
    });
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(new Set(waits).size).toBeGreaterThan(250);
    // The standard error is 60 s ÷ √300.
    expect(Math.abs(mean / MINUTE_MS - 1)).toBeLessThan(4 / Math.sqrt(300));
  });

  it('keeps the next arrival of a process with a memory, and draws those after it anew', () => {
    const world = callers('erlang shape 4', 1);
    const branchMs = 30 * MINUTE_MS;
    const [plain, one, two] = [
      'e',
      ...['x', 'y'].map((name) => branchedSeed('e', [{ atMs: branchMs, name }])),
    ].map((seed) => openings(actsOf(world, seed)).filter((timeMs) => timeMs > branchMs)) as [
      number[],
      number[],
      number[],
    ];
    expect(one[0]).toBe(plain[0]);
    expect(two[0]).toBe(plain[0]);
    expect(one[1]).not.toBe(two[1]);
    expect(one[1]).not.toBe(plain[1]);
  });
});
