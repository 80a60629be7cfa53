import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { type Scenario, targetKey, WAITING_CAUSES } from '#domain';
import { openLedger } from '#ledger';
import type { LateAnswers } from '#planning';
import type { Summary } from '#statistics';
import { lateAnswersIn } from '../../../src/apps/shared/evidence/audit-run.ts';
import { twoLines } from '../../demand/model.ts';
import { loadScenario, runInMemory, sha256, successOf } from '../../running.ts';

function lateIn(scenario: Scenario): { readonly late: LateAnswers; readonly summary: Summary } {
  const { ledger, summary } = runInMemory(scenario);
  const late = lateAnswersIn(successOf(openLedger(ledger, sha256)), scenario);
  return { late, summary };
}

const sumOf = (counts: Float64Array) => counts.reduce((sum, count) => sum + count, 0);

/** Compares cells with the targets of the summary. Gives how many of them were missed by something. */
function comparedWith({ late, summary }: ReturnType<typeof lateIn>, of: string): number {
  const rows = (summary.targets ?? []).filter((row) => row.of === of && row.segment !== null);
  let missed = 0;
  for (const { id, judged, met, segment } of rows) {
    const cell = late.get(targetKey(id, segment ?? ''));
    expect(cell?.lateCount ?? 0, `${id} ${segment}`).toBe(judged - met);
    if (cell === undefined) continue;
    missed++;
    expect(sumOf(cell.arrived), `${id} ${segment}`).toBe(judged);
  }
  return missed;
}

/** A second line of one agent who goes home in the evening, although a third of the cases need one. */
const twoTiers = (targets: string, to = '20:00') =>
  twoLines(
    3,
    1,
    `work: { escalation: { tier1: 0.3 } }\nhorizon: 7 days\nserviceLevels: []\ntargets: { ${targets} }`,
    to,
  );

describe('late resolutions', () => {
  it('are as many as the summary has, with clocks that pause and run in business hours', () => {
    const scenario = loadScenario('chat-desk');
    const within = (scenario.targets ?? []).map((target) =>
      target.of === 'resolution' ? { ...target, withinMs: HOUR_MS / 2 } : target,
    );
    expect(comparedWith(lateIn({ ...scenario, targets: within }), 'resolution')).toBeGreaterThan(0);
  });

  it('know the tier that was short, the hours in which cases waited for it, and the share of their time', () => {
    const scenario = twoTiers(
      'solved: { of: resolution, channel: web, severity: all, within: 1 h, target: 0.95 }',
    );
    const found = lateIn(scenario);
    expect(comparedWith(found, 'resolution')).toBe(1);
    const cell = found.late.get(targetKey('solved', 'customers'));
    const [first = 0, second = 0] = cell?.waitedMsOfTier ?? [];
    expect(second).toBeGreaterThan(50 * first);
    expect(first + second).toBeCloseTo(sumOf(cell?.waitedMs ?? new Float64Array()), 3);
    expect((first + second) / (cell?.tookMs ?? 1)).toBeGreaterThan(0.9);
    expect((first + second) / (cell?.tookMs ?? 1)).toBeLessThanOrEqual(1);
    const needed = [...(cell?.needed ?? [])];
    const evening = needed.filter((_, hour) => hour % 24 >= 20).reduce((sum, weight) => sum + weight, 0);
    expect(evening / sumOf(Float64Array.from(needed))).toBeGreaterThan(0.6);
    expect(cell?.waitedMs[WAITING_CAUSES.indexOf('centre closed')]).toBeGreaterThan(0);
  });
});

describe('late backlogs', () => {
  it('are the days of the summary that ended with too many, and hold the waits of the unanswered', () => {
    const scenario = twoTiers(
      'left: { of: backlog, channel: web, severity: all, atMost: 0, target: 0.9, hours: { timeZone: America/New_York, hours: [{ days: mon-sun, from: "09:00", to: "17:00" }] } }',
    );
    const none = scenario.groups.map((group) => ({
      ...group,
      shifts: group.shifts.map((shift) => ({ ...shift, agents: Math.min(1, shift.agents) })),
    }));
    const found = lateIn({ ...scenario, groups: none });
    expect(comparedWith(found, 'backlog')).toBe(1);
    const cell = found.late.get(targetKey('left', 'customers'));
    expect(cell?.lateCount).toBeGreaterThan(0);
    expect(sumOf(cell?.waitedMs ?? new Float64Array())).toBeGreaterThan(0);
    // Days end at 17:00 in New York: 22:00 UTC.
    expect([...(cell?.arrived ?? [])].every((count, hour) => count === 0 || hour % 24 === 21)).toBe(true);
  });
});
