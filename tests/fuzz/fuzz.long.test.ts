import { describe, expect, it } from 'vitest';
import { KINDS } from './kinds.ts';
import { readMutants } from './mutants.ts';
import { keptSeeds } from './night.ts';

describe('nothing breaks', () => {
  it.each([...KINDS.values()].map(({ kind, runs }) => [runs, kind.title, kind] as const))(
    'under %i attacks on %s',
    async (runs, _, kind) => {
      const outcome = await kind.run(runs, 1);
      expect(outcome.failures).toEqual([]);
      expect(outcome.runs).toBe(runs);
    },
  );

  it('by one bit of a time or of the number of a case, in any reader', async () => {
    const rounds = ['later by 2^46 ms', 'case 2^29 higher'] as const;
    const { failures, tally } = await readMutants(rounds.map((round) => ({ seed: 0, round })));
    expect(failures).toEqual([]);
    expect(tally['named as damage']).toBe(2);
  });

  it('that a night has broken before', async () => {
    for (const { kind, runs, seed } of keptSeeds()) {
      const outcome = await KINDS.get(kind)?.kind.run(runs, seed);
      expect(outcome?.failures, `${kind}, seed ${seed}`).toEqual([]);
    }
  });
});
