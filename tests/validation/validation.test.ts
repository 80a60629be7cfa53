import { describe, expect, it } from 'vitest';
import { CASES } from './cases/index.ts';
import { type Effort, judge } from './judge.ts';

/** The short version of `npm run validate:truth`: less of everything, seeds fixed, and 4 standard errors. */
const SHORT: Effort = { version: 'short', share: 0.15, errors: 4 };

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
