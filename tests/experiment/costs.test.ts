import { describe, expect, it } from 'vitest';
import { commonCurrency, measuresOf, measuresOver } from '#experiment';
import type { Summary } from '#statistics';
import { plausibleResult } from '../generators/summary.ts';
import { paidWorldScenario } from '../generators/world-scenario.ts';

function paidResult(): { readonly summary: Summary; readonly costs: NonNullable<Summary['costs']> } {
  const { summary } = plausibleResult({ cases: 400, scenario: paidWorldScenario() });
  if (summary.costs === null) throw new Error('there are wages');
  return { summary, costs: summary.costs };
}

describe('measures of cost', () => {
  const { costs, summary } = paidResult();
  const value = (id: string) => {
    const found = measuresOf(summary.segments, 'EUR').find((measure) => measure.id === id);
    const contribution = found?.contribution(summary) ?? null;
    return contribution === null ? null : contribution.numerator / contribution.denominator;
  };

  it('equal those of the summary, in total and per segment', () => {
    expect(costs.cost).toBeGreaterThan(0);
    expect(value('cost')).toBe(costs.cost);
    expect(value('cost per case')).toBeCloseTo(costs.perCase ?? 0, 3);
    for (const { id, cost } of costs.segments) expect(value(`cost/${id}`)).toBe(cost);
  });

  it('add up over segments', () => {
    const ids = summary.segments.slice(0, 2).map(({ id }) => id);
    const found = measuresOver('both', ids, 'EUR').find(({ id }) => id === 'cost/both');
    const both = costs.segments.slice(0, 2).reduce((sum, { cost }) => sum + cost, 0);
    expect(found?.contribution(summary)).toEqual({ numerator: both, denominator: 1 });
    expect(found?.title).toBe('Cost (EUR), both');
  });

  it('exist only if every scenario has wages in one currency', () => {
    expect(measuresOf([]).some(({ id }) => id === 'cost')).toBe(false);
    expect(commonCurrency([{ currency: 'EUR' }, { currency: 'EUR' }])).toBe('EUR');
    expect(commonCurrency([{ currency: 'EUR' }, {}])).toBeNull();
    expect(commonCurrency([{ currency: 'EUR' }, { currency: 'USD' }])).toBeNull();
    expect(commonCurrency([{}, {}])).toBeNull();
  });
});
