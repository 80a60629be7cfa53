/** Coefficients of two polynomials, the highest power first. */
interface Fraction {
  readonly upper: readonly number[];
  readonly lower: readonly number[];
}

const MIDDLE: Fraction = {
  upper: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
    1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ],
  lower: [
    5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
    687.1870074920579, 42.31333070160091, 1,
  ],
};
const TAIL: Fraction = {
  upper: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  lower: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
};
const FAR_TAIL: Fraction = {
  upper: [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
    0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  lower: [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133,
    0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
  ],
};

/**
 * The standard normal quantile, accurate to about 1 part in 10^16.
 * Source: M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37
 * (1988), 477–484, routine PPND16.
 */
export function normalQuantile(probability: number): number {
  const q = probability - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * valueAt(r, MIDDLE.upper)) / valueAt(r, MIDDLE.lower);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? probability : 1 - probability));
  const { lower, upper } = r <= 5 ? TAIL : FAR_TAIL;
  const from = r <= 5 ? 1.6 : 5;
  const value = valueAt(r - from, upper) / valueAt(r - from, lower);
  return q < 0 ? -value : value;
}

function valueAt(r: number, coefficients: readonly number[]): number {
  let value = coefficients[0] as number;
  for (let k = 1; k < coefficients.length; k++) value = value * r + (coefficients[k] as number);
  return value;
}
