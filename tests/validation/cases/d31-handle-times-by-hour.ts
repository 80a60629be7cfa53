import { meanInSystem } from '../measures.ts';
import { MINUTE_MS, scenarioText } from '../scenario-text.ts';
import { exact, measure, type Plan, type Point, type ValidationCase } from '../validation-case.ts';

const HOUR_MS = 60 * MINUTE_MS;
const PER_HOUR = 12;
/** Mean handle times in hours: of contacts that begin from 08:00 to 10:00 UTC, and of others. */
const [LONG, SHORT] = [1.5, 0.4];
const [FROM, TO] = [8, 10];
/** So many that nobody ever waits: at most 14 are busy on average. */
const AGENTS = 60;
const SOURCE = 'M/G(t)/∞: Poisson arrivals, thinned by what is still in service';

/** From `from` to `to` o'clock UTC of the second day, a Tuesday. The centre's clock is 5 h 30 min ahead; its Mondays are as usual. */
function day(from: number, to: number): Plan {
  const changes = `
start: 2014-11-03T00:00:00Z
centres: { home: { timeZone: Asia/Kolkata, groups: { agents: { shifts: { always: { agents: ${AGENTS} } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${PER_HOUR}/h }]
work:
  patience: { phone: none }
  handle: { tier1: { phone: exponential ${SHORT} h } }
  exceptions: [{ hours: tue-sun 13:30-15:30, handle: exponential ${LONG} h }]
`;
  const fromMs = (24 + from) * HOUR_MS;
  const toMs = (24 + to) * HOUR_MS;
  return { text: scenarioText(changes, toMs), fromMs, toMs };
}

/** The mean number in service at that hour, of those who came in [from, to) and take an exponential time. */
function inService(hour: number, from: number, to: number, mean: number): number {
  if (hour <= from) return 0;
  const survival = (since: number) => Math.exp(-since / mean);
  return PER_HOUR * mean * (survival(hour - Math.min(hour, to)) - survival(hour - from));
}

/** Over the hours between, by the midpoints of many short intervals. */
function meanBusy(from: number, to: number): number {
  const steps = 20_000;
  const atHour = (hour: number) =>
    inService(hour, -24, FROM, SHORT) + inService(hour, FROM, TO, LONG) + inService(hour, TO, 24, SHORT);
  const all = Array.from({ length: steps }, (_, k) => atHour(from + ((to - from) * (k + 0.5)) / steps));
  return all.reduce((sum, one) => sum + one, 0) / steps;
}

const POINTS: readonly Point[] = [
  [6, 8],
  [8, 9],
  [9, 10],
  [10, 12],
  [13, 16],
].map(([from = 0, to = 0]) => ({
  id: `${from}:00 to ${to}:00`,
  setups: [() => day(from, to)],
  replications: { full: 1000, short: 60 },
  measures: [
    measure('mean number in service', '', (run) => meanInSystem(run), exact(meanBusy(from, to), SOURCE)),
  ],
}));

export const D31: ValidationCase = {
  id: 'D31',
  title: 'Handle times by the hour at which a contact begins',
  model: `M/G(t)/∞: ${PER_HOUR} calls an hour; ${LONG} h if they begin from ${FROM}:00 to ${TO}:00, otherwise ${SHORT} h.`,
  points: POINTS,
};
