import type { ChainRates } from './theory-chains.ts';

/**
 * Agents who come and go, and customers who give up only before their first contact: an interrupted one waits for ever. The chain counts
 * the agents present, the customers in hand, and those who wait, impatient and patient. Shares nothing with the simulator.
 */

export interface ComingAndGoing extends ChainRates {
  readonly leave: number;
  readonly come: number;
}

/** At most so many of each kind wait; larger numbers never occur for the loads in use. */
const IMPATIENT = 40;
const PATIENT = 8;

interface State {
  readonly present: number;
  readonly busy: number;
  readonly impatient: number;
  readonly patient: number;
}

/** `taken`: whether the patient are taken before all others, or after them. */
export function interruptedArePatient(rates: ComingAndGoing, taken: 'first' | 'last') {
  const { lambda, theta } = rates;
  const states = statesOf(rates.c);
  const numbers = new Map(states.map((state, number) => [keyOf(state), number]));
  const from: number[][] = states.map(() => []);
  const rate: number[][] = states.map(() => []);
  const out = states.map(() => 0);
  states.forEach((state, number) => {
    for (const [next, perUnit] of stepsFrom(state, rates, taken)) {
      const to = numbers.get(keyOf(next));
      if (to === undefined || perUnit === 0) continue;
      from[to]?.push(number);
      rate[to]?.push(perUnit);
      out[number] = (out[number] as number) + perUnit;
    }
  });
  const shares = balance(from, rate, out);
  const mean = (f: (state: State) => number) =>
    states.reduce((sum, state, number) => sum + (shares[number] as number) * f(state), 0);
  const impatient = mean((state) => state.impatient);
  return {
    abandons: (theta * impatient) / lambda,
    meanWait: (impatient + mean(({ patient }) => patient)) / lambda,
  };
}

/** Customers wait only if all present agents are busy. */
function statesOf(c: number): readonly State[] {
  const states: State[] = [];
  for (let present = 0; present <= c; present++) {
    for (let busy = 0; busy < present; busy++) states.push({ present, busy, impatient: 0, patient: 0 });
    for (let impatient = 0; impatient <= IMPATIENT; impatient++) {
      for (let patient = 0; patient <= PATIENT; patient++) {
        states.push({ present, busy: present, impatient, patient });
      }
    }
  }
  return states;
}

function stepsFrom(
  state: State,
  { c, come, lambda, leave, mu, theta }: ComingAndGoing,
  taken: 'first' | 'last',
): readonly (readonly [State, number])[] {
  const { busy, impatient, patient, present } = state;
  const left = Math.min(busy, present - 1);
  return [
    [busy < present ? { ...state, busy: busy + 1 } : { ...state, impatient: impatient + 1 }, lambda],
    [nextTaken({ ...state, busy: busy - 1 }, taken), busy * mu],
    [{ ...state, impatient: impatient - 1 }, impatient * theta],
    // The leaving agent's customer is taken over by a free agent, or waits.
    [{ ...state, present: present - 1, busy: left, patient: patient + busy - left }, present * leave],
    [nextTaken({ ...state, present: present + 1 }, taken), (c - present) * come],
  ];
}

/** An agent becomes free and takes a waiting customer. */
function nextTaken(state: State, taken: 'first' | 'last'): State {
  const { busy, impatient, patient } = state;
  const takesPatient = patient > 0 && (taken === 'first' || impatient === 0);
  if (takesPatient) return { ...state, busy: busy + 1, patient: patient - 1 };
  return impatient > 0 ? { ...state, busy: busy + 1, impatient: impatient - 1 } : state;
}

/** Shares of time, by sweeps over the balance equations until nothing changes. */
function balance(
  from: readonly (readonly number[])[],
  rate: readonly (readonly number[])[],
  out: readonly number[],
): Float64Array {
  const shares = new Float64Array(out.length).fill(1 / out.length);
  for (let sweep = 0; sweep < 5000; sweep++) {
    let [change, total] = [0, 0];
    for (let number = 0; number < out.length; number++) {
      const sources = from[number] as readonly number[];
      const rates = rate[number] as readonly number[];
      let into = 0;
      for (let k = 0; k < sources.length; k++) {
        into += (shares[sources[k] as number] as number) * (rates[k] as number);
      }
      const share = into / (out[number] as number);
      change = Math.max(change, Math.abs(share - (shares[number] as number)));
      shares[number] = share;
      total += share;
    }
    for (let number = 0; number < out.length; number++) {
      shares[number] = (shares[number] as number) / total;
    }
    if (change < 1e-13) break;
  }
  return shares;
}

function keyOf({ busy, impatient, patient, present }: State): number {
  return ((present * 100 + busy) * 1000 + impatient) * 1000 + patient;
}
