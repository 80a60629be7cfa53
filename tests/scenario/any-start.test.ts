import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { parseScenario } from '#scenario';
import { readInRoot } from '../demand/model.ts';
import { auditInMemory, ROOT, runInMemory } from '../running.ts';

/** Scenarios with everything that has a date or an hour, and how much later another start may be. */
const SCENARIOS = [
  ['proving-ground', 4],
  ['law-drill', 6],
  ['css-2014-drill', 3],
  ['break-glass', 3],
  ['safe-harbor-2015', 4],
  ['chat-desk', 5],
  ['own-lines', 2],
  ['second-opinion', 3],
  ['surge', 2],
] as const;

/** The scenario with a later start, or one within an hour; null if it then has issues. */
function startedAt(base: string, startMs: number, more = '') {
  const path = 'scenarios/late/scenario.yaml';
  const text = `meridian: 1\nextends: ../${base}\nname: late\nstart: ${new Date(startMs).toISOString()}\nhorizon: 3 h\n${more}`;
  const parsed = parseScenario({ path, text, readFile: readInRoot });
  return parsed.ok ? parsed.value.scenario : null;
}

function startOf(name: string): number {
  const text = readFileSync(join(ROOT, `scenarios/${name}/scenario.yaml`), 'utf8');
  const own = /^start: (\S+)/m.exec(text)?.[1];
  const base = /^extends: \.\.\/(\S+)/m.exec(text)?.[1];
  return own === undefined ? startOf(base ?? '') : Date.parse(own);
}

/** Much that begins and ends in the days of first-steps, at odd times. */
const IN_PROGRESS = `
centres:
  dublin:
    hours:
      - { days: mon-fri, from: "07:00", to: "23:00" }
      - { days: sat-sun, from: "22:00", to: "03:00" }
    closures: [{ from: 2014-11-04T10:10:00Z, for: 3 h }, { from: 2014-11-05T18:50:00Z, for: 40 min }]
    outages: { planned: [{ from: 2014-11-03T11:20:00Z, for: 5 h }, { from: 2014-11-06T06:05:00Z, for: 90 min }] }
    groups:
      first-line:
        absences: { every: 3 h, for: 40 min }
        shifts:
          early: { agents: 6, days: mon-fri, from: "07:00", to: "15:00", breaks: [{ from: "09:50", to: "10:20" }, { from: "12:00", to: "12:45" }] }
          late: { agents: 6, days: mon-fri, from: "11:00", to: "23:00", breaks: [{ from: "18:45", to: "19:15" }, { from: "22:30", to: "23:00" }] }
          nights: { agents: 2, days: sat-sun, from: "22:00", to: "03:00", breaks: [{ from: "23:55", to: "00:25" }] }
dataCentres:
  dublin-dc: { outages: { planned: [{ from: 2014-11-04T21:50:00Z, for: 2 h }] } }
work:
  dayEnd: { phone: serve out }
`;

describe('a scenario that starts in the middle of its events', () => {
  it.each(SCENARIOS)('%s runs, and its ledger is complete', (name, days) => {
    let runs = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: days * 24 * 4 }), (quarters) => {
        const scenario = startedAt(name, startOf(name) + quarters * 15 * MINUTE_MS);
        if (scenario === null) return;
        runs++;
        const { ledger } = runInMemory(scenario);
        const audit = auditInMemory(ledger, scenario);
        const log = audit.invariants.find(({ id }) => id === 'R18');
        expect(log?.violations, log?.counterexample?.message).toBe(0);
      }),
      { numRuns: Number(process.env.STARTS ?? 3), seed: 20141103 },
    );
    expect(runs).toBeGreaterThan(0);
  });

  it('runs whatever is in progress at its start: breaks, closures, outages, absences, days that end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 * 24 * 12 }), (fives) => {
        const scenario = startedAt(
          'first-steps',
          startOf('first-steps') + fives * 5 * MINUTE_MS,
          IN_PROGRESS,
        );
        expect(scenario).not.toBeNull();
        if (scenario === null) return;
        const audit = auditInMemory(runInMemory(scenario).ledger, scenario);
        expect(audit.invariants.filter(({ violations }) => violations > 0)).toEqual([]);
      }),
      { numRuns: 10 * Number(process.env.STARTS ?? 3), seed: 7 },
    );
  });

  it('treats a break in progress at the start as a break', () => {
    const shift =
      '{ agents: 6, days: mon-fri, from: "11:00", to: "21:00", breaks: [{ from: "18:45", to: "19:15" }] }';
    const more = `centres: { dublin: { hours: 24x7, groups: { first-line: { shifts: { late: ${shift} } } } } }\n`;
    const scenario = startedAt('first-steps', Date.parse('2014-11-03T19:00:00Z'), more);
    const late = scenario?.groups.flatMap(({ shifts }) => shifts.filter(({ id }) => id === 'late')) ?? [];
    expect(late[0]?.duty[0]).toEqual({ fromMs: 15 * MINUTE_MS, toMs: 2 * HOUR_MS });
    expect(scenario === null ? '' : runInMemory(scenario).root).toMatch(/^[0-9a-f]{64}$/);
  });
});
