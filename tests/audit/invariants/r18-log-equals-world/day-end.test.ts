import { describe, expect, it } from 'vitest';
import type { DayEndPolicy } from '#domain';
import { modelOf } from '../../../demand/model.ts';
import { auditInMemory, runInMemory } from '../../../running.ts';

/** A queue that is long when its day ends. */
const dayOf = (policy: DayEndPolicy, to = '16:00') =>
  modelOf(`
horizon: 2 days
centres: { home: { groups: { servers: { shifts: { always: { agents: 1, from: "08:00", to: "${to}" } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 60/h }]
work: { dayEnd: { web: ${policy} } }`);

/** What R18 reports for a run under one policy if another was promised. */
function said(done: DayEndPolicy, promised: DayEndPolicy): string {
  const { ledger } = runInMemory(dayOf(done));
  const found = auditInMemory(ledger, dayOf(promised)).invariants.find(({ id }) => id === 'R18');
  return found?.counterexample?.message ?? '';
}

describe('R18: the end of the day', () => {
  it.each(['carry over', 'clear', 'serve out'] as const)('is judged: %s as promised', (policy) => {
    expect(said(policy, policy)).toBe('');
  });

  it('does not clear a queue that is not to be cleared', () => {
    expect(said('clear', 'carry over')).toContain('is cleared, but its queue is not');
    expect(said('clear', 'serve out')).toContain('is cleared, but its queue is not');
  });

  it('leaves no case in a queue that is cleared or served out', () => {
    expect(said('carry over', 'clear')).toContain('still waits after its queue was cleared');
    expect(said('carry over', 'serve out')).toContain('is not named');
  });

  it('keeps no agents for a queue that is not served out', () => {
    expect(said('serve out', 'carry over')).toContain(
      'is named for serving out, but its queue does not close that way',
    );
  });
});
