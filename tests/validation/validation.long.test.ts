import { describe, expect, it } from 'vitest';
import { CASES } from './cases/index.ts';
import { type Effort, judge } from './judge.ts';
import { meanWait } from './measures.ts';
import { longRun, queueInLongRun, queueText } from './scenario-text.ts';
import { mmc } from './theory.ts';
import { exact, measure, type Setup, simulated, type ValidationCase } from './validation-case.ts';
import { verdictTable } from './verdict-table.ts';

/** The short version of `npm run validate:truth`: less of everything, fixed seeds, and 4 standard errors. */
const SHORT: Effort = { version: 'short', share: 0.12, errors: 4 };

describe.each(CASES.map((validated) => [`${validated.id} ${validated.title}`, validated] as const))(
  '%s',
  (_, validated) => {
    it('is as published, or as theory gives it', () => {
      const outside = judge(validated, SHORT).filter(({ isInside }) => !isInside);
      expect(
        outside.map(
          ({ expected, measure, point, simulated, z }) =>
            `${point}: ${measure} is ${simulated}, not ${expected} (z ${z.toFixed(2)})`,
        ),
      ).toEqual([]);
    });
  },
);

describe('a verdict', () => {
  const right = mmc({ lambda: 0.5, mu: 1, c: 1 }).meanWait;
  const queue = { agents: 1, rate: 0.5, handle: 'exponential 1 min' };
  const about = (setup: Setup): ValidationCase => ({
    id: 'D00',
    title: 'M/M/1',
    model: 'M/M/1 at 50 % load',
    points: [
      {
        id: 'only',
        setups: [setup],
        measures: [
          measure(
            'mean wait',
            'min',
            (run) => meanWait(run),
            exact(right, 'theory'),
            exact(1.2 * right, 'a slip of the pen'),
            simulated(1.2 * right, 0.4 * right, 'somebody who simulated little'),
          ),
        ],
        replications: { full: 20, short: 20 },
      },
    ],
  });

  it('separates right expectations from wrong ones, and allows for the error of published simulations', () => {
    const rows = judge(about(queueInLongRun(queue, 1, 4000)), { version: 'full', share: 1, errors: 3 });
    expect(rows.map(({ isInside }) => isInside)).toEqual([true, false, true]);
    const table = verdictTable(rows);
    expect(table).toContain('OUTSIDE');
    expect(table).toContain('3 measures in 1 model: 1 outside');
  });

  it('is refused if a counted case still waits at the end', () => {
    const cutOff = longRun(queueText({ ...queue, rate: 2 }), { arrivals: 500, rate: 2, warmUp: 0, drain: 0 });
    expect(() => judge(about(cutOff), SHORT)).toThrow('still waits at the end');
  });
});
