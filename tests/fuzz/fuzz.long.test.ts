import { describe, expect, it } from 'vitest';
import { attackOf, CHANGES } from '../differential/verifiers/attacks.ts';
import { verifyCore } from '../differential/verifiers/core-bundle.ts';
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

  it('though bundles are changed in every way, and changed statements are noticed', () => {
    const attacks = Array.from({ length: 300 }, (_, round) => attackOf(1, round));
    expect(new Set(attacks.map(({ kind }) => kind))).toEqual(new Set(CHANGES));
    const statements = attacks.filter(({ kind }) => kind === 'statement');
    const refused = statements.filter(({ files, statement = null }) => {
      return verifyCore(files, statement).firstDifference !== null;
    });
    expect(refused.length).toBeGreaterThan(statements.length / 2);
    expect(refused.length).toBeLessThan(statements.length);
  });

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
