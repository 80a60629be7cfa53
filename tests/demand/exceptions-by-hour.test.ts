import { describe, expect, it } from 'vitest';
import { ACT_NUMBERS, actKind, CASE_STATES, type Scenario, TRANSITION_EVENTS } from '#domain';
import { parseScenarioJson } from '#scenario';
import { scenarioJson } from '../../src/scenario/scenario-json.ts';
import { runObserved } from '../engine/observed-run.ts';
import { auditedRun, modelOf } from './model.ts';

/** Exceptions of some hours of the week. The centre is in New York, five hours behind UTC; the customers are in India, 5 h 30 min ahead. */

const TRANSITION = actKind('transition');
const AFTER_CONTACT = ACT_NUMBERS['after-contact work'];
const PATIENCE = TRANSITION_EVENTS.indexOf('patience');
const WAITING = CASE_STATES.indexOf('open.waiting.queued');
const WORKING = CASE_STATES.indexOf('open.working');
const HOUR_MS = 3_600_000;

/** From Monday, 2014-11-03, at midnight UTC until Tuesday at 06:00. */
const model = (agents: number, exceptions: string, more = '') =>
  modelOf(`
start: 2014-11-03T00:00:00Z
horizon: 30 h
centres: { home: { timeZone: America/New_York, groups: { servers: { shifts: { always: { agents: ${agents} } } } } } }
segments:
  customers: { customers: [{ country: US, region: home, timeZone: Asia/Kolkata, languages: { en: 1 }, rate: 60/h }] }
work:
  handle: { tier1: { web: fixed 1 min } }
  exceptions: ${exceptions}
${more}`);

/** By the hour of the run in which they begin: the lengths of one thing, in minutes, without repetitions. */
function lengthsByHour(
  scenario: Scenario,
  what: 'contacts' | 'patience' | 'after-contact work',
): ReadonlyMap<number, readonly number[]> {
  const sinceMs = new Map<number, number>();
  const lengths = new Map<number, Set<number>>();
  const end = (key: number, timeMs: number) => {
    const began = sinceMs.get(key) ?? Number.NaN;
    const hour = Math.floor(began / HOUR_MS);
    lengths.set(hour, (lengths.get(hour) ?? new Set()).add((timeMs - began) / 60_000));
  };
  runObserved(scenario, (timeMs, kind, aux, caseNumber, before, after, agent) => {
    if (what === 'after-contact work') {
      if (kind !== AFTER_CONTACT) return;
      if (aux === 1) sinceMs.set(agent, timeMs);
      else end(agent, timeMs);
      return;
    }
    if (kind !== TRANSITION) return;
    const isOver = what === 'contacts' ? before === WORKING : aux === PATIENCE;
    if (isOver) end(caseNumber, timeMs);
    if (after === (what === 'contacts' ? WORKING : WAITING)) sinceMs.set(caseNumber, timeMs);
  });
  return new Map([...lengths].map(([hour, own]) => [hour, [...own].sort((one, other) => one - other)]));
}

/** Three engines and the auditor take their time. */
const aFew = (scenario: Scenario) => ({ ...scenario, horizonMs: 4 * HOUR_MS });

describe('exceptions by the hour', () => {
  it('go by the beginning of the contact, on the clock of the centre', () => {
    const scenario = model(60, '[{ hours: [mon 03:00-05:00, "20:00-21:00"], handle: fixed 7 min }]');
    const lengths = lengthsByHour(scenario, 'contacts');
    expect(lengths.size).toBe(30);
    for (const [hour, own] of lengths)
      expect(own, `hour ${hour}`).toEqual([[1, 8, 9, 25].includes(hour) ? 7 : 1]);
    expect(auditedRun(aFew(scenario)).violated).toEqual([]);
  });

  it('leave the other hours to those that follow, and are decided by the first that matches', () => {
    const scenario = model(
      60,
      `
    - { hours: mon 03:00-05:00, handle: fixed 7 min }
    - { hours: mon 04:00-06:00, handle: fixed 5 min }
    - { handle: fixed 3 min }`,
    );
    const lengths = lengthsByHour(scenario, 'contacts');
    expect([7, 8, 9, 10, 11].map((hour) => lengths.get(hour))).toEqual([[3], [7], [7], [5], [3]]);
  });

  it('go by the arrival, on the clock of the customers, for patience', () => {
    const exceptions =
      '[{ hours: "12:30-13:30", patience: fixed 2 min }, { hours: mon 13:30-14:30, patience: none }]';
    const scenario = model(1, exceptions, '  patience: { web: fixed 4 min }\n  triage: { web: 0 s }');
    const lengths = lengthsByHour({ ...scenario, seed: 'hours' }, 'patience');
    for (const [hour, own] of lengths) expect(own, `hour ${hour}`).toEqual([hour === 7 ? 2 : 4]);
    expect(lengths.size).toBeGreaterThan(20);
    expect(lengths.has(7)).toBe(true);
    expect(lengths.has(8)).toBe(false);
    expect(auditedRun(aFew(scenario)).violated).toEqual([]);
  });

  it('let customers leave at once only in these hours', () => {
    const scenario = model(1, '[{ hours: "12:30-13:30", balking: 1 }]');
    const lengths = lengthsByHour(scenario, 'patience');
    expect([...lengths]).toEqual([[7, [0]]]);
  });

  it('go by the end of the contact, on the clock of the centre, for after-contact work', () => {
    const lengths = lengthsByHour(
      model(60, '[{ hours: mon 03:00-05:00, afterContact: fixed 6 min }]'),
      'after-contact work',
    );
    expect([...lengths]).toEqual([
      [8, [6]],
      [9, [6]],
    ]);
  });

  it('do not change the delay that a queue is expected to have', () => {
    const routing = '\nrouting: { commitment: { to: group, by: minimum expected delay } }';
    const scenario = model(2, '[{ hours: daily, handle: fixed 3 min }]', routing);
    const delaysMs = new Set<number>();
    runObserved(scenario, (_, kind, aux, __, ___, ____, _____, delayMs) => {
      if (kind === ACT_NUMBERS.commitment && aux === 0) delaysMs.add(delayMs);
    });
    expect(Math.min(...delaysMs)).toBe(30_000);
    expect(auditedRun(aFew(scenario)).violated).toEqual([]);
  });

  it('are the same after the scenario was written as JSON and read', () => {
    const scenario = model(2, '[{ hours: [fri-mon 22:00-06:00, tue], handle: fixed 3 min }]');
    const read = parseScenarioJson(scenarioJson(scenario));
    expect(read.ok && read.value).toEqual(scenario);
    const outside = scenarioJson(scenario).replace('"toMinute":10080', '"toMinute":10081');
    expect(parseScenarioJson(outside).ok).toBe(false);
  });
});
