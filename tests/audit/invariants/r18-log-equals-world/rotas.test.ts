import { describe, expect, it } from 'vitest';
import { actKind, NO_CASE, type Scenario } from '#domain';
import { modelOf } from '../../../demand/model.ts';
import { auditInMemory, runInMemory } from '../../../running.ts';
import { LedgerBuilder } from '../../ledger-builder.ts';

/** Head counts by the hour from 08:00 on. */
const day = (counts: string, leaves = 'next to be free', rate = 30, from = '08:00') =>
  modelOf(`
horizon: 12 h
centres: { home: { groups: { servers: { shifts: null, headcounts: [{ from: "${from}", every: 1 h, agents: [${counts}], leaves: ${leaves} }] } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate}/h }]
work: { handle: { tier1: { web: exponential 8 min } } }`);

/** What R18 reports if one scenario was run and another promised. */
function said(done: Scenario, promised: Scenario): string {
  const found = auditInMemory(runInMemory(done).ledger, promised).invariants.find(({ id }) => id === 'R18');
  return found?.counterexample?.message ?? '';
}

/** What R18 reports about agents of three who come (1) and leave (0) at these hours. */
function saidOf(...acts: readonly (readonly [hour: number, begins: 0 | 1, agent: number])[]): string {
  const ledger = new LedgerBuilder(day('2, 3, 1, 1'));
  // Agent 0 is on for all four hours, 1 for two, 2 for one.
  for (const [hour, begins, agent] of acts) {
    ledger.at(hour).raw(actKind('duty'), begins, NO_CASE, 0, agent === 0 ? 0 : agent === 1 ? 1 : 2, 1, agent);
  }
  const found = ledger.audit().invariants.find(({ id }) => id === 'R18');
  return found?.counterexample?.message ?? '';
}

const COME = [
  [8, 1, 0],
  [8, 1, 1],
  [9, 1, 2],
] as const;

describe('R18: head counts with the next to be free', () => {
  it('are kept by a run', () => {
    expect(said(day('4, 6, 2, 5'), day('4, 6, 2, 5'))).toBe('');
    expect(saidOf(...COME, [10, 0, 2], [10, 0, 0])).toBe('');
  });

  it('are kept by a run that starts within them', () => {
    const atNight = day('4, 6, 2, 5', 'next to be free', 30, '00:00');
    expect(said(atNight, atNight)).toBe('');
  });

  it('are not kept by another number of agents', () => {
    expect(said(day('4, 6, 2, 6'), day('4, 6, 3, 6'))).not.toBe('');
  });

  it('are not kept by named agents, who leave before they are free', () => {
    expect(said(day('6, 2, 0', 'named agent', 60), day('6, 2, 0', 'next to be free', 60))).not.toBe('');
    expect(said(day('6, 2, 0'), day('6, 2, 0', 'named agent'))).not.toBe('');
  });

  it('let no free agent stay beyond a drop, even at the end of the ledger', () => {
    expect(saidOf(...COME, [10, 0, 2])).toContain(
      '2 agents of group home/servers are on duty, 2 of them free',
    );
    expect(saidOf(...COME)).toContain('3 agents of group home/servers are on duty, 3 of them free');
  });

  it('let nobody leave early, twice or from another shift', () => {
    expect(saidOf(...COME, [9.5, 0, 1])).toContain('but its head counts require 3');
    expect(saidOf(...COME, [10, 0, 2], [10, 0, 2])).toContain('but already has left');
    expect(saidOf(...COME, [10, 1, 2])).toContain('but already is on duty');
    expect(saidOf(...COME, [10, 0, 7])).toContain('is no agent of that shift');
  });
});
