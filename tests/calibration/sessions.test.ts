import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { calibrate, type Figure, readSessions, readStories, writeScenario } from '#calibration';
import type { Scenario } from '#domain';
import { startReplication } from '#experiment';
import type { Summary } from '#statistics';
import { casesOf, importCsv } from '../caselog/importing.ts';
import { sha256, successOf } from '../running.ts';
import { DEFAULTS } from './defaults.ts';
import { firstLineOf, shortFirstLine } from './first-line.ts';
import { simulatedLogs, TICKET_MAPPING } from './simulated-sessions.ts';

const TRUTH = shortFirstLine('4 weeks');

/** What calibration makes of the two logs of a run. */
function calibrated({ sessions, tickets }: ReturnType<typeof simulatedLogs>, scenario = TRUTH) {
  const { log } = importCsv(tickets, TICKET_MAPPING);
  const fromMs = scenario.startEpochMs;
  const untilMs = fromMs + scenario.horizonMs;
  const calibration = calibrate(readStories(casesOf({ log }), { fromMs, untilMs }), {
    log: 'tickets.csv',
    fromMs,
    untilMs,
    timeZone: 'Europe/Berlin',
    zones: new Map(),
    defaults: DEFAULTS,
    sessions: successOf(readSessions(sessions, { file: 'bots.csv', timeZone: 'Europe/Berlin' })),
  });
  const named = { name: 'again', title: 'Again', start: '2025-02-03T00:00:00+01:00', horizon: '4 weeks' };
  return { calibration, ...writeScenario(calibration, named, null) };
}

const KEY = 'centres.leipzig.groups.software.automated';

/** A run of a scenario, and the same of what was calibrated from one. */
function summariesOf(scenario: Scenario, runs: number): readonly Summary[] {
  return Array.from({ length: runs }, (_, k) => {
    const run = startReplication(scenario, {
      seed: `run ${k}`,
      replication: 0,
      engine: 'compiled',
      engineVersion: 'test',
      digest: sha256,
      writeLedger: null,
    });
    run.advance(scenario.horizonMs);
    return run.finish().summary;
  });
}

const LOGS = {
  case: simulatedLogs(TRUTH, { backBy: 'case' }),
  customer: simulatedLogs(TRUTH, { backBy: 'customer' }),
};

describe('a scenario from a log of tickets and one of sessions', () => {
  it.each(['case', 'customer'] as const)(
    'has the software that made them, if %s tells who came back',
    (backBy) => {
      const { figures } = calibrated(LOGS[backBy]);
      const truths: Readonly<Record<string, number>> = {
        'contains.products.accounts': 0.6,
        'contains.products.payments': 0.3,
        'time.mean': 4 * MINUTE_MS,
        'time.sigma': 0.7,
        'comesBack.share': 0.25,
        'comesBack.after.mean': 20 * HOUR_MS,
        'comesBack.after.sigma': 0.5,
      };
      // Seven intervals of 95 %: half as wide again holds all of them in 98 of 100 logs.
      const outside = Object.entries(truths).filter(([key, truth]) => {
        const figure = figures.find((one: Figure) => one.key === `${KEY}.${key}`);
        if (figure === undefined) return true;
        const { high, low, value } = figure;
        return truth < value - 1.5 * (value - low) || truth > value + 1.5 * (high - value);
      });
      expect(outside).toEqual([]);
      const rate = figures.find(({ key }) => key === 'segments.shops.customers.DE.rate');
      expect(Math.abs((rate?.value ?? 0) / 5000 - 1)).toBeLessThan(0.03);
    },
  );

  it('contains, answers and loses as many as the scenario that made the logs', () => {
    const { text } = calibrated(LOGS.customer);
    const levels = 'serviceLevels:\n  - { channel: web, severity: all, within: 1 min, target: 0.8 }\n';
    const again = firstLineOf(`${text}${levels}`);
    const [truth, model] = [TRUTH, again].map((scenario) => {
      const runs = summariesOf(scenario, 4);
      const mean = (of: (summary: Summary) => number) =>
        runs.reduce((sum, one) => sum + of(one), 0) / runs.length;
      return {
        contained: mean(({ software = [] }) => (software[0]?.contained ?? 0) / (software[0]?.sessions ?? 0)),
        net: mean(({ software = [] }) => (software[0]?.net ?? 0) / (software[0]?.sessions ?? 0)),
        people: mean(({ total }) => total.arrived),
        answered: mean(({ channels }) => channels.find(({ id }) => id === 'web')?.serviceLevel ?? Number.NaN),
        lost: mean(({ total }) => total.abandoned / total.arrived),
      };
    });
    const within = (key: keyof NonNullable<typeof truth>) =>
      Math.abs((model?.[key] ?? 0) - (truth?.[key] ?? 0));
    expect(within('contained')).toBeLessThan(0.012);
    expect(within('net')).toBeLessThan(0.02);
    expect(within('answered')).toBeLessThan(0.03);
    expect(within('lost')).toBeLessThan(0.01);
    expect(within('people') / (truth?.people ?? 0)).toBeLessThan(0.03);
  });

  it('says that who came back does not show, where neither numbers nor customers tell', () => {
    const { assumptions, text } = calibrated(simulatedLogs(TRUTH, { backBy: 'nothing' }));
    expect(assumptions[0]).toMatch(
      /^Whether customers of contained sessions came to people nevertheless does not show/,
    );
    expect(text).not.toContain('comesBack');
  });
});
