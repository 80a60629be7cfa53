import { type Distribution, failure, type Result, success } from '#base';
import { suggestion } from '../did-you-mean.ts';
import { shown } from '../shown.ts';
import { parseDuration } from './duration-text.ts';
import { type Problem, problem } from './problem.ts';

export const DISTRIBUTION_KINDS = ['fixed', 'uniform', 'exponential', 'lognormal', 'weibull'] as const;
type Kind = (typeof DISTRIBUTION_KINDS)[number];

/** Forms of the text, as the remedies and the reference show them. */
export const DISTRIBUTION_FORMS: Readonly<Record<Kind, string>> = {
  fixed: 'fixed 3 min',
  uniform: 'uniform 2 min to 9 min',
  exponential: 'exponential 5 min',
  lognormal: 'lognormal 12 min sigma 0.9',
  weibull: 'weibull scale 5 min shape 1.3',
};

export const DISTRIBUTION_PATTERN = `^(${DISTRIBUTION_KINDS.join('|')}) .+$`;

/** Nobody's patience or handle time is longer: above it, a unit was mistaken. */
const LONGEST_MS = 10 * 366 * 86_400_000;

/** A distribution of durations in its short form, e.g. `lognormal 12 min sigma 0.9` (the mean, and σ of the logarithm). */
export function parseDistribution(written: string): Result<Distribution, Problem> {
  const [word = '', ...rest] = written.trim().split(/\s+/);
  const kind = DISTRIBUTION_KINDS.find((known) => known === word);
  if (kind === undefined) {
    const isDuration = /^[\d.]/.test(word);
    const message = isDuration ? 'a duration alone is not a distribution' : `no distribution '${shown(word)}'`;
    const remedy = isDuration ? `write '${'fixed '}${shown(written.trim())}', or another distribution` : suggestion(word, DISTRIBUTION_KINDS, 'distribution');
    return failure(problem('bad-distribution', message, remedy));
  }
  const text = rest.join(' ');
  const bad = () => failure(problem('bad-distribution', `not a ${kind} distribution`, `write '${DISTRIBUTION_FORMS[kind]}'`));
  switch (kind) {
    case 'fixed':
    case 'exponential': {
      if (text === '') return bad();
      return distributionOf(kind, [text], []);
    }
    case 'uniform': {
      const parts = /^(.+) to (.+)$/.exec(text);
      return parts === null ? bad() : distributionOf(kind, [parts[1] as string, parts[2] as string], []);
    }
    case 'lognormal': {
      const parts = /^(.+) sigma (-?\d+(?:\.\d+)?)$/.exec(text);
      return parts === null ? bad() : distributionOf(kind, [parts[1] as string], [Number(parts[2])]);
    }
    case 'weibull': {
      const parts = /^scale (.+) shape (-?\d+(?:\.\d+)?)$/.exec(text);
      return parts === null ? bad() : distributionOf(kind, [parts[1] as string], [Number(parts[2])]);
    }
  }
}

/** A distribution from its durations and plain numbers, in the order of the short form. */
function distributionOf(
  kind: Kind,
  durations: readonly string[],
  numbers: readonly number[],
): Result<Distribution, Problem> {
  const times: number[] = [];
  for (const text of durations) {
    const duration = parseDuration(text);
    if (!duration.ok) return duration;
    if (duration.value > LONGEST_MS) return failure(problem('out-of-range', 'longer than ten years', 'check the unit'));
    times.push(duration.value);
  }
  const [first = 0, second = 0] = times;
  const [number = 0] = numbers;
  switch (kind) {
    case 'fixed':
      return success({ kind, value: first });
    case 'uniform':
      if (second > first) return success({ kind, low: first, high: second });
      return failure(problem('bad-distribution', 'the upper end is not above the lower', `write '${DISTRIBUTION_FORMS.uniform}'`));
    case 'exponential':
      if (first > 0) return success({ kind, mean: first });
      return failure(problem('out-of-range', 'a mean of nought', "write a longer mean, or 'fixed 0 s'"));
    case 'lognormal':
      if (first <= 0) return failure(problem('out-of-range', 'a mean of nought', "write a longer mean, or 'fixed 0 s'"));
      if (number > 0 && number <= 5) return success({ kind, mean: first, sigma: number });
      return failure(problem('out-of-range', `sigma ${number} is not in (0, 5]`, 'sigma is that of the logarithm, mostly 0.5 to 2'));
    case 'weibull':
      if (first <= 0) return failure(problem('out-of-range', 'a scale of nought', "write a longer scale, or 'fixed 0 s'"));
      if (number >= 0.1 && number <= 50) return success({ kind, scale: first, shape: number });
      return failure(problem('out-of-range', `shape ${number} is not in [0.1, 50]`, 'shape 1 is exponential'));
  }
}
