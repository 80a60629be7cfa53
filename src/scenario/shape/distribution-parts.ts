import {
  balancedHyperexponential,
  type Distribution,
  failure,
  type Phase,
  type Result,
  sigmaOfVariation,
  success,
} from '#base';
import {
  type DistributionKind,
  type DistributionParts,
  formsOf,
  isLength,
  LONGEST_MS,
  type PartName,
  tooLong,
  WAYS,
} from './distribution-kinds.ts';
import { type Problem, problem, refused } from './problem.ts';
import { tableOf } from './table.ts';

const NO_LENGTH = [
  'the two ends are equal, so the duration is fixed',
  "write a longer duration, or 'fixed 0 s'",
] as const;

/** Shares are written as decimals, so thirds may miss 1 by this much. */
const TOLERANCE = 1e-6;

/** Makes a distribution from its parameters, which must be exactly those of one way to write its kind. */
export function distributionOf(
  kind: DistributionKind,
  parts: DistributionParts,
): Result<Distribution, Problem> {
  const wrong = wrongNames(kind, parts) ?? wrongLengths(parts);
  if (wrong !== null) return failure(wrong);
  const {
    value = 0,
    low = 0,
    high = 0,
    mode = 0,
    mean = 0,
    sigma,
    cv = 0,
    scv = 0,
    scale = 0,
    shape = 0,
  } = parts;
  switch (kind) {
    case 'fixed':
      return success({ kind, value });
    case 'uniform':
      return high > low ? success({ kind, low, high }) : failure(noWidth(kind));
    case 'triangular':
      return triangularOf(low, mode, high);
    case 'exponential':
      return success({ kind, mean });
    case 'erlang':
      return erlangOf(mean, shape);
    case 'gamma':
      if (shape < 0.1 || shape > 10_000) return failure(wrongShape(shape, 0.1, 10_000));
      return success({ kind, mean, shape });
    case 'hyperexponential':
      return parts.phases === undefined ? hyperexponentialOf(mean, scv) : mixtureOf(parts.phases);
    case 'lognormal':
      return sigma === undefined ? lognormalOfVariation(mean, cv) : lognormalOf(mean, sigma);
    case 'weibull':
      if (shape >= 0.1 && shape <= 50) return success({ kind, scale, shape });
      return failure(wrongShape(shape, 0.1, 50));
    case 'empirical':
      return tableOf(parts);
  }
}

/** Like `distributionOf`, for parameters that stand in a text, which has no parts to point at. */
export function distributionOfText(
  kind: DistributionKind,
  parts: DistributionParts,
): Result<Distribution, Problem> {
  const made = distributionOf(kind, parts);
  return made.ok ? made : refused(made.problem.code, made.problem.message, made.problem.remedy);
}

function triangularOf(low: number, mode: number, high: number): Result<Distribution, Problem> {
  if (high <= low) return failure(noWidth('triangular'));
  if (mode >= low && mode <= high) return success({ kind: 'triangular', low, mode, high });
  const remedy = 'the mode is the most frequent duration, from the shortest to the longest';
  return refused('bad-distribution', 'the mode is not between the two ends', remedy, ['mode']);
}

function erlangOf(mean: number, shape: number): Result<Distribution, Problem> {
  if (shape < 1 || shape > 10_000) return failure(wrongShape(shape, 1, 10_000));
  if (Number.isInteger(shape)) return success({ kind: 'erlang', mean, shape });
  const remedy = "write a whole number, or 'gamma'";
  return refused('bad-number', `shape ${shape} is not a whole number`, remedy, ['shape']);
}

function hyperexponentialOf(mean: number, scv: number): Result<Distribution, Problem> {
  if (scv > 1 && scv <= 1000) return success(balancedHyperexponential(mean, scv));
  const remedy = "below 1 write 'gamma', whose variation is 1 / shape; at 1 'exponential'";
  return failure(outOf(`scv ${scv} is not above 1 and at most 1000`, remedy, 'scv'));
}

function lognormalOfVariation(mean: number, cv: number): Result<Distribution, Problem> {
  if (cv > 0 && cv <= 1000) return success({ kind: 'lognormal', mean, sigma: sigmaOfVariation(cv) });
  const remedy = 'the coefficient of variation is standard deviation ÷ mean, mostly 0.5 to 2';
  return failure(outOf(`cv ${cv} is not above 0 and at most 1000`, remedy, 'cv'));
}

function lognormalOf(mean: number, sigma: number): Result<Distribution, Problem> {
  if (sigma > 0 && sigma <= 5) return success({ kind: 'lognormal', mean, sigma });
  const remedy = 'sigma is that of the logarithm, mostly 0.5 to 2';
  return failure(outOf(`sigma ${sigma} is not above 0 and at most 5`, remedy, 'sigma'));
}

/** Missing or surplus parameters, compared with the way of writing that most of them belong to. */
function wrongNames(kind: DistributionKind, parts: DistributionParts): Problem | null {
  const given = Object.keys(parts);
  const ways = WAYS[kind].map((way): readonly string[] => way.parts);
  const known = (way: readonly string[]) => way.filter((name) => given.includes(name)).length;
  const meant = ways.reduce((best, way) => (known(way) > known(best) ? way : best));
  const names = ways.map((way) => way.map((name) => `'${name}'`).join(way.length > 2 ? ', ' : ' and '));
  const form = `${kind} has ${names.join(', or ')}`;
  const missing = meant.find((name) => !given.includes(name));
  if (missing !== undefined) return problem('missing-key', `'${missing}' is missing`, form);
  const surplus = given.find((name) => !meant.includes(name));
  if (surplus === undefined) return null;
  const remedy = `${form}; an inherited key is deleted with '${surplus}: null'`;
  return problem('bad-distribution', `'${surplus}' does not belong here`, remedy);
}

function wrongLengths(parts: DistributionParts): Problem | null {
  const lengths = Object.entries(parts).filter(([name]) => isLength(name as PartName)) as [string, number][];
  const long = lengths.find(([, length]) => length > LONGEST_MS);
  if (long !== undefined) return tooLong([long[0]]);
  const none = lengths.find(([name, length]) => (name === 'mean' || name === 'scale') && length <= 0);
  return none === undefined ? null : problem('out-of-range', ...NO_LENGTH, [none[0]]);
}

/** A mixture whose shares add up to exactly 1. */
function mixtureOf(phases: readonly Phase[]): Result<Distribution, Problem> {
  const at = (k: number, key: string) => ['phases', k, key] as const;
  const long = phases.findIndex(({ mean }) => mean > LONGEST_MS);
  if (long !== -1) return failure(tooLong(at(long, 'mean')));
  const none = phases.findIndex(({ mean }) => mean <= 0);
  if (none !== -1) return refused('out-of-range', ...NO_LENGTH, at(none, 'mean'));
  const sum = phases.reduce((total, { share }) => total + share, 0);
  if (Math.abs(sum - 1) > TOLERANCE) {
    const message = `the shares add up to ${Number(sum.toPrecision(7))}, not to 1`;
    const remedy = 'raise or lower the shares of the phases';
    return refused('shares-not-one', message, remedy, ['phases']);
  }
  return success({
    kind: 'hyperexponential',
    phases: phases.filter(({ share }) => share > 0).map(({ share, mean }) => ({ share: share / sum, mean })),
  });
}

function noWidth(kind: 'uniform' | 'triangular'): Problem {
  const message = 'the upper end is not above the lower one';
  return problem('bad-distribution', message, `write ${formsOf(kind)}`);
}

function wrongShape(shape: number, low: number, high: number): Problem {
  return outOf(`shape ${shape} is not from ${low} to ${high}`, 'shape 1 is exponential', 'shape');
}

function outOf(message: string, remedy: string, at: PartName): Problem {
  return problem('out-of-range', message, remedy, [at]);
}
