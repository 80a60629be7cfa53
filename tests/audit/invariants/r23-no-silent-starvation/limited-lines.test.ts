import { describe, expect, it } from 'vitest';
import type { LineLimits } from '#domain';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, QUEUED, resultOf, violated, withNightfall } from '../../ledger-builder.ts';

/**
 * Calls come by stream 0. From hour 1 on, Dublin (agents 0 and 1), Redmond (2 and 3) and Bangalore (4) can take them; with one agent of
 * Redmond, nobody else can.
 */
function begun(phone: LineLimits | null, triageMs = 0): LedgerBuilder {
  const base = tinyScenario();
  const groups = base.groups
    .filter(({ id }) => id === 'redmond-t1')
    .map((group) => ({ ...group, shifts: group.shifts.map((shift) => ({ ...shift, agents: 1 })) }));
  const lines = { phone, 'e-mail': null, web: null };
  const work = { ...base.work, triageMs: { ...base.work.triageMs, phone: triageMs } };
  return new LedgerBuilder(tinyScenario({ groups, lines, work })).begin().at(1);
}

const call = (ledger: LedgerBuilder, caseNumber: number) => ledger.intake(caseNumber, { stream: 0 });
const taken = (ledger: LedgerBuilder, caseNumber: number) =>
  call(ledger, caseNumber)
    .assign(caseNumber, 0, 0)
    .view(caseNumber, 1, 0, 0, 2)
    .move(caseNumber, 'ASSIGN', QUEUED, 'open.working');
const waits = (ledger: LedgerBuilder, caseNumber: number) =>
  call(ledger, caseNumber).wait(caseNumber, 'no agent free');
const refused = (ledger: LedgerBuilder, caseNumber: number, inSystem: number, waiting: number) =>
  ledger
    .open(caseNumber, { stream: 0 })
    .refuse(caseNumber, inSystem, waiting)
    .move(caseNumber, 'SUBMIT', 'submitted', 'refused');
const erased = (ledger: LedgerBuilder, caseNumber: number) =>
  ledger.at(26).delete(caseNumber, 'primary', 2).move(caseNumber, 'retention', 'closed', 'erased');
const message = (ledger: LedgerBuilder, id: string) => resultOf(ledger, id).counterexample?.message;

describe('R23: limited lines', () => {
  it('refuse a case if as many as they take wait or are in hand', () => {
    const ledger = refused(waits(taken(begun({ total: 2, waiting: null }), 0), 1), 2, 2, 1);
    expect(violated(ledger)).toEqual([]);
    expect(resultOf(ledger, 'R23').checks).toBeGreaterThan(3);
  });

  it('have room again after somebody has left', () => {
    const ledger = waits(taken(begun({ total: 2, waiting: null }), 0), 1);
    ledger.at(2).move(1, 'patience', QUEUED, 'closed');
    expect(violated(erased(waits(ledger, 2), 1))).toEqual([]);
    const again = refused(waits(taken(begun({ total: 2, waiting: null }), 0), 1), 2, 2, 1);
    again.at(2).move(1, 'patience', QUEUED, 'closed');
    expect(violated(erased(refused(again, 3, 1, 0), 1))).toEqual(['R23']);
    expect(message(again, 'R23')).toContain('a line is free for it');
  });

  it('must not let a case in while they are full', () => {
    const ledger = waits(waits(taken(begun({ total: 2, waiting: null }), 0), 1), 2);
    expect(violated(ledger)).toEqual(['R23']);
    expect(message(ledger, 'R23')).toContain('the lines are full');
  });

  it('with few waiting places refuse customers who would have to wait, but nobody who is answered at once', () => {
    const none = { total: null, waiting: 0 };
    expect(violated(refused(taken(begun(none), 0), 1, 1, 0))).toEqual([]);
    const idle = refused(begun(none), 0, 0, 0);
    expect(violated(idle)).toEqual(['R23']);
    expect(message(idle, 'R23')).toContain('an agent of group redmond-t1 is free');
    const beyond = waits(taken(begun(none), 0), 1);
    expect(violated(beyond)).toEqual(['R23']);
  });

  it('of another channel do not count', () => {
    const ledger = waits(taken(begun(null), 0), 1);
    expect(violated(ledger)).toEqual([]);
    expect(violated(refused(ledger, 2, 2, 1))).toEqual(['R23']);
  });

  it('are recorded with their true count, before the case ends', () => {
    const full = () => taken(begun({ total: 1, waiting: null }), 0);
    expect(violated(refused(full(), 1, 2, 1))).toEqual(['R18']);
    expect(message(refused(full(), 1, 2, 1), 'R18')).toContain('but 1 do, 0 of them waiting');
    const silent = full().open(1, { stream: 0 }).move(1, 'SUBMIT', 'submitted', 'refused');
    expect(violated(silent)).toEqual(['R18']);
    const lenient = waits(taken(begun({ total: 9, waiting: null }), 0).open(1, { stream: 0 }), 2);
    expect(violated(lenient)).toEqual([]);
    const liar = full().open(1, { stream: 0 }).refuse(1, 1, 0).move(1, 'SUBMIT', 'submitted', 'open.triage');
    expect(violated(liar)).toEqual(['R18', 'R23']);
  });

  it('are occupied by cases in triage, which nobody can answer yet', () => {
    const one = () => {
      const ledger = begun({ total: null, waiting: 1 }, 60_000);
      return ledger
        .open(0, { stream: 0 })
        .store(0, 'primary', 2)
        .move(0, 'SUBMIT', 'submitted', 'open.triage');
    };
    expect(violated(refused(one(), 1, 1, 1))).toEqual([]);
    const beyond = one().open(1, { stream: 0 }).store(1, 'primary', 2);
    expect(violated(beyond.move(1, 'SUBMIT', 'submitted', 'open.triage'))).toEqual(['R23']);
    expect(message(beyond, 'R23')).toContain('the lines are full');
    // Recorded as if the case in triage occupied no line.
    expect(violated(refused(one(), 1, 0, 0))).toContain('R18');
  });

  it('leave no trace of a refused case', () => {
    const ledger = refused(taken(begun({ total: 1, waiting: null }), 0), 1, 1, 0);
    expect(violated(ledger)).toEqual([]);
    expect(violated(withNightfall(ledger).store(1, 'primary', 2))).toContain('R17');
  });
});
