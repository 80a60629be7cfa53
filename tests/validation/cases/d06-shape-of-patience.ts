import { meanWait, shareThatAbandons } from '../measures.ts';
import { queueInLongRun } from '../scenario-text.ts';
import {
  exponentialPatience,
  fixedPatience,
  lognormalPatience,
  mmcWithPatience,
  type Patience,
  uniformPatience,
} from '../theory.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const SOURCE = 'Baccelli–Hebuterne';
const MU = 1 / 3;
const ARRIVALS = 4000;
const REPLICATIONS = 40;
/** The short version runs only these: agents and load. */
const SHORT: readonly (readonly [number, number])[] = [
  [4, 1.3],
  [10, 0.9],
];

interface Shape {
  readonly name: string;
  readonly text: string;
  readonly theory: Patience;
}

/** Mean 5 min each. */
const SHAPES: readonly Shape[] = [
  { name: 'exponential', text: 'exponential 5 min', theory: exponentialPatience(5) },
  { name: 'uniform', text: 'uniform 0 min to 10 min', theory: uniformPatience(10) },
  { name: 'fixed', text: 'fixed 5 min', theory: fixedPatience(5) },
  { name: 'lognormal', text: 'lognormal 5 min cv 1.5', theory: lognormalPatience(5, 1.5) },
];

function point(c: number, load: number, { name, text, theory }: Shape): Point {
  const lambda = load * c * MU;
  const { abandons, meanWait: wait } = mmcWithPatience({ lambda, mu: MU, c }, theory);
  const queue = { agents: c, rate: lambda, handle: 'exponential 3 min', patience: text };
  const isShort = SHORT.some(([agents, part]) => agents === c && part === load);
  // A rate cannot be compared with what hardly ever happens.
  const isSeen = abandons * ARRIVALS * REPLICATIONS > 50;
  return {
    id: `${c} agents, load ${load}, ${name}`,
    setups: [queueInLongRun(queue, 1 / MU, ARRIVALS, 5)],
    measures: [
      ...(isSeen
        ? [measure('share that abandons', '', (run) => shareThatAbandons(run), exact(abandons, SOURCE))]
        : []),
      measure('mean wait of all', 'min', (run) => meanWait(run), exact(wait, SOURCE)),
    ],
    replications: { full: REPLICATIONS, short: isShort ? 10 : 0 },
  };
}

export const D06: ValidationCase = {
  id: 'D06',
  title: 'Shape of patience',
  model: 'M/M/c+G: calls of 3 min, patience of mean 5 min in four shapes.',
  points: [4, 10, 50].flatMap((c) =>
    [0.8, 0.9, 1, 1.1, 1.3].flatMap((load) => SHAPES.map((shape) => point(c, load, shape))),
  ),
};
