import { describe, expect, it } from 'vitest';
import { ACT_NUMBERS, CASE_STATES, CHANNELS, type Scenario } from '#domain';
import { parseScenarioJson } from '#scenario';
import { scenarioJson } from '../../src/scenario/scenario-json.ts';
import { independent, runObserved, scoreOf } from '../engine/observed-run.ts';
import { successOf } from '../running.ts';
import { auditedRun, modelOf } from './model.ts';

/** Cases by web and by e-mail, 60 an hour of both, with agents enough that nobody waits for one. */
const model = (triage: string) =>
  modelOf(`
horizon: 10 days
centres: { home: { groups: { servers: { shifts: { always: { agents: 40 } } } } } }
segments:
  customers:
    channels: { web: 0.5, e-mail: 0.5 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 60/h }]
work:
  handle: { tier1: { web: fixed 1 min, e-mail: fixed 1 min } }
  triage: ${triage}
`);

const QUEUED = CASE_STATES.indexOf('open.waiting.queued');
const { open: OPEN, transition: TRANSITION } = ACT_NUMBERS;

/** By channel: minutes from each opening until the case joins a queue. */
function triagesOf(scenario: Scenario): ReadonlyMap<string, readonly number[]> {
  const opened = new Map<number, { readonly channel: string; readonly atMs: number }>();
  const found = new Map<string, number[]>();
  runObserved(scenario, (timeMs, kind, aux, caseNumber, _before, after) => {
    if (kind === OPEN) opened.set(caseNumber, { channel: CHANNELS[aux & 3] ?? '', atMs: timeMs });
    const one = opened.get(caseNumber);
    if (kind !== TRANSITION || after !== QUEUED || one === undefined) return;
    opened.delete(caseNumber);
    found.set(one.channel, [...(found.get(one.channel) ?? []), (timeMs - one.atMs) / 60_000]);
  });
  return found;
}

describe('triage that each case draws', () => {
  const scenario = model('{ web: exponential 30 min, e-mail: 10 min }');

  it('lasts as long as its distribution says, and on another channel as long as always', () => {
    const triages = triagesOf(scenario);
    const web = triages.get('web') ?? [];
    expect(web.length).toBeGreaterThan(6_000);
    expect(Math.abs(scoreOf(independent(web), 30))).toBeLessThan(4);
    // An exponential time is shorter than its median in half of the cases.
    expect(web.filter((minutes) => minutes < 30 * Math.LN2).length / web.length).toBeCloseTo(0.5, 1);
    expect([...new Set(triages.get('e-mail'))]).toEqual([10]);
  });

  it('is the same for three engines, and the audit finds nothing', () => {
    expect(auditedRun({ ...scenario, horizonMs: 6 * 3_600_000 }).violated).toEqual([]);
  });

  it('may be nothing for some cases', () => {
    const web = triagesOf(
      model('{ web: { kind: empirical, survival: [[0 s, 0.25], [20 min, 0.25], [20 min, 0]] } }'),
    );
    const waits = web.get('web') ?? [];
    expect(waits.filter((minutes) => minutes === 0).length / waits.length).toBeCloseTo(0.75, 1);
    expect(new Set(waits)).toEqual(new Set([0, 20]));
  });

  it('keeps its distribution in a resolved scenario', () => {
    expect(successOf(parseScenarioJson(scenarioJson(scenario))).work).toEqual(scenario.work);
  });
});
