import { describe, expect, it } from 'vitest';
import { actKind, type Scenario } from '#domain';
import { checked } from '../bundle/recount/recounting.ts';
import { runObserved } from '../engine/observed-run.ts';
import { runInMemory } from '../running.ts';
import { auditedRun, modelOf } from './model.ts';

const DUTY = actKind('duty');
const ASSIGN = actKind('assign');
const VIEW_END = actKind('view end');
const HOUR_MS = 3_600_000;

/** Head counts by the hour from 08:00 on, with so many cases an hour and this handle time. */
const hours = (counts: readonly number[], rate: number, handle: string, more = '', group = '') =>
  modelOf(`
horizon: 3 days
centres:
  home:
    groups:
      servers:
        ${group}
        shifts: null
        headcounts: [{ from: "08:00", every: 1 h, agents: [${counts.join(', ')}], leaves: next to be free }]
segments:
  customers:
    severities: { A: 0.3, C: 0.7 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate}/h }]
work:
  handle: { tier1: { web: ${handle} } }
${more}`);

interface Departure {
  readonly timeMs: number;
  readonly agent: number;
  /** How long the agent had been free, ms; NaN if the agent never took a case. */
  readonly freeForMs: number;
}

/** Who leaves when, and how many are on duty afterwards. */
function departuresOf(scenario: Scenario) {
  const departures: Departure[] = [];
  const busy = new Set<number>();
  const freeSince = new Map<number, number>();
  let onDuty = 0;
  runObserved(scenario, (timeMs, kind, aux, _, __, ___, c, d) => {
    if (kind === ASSIGN) busy.add(c);
    if (kind === VIEW_END) {
      busy.delete(c);
      freeSince.set(c, timeMs);
    }
    if (kind !== DUTY) return;
    expect(c, 'each agent comes and leaves alone').toBe(1);
    onDuty += aux === 1 ? 1 : -1;
    if (aux === 1) return;
    expect(busy, 'who leaves is free').not.toContain(d);
    departures.push({ timeMs, agent: d, freeForMs: timeMs - (freeSince.get(d) ?? Number.NaN) });
  });
  return { departures, onDuty };
}

describe('head counts with the next to be free', () => {
  it('lose free agents at once, the last in the file first', () => {
    const { departures } = departuresOf(hours([4, 1, 0], 0.001, 'fixed 1 min'));
    expect(departures.slice(0, 4).map(({ agent, timeMs }) => [agent, timeMs / HOUR_MS])).toEqual([
      [3, 9],
      [2, 9],
      [1, 9],
      [0, 10],
    ]);
  });

  it('lose agents as they become free if all are busy', () => {
    // Four agents cannot keep up, so each leaves in the millisecond in which a contact ends.
    const { departures, onDuty } = departuresOf(hours([4, 1, 0], 600, 'exponential 30 min'));
    expect(departures.length).toBeGreaterThanOrEqual(8);
    expect(departures.filter(({ timeMs }) => timeMs % HOUR_MS === 0)).toEqual([]);
    expect(departures.map(({ freeForMs }) => freeForMs)).toEqual(departures.map(() => 0));
    expect(onDuty).toBe(0);
  });

  it('keep agents who have not left when the number rises again', () => {
    const acts: [number, number][] = [];
    runObserved(hours([3, 1, 3, 0], 600, 'fixed 5 h'), (timeMs, kind, aux) => {
      if (kind === DUTY && timeMs < 12 * HOUR_MS) acts.push([timeMs / HOUR_MS, aux]);
    });
    expect(acts).toEqual([
      [8, 1],
      [8, 1],
      [8, 1],
    ]);
  });

  it.each([
    ['alone', '', ''],
    ['with absences', '', 'absences: { every: 40 min, for: 15 min }'],
    [
      'with absences that hand over',
      '  absence: { web: hand over }',
      'absences: { every: 40 min, for: 15 min }',
    ],
    ['with after-contact work', '  afterContact: { tier1: { web: exponential 5 min } }', ''],
    ['with conditions on shares of agents', '', 'takesOnlyWhile: [{ idleShare: 0.3 }]'],
    [
      'with interruptions',
      '  outage: { web: restart }\nrouting: { preemption: { by: [A], interrupted: hand over } }',
      '',
    ],
    [
      'with consultations',
      '  consultation: { tier1: { share: 0.3, tier: 1, part: 0.5, whenNobodyIsFree: wait, atMost: 10 min } }',
      '',
    ],
    ['with limited overtime', '', 'overtime: { perDay: 0 s }'],
  ])('keep engines and audit in agreement: %s', (_, more, group) => {
    const scenario = hours([6, 9, 3, 7, 2, 2, 0, 0, 4, 1], 60, 'exponential 10 min', more, group);
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(summary.total.answered).toBeGreaterThan(200);
  });

  it('count agents who still work as on duty, so there is no overtime', () => {
    const { summary } = auditedRun(hours([6, 1, 0], 60, 'exponential 20 min'));
    expect(summary.centres[0]?.overtimeHours).toBe(0);
  });

  it('have a summary that follows from the ledger', () => {
    const absences = 'absences: { every: 40 min, for: 15 min }';
    const scenario = hours([6, 2, 7, 1, 0], 60, 'exponential 10 min', '', absences);
    const { ledger, summary } = runInMemory(scenario);
    expect(checked(summary, scenario, ledger).difference).toBeNull();
  });

  it('keep to outages and closures of the centre', () => {
    const scenario = modelOf(`
horizon: 3 days
start: 2014-11-03T00:00:00Z
centres:
  home:
    closures: [{ from: 2014-11-03T09:30:00Z, for: 2 h }]
    outages: { planned: [{ from: 2014-11-03T13:50:00Z, for: 20 min }] }
    groups:
      servers:
        shifts: { always: { agents: 1 } }
        headcounts:
          - { days: mon-tue, from: "08:00", every: 30 min, agents: [4, 6, 2, 5, 5, 5, 5, 5, 5, 5, 5, 5, 2, 2, 3], leaves: next to be free }
          - { from: "12:00", every: 30 min, agents: [4, 6, 2, 5], leaves: next to be free }
          - { from: "11:00", every: 30 min, agents: [4, 1] }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 40/h }]
work: { handle: { tier1: { web: exponential 10 min } } }`);
    expect(auditedRun(scenario).violated).toEqual([]);
  });
});
