import { describe, expect, it } from 'vitest';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, QUEUED, resultOf } from '../../ledger-builder.ts';

/** Calls of stream 0, for which nobody is on duty: a callback is offered where one waits before, and tried twice. */
function begun(): LedgerBuilder {
  const base = tinyScenario();
  const times = { againMs: 3_600_000, ringMs: 60_000 };
  const phone = { predictedWaitMs: null, waiting: 1, accepted: 0.5, reached: 0.5, attempts: 2, ...times };
  const work = { ...base.work, callback: { phone, 'e-mail': null, web: null } };
  const groups = base.groups.filter(({ id }) => id === 'dublin-t2');
  return new LedgerBuilder(tinyScenario({ groups, work })).at(0).duty(true, 0).at(1);
}
const calls = (ledger: LedgerBuilder, caseNumber: number) => ledger.intake(caseNumber, { stream: 0 });
const hangsUp = (ledger: LedgerBuilder, caseNumber: number) =>
  ledger.move(caseNumber, 'CALL_BACK', QUEUED, QUEUED).wait(caseNumber, 'no language match');
const said = (ledger: LedgerBuilder) =>
  resultOf(ledger.at(8).duty(false, 0), 'R18').counterexample?.message ?? '';

describe('a callback', () => {
  it('is offered to who waits behind so many, and may be accepted', () => {
    const ledger = calls(calls(begun(), 0).wait(0, 'no language match'), 1);
    expect(said(hangsUp(ledger.callback(1, 'accepted', 1), 1))).not.toContain('call');
  });

  it('is not offered where the line is short, nor for a line that is not there', () => {
    expect(said(calls(begun(), 0).callback(0, 'declined', 0))).toContain('too short');
    expect(said(calls(begun(), 0).callback(0, 'declined', 1))).toContain('another line');
  });

  it('is offered once', () => {
    const ledger = calls(calls(begun(), 0), 1).callback(1, 'declined', 1).callback(1, 'declined', 1);
    expect(said(ledger)).toContain('not again');
  });

  it('is for those who have accepted', () => {
    expect(said(hangsUp(calls(calls(begun(), 0), 1).callback(1, 'declined', 1), 1))).toContain(
      'not accepted',
    );
  });

  it('leaves nobody on the line who could give up', () => {
    const ledger = hangsUp(calls(calls(begun(), 0), 1).callback(1, 'accepted', 1), 1).at(2);
    expect(said(ledger.move(1, 'patience', QUEUED, 'closed'))).toContain('has hung up before');
  });

  it('is not made by nobody, nor to who has not asked for it', () => {
    expect(said(calls(calls(begun(), 0), 1).callback(1, 'reached', 0))).toContain('nobody has to');
  });

  it('that is not answered is followed by another one, not by the end', () => {
    const ledger = hangsUp(calls(calls(begun(), 0), 1).callback(1, 'accepted', 1), 1).at(2);
    ledger.assign(1, 0, 0).callback(1, 'not reached', 0).move(1, 'ASSIGN', QUEUED, 'open.working').at(3);
    expect(said(ledger.move(1, 'handling', 'open.working', 'closed'))).toContain('call 1 of 2');
  });
});
