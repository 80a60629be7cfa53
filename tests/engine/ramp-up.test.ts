import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#base';
import { actKind } from '#domain';
import { parseScenarioJson, scenarioJson } from '#scenario';
import { overQueue, runObserved } from './observed-run.ts';

const VIEW = actKind('view');
const VIEW_END = actKind('view end');

/** One experienced agent, and one hired a day after the start at half speed and fully trained two days later. */
const scenario = overQueue(`
horizon: 5 days
centres:
  home:
    groups:
      servers:
        shifts:
          always: { agents: 1 }
          new:
            agents: 1
            from: "00:00"
            to: "24:00"
            rampUp: { hired: 2014-11-04T00:00:00Z, from: 0.5, over: 2 days }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20/h }]
work: { handle: { tier1: { web: fixed 3 min } } }
`);

describe('a new agent', () => {
  it('works at a speed that rises from the hire on, while others are at full speed', () => {
    const begun = new Map<number, number>();
    const lengths: [agent: number, days: number, minutes: number][] = [];
    runObserved(scenario, (timeMs, kind, _aux, caseNumber, _a, _b, agent) => {
      if (kind === VIEW) begun.set(caseNumber, timeMs);
      if (kind !== VIEW_END) return;
      const fromMs = begun.get(caseNumber) as number;
      lengths.push([agent, fromMs / (1440 * MINUTE_MS), (timeMs - fromMs) / MINUTE_MS]);
    });
    const start = Date.parse('2014-11-04T00:00:00Z') - scenario.startEpochMs;
    const hired = start / (1440 * MINUTE_MS);
    for (const [agent, days, minutes] of lengths) {
      const trained = Math.min(1, Math.max(0, (days - hired) / 2));
      expect(minutes).toBeCloseTo(agent === 0 ? 3 : 3 / (0.5 + 0.5 * trained), 3);
    }
    const ofNew = lengths.filter(([agent]) => agent === 1).map(([, , minutes]) => minutes);
    expect(Math.min(...ofNew)).toBe(3);
    expect(Math.max(...ofNew)).toBeGreaterThan(4);
  });

  it('is kept in the resolved scenario', () => {
    expect(parseScenarioJson(scenarioJson(scenario))).toEqual({ ok: true, value: scenario });
  });
});
