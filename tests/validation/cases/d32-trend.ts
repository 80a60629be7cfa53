import { MINUTE_MS, scenarioText } from '../scenario-text.ts';
import {
  exact,
  type MeasuredRun,
  measure,
  type Plan,
  type Point,
  type ValidationCase,
} from '../validation-case.ts';

const HOUR_MS = 60 * MINUTE_MS;
const PER_DAY = 10;
/** Local days since 20 October 2014. New York's clock goes back on 2 November, day 13, which has 25 hours. */
const [LONG_DAY, AS_OF] = [13, 14];
const SOURCE = 'nonhomogeneous Poisson process: mean and variance are the integral of the rate';

function hoursOf(day: number): number {
  return day === LONG_DAY ? 25 : 24;
}

/** From empty at a midnight in New York; the cases of one day count. Rates are as of 3 November. */
function dayOf(perWeek: number, day: number): Plan {
  const fromMs = (24 * day + (day > LONG_DAY ? 1 : 0)) * HOUR_MS;
  const toMs = fromMs + hoursOf(day) * HOUR_MS;
  const changes = `
start: 2014-10-20T04:00:00Z
trend: { perWeek: ${perWeek}, asOf: 2014-11-03 }
centres: { home: { groups: { agents: { shifts: { always: { agents: 20 } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: America/New_York, languages: { en: 1 }, rate: ${PER_DAY}/day }]
work:
  patience: { phone: none }
  handle: { tier1: { phone: exponential 1 min } }
`;
  return { text: scenarioText(changes, toMs), fromMs, toMs };
}

function casesOn(perWeek: number, day: number): number {
  return ((PER_DAY * hoursOf(day)) / 24) * (1 + perWeek) ** ((day - AS_OF) / 7);
}

function pointOf(perWeek: number, day: number): Point {
  const expected = casesOn(perWeek, day);
  const squared = ({ counted }: MeasuredRun) => ({
    numerator: (counted.length - expected) ** 2,
    denominator: 1,
  });
  return {
    id: `${perWeek > 0 ? '+' : '−'}${100 * Math.abs(perWeek)} % a week, day ${day}`,
    setups: [() => dayOf(perWeek, day)],
    replications: { full: 1000, short: 60 },
    measures: [
      measure(
        'cases of the day',
        'cases',
        ({ counted }) => ({ numerator: counted.length, denominator: 1 }),
        exact(expected, SOURCE),
      ),
      measure('their variance', '', squared, exact(expected, SOURCE)),
    ],
  };
}

export const D32: ValidationCase = {
  id: 'D32',
  title: 'Rates that grow or decline from week to week',
  model: `Poisson arrivals, ${PER_DAY} a day, times (1 + change) to the power of the weeks since day ${AS_OF}; day ${LONG_DAY} has 25 hours.`,
  points: [0.15, -0.1].flatMap((perWeek) => [0, LONG_DAY, 34].map((day) => pointOf(perWeek, day))),
};
