import { describe, expect, it } from 'vitest';
import { JUDGED_MODELS } from './judged-models.ts';
import { measureVerdicts } from './measure-verdicts.ts';
import { isTooFalse } from './verdicts-table.ts';

/** The middle size of `npm run validate:verdicts`. Runs of four weeks are only in the full table. */
const MIDDLE = { runs: 150, seed: 'middle', days: [1, 3, 7] };

describe.each(JUDGED_MODELS.map((model) => [model.id, model] as const))('%s', (_, model) => {
  it('is falsely called met or missed in at most 3 of 100 runs on a side, and chance', () => {
    const rows = measureVerdicts(model, MIDDLE);
    expect(rows.length).toBe(model.ratios.length * model.days.filter((days) => days <= 7).length);
    expect(rows.filter(isTooFalse)).toEqual([]);
  });
});
