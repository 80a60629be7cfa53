import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { actKind, type Consent, type Scenario } from '#domain';
import { TINY_DATA_CENTRES, tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, QUEUED, quietDay, resultOf, violated, withNightfall } from '../ledger-builder.ts';

const at = (hour: number) => tinyScenario().startEpochMs + hour * HOUR_MS;
const CONSENT: Consent = {
  dimensions: ['access', 'processing'],
  zone: 'US',
  givenEpochMs: at(-1),
  fromEpochMs: at(0),
  toEpochMs: at(100),
};

/** Strict customers (stream 2), whose promise is the EEA in every dimension, with a consent. */
function consenting(changes: Partial<Consent> = {}): Scenario {
  const base = tinyScenario();
  return {
    ...base,
    segments: base.segments.map((segment, s) =>
      s === 2 ? { ...segment, consents: [{ ...CONSENT, ...changes }] } : segment,
    ),
  };
}

/** Agent 2 of Redmond works a strict case from hour 1 to hour 2, and names the consent, or none (null). */
function seen(scenario: Scenario, consent: number | null): LedgerBuilder {
  const ledger = new LedgerBuilder(scenario)
    .begin()
    .at(1)
    .refresh(HOUR_MS)
    .intake(0, { stream: 2 })
    .assign(0, 1, 2);
  if (consent !== null) ledger.raw(actKind('exception'), 0, 0, 1, consent, 2, 0);
  ledger.transfer(0, 'framework', 0, 1, TINY_DATA_CENTRES + 1, 0).view(0, 1, 1, 2, 0);
  return withNightfall(ledger.move(0, 'ASSIGN', QUEUED, 'open.working').at(2).redmondSolves(0));
}

describe('R12 consent', () => {
  it('is not judged if nobody relies on one', () => {
    expect(resultOf(quietDay(), 'R12')).toMatchObject({ checks: 0, violations: 0 });
  });

  it('lets a case be seen outside the promise if its customers consented', () => {
    expect(violated(seen(consenting(), 0))).toEqual([]);
    expect(resultOf(seen(consenting(), 0), 'R12')).toMatchObject({ checks: 1, violations: 0 });
  });

  it('leaves an access that names no consent to R4', () => {
    expect(violated(seen(consenting(), null))).toEqual(['R4']);
  });

  it.each([
    ['given the day after', { givenEpochMs: at(24) }, 'not been given'],
    ['not begun', { fromEpochMs: at(3) }, 'not begun'],
    ['ended', { toEpochMs: at(0.5) }, 'has ended'],
    ['for something else', { dimensions: ['processing'] }, 'does not cover access'],
    ['for another zone', { zone: 'CH' }, 'is for CH, which does not include US'],
  ] as const)(
    'reports a consent %s, while R10 reports that the group was not eligible',
    (_, changes, words) => {
      const ledger = seen(consenting(changes), 0);
      expect(violated(ledger)).toEqual(['R10', 'R12']);
      expect(resultOf(ledger, 'R12').counterexample?.message).toContain(words);
    },
  );

  it('reports a consent that does not exist', () => {
    expect(violated(seen(consenting(), 4))).toEqual(['R12']);
  });

  it('judges an open view again when the consent ends', () => {
    const result = resultOf(seen(consenting({ toEpochMs: at(1.5) }), 0), 'R12');
    expect(result).toMatchObject({ checks: 2, violations: 1 });
    expect(result.counterexample?.timeMs).toBe(1.5 * HOUR_MS);
  });
});
