import { type Distribution, GammaLogs } from '#base';

/** A family of distributions that a fit may choose. Unknowns are logarithms of the parameters, so that every number is allowed. */
export interface Family {
  readonly kind: 'exponential' | 'lognormal' | 'gamma' | 'weibull';
  /** Names of the parameters, as in a scenario; the first is a duration, the second a plain number. */
  readonly parameters: readonly string[];
  /** A start for the search, from mean (ms) and mean and variance of the logarithms. */
  start(moments: Moments): readonly number[];
  /** Functions of x (ms) for parameters (not their logarithms). */
  open(parameters: readonly number[]): Curves;
  distribution(parameters: readonly number[]): Distribution;
}

export interface Moments {
  readonly mean: number;
  readonly logMean: number;
  readonly logVariance: number;
}

/** Logarithms of the density and of the share above. */
export interface Curves {
  logDensity(x: number): number;
  logAbove(x: number): number;
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
const SMALLEST = 1e-6;
/** A scenario takes shapes of gamma and Weibull distributions from 0.1. */
const SHAPE_LEAST = 0.1;
const SHAPE_MOST = 50;

const exponential: Family = {
  kind: 'exponential',
  parameters: ['mean'],
  start: ({ mean }) => [Math.log(mean)],
  open: ([mean = 1]) => ({ logDensity: (x) => -Math.log(mean) - x / mean, logAbove: (x) => -x / mean }),
  distribution: ([mean = 1]) => ({ kind: 'exponential', mean }),
};

const lognormal: Family = {
  kind: 'lognormal',
  parameters: ['mean', 'sigma'],
  start: ({ logMean, logVariance }) => {
    const variance = Math.max(logVariance, SMALLEST);
    return [logMean + variance / 2, 0.5 * Math.log(variance)];
  },
  open: ([mean = 1, sigma = 1]) => {
    const mu = Math.log(mean) - (sigma * sigma) / 2;
    const norm = Math.log(sigma) + HALF_LOG_TWO_PI;
    return {
      logDensity: (x) => {
        const logX = Math.log(x);
        const z = (logX - mu) / sigma;
        return -logX - norm - (z * z) / 2;
      },
      logAbove: (x) => logNormalAbove((Math.log(x) - mu) / sigma),
    };
  },
  distribution: ([mean = 1, sigma = 1]) => ({ kind: 'lognormal', mean, sigma }),
};

const gamma: Family = {
  kind: 'gamma',
  parameters: ['mean', 'shape'],
  start: ({ mean, logMean }) => {
    // Thom's approximation of the maximum-likelihood shape.
    const s = Math.max(Math.log(mean) - logMean, SMALLEST);
    return [Math.log(mean), Math.log((3 - s + Math.sqrt((s - 3) ** 2 + 24 * s)) / (12 * s))];
  },
  open: ([mean = 1, given = 1]) => {
    const shape = Math.min(Math.max(given, SHAPE_LEAST), 10_000);
    const logs = new GammaLogs(shape);
    const scale = mean / shape;
    const logScale = Math.log(scale);
    const logGammaOfShape = logs.logFactorial - Math.log(shape);
    return {
      logDensity: (x) => (shape - 1) * (Math.log(x) - logScale) - x / scale - logGammaOfShape - logScale,
      logAbove: (x) => {
        logs.evaluate(Math.log(x) - logScale);
        return logs.logAbove;
      },
    };
  },
  distribution: ([mean = 1, shape = 1]) => ({ kind: 'gamma', mean, shape: Math.max(shape, SHAPE_LEAST) }),
};

const weibull: Family = {
  kind: 'weibull',
  parameters: ['scale', 'shape'],
  start: ({ logMean, logVariance }) => {
    const shape = Math.PI / Math.sqrt(6 * Math.max(logVariance, SMALLEST));
    return [logMean + 0.5772 / shape, Math.log(shape)];
  },
  open: ([scale = 1, given = 1]) => {
    const shape = Math.min(Math.max(given, SHAPE_LEAST), SHAPE_MOST);
    const norm = Math.log(shape) - Math.log(scale);
    return {
      logDensity: (x) => {
        const logRatio = Math.log(x / scale);
        return norm + (shape - 1) * logRatio - Math.exp(shape * logRatio);
      },
      logAbove: (x) => -((x / scale) ** shape),
    };
  },
  distribution: ([scale = 1, shape = 1]) => ({ kind: 'weibull', scale, shape: Math.max(shape, SHAPE_LEAST) }),
};

export const FAMILIES: readonly Family[] = [exponential, lognormal, gamma, weibull];

const halfGamma = new GammaLogs(0.5);

/** Logarithm of the share of the normal distribution above z. erfc(x) is the upper incomplete gamma function of shape ½ at x². */
export function logNormalAbove(z: number): number {
  const size = Math.abs(z);
  if (size < 1e-8) return Math.log(0.5);
  halfGamma.evaluate(2 * Math.log(size) - Math.log(2));
  const logTail = Math.log(0.5) + halfGamma.logAbove;
  return z > 0 ? logTail : Math.log1p(-Math.exp(logTail));
}
