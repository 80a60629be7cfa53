import { describe, expect, it } from 'vitest';
import { renderEscalationFlows } from '../../../../src/report/run/figures/escalation-flows.ts';
import { loadScenario, runInMemory } from '../../../running.ts';

/** A run of first-steps with this many more centres, between which cases went back and forth. */
function flowsBetween(centres: number, escalations: 'all' | 'ring') {
  const scenario = loadScenario('first-steps');
  const { summary } = runInMemory({ ...scenario, horizonMs: 3_600_000 });
  const [centre] = scenario.centres;
  const [row] = summary.centres;
  if (centre === undefined || row === undefined) throw new Error('there is no centre');
  const ids = Array.from({ length: centres }, (_, i) => `centre-${i}`);
  const flow = (from: number, to: number) => ({
    reason: 'expertise' as const,
    from: ids[from] as string,
    to: ids[to % centres] as string,
    count: 1 + from,
  });
  const all = ids.flatMap((_, from) =>
    escalations === 'ring' ? [flow(from, from + 1)] : ids.map((__, to) => flow(from, to)),
  );
  const { markup } = renderEscalationFlows(
    { ...summary, centres: ids.map((id) => ({ ...row, id, title: id })), escalations: all },
    { ...scenario, centres: ids.map((id) => ({ ...centre, id, title: id })) },
  );
  return markup;
}

describe('the diagram of hand-overs', () => {
  it('shows every centre of a network of a few dozen', () => {
    const text = flowsBetween(20, 'all');
    expect(text.match(/class="cell own"|class="f\d"/g)).toHaveLength(400);
    expect(text).not.toContain('Drawn are');
  });

  it('shows only the busiest of hundreds of centres, and lists all', () => {
    const text = flowsBetween(500, 'ring');
    expect(text).toContain('Only the 60 that hand over most often and the 60 that take most often are drawn');
    expect(text).toContain('centre-499');
    expect(text.match(/<tr/g)?.length).toBeGreaterThan(500);
    expect(text.match(/<rect/g)?.length).toBeLessThan(60 * 60 + 200);
  });
});
