import { unreachable } from './assert.ts';

/**
 * A distribution of non-negative durations (ms). Every variate is made by inversion from exactly one uniform, so
 * that streams stay in step between two scenarios (common random numbers) and antithetic pairs are possible.
 */
export type Distribution =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'lognormal'; readonly mean: number; readonly sigma: number }
  | { readonly kind: 'weibull'; readonly scale: number; readonly shape: number };

/** The quantile of the distribution at `uniform`, which lies strictly between 0 and 1. Unit: that of the parameters. */
export function quantileOf(distribution: Distribution, uniform: number): number {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.value;
    case 'uniform':
      return distribution.low + (distribution.high - distribution.low) * uniform;
    case 'exponential':
      return -distribution.mean * Math.log(uniform);
    case 'lognormal': {
      const { mean, sigma } = distribution;
      return mean * Math.exp(sigma * normalQuantile(uniform) - 0.5 * sigma * sigma);
    }
    case 'weibull':
      return distribution.scale * (-Math.log(uniform)) ** (1 / distribution.shape);
    default:
      return unreachable(distribution);
  }
}

/** The mean of the distribution. Unit: that of the parameters. */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.value;
    case 'uniform':
      return (distribution.low + distribution.high) / 2;
    case 'exponential':
    case 'lognormal':
      return distribution.mean;
    case 'weibull':
      return distribution.scale * gammaFunction(1 + 1 / distribution.shape);
    default:
      return unreachable(distribution);
  }
}

/**
 * The standard normal quantile, accurate to about 1 part in 10^16.
 * Source: M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37
 * (1988), 477–484, routine PPND16.
 */
export function normalQuantile(probability: number): number {
  const q = probability - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    const upper =
      ((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r + 45921.95393154987) * r +
        13731.69376550946) *
        r +
        1971.5909503065513) *
        r +
        133.14166789178438) *
        r +
      3.3871328727963665;
    const lower =
      ((((((5226.495278852546 * r + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) *
        r +
        5394.196021424751) *
        r +
        687.1870074920579) *
        r +
        42.31333070160091) *
        r +
      1;
    return (q * upper) / lower;
  }
  let r = Math.sqrt(-Math.log(q < 0 ? probability : 1 - probability));
  let value: number;
  if (r <= 5) {
    r -= 1.6;
    const upper =
      ((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r +
        1.2704582524523684) *
        r +
        3.6478483247632045) *
        r +
        5.769497221460691) *
        r +
        4.630337846156546) *
        r +
      1.4234371107496835;
    const lower =
      ((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r +
        0.14810397642748008) *
        r +
        0.6897673349851) *
        r +
        1.6763848301838038) *
        r +
        2.053191626637759) *
        r +
      1;
    value = upper / lower;
  } else {
    r -= 5;
    const upper =
      ((((((2.0103343992922881e-7 * r + 2.7115555687434876e-5) * r + 0.0012426609473880784) * r +
        0.026532189526576124) *
        r +
        0.29656057182850487) *
        r +
        1.7848265399172913) *
        r +
        5.463784911164114) *
        r +
      6.657904643501103;
    const lower =
      ((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 1.8463183175100548e-5) * r +
        0.0007868691311456133) *
        r +
        0.014875361290850615) *
        r +
        0.1369298809227358) *
        r +
        0.599832206555888) *
        r +
      1;
    value = upper / lower;
  }
  return q < 0 ? -value : value;
}

/** Γ(x) for x ≥ 1, by the Lanczos approximation (g = 7, n = 9), relative error below 1e-14. */
function gammaFunction(x: number): number {
  const z = x - 1;
  let sum = 0.9999999999998099;
  LANCZOS.forEach((coefficient, i) => {
    sum += coefficient / (z + i + 1);
  });
  const t = z + 7.5;
  return Math.sqrt(2 * Math.PI) * t ** (z + 0.5) * Math.exp(-t) * sum;
}

const LANCZOS: readonly number[] = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];
