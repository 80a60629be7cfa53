import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, QUEUED, resultOf, violated, withNightfall } from '../../ledger-builder.ts';

const WORKING = 'open.working';
const PAUSED = 'open.paused';
const AGENT_0 = [0, 0, 0] as const;

/** Agents of the first Dublin group are sometimes away. */
function absentMinded(): Scenario {
  const scenario = tinyScenario();
  const absences = { upMeanMs: 50 * HOUR_MS, downMeanMs: 5 * HOUR_MS };
  return {
    ...scenario,
    groups: scenario.groups.map((group, g) => (g === 0 ? { ...group, absences } : group)),
  };
}

const inHand = (scenario = tinyScenario()) =>
  new LedgerBuilder(scenario).begin().at(1).intake(0).dublinTakes(0).at(2);
const pause = (ledger: LedgerBuilder) => ledger.endView(0, 0, 0, 0, 0).move(0, 'PAUSE', WORKING, PAUSED);
const resume = (ledger: LedgerBuilder, agent = 0) =>
  ledger.view(0, 0, 0, agent, 0).move(0, 'RESUME', PAUSED, WORKING);

describe('R23: a paused contact', () => {
  it('is allowed while the centre is down, and continues with its agent when it is up', () => {
    const ledger = pause(inHand().centre(false, 0));
    resume(ledger.at(3).centre(true, 0)).at(4).dublinSolves(0);
    expect(violated(withNightfall(ledger))).toEqual([]);
    expect(resultOf(ledger, 'R23').checks).toBeGreaterThan(0);
  });

  it('is not allowed while its agent is there', () => {
    const ledger = resume(pause(inHand()).at(3)).at(4).dublinSolves(0);
    expect(violated(withNightfall(ledger))).toEqual(['R23']);
    expect(resultOf(ledger, 'R23').counterexample?.message).toContain('agent 0 could continue it');
  });

  it('must continue once its agent is back', () => {
    const ledger = pause(inHand().centre(false, 0)).at(3).centre(true, 0);
    resume(ledger.at(4)).at(5).dublinSolves(0);
    expect(violated(withNightfall(ledger))).toEqual(['R23']);
  });

  it('may stay paused as long as its data cannot be read', () => {
    const ledger = pause(inHand().centre(false, 0))
      .at(3)
      .dataCentre(false, 0)
      .dataCentre(false, 1)
      .centre(true, 0);
    resume(ledger.at(4).dataCentre(true, 0).dataCentre(true, 1)).at(5).dublinSolves(0);
    expect(violated(withNightfall(ledger))).toEqual([]);
  });

  it('is seen by nobody else', () => {
    const ledger = pause(inHand().centre(false, 0)).at(3).centre(true, 0);
    resume(ledger, 1).at(4).endView(0, 0, 0, 1, 0).move(0, 'handling', WORKING, 'resolved');
    expect(violated(withNightfall(ledger))).toEqual(['R6', 'R23']);
  });

  it('is taken from its agent only for a reason', () => {
    const left = (reason: 'uptime' | 'residency') => {
      const ledger = pause(inHand().centre(false, 0)).escalate(0, reason, 1, AGENT_0);
      ledger.move(0, 'CENTRE_DOWN', PAUSED, QUEUED).redmondTakes(0).at(3).redmondSolves(0);
      return withNightfall(ledger);
    };
    expect(violated(left('uptime'))).toEqual([]);
    expect(violated(left('residency'))).toEqual(['R10']);
    const silent = pause(inHand().centre(false, 0)).move(0, 'CENTRE_DOWN', PAUSED, QUEUED);
    expect(violated(withNightfall(silent.redmondTakes(0).at(3).redmondSolves(0)))).toEqual(['R10']);
  });
});

describe('R18 and R10: agents who are away individually', () => {
  it('leave and return alternately, and only in groups whose agents do so', () => {
    const quiet = (ledger: LedgerBuilder) => violated(withNightfall(ledger));
    const begin = (scenario: Scenario) => new LedgerBuilder(scenario).begin().at(1);
    expect(quiet(begin(absentMinded()).presence(false, 0, 0).at(2).presence(true, 0, 0))).toEqual([]);
    expect(quiet(begin(absentMinded()).presence(false, 0, 0).at(2).presence(false, 0, 0))).toEqual(['R18']);
    expect(quiet(begin(absentMinded()).presence(true, 0, 0))).toEqual(['R18']);
    expect(quiet(begin(absentMinded()).presence(false, 1, 2))).toEqual(['R18']);
    expect(quiet(begin(tinyScenario()).presence(false, 0, 0))).toEqual(['R18']);
  });

  it('may hand over for their absence, which is a true reason while they are away', () => {
    const handedOver = (ledger: LedgerBuilder) => {
      ledger.endView(0, 0, 0, 0, 0).escalate(0, 'absence', 1, AGENT_0);
      ledger.move(0, 'AGENT_ABSENT', WORKING, QUEUED).redmondTakes(0).at(3).redmondSolves(0);
      return withNightfall(ledger);
    };
    expect(violated(handedOver(inHand(absentMinded()).presence(false, 0, 0)))).toEqual([]);
    expect(violated(handedOver(inHand(absentMinded())))).toEqual(['R10']);
  });

  it('pause a contact while they are away', () => {
    const ledger = pause(inHand(absentMinded()).presence(false, 0, 0));
    resume(ledger.at(3).presence(true, 0, 0))
      .at(4)
      .dublinSolves(0);
    expect(violated(withNightfall(ledger))).toEqual([]);
  });
});
