import { type Distribution, failure, type Phase, type Result, shown, success } from '#base';
import { suggestion } from '../did-you-mean.ts';
import {
  DISTRIBUTION_KINDS,
  type DistributionKind,
  type DistributionParts,
  formsOf,
  isPlainNumber,
  type PartName,
  WAYS,
} from './distribution-kinds.ts';
import { distributionOf } from './distribution-parts.ts';
import { parseDuration } from './duration-text.ts';
import { type Problem, problem } from './problem.ts';

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
  const parts = readParts(kind, rest.join(' '));
  if (!parts.ok) return parts;
  const made = distributionOf(kind, parts.value);
  if (made.ok) return made;
  // A text has no parts to point at.
  const { code, message, remedy } = made.problem;
  return failure(problem(code, message, remedy));
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
