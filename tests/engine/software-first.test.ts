import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { startReplication } from '#experiment';
import type { Summary } from '#statistics';
import { softwareSentences } from '../../src/report/answer/software-text.ts';
import { type RunInMemory, runInMemory, sha256 } from '../running.ts';
import { independent, overQueue, scoreOf } from './observed-run.ts';

/** 12 contacts a minute for 30 people, 6 min each, with a patience of 5 min, after software with these keys. */
const desk = (automated: string, days: number, seed: number) =>
  overQueue(`
seed: ${seed}
horizon: ${days * 24 + 4} h
warmUp: { for: 4 h }
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
  Array.from({ length: runs }, (_, seed) => measured(desk(automated, days, seed)));

/** Without the first hours, in which the desk fills. */
function measured(scenario: Scenario): Summary {
  const { seed } = scenario;
  const run = startReplication(scenario, {
    seed,
    replication: 0,
    engine: 'compiled',
    engineVersion: 'test',
    digest: sha256,
    writeLedger: null,
  });
  while (!run.advance(scenario.horizonMs));
  return run.finish().summary;
}

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
  it('counts who comes back in the measured time, also if the case was contained before', () => {
    const early = 'contains: 0.9, comesBack: { share: 1, after: fixed 6 h }';
    const later = 'degradations: { planned: [{ from: START, for: 3 days, to: 0.001 }] }';
    const begin = new Date(desk('time: fixed 1 min, contains: 0.5', 1, 1).startEpochMs + 4 * 3_600_000);
    const from = begin.toISOString().replace('.000Z', 'Z');
    const scenario = desk(`time: fixed 1 min, ${early}, ${later.replace('START', from)}`, 1, 1);
    const { software = [] } = measured(scenario);
    const [row] = software;
    expect(row?.cameBack).toBeGreaterThan(1000);
    expect(row?.net).toBe((row?.contained ?? 0) - (row?.cameBack ?? 0));
    expect(row?.net).toBeLessThan(0);
    expect(softwareSentences(software, scenario).join(' ')).toContain('contained before the measured time');
  });

  it('leaves a Poisson process to people if it contains a share of any number of sessions (A1, A1′)', () => {
    const usual = runsOf('time: exponential 2 min, contains: 0.62', 1, 20);
    expectTruth(usual, { waits: 0.318802, abandons: 0.040978, wait: 0.204889, occupancy: 0.874628 });
    const less = runsOf('time: fixed 0 s, contains: 0.51', 1, 20);
    expectTruth(less, { waits: 0.807814, abandons: 0.168232, wait: 0.841161, occupancy: 0.978159 });
  });

  it('contains less from time to time (A2)', () => {
    const degradations = 'degradations: { random: { to: 0.51, every: 20 h, for: 4 h } }';
    const runs = runsOf(`time: fixed 0 s, contains: 0.62, ${degradations}`, 10, 10);
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

describe('what software contains', () => {
  /** Calls of a lognormal length that nobody gives up, for more people than are needed. All are over at the end, since none comes on Saturday. */
  const calls = (group: string) =>
    overQueue(`
horizon: 6 days
profiles: { week: { days: { sat: 0 } } }
centres: { home: { groups: { servers: { shifts: { always: { agents: 60 } } }, ${group} } } }
segments:
  customers:
    channels: { phone: 1, web: 0 }
    profiles: { phone: week }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 4/min }]
work: { handle: { tier1: { phone: lognormal 6 min sigma 1.2 } } }
`);
  const software = (selection: number, more = '') =>
    calls(
      `software: { languages: [en], automated: { time: fixed 0 s, contains: 0.4, selection: ${selection}${more} } }`,
    );
  const rowOf = (scenario: Scenario) => runInMemory(scenario).summary.software?.[0];
  const workOf = ({ summary }: RunInMemory) => summary.tiers[0]?.ended ?? 0;

  it('and what it hands over is together the work of a run without it', () => {
    const without = runInMemory(calls(''));
    const { ended, handleMeanS } = without.summary.tiers[0] ?? { ended: 0, handleMeanS: 0 };
    const before = (ended * (handleMeanS ?? 0)) / 3600;
    for (const selection of [0, 0.35, 1]) {
      const row = rowOf(software(selection));
      const together = (row?.containedWorkHours ?? 0) + (row?.handedOverWorkHours ?? 0);
      // Each figure has six digits.
      expect(Math.abs(together / before - 1)).toBeLessThan(1e-5);
      expect((row?.contained ?? 0) + (row?.handedOver ?? 0)).toBe(without.summary.total.arrived);
    }
    expect(workOf(without)).toBeGreaterThan(20_000);
  });

  it('leaves longer cases, by the correlation of its draw with their work', () => {
    // E[W | Z > q] ÷ E[W] = Φ(ρσ − q) ÷ (1 − p) for a lognormal length.
    const factors = [0, 0.35, 1].map((selection) => rowOf(software(selection))?.restFactor ?? 0);
    for (const [k, exact] of [1, 1.2498, 1.5454].entries())
      expect(Math.abs((factors[k] ?? 0) / exact - 1)).toBeLessThan(0.03);
  });

  it('comes back to people as a share of it does, and costs what the scenario says', () => {
    const scenario = software(0, ', comesBack: { share: 0.25, after: fixed 1 h }');
    const row = rowOf(scenario);
    const [contained, cameBack] = [row?.contained ?? 0, row?.cameBack ?? 0];
    expect(Math.abs(cameBack / contained - 0.25)).toBeLessThan(3 * Math.sqrt((0.25 * 0.75) / contained));
    expect(row?.net).toBe(contained - cameBack);
    expect(row?.cost).toBeNull();
  });

  it('is worked on again as far as a hand-over loses it', () => {
    const handled = (lostContext: number) =>
      runInMemory(
        calls(
          `software: { languages: [en], automated: { time: fixed 10 min, contains: 0, lostContext: ${lostContext} } }`,
        ),
      ).summary.tiers[0]?.handleMeanS ?? 0;
    expect(handled(0.3) - handled(0)).toBeCloseTo(180, 0);
  });
});
