import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import type { Scenario } from '#domain';
import { startReplication } from '#experiment';
import { OverloadWatch } from '../../../src/engine/kernel/overload-watch.ts';
import { lateStart, modelOf } from '../../demand/model.ts';
import { ADVERSE_BASES } from '../../generators/adverse-world.ts';
import { sha256 } from '../../running.ts';
import { randomWorld } from '../../validation/random-scenario.ts';
import { checked, checkedRun, WORK, withClocks, withMoreFigures } from './recounting.ts';

/** Whatever features a scenario uses, also in combination: two counts that share no code agree on every figure. */

const SEED = Number(process.env.RECOUNT_SEED ?? 20141103);

describe.each(ADVERSE_BASES)('adverse worlds made from $name', ({ worlds }) => {
  it('have the figures that their ledgers give', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        expect(checkedRun(withMoreFigures(world)).difference).toBeNull();
      }),
      { numRuns: Number(process.env.RECOUNT_WORLDS ?? 4), seed: SEED },
    );
  });
});

describe('random worlds', () => {
  it('have the figures that their ledgers give, even if the run begins within an hour', () => {
    fc.assert(
      fc.property(randomWorld, ({ scenario, seed }) => {
        const startEpochMs = scenario.startEpochMs + 13 * MINUTE_MS + 7;
        const { difference } = checkedRun(withMoreFigures({ ...scenario, startEpochMs }), { seed });
        expect(difference).toBeNull();
      }),
      { numRuns: 20, seed: SEED },
    );
  });
});

describe('a run', () => {
  /** `rate` cases an hour for two agents, who need an hour for each. */
  const twoAgents = (rate: number, horizon: string) =>
    modelOf(`
horizon: ${horizon}
centres: { home: { groups: { servers: { shifts: { always: { agents: 2 } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate}/h }]
work: { handle: { tier1: { web: exponential 1 h } } }
`);

  it('that was ended because its queue grew without bound is counted until then', () => {
    const { difference, summary } = checkedRun(twoAgents(3, '52 weeks'));
    expect(difference).toBeNull();
    expect(summary.overload?.endedAfterHours).toBeGreaterThan(1000);
  });

  it('ends within the hour in which its queue is about to fill the memory, and is counted until then', () => {
    // As if there were room for 30,000 waiting cases.
    const full = vi.spyOn(OverloadWatch.prototype, 'isFull').mockImplementation(function (
      this: OverloadWatch,
      waiting,
    ) {
      this.isHopeless ||= waiting >= 30_000;
      return this.isHopeless;
    });
    const { difference, summary } = checkedRun(twoAgents(100_000, '1 hour'));
    full.mockRestore();
    expect(difference).toBeNull();
    expect(summary.overload?.waiting).toBeGreaterThanOrEqual(30_000);
    expect(summary.overload?.waiting).toBeLessThan(50_000);
    expect(summary.overload?.endedAfterHours).toBeLessThan(0.5);
  });

  it('that is unstable is found to be so', () => {
    const { difference, summary } = checkedRun(twoAgents(3, '6 weeks'));
    expect(difference).toBeNull();
    expect(summary.overload).toMatchObject({ endedAfterHours: null });
  });

  it('across the end of summer time counts each interval as often as the clock shows its beginning', () => {
    const start = '2014-10-23T00:00:00Z';
    const scenario = withMoreFigures(modelOf(`start: ${start}\nhorizon: 12 days\n${FEW_CASES}`));
    expect(checkedRun(scenario).difference).toBeNull();
    // For a clock that goes back by half an hour.
    const timeZone = 'Australia/Lord_Howe';
    const measures = scenario.measures?.map((measure) => ({ ...measure, timeZone }));
    const april = { ...scenario, measures, startEpochMs: Date.UTC(2014, 3, 3) };
    expect(checkedRun(withClocks(april, [timeZone])).difference).toBeNull();
  });
});

const FEW_CASES = `
centres: { home: { groups: { servers: { shifts: { always: { agents: 2 } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20/h }]
`;

describe('a warm-up', () => {
  const scenario = lateStart();

  it('given by the scenario is recomputed, whether the run is longer or not', () => {
    for (const hours of [30.5, 24 * 20, 24 * 21]) {
      const { difference, notInLedger, summary } = checkedRun({
        ...scenario,
        warmUp: { forMs: hours * HOUR_MS },
      });
      expect(difference).toBeNull();
      expect(notInLedger.map(({ path }) => path)).toEqual([WORK]);
      expect(summary.warmUp?.hours).toBe(hours < 24 * 20 ? hours : 0);
    }
  });

  /** A run whose warm-up was found in another run. */
  function found(hours: number) {
    const chunks: Buffer[] = [];
    const wanted: Scenario = { ...scenario, warmUp: { by: 'waiting', everyMs: HOUR_MS } };
    const replication = startReplication(wanted, {
      seed: scenario.seed,
      replication: 0,
      engine: 'compiled',
      digest: sha256,
      writeLedger: (bytes) => chunks.push(Buffer.from(bytes)),
      engineVersion: 'test',
      warmUp: { by: 'waiting', forMs: hours * HOUR_MS, isUndecided: false },
    });
    replication.advance(scenario.horizonMs);
    return { scenario: wanted, summary: replication.finish().summary, ledger: Buffer.concat(chunks) };
  }

  it('found in another run is taken from the summary, and reported as such', () => {
    const { ledger, scenario: wanted, summary } = found(42);
    const { difference, notInLedger } = checked(summary, wanted, ledger);
    expect(difference).toBeNull();
    expect(notInLedger.map(({ path }) => path)).toEqual(['warmUp.hours', 'warmUp.isUndecided', WORK]);
    for (const { reason } of notInLedger.slice(0, 2)) expect(reason).toContain('found in another run');
  });

  it('stated wrongly does not fit the other figures', () => {
    const { ledger, scenario: wanted, summary } = found(42);
    for (const hours of [41, 43, 42.5, 0, -1, 1e6, '42', null]) {
      const spoilt = { ...summary, warmUp: { ...summary.warmUp, hours } };
      expect(checked(spoilt, wanted, ledger).difference, String(hours)).not.toBeNull();
    }
  });
});
