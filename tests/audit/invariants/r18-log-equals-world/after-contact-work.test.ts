import { describe, expect, it } from 'vitest';
import { NO_CASE, type Scenario } from '#domain';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, resultOf, violated, withNightfall } from '../../ledger-builder.ts';

/** Contacts by phone are followed by work at the first tier. */
function withWorkAfter(): Scenario {
  const scenario = tinyScenario();
  const none = { phone: null, 'e-mail': null, web: null };
  const phone = { kind: 'exponential', mean: 60_000 } as const;
  return { ...scenario, work: { ...scenario.work, afterContact: [{ ...none, phone }, none, none] } };
}

const solved = (scenario = withWorkAfter()) =>
  new LedgerBuilder(scenario).begin().at(1).intake(0).dublinTakes(0).at(2).dublinSolves(0);
const quiet = (ledger: LedgerBuilder) => violated(withNightfall(ledger));

describe('R18: after-contact work', () => {
  it('begins after a case has left its agent, and ends once', () => {
    const ledger = () => solved().workAfter(0, true, 0, 0).at(3).workAfter(NO_CASE, false, 0, 0);
    expect(quiet(ledger())).toEqual([]);
    expect(quiet(ledger().workAfter(NO_CASE, false, 0, 0))).toEqual(['R18']);
    expect(quiet(solved().workAfter(0, true, 0, 0).workAfter(0, true, 0, 0))).toEqual(['R18']);
  });

  it('belongs to the agent who had the case, in its group, if contacts leave work', () => {
    expect(quiet(solved().workAfter(0, true, 0, 1))).toEqual(['R18']);
    expect(quiet(solved().workAfter(0, true, 1, 0))).toEqual(['R18']);
    expect(quiet(solved().workAfter(NO_CASE, true, 0, 0))).toEqual(['R18']);
    expect(quiet(solved(tinyScenario()).workAfter(0, true, 0, 0))).toEqual(['R18']);
  });

  it('keeps the agent from other cases', () => {
    const next = (ledger: LedgerBuilder) =>
      ledger.at(3).intake(1).dublinTakes(1).at(4).dublinSolves(1).workAfter(1, true, 0, 0);
    const early = next(solved().workAfter(0, true, 0, 0));
    expect(quiet(early)).toEqual(['R18']);
    expect(resultOf(early, 'R18').counterexample?.message).toContain('but still does after-contact work');
    expect(quiet(next(solved().workAfter(0, true, 0, 0).workAfter(NO_CASE, false, 0, 0)))).toEqual([]);
  });
});
