import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { DeadlineQueue } from '../../../src/audit/invariants/deadline-queue.ts';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, resultOf, solvedInDublin, violated } from '../ledger-builder.ts';

const closed = () => solvedInDublin().at(2).close(0).dublinCloses();

describe('R15 erasure', () => {
  it('counts each case whose copies are all gone in time', () => {
    expect(resultOf(quietDay(), 'R15')).toMatchObject({ checks: 2, violations: 0 });
  });

  it('reports a forgotten replica once the time is over, and no other invariant does', () => {
    const ledger = closed()
      .dublinReopens()
      .at(26)
      .delete(0, 'primary', 0)
      .move(0, 'retention', 'closed', 'erased')
      .end();
    expect(violated(ledger)).toEqual(['R15']);
    const { counterexample, checks } = resultOf(ledger, 'R15');
    expect(checks).toBe(1);
    expect(counterexample).toMatchObject({ caseNumber: 0, timeMs: 27 * HOUR_MS });
    expect(counterexample?.message).toContain('1 copy is left');
  });

  it('reports nothing about copies that are deleted within the grace period', () => {
    expect(violated(closed().dublinReopens().at(27).erase(0).end())).toEqual([]);
    expect(violated(closed().dublinReopens().at(27.1).erase(0).end())).toEqual(['R15']);
  });

  it('does not judge cases whose time ends after the horizon or after the end of a torn ledger', () => {
    const late = new LedgerBuilder().begin().dublinCloses().dublinReopens().end();
    late.at(215.5).intake(0).redmondTakes(0).at(216).redmondSolves(0).close(0);
    expect(resultOf(late, 'R15').checks).toBe(0);
    expect(violated(late)).toEqual([]);
  });

  it('ignores a re-opened case', () => {
    const ledger = closed().dublinReopens().move(0, 'reopening', 'closed', 'open.waiting.queued').at(25);
    expect(resultOf(ledger.end(), 'R15')).toMatchObject({ checks: 0, violations: 0 });
  });
});

describe('R15 erasure of a case whose copies move after it was closed', () => {
  it('still counts from the closing', () => {
    const ledger = closed().at(9).store(0, 'primary', 1, 0).delete(0, 'primary', 0);
    ledger.move(0, 'RELOCATE', 'closed', 'closed').dublinReopens().end();
    expect(resultOf(ledger, 'R15').counterexample?.timeMs).toBe(27 * HOUR_MS);
  });
});

describe('R15 erasure of a case that was closed twice', () => {
  it('counts from the last closing', () => {
    const ledger = closed().at(9).move(0, 'reopening', 'closed', 'resolved').at(20).close(0).dublinReopens();
    expect(violated(ledger.end().at(44).erase(0))).toEqual([]);
    expect(resultOf(ledger, 'R15').checks).toBe(1);
  });
});

describe('DeadlineQueue', () => {
  it('returns entries in order and by running number, across many cuts', () => {
    const queue = new DeadlineQueue();
    const taken: number[] = [];
    const numbers: number[] = [];
    const firsts: number[] = [];
    for (let i = 0; i < 20_000; i++) {
      numbers.push(queue.push(i, i));
      if (i % 3 !== 0) continue;
      firsts.push(queue.firstNumber);
      taken.push(queue.takeFirst());
    }
    while (queue.firstMs !== Number.POSITIVE_INFINITY) taken.push(queue.takeFirst());
    expect(firsts).toEqual(firsts.map((_, i) => i));
    for (const list of [taken, numbers]) expect(list).toEqual(Array.from({ length: 20_000 }, (_, i) => i));
  });

  describe('R15 erasure during a legal hold', () => {
    const at = (fromHour: number, toHour: number) => {
      const hold = { segment: 1, fromMs: fromHour * HOUR_MS, toMs: toHour * HOUR_MS, by: 'a court' };
      return tinyScenario({ holds: [hold] });
    };
    // Cases 0 and 1 are erased at hours 26.5 and 27.5, a day after they were closed.
    it('reports what is erased during the hold, but not before or after it', () => {
      expect(violated(quietDay(at(27, 30)))).toEqual(['R15']);
      expect(resultOf(quietDay(at(27, 30)), 'R15')).toMatchObject({ checks: 2, violations: 1 });
      expect(resultOf(quietDay(at(27, 30)), 'R15').counterexample?.message).toContain(
        'legal hold by a court',
      );
      expect(violated(quietDay(at(28, 30)))).toEqual([]);
      expect(violated(quietDay(at(20, 26)))).toEqual([]);
    });

    it('lets overdue erasures wait for the end of the hold, and no longer than the grace after it', () => {
      const keptUntil = (hour: number, scenario: Scenario) =>
        solvedInDublin(scenario).at(2.5).close(0).dublinCloses().dublinReopens().end().at(hour).erase(0);
      const isLate = (ledger: LedgerBuilder) => resultOf(ledger, 'R15').violations;
      const { eraseGraceMs } = tinyScenario().retention;
      const graceHours = eraseGraceMs / HOUR_MS;
      expect(isLate(keptUntil(40, at(20, 40)))).toBe(0);
      expect(isLate(keptUntil(40 + graceHours, at(20, 40)))).toBe(0);
      expect(isLate(keptUntil(41 + graceHours, at(20, 40)))).toBe(1);
      expect(isLate(keptUntil(40 + graceHours, tinyScenario()))).toBe(1);
    });
  });
});
