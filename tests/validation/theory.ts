/**
 * Queueing theory in closed form, written for validation alone: nothing here is shared with the simulator. Times are in the unit that the
 * rates are per. λ: arrival rate, μ: service rate of one agent, c: agents.
 */

/** Erlang B: the share of arrivals that find all c lines busy at an offered load of a Erlang. Source: Erlang (1917). */
export function erlangB(c: number, a: number): number {
  let blocked = 1;
  for (let lines = 1; lines <= c; lines++) blocked = (a * blocked) / (lines + a * blocked);
  return blocked;
}

/** Erlang C: the share of arrivals that have to wait in M/M/c. Source: Erlang (1917). */
export function erlangC(c: number, a: number): number {
  const blocked = erlangB(c, a);
  return (c * blocked) / (c - a * (1 - blocked));
}

export interface MmcRates {
  readonly lambda: number;
  readonly mu: number;
  readonly c: number;
}

/** M/M/c, first come, first served. */
export function mmc({ lambda, mu, c }: MmcRates) {
  const waits = erlangC(c, lambda / mu);
  const meanWait = waits / (c * mu - lambda);
  return {
    waits,
    meanWait,
    /** Share of arrivals that wait at most t. */
    waitWithin: (t: number) => 1 - waits * Math.exp(-(c * mu - lambda) * t),
    occupancy: lambda / (c * mu),
    meanQueue: lambda * meanWait,
    meanSojourn: meanWait + 1 / mu,
    meanInSystem: lambda * meanWait + lambda / mu,
  };
}

/**
 * The relaxation time of M/M/c: after some of these a queue has forgotten that it started empty. Source: P. M. Morse, Queues, Inventories
 * and Maintenance (1958), for c = 1; the same spectral gap bounds c > 1.
 */
export function relaxationTime({ lambda, mu, c }: MmcRates): number {
  return 1 / (Math.sqrt(c * mu) - Math.sqrt(lambda)) ** 2;
}

/** Mean wait in M/G/1 by Pollaczek and Khinchine; `scv`: squared coefficient of variation of the service time. */
export function mg1Wait(lambda: number, meanService: number, scv: number): number {
  const rho = lambda * meanService;
  return (rho * meanService * (1 + scv)) / (2 * (1 - rho));
}

/**
 * Mean wait in D/M/1 with mean service 1: σ = exp(−(1 − σ) / ρ) is the probability that a customer waits, and the wait is then exponential.
 * Source: L. Kleinrock, Queueing Systems I (1975), ch. 6.
 */
export function dm1Wait(rho: number): number {
  let [low, high] = [0, 1 - 1e-12];
  // The other root is 1. Below the wanted root the right side is larger, between the two it is smaller.
  for (let i = 0; i < 200; i++) {
    const sigma = (low + high) / 2;
    if (Math.exp(-(1 - sigma) / rho) > sigma) low = sigma;
    else high = sigma;
  }
  return low / (1 - low);
}

/**
 * Mean waits by class under non-preemptive priority with one service rate, the first class the most urgent. Source: A.
 * Cobham, Operations Research 2 (1954).
 */
export function priorityWaits(c: number, mu: number, lambdas: readonly number[]): readonly number[] {
  const total = lambdas.reduce((sum, lambda) => sum + lambda, 0);
  const residual = erlangC(c, total / mu) / (c * mu);
  let before = 0;
  return lambdas.map((lambda) => {
    const after = before + lambda / (c * mu);
    const wait = residual / ((1 - before) * (1 - after));
    before = after;
    return wait;
  });
}

/**
 * Mean waits by class in M/M/1 under priorities that grow with the wait, each class at its own rate, without interruption; the classes in
 * order of rising rates. Source: L. Kleinrock, Naval Research Logistics Quarterly 11 (1964).
 */
export function ageingPriorityWaits(
  mu: number,
  classes: readonly { readonly lambda: number; readonly rate: number }[],
): readonly number[] {
  const loads = classes.map(({ lambda }) => lambda / mu);
  const load = loads.reduce((sum, rho) => sum + rho, 0);
  const waits: number[] = [];
  classes.forEach(({ rate }, p) => {
    let above = load / mu / (1 - load);
    let below = 1;
    classes.forEach((other, i) => {
      const rho = loads[i] as number;
      if (i < p) above -= rho * (waits[i] as number) * (1 - other.rate / rate);
      if (i > p) below -= rho * (1 - rate / other.rate);
    });
    waits.push(above / below);
  });
  return waits;
}

/**
 * Mean times in the system by class in M/M/1 with preemptive-resume priority; one service rate, the first class the most urgent. Source: L.
 * Kleinrock, "Queueing Systems" II (1976), section 3.6.
 */
export function preemptiveSojourns(mu: number, lambdas: readonly number[]): readonly number[] {
  let before = 0;
  return lambdas.map((lambda) => {
    const after = before + lambda / mu;
    const sojourn = 1 / mu / (1 - before) + after / mu / ((1 - before) * (1 - after));
    before = after;
    return sojourn;
  });
}

/** Standard deviation of the wait in M/M/1 by discipline. Sources: J. F. C. Kingman, Proc. Camb. Phil. Soc. 58 (1962). */
export function mm1WaitDeviation(
  lambda: number,
  mu: number,
  discipline: 'first in' | 'random' | 'last in',
): number {
  const rho = lambda / mu;
  const mean = rho / (mu * (1 - rho));
  const square = (2 * rho) / (mu * (1 - rho)) ** 2;
  const factor = { 'first in': 1, random: 2 / (2 - rho), 'last in': 1 / (1 - rho) }[discipline];
  return Math.sqrt(factor * square - mean ** 2);
}

/** A station of an open network: `c` agents, or Infinity for a delay without queueing. */
export interface Station {
  readonly c: number;
  readonly mu: number;
  /** Arrivals from outside. */
  readonly arrivals: number;
  /** Share of the visits that go on to each station; the rest leaves. */
  readonly next: readonly number[];
}

/** Open network of exponential stations in product form. Source: J. R. Jackson, Operations Research 5 (1957). */
export function jacksonNetwork(stations: readonly Station[]) {
  let visits = stations.map(({ arrivals }) => arrivals);
  for (let i = 0; i < 10_000; i++) {
    visits = stations.map(
      ({ arrivals }, to) =>
        arrivals +
        stations.reduce((sum, { next }, from) => sum + (visits[from] as number) * (next[to] as number), 0),
    );
  }
  const rows = stations.map(({ c, mu }, i) => {
    const lambda = visits[i] as number;
    if (c === Number.POSITIVE_INFINITY) {
      return { lambda, meanWait: 0, waits: 0, occupancy: 0, meanInSystem: lambda / mu };
    }
    return { lambda, ...mmc({ lambda, mu, c }) };
  });
  const inSystem = rows.reduce((sum, { meanInSystem }) => sum + meanInSystem, 0);
  return { stations: rows, meanTotal: inSystem / stations.reduce((sum, { arrivals }) => sum + arrivals, 0) };
}

/**
 * Mean number in M/M/1 whose agent fails at rate f, busy or not, and is repaired at rate r; work in hand is resumed. Source:
 * H. White and L. S. Christie, Operations Research 6 (1958).
 */
export function mm1WithOutages(lambda: number, mu: number, f: number, r: number) {
  const availability = r / (f + r);
  const meanInSystem = (lambda / (mu * availability - lambda)) * (1 + (mu * f) / (f + r) ** 2);
  return { availability, meanInSystem, meanSojourn: meanInSystem / lambda };
}

/** Patience by E[min(x, patience)], which is all that the theory needs; `kinks`: points at which it is not smooth. */
export interface Patience {
  readonly within: (x: number) => number;
  readonly kinks: readonly number[];
}

export const exponentialPatience = (mean: number): Patience => ({
  within: (x) => mean * (1 - Math.exp(-x / mean)),
  kinks: [],
});
export const uniformPatience = (high: number): Patience => ({
  within: (x) => (x >= high ? high / 2 : x - (x * x) / (2 * high)),
  kinks: [high],
});
export const fixedPatience = (value: number): Patience => ({
  within: (x) => Math.min(x, value),
  kinks: [value],
});
export function lognormalPatience(mean: number, cv: number): Patience {
  const sigma = Math.sqrt(Math.log(1 + cv * cv));
  const mu = Math.log(mean) - sigma ** 2 / 2;
  return {
    within(x) {
      if (x <= 0) return 0;
      const z = (Math.log(x) - mu) / sigma;
      return mean * normalCdf(z - sigma) + x * (1 - normalCdf(z));
    },
    kinks: [],
  };
}

/** Patience of customers of several classes. */
export function mixedPatience(
  classes: readonly { readonly share: number; readonly patience: Patience }[],
): Patience {
  return {
    within: (x) => classes.reduce((sum, { patience, share }) => sum + share * patience.within(x), 0),
    kinks: classes.flatMap(({ patience }) => patience.kinks),
  };
}

/**
 * M/M/c with any patience: share that abandons and mean wait of all arrivals, by integrals over the virtual wait. Sources: F.
 * Baccelli and G. Hebuterne, Performance '81; S. Zeltyn and A. Mandelbaum, Queueing Systems 51 (2005), §3.
 */
export function mmcWithPatience({ lambda, mu, c }: MmcRates, { kinks, within }: Patience) {
  // ε: sum of (λ/μ)^j / j! for j < c, over its last term.
  let below = 1;
  for (let lines = 1; lines < c; lines++) below = 1 + (below * lines * mu) / lambda;
  const density = (x: number) => Math.exp(lambda * within(x) - c * mu * x);
  const last = kinks.at(-1) ?? 0;
  let end = Math.max(1 / mu, 2 * last);
  while (density(end) > 1e-18 * density(last)) end *= 1.5;
  const bounds = [0, ...kinks, end];
  const integral = (f: (x: number) => number) =>
    bounds.slice(1).reduce((sum, to, i) => sum + simpson(f, bounds[i] as number, to, 40_000), 0);
  const j = integral(density);
  const jWait = integral((x) => within(x) * density(x));
  return {
    waits: (lambda * j) / (below + lambda * j),
    abandons: (1 + (lambda - c * mu) * j) / (below + lambda * j),
    meanWait: (lambda * jWait) / (below + lambda * j),
    /** Mean wait of the customers of a class, whose patience is part of the mixture. */
    meanWaitOf: (own: Patience) =>
      (lambda * integral((x) => own.within(x) * density(x))) / (below + lambda * j),
  };
}

function simpson(f: (x: number) => number, from: number, to: number, pieces: number): number {
  const width = (to - from) / pieces;
  let sum = f(from) + f(to);
  for (let i = 1; i < pieces; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * width);
  return (sum * width) / 3;
}

/** Φ, from the series of the error function near 0 and its continued fraction far out; within 1e-14. */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - normalCdf(-z);
  const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > -3) {
    let [term, sum] = [z, z];
    for (let k = 1; k < 80; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return 0.5 + density * sum;
  }
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / (-z + fraction);
  return density / (-z + fraction);
}
