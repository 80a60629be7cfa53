import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { actKind, type Disclosure, NO_CASE } from '#domain';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, resultOf, violated, withNightfall } from '../ledger-builder.ts';

const PLANNED: Disclosure = {
  atMs: 2 * HOUR_MS,
  segment: 1,
  cases: 1,
  authority: 'a prosecutor',
  basis: 'a treaty',
  noticeAfterMs: 3 * HOUR_MS,
};

/** A premier case that is disclosed at some hour, with or without a basis. Its customer is notified at another hour, or not. */
function handedOver(
  changes: Partial<Disclosure>,
  { hour = 2, basis = true, toldAt = 5 }: { hour?: number; basis?: boolean; toldAt?: number | null } = {},
): LedgerBuilder {
  const scenario = tinyScenario({ disclosures: [{ ...PLANNED, ...changes }] });
  const ledger = new LedgerBuilder(scenario).begin().at(1).intake(0).dublinTakes(0).at(1.5).dublinSolves(0);
  ledger.at(hour).raw(actKind('disclosure'), basis ? 1 : 0, 0, 0, 0, 0, 0);
  if (toldAt !== null) ledger.at(toldAt).raw(actKind('notice of disclosure'), 0, NO_CASE, 0, 0, 0, 0);
  return withNightfall(ledger);
}

describe('R26 authority', () => {
  it('is not judged if nothing is disclosed', () => {
    expect(resultOf(quietDay(), 'R26')).toMatchObject({ checks: 0, violations: 0 });
  });

  it('accepts a basis with a notice in time, or an order that forbids notice', () => {
    expect(violated(handedOver({}))).toEqual([]);
    expect(resultOf(handedOver({}), 'R26').checks).toBe(2);
    expect(violated(handedOver({ noticeAfterMs: null }, { toldAt: null }))).toEqual([]);
  });

  it.each([
    ['no basis', {}, { basis: false }, 'no basis is recorded'],
    ['another hour', {}, { hour: 3 }, 'no authority asked'],
    ['another segment', { segment: 2 }, {}, 'no authority asked'],
    ['no notice', {}, { toldAt: null }, 'not notified of the disclosure in time'],
    ['a late notice', {}, { toldAt: 6 }, 'not notified of the disclosure in time'],
  ] as const)('reports %s', (_, changes, choices, words) => {
    const ledger = handedOver(changes, choices);
    expect(violated(ledger)).toEqual(['R26']);
    expect(resultOf(ledger, 'R26').counterexample?.message).toContain(words);
  });
});
