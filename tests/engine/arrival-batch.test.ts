import { describe, expect, it } from 'vitest';
import { Sampler } from '#base';
import { createNullMeter } from '#statistics';
import { createArrivalBatch } from '../../src/engine/demand/arrival-batch.ts';
import { Source, streamTallies } from '../../src/engine/demand/source.ts';
import { AHEAD } from '../../src/engine/world/draws.ts';
import { buildWorld } from '../../src/engine/world/world.ts';
import { overQueue } from './observed-run.ts';

const HANDLE = new Sampler({ kind: 'lognormal', mean: 1000, sigma: 0.8 });
const PATIENCE = new Sampler({ kind: 'exponential', mean: 500 });

describe('createArrivalBatch()', () => {
  it("draws for many cases at once what the stream's counters give for each alone", () => {
    const { work, ...others } = overQueue(
      'segments: { customers: { severities: { A: 0.2, B: 0.3, C: 0.5 } } }\n',
    );
    const [share1, share2] = [0.4, 0.5];
    const scenario = { ...others, work: { ...work, escalation: [[share1, share2] as const] } };
    const patience = { patience: PATIENCE, patienceBySeverity: null };
    const toCome = createArrivalBatch(scenario, [patience, patience, patience], null, (_, __, word) =>
      HANDLE.of(word),
    );
    const world = buildWorld(scenario);
    const source = new Source(world, streamTallies(world, createNullMeter()), 0, 'seed', 3);
    const { draws } = source;
    const severityOf = (uniform: number) => (uniform < 0.2 ? 0 : uniform < 0.5 ? 1 : 2);
    const tiers = new Set<number>();
    for (let ordinal = 0; ordinal < 3 * AHEAD; ordinal++) {
      const place = toCome.placeOf(source, ordinal);
      expect(toCome.severity[place]).toBe(severityOf(draws.severity.uniform(ordinal, 0)));
      expect(toCome.patienceMs[place]).toBe(Math.round(PATIENCE.of(draws.patience.word(ordinal, 0))));
      expect(toCome.contentMs[place]).toBe(HANDLE.of(draws.handle.word(ordinal, 0)));
      const fails1 = draws.tier1Fails.uniform(ordinal, 0) < share1;
      const fails2 = draws.tier2Fails.uniform(ordinal, 0) < share2;
      const tier = !fails1 ? 1 : !fails2 ? 2 : 3;
      expect(toCome.solvedAtTier[place]).toBe(tier);
      tiers.add(tier);
    }
    expect([...tiers].sort()).toEqual([1, 2, 3]);
  });
});
