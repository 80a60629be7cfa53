/** Queues of sites that cases are allocated to when they arrive. Shares nothing with the simulator. */

/** So many cases at one site never occur in the settings here. */
const MOST = 60;
const SWEEPS = 4000;

/**
 * Two sites of one agent each. An arrival goes to the site with fewer cases, waiting and in service, and to either with equal chances if they
 * are equal. Returns the mean time from arrival to the begin of service, in mean handle times. `rate` is of both together.
 */
export function shorterOfTwo(rate: number): number {
  const size = MOST + 1;
  const shares = Array.from({ length: size }, () => new Float64Array(size).fill(1 / size ** 2));
  const at = (a: number, b: number) =>
    a < 0 || b < 0 || a > MOST || b > MOST ? 0 : (shares[a]?.[b] as number);
  /** The share of arrivals at (a, b) that goes to the first site. */
  const first = (a: number, b: number) => (a === b ? 0.5 : Number(a < b));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let total = 0;
    for (let a = 0; a <= MOST; a++) {
      for (let b = 0; b <= MOST; b++) {
        const into =
          at(a + 1, b) +
          at(a, b + 1) +
          rate * (at(a - 1, b) * first(a - 1, b) + at(a, b - 1) * (1 - first(a, b - 1)));
        const leaves = rate + Number(a > 0) + Number(b > 0);
        (shares[a] as Float64Array)[b] = into / leaves;
        total += into / leaves;
      }
    }
    for (const row of shares) for (let b = 0; b <= MOST; b++) row[b] = (row[b] as number) / total;
  }
  let cases = 0;
  shares.forEach((row, a) => {
    row.forEach((share, b) => {
      cases += share * (a + b);
    });
  });
  return cases / rate - 1;
}

/**
 * The same with very many sites, of which an arrival compares two that are drawn: the fixed point. `load` is that of a site. M. Mitzenmacher,
 * "The power of two choices in randomized load balancing", IEEE Transactions on Parallel and Distributed Systems 12 (2001).
 */
export function bestOfTwoOfMany(load: number): number {
  let time = 0;
  for (let i = 1; 2 ** i - 2 < 1000; i++) time += load ** (2 ** i - 2);
  return time - 1;
}
