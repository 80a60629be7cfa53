import { describe, expect, it } from 'vitest';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, QUEUED, resultOf } from '../../ledger-builder.ts';

/** Calls of stream 0, for which nobody is on duty. A callback is offered if at least one case waits ahead, and tried twice. */
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

describe('R18: a callback', () => {
  it('is offered to a customer with enough cases ahead, who may accept it', () => {
    const ledger = calls(calls(begun(), 0).wait(0, 'no language match'), 1);
    expect(said(hangsUp(ledger.callback(1, 'accepted', 1), 1))).not.toContain('call');
  });

  it('is not offered if the queue is short, or to a customer who is not in a queue', () => {
    expect(said(calls(begun(), 0).callback(0, 'declined', 0))).toContain('too short');
    expect(said(calls(begun(), 0).callback(0, 'declined', 1))).toContain('wrong figures about the queue');
  });

  it('is offered once', () => {
    const ledger = calls(calls(begun(), 0), 1).callback(1, 'declined', 1).callback(1, 'declined', 1);
    expect(said(ledger)).toContain('must not get one now');
  });

  it('is made only to customers who accepted', () => {
    expect(said(hangsUp(calls(calls(begun(), 0), 1).callback(1, 'declined', 1), 1))).toContain(
      'without having accepted one',
    );
  });

  it('means that the customer no longer gives up', () => {
    const ledger = hangsUp(calls(calls(begun(), 0), 1).callback(1, 'accepted', 1), 1).at(2);
    expect(said(ledger.move(1, 'patience', QUEUED, 'closed'))).toContain(
      'while waiting for an accepted callback',
    );
  });

  it('is made by an agent, and only to a customer who asked for it', () => {
    expect(said(calls(calls(begun(), 0), 1).callback(1, 'reached', 0))).toContain('without a callback due');
  });

  it('that fails is followed by another one, not by the end', () => {
    const ledger = hangsUp(calls(calls(begun(), 0), 1).callback(1, 'accepted', 1), 1).at(2);
    ledger.assign(1, 0, 0).callback(1, 'not reached', 0).move(1, 'ASSIGN', QUEUED, 'open.working').at(3);
    expect(said(ledger.move(1, 'handling', 'open.working', 'closed'))).toContain('call 1 of 2');
  });
});
