import { describe, expect, it } from 'vitest';
import { auditLedger, resultsNow } from '#audit';
import { HOUR_MS } from '#base';
import type { BasisInstrument, Scenario } from '#domain';
import { TINY_HORIZON_MS, tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, resultOf, violated } from '../ledger-builder.ts';

const CLAUSES = { kind: 'standard-clauses', instrument: 'SCC_2010_C2P' } as const;

/** German cases may be anywhere. The vendor's instruments; grace in hours. */
function german(instruments: readonly BasisInstrument[], graceHours: number | null): Scenario {
  const base = tinyScenario();
  const retention =
    graceHours === null
      ? base.retention
      : { ...base.retention, basisEnd: { movedAfterMs: HOUR_MS, graceMs: graceHours * HOUR_MS } };
  return {
    ...base,
    entities: base.entities.map((entity, i) => (i === 1 ? { ...entity, instruments } : entity)),
    streams: base.streams.map((stream) => (stream.segment === 0 ? { ...stream, country: 'DE' } : stream)),
    retention,
  };
}

function clauses(fromHour: number, toHour: number | null): BasisInstrument {
  const at = (hour: number) => tinyScenario().startEpochMs + hour * HOUR_MS;
  return { ...CLAUSES, fromEpochMs: at(fromHour), toEpochMs: toHour === null ? null : at(toHour) };
}

/** A case that is stored in Virginia in the first hour, on the basis of the first instrument. */
function stored(scenario: Scenario): LedgerBuilder {
  const ledger = new LedgerBuilder(scenario).begin().at(1).open(0, { stream: 0 });
  return ledger.transfer(0, 'standard-clauses', 0xffff, 1, 2, 0).store(0, 'primary', 2);
}

describe('R8 basis end', () => {
  const ends = [clauses(-10, 6)];

  it('is not judged if no grace is promised or no basis ends', () => {
    expect(resultOf(stored(german(ends, null)), 'R8')).toMatchObject({ checks: 0, violations: 0 });
    expect(resultOf(quietDay(), 'R8')).toMatchObject({ checks: 0, violations: 0 });
  });

  it('reports a copy that is left at the moment when the grace is over', () => {
    const { checks, counterexample, violations } = resultOf(stored(german(ends, 5)), 'R8');
    expect([checks, violations]).toEqual([1, 1]);
    expect(counterexample).toMatchObject({ caseNumber: 0, timeMs: 11 * HOUR_MS });
    expect(counterexample?.message).toContain('virginia (US)');
  });

  it('accepts a copy that is gone by then or has another basis', () => {
    const gone = stored(german(ends, 5)).at(11).store(0, 'primary', 0, 2).delete(0, 'primary', 2);
    expect(violated(gone)).not.toContain('R8');
    expect(violated(stored(german([...ends, clauses(3, null)], 5)))).not.toContain('R8');
    expect(violated(stored(german([...ends, clauses(9, null)], 5)))).not.toContain('R8');
    expect(violated(stored(german([...ends, clauses(12, null)], 5)))).toContain('R8');
  });

  it('does not judge a grace that goes beyond the horizon', () => {
    expect(violated(stored(german(ends, TINY_HORIZON_MS / HOUR_MS)))).not.toContain('R8');
  });

  it('ignores the end of a basis that, as known now, never existed', () => {
    const framework = {
      kind: 'framework',
      instrument: 'SAFE_HARBOR_EU_US',
      fromEpochMs: 0,
      toEpochMs: null,
    } as const;
    const scenario = { ...german([framework], 5), startEpochMs: Date.parse('2015-10-05T00:00:00Z') };
    const ledger = new LedgerBuilder(scenario).begin().at(1).open(0, { stream: 0 });
    ledger.transfer(0, 'framework', 0xffff, 1, 2, 0).store(0, 'primary', 2);
    expect(resultOf(ledger, 'R8').counterexample?.timeMs).toBe(27 * HOUR_MS);
    const now = resultsNow(auditLedger(ledger.ledger(), scenario));
    const broken = now.filter(({ violations }) => violations > 0).map(({ id }) => id);
    expect(broken).toContain('R7');
    expect(broken).not.toContain('R8');
  });
});
