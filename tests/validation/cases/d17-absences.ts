import type { Contribution } from '#statistics';
import { meanAway, meanWaitInAll, shareThatAbandons, shareThatWaits } from '../measures.ts';
import { longRun, minutes, queueText } from '../scenario-text.ts';
import { comingAndGoing } from '../theory-chains.ts';
import { interruptedArePatient } from '../theory-interruptions.ts';
import {
  allowing,
  exact,
  type Measure,
  type MeasuredRun,
  measure,
  type Point,
  type ValidationCase,
} from '../validation-case.ts';

const SOURCE = 'chain';
/** An hour of the model is a minute here: per minute, and minutes. */
const [LAMBDA, MU, PRESENT, AWAY, PATIENCE] = [8, 1, 50, 5, 2];

function pointOf(
  id: string,
  agents: number,
  { patience, again = '' }: { readonly patience?: string; readonly again?: string },
  measures: readonly Measure[],
  short: number,
): Point {
  const changes = queueText({
    agents,
    rate: LAMBDA,
    handle: `exponential ${minutes(1 / MU)}`,
    ...(patience === undefined ? {} : { patience }),
    group: `absences: { every: ${PRESENT} min, for: ${AWAY} min }`,
    more: `  absence: { phone: hand over }\n${again}`,
  });
  // Absences come and go within 1 ÷ (1/50 + 1/5) = 4.5 min; the queue forgets within some 12.
  const window = { arrivals: 20_000, rate: LAMBDA, warmUp: 150, drain: 300, least: 300 };
  return { id, setups: [longRun(changes, window)], measures, replications: { full: 40, short } };
}

function present(run: MeasuredRun, agents: number): Contribution {
  const { denominator, numerator } = meanAway(run, run.log.absences);
  return { numerator: agents * denominator - numerator, denominator };
}

function patient(agents: number): Point {
  const theory = comingAndGoing({
    lambda: LAMBDA,
    mu: MU,
    c: agents,
    theta: 0,
    leave: 1 / PRESENT,
    come: 1 / AWAY,
  });
  const measures = [
    measure('agents present', '', (run) => present(run, agents), exact(theory.present, SOURCE)),
    measure(
      'mean of all waits of a case',
      'min',
      (run) => meanWaitInAll(run),
      exact(theory.meanWait, SOURCE),
    ),
    measure('share that finds nobody free', '', (run) => shareThatWaits(run), exact(theory.noneFree, SOURCE)),
  ];
  return pointOf('a) nobody gives up, 12 agents', agents, {}, measures, 8);
}

function ratesOf(agents: number) {
  return {
    lambda: LAMBDA,
    mu: MU,
    c: agents,
    theta: 1 / PATIENCE,
    leave: 1 / PRESENT,
    come: 1 / AWAY,
  };
}

/**
 * Without `patienceAgain`, a customer whose contact was interrupted waits patiently for the next agent, at the end of the queue. In the published model,
 * patience starts again. Chains in which such customers are always taken first, or always last, bound the result.
 */
function impatient(agents: number): Point {
  const rates = ratesOf(agents);
  const first = interruptedArePatient(rates, 'first');
  const last = interruptedArePatient(rates, 'last');
  const why =
    `interrupted customers are patient from then on, and wait at the end of the line: between chains in which they
are taken first and last. With patience that begins anew ${impatientShare(rates)} abandon.`.replace(
      '\n',
      ' ',
    );
  const between = (one: number, other: number) => {
    const [low, high] = one < other ? [one, other] : [other, one];
    return allowing(exact(low, SOURCE), { below: 0, above: high - low, why });
  };
  const measures = [
    measure(
      'share that abandons',
      '',
      (run) => shareThatAbandons(run),
      between(first.abandons, last.abandons),
    ),
    measure(
      'mean of all waits of a case',
      'min',
      (run) => meanWaitInAll(run),
      between(first.meanWait, last.meanWait),
    ),
  ];
  const patience = `exponential ${minutes(PATIENCE)}`;
  return pointOf('b) patience 2, 10 agents', agents, { patience }, measures, 0);
}

/** The published model: patience starts again after an interruption. */
function impatientAgain(agents: number): Point {
  const { abandons, meanWait } = comingAndGoing(ratesOf(agents));
  const measures = [
    measure('share that abandons', '', (run) => shareThatAbandons(run), exact(abandons, SOURCE)),
    measure('mean of all waits of a case', 'min', (run) => meanWaitInAll(run), exact(meanWait, SOURCE)),
  ];
  const patience = `exponential ${minutes(PATIENCE)}`;
  const again = `  patienceAgain: { phone: { interruption: ${patience} } }`;
  return pointOf('c) patience 2 in each wait, 10 agents', agents, { patience, again }, measures, 8);
}

function impatientShare(rates: Parameters<typeof comingAndGoing>[0]): string {
  return comingAndGoing(rates).abandons.toFixed(6);
}

export const D17: ValidationCase = {
  id: 'D17',
  title: 'Absences of single agents',
  model:
    'Agents who are present for 50 and away for 5 on average, each alone; who is interrupted waits again.',
  points: [patient(12), impatient(10), impatientAgain(10)],
};
