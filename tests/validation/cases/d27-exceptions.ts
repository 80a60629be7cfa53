import { meanSojourn, meanWait, shareThatAbandons } from '../measures.ts';
import type { LoggedCase } from '../run-log.ts';
import { leastOf, longRun, minutes, perMinute, warmUpOf } from '../scenario-text.ts';
import { exponentialPatience, mixedPatience, mmcWithPatience } from '../theory.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

/** Two segments that wait in one queue, first come, first served. Their streams have the numbers 0 and 1. */
const SEGMENTS = ['customers', 'others'] as const;

const ofSegment = (index: number) => (logged: LoggedCase) => logged.stream === index;

/** Arrivals per minute of the two segments, and further keys of `work`. */
function twoSegments(agents: number, rates: readonly number[], work: string): string {
  const customers = (rate: number) =>
    `[{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perMinute(rate)} }]`;
  return `
centres: { home: { groups: { agents: { shifts: { always: { agents: ${agents} } } } } } }
segments:
  customers: { customers: ${customers(rates[0] as number)} }
  others:
    { title: Others, promise: none, placement: home, products: { any: 1 }, severities: { C: 1 }, channels: { phone: 1 },
      customers: ${customers(rates[1] as number)} }
work:
${work}
`;
}

/** One agent; short contacts of fixed length for one segment, long ones of varying length for the other. */
function handleTimes(): Point {
  const rates = [0.5, 0.2];
  const [short, long] = [0.5, 2];
  const load = (rates[0] as number) * short + (rates[1] as number) * long;
  // λ E[S²]: fixed times have the square of the mean, exponential ones twice that.
  const squares = (rates[0] as number) * short ** 2 + (rates[1] as number) * 2 * long ** 2;
  const wait = squares / (2 * (1 - load));
  const work = `
  handle: { tier1: { phone: fixed ${minutes(short)} } }
  exceptions: [{ segment: others, handle: exponential ${minutes(long)} }]`;
  const busy = { lambda: load / long, mu: 1 / long, c: 1 };
  const rate = (rates[0] as number) + (rates[1] as number);
  const window = { arrivals: 25_000, rate, warmUp: 2 * warmUpOf(busy), drain: 400, least: leastOf(busy) };
  const source = 'Pollaczek–Khinchine';
  return {
    id: 'M/G/1, handle times by segment',
    setups: [longRun(twoSegments(1, rates, work), window)],
    measures: [
      measure('mean wait of all', 'min', (run) => meanWait(run), exact(wait, source)),
      ...SEGMENTS.map((segment, k) =>
        measure(
          `mean time to resolve, ${segment}`,
          'min',
          (run) => meanSojourn(run, ofSegment(k)),
          exact(wait + (k === 0 ? short : long), source),
        ),
      ),
    ],
    replications: { full: 40, short: 10 },
  };
}

/** Erlang A with two classes of patience. */
function patience(): Point {
  const [c, mu, means] = [4, 1 / 3, [1, 8]];
  const rates = [0.6, 0.9];
  const lambda = (rates[0] as number) + (rates[1] as number);
  const classes = means.map((mean, k) => ({
    share: (rates[k] as number) / lambda,
    patience: exponentialPatience(mean),
  }));
  const theory = mmcWithPatience({ lambda, mu, c }, mixedPatience(classes));
  const work = `
  handle: { tier1: { phone: exponential 3 min } }
  patience: { phone: exponential ${means[0]} min }
  exceptions: [{ segment: others, patience: exponential ${means[1]} min }]`;
  const window = { arrivals: 15_000, rate: lambda, warmUp: 165, drain: 150, least: 550 };
  const source = 'Baccelli–Hebuterne';
  return {
    id: 'M/M/4+M, patience by segment',
    setups: [longRun(twoSegments(c, rates, work), window)],
    measures: classes.flatMap(({ patience: own }, k) => {
      const wait = theory.meanWaitOf(own);
      return [
        measure(
          `mean wait, ${SEGMENTS[k]}`,
          'min',
          (run) => meanWait(run, ofSegment(k)),
          exact(wait, source),
        ),
        measure(
          `share that abandons, ${SEGMENTS[k]}`,
          '',
          (run) => shareThatAbandons(run, ofSegment(k)),
          exact(wait / (means[k] as number), source),
        ),
      ];
    }),
    replications: { full: 40, short: 10 },
  };
}

export const D27: ValidationCase = {
  id: 'D27',
  title: 'Handle times and patience of segments',
  model:
    'Two segments in one queue, first come, first served; one has a handle time or a patience of its own.',
  points: [handleTimes(), patience()],
};
