import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, QUEUED, resultOf } from '../../ledger-builder.ts';

/** Stream 0 is replayed: an azure case after one hour, and one by customer 7 after two. */
function replayed(): LedgerBuilder {
  const base = tinyScenario();
  const trace = { atMs: [HOUR_MS, 2 * HOUR_MS], products: [1, -1], customers: [-1, 7] };
  const streams: Scenario['streams'] = base.streams.map((stream, k) =>
    k === 0 ? { ...stream, trace } : stream,
  );
  const again = { share: 0.5, after: { kind: 'fixed', value: 0 }, channel: 'phone' } as const;
  const work = { ...base.work, retry: { phone: again, 'e-mail': null, web: null } };
  return new LedgerBuilder({ ...base, streams, work }).at(0);
}
const said = (ledger: LedgerBuilder) =>
  resultOf(ledger.at(8).duty(false, 0), 'R18').counterexample?.message ?? '';
const open = (ledger: LedgerBuilder, caseNumber: number, product = 0) =>
  ledger.open(caseNumber, { stream: 0, product });

describe('R18: a replayed stream', () => {
  it('opens the cases of its trace at their times', () => {
    const ledger = open(open(replayed().duty(true, 0).at(1), 0, 1).at(2), 1);
    expect(said(ledger)).not.toContain('trace');
  });

  it('records the attributes that the trace gives', () => {
    expect(said(open(replayed().duty(true, 0).at(1), 0, 0))).toContain('another product than row 0');
  });

  it('opens no other cases', () => {
    expect(said(open(replayed().duty(true, 0).at(1.5), 0))).toContain('not in the trace');
  });

  it('opens other cases only as follow-ups of earlier ones', () => {
    const ledger = open(replayed().duty(true, 0).at(1), 0, 1)
      .store(0, 'primary', 2)
      .move(0, 'SUBMIT', 'submitted', QUEUED)
      .move(0, 'patience', QUEUED, 'closed');
    open(ledger, 1).followUp(1, 'again', 0);
    open(ledger.at(2), 2);
    expect(said(ledger)).not.toContain('trace');
  });

  it('leaves out no case of the trace', () => {
    expect(said(open(replayed().duty(true, 0).at(1), 0, 1))).toContain('1 cases of the trace');
  });
});
