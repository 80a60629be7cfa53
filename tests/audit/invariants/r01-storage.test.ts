import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, QUEUED, quietDay, resultOf, violated, withNightfall } from '../ledger-builder.ts';

/** Croatia, in the EU since July 2013, joins the EEA on 2014-04-12 at 00:00 in Brussels. */
const croatian = () => {
  const scenario = tinyScenario({ startEpochMs: Date.parse('2014-04-11T00:00:00Z') });
  return {
    ...scenario,
    dataCentres: scenario.dataCentres.map((d, i) => (i === 1 ? { ...d, country: 'HR' } : d)),
  };
};
/** The United Kingdom stops being treated as an EEA state on 2020-12-31T23:00Z, 23 hours after the start. */
const british = () => {
  const scenario = tinyScenario({ startEpochMs: Date.parse('2020-12-31T00:00:00Z') });
  return {
    ...scenario,
    dataCentres: scenario.dataCentres.map((d, i) => (i === 0 ? { ...d, country: 'GB' } : d)),
  };
};

describe('R1 storage', () => {
  it('judges each store and finds nothing on a quiet day', () => {
    expect(resultOf(quietDay(), 'R1')).toMatchObject({ checks: 4, violations: 0, counterexample: null });
  });

  it('reports a primary outside the promised zone, and no other invariant does', () => {
    const ledger = new LedgerBuilder()
      .begin()
      .at(1)
      .open(0)
      .transfer(0, 'framework', 0xffff, 1, 2, 0)
      .store(0, 'primary', 2)
      .move(0, 'SUBMIT', 'submitted', 'open.triage');
    expect(violated(withNightfall(ledger))).toEqual(['R1']);
    const { counterexample } = resultOf(ledger, 'R1');
    expect(counterexample).toMatchObject({ caseNumber: 0, entry: 7, story: [5, 6, 7] });
    expect(counterexample?.message).toContain('virginia (US)');
  });

  it('reports a working copy outside of its zone', () => {
    const ledger = new LedgerBuilder()
      .begin()
      .at(1)
      .intake(0)
      .assign(0, 2, 4)
      .transfer(0, 'standard-clauses', 0, 2, 5, 0)
      .view(0, 2, 2, 4, 0)
      .transfer(0, 'standard-clauses', 0, 2, 5, 0)
      .store(0, 'working copy', 5, 0)
      .move(0, 'ASSIGN', QUEUED, 'open.working')
      .delete(0, 'working copy', 5)
      .endView(0, 2, 2, 4, 0)
      .move(0, 'handling', 'open.working', 'resolved');
    expect(violated(withNightfall(ledger))).toEqual(['R1', 'R10']);
  });

  it('reports customer data that is first stored in another place than promised, but not later copies there', () => {
    const base = tinyScenario();
    const promises = base.promises.map((promise, i) =>
      i === 0 ? { ...promise, storedFirst: 'US' as const } : promise,
    );
    const scenario = { ...base, promises };
    const begun = (place: number) =>
      new LedgerBuilder(scenario).begin().at(1).open(0, { stream: 0 }).store(0, 'primary', place);
    const transferred = begun(2).store(0, 'replica', 0, 2);
    expect(resultOf(transferred, 'R1')).toMatchObject({ checks: 2, violations: 0 });
    const kept = begun(0).store(0, 'replica', 2, 0);
    const { counterexample, violations } = resultOf(kept, 'R1');
    expect(violations).toBe(1);
    expect(counterexample?.message).toBe(
      'new customer data is stored at dublin (IE); promise anywhere, stored first: IE is outside US',
    );
  });

  it('judges only the item classes that the copy holds', () => {
    const base = tinyScenario();
    const zones = base.promises[1]?.zones;
    if (zones === undefined) throw new Error('no promise');
    const promises = base.promises.map((promise, i) =>
      i === 1
        ? { ...promise, zones: { ...zones, telemetry: { ...zones.telemetry, storage: 'ANY' as const } } }
        : promise,
    );
    const [telemetry, content] = [1 << 5, 1 << 0];
    const ledger = (classes: number) =>
      withNightfall(
        new LedgerBuilder({ ...base, promises })
          .begin()
          .at(1)
          .open(0)
          .transfer(0, 'framework', 0xffff, 1, 2, 0)
          .store(0, 'log', 2, 0xffff, classes),
      );
    expect(violated(ledger(telemetry))).toEqual([]);
    expect(violated(ledger(telemetry | content))).toEqual(['R1']);
  });

  it('judges live copies again when a country leaves the zone, whether or not an entry reports the change', () => {
    for (const tells of [true, false]) {
      const ledger = new LedgerBuilder(british())
        .begin()
        .at(1)
        .intake(0)
        .intake(1)
        .dublinTakes(0)
        .dublinTakes(1, 1);
      ledger.at(2).dublinSolves(0).dublinSolves(1, 1).dublinCloses().at(23);
      if (tells) ledger.law();
      ledger.dublinReopens().end();
      const result = resultOf(ledger, 'R1');
      expect(result).toMatchObject({ checks: 8, violations: 2 });
      expect(result.counterexample).toMatchObject({ caseNumber: 0, timeMs: 23 * 3_600_000 });
    }
  });

  it('does not look again at an instant at which no country enters or leaves a zone', () => {
    const base = tinyScenario();
    const [first] = base.entities[1]?.instruments ?? [];
    if (first === undefined) throw new Error('the tiny world has an instrument');
    const instruments = [first, { ...first, fromEpochMs: base.startEpochMs + 2 * HOUR_MS }];
    const dated = (certified?: 'ISO27001') =>
      tinyScenario({
        promises: base.promises.map((one) => ({ ...one, ...(certified === undefined ? {} : { certified }) })),
        entities: base.entities.map((one, e) => ({
          ...one,
          ...(e === 1 ? { instruments } : {}),
          certificates: [
            {
              edition: 'ISO27001_2005',
              fromEpochMs: base.startEpochMs - HOUR_MS,
              toEpochMs: base.startEpochMs + 3 * HOUR_MS,
            },
          ],
        })),
      });
    const day = (scenario: Scenario) =>
      new LedgerBuilder(scenario).begin().at(1).intake(0).dublinTakes(0).at(4).end();
    for (const id of ['R1', 'R4'])
      expect(resultOf(day(dated()), id).checks, id).toBe(resultOf(day(base), id).checks);
    // Two copies are looked at again when the certificate ends, and the view is not.
    const looked = resultOf(day(dated('ISO27001')), 'R1');
    expect(looked).toMatchObject({ checks: 4, violations: 2 });
    expect(looked.counterexample?.message).toMatch(/^after a change of certificate, /);
    expect(resultOf(day(dated('ISO27001')), 'R4').checks).toBe(1);
  });

  it('accepts a copy that is moved away at the exact instant of the change', () => {
    const ledger = new LedgerBuilder(british()).begin().at(1).intake(0).dublinTakes(0).at(2).dublinSolves(0);
    ledger
      .dublinCloses()
      .at(23)
      .law()
      .store(0, 'primary', 1, 0)
      .delete(0, 'replica', 1)
      .delete(0, 'primary', 0);
    ledger.move(0, 'RELOCATE', 'resolved', 'resolved').dublinReopens().end();
    expect(violated(ledger)).toEqual([]);
    expect(resultOf(ledger, 'R1').counterexample).toBeNull();
  });

  it('uses the zone of the moment: a Croatian replica is outside until Croatia joins', () => {
    const early = new LedgerBuilder(croatian()).begin().at(1).open(0).store(0, 'primary', 0);
    early.transfer(0, 'none', 0, 0, 1).store(0, 'replica', 1, 0);
    expect(violated(withNightfall(early))).toContain('R1');
    const late = new LedgerBuilder(croatian())
      .begin()
      .dublinCloses()
      .at(22)
      .refresh(22 * HOUR_MS)
      .open(0)
      .store(0, 'primary', 0);
    late.store(0, 'replica', 1, 0).dublinReopens().end();
    expect(violated(late)).toEqual([]);
  });

  describe('R1 storage with a promised certificate', () => {
    const MIDNIGHT = Date.parse('2015-09-30T22:00:00Z');
    const START = MIDNIGHT - 10 * 3_600_000;

    /** Ireland's certificate on an edition. Premier cases require one. */
    function certified(
      edition: string | null,
      toEpochMs = Date.parse('2017-01-01T00:00:00Z'),
    ): LedgerBuilder {
      const base = tinyScenario({ startEpochMs: START });
      const certificates = [{ edition: edition ?? '', fromEpochMs: 0, toEpochMs }];
      const scenario = {
        ...base,
        entities: base.entities.map((entity, e) =>
          e === 0 && edition !== null ? { ...entity, certificates } : entity,
        ),
        promises: base.promises.map((promise, i) =>
          i === 1 ? { ...promise, certified: 'ISO27001' as const } : promise,
        ),
      };
      const ledger = new LedgerBuilder(scenario).begin().at(1).intake(0).dublinTakes(0).at(2).dublinSolves(0);
      return withNightfall(ledger);
    }

    it('accepts a valid certificate, and reports a missing one', () => {
      expect(violated(certified('ISO27001_2013'))).toEqual([]);
      expect(violated(certified(null))).toEqual(['R1', 'R3']);
      expect(resultOf(certified(null), 'R1').counterexample?.message).toContain(
        'has no certificate for ISO27001',
      );
    });

    it('ends the certificate on its own date or with its edition, whichever comes first', () => {
      const edition = resultOf(certified('ISO27001_2005'), 'R1');
      // Two copies, when the edition ends; the next change of the law concerns no certificate.
      expect(edition).toMatchObject({ violations: 2 });
      expect(edition.counterexample?.timeMs).toBe(MIDNIGHT - START);
      expect(edition.counterexample?.message).toContain('ended with that edition');
      const own = resultOf(certified('ISO27001_2013', START + 5 * 3_600_000), 'R1');
      expect(own.counterexample?.timeMs).toBe(5 * 3_600_000);
    });
  });
});
