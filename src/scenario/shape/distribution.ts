import * as z from 'zod';
import { type Distribution, failure, type Phase, type Result, shown, success } from '#base';
import { suggestion } from '../did-you-mean.ts';
import {
  DISTRIBUTION_KINDS,
  type DistributionKind,
  type DistributionParts,
  formsOf,
  isPlainNumber,
  type PartName,
  SHORT_FORM_PATTERN,
  SHORT_FORMS,
  WAYS,
} from './distribution-kinds.ts';
import { distributionOf, distributionOfText } from './distribution-parts.ts';
import { fixedMap, leaf, list, oneOf, valueOrIssue } from './leaf.ts';
import { type Problem, problem, refused } from './problem.ts';
import { lastingShare } from './table.ts';
import { parseDuration } from './time-text.ts';
import { duration, number, numberAbove, share, word } from './values.ts';

/** A distribution of durations in its short form, e.g. `lognormal 12 min sigma 0.9` (mean, and σ of the logarithm). */
export function parseDistribution(written: string): Result<Distribution, Problem> {
  const [first = '', ...rest] = written.trim().split(/\s+/);
  const kind = DISTRIBUTION_KINDS.find((known) => known === first);
  if (kind === undefined) {
    if (/^[\d.]/.test(first)) {
      const remedy = `write 'fixed ${shown(written.trim())}', or name another distribution`;
      return refused('bad-distribution', 'a duration alone is not a distribution', remedy);
    }
    const remedy = suggestion(first, DISTRIBUTION_KINDS, 'distribution');
    return refused('bad-distribution', `no distribution is called '${shown(first)}'`, remedy);
  }
  const parts = readParts(kind, rest.join(' '));
  return parts.ok ? distributionOfText(kind, parts.value) : parts;
}

/** The parameters in the text after the kind, by the first way of writing whose words occur. */
function readParts(kind: DistributionKind, text: string): Result<DistributionParts, Problem> {
  for (const { parts: names, keywords } of WAYS[kind]) {
    if (keywords === null) continue;
    const pattern = keywords.map((keyword) => (keyword === '' ? '(.+?)' : `${keyword} (.+?)`)).join(' ');
    const texts = new RegExp(`^${pattern}$`).exec(text);
    if (texts === null) continue;
    const parts: Partial<Record<PartName, unknown>> = {};
    for (const [k, name] of names.entries()) {
      const read = readPart(kind, name, texts[k + 1] as string);
      if (!read.ok) return read;
      parts[name] = read.value;
    }
    return success(parts as DistributionParts);
  }
  return failure(badForm(kind));
}

function readPart(kind: DistributionKind, name: PartName, text: string): Result<unknown, Problem> {
  if (name === 'phases') return readPhases(kind, text);
  if (!isPlainNumber(name)) return parseDuration(text);
  return /^-?\d+(\.\d+)?$/.test(text) ? success(Number(text)) : failure(badForm(kind));
}

/** `0.7 of 2 min and 0.3 of 12 min`. */
function readPhases(kind: DistributionKind, text: string): Result<readonly Phase[], Problem> {
  const phases: Phase[] = [];
  for (const one of text.split(' and ')) {
    const [, share, length] = /^(\d+(?:\.\d+)?) of ([^,]+)$/.exec(one) ?? [];
    if (share === undefined || length === undefined) return failure(badForm(kind));
    const mean = parseDuration(length);
    if (!mean.ok) return mean;
    phases.push({ share: Number(share), mean: mean.value });
  }
  return success(phases);
}

function badForm(kind: DistributionKind): Problem {
  const message = kind === 'empirical' ? 'a table cannot be written as text' : `not a ${kind} distribution`;
  return problem('bad-distribution', message, `write ${formsOf(kind)}`);
}

const TEXT = { type: 'string', pattern: SHORT_FORM_PATTERN, examples: SHORT_FORMS };
const EXAMPLE = 'exponential 5 min';

/** A distribution of durations, as text or as a map (whose parts a what-if can change one by one). */
export function distribution(description: string): z.ZodType<Distribution, unknown> {
  const ending = (made: Distribution) => {
    const lasting = lastingShare(made);
    return lasting === null ? success(made) : failure(lasting);
  };
  return oneOf(description, [distributionText(description), distributionMap(description, ending)]);
}

/** The short form alone: for places where a map means something else. */
export function distributionText(description: string): z.ZodType<Distribution, unknown> {
  return leaf({ description, example: EXAMPLE, json: TEXT }, (written) => {
    if (typeof written === 'string') return parseDistribution(written);
    const remedy = `write for example '${EXAMPLE}'`;
    return refused('bad-distribution', 'not a distribution', remedy);
  });
}

/** A distribution of which a share may never end, or `none`: it never happens. */
export function distributionOrNone(description: string): z.ZodType<Distribution | null, unknown> {
  return oneOf(description, [distributionOrNoneText(description), distributionMap(description, success)]);
}

/** The short form alone, or `none`. */
export function distributionOrNoneText(description: string): z.ZodType<Distribution | null, unknown> {
  return leaf<Distribution | null>(
    { description, example: 'none', json: { anyOf: [{ const: 'none' }, TEXT] } },
    (written) => {
      if (written === 'none') return success(null);
      return parseDistribution(String(written));
    },
  );
}

/** Shared by all distributions: a scenario has dozens of them, and each part is a schema of its own. */
const PARTS = fixedMap(null, {
  kind: word('The kind of distribution. It determines which other keys are needed.', DISTRIBUTION_KINDS),
  value: duration('fixed: the duration.').optional(),
  low: duration('uniform, triangular: the shortest.').optional(),
  high: duration('uniform, triangular: the longest.').optional(),
  mode: duration('triangular: the most frequent duration.').optional(),
  mean: duration('exponential, erlang, gamma, hyperexponential, lognormal: the mean.').optional(),
  sigma: numberAbove('lognormal: σ of the logarithm.', [0, 5], 1).optional(),
  cv: numberAbove(
    'lognormal: the coefficient of variation, standard deviation ÷ mean; instead of sigma.',
    [0, 1000],
    1.5,
  ).optional(),
  scv: numberAbove(
    'hyperexponential: the squared coefficient of variation, of two phases with balanced means.',
    [1, 1000],
    4,
  ).optional(),
  scale: duration('weibull: the scale.').optional(),
  shape: number(
    'erlang: the number of phases. gamma, weibull: the shape; 1 is exponential.',
    [0.1, 10_000],
    1,
  ).optional(),
  phases: list(
    'hyperexponential: exponential phases, whose shares add up to 1.',
    fixedMap(null, {
      share: share('The share of the phase.'),
      mean: duration('Mean of the phase.', { above: 0 }),
    }),
  )
    .min(1)
    .optional(),
  cumulative: table(
    'empirical: durations with the share of all that are at most that long, from 0 to 1.',
  ).optional(),
  survival: table(
    'empirical: durations with the share of all that last longer, from 1. The final share may last for ever.',
  ).optional(),
});

/** `accept` makes the final decision on a distribution whose parts are right. */
function distributionMap(
  description: string,
  accept: (made: Distribution) => Result<Distribution, Problem>,
): z.ZodType<Distribution, unknown> {
  return PARTS.transform((map, context): Distribution => {
    const { kind, ...written } = map;
    // The leaves have been read already; it remains to check which of them are given.
    const parts = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
    const made = distributionOf(kind, parts as DistributionParts);
    return valueOrIssue(made.ok ? accept(made.value) : made, EXAMPLE, map, context.issues);
  }).meta({ description }) as unknown as z.ZodType<Distribution, unknown>;
}

function table(description: string) {
  return list(
    description,
    z.tuple([duration('The duration.'), share('The share; linear between two points.')]),
  ).min(1);
}
