import { describe, expect, it } from 'vitest';
import { ACCESS_PURPOSES, type Scenario } from '#domain';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, resultOf, violated, withNightfall } from '../ledger-builder.ts';

const ESCORT = ACCESS_PURPOSES.indexOf('escort');
const approval = { answer: { kind: 'fixed', value: 60_000 }, refused: 0.5 } as const;

/** Customers of the strict promise are seen from outside only once they have approved it. `more`: on which further condition. */
function asked(more: Partial<Scenario['promises'][number]> = {}): Scenario {
  const { promises, ...scenario } = tinyScenario();
  return {
    ...scenario,
    promises: promises.map((promise) =>
      promise.id === 'strict-eea' ? { ...promise, approval, ...more } : promise,
    ),
  };
}

/** At hour 1, a strict case waits. */
const waiting = (scenario = asked()) => new LedgerBuilder(scenario).begin().at(1).intake(0, { stream: 2 });
const seen = (ledger: LedgerBuilder) => ledger.redmondTakes(0).at(2).redmondSolves(0);
const whatBreaks = (ledger: LedgerBuilder) => violated(withNightfall(ledger));

describe('access from outside by approval', () => {
  it('is permitted once the customer has approved it', () => {
    expect(whatBreaks(seen(waiting().approval(0, 'asked').approval(0, 'given')))).toEqual([]);
  });

  it('violates R4 before the answer, after a refusal and unasked; and R10', () => {
    expect(whatBreaks(seen(waiting()))).toEqual(['R4', 'R10']);
    expect(whatBreaks(seen(waiting().approval(0, 'asked')))).toEqual(['R4', 'R10']);
    const refused = waiting().approval(0, 'asked').approval(0, 'refused');
    expect(whatBreaks(seen(refused))).toEqual(['R4', 'R10']);
  });

  it('violates R18 if it is given unasked, answered twice, asked for twice, or for a case that does not wait', () => {
    const message = (ledger: LedgerBuilder) => resultOf(ledger, 'R18').counterexample?.message;
    expect(message(waiting().approval(0, 'given'))).toContain('not being asked for');
    const given = () => waiting().approval(0, 'asked').approval(0, 'given');
    expect(message(given().approval(0, 'refused'))).toContain('not being asked for');
    expect(message(given().approval(0, 'asked'))).toContain('a second time');
    const worked = waiting().dublinTakes(0).approval(0, 'asked');
    expect(message(worked)).toContain('while the case does not wait');
    expect(message(waiting(tinyScenario()).approval(0, 'asked'))).toContain('the promise asks for none');
  });

  it('needs the escort, too, where the promise wants both', () => {
    const both = () => waiting(asked({ escortedBy: 'EEA' }));
    const watched = (ledger: LedgerBuilder) =>
      seen(ledger.view(0, 0, 4, 6, 0, ESCORT)).endView(0, 0, 4, 6, 0, ESCORT);
    expect(whatBreaks(watched(both().approval(0, 'asked').approval(0, 'given')))).toEqual([]);
    expect(whatBreaks(seen(both().approval(0, 'asked').approval(0, 'given')))).toEqual(['R4']);
    expect(whatBreaks(watched(both().approval(0, 'asked')))).toEqual(['R4']);
  });
});
