import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import {
  actKind,
  COMMITMENT_STEPS,
  type CommitmentRule,
  type CommitmentStep,
  NONE_16,
  type Scenario,
} from '#domain';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, resultOf, violated } from '../../ledger-builder.ts';

/** Azure cases in German by e-mail. Two agents in Dublin take them, and two in Redmond at any hour. */
const OPTIONS = { language: 1, product: 1 } as const;
const [DUBLIN, REDMOND] = [0, 1];

function committed(
  rule: Partial<CommitmentRule> = {},
  order: Scenario['routing']['order'] | null = null,
): Scenario {
  const scenario = tinyScenario();
  const commitment: CommitmentRule = { to: 'centre', by: 'join the shortest queue', ...rule };
  const inOrder = order === null ? {} : { order };
  return { ...scenario, routing: { ...scenario.routing, ...inOrder, commitment } };
}

class Lines extends LedgerBuilder {
  told(caseNumber: number, step: CommitmentStep, centre = NONE_16, ahead = 0, delayMs = 0): this {
    const aux = COMMITMENT_STEPS.indexOf(step);
    return this.raw(actKind('commitment'), aux, caseNumber, centre, NONE_16, ahead, delayMs);
  }

  /** All four agents who may take such cases have one. */
  allBusy(): this {
    for (const [number, agent] of [0, 1].entries()) this.intake(number, OPTIONS).dublinTakes(number, agent);
    for (const [k, agent] of [2, 3].entries()) this.intake(2 + k, OPTIONS).redmondTakes(2 + k, agent);
    return this.at(2);
  }

  comes(caseNumber: number, centre: number, ahead = 0, delayMs = 0): this {
    return this.intake(caseNumber, OPTIONS)
      .told(caseNumber, 'joins', centre, ahead, delayMs)
      .wait(caseNumber, 'no agent free');
  }
}

const begun = (rule: Partial<CommitmentRule> = {}) => new Lines(committed(rule)).begin().at(1).allBusy();
const messageOf = (ledger: LedgerBuilder, id = 'R10') => resultOf(ledger, id).counterexample?.message;

describe("R10: the centre's queue that a case joins", () => {
  it('is the shortest, the first among equals, and the ledger gives its length', () => {
    expect(messageOf(begun().comes(4, DUBLIN).comes(5, REDMOND).comes(6, DUBLIN, 1))).toBe(undefined);
    expect(messageOf(begun().comes(4, DUBLIN).comes(5, DUBLIN, 1))).toContain("'join the shortest queue'");
    expect(messageOf(begun().comes(4, DUBLIN, 7))).toContain('7 wait ahead of it');
    expect(messageOf(begun().comes(4, 2))).toContain('where no eligible agent is on duty');
  });

  it('is the one with the least expected delay, which the ledger gives', () => {
    // Two agents of the same speed, and a mean handle time of the tier.
    const rule = { by: 'minimum expected delay' } as const;
    const wrong = messageOf(begun(rule).comes(4, DUBLIN, 0, 1));
    const rightMs = Number(/but the true one is (\d+) ms/.exec(wrong ?? '')?.[1]);
    expect(rightMs).toBeGreaterThan(1000);
    const first = begun(rule).comes(4, DUBLIN, 0, rightMs);
    expect(messageOf(first.comes(5, REDMOND, 0, rightMs))).toBe(undefined);
    const second = begun(rule).comes(4, DUBLIN, 0, rightMs);
    expect(messageOf(second.comes(5, DUBLIN, 1, 2 * rightMs))).toContain("'minimum expected delay'");
  });

  it('is the one from which the case is taken', () => {
    const there = begun().comes(4, DUBLIN).at(3).dublinSolves(0).dublinTakes(4);
    expect(messageOf(there)).toBe(undefined);
    const elsewhere = begun().comes(4, DUBLIN).at(3).redmondSolves(2).redmondTakes(4);
    expect(messageOf(elsewhere)).toContain('waits in the queue of dublin');
  });

  it('is given up for all centres only for a reason', () => {
    expect(messageOf(begun().comes(4, DUBLIN).at(3).told(4, 'is open to all'))).toContain(
      'although an eligible agent is on duty at dublin',
    );
    const down = begun().comes(4, DUBLIN).at(3).centre(false, DUBLIN).told(4, 'is open to all');
    expect(messageOf(down.told(4, 'joins', REDMOND).wait(4, 'no agent free'))).toBe(undefined);
    const released = begun({ releaseAfterMs: HOUR_MS }).comes(4, DUBLIN).at(3).told(4, 'is open to all');
    expect(messageOf(released)).toBe(undefined);
    expect(messageOf(released.told(4, 'joins', DUBLIN))).toContain('should be open to all by now');
  });
});

describe('R23: the queue in which a case waits', () => {
  it('is recorded', () => {
    const ledger = begun().intake(4, OPTIONS).wait(4, 'no agent free').at(3);
    expect(violated(ledger)).toContain('R23');
    expect(messageOf(ledger, 'R23')).toContain('does not say in which queue');
  });

  it('is left in time, even if nothing else happens', () => {
    const rule = { releaseAfterMs: HOUR_MS };
    const stays = begun(rule).comes(4, DUBLIN).at(3.5).dublinSolves(0);
    expect(messageOf(stays, 'R23')).toContain('a queue that it should have left');
    const left = begun(rule).comes(4, DUBLIN).at(3).told(4, 'is open to all').wait(4, 'no agent free');
    expect(messageOf(left.at(3.5).dublinSolves(0).dublinTakes(4), 'R23') ?? '').not.toContain('line');
  });

  it('keeps no case waiting for which an agent there is free', () => {
    const idle = begun().comes(4, DUBLIN).at(3).dublinSolves(0).at(4);
    expect(messageOf(idle, 'R23')).toContain('is free');
    // No other centre takes it, so none has to.
    const others = begun().comes(4, DUBLIN).at(3).redmondSolves(2).at(4);
    expect(messageOf(others, 'R23') ?? '').not.toContain('is free');
  });
});

describe('R14: cases that look alike', () => {
  const judged = (ledger: LedgerBuilder) => {
    const { checks, violations } = resultOf(ledger, 'R14');
    return { checks, violations };
  };
  const three = () => begun().comes(4, DUBLIN).comes(5, REDMOND).comes(6, DUBLIN, 1).at(3);

  it("leave a centre's queue in the order in which they joined", () => {
    expect(judged(three().dublinSolves(0).dublinTakes(4))).toEqual({ checks: 1, violations: 0 });
    const wrong = three().dublinSolves(0).dublinTakes(6);
    expect(judged(wrong)).toEqual({ checks: 1, violations: 1 });
    expect(messageOf(wrong, 'R14')).toContain('before case 4');
  });

  it('are not compared if they wait for different centres', () => {
    expect(judged(three().redmondSolves(2).redmondTakes(5))).toEqual({ checks: 0, violations: 0 });
  });

  it('are compared if the older one is open to all centres', () => {
    const rule = { releaseAfterMs: HOUR_MS };
    const opened = () =>
      begun(rule).comes(4, DUBLIN).comes(5, REDMOND).at(3).told(4, 'is open to all').redmondSolves(2);
    expect(judged(opened().redmondTakes(4))).toEqual({ checks: 1, violations: 0 });
    expect(judged(opened().redmondTakes(5))).toEqual({ checks: 1, violations: 1 });
  });

  it('are not compared if the longest queue is served next and they wait in two', () => {
    const scenario = committed({ releaseAfterMs: HOUR_MS }, 'longest queue first');
    const ledger = new Lines(scenario).begin().at(1).allBusy().comes(4, DUBLIN).comes(5, REDMOND);
    ledger.at(3).told(4, 'is open to all').redmondSolves(2).redmondTakes(5);
    expect(judged(ledger)).toEqual({ checks: 0, violations: 0 });
  });
});
