import { describe, expect, it } from 'vitest';
import { actKind, CASE_STATES, type Scenario, TRANSITION_EVENTS } from '#domain';
import { parseScenarioJson } from '#scenario';
import { scenarioJson } from '../../src/scenario/scenario-json.ts';
import { checkedRun } from '../bundle/recount/recounting.ts';
import { runObserved } from '../engine/observed-run.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { auditedRun, modelOf, twoLines } from './model.ts';

const TRANSITION = actKind('transition');
const STORE = actKind('store');
const DELETE = actKind('delete');
const PATIENCE = TRANSITION_EVENTS.indexOf('patience');
const QUEUED = CASE_STATES.indexOf('open.waiting.queued');
const HOURS_MS = 3_600_000;

/** How long customers had waited when they gave up, in minutes, without repetitions. */
function waitsGivenUp(scenario: Scenario): readonly number[] {
  const since = new Map<number, number>();
  const waits = new Set<number>();
  runObserved(scenario, (timeMs, kind, aux, caseNumber, _, after) => {
    if (kind !== TRANSITION) return;
    if (aux === PATIENCE) waits.add((timeMs - (since.get(caseNumber) ?? 0)) / 60_000);
    if (after === QUEUED) since.set(caseNumber, timeMs);
  });
  return [...waits];
}

const hours = (scenario: Scenario, count: number) => ({ ...scenario, horizonMs: count * HOURS_MS });
const ALL =
  'patienceAgain: { web: { transfer: fixed 2 min, interruption: fixed 3 min, reopening: fixed 4 min } }';
const TRANSFERRED = twoLines(
  2,
  1,
  `work: { escalation: { tier1: 1 }, ${ALL} }\nretention: { eraseAfter: 1 h }`,
);
/** The only agent goes home for an hour after each, and hands the contact over to nobody. */
const INTERRUPTED = modelOf(`
horizon: 1 day
centres: { home: { groups: { servers: { shifts: { always: null,
  one: { agents: 1, from: "00:00", to: "12:00" }, two: { agents: 1, from: "13:00", to: "24:00" } } } } } }
segments:
  customers: { customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 4/h }] }
work: { handle: { tier1: { web: fixed 40 min } }, shiftEnd: { web: hand over }, ${ALL} }`);
const REOPENED = modelOf(`
centres: { home: { groups: { servers: { shifts: { always: { agents: 1 } } } } } }
segments:
  customers: { customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 55/h }] }
work: { closing: 1 day, reopening: { share: 0.5, after: fixed 10 min }, ${ALL} }`);

describe('customers who wait again', () => {
  it('give up after the patience for the reason of the wait', () => {
    expect(waitsGivenUp(hours(TRANSFERRED, 12))).toEqual([2]);
    expect(waitsGivenUp(INTERRUPTED)).toEqual([3]);
    expect(waitsGivenUp(hours(REOPENED, 12))).toEqual([4]);
  });

  it('wait for ever for reasons without a patience', () => {
    const without = (scenario: Scenario) => {
      const { patienceAgain: _, ...work } = scenario.work;
      return { ...scenario, work };
    };
    for (const scenario of [TRANSFERRED, INTERRUPTED, REOPENED])
      expect(waitsGivenUp(hours(without(scenario), 6))).toEqual([]);
    const onlyReopened = modelOf(
      'work: { escalation: { tier1: 0 }, patienceAgain: { web: { reopening: fixed 1 min, transfer: none } } }',
    );
    expect(onlyReopened.work.patienceAgain?.web).toEqual({
      transfer: null,
      interruption: null,
      reopening: { kind: 'fixed', value: 60_000 },
    });
  });

  it('wait as long for each reason if one distribution is given', () => {
    const { work } = modelOf('work: { patienceAgain: { web: exponential 5 min, phone: none } }');
    const five = { kind: 'exponential', mean: 300_000 };
    expect(work.patienceAgain?.web).toEqual({ transfer: five, interruption: five, reopening: five });
    expect(work.patienceAgain?.phone).toBeNull();
    expect(modelOf('work: { patienceAgain: { web: none, phone: {} } }').work.patienceAgain).toBeUndefined();
  });

  it('do not wait less for the first answer, even if a patience was used before', () => {
    const waits = new Set<number>();
    const arrived = new Map<number, number>();
    runObserved(hours(TRANSFERRED, 12), (timeMs, kind, aux, caseNumber, before, after) => {
      if (kind !== TRANSITION) return;
      if (after === QUEUED && !arrived.has(caseNumber)) arrived.set(caseNumber, timeMs);
      if (aux === PATIENCE && before === QUEUED) waits.add(timeMs - (arrived.get(caseNumber) ?? 0));
    });
    // A contact of tier 1 lies before each.
    expect(Math.min(...waits)).toBeGreaterThan(120_000);
  });

  it('count as answered, and as having given up later; recounted from the ledger', () => {
    const runs = [hours(TRANSFERRED, 6), INTERRUPTED, hours(REOPENED, 6)].map((one) => checkedRun(one));
    for (const { difference, summary } of runs) {
      expect(difference).toBeNull();
      const { abandoned, abandonedLater = 0, answered } = summary.total;
      expect(abandoned).toBe(0);
      expect(abandonedLater).toBeGreaterThan(0);
      expect(abandonedLater).toBeLessThan(answered);
    }
  });

  it('give up in all engines alike, and break no invariant', () => {
    for (const scenario of [hours(TRANSFERRED, 3), hours(INTERRUPTED, 16), hours(REOPENED, 3)])
      expect(auditedRun(scenario).violated).toEqual([]);
  });

  it('free the agent who stayed with them for a warm transfer', () => {
    const warm = twoLines(
      2,
      1,
      `work: { escalation: { tier1: 1 }, transfer: { web: { way: warm, handOver: 1 min, atMost: 30 min } }, ${ALL} }`,
    );
    expect(waitsGivenUp(hours(warm, 6))).toEqual([2]);
    expect(auditedRun(hours(warm, 2)).violated).toEqual([]);
  });

  it('leave no copy behind longer than the retention allows', () => {
    const [stored, gone] = [new Map<number, number>(), new Map<number, number>()];
    runObserved(hours(TRANSFERRED, 8), (timeMs, kind, aux, caseNumber) => {
      if (kind === STORE) stored.set(caseNumber, (stored.get(caseNumber) ?? 0) + 1);
      if (kind === DELETE) stored.set(caseNumber, (stored.get(caseNumber) ?? 0) - 1);
      if (kind === TRANSITION && aux === PATIENCE) gone.set(caseNumber, timeMs);
    });
    const due = [...gone].filter(([, timeMs]) => timeMs < 6.5 * HOURS_MS);
    expect(due.length).toBeGreaterThan(50);
    expect(due.filter(([caseNumber]) => stored.get(caseNumber) !== 0)).toEqual([]);
  });

  it('violate R18 in a ledger if the scenario lets nobody give up again', () => {
    const { ledger } = runInMemory(hours(TRANSFERRED, 3));
    const { patienceAgain: _, ...work } = TRANSFERRED.work;
    const { invariants } = auditInMemory(ledger, { ...hours(TRANSFERRED, 3), work });
    const r18 = invariants.find(({ id }) => id === 'R18');
    expect(r18?.violations).toBeGreaterThan(0);
    expect(r18?.counterexample?.message).toContain('on web customers then wait for ever');
  });

  it('are the same after the scenario was written as JSON and read', () => {
    const read = parseScenarioJson(scenarioJson(TRANSFERRED));
    expect(read.ok && read.value).toEqual(TRANSFERRED);
  });
});
