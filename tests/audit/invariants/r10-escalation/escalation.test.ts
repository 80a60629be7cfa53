import { describe, expect, it } from 'vitest';
import type { ResidencyPromise } from '#domain';
import { tinyPromise, tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, QUEUED, resultOf, violated, withNightfall } from '../../ledger-builder.ts';

const AGENT_0 = [0, 0, 0] as const;
const inHand = (options = {}) => new LedgerBuilder().begin().at(1).intake(0, options).dublinTakes(0).at(2);
/** Agent 0 gives it up; Redmond, at tier 1, gets it and solves it. */
const handedOver = (
  ledger: LedgerBuilder,
  reason: 'uptime' | 'language' | 'follow-the-sun' | 'expertise',
  event: string,
) => ledger.endView(0, 0, 0, 0, 0).escalate(0, reason, 1, AGENT_0).move(0, event, 'open.working', QUEUED);

describe('R10 escalation: the reason', () => {
  it('uptime is true while the centre is down', () => {
    const ledger = handedOver(inHand().centre(false, 0), 'uptime', 'CENTRE_DOWN')
      .redmondTakes(0)
      .at(3)
      .redmondSolves(0);
    expect(violated(withNightfall(ledger))).toEqual([]);
    expect(resultOf(ledger, 'R10').checks).toBe(4);
  });

  it('uptime is false while the centre is up, and no other invariant reports it', () => {
    const ledger = handedOver(inHand({ trueLanguage: 1 }), 'uptime', 'handling')
      .redmondTakes(0)
      .at(3)
      .redmondSolves(0);
    expect(violated(withNightfall(ledger))).toEqual(['R10']);
    expect(resultOf(ledger, 'R10').counterexample?.message).toContain('dublin-desk is up');
  });

  it("follow-the-sun is true once the agent's duty has ended, and not before", () => {
    const ended = new LedgerBuilder().begin().at(7).intake(0).dublinTakes(0).dublinCloses();
    handedOver(ended, 'follow-the-sun', 'SHIFT_END')
      .redmondTakes(0)
      .at(9)
      .redmondSolves(0)
      .dublinReopens()
      .end();
    expect(violated(ended)).toEqual([]);
    const early = handedOver(inHand(), 'follow-the-sun', 'SHIFT_END').redmondTakes(0).at(3).redmondSolves(0);
    expect(violated(withNightfall(early))).toEqual(['R10']);
  });

  it('language is true if the case was routed in another language than its own', () => {
    const ledger = (trueLanguage: number) =>
      withNightfall(
        handedOver(inHand({ trueLanguage }), 'language', 'handling').redmondTakes(0).at(3).redmondSolves(0),
      );
    expect(violated(ledger(1))).toEqual([]);
    expect(violated(ledger(0))).toEqual(['R10']);
  });

  it('expertise is true if the case was routed for another product, or a higher tier solves it', () => {
    const sameTier = (trueProduct: number) =>
      withNightfall(
        handedOver(inHand({ trueProduct }), 'expertise', 'handling').redmondTakes(0).at(3).redmondSolves(0),
      );
    expect(violated(sameTier(1))).toEqual([]);
    expect(violated(sameTier(0))).toEqual(['R10']);
    const up = (solvedAtTier: number) => {
      const ledger = inHand({ solvedAtTier }).endView(0, 0, 0, 0, 0).escalate(0, 'expertise', 2, AGENT_0);
      ledger.move(0, 'handling', 'open.working', QUEUED).dublinTakes(0, 6, 4).at(3).dublinSolves(0, 6, 4);
      return withNightfall(ledger);
    };
    expect(violated(up(2))).toEqual([]);
    expect(violated(up(1))).toEqual(['R10']);
  });

  it('severity is true if the customer raised it to A before', () => {
    const waiting = (raised: boolean) => {
      const ledger = new LedgerBuilder()
        .begin()
        .centre(false, 0)
        .centre(false, 1)
        .at(1)
        .intake(0, { language: 1 });
      ledger.wait(0, 'centre down').at(2);
      if (raised) ledger.severity(0, 'A');
      ledger.escalate(0, 'severity', 1).move(0, 'severityRaise', QUEUED, QUEUED);
      return withNightfall(
        ledger
          .wait(0, 'centre down', 1, 0, raised ? 'A' : 'B')
          .centre(true, 0)
          .dublinTakes(0)
          .at(3)
          .dublinSolves(0),
      );
    };
    expect(violated(waiting(true))).toEqual([]);
    expect(violated(waiting(false))).toEqual(['R10']);
  });

  it('uptime is false for a case that was at no centre', () => {
    const ledger = new LedgerBuilder()
      .begin()
      .centre(false, 0)
      .centre(false, 1)
      .at(1)
      .intake(0, { language: 1 });
    ledger.wait(0, 'centre down').at(2).severity(0, 'A').escalate(0, 'uptime', 1);
    ledger.move(0, 'severityRaise', QUEUED, QUEUED).wait(0, 'centre down', 1, 0, 'A');
    ledger.centre(true, 0).dublinTakes(0).at(3).dublinSolves(0);
    expect(violated(withNightfall(ledger))).toEqual(['R10']);
    expect(resultOf(ledger, 'R10').counterexample?.message).toContain('not at a centre');
  });

  it('must not name a tier above the one that solves the case, or a lower one', () => {
    const to = (tier: number) => {
      const ledger = inHand({ solvedAtTier: 2 })
        .endView(0, 0, 0, 0, 0)
        .escalate(0, 'expertise', tier, AGENT_0);
      return resultOf(ledger, 'R10');
    };
    expect(to(2).violations).toBe(0);
    expect(to(3).counterexample?.message).toContain('tier 3 is not the tier that the case needs');
    expect(to(0).counterexample?.message).toContain('tier 0 is not the tier that the case needs');
  });

  it('must name the agent who had the case', () => {
    const ledger = inHand({ trueLanguage: 1 }).endView(0, 0, 0, 0, 0).escalate(0, 'language', 1, [0, 0, 1]);
    ledger.move(0, 'handling', 'open.working', QUEUED).redmondTakes(0).at(3).redmondSolves(0);
    expect(violated(withNightfall(ledger))).toEqual(['R10']);
  });

  it('is required whenever a case goes back from an agent into a queue', () => {
    const silent = inHand().endView(0, 0, 0, 0, 0).move(0, 'CENTRE_DOWN', 'open.working', QUEUED);
    silent.redmondTakes(0).at(3).redmondSolves(0);
    expect(violated(withNightfall(silent))).toEqual(['R10']);
  });
});

describe('R10 escalation: a case sent back', () => {
  const scenario = tinyScenario();
  const returning = {
    ...scenario,
    work: { ...scenario.work, returns: scenario.products.map(() => [0.2, 0] as const) },
  };
  const AGENT_6 = [0, 4, 6] as const;
  /** Tier 1 escalates it, tier 2 finds (or does not find) that it belongs below, and it goes back. */
  const sentBack = (world: typeof scenario, outcome: number | null, tier = 1) => {
    const ledger = new LedgerBuilder(world).begin().at(1).intake(0, { solvedAtTier: 2 }).dublinTakes(0).at(2);
    ledger
      .endView(0, 0, 0, 0, 0)
      .escalate(0, 'expertise', 2, AGENT_0)
      .move(0, 'handling', 'open.working', QUEUED);
    ledger.assign(0, 4, 6);
    if (outcome !== null) ledger.outcome(0, outcome);
    ledger.view(0, 0, 4, 6, 0).move(0, 'ASSIGN', QUEUED, 'open.working').at(3);
    ledger
      .endView(0, 0, 4, 6, 0)
      .escalate(0, 'returned', tier, AGENT_6)
      .move(0, 'handling', 'open.working', QUEUED);
    return withNightfall(ledger.dublinTakes(0).at(4).dublinSolves(0));
  };

  it('is correct if the contact has found that the tier below solves it', () => {
    expect(violated(sentBack(returning, 1))).toEqual([]);
  });

  it('is wrong if no such outcome was found, or the case stays where it is', () => {
    expect(violated(sentBack(returning, null))).toEqual(['R10']);
    expect(violated(sentBack(returning, 1, 2))).toEqual(['R10']);
  });

  it('is wrong once the case has been sent back the maximum number of times', () => {
    const limited = { ...returning, work: { ...returning.work, returnsMost: 1 } };
    expect(violated(sentBack(limited, 1))).toEqual([]);
    expect(violated(sentBack({ ...limited, work: { ...limited.work, returnsMost: 0 } }, 1))).toEqual(['R10']);
  });

  it('may be recorded as an outcome only if tiers send cases back', () => {
    expect(violated(sentBack(scenario, 1))).toEqual(['R18']);
  });
});

describe('R10 escalation: the next agent', () => {
  const misdeclared = (options: object = {}, scenario = tinyScenario()) => {
    const ledger = new LedgerBuilder(scenario)
      .begin()
      .at(1)
      .intake(0, { language: 1, trueLanguage: 0, ...options });
    return handedOver(ledger.dublinTakes(0).at(2), 'language', 'handling');
  };

  it('is of the tier that the case needs', () => {
    const ledger = misdeclared().assign(0, 3, 5).transfer(0, 'framework', 0, 1, 4, 0).view(0, 1, 3, 5, 0);
    ledger.move(0, 'ASSIGN', QUEUED, 'open.working').at(3).redmondSolves(0, 5, 3);
    expect(violated(withNightfall(ledger))).toEqual(['R10']);
    expect(resultOf(ledger, 'R10').counterexample?.message).toContain('needs tier 1');
  });

  it('is where promise and law permit it', () => {
    const ledger = misdeclared({ stream: 2 }).redmondTakes(0).at(3).redmondSolves(0);
    // The view breaks the promise, which R4 reports, and so does the choice, which R10 reports.
    expect(violated(withNightfall(ledger))).toEqual(['R4', 'R10']);
  });

  it('is where the promise permits processing, and working copies if the centre keeps them', () => {
    const next = (promise: ResidencyPromise, group: number, agent: number) => {
      const promises = tinyScenario().promises.map((old, i) => (i === 1 ? promise : old));
      const ledger = misdeclared({}, tinyScenario({ promises })).assign(0, group, agent);
      return resultOf(ledger, 'R10').counterexample?.message;
    };
    expect(next(tinyPromise('p', { processing: 'EEA' }), 1, 2)).toContain(
      'promise p, processing: US is outside',
    );
    expect(next(tinyPromise('p', { workingCopy: 'EEA' }), 2, 4)).toContain(
      'promise p, workingCopy: IN is outside',
    );
    expect(next(tinyPromise('p', { workingCopy: 'EEA' }), 1, 2)).toBeUndefined();
  });

  it('has the expertise', () => {
    const ledger = misdeclared({ stream: 0, product: 1 }).assign(0, 2, 4);
    expect(resultOf(ledger, 'R10').counterexample?.message).toContain('no expertise for azure');
  });

  it('speaks the language', () => {
    const ledger = new LedgerBuilder()
      .begin()
      .at(1)
      .intake(0, { language: 0, trueLanguage: 1 })
      .dublinTakes(0)
      .at(2);
    handedOver(ledger, 'language', 'handling').assign(0, 2, 4);
    expect(resultOf(ledger, 'R10').counterexample?.message).toContain('does not serve de');
  });

  it('takes the channel', () => {
    const base = tinyScenario();
    const groups = base.groups.map((group, i) =>
      i === 1 ? { ...group, channels: ['phone' as const] } : group,
    );
    const ledger = misdeclared({}, { ...base, groups }).redmondTakes(0);
    expect(resultOf(ledger, 'R10').counterexample?.message).toContain('does not take the channel');
  });

  it('is at a centre that is up', () => {
    const ledger = misdeclared().centre(false, 1).redmondTakes(0).at(3).redmondSolves(0);
    expect(violated(withNightfall(ledger))).toEqual(['R10']);
  });

  it('is on duty', () => {
    const ledger = misdeclared()
      .dublinCloses()
      .dublinTakes(0, 1)
      .at(9)
      .dublinSolves(0, 1)
      .dublinReopens()
      .end();
    expect(resultOf(ledger, 'R10').counterexample?.message).toContain('not on duty');
  });

  it('has no other contact in hand', () => {
    const ledger = misdeclared().intake(1).dublinTakes(1, 1).dublinTakes(0, 1).at(3).dublinSolves(0, 1);
    expect(resultOf(ledger, 'R10').counterexample?.message).toContain('is busy with case 1');
  });
});
