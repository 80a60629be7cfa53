import { describe, expect, it } from 'vitest';
import { actKind } from '#domain';
import { runObserved } from '../engine/observed-run.ts';
import { auditedRun, modelOf } from './model.ts';

/** Two agents for three cases a minute of a minute each, and two who help them under conditions. */
const helped = (conditions: string, more: string) =>
  modelOf(`
horizon: 6 h
centres:
  home: { groups: { servers: { shifts: { always: { agents: 2 } } } } }
  far:
    { country: US, timeZone: UTC, entity: vendor, region: far, at: [0, 0], access: remote view, hours: 24x7,
      groups: { helpers: { tier: 1, languages: [en], products: all, takesOnlyWhile: ${conditions},
        shifts: { always: { agents: 2, days: mon-sun, from: "00:00", to: "24:00" } } } } }
segments:
  customers:
    severities: { A: 0.2, B: 0.4, C: 0.4 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 180/h }]
${more}`);

describe('a group that helps a queue while it is longer than another', () => {
  it('admits a case where nobody else may wait, if it takes that case at once', () => {
    const scenario = helped(
      '[{ severity: [B, C], waited: 30 min }, { longerThan: { severity: B } }]',
      'lines: { web: { waiting: 3 } }',
    );
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(summary.total.blocked).toBeGreaterThan(100);
    expect(summary.centres[1]?.contacts).toBeGreaterThan(100);
  });

  it('is asked before another group is interrupted, and interrupts nothing for that queue', () => {
    const scenario = helped(
      '[{ severity: [A, B], longerThan: { severity: C } }]',
      'routing: { preemption: { by: A, interrupted: restart } }',
    );
    expect(auditedRun(scenario).violated).toEqual([]);
    const interrupted = [0, 0];
    runObserved(scenario, (_timeMs, kind, _aux, _case, group) => {
      if (kind === actKind('preempt')) interrupted[group] = (interrupted[group] as number) + 1;
    });
    expect(interrupted[0]).toBeGreaterThan(10);
    expect(interrupted[1]).toBe(0);
  });
});
