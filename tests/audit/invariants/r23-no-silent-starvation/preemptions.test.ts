import { describe, expect, it } from 'vitest';
import type { PreemptionRule, Scenario } from '#domain';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, QUEUED, resultOf, violated, withNightfall } from '../../ledger-builder.ts';

const WORKING = 'open.working';
const PAUSED = 'open.paused';

/** Only the first Dublin group takes azure cases in German: agents 0 and 1. Agent 1 has case 1 all the time, if that case is opened. */
function preempting(interrupted: PreemptionRule['interrupted'] = 'pause'): Scenario {
  const scenario = tinyScenario();
  return {
    ...scenario,
    groups: scenario.groups.map((group, g) => (g === 1 ? { ...group, channels: ['phone'] } : group)),
    routing: { ...scenario.routing, preemption: { by: ['A'], interrupted } },
  };
}

const OPTIONS = { language: 1, product: 1 } as const;

/** Agent 0 has had case 0 of severity C since hour 1, agent 1 case 1 of severity B. */
const bothBusy = (scenario = preempting()) =>
  new LedgerBuilder(scenario)
    .begin()
    .at(1)
    .intake(0, { ...OPTIONS, severity: 'C' })
    .dublinTakes(0)
    .intake(1, { ...OPTIONS, severity: 'B' })
    .dublinTakes(1, 1)
    .at(2);

const letGo = (ledger: LedgerBuilder, caseNumber = 0, agent = 0, urgent = 2) =>
  ledger
    .preempt(caseNumber, 0, agent, urgent)
    .endView(caseNumber, 0, 0, agent, 0)
    .move(caseNumber, 'PREEMPT', WORKING, PAUSED);
const goOn = (ledger: LedgerBuilder, caseNumber = 0, agent = 0) =>
  ledger.view(caseNumber, 0, 0, agent, 0).move(caseNumber, 'RESUME', PAUSED, WORKING);
const rest = (ledger: LedgerBuilder) => withNightfall(ledger.at(5).dublinSolves(0).dublinSolves(1, 1));

describe('R23: an interruption', () => {
  it('is for a more urgent case that finds nobody free, and ends when that case is done', () => {
    const ledger = letGo(bothBusy().intake(2, { ...OPTIONS, severity: 'A' })).dublinTakes(2);
    goOn(ledger.at(3).dublinSolves(2));
    expect(violated(rest(ledger))).toEqual([]);
    expect(resultOf(ledger, 'R23').checks).toBeGreaterThan(2);
  });

  it('is never for the same or a lower severity, or for one that may not interrupt', () => {
    for (const severity of ['B', 'C'] as const) {
      const ledger = letGo(bothBusy().intake(2, { ...OPTIONS, severity })).dublinTakes(2);
      goOn(ledger.at(3).dublinSolves(2));
      expect(violated(rest(ledger))).toContain('R23');
      expect(resultOf(ledger, 'R23').counterexample?.message).toContain('does not interrupt');
    }
  });

  it('hits the contact of the lowest severity', () => {
    const ledger = letGo(bothBusy().intake(2, { ...OPTIONS, severity: 'A' }), 1, 1).dublinTakes(2, 1);
    goOn(ledger.at(3).dublinSolves(2, 1), 1, 1);
    expect(violated(rest(ledger))).toContain('R23');
    expect(resultOf(ledger, 'R23').counterexample?.message).toContain('case 0 is to be interrupted first');
  });

  it('is wrong while somebody is free', () => {
    const ledger = new LedgerBuilder(preempting()).begin().at(1);
    ledger
      .intake(0, { ...OPTIONS, severity: 'C' })
      .dublinTakes(0)
      .intake(1, { ...OPTIONS, severity: 'A' });
    letGo(ledger, 0, 0, 1).dublinTakes(1).at(2).dublinSolves(1);
    goOn(ledger).at(3).dublinSolves(0);
    expect(violated(withNightfall(ledger))).toContain('R23');
    expect(resultOf(ledger, 'R23').counterexample?.message).toContain('an agent is free');
  });

  it('is for a case that is then taken', () => {
    const ledger = letGo(bothBusy().intake(2, { ...OPTIONS, severity: 'A' })).wait(
      2,
      'no agent free',
      1,
      0,
      'A',
    );
    goOn(ledger).at(3).dublinSolves(0).dublinTakes(2).at(4).dublinSolves(2).dublinSolves(1, 1);
    expect(violated(withNightfall(ledger))).toContain('R23');
    expect(resultOf(ledger, 'R23').counterexample?.message).toContain('has not taken it');
  });

  it('is recorded with the case that it makes room for', () => {
    const ledger = bothBusy().intake(2, { ...OPTIONS, severity: 'A' });
    ledger.endView(0, 0, 0, 0, 0).move(0, 'PREEMPT', WORKING, PAUSED).dublinTakes(2);
    goOn(ledger.at(3).dublinSolves(2));
    expect(violated(rest(ledger))).toEqual(['R18']);
  });

  it('is due to an urgent case, which must not wait while somebody works on a lower severity', () => {
    const ledger = bothBusy()
      .intake(2, { ...OPTIONS, severity: 'A' })
      .wait(2, 'no agent free', 1, 0, 'A')
      .at(3)
      .dublinSolves(0)
      .dublinTakes(2)
      .at(4)
      .dublinSolves(2)
      .dublinSolves(1, 1);
    expect(violated(withNightfall(ledger))).toEqual(['R23']);
    expect(resultOf(ledger, 'R23').counterexample?.message).toContain('agent 0 works on case 0');
  });

  it('must not last while its agent takes what is no more urgent', () => {
    const ledger = letGo(bothBusy().intake(2, { ...OPTIONS, severity: 'A' })).dublinTakes(2);
    ledger
      .at(3)
      .intake(3, { ...OPTIONS, severity: 'B' })
      .wait(3, 'no agent free')
      .at(4)
      .dublinSolves(2)
      .dublinTakes(3);
    goOn(ledger.at(4.5).dublinSolves(3));
    expect(violated(rest(ledger))).toEqual(['R23']);
    expect(resultOf(ledger, 'R23').counterexample?.message).toContain('although case 0 is suspended');
  });

  it('must not last while its agent is idle', () => {
    const ledger = letGo(bothBusy().intake(2, { ...OPTIONS, severity: 'A' })).dublinTakes(2);
    goOn(ledger.at(3).dublinSolves(2).at(4));
    expect(violated(rest(ledger))).toEqual(['R23']);
    expect(resultOf(ledger, 'R23').counterexample?.message).toContain('could continue it');
  });
});

describe('R10: a case that returns to the queue because of a more urgent one', () => {
  it('records that reason, which must be true', () => {
    const handedOver = (ledger: LedgerBuilder) => {
      ledger.endView(0, 0, 0, 0, 0).escalate(0, 'preemption', 1, [0, 0, 0]);
      ledger.move(0, 'PREEMPT', WORKING, QUEUED);
      ledger.dublinTakes(2).wait(0, 'no agent free', 1, 0, 'C');
      return rest(ledger.at(3).dublinSolves(2).dublinTakes(0));
    };
    const begun = () => bothBusy(preempting('hand over')).intake(2, { ...OPTIONS, severity: 'A' });
    expect(violated(handedOver(begun().preempt(0, 0, 0, 2)))).toEqual([]);
    expect(violated(handedOver(begun()))).toEqual(['R10', 'R18']);
  });
});
