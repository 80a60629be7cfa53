import { type Distribution, failure, type Result, success } from '#base';
import { suggestion } from '../did-you-mean.ts';
import { shown } from '../shown.ts';
import { parseDuration } from './duration-text.ts';
import { type Problem, problem } from './problem.ts';

export const DISTRIBUTION_KINDS = ['fixed', 'uniform', 'exponential', 'lognormal', 'weibull'] as const;
export type DistributionKind = (typeof DISTRIBUTION_KINDS)[number];

/** Forms of the text, as the remedies and the reference show them. */
export const DISTRIBUTION_FORMS: Readonly<Record<DistributionKind, string>> = {
  fixed: 'fixed 3 min',
  uniform: 'uniform 2 min to 9 min',
  exponential: 'exponential 5 min',
  lognormal: 'lognormal 12 min sigma 0.9',
  weibull: 'weibull scale 5 min shape 1.3',
};

export const DISTRIBUTION_PATTERN = `^(${DISTRIBUTION_KINDS.join('|')}) .+$`;

/** The parameters, durations in ms. */
export type DistributionParts = Readonly<
  Partial<Record<'value' | 'low' | 'high' | 'mean' | 'sigma' | 'scale' | 'shape', number>>
>;

/** Which parameters each kind has, with the words that introduce them in the short form. */
const GRAMMAR: Readonly<Record<DistributionKind, readonly (readonly [keyof DistributionParts, string])[]>> = {
  fixed: [['value', '']],
  uniform: [
    ['low', ''],
    ['high', 'to'],
  ],
  exponential: [['mean', '']],
  lognormal: [
    ['mean', ''],
    ['sigma', 'sigma'],
  ],
  weibull: [
    ['scale', 'scale'],
    ['shape', 'shape'],
  ],
};

const PLAIN_NUMBERS: readonly string[] = ['sigma', 'shape'];

/** Nobody's patience or handle time is longer: above it, a unit was mistaken. */
const LONGEST_MS = 10 * 366 * 86_400_000;

/** A distribution of durations in its short form, e.g. `lognormal 12 min sigma 0.9` (mean, and σ of the logarithm). */
export function parseDistribution(written: string): Result<Distribution, Problem> {
  const [first = '', ...rest] = written.trim().split(/\s+/);
  const kind = DISTRIBUTION_KINDS.find((known) => known === first);
  if (kind === undefined) {
    if (/^[\d.]/.test(first)) {
      const remedy = `write 'fixed ${shown(written.trim())}', or name another distribution`;
      return failure(problem('bad-distribution', 'a duration alone is not a distribution', remedy));
    }
    const remedy = suggestion(first, DISTRIBUTION_KINDS, 'distribution');
    return failure(problem('bad-distribution', `no distribution is called '${shown(first)}'`, remedy));
  }
  const grammar = GRAMMAR[kind];
  const pattern = grammar.map(([, keyword]) => (keyword === '' ? '(.+?)' : `${keyword} (.+?)`)).join(' ');
  const texts = new RegExp(`^${pattern}$`).exec(rest.join(' '));
  if (texts === null) return failure(badForm(kind));
  const parts: Partial<Record<keyof DistributionParts, number>> = {};
  for (const [k, [name]] of grammar.entries()) {
    const text = texts[k + 1] as string;
    if (PLAIN_NUMBERS.includes(name)) {
      if (!/^-?\d+(\.\d+)?$/.test(text)) return failure(badForm(kind));
      parts[name] = Number(text);
      continue;
    }
    const duration = parseDuration(text);
    if (!duration.ok) return duration;
    parts[name] = duration.value;
  }
  return distributionOf(kind, parts);
}

/** A distribution from its parameters; exactly those that its kind has must be there. */
export function distributionOf(
  kind: DistributionKind,
  parts: DistributionParts,
): Result<Distribution, Problem> {
  const needed = GRAMMAR[kind].map(([name]) => name);
  const given = Object.keys(parts);
  const [missing] = needed.filter((name) => parts[name] === undefined);
  const [surplus] = given.filter((name) => !(needed as readonly string[]).includes(name));
  const form = `${kind} has ${needed.map((name) => `'${name}'`).join(' and ')}`;
  if (missing !== undefined) return failure(problem('missing-key', `'${missing}' is missing`, form));
  if (surplus !== undefined)
    return failure(problem('bad-distribution', `'${surplus}' does not belong here`, form));

  for (const name of needed) {
    if (!PLAIN_NUMBERS.includes(name) && (parts[name] as number) > LONGEST_MS) {
      return failure(problem('out-of-range', 'longer than ten years', 'check the unit'));
    }
  }
  const { value = 0, low = 0, high = 0, mean = 0, sigma = 0, scale = 0, shape = 0 } = parts;
  const noLength = problem('out-of-range', 'a length of nought', "write a longer duration, or 'fixed 0 s'");
  switch (kind) {
    case 'fixed':
      return success({ kind, value });
    case 'uniform': {
      const message = 'the upper end is not above the lower one';
      if (high <= low)
        return failure(problem('bad-distribution', message, `write '${DISTRIBUTION_FORMS.uniform}'`));
      return success({ kind, low, high });
    }
    case 'exponential':
      return mean > 0 ? success({ kind, mean }) : failure(noLength);
    case 'lognormal': {
      if (mean <= 0) return failure(noLength);
      if (sigma > 0 && sigma <= 5) return success({ kind, mean, sigma });
      const remedy = 'sigma is that of the logarithm, mostly 0.5 to 2';
      return failure(problem('out-of-range', `sigma ${sigma} is not above 0 and at most 5`, remedy));
    }
    case 'weibull':
      if (scale <= 0) return failure(noLength);
      if (shape >= 0.1 && shape <= 50) return success({ kind, scale, shape });
      return failure(
        problem('out-of-range', `shape ${shape} is not from 0.1 to 50`, 'shape 1 is exponential'),
      );
  }
}

function badForm(kind: DistributionKind): Problem {
  return problem('bad-distribution', `not a ${kind} distribution`, `write '${DISTRIBUTION_FORMS[kind]}'`);
}
