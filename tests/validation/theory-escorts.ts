/**
 * Two kinds of customers for `agents` outside. Those of the first kind also need one of `escorts`, who is free again when the agent is. Markov
 * chains, per minute.
 */
export interface EscortRates {
  readonly agents: number;
  readonly escorts: number;
  /** Arrivals with an escort, and without one. */
  readonly lambdas: readonly [number, number];
  readonly mu: number;
  /** Of the patience of those who wait. */
  readonly theta: number;
}

/** Nobody waits: the state is the number of contacts of each kind, in product form. Shares that find no agent, or no escort. */
export function escortsWithoutWaiting({ agents, escorts, lambdas, mu }: EscortRates) {
  const [a, b] = lambdas.map((lambda) => lambda / mu) as [number, number];
  let [total, escorted, plain, busy, watching] = [0, 0, 0, 0, 0];
  let first = 1;
  for (let j = 0; j <= escorts; j++) {
    let weight = first;
    for (let i = 0; i + j <= agents; i++) {
      total += weight;
      if (i + j === agents) plain += weight;
      if (i + j === agents || j === escorts) escorted += weight;
      busy += weight * (i + j);
      watching += weight * j;
      weight *= b / (i + 1);
    }
    first *= a / (j + 1);
  }
  return {
    lost: [escorted / total, plain / total] as const,
    busy: busy / total / agents,
    watching: watching / total / escorts,
  };
}

/** Longest lines of each kind, which are as good as infinite for the loads in use here. */
const LINES = [32, 20] as const;
const ROUNDS = 2000;

/** Both kinds wait with patience. A free agent takes a customer with an escort first, if an escort is free. */
export function escortsWithPatience({ agents, escorts, lambdas, mu, theta }: EscortRates) {
  const [width, depth] = [LINES[0] + 1, LINES[1] + 1];
  const size = (escorts + 1) * (agents + 1) * width * depth;
  const at = (j: number, i: number, p: number, q: number) => ((j * (agents + 1) + i) * width + p) * depth + q;
  const steps: (readonly [number, number, number])[] = [];
  const most = lambdas[0] + lambdas[1] + agents * mu + (LINES[0] + LINES[1]) * theta;
  const states: (readonly [number, number, number, number])[] = [];
  for (let j = 0; j <= escorts; j++)
    for (let i = 0; i + j <= agents; i++)
      for (let p = 0; p <= (i + j === agents || j === escorts ? LINES[0] : 0); p++)
        for (let q = 0; q <= (i + j === agents ? LINES[1] : 0); q++) states.push([j, i, p, q]);
  for (const [j, i, p, q] of states) {
    const to = (rate: number, ...next: readonly [number, number, number, number]) => {
      if (rate > 0) steps.push([at(j, i, p, q), at(...next), rate / most]);
    };
    const isFull = i + j === agents;
    if (!isFull && j < escorts) to(lambdas[0], j + 1, i, p, q);
    else if (p < LINES[0]) to(lambdas[0], j, i, p + 1, q);
    if (!isFull) to(lambdas[1], j, i + 1, p, q);
    else if (q < LINES[1]) to(lambdas[1], j, i, p, q + 1);
    // An agent is free, and after a contact of the first kind an escort, too.
    if (p > 0) to(j * mu, j, i, p - 1, q);
    else if (q > 0) to(j * mu, j - 1, i + 1, p, q - 1);
    else to(j * mu, j - 1, i, p, q);
    if (p > 0 && j < escorts) to(i * mu, j + 1, i - 1, p - 1, q);
    else if (q > 0) to(i * mu, j, i, p, q - 1);
    else to(i * mu, j, i - 1, p, q);
    to(p * theta, j, i, p - 1, q);
    to(q * theta, j, i, p, q - 1);
  }
  let share = new Float64Array(size);
  share[at(0, 0, 0, 0)] = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const next = share.slice();
    for (const [from, onto, chance] of steps) {
      const flow = (share[from] as number) * chance;
      next[from] = (next[from] as number) - flow;
      next[onto] = (next[onto] as number) + flow;
    }
    share = next;
  }
  let [busy, watching, first, second] = [0, 0, 0, 0];
  for (const [j, i, p, q] of states) {
    const weight = share[at(j, i, p, q)] as number;
    busy += (weight * (i + j)) / agents;
    watching += (weight * j) / escorts;
    first += weight * p;
    second += weight * q;
  }
  const waits = [first / lambdas[0], second / lambdas[1]] as const;
  return { busy, watching, waits, lost: [waits[0] * theta, waits[1] * theta] as const };
}
