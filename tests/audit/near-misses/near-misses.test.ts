import { describe, expect, it } from 'vitest';
import type { SparseList } from '#base';
import { auditLedger, startAudit } from '../../../src/audit/answers/audit-ledger.ts';
import { startReading } from '../../../src/audit/answers/reading.ts';
import type { NearMisses } from '../../../src/audit/near-misses/near-miss-list.ts';
import { NearMissList } from '../../../src/audit/near-misses/near-miss-list.ts';
import { NearMissReader } from '../../../src/audit/near-misses/near-miss-reader.ts';
import { Auditor } from '../../../src/audit/reading/auditor.ts';
import { actKind } from '../../../src/domain/acts/act-table.ts';
import { CASE_STATES } from '../../../src/domain/lifecycle/case-words.ts';
import { COPY_ROLES } from '../../../src/domain/vocabulary.ts';
import type { OpenedLedger } from '../../../src/ledger/opened-ledger.ts';
import { openLedger } from '../../../src/ledger/reader.ts';
import { type EntryNumbers, numbersOf } from '../../entries.ts';
import { loadScenario, runInMemory, sha256 } from '../../running.ts';

const DAY_MS = 86_400_000;
const DELETE = actKind('delete');
const WORKING_COPY = COPY_ROLES.indexOf('working copy');

function ran(name: string) {
  const scenario = loadScenario(name);
  const opened = openLedger(runInMemory(scenario, { engine: 'table' }).ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  return { scenario, ledger: opened.value };
}

function audited(name: string) {
  const { ledger, scenario } = ran(name);
  const audit = startAudit(ledger, scenario, { looksForNearMisses: true });
  ledger.forEach(audit.visit);
  return { ledger, scenario, report: audit.finish(), nearMisses: audit.nearMisses() };
}

function of(id: string, nearMisses: readonly NearMisses[]): NearMisses {
  const found = nearMisses.find((one) => one.id === id);
  if (found === undefined) throw new Error(`nobody looks for near misses of ${id}`);
  return found;
}

function countOf(ledger: OpenedLedger, fits: (...entry: EntryNumbers) => boolean): number {
  let count = 0;
  ledger.forEach((entry) => {
    if (fits(...numbersOf(entry))) count++;
  });
  return count;
}

describe('near misses', () => {
  it('keep nothing of cases that have been erased', () => {
    const { ledger, scenario } = ran('first-steps');
    const { auditor, nearMisses, visit } = startReading(scenario, { looksForNearMisses: true });
    ledger.forEach(visit);
    const kept = <Kept>(name: string) => Reflect.get(nearMisses ?? {}, name) as Kept;
    const erased = countOf(ledger, (_, kind, __, ___, ____, after) => {
      return kind === actKind('transition') && after === CASE_STATES.indexOf('erased');
    });
    expect(erased).toBeGreaterThan(0);
    const isDropped = (caseNumber: number) => auditor.facts.cases.get(caseNumber) === undefined;
    const due = kept<SparseList<number>>('erasureDueMs');
    const cases = [...Array(auditor.facts.cases.openedCount).keys()];
    expect(cases.filter((one) => due.get(one) !== undefined && isDropped(one))).toEqual([]);
    expect([...kept<Map<number, unknown>>('escalated').keys()].filter(isDropped)).toEqual([]);
  });

  it('change nothing in the audit report, and are collected only on request', () => {
    const { ledger, report, scenario } = audited('law-drill');
    expect(report).toEqual(auditLedger(ledger, scenario));
    const without = startAudit(ledger, scenario);
    ledger.forEach(without.visit);
    expect(without.nearMisses()).toEqual([]);
  });

  it('of R7 use the dates that a scenario gives the law: its Safe Harbor ends, its Privacy Shield does not', () => {
    const { ledger, nearMisses, scenario } = audited('safe-harbor-falls');
    const { looked, near } = of('R7', nearMisses);
    const falls = Date.parse('2014-06-16T00:00:00+02:00') - scenario.startEpochMs;
    const onFramework = (_: number, kind: number, aux: number) => kind === actKind('transfer') && aux >= 3;
    expect(near).toBe(
      countOf(ledger, (timeMs, kind, aux) => timeMs < falls && onFramework(timeMs, kind, aux)),
    );
    expect(looked).toBe(countOf(ledger, onFramework));
    expect([near, looked - near].every((count) => count > 100)).toBe(true);
  });

  it('of R7 are transfers on a basis that ends within 30 days: before Safe Harbor falls, all of them', () => {
    const { ledger, nearMisses } = audited('safe-harbor-2015');
    const { closest, looked, near } = of('R7', nearMisses);
    const framework = 3;
    const transfers = countOf(ledger, (_, kind, aux) => kind === actKind('transfer') && aux >= framework);
    expect([near, looked]).toEqual([transfers, transfers]);
    expect(closest[0]?.message).toMatch(
      /^a transfer from DE to virginia \(US\) relies on framework, which ends 4 s later$/,
    );
    expect(closest.reduce((sum, { alike }) => sum + alike, 0)).toBe(near);
    // The German night of 2014 is eleven months earlier.
    const earlier = of('R7', audited('german-night').nearMisses);
    expect(earlier.looked).toBeGreaterThan(100);
    expect(earlier.near).toBe(0);
  });

  it('of R10 are escalations for which promise and law leave one centre of several', () => {
    const { closest, looked, near } = of('R10', audited('german-night').nearMisses);
    expect(near).toBeGreaterThan(10);
    expect(looked).toBeGreaterThan(near);
    expect(closest[0]?.message).toBe(
      'escalated for expertise: of 2 centres at work that could handle it, only dublin may',
    );
    // Without a boundary, no centre is excluded.
    expect(of('R10', audited('first-steps').nearMisses)).toMatchObject({ near: 0 });
  });

  it('of R12 and R13 are late uses of a consent, and notices and reviews at the last moment', () => {
    const consents = of('R12', audited('law-drill').nearMisses);
    expect(consents.near).toBeGreaterThan(0);
    expect(consents.closest[0]?.message).toMatch(
      /^an access relies on consent 0 of the case's customers, which ends /,
    );
    const emergencies = of('R13', audited('break-glass').nearMisses);
    expect(emergencies.near).toBe(emergencies.looked);
    expect(new Set(emergencies.closest.map(({ margin }) => margin))).toEqual(new Set([0]));
  });

  it('of R16 are working copies that are deleted in the last tenth of their time', () => {
    const { scenario, nearMisses } = audited('second-opinion');
    const { closest, near } = of('R16', nearMisses);
    expect(near).toBe(2);
    for (const { margin } of closest) expect(margin).toBeLessThan(scenario.retention.workingCopyMs / 10);
  });

  it('of R16 consider every deleted working copy, even if it was deleted before its agent finished', () => {
    const { ledger, nearMisses } = audited('german-night');
    const deleted = countOf(ledger, (_, kind, aux) => kind === DELETE && aux === WORKING_COPY);
    expect(of('R16', nearMisses)).toMatchObject({ looked: deleted, near: 0 });
    expect(deleted).toBeGreaterThan(100);
  });

  it('of R22 are copies that leave a country within its last day: none if they were evacuated in time', () => {
    const { ledger, nearMisses, scenario } = audited('london-2020');
    const leavesMs = Date.UTC(2020, 11, 31, 23) - scenario.startEpochMs;
    const london = scenario.dataCentres.findIndex(({ id }) => id === 'london');
    const { closest, near } = of('R22', nearMisses);
    expect(near).toBe(
      countOf(
        ledger,
        (timeMs = 0, kind, aux, _, a) =>
          kind === DELETE &&
          aux !== WORKING_COPY &&
          a === london &&
          timeMs > leavesMs - DAY_MS &&
          timeMs < leavesMs,
      ),
    );
    expect(closest.map(({ margin }) => margin)).toEqual(
      closest.map(({ margin }) => margin).toSorted((x, y) => x - y),
    );
    const evacuated = of('R22', audited('london-2020-evacuated').nearMisses);
    expect(evacuated.looked).toBeGreaterThan(100);
    expect(evacuated.near).toBe(0);
  });

  it.each([
    [0.89, 0],
    [0.91, 1],
    [1.01, 0],
  ])('of R15 are erasures in the last tenth of the grace: after %d of it, share %d', (late, share) => {
    const { ledger, scenario } = ran('first-steps');
    const auditor = new Auditor(scenario);
    const reader = new NearMissReader(auditor.facts);
    ledger.forEach((entry) => {
      auditor.visit(entry);
      // The run erases as early as possible; here the erasure is delayed.
      const delayMs = entry.kind === DELETE ? late * scenario.retention.eraseGraceMs : 0;
      reader.see({ ...entry, timeMs: entry.timeMs + delayMs });
    });
    const { looked, near } = of('R15', reader.finish());
    expect(looked).toBeGreaterThan(100);
    expect(near).toBe(share * looked);
  });
});

describe('a list of near misses', () => {
  it('shows the closest of similar ones, and the closest overall first', () => {
    const list = new NearMissList('R7', 'x');
    list.look();
    list.add('a', 1, 10, 5, () => 'five');
    list.add('a', 2, 11, 3, () => 'three');
    list.add('b', 3, 12, 4, () => 'four');
    list.add('a', 4, 13, 9, () => 'nine');
    expect(list.finish()).toEqual({
      id: 'R7',
      definition: 'x',
      looked: 5,
      near: 4,
      closest: [
        { caseNumber: 2, timeMs: 11, margin: 3, message: 'three', alike: 3 },
        { caseNumber: 3, timeMs: 12, margin: 4, message: 'four', alike: 1 },
      ],
    });
  });

  it('keeps the closest ones, however many there are', () => {
    const list = new NearMissList('R16', 'x');
    for (let i = 0; i < 5000; i++) list.add(`${i}`, i, i, (i * 7919) % 5000, () => '');
    const { closest, near } = list.finish();
    expect(near).toBe(5000);
    expect(closest.map(({ margin }) => margin)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });
});
