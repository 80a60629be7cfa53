/**
 * Markov chains of several queues, each with its own agents: who joins which (join the shortest queue, minimum expected delay), and who
 * helps whom by queue length. Queues are truncated where they are practically never so long. Shares nothing with the simulator.
 */

/** Rates into other states. */
type Flow = readonly (readonly [to: number, rate: number])[];

/** Steady-state probabilities, by Gauss–Seidel sweeps until nothing changes. */
function longRunOf(flows: readonly Flow[]): Float64Array {
  const inflow: [from: number, rate: number][][] = flows.map(() => []);
  const out = new Float64Array(flows.length);
  flows.forEach((flow, from) => {
    for (const [to, rate] of flow) {
      inflow[to]?.push([from, rate]);
      out[from] = (out[from] as number) + rate;
    }
  });
  const shares = new Float64Array(flows.length).fill(1 / flows.length);
  for (let change = 1, sweeps = 0; change > 1e-12; sweeps++) {
    if (sweeps > 20_000) throw new Error('the chain does not settle');
    change = 0;
    let total = 0;
    for (let state = 0; state < shares.length; state++) {
      const into = (inflow[state] ?? []).reduce(
        (sum, [from, rate]) => sum + (shares[from] as number) * rate,
        0,
      );
      const next = into / (out[state] as number);
      change = Math.max(change, Math.abs(next - (shares[state] as number)));
      shares[state] = next;
      total += next;
    }
    for (let state = 0; state < shares.length; state++) shares[state] = (shares[state] as number) / total;
  }
  return shares;
}

/** Two groups of agents with a queue each. An arrival goes to a free agent, first of group 0; otherwise it joins a queue for good. */
export interface TwoLines {
  readonly lambda: number;
  /** Rate of each agent, and agents, of both groups. */
  readonly mu: readonly [number, number];
  readonly agents: readonly [number, number];
  /** Cost of joining a queue of so many waiting cases. The lower one is joined, the first among equals. */
  readonly cost: (ahead: number, group: 0 | 1) => number;
}

const LONGEST = 70;

/** Mean wait of all, and the share of all cases that group 0 answers. */
export function twoLines({ agents, cost, lambda, mu }: TwoLines) {
  const sizes = agents.map((own) => own + LONGEST + 1) as [number, number];
  const number = (n0: number, n1: number) => n0 * sizes[1] + n1;
  const joins = (n0: number, n1: number): 0 | 1 => {
    if (n0 < agents[0]) return 0;
    if (n1 < agents[1]) return 1;
    return cost(n0 - agents[0], 0) <= cost(n1 - agents[1], 1) ? 0 : 1;
  };
  const flows: Flow[] = [];
  for (let n0 = 0; n0 < sizes[0]; n0++) {
    for (let n1 = 0; n1 < sizes[1]; n1++) {
      const flow: [number, number][] = [];
      if (joins(n0, n1) === 0) {
        if (n0 + 1 < sizes[0]) flow.push([number(n0 + 1, n1), lambda]);
      } else if (n1 + 1 < sizes[1]) flow.push([number(n0, n1 + 1), lambda]);
      if (n0 > 0) flow.push([number(n0 - 1, n1), Math.min(n0, agents[0]) * mu[0]]);
      if (n1 > 0) flow.push([number(n0, n1 - 1), Math.min(n1, agents[1]) * mu[1]]);
      flows.push(flow);
    }
  }
  const shares = longRunOf(flows);
  let [waiting, toFirst] = [0, 0];
  shares.forEach((share, state) => {
    const [n0, n1] = [Math.floor(state / sizes[1]), state % sizes[1]];
    waiting += share * (Math.max(0, n0 - agents[0]) + Math.max(0, n1 - agents[1]));
    if (joins(n0, n1) === 0) toFirst += share;
  });
  return { meanWait: waiting / lambda, toFirst };
}

/**
 * Two queues with one agent each, of the same rate. The second agent helps the first queue while its own is empty and more than `by` wait
 * there.
 */
export interface HelpedLine {
  readonly lambdas: readonly [number, number];
  readonly mu: number;
  readonly by: number;
}

/** Mean waits of both. */
export function helpedLine({ by, lambdas, mu }: HelpedLine): readonly [number, number] {
  const size = LONGEST + 1;
  /** Waiting in both queues, and whether each agent is busy. */
  const number = (q0: number, q1: number, b0: number, b1: number) => ((q0 * size + q1) * 2 + b0) * 2 + b1;
  const flows: Flow[] = [];
  for (let q0 = 0; q0 < size; q0++) {
    for (let q1 = 0; q1 < size; q1++) {
      for (let b0 = 0; b0 < 2; b0++) {
        for (let b1 = 0; b1 < 2; b1++) {
          const flow: [number, number][] = [];
          const go = (rate: number, to: readonly [number, number, number, number]) => {
            if (Math.max(to[0], to[1]) < size) flow.push([number(...to), rate]);
          };
          if (b0 === 0) go(lambdas[0], [q0, q1, 1, b1]);
          else if (b1 === 0 && q0 + 1 > by) go(lambdas[0], [q0, q1, b0, 1]);
          else go(lambdas[0], [q0 + 1, q1, b0, b1]);
          go(lambdas[1], b1 === 0 ? [q0, q1, b0, 1] : [q0, q1 + 1, b0, b1]);
          if (b0 === 1) go(mu, q0 > 0 ? [q0 - 1, q1, 1, b1] : [q0, q1, 0, b1]);
          if (b1 === 1) {
            if (q1 > 0) go(mu, [q0, q1 - 1, b0, 1]);
            else go(mu, q0 > by ? [q0 - 1, q1, b0, 1] : [q0, q1, b0, 0]);
          }
          flows.push(flow);
        }
      }
    }
  }
  const shares = longRunOf(flows);
  const waiting = [0, 0];
  shares.forEach((share, state) => {
    const pair = Math.floor(state / 4);
    waiting[0] = (waiting[0] as number) + share * Math.floor(pair / size);
    waiting[1] = (waiting[1] as number) + share * (pair % size);
  });
  return [(waiting[0] as number) / lambdas[0], (waiting[1] as number) / lambdas[1]];
}
