import * as z from 'zod';
import { type Distribution, failure, success } from '#base';
import {
  DISTRIBUTION_FORMS,
  DISTRIBUTION_KINDS,
  DISTRIBUTION_PATTERN,
  type DistributionParts,
  distributionOf,
  parseDistribution,
} from './distribution-text.ts';
import { fixedMap, type LeafParams, leaf } from './leaf.ts';
import { problem } from './problem.ts';
import { duration, number, optional, word } from './values.ts';

const TEXT = { type: 'string', pattern: DISTRIBUTION_PATTERN, examples: Object.values(DISTRIBUTION_FORMS) };

/** A distribution of durations, as text or as a map (whose parts a what-if can change one by one). */
export function distribution(description: string): z.ZodType<Distribution, unknown> {
  return z.union([distributionText(description), distributionMap(description)]).meta({ description });
}

function distributionText(description: string): z.ZodType<Distribution, unknown> {
  return leaf({ description, example: DISTRIBUTION_FORMS.exponential, json: TEXT }, (written) => {
    if (typeof written === 'string') return parseDistribution(written);
    const remedy = `write for example '${DISTRIBUTION_FORMS.exponential}'`;
    return failure(problem('bad-distribution', 'not a distribution', remedy));
  });
}

/** A distribution, or `none`: nothing ever happens. */
export function distributionOrNone(description: string): z.ZodType<Distribution | null, unknown> {
  const none = leaf<Distribution | null>(
    { description, example: 'none', json: { anyOf: [{ const: 'none' }, TEXT] } },
    (written) => {
      if (written === 'none') return success(null);
      return parseDistribution(String(written));
    },
  );
  return z.union([none, distributionMap(description)]).meta({ description });
}

function distributionMap(description: string): z.ZodType<Distribution, unknown> {
  return fixedMap({
    kind: word('The kind of distribution; it says which of the other keys are needed.', DISTRIBUTION_KINDS),
    value: optional(duration('fixed: the duration.')),
    low: optional(duration('uniform: the shortest.')),
    high: optional(duration('uniform: the longest.')),
    mean: optional(duration('exponential, lognormal: the mean.')),
    sigma: optional(number('lognormal: σ of the logarithm.', { low: 0, high: 5, isOpen: true, example: 1 })),
    scale: optional(duration('weibull: the scale.')),
    shape: optional(number('weibull: the shape; 1 is exponential.', { low: 0.1, high: 50, example: 1 })),
  })
    .transform((map, context): Distribution => {
      const { kind, ...written } = map;
      // The leaves have been read already; what is left to check is which of them are there.
      const parts = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
      const outcome = distributionOf(kind, parts as DistributionParts);
      if (outcome.ok) return outcome.value;
      const params: LeafParams = { ...outcome.problem, fallback: DISTRIBUTION_FORMS.exponential };
      context.issues.push({
        code: 'custom',
        input: map,
        params: { ...params },
        message: outcome.problem.message,
      });
      return z.NEVER;
    })
    .meta({ description }) as unknown as z.ZodType<Distribution, unknown>;
}
