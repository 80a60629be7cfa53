import { describe, expect, it } from 'vitest';
import { damaged } from './damaged.ts';
import { disk, kills } from './disk.ts';
import { foreign } from './foreign.ts';
import { kept } from './kept.ts';
import { ledger } from './ledger.ts';
import { mutants, readMutants } from './mutants.ts';
import { names } from './names.ts';
import { scenarios } from './scenarios.ts';
import { sql } from './sql.ts';
import { studio } from './studio.ts';
import { terminal } from './terminal.ts';
import { verifiers } from './verifiers.ts';

/** A short run of every attack; `npm run fuzz` makes long ones. */
const SHORT = [
  [60, damaged],
  [200, kept],
  [300, studio],
  [1, disk],
  [1, kills],
  [60, names],
  [40, scenarios],
  [300, ledger],
  [60, foreign],
  [300, sql],
  [1500, terminal],
  [250, verifiers],
  [24, mutants],
] as const;

describe('nothing breaks', () => {
  it.each(SHORT.map(([runs, kind]) => [runs, kind.title, kind] as const))(
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
});
