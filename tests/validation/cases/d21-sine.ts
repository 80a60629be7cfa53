import { meanInSystem } from '../measures.ts';
import { MINUTE_MS, scenarioText } from '../scenario-text.ts';
import { exact, measure, type Plan, type Point, type ValidationCase } from '../validation-case.ts';

const PER_HOUR = 10;
const SERVICE_HOURS = 2;
const AMPLITUDE = 0.5;
const PEAK = 15;
/** So many that nobody ever waits: at the peak 30 are busy on average. */
const AGENTS = 80;
const HOUR_MS = 60 * MINUTE_MS;

const EXACT = 'S. G. Eick, W. A. Massey, W. Whitt (1993), equation (15)';
const OMEGA = (2 * Math.PI) / 24;

/** A day in which the rate goes up and down as a sine, from `from` to `to` o'clock of the third or fourth day. */
function day(from: number, to: number): Plan {
  const changes = `
start: 2014-11-03T00:00:00Z
profiles: { phone: { sine: { amplitude: ${AMPLITUDE}, peak: "${PEAK}:00" } } }
centres: { home: { groups: { agents: { shifts: { always: { agents: ${AGENTS} } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${PER_HOUR}/h }]
work:
  patience: { phone: none }
  handle: { tier1: { phone: exponential ${SERVICE_HOURS} h } }
`;
  const fromMs = (48 + from) * HOUR_MS;
  const toMs = (48 + to) * HOUR_MS;
  return { text: scenarioText(changes, toMs), fromMs, toMs };
}

/** The mean number in service of M(t)/M/∞, over the hours between. */
function meanBusy(from: number, to: number): number {
  const lag = OMEGA * SERVICE_HOURS;
  /** Integral of (cos x + lag · sin x) ÷ (1 + lag²), x = ω(t − peak). */
  const swing = (hour: number) => {
    const x = OMEGA * (hour - PEAK);
    return (Math.sin(x) - lag * Math.cos(x)) / OMEGA / (1 + lag ** 2);
  };
  const mean = PER_HOUR * SERVICE_HOURS;
  return mean * (1 + (AMPLITUDE * (swing(to) - swing(from))) / (to - from));
}

const POINTS: readonly Point[] = [
  [0, 3],
  [6, 9],
  [12, 15],
  [17, 18],
].map(([from = 0, to = 0]) => ({
  id: `${from}:00 to ${to}:00`,
  setups: [() => day(from, to)],
  replications: { full: 1000, short: 60 },
  measures: [
    measure('mean number in service', '', (run) => meanInSystem(run), exact(meanBusy(from, to), EXACT)),
  ],
}));

export const D21: ValidationCase = {
  id: 'D21',
  title: 'A rate that goes up and down as a sine',
  model: `M(t)/M/∞: ${PER_HOUR} calls an hour on average, amplitude ${AMPLITUDE}, peak at ${PEAK}:00, ${SERVICE_HOURS} h each; busiest ${(
    Math.atan(OMEGA * SERVICE_HOURS) / OMEGA
  ).toFixed(1)} h after the peak.`,
  points: POINTS,
};
