import { gammaFunction } from './gamma-function.ts';

/**
 * The gamma distribution of scale 1 in logarithms, at x = e^logX. In logarithms neither tail underflows, and all
 * three are concave functions of logX, which makes inversion safe.
 *
 *   density: x^shape e^(−x) / Γ(shape), which is that of log X
 *   share below x, P: density · Σ x^n / (shape (shape+1) … (shape+n)), the series for x < shape + 1 (DLMF 8.7.1)
 *   share above x, Q: density · 1/(x+1−shape− 1(1−shape)/(x+3−shape− …)), the even part of the fraction DLMF 8.9.2
 *
 * with P + Q = 1 for the other of the two; the division of the plane is that of A. R. DiDonato and A. H. Morris,
 * "Computation of the Incomplete Gamma Function Ratios and their Inverse", ACM TOMS 12 (1986), 377–393. Absolute
 * error of the logarithms below 2e-13 for shapes from 0.1 to 10,000, within 6.5 standard deviations.
 */
export class GammaLogs {
  readonly shape: number;
  /** log Γ(shape + 1). */
  readonly logFactorial: number;
  private readonly logShape: number;
  private readonly logNorm: number;
  logDensity = 0;
  logBelow = 0;
  logAbove = 0;

  constructor(shape: number) {
    this.shape = shape;
    this.logShape = Math.log(shape);
    this.logNorm = logPeak(shape);
    this.logFactorial = (shape + 1) * this.logShape - shape - this.logNorm;
  }

  /** Sets the three logarithms for e^logX. */
  evaluate(logX: number): void {
    const { shape } = this;
    const x = Math.exp(logX);
    const excess = x / shape - 1;
    // shape·log(x/shape) − (x − shape), without the cancellation that large shapes suffer near the peak.
    const logRatio = Math.abs(excess) < 0.5 ? Math.log1p(excess) : logX - this.logShape;
    this.logDensity = this.logNorm - shape * (excess - logRatio);
    if (x < shape + 1) {
      this.logBelow = this.logDensity + Math.log(seriesBelow(shape, x));
      this.logAbove = Math.log1p(-Math.exp(this.logBelow));
    } else {
      this.logAbove = this.logDensity + Math.log(fractionAbove(shape, x));
      this.logBelow = Math.log1p(-Math.exp(this.logAbove));
    }
  }
}

/** log(shape^shape e^(−shape) / Γ(shape)), the density at its peak. Uses Stirling's series (DLMF 5.11.1) from shape 10 on. */
function logPeak(shape: number): number {
  if (shape < 10) return shape * Math.log(shape) - shape - Math.log(gammaFunction(shape + 1) / shape);
  const r = 1 / (shape * shape);
  const rest =
    (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360))))) / shape;
  return 0.5 * Math.log(shape / (2 * Math.PI)) - rest;
}

function seriesBelow(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

/** The continued fraction by the method of W. J. Lentz, Applied Optics 15 (1976), 668–671. */
function fractionAbove(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n <= TERMS_MAX; n++) {
    const a = n * (shape - n);
    b += 2;
    d = 1 / (b + a * d);
    c = b + a / c;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 2.3e-16) break;
  }
  return fraction;
}

/** The fraction of the largest shape has converged after 200 terms at its slowest; beyond that, only rounding changes it. */
const TERMS_MAX = 1_000;
