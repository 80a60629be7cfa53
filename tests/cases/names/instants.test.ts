import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Instants } from '../../../src/cases/names/instants.ts';

const YEAR_MS = 366 * 86_400_000;

it('an instant is written as Date writes it, to the millisecond, in any year and before 1970', () => {
  const start = fc.integer({ min: Date.UTC(-100, 0, 1), max: Date.UTC(12_000, 0, 1) });
  const times = fc.array(fc.integer({ min: 0, max: YEAR_MS }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(start, times, (startEpochMs, timesMs) => {
      const instants = new Instants(startEpochMs);
      // Twice: the second time from the cache.
      for (const timeMs of [...timesMs, ...timesMs]) {
        const text = new Date(startEpochMs + timeMs).toISOString();
        expect(instants.at(timeMs)).toBe(text);
      }
    }),
    { numRuns: 300 },
  );
});

it('a time outside the range of Date is an error', () => {
  expect(() => new Instants(0).at(Number.NaN)).toThrow(RangeError);
});
