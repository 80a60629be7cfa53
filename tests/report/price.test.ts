import { describe, expect, it } from 'vitest';
import { compare, measuresOver, type ReplicationRecord } from '#experiment';
import { type PriceOfStaff, renderPrice, renderPriceText } from '#report';

const ABOUT = 'restricted customers';
const MEASURES = measuresOver(ABOUT, ABOUT, ['premier'], 'EUR');
const VARIANTS = [
  { id: 'no promise', title: 'no promise', keeps: [], beyond: [] },
  {
    id: '+ processing',
    title: 'storage, processing inside the zone',
    keeps: ['storage', 'processing'],
    beyond: ['processing'],
  },
  { id: 'as promised', title: 'as the scenario promises', keeps: ['storage'], beyond: [] },
];
const ESTIMATE = { mean: 0.9, halfWidth: 0.01, deviation: 0.01, count: 6, level: 0.95 };

function records(level: number): readonly ReplicationRecord[] {
  return Array.from({ length: 6 }, (_, replication) => {
    const contributions = Object.fromEntries(
      MEASURES.map(({ id }) => {
        const value = id.startsWith('service level') ? level + 0.001 * (replication % 3) : 1;
        return [id, { numerator: value * 100, denominator: 100 }];
      }),
    );
    return { scenario: 0, replication, contributions, isUnstable: false };
  });
}

function price(levels: readonly [number, number, number], staff: readonly PriceOfStaff[] = []) {
  const ids = VARIANTS.map(({ id }) => id);
  const comparison = compare(ids, MEASURES, levels.map(records), 0.95);
  const input = {
    title: 'A desk',
    law: [],
    comparison,
    variants: VARIANTS,
    restricted: [{ id: 'premier', title: 'Premier' }],
    staff,
  };
  const plain = { width: 1000, colour: (_: unknown, text: string) => text };
  const text = renderPriceText(input, ABOUT, plain as Parameters<typeof renderPriceText>[2]);
  return { lines: text.split('\n'), page: renderPrice(input) };
}

function bought(wages: PriceOfStaff['wages'], added: number | null = 42): PriceOfStaff {
  const tried = [{ added: added ?? 64, estimate: ESTIMATE }];
  const places = [{ group: 'german', centre: 'Dublin', languages: 'de', agents: 42 }];
  return {
    variant: '+ processing',
    goal: 0.9,
    buyBack: { tried, added, places: [{ group: 0, agents: 42 }], atPlaces: null },
    places,
    wages,
  };
}

describe('the price of a promise', () => {
  it('comes first: nothing measurable, and what more would cost in service', () => {
    const { lines, page } = price([0.9, 0.82, 0.9]);
    expect(lines[0]).toBe(
      'Your promise (storage) costs nothing measurable (service level 0.0 ± 0.0 points).',
    );
    expect(lines[1]).toBe(
      'Restricting processing as well would cost 8.0 ± 0.0 percentage points of service level.',
    );
    expect(page).toContain('Your promise (storage) costs nothing measurable');
  });

  it('names the agents that restore the service, and their wages if there are any', () => {
    const wages = { currency: 'EUR', amount: 123_456, per: 'month' } as const;
    expect(price([0.9, 0.82, 0.9], [bought(wages)]).lines[1]).toBe(
      'Restricting processing as well would cost 8.0 ± 0.0 percentage points of service level, or 42 more agents in Dublin ' +
        '(EUR 123,456 per month in wages).',
    );
    expect(price([0.9, 0.82, 0.9], [bought(null)]).lines[1]).toMatch(/, or 42 more agents in Dublin\.$/);
    expect(price([0.9, 0.82, 0.9], [bought(null, null)]).lines[1]).toMatch(
      /service level \(up to 64 more agents do not restore it\)\.$/,
    );
  });

  it('gives a loss of service in percentage points, and names the next step even if it equals the whole promise', () => {
    const { lines } = price([0.9, 0.7, 0.85]);
    expect(lines[0]).toBe('Your promise (storage) costs 5.0 ± 0.0 percentage points of service level.');
    expect(lines[1]).toMatch(/would cost 20\.0 ± 0\.0 percentage points of service level in all\.$/);
  });
});
