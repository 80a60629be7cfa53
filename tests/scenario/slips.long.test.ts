import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#base';
import { SCENARIO_ISSUE_CODES } from '#scenario';
import { outcomeOf, slipIn } from './slips.ts';

/** Files with the newest keys, and scenarios that use them. */
const FILES = [
  'tests/scenario/slips/one-at-a-time.yaml',
  'tests/scenario/slips/several-at-a-time.yaml',
  'scenarios/break-glass/scenario.yaml',
  'scenarios/chat-desk/scenario.yaml',
  'scenarios/second-opinion/scenario.yaml',
];
/** To try more of them by hand: `SLIPS=1000`. */
const numRuns = Number(process.env.SLIPS ?? 30);
const draw = fc.nat({ max: 2 ** 30 });

describe.each(FILES)('a typing mistake in %s', (file) => {
  const text = readFileSync(file, 'utf8');
  const path = 'scenarios/slipped/scenario.yaml';

  it('is refused with its place and a remedy, or runs without breaking a promise', () => {
    const counts = { refused: 0, run: 0, busy: 0 };
    fc.assert(
      fc.property(draw, draw, draw, (place, kind, value) => {
        const slip = slipIn(text, { place, kind, value });
        const outcome = outcomeOf(path, slip.text, DAY_MS);
        counts[outcome.kind]++;
        if (outcome.kind === 'run') expect(outcome.broken, slip.told).toEqual([]);
        if (outcome.kind !== 'refused') return;
        expect(outcome.issues.length, slip.told).toBeGreaterThan(0);
        for (const { code, column, line, message, remedy } of outcome.issues) {
          expect(SCENARIO_ISSUE_CODES).toContain(code);
          expect(Math.min(line, column), slip.told).toBeGreaterThanOrEqual(1);
          expect(message, slip.told).toMatch(/\S/);
          expect(remedy, slip.told).toMatch(/\S/);
        }
      }),
      { numRuns, seed: 20141103 },
    );
    expect(counts.refused).toBeGreaterThan(0);
    expect(counts.run).toBeGreaterThan(0);
    // The run of a mistake is abandoned only if the mistake multiplied its events.
    expect(counts.busy).toBeLessThan(numRuns / 10);
  }, 3_600_000);
});
