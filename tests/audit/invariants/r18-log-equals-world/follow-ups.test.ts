import { describe, expect, it } from 'vitest';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, QUEUED, resultOf, violated } from '../../ledger-builder.ts';

/** Calls of stream 0, for which nobody is on duty. Customers who give up may come again; those who wait an hour leave a message. */
function begun(): LedgerBuilder {
  const base = tinyScenario();
  const again = { share: 0.5, after: { kind: 'fixed', value: 0 }, channel: 'phone' } as const;
  const message = { afterMs: 3_600_000, channel: 'phone' } as const;
  const work = {
    ...base.work,
    retry: { phone: again, 'e-mail': null, web: null },
    message: { phone: message, 'e-mail': null, web: null },
  };
  const groups = base.groups.filter(({ id }) => id === 'dublin-t2');
  return new LedgerBuilder(tinyScenario({ groups, work })).at(0).duty(true, 0).at(1);
}
const night = (ledger: LedgerBuilder) =>
  ledger.at(8).duty(false, 0).at(24).duty(true, 0).at(32).duty(false, 0);
const calls = (ledger: LedgerBuilder, caseNumber: number) =>
  ledger.intake(caseNumber, { stream: 0 }).wait(caseNumber, 'no language match');
const follows = (ledger: LedgerBuilder, caseNumber: number, kind: 'again' | 'message', earlier: number) =>
  ledger
    .open(caseNumber, { stream: 0 })
    .followUp(caseNumber, kind, earlier)
    .store(caseNumber, 'primary', 2)
    .move(caseNumber, 'SUBMIT', 'submitted', QUEUED)
    .wait(caseNumber, 'no language match');
const ends = (ledger: LedgerBuilder, caseNumber: number, event: 'patience' | 'message') =>
  ledger.move(caseNumber, event, QUEUED, 'closed');
/** What R18 reports. The cases here are never erased, which is left out. */
const said = (ledger: LedgerBuilder) => {
  expect(violated(night(ledger)).filter((id) => id !== 'R15')).toEqual(['R18']);
  return resultOf(ledger, 'R18').counterexample?.message;
};

describe('R18: a case that follows an earlier one', () => {
  it('comes later from a customer who gave up, or is the message left at that instant', () => {
    const ledger = ends(calls(begun(), 0).at(2), 0, 'patience').at(3);
    follows(ledger, 1, 'again', 0).at(4);
    follows(ends(ledger, 1, 'message'), 2, 'message', 1);
    expect(violated(night(ledger)).filter((id) => id !== 'R15')).toEqual([]);
  });

  it('must not follow a case that still waits, or a case that already has a follow-up', () => {
    expect(said(follows(calls(begun(), 0), 1, 'again', 0))).toContain('did not leave without an answer');
    const twice = ends(calls(begun(), 0).at(2), 0, 'patience');
    expect(said(follows(follows(twice, 1, 'again', 0), 2, 'again', 0))).toContain('follows case 0');
  });

  it('follows every message at once, and no case that left none', () => {
    expect(said(ends(calls(begun(), 0).at(2), 0, 'message'))).toContain('no case follows');
    const late = ends(calls(begun(), 0).at(2), 0, 'message').at(3);
    expect(said(follows(late, 1, 'message', 0))).toContain('no case follows');
    const other = follows(ends(calls(begun(), 0).at(2), 0, 'patience'), 1, 'message', 0);
    expect(said(other)).toContain('left no message');
  });
});
