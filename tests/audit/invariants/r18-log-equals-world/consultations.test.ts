import { describe, expect, it } from 'vitest';
import { ACCESS_PURPOSES, type ConsultationRule, type Scenario } from '#domain';
import { TINY_DATA_CENTRES, tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, resultOf, violated, withNightfall } from '../../ledger-builder.ts';

const CONSULTED = ACCESS_PURPOSES.indexOf('consultation');
const HALF_AN_HOUR_MS = 1_800_000;

/** The first tier consults the second for half of each contact. */
function consulting(waitMs = 0): Scenario {
  const scenario = tinyScenario();
  const rule: ConsultationRule = { shares: [1, 1], tier: 2, part: 0.5, waitMs };
  return { ...scenario, work: { ...scenario.work, consultation: [rule, null, null] } };
}

/** Agent 0 has had case 0 since hour 1. */
const taken = (scenario = consulting(), stream = 1) =>
  new LedgerBuilder(scenario).begin().at(1).intake(0, { stream }).dublinTakes(0);

/** Agent 6 of Dublin's second tier joins case 0, or leaves it. */
const joins = (ledger: LedgerBuilder, caseNumber = 0) => ledger.view(caseNumber, 0, 4, 6, 0, CONSULTED);
const leaves = (ledger: LedgerBuilder, caseNumber = 0) => ledger.endView(caseNumber, 0, 4, 6, 0, CONSULTED);
const solved = (ledger: LedgerBuilder, hour = 2) => violated(withNightfall(ledger.at(hour).dublinSolves(0)));

/** Agent 5 of Redmond's second tier joins for half of the hour, on the basis of Safe Harbor. */
const fromRedmond = (stream: number, isTold = true) => {
  const ledger = taken(consulting(), stream);
  if (isTold) ledger.transfer(0, 'framework', 0, 1, TINY_DATA_CENTRES + 1, 0);
  return ledger.view(0, 1, 3, 5, 0, CONSULTED).at(1.5).endView(0, 1, 3, 5, 0, CONSULTED);
};

describe('R18: a consultation', () => {
  it('is an access for half of the contact, by somebody who is free and may see the case', () => {
    expect(solved(leaves(joins(taken()).at(1.5)))).toEqual([]);
    expect(solved(fromRedmond(1))).toEqual([]);
  });

  it('is judged like any access', () => {
    expect(solved(fromRedmond(1, false))).toEqual(['R7']);
    expect(solved(fromRedmond(2))).toEqual(['R4', 'R10']);
    const ledger = taken().view(0, 0, 4, 5, 0, CONSULTED).at(1.5).endView(0, 0, 4, 5, 0, CONSULTED);
    expect(solved(ledger)).toEqual(['R20']);
  });

  it('is with the tier that the scenario names, and only if it names one', () => {
    const ledger = taken().view(0, 0, 0, 1, 0, CONSULTED).at(1.5).endView(0, 0, 0, 1, 0, CONSULTED);
    expect(solved(ledger)).toEqual(['R10']);
    expect(resultOf(ledger, 'R10').counterexample?.message).toContain('agents of tier 2 should be consulted');
    expect(solved(leaves(joins(taken(tinyScenario())).at(1.5)))).toEqual(['R10', 'R18']);
  });

  it('is requested by the agent who has the case, once, at the beginning', () => {
    const after = leaves(joins(leaves(joins(taken()).at(1.5)).at(2).dublinSolves(0)));
    expect(violated(withNightfall(after))).toEqual(['R6', 'R18']);
    expect(solved(leaves(joins(taken().at(1.2)).at(1.6)))).toEqual(['R18']);
    expect(solved(leaves(joins(leaves(joins(taken()).at(1.5))).at(1.6)))).toEqual(['R18']);
  });

  it('takes as long as the scenario says', () => {
    const ledger = leaves(joins(taken()).at(1.4));
    expect(solved(ledger)).toEqual(['R18']);
    expect(resultOf(ledger, 'R18').counterexample?.message).toContain('the consulted agent stays for');
  });

  it('keeps the consulted agent from other cases', () => {
    const ledger = joins(taken()).intake(1).move(1, 'ASSIGN', 'open.waiting.queued', 'open.waiting.queued');
    ledger.assign(1, 4, 6);
    expect(violated(ledger)).toContain('R10');
    const twice = joins(joins(taken()).intake(1).dublinTakes(1, 1), 1);
    expect(resultOf(twice, 'R10').counterexample?.message).toContain('looks on at another case');
  });
});

/** Agent 1 has had case 1, for which only Dublin may be asked, since a moment when Dublin's expert was with case 0. */
const second = (scenario: Scenario) =>
  joins(taken(scenario, 2)).at(1.2).intake(1, { stream: 2 }).dublinTakes(1, 1);
const both = (ledger: LedgerBuilder) => violated(withNightfall(ledger.at(2.5).dublinSolves(1, 1)));

describe('R18: an agent who finds nobody to consult', () => {
  it('continues alone if nobody is free', () => {
    const ledger = leaves(second(consulting()).consults(1, 'goes on alone', 1).at(1.5));
    expect(both(ledger.at(2).dublinSolves(0))).toEqual([]);
    const early = taken().consults(0, 'goes on alone');
    expect(solved(early)).toEqual(['R18']);
    expect(resultOf(early, 'R18').counterexample?.message).toContain('who could be consulted is free');
    expect(solved(taken().consults(0, 'goes on alone', 1))).toEqual(['R18']);
  });

  it('waits until somebody is free, if the scenario says so', () => {
    const waiting = () => leaves(second(consulting(HALF_AN_HOUR_MS)).consults(1, 'waits', 1).at(1.5));
    const joined = leaves(joins(waiting(), 1).at(2).dublinSolves(0), 1);
    expect(both(joined)).toEqual([]);
    const forgotten = waiting().at(1.7).consults(1, 'goes on alone', 1).at(2).dublinSolves(0);
    expect(both(forgotten)).toEqual(['R18']);
    expect(resultOf(forgotten, 'R18').counterexample?.message).toContain(
      'although an eligible agent is free',
    );
  });

  it('waits exactly as long as allowed', () => {
    const alone = (hour: number) =>
      second(consulting(HALF_AN_HOUR_MS)).consults(1, 'waits', 1).at(hour).consults(1, 'goes on alone', 1);
    const rest = (ledger: LedgerBuilder) => {
      leaves(ledger.at(2)).at(2.5).dublinSolves(1, 1).at(3).dublinSolves(0);
      return violated(withNightfall(ledger));
    };
    const told = alone(1.6);
    expect(rest(told)).toEqual(['R18']);
    expect(resultOf(told, 'R18').counterexample?.message).toContain('continues alone too early or too late');
    expect(rest(alone(1.7))).toEqual([]);
  });

  it('does what the scenario says', () => {
    const waits = second(consulting()).consults(1, 'waits', 1);
    expect(resultOf(waits, 'R18').counterexample?.message).toContain('must continue alone at once');
    const alone = second(consulting(HALF_AN_HOUR_MS)).consults(1, 'goes on alone', 1);
    expect(resultOf(alone, 'R18').counterexample?.message).toContain('must wait');
  });
});
