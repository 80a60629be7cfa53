import { describe, expect, it } from 'vitest';
import { definite, HOUR_MS, MINUTE_MS } from '#base';
import { actKind, CASE_STATES, type Scenario } from '#domain';
import { openLedger } from '#ledger';
import { lateAnswersIn } from '../../src/apps/shared/evidence/audit-run.ts';
import { Chronicle } from '../../src/apps/studio/chronicle/chronicle.ts';
import { serviceFigures } from '../../src/apps/studio/chronicle/service-figures.ts';
import { targetVerdicts } from '../../src/planning/targets/target-verdicts.ts';
import { simulateInto, whole } from '../apps/studio/chronicling.ts';
import { checked, checkedRun } from '../bundle/recount/recounting.ts';
import { expectSameOnEveryEngine, modelOf } from '../demand/model.ts';
import { runInMemory, sha256, successOf } from '../running.ts';

const [OPEN, ASSIGN, TRANSITION] = [actKind('open'), actKind('assign'), actKind('transition')];
const QUEUED = CASE_STATES.indexOf('open.waiting.queued');

/** Two agents answer within minutes until their centre goes down for good, six hours before the end. */
const desk = (more = '') =>
  modelOf(`
horizon: 3 days
centres:
  home:
    outages: { planned: [{ from: 2014-11-05T18:00:00Z, for: 10 h }] }
    groups: { servers: { shifts: { always: { agents: 2 } } } }
segments:
  customers:
    { severities: { B: 0.5, C: 0.5 },
      customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20/h }] }
work: { handle: { tier1: { web: exponential 3 min } } }
serviceLevels: [{ channel: web, severity: all, within: 30 min, target: 0.95 }]
targets:
  soon: { of: answer, channel: web, severity: all, within: 1 h, target: 0.95 }
  done: { of: resolution, channel: web, severity: all, within: 2 h, target: 0.95 }
measures: { hours: { interval: 1 h, timeZone: UTC } }
${more}`);

/** How long each case that the ledger leaves without an answer has waited at the end, ms. */
function waitsAtEnd(scenario: Scenario): readonly number[] {
  const since = new Map<number, number>();
  const ledger = successOf(openLedger(runInMemory(scenario).ledger, sha256));
  const answered = new Set<number>();
  ledger.forEach(({ b, caseNumber, kind, timeMs }) => {
    if (kind === ASSIGN) answered.add(caseNumber);
    else if (kind === TRANSITION && b === QUEUED && !since.has(caseNumber)) since.set(caseNumber, timeMs);
    else if (kind === TRANSITION && b !== QUEUED && !answered.has(caseNumber)) since.delete(caseNumber);
    else if (kind === OPEN) since.delete(caseNumber);
  });
  return [...since].flatMap(([one, ms]) => (answered.has(one) ? [] : [scenario.horizonMs - ms]));
}

describe('cases that wait too long when a run ends', () => {
  const scenario = desk();
  const { notInLedger, difference, summary } = checkedRun(scenario);
  const waits = waitsAtEnd(scenario);
  const late = waits.filter((ms) => ms > 30 * MINUTE_MS).length;
  const { total } = summary;

  it('are not in time, though nobody has answered them', () => {
    expect(waits.length).toBeGreaterThan(late);
    expect(late).toBeGreaterThan(80);
    expect(total.lateWaiting).toBe(late);
    expect(total.judged).toBe(total.answered + late);
    const share = (total.serviceLevel ?? 0) * total.judged;
    expect(share).toBeGreaterThan(0.99 * total.answered);
    expect(total.serviceLevel).toBeLessThan(0.95);
    expect(targetVerdicts(summary, scenario).map(({ state }) => state)).not.toContain('met');
  });

  it('are judged by targets of answers and of resolutions', () => {
    const row = (id: string) =>
      definite(
        summary.targets?.find((one) => one.id === id && one.segment === null),
        id,
      );
    expect(row('soon').judged).toBe(total.answered + waits.filter((ms) => ms > HOUR_MS).length);
    const isOld = waits.filter((ms) => ms > 2 * HOUR_MS).length;
    expect(row('done').judged - total.resolved).toBeGreaterThanOrEqual(isOld);
    expect(row('done').judged - total.resolved).toBeLessThanOrEqual(isOld + 2);
  });

  it('are counted alike by the recount, by the week, by where answers were late, and by the studio', () => {
    expect({ difference, notInLedger: notInLedger.map(({ path }) => path) }).toEqual({
      difference: null,
      notInLedger: ['judgedOverTime.work'],
    });
    const [hours] = summary.weekly ?? [];
    expect(hours?.columns.serviceLevel?.slice(48 + 19, 48 + 23)).toEqual([0, 0, 0, 0]);
    const cells = lateAnswersIn(successOf(openLedger(runInMemory(scenario).ledger, sha256)), scenario);
    for (const { id, judged, met } of summary.targets?.filter(({ segment }) => segment !== null) ?? [])
      expect(cells.get(`target ${id}/customers`)?.lateCount).toBe(judged - met);
    for (const { id, judged, serviceLevel } of summary.cells)
      expect(cells.get(id)?.lateCount).toBe(Math.round(judged * (1 - (serviceLevel ?? 0))));
    const chronicle = new Chronicle(scenario);
    simulateInto(chronicle, scenario);
    const { totals } = serviceFigures(chronicle, scenario, whole(scenario));
    expect(totals.serviceLevel).toBeCloseTo(total.serviceLevel ?? 0, 5);
    expect(totals.gaveUp).toBe(0);
  });

  it('are those that wait when a run is ended early, because too many do', () => {
    const ended = { ...scenario, mostWaiting: 60 };
    const run = checkedRun(ended);
    expect(run.summary.overload?.endedAfterHours).toBeGreaterThan(48);
    expect(run.difference).toBeNull();
    expect(run.summary.total.lateWaiting).toBeGreaterThan(30);
    const cells = lateAnswersIn(successOf(openLedger(runInMemory(ended).ledger, sha256)), ended);
    for (const { id, judged, met } of run.summary.targets?.filter(({ segment }) => segment !== null) ?? [])
      expect(cells.get(`target ${id}/customers`)?.lateCount).toBe(judged - met);
    const chronicle = new Chronicle(ended);
    simulateInto(chronicle, ended);
    const { totals } = serviceFigures(chronicle, ended, whole(ended));
    expect(totals.serviceLevel).toBeCloseTo(run.summary.total.serviceLevel ?? 0, 5);
  });

  it('are the same on every engine', () => {
    expectSameOnEveryEngine(scenario);
  });

  it('are judged by the level of their product', () => {
    const own = desk().serviceLevels;
    const short = own.map((level) => ({ ...level, products: [0], withinMs: 10 * MINUTE_MS }));
    const levels = [...short, ...own];
    const run = checkedRun({ ...desk(), serviceLevels: levels });
    expect(run.difference).toBeNull();
    expect(run.summary.total.lateWaiting).toBeGreaterThan(late);
    expect(run.summary.productLevels?.length).toBeGreaterThan(0);
  });

  it('are not judged while their customers are to be called back', () => {
    const withCalls = modelOf(`
horizon: 1 day
centres:
  home: { outages: { planned: [{ from: 2014-11-03T12:00:00Z, for: 20 h }] }, groups: { servers: { shifts: { always: { agents: 1 } } } } }
segments:
  customers:
    channels: { web: 0, phone: 1 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20/h }]
work:
  handle: { tier1: { phone: exponential 3 min } }
  patience: { phone: exponential 900 h }
  callback: { phone: { waiting: 1, accepted: 1, reached: 0.9, ring: 30 s, attempts: 2, again: 10 min } }
serviceLevels: [{ channel: phone, severity: all, within: 1 min, target: 0.8 }]`);
    const run = checkedRun(withCalls);
    expect(run.difference).toBeNull();
    expect(run.summary.total.callbacks?.accepted).toBeGreaterThan(100);
    expect(run.summary.total.lateWaiting ?? 0).toBeLessThan(3);
  });

  it('are left out of a recount of older formats', () => {
    const { ledger } = runInMemory(scenario);
    expect(checked({ ...summary, format: 2 }, scenario, ledger).difference).toContain('judged');
  });
});
