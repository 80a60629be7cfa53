import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { measuresOf, startLongRun } from '#experiment';
import { lengthsOf } from '../../src/planning/targets/run-length.ts';
import { modelOf, summaryOf } from '../demand/model.ts';
import { sha256 } from '../running.ts';

describe('how long a run is for its queue', () => {
  it('is judged by the same relaxation time as its batches, at low load, too, and with handle times that vary little', () => {
    const scenario = modelOf(`
horizon: 4 days
centres: { home: { groups: { servers: { shifts: { always: { agents: 20 } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 600/h }]
work: { handle: { tier1: { web: uniform 50 s to 70 s } } }
`);
    const { relaxationMs } = lengthsOf(
      summaryOf(scenario),
      scenario,
    )({ segment: { id: 'customers' }, channels: ['web'], of: 'answer' });
    const run = startLongRun(scenario, {
      seed: '1',
      replication: 0,
      measures: measuresOf([]),
      batches: 16,
      level: 0.95,
      digest: sha256,
    });
    while (run.advance());
    const hours = run.finish()?.wanted?.means.relaxationHours ?? 0;
    // Half of 20 agents are idle: what happened is forgotten with the cases in hand, each of which takes a minute.
    expect(relaxationMs / 60_000).toBeCloseTo(1, 2);
    expect((hours * HOUR_MS) / relaxationMs).toBeCloseTo(1, 2);
  });
});
