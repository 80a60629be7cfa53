import { erlangC, type MmcRates } from './theory.ts';

/**
 * Markov chains without a closed form, solved numerically: queues with impatience and limited places, their transient from an empty start,
 * and agents who come and go. Shares nothing with the simulator.
 */

export interface ChainRates extends MmcRates {
  /** Rate at which a waiting customer gives up: 1 / mean patience; 0: never. */
  readonly theta: number;
  /** Places in total, in service and waiting. Arrivals that find them full are turned away. */
  readonly places?: number;
}

/** So many waiting customers are as good as infinitely many, for the loads in use here. */
const MANY = 800;

/** M/M/c/K+M in steady state. Waits are of the accepted; `abandons` is their share, too. */
export function waitingRoom({ lambda, mu, c, theta, places = c + MANY }: ChainRates) {
  const weights = [1];
  for (let n = 1; n <= places; n++) {
    const leaves = Math.min(n, c) * mu + Math.max(0, n - c) * theta;
    weights.push(((weights[n - 1] as number) * lambda) / leaves);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / total);
  const mean = (f: (n: number) => number) => shares.reduce((sum, share, n) => sum + share * f(n), 0);
  const isEndless = places === c + MANY;
  const blocked = isEndless ? 0 : (shares[places] as number);
  const meanQueue = mean((n) => Math.max(0, n - c));
  const accepted = lambda * (1 - blocked);
  return {
    shares,
    blocked,
    waits: mean((n) => (n >= c && (isEndless || n < places) ? 1 : 0)) / (1 - blocked),
    abandons: (theta * meanQueue) / accepted,
    meanWait: meanQueue / accepted,
    meanQueue,
    meanInSystem: mean((n) => n),
    occupancy: mean((n) => Math.min(n, c)) / c,
  };
}

/** The state at time t of a customer who finds k others waiting ahead (index k) and all agents busy. */
export interface Fate {
  readonly served: Float64Array;
  readonly abandoned: Float64Array;
}

/** First come, first served; by uniformisation of the chain of those ahead of the customer. */
export function fateWithin({ mu, c, theta }: ChainRates, t: number, most: number): Fate {
  const rate = c * mu + (most + 1) * theta;
  const served = new Float64Array(most + 1);
  const abandoned = new Float64Array(most + 1);
  // After m jumps: the probability to have been served, or to have given up, from each position.
  let jumpsServed = new Float64Array(most + 1);
  let jumpsAbandoned = new Float64Array(most + 1);
  const jumps = rate * t + 12 * Math.sqrt(rate * t) + 40;
  let logWeight = -rate * t;
  for (let m = 0; m < jumps; m++) {
    const weight = Math.exp(logWeight);
    for (let k = 0; k <= most; k++) {
      served[k] = (served[k] as number) + weight * (jumpsServed[k] as number);
      abandoned[k] = (abandoned[k] as number) + weight * (jumpsAbandoned[k] as number);
    }
    const nextServed = new Float64Array(most + 1);
    const nextAbandoned = new Float64Array(most + 1);
    for (let k = 0; k <= most; k++) {
      const ahead = (c * mu + k * theta) / rate;
      const stay = 1 - ahead - theta / rate;
      nextServed[k] =
        ahead * (k === 0 ? 1 : (jumpsServed[k - 1] as number)) + stay * (jumpsServed[k] as number);
      nextAbandoned[k] =
        theta / rate +
        ahead * (k === 0 ? 0 : (jumpsAbandoned[k - 1] as number)) +
        stay * (jumpsAbandoned[k] as number);
    }
    jumpsServed = nextServed;
    jumpsAbandoned = nextAbandoned;
    logWeight += Math.log((rate * t) / (m + 1));
  }
  return { served, abandoned };
}

/** Erlang A: M/M/c+M in steady state, with the share of all arrivals that is served within t. */
export function erlangA(rates: ChainRates) {
  const room = waitingRoom(rates);
  return {
    ...room,
    servedWithin(t: number): number {
      const most = 400;
      const { served } = fateWithin(rates, t, most);
      return room.shares.reduce(
        (sum, share, n) => sum + share * (n < rates.c ? 1 : (served[Math.min(most, n - rates.c)] as number)),
        0,
      );
    },
  };
}

/** Probabilities of the numbers in the system, from `start`, a time `span` later. `workers`: agents at work meanwhile. */
function evolve(start: Float64Array, span: number, step: number, flow: Flow): Float64Array {
  let state = start;
  const steps = Math.ceil(span / step);
  const h = span / steps;
  for (let i = 0; i < steps; i++) state = rungeKutta(state, h, flow);
  return state;
}

/** Rates up and down from each number in the system. */
interface Flow {
  readonly up: (n: number) => number;
  readonly down: (n: number) => number;
}

function rungeKutta(state: Float64Array, h: number, flow: Flow): Float64Array {
  const at = (slope: Float64Array | null, share: number) =>
    slope === null ? state : state.map((value, n) => value + share * h * (slope[n] as number));
  const k1 = slopeOf(at(null, 0), flow);
  const k2 = slopeOf(at(k1, 0.5), flow);
  const k3 = slopeOf(at(k2, 0.5), flow);
  const k4 = slopeOf(at(k3, 1), flow);
  return state.map(
    (value, n) =>
      value +
      (h / 6) * ((k1[n] as number) + 2 * (k2[n] as number) + 2 * (k3[n] as number) + (k4[n] as number)),
  );
}

function slopeOf(state: Float64Array, { down, up }: Flow): Float64Array {
  const slope = new Float64Array(state.length);
  for (let n = 0; n < state.length; n++) {
    const share = state[n] as number;
    if (n + 1 < state.length) {
      slope[n] = (slope[n] as number) - up(n) * share;
      slope[n + 1] = (slope[n + 1] as number) + up(n) * share;
    }
    if (n > 0) {
      slope[n] = (slope[n] as number) - down(n) * share;
      slope[n - 1] = (slope[n - 1] as number) + down(n) * share;
    }
  }
  return slope;
}

/**
 * A day from empty: arrivals at rate λ for `open`, then the queue is served out by the same agents. Expected numbers of a day; `within` is
 * the acceptable wait.
 */
export function dayFromEmpty(rates: ChainRates, open: number, within: number) {
  const { lambda, mu, c, theta } = rates;
  // Abandonment keeps the queue short, and fast rates make small steps.
  const most = Math.min(theta > 0 ? 40 : 80, (rates.places ?? 1000) - c);
  const down = (n: number) => Math.min(n, c) * mu + Math.max(0, n - c) * theta;
  const fate = fateWithin(rates, within, most);
  // Steps larger than half of the fastest rate's time would be unstable.
  const step = Math.min(0.02 / mu, 0.5 / (lambda + c * mu + most * theta));
  const steps = Math.ceil(open / step);
  const h = open / steps;
  const day = { inTime: 0, abandonedInTime: 0, abandoned: 0, blocked: 0, waiting: 0, busy: 0 };
  let state = new Float64Array(c + most + 1);
  state[0] = 1;
  // Integrals over time by the trapezium rule.
  const add = (weight: number, isOpen: boolean) => {
    state.forEach((share, n) => {
      const queue = Math.max(0, n - c);
      day.waiting += weight * share * queue;
      day.abandoned += weight * share * queue * theta;
      if (!isOpen) return;
      day.busy += weight * share * Math.min(n, c);
      if (n === rates.places) day.blocked += weight * lambda * share;
      else if (n < c) day.inTime += weight * lambda * share;
      else {
        day.inTime += weight * lambda * share * (fate.served[n - c] as number);
        day.abandonedInTime += weight * lambda * share * (fate.abandoned[n - c] as number);
      }
    });
  };
  const run = (count: number, isOpen: boolean) => {
    add(h / 2, isOpen);
    for (let i = 1; i <= count; i++) {
      state = rungeKutta(state, h, { up: () => (isOpen ? lambda : 0), down }) as Float64Array<ArrayBuffer>;
      add(i === count ? h / 2 : h, isOpen);
    }
  };
  run(steps, true);
  run(Math.ceil(40 / mu / h), false);
  const arrived = lambda * open;
  const served = arrived - day.abandoned - day.blocked;
  return {
    ...day,
    served,
    /** Of all who were accepted. */
    meanWait: day.waiting / (arrived - day.blocked),
    occupancy: day.busy / (c * open),
    inTimeOfServed: day.inTime / served,
    inTimeWithoutShort: day.inTime / (served + day.abandoned - day.abandonedInTime),
  };
}

/**
 * M/M/c in steady state at time 0. From `from` to `to` nobody works and arrivals continue. Expected numbers in the system, and waiting, at
 * the given times; all wait while nobody works.
 */
export function plannedOutage(
  { lambda, mu, c }: MmcRates,
  { from, to }: { from: number; to: number },
  times: readonly number[],
) {
  const most = 150;
  const a = lambda / mu;
  const shares = new Float64Array(most + 1);
  const waits = erlangC(c, a);
  shares[c] = waits * (1 - a / c);
  for (let n = c - 1; n >= 0; n--) shares[n] = ((shares[n + 1] as number) * (n + 1)) / a;
  for (let n = c + 1; n <= most; n++) shares[n] = ((shares[n - 1] as number) * a) / c;
  const working: Flow = { up: () => lambda, down: (n) => Math.min(n, c) * mu };
  const frozen: Flow = { up: () => lambda, down: () => 0 };
  const step = 0.01 / mu;
  const at = (time: number) => {
    const before = evolve(shares, Math.min(time, from), step, working);
    if (time <= from) return before;
    const during = evolve(before, Math.min(time, to) - from, step, frozen);
    return time <= to ? during : evolve(during, time - to, step, working);
  };
  return times.map((time) => {
    const state = at(time);
    const idle = time > from && time <= to;
    const mean = (f: (n: number) => number) => state.reduce((sum, share, n) => sum + share * f(n), 0);
    return {
      time,
      meanInSystem: mean((n) => n),
      meanWaiting: mean((n) => (idle ? n : Math.max(0, n - c))),
    };
  });
}

/**
 * c agents, each present for an exponential time of mean 1 / leave and away for one of mean 1 / come. A contact whose agent leaves waits
 * again at once. Numbers present × in the system, by sweeps until nothing changes.
 */
export function comingAndGoing(rates: ChainRates & { readonly leave: number; readonly come: number }) {
  const { lambda, mu, c, theta, leave, come } = rates;
  const most = 160;
  const width = most + 1;
  let shares = new Float64Array((c + 1) * width).fill(1 / ((c + 1) * width));
  const at = (m: number, n: number) =>
    m < 0 || m > c || n < 0 || n > most ? 0 : (shares[m * width + n] as number);
  const down = (m: number, n: number) => Math.min(m, n) * mu + Math.max(0, n - m) * theta;
  for (let sweep = 0; sweep < 20_000; sweep++) {
    let change = 0;
    for (let m = 0; m <= c; m++) {
      for (let n = 0; n <= most; n++) {
        const out = m * leave + (c - m) * come + (n < most ? lambda : 0) + down(m, n);
        const into =
          at(m + 1, n) * (m + 1) * leave +
          at(m - 1, n) * (c - m + 1) * come +
          at(m, n - 1) * lambda +
          at(m, n + 1) * down(m, n + 1);
        const share = into / out;
        change = Math.max(change, Math.abs(share - at(m, n)));
        shares[m * width + n] = share;
      }
    }
    const total = shares.reduce((sum, share) => sum + share, 0);
    shares = shares.map((share) => share / total);
    if (change < 1e-15) break;
  }
  let [present, queue, full] = [0, 0, 0];
  for (let m = 0; m <= c; m++) {
    for (let n = 0; n <= most; n++) {
      present += at(m, n) * m;
      queue += at(m, n) * Math.max(0, n - m);
      if (n >= m) full += at(m, n);
    }
  }
  return { present, meanWait: queue / lambda, noneFree: full, abandons: (theta * queue) / lambda };
}

/**
 * Two stations with one agent each in a row, with an endless queue for the first and `room` places to wait for the second. Who has finished at
 * the first station and finds no place stays there with its agent (blocking after service). In steady state, by balancing the chain of the
 * number that the first station has not finished and the number that it has (at most `room + 2`, of whom the last one is blocked).
 */
export function blockingTandem(rates: { lambda: number; mu1: number; mu2: number; room: number }) {
  const { lambda, mu1, mu2, room } = rates;
  const phases = room + 3;
  let shares = Array.from({ length: TANDEM_MOST + 1 }, () => new Float64Array(phases).fill(1));
  for (let sweep = 0; sweep < TANDEM_SWEEPS; sweep++) {
    let total = 0;
    for (let n = 0; n <= TANDEM_MOST; n++) {
      for (let m = 0; m < phases; m++) {
        const out = (n < TANDEM_MOST ? lambda : 0) + (n > 0 && m < phases - 1 ? mu1 : 0) + (m > 0 ? mu2 : 0);
        const at = (i: number, j: number) => shares[i]?.[j] ?? 0;
        const into = lambda * at(n - 1, m) + mu1 * at(n + 1, m - 1) + mu2 * at(n, m + 1);
        (shares[n] as Float64Array)[m] = into / out;
        total += into / out;
      }
    }
    shares = shares.map((row) => row.map((share) => share / total));
  }
  const mean = (f: (n: number, m: number) => number) =>
    shares.reduce((sum, row, n) => sum + row.reduce((own, share, m) => own + share * f(n, m), 0), 0);
  const isServing = (n: number, m: number) => (n > 0 && m < phases - 1 ? 1 : 0);
  return {
    blocked: mean((_, m) => (m === phases - 1 ? 1 : 0)),
    /** Until the contact at the first station begins. */
    firstWait: mean((n, m) => n - isServing(n, m)) / lambda,
    /** From its end until the contact at the second begins, with the time in which it is blocked. */
    secondWait: mean((_, m) => Math.max(0, m - 1)) / lambda,
  };
}

const TANDEM_MOST = 120;
const TANDEM_SWEEPS = 3000;
