/**
 * A queue whose number of agents drops at one moment: M(t)/M/s(t), by numerical integration of the Kolmogorov equations. Shares nothing with
 * the simulator.
 */

export interface Drop {
  /** Arrivals per hour before the drop, and after it. */
  readonly lambda: readonly [number, number];
  readonly mu: number;
  readonly agents: readonly [number, number];
  /** Hours from an empty start to the drop. */
  readonly hours: number;
}

/** The hours after the drop for which the figures are means. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface AfterDrop {
  /** Share of the arrivals that find no agent for them. */
  readonly waits: number;
  /** Mean number of cases that wait or are in an agent's hands. */
  readonly inSystem: number;
}

/** So many cases at once never occur in the settings here. */
const MOST = 160;
const STEP = 1 / 4000;

type Flow = (state: Float64Array, change: Float64Array) => void;

/** Runge-Kutta of the fourth order, with fixed steps. `seen` gets the state at each step. */
function integrate(state: Float64Array, hours: number, flow: Flow, seen?: (at: number) => void): void {
  const steps = Math.round(hours / STEP);
  const slopes = [0, 1, 2, 3].map(() => new Float64Array(state.length));
  const [a, b, c, d] = slopes as [Float64Array, Float64Array, Float64Array, Float64Array];
  const probe = new Float64Array(state.length);
  const along = (slope: Float64Array, by: number) => {
    for (let i = 0; i < state.length; i++) probe[i] = (state[i] as number) + by * (slope[i] as number);
    return probe;
  };
  for (let step = 0; step < steps; step++) {
    seen?.(step * STEP);
    flow(state, a);
    flow(along(a, STEP / 2), b);
    flow(along(b, STEP / 2), c);
    flow(along(c, STEP), d);
    for (let i = 0; i < state.length; i++) {
      const mean = (a[i] as number) + 2 * (b[i] as number) + 2 * (c[i] as number) + (d[i] as number);
      state[i] = (state[i] as number) + (STEP / 6) * mean;
    }
  }
}

/** M/M/s: the probability of each number of cases. */
function queueFlow(lambda: number, mu: number, agents: number): Flow {
  return (state, change) => {
    change.fill(0);
    for (let n = 0; n < state.length; n++) {
      const p = state[n] as number;
      const [arrives, leaves] = [n + 1 < state.length ? lambda * p : 0, Math.min(n, agents) * mu * p];
      change[n] = (change[n] as number) - arrives - leaves;
      if (n + 1 < state.length) change[n + 1] = (change[n + 1] as number) + arrives;
      if (n > 0) change[n - 1] = (change[n - 1] as number) + leaves;
    }
  };
}

function beforeDrop({ agents, hours, lambda, mu }: Drop): Float64Array {
  const state = new Float64Array(MOST);
  state[0] = 1;
  integrate(state, hours, queueFlow(lambda[0], mu, agents[0]));
  return state;
}

/**
 * Named agents leave: each finishes what is in hand, and the others go on. Which agents are busy does not depend on their names, so the
 * number of leaving agents who are busy is hypergeometric. From then on the two kinds of agents have nothing to do with each other.
 */
export function namedAgentsLeave(drop: Drop, { from, to }: Stretch): AfterDrop {
  const [before, after] = drop.agents;
  const state = new Float64Array(MOST);
  let leaving = 0;
  beforeDrop(drop).forEach((p, n) => {
    const busy = Math.min(n, before);
    for (let k = 0; k <= Math.min(busy, before - after); k++) {
      const chance = (choose(before - after, k) * choose(after, busy - k)) / choose(before, busy);
      state[n - k] = (state[n - k] as number) + p * chance;
      leaving += p * chance * k;
    }
  });
  const sums = { waits: 0, inSystem: 0, steps: 0 };
  integrate(state, to, queueFlow(drop.lambda[1], drop.mu, after), (at) => {
    if (at < from) return;
    sums.steps++;
    state.forEach((p, n) => {
      if (n >= after) sums.waits += p;
      sums.inSystem += n * p;
    });
    sums.inSystem += leaving * Math.exp(-drop.mu * at);
  });
  return { waits: sums.waits / sums.steps, inSystem: sums.inSystem / sums.steps };
}

/**
 * At a drop, the next agent to become free leaves. The state is the number of cases and of agents present: while more agents are present
 * than required, all are busy, every arrival waits, and each end of a contact takes an agent away.
 */
export function nextToBeFreeLeaves(drop: Drop, { from, to }: Stretch): AfterDrop {
  const [before, after] = drop.agents;
  const { mu } = drop;
  const [, lambda] = drop.lambda;
  const place = (n: number, c: number) => (c - after) * MOST + n;
  const state = new Float64Array((before - after + 1) * MOST);
  beforeDrop(drop).forEach((p, n) => {
    const at = place(n, Math.max(after, Math.min(n, before)));
    state[at] = (state[at] as number) + p;
  });
  const flow: Flow = (from, change) => {
    change.fill(0);
    const move = (at: number, to: number, rate: number) => {
      change[at] = (change[at] as number) - rate * (from[at] as number);
      change[to] = (change[to] as number) + rate * (from[at] as number);
    };
    for (let c = after; c <= before; c++) {
      for (let n = c > after ? c : 0; n < MOST; n++) {
        if (n + 1 < MOST) move(place(n, c), place(n + 1, c), lambda);
        if (n > 0) move(place(n, c), place(n - 1, Math.max(after, c - 1)), Math.min(n, c) * mu);
      }
    }
  };
  const sums = { waits: 0, inSystem: 0, steps: 0 };
  integrate(state, to, flow, (at) => {
    if (at < from) return;
    sums.steps++;
    state.forEach((p, i) => {
      const n = i % MOST;
      if (n >= after) sums.waits += p;
      sums.inSystem += n * p;
    });
  });
  return { waits: sums.waits / sums.steps, inSystem: sums.inSystem / sums.steps };
}

/**
 * M/M/c with agents of different speeds, of whom an arrival gets any free one with equal chances. The chain is reversible: with the agents of
 * a set busy, the probability is in proportion to (number of free ones)! ÷ c! × the product of rate ÷ speed over the set.
 */
export function randomAssignment(rate: number, speeds: readonly number[]) {
  const capacity = speeds.reduce((sum, speed) => sum + speed, 0);
  const load = rate / capacity;
  const sets = Array.from({ length: 2 ** speeds.length }, (_, set) => set);
  const isBusy = (set: number, agent: number) => ((set >> agent) & 1) === 1;
  const weights = sets.map((set) => {
    let [weight, free] = [1, speeds.length];
    speeds.forEach((speed, agent) => {
      if (isBusy(set, agent)) weight *= rate / speed / free--;
    });
    return weight;
  });
  const full = (weights.at(-1) as number) / (1 - load);
  weights[weights.length - 1] = full;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const waits = full / total;
  return {
    waits,
    meanWait: waits / (capacity - rate),
    occupancies: speeds.map((_, agent) =>
      sets.reduce((sum, set) => sum + (isBusy(set, agent) ? (weights[set] as number) / total : 0), 0),
    ),
  };
}

function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let product = 1;
  for (let i = 1; i <= k; i++) product *= (n - k + i) / i;
  return product;
}
