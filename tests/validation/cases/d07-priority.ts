import { factorOf, meanSojourn, meanWait } from '../measures.ts';
import type { LoggedCase } from '../run-log.ts';
import { queueInLongRun } from '../scenario-text.ts';
import { ageingPriorityWaits, mg1Wait, mmc, preemptiveSojourns, priorityWaits } from '../theory.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const SOURCE = 'Cobham';
const REPLICATIONS = { full: 40, short: 10 };
const FULL_ONLY = { full: 40, short: 0 };
const URGENT = 0.2;
const TWO_CLASSES = `{ A: ${URGENT}, C: ${1 - URGENT} }`;
const THIRDS = `{ A: ${1 / 3}, B: ${1 / 3}, C: ${1 / 3} }`;
const NAMES = ['A', 'B', 'C'] as const;

const ofClass = (name: (typeof NAMES)[number]) => (logged: LoggedCase) =>
  logged.severity === NAMES.indexOf(name);

/** Two classes with the same mean handle time of 1 min; a fifth of the cases are urgent. */
function twoClasses(c: number, load: number, arrivals: number, replications = REPLICATIONS): Point {
  const lambda = load * c;
  const [urgent, standard] = priorityWaits(c, 1, [URGENT * lambda, (1 - URGENT) * lambda]);
  const queue = { agents: c, rate: lambda, handle: 'exponential 1 min', severities: TWO_CLASSES };
  return {
    id: `M/M/${c}, load ${load}`,
    setups: [queueInLongRun(queue, 1, arrivals)],
    measures: [
      measure(
        'mean wait, urgent',
        'min',
        (run) => meanWait(run, ofClass('A')),
        exact(urgent as number, SOURCE),
      ),
      measure(
        'mean wait, standard',
        'min',
        (run) => meanWait(run, ofClass('C')),
        exact(standard as number, SOURCE),
      ),
    ],
    replications,
  };
}

/** The benefit of priority for urgent cases and its cost for the others, compared with one queue for all; the same for any handle times. */
function againstOneLine(load: number, scv: number, handle: string, replications = REPLICATIONS): Point {
  const queue = { agents: 1, rate: load, handle };
  const alike = mg1Wait(load, 1, scv);
  const urgent = (alike * (1 - load)) / (1 - URGENT * load);
  return {
    id: `one line against priority, load ${load}, squared variation ${scv}`,
    setups: [
      queueInLongRun(queue, 1, 20_000),
      queueInLongRun({ ...queue, severities: TWO_CLASSES }, 1, 20_000),
    ],
    measures: [
      measure(
        'one line ÷ urgent',
        '',
        (line, priority) => factorOf(meanWait(line), meanWait(priority, ofClass('A'))),
        exact(alike / urgent, SOURCE),
      ),
      measure(
        'standard ÷ one line',
        '',
        (line, priority) => factorOf(meanWait(priority, ofClass('C')), meanWait(line)),
        exact(1 / (1 - URGENT * load), SOURCE),
      ),
    ],
    replications,
  };
}

function threeClasses(): Point {
  const lambdas = [1, 3, 5];
  const waits = priorityWaits(10, 1, lambdas);
  const queue = {
    agents: 10,
    rate: 9,
    handle: 'exponential 1 min',
    severities: `{ A: ${1 / 9}, B: ${3 / 9}, C: ${5 / 9} }`,
  };
  return {
    id: 'M/M/10, arrivals 1, 3 and 5',
    setups: [queueInLongRun(queue, 1, 20_000)],
    measures: NAMES.map((name, i) =>
      measure(
        `mean wait, severity ${name}`,
        'min',
        (run) => meanWait(run, ofClass(name)),
        exact(waits[i] as number, SOURCE),
      ),
    ),
    replications: REPLICATIONS,
  };
}

/** The number in the system of the classes above a level equals that of M/M/c with them alone. */
function sojournsByLevels(c: number, lambdas: readonly number[]): readonly number[] {
  let [load, before] = [0, 0];
  return lambdas.map((lambda) => {
    load += lambda;
    const { meanInSystem } = mmc({ lambda: load, mu: 1, c });
    const sojourn = (meanInSystem - before) / lambda;
    before = meanInSystem;
    return sojourn;
  });
}

/**
 * More urgent cases interrupt others. With several agents, the number in the system equals M/M/c only if any agent may continue interrupted
 * work: with `pause`, an agent may be idle while a customer waits for another one. All service rates are equal, so the choice of work does
 * not change the number in the system.
 */
function interrupting(c: number, interrupted: string, replications = REPLICATIONS): Point {
  const lambdas = [0.2 * c, 0.3 * c, 0.3 * c];
  const shares = '{ A: 0.25, B: 0.375, C: 0.375 }';
  const queue = { agents: c, rate: 0.8 * c, handle: 'exponential 1 min', severities: shares };
  const more = `routing: { preference: longest idle, preemption: { by: [A, B], interrupted: ${interrupted} } }`;
  const sojourns = c === 1 ? preemptiveSojourns(1, lambdas) : sojournsByLevels(c, lambdas);
  return {
    id: `M/M/${c}, the urgent interrupt, ${interrupted}`,
    setups: [queueInLongRun({ ...queue, more }, 1, 20_000)],
    measures: NAMES.map((name, i) =>
      measure(
        `mean time to resolve, severity ${name}`,
        'min',
        (run) => meanSojourn(run, ofClass(name)),
        exact(sojourns[i] as number, c === 1 ? 'Kleinrock' : 'Erlang C by levels'),
      ),
    ),
    replications,
  };
}

/** Ageing priorities: the wait of A counts four times, that of B twice. */
function ageing(load: number, replications = REPLICATIONS): Point {
  const weights = { C: 1, B: 2, A: 4 };
  const waits = ageingPriorityWaits(
    1,
    Object.values(weights).map((rate) => ({ lambda: load / 3, rate })),
  );
  const queue = { agents: 1, rate: load, handle: 'exponential 1 min', severities: THIRDS };
  const more = 'routing: { order: longest weighted wait, weights: { A: 4, B: 2 } }';
  return {
    id: `longest weighted wait, load ${load}`,
    setups: [queueInLongRun({ ...queue, more }, 1, 20_000)],
    measures: (['C', 'B', 'A'] as const).map((name, i) =>
      measure(
        `mean wait, severity ${name}`,
        'min',
        (run) => meanWait(run, ofClass(name)),
        exact(waits[i] as number, 'Kleinrock'),
      ),
    ),
    replications,
  };
}

export const D07: ValidationCase = {
  id: 'D07',
  title: 'Priority',
  model:
    'Priority of the urgent over the others, which waits for the contact in hand or interrupts it, or grows with the wait; mean service 1 for all.',
  points: [
    twoClasses(1, 0.9, 20_000, FULL_ONLY),
    ...[0.5, 0.8, 0.9].map((load) => twoClasses(4, load, 20_000, load === 0.8 ? REPLICATIONS : FULL_ONLY)),
    ...[0.5, 0.8, 0.9].map((load) =>
      againstOneLine(load, 1, 'exponential 1 min', load === 0.5 ? REPLICATIONS : FULL_ONLY),
    ),
    againstOneLine(0.8, 4, 'hyperexponential 1 min scv 4', FULL_ONLY),
    threeClasses(),
    ageing(0.8),
    ageing(0.9, FULL_ONLY),
    interrupting(1, 'pause'),
    interrupting(1, 'hand over', FULL_ONLY),
    interrupting(4, 'hand over'),
  ],
};
