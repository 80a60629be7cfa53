import { describe, expect, it } from 'vitest';
import type { Summary } from '#statistics';
import { independent, overQueue, runObserved, scoreOf } from './observed-run.ts';

/** 12 contacts a minute for 30 people, 6 min each, with a patience of 5 min, after software with these keys. */
const desk = (automated: string, days: number, seed: number) =>
  overQueue(`
seed: ${seed}
horizon: ${days} days
centres:
  home:
    groups:
      servers: { shifts: { always: { agents: 30 } } }
      software: { languages: [en], automated: { selection: 0, ${automated} } }
segments:
  customers:
    channels: { phone: 1, web: 0 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 12/min }]
work:
  patience: { phone: exponential 5 min }
  handle: { tier1: { phone: exponential 6 min } }
`);

const runsOf = (automated: string, days: number, runs: number): readonly Summary[] =>
  Array.from({ length: runs }, (_, seed) => runObserved(desk(automated, days, seed)));

type Figure = (summary: Summary) => number;
const FIGURES: Readonly<Record<'waits' | 'abandons' | 'wait' | 'occupancy', Figure>> = {
  waits: ({ total }) => 1 - total.answeredAtOnce / total.arrived,
  abandons: ({ total }) => total.abandoned / total.arrived,
  wait: ({ total }) => (total.waitOfAllS ?? Number.NaN) / 60,
  occupancy: ({ groups }) => groups[0]?.occupancy ?? Number.NaN,
};

function expectTruth(
  runs: readonly Summary[],
  truth: Readonly<Partial<Record<keyof typeof FIGURES, number>>>,
) {
  const scores = Object.entries(truth).map(([name, exact]) => {
    const score = scoreOf(independent(runs.map(FIGURES[name as keyof typeof FIGURES])), exact);
    return [name, Math.abs(score) < 3 ? 'within 3 standard errors' : score];
  });
  expect(scores).toEqual(Object.keys(truth).map((name) => [name, 'within 3 standard errors']));
}

describe('software that answers before people do', () => {
  it('leaves a Poisson process to people if it contains a share of any number of sessions (A1, A1′)', () => {
    const usual = runsOf('time: exponential 2 min, contains: 0.62', 1, 20);
    expectTruth(usual, { waits: 0.318802, abandons: 0.040978, wait: 0.204889, occupancy: 0.874628 });
    const less = runsOf('time: fixed 0 s, contains: 0.51', 1, 20);
    expectTruth(less, { waits: 0.807814, abandons: 0.168232, wait: 0.841161, occupancy: 0.978159 });
  });

  it('contains less from time to time (A2)', () => {
    const degradations = 'degradations: { random: { to: 0.51, every: 20 h, for: 4 h } }';
    const runs = runsOf(`time: fixed 0 s, contains: 0.62, ${degradations}`, 10, 20);
    expectTruth(runs, { waits: 0.418993, abandons: 0.066819, wait: 0.334095, occupancy: 0.892121 });
  });

  it('has some sessions, and lets people answer while all are taken (A3)', () => {
    const runs = runsOf('sessions: 20, time: exponential 2 min, contains: 0.62', 1, 20);
    expectTruth(runs, { abandons: 0.240098, wait: 1.200491, occupancy: 0.983722 });
    const taken = runs.map(({ software = [] }) => {
      const { allTaken = 0, sessions = 0 } = software[0] ?? {};
      return allTaken / (allTaken + sessions);
    });
    expect(Math.abs(scoreOf(independent(taken), 0.257083))).toBeLessThan(3);
    const inHand = runs.map(({ software = [] }) => software[0]?.inHandMean ?? Number.NaN);
    expect(Math.abs(scoreOf(independent(inHand), 17.83))).toBeLessThan(3);
    const rate = runs.map(({ total }) => total.arrived / (24 * 60));
    expect(Math.abs(scoreOf(independent(rate), 6.472694))).toBeLessThan(3);
  });
});
