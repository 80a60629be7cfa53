import type { Contribution } from '#statistics';
import { goneMs, overlap, sumOverVisits } from '../measures.ts';
import { MINUTE_MS, perMinute, scenarioText } from '../scenario-text.ts';
import { plannedOutage } from '../theory-chains.ts';
import { exact, type MeasuredRun, measure, type Plan, type ValidationCase } from '../validation-case.ts';

const SOURCE = 'chain over time';
const HOUR_MS = 60 * MINUTE_MS;
const START = Date.parse('2014-11-03T00:00:00Z');
/** Hours of a cycle. It has so many relaxation times of 9 h that the previous outage is forgotten. */
const CYCLE = 100;
const CYCLES = 20;
const DOWN = { from: 2, to: 3 };
const UNTIL = 8;
/** Hours after the start of a cycle. */
const TIMES = [1, 2, 2.25, 2.5, 2.75, 3, 4.25, 5.5, 6.75, 8];
const expected = plannedOutage({ lambda: 8, mu: 1, c: 10 }, DOWN, TIMES);

function plan(effort: number): Plan {
  const cycles = Math.ceil(CYCLES * effort);
  const planned = Array.from({ length: cycles }, (_, cycle) => {
    const at = new Date(START + ((cycle + 1) * CYCLE + DOWN.from) * HOUR_MS).toISOString();
    return `{ from: ${at.replace('.000', '')}, for: 1 h }`;
  });
  const changes = `
centres:
  home:
    outages: { planned: [${planned.join(', ')}] }
    groups: { agents: { shifts: { always: { agents: 10 } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perMinute(8 / 60)} }]
work: { handle: { tier1: { phone: exponential 1 h } }, outage: { phone: pause } }
`;
  // The first cycle is the warm-up.
  const fromMs = CYCLE * HOUR_MS;
  const toMs = (cycles + 1) * CYCLE * HOUR_MS;
  return { text: scenarioText(changes, toMs), fromMs, toMs };
}

function cyclesOf({ fromMs, toMs }: Plan): readonly number[] {
  const count = (toMs - fromMs) / (CYCLE * HOUR_MS);
  return Array.from({ length: count }, (_, cycle) => fromMs + cycle * CYCLE * HOUR_MS);
}

/** Cases that wait or are in hand, worked or paused, so many hours after the start of the cycles. */
function numberAt(run: MeasuredRun, time: number): Contribution {
  const begins = cyclesOf(run);
  const moments = begins.map((begin) => begin + time * HOUR_MS);
  const present = sumOverVisits(run.log, (visit) => {
    const gone = goneMs(visit);
    return moments.filter((at) => visit.joinedMs <= at && at < gone).length;
  });
  return { numerator: present, denominator: begins.length };
}

/** Hours that cases wait in the first eight of a cycle. While nobody works, all of them wait. */
function waitingArea(run: MeasuredRun): Contribution {
  const begins = cyclesOf(run);
  const waitedMs = sumOverVisits(run.log, (visit) => {
    const { joinedMs, leftMs } = visit;
    return begins.reduce((sum, begin) => {
      const [down, up, end] = [DOWN.from, DOWN.to, UNTIL].map((hour) => begin + hour * HOUR_MS) as [
        number,
        number,
        number,
      ];
      return (
        sum +
        overlap(joinedMs, leftMs, begin, down) +
        overlap(joinedMs, goneMs(visit), down, up) +
        overlap(joinedMs, leftMs, up, end)
      );
    }, 0);
  });
  return { numerator: waitedMs / HOUR_MS, denominator: begins.length };
}

export const D16: ValidationCase = {
  id: 'D16',
  title: 'One planned outage',
  model: 'M/M/10 at 80 % load in its long run; from 2 to 3 h nobody works, and contacts in hand rest.',
  points: [
    {
      id: 'down for one mean handle time',
      setups: [plan],
      measures: [
        ...expected.map(({ meanInSystem, time }) =>
          measure(`in system after ${time} h`, '', (run) => numberAt(run, time), exact(meanInSystem, SOURCE)),
        ),
        measure('hours of waiting in 8 h', '', waitingArea, exact(42.869, SOURCE)),
      ],
      replications: { full: 40, short: 20 },
    },
  ],
};
