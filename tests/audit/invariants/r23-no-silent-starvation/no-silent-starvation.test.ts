import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario, WaitingCause } from '#domain';
import { preferring } from '../../../generators/routing.ts';
import { tinyPromise, tinyScenario } from '../../../generators/tiny-scenario.ts';
import {
  type CaseOptions,
  LedgerBuilder,
  QUEUED,
  resultOf,
  violated,
  withNightfall,
} from '../../ledger-builder.ts';

const begun = (scenario = tinyScenario()) => new LedgerBuilder(scenario).begin();
const joins = (ledger: LedgerBuilder, hour: number, options: CaseOptions, cause: WaitingCause) =>
  ledger.at(hour).intake(0, options).wait(0, cause, 1, 0);
const night = (cause: WaitingCause, options: CaseOptions = { stream: 2 }, scenario = tinyScenario()) =>
  joins(begun(scenario).dublinCloses(), 9, options, cause);
const reports = (ledger: LedgerBuilder, message: string) => {
  expect(violated(ledger)).toEqual(['R23']);
  expect(resultOf(ledger, 'R23').counterexample?.message).toContain(message);
};

describe('R23 no silent starvation: the cause', () => {
  it('at night is residency for a strict case, which leaves no eligible centre', () => {
    const ledger = night('residency leaves no eligible centre')
      .dublinReopens()
      .dublinTakes(0)
      .at(25)
      .dublinSolves(0)
      .end();
    expect(violated(ledger)).toEqual([]);
    expect(resultOf(ledger, 'R23').checks).toBeGreaterThan(0);
  });

  it('is wrong if another one is recorded', () => {
    for (const cause of ['no agent free', 'centre closed', 'centre down', 'no expertise'] as const) {
      const ledger = night(cause).dublinReopens().dublinTakes(0).at(25).dublinSolves(0).end();
      reports(ledger, "the true one is 'residency leaves no eligible centre'");
    }
  });

  it('is a busy agent if all groups are busy, and wrong if somebody is free', () => {
    const busy = begun().at(1);
    for (const [number, agent] of [0, 1].entries())
      busy.intake(number, { stream: 2 }).dublinTakes(number, agent);
    busy.intake(2, { stream: 2 }).wait(2, 'no agent free').at(2).dublinSolves(0).dublinTakes(2).at(3);
    busy.dublinSolves(1, 1).dublinSolves(2);
    expect(violated(withNightfall(busy))).toEqual([]);
    const idle = joins(begun(), 1, { stream: 2 }, 'no agent free').at(2).dublinTakes(0).at(3).dublinSolves(0);
    reports(withNightfall(idle), 'an agent of group dublin-t1 is free');
  });

  it('must not be waiting for an agent once one becomes free', () => {
    const ledger = begun().at(1);
    for (const [number, agent] of [0, 1].entries())
      ledger.intake(number, { stream: 2 }).dublinTakes(number, agent);
    ledger
      .intake(2, { stream: 2 })
      .wait(2, 'no agent free')
      .at(2)
      .dublinSolves(0)
      .at(2.5)
      .dublinTakes(2)
      .at(3);
    ledger.dublinSolves(1, 1).dublinSolves(2);
    reports(withNightfall(ledger), 'an agent of group dublin-t1 is free');
  });

  it('is a centre that is down only if somebody there is on duty', () => {
    const scenario = tinyScenario();
    const groups = scenario.groups.filter((group) => group.centre === 0);
    const inside = { ...scenario, groups };
    const down = begun(inside).at(1).centre(false, 0).intake(0, { stream: 2 }).wait(0, 'centre down');
    down.at(8).duty(false, 0).duty(false, 1).wait(0, 'centre closed').at(24).duty(true, 0).duty(true, 1);
    down.wait(0, 'centre down').at(25).centre(true, 0).dublinTakes(0).at(26).dublinSolves(0);
    down.at(32).duty(false, 0).duty(false, 1);
    expect(violated(down)).toEqual([]);
  });

  /** Only Dublin: tier 1 is there until hour 8, tier 2 until the given hour. Both come back from hour 24 to hour 32. */
  const dublinUntil = (hour: number): Scenario => {
    const base = tinyScenario();
    const hours = (from: number, to: number) => ({ fromMs: from * HOUR_MS, toMs: to * HOUR_MS });
    const groups = base.groups.filter(({ centre }) => centre === 0);
    const longer = groups.map((group) => {
      const duty = [hours(0, group.tier === 1 ? 8 : hour), hours(24, 32)];
      return { ...group, shifts: group.shifts.map((shift) => ({ ...shift, duty })) };
    });
    return { ...base, groups: longer };
  };
  const dayAfter = (ledger: LedgerBuilder) =>
    ledger
      .at(24)
      .duty(true, 0)
      .duty(true, 1)
      .dublinTakes(0)
      .at(25)
      .dublinSolves(0)
      .at(32)
      .duty(false, 0)
      .duty(false, 1);

  it('distinguishes a centre where nobody with the skill is on duty from a closed one', () => {
    const waitsFor = (first: WaitingCause, then: WaitingCause) => {
      const ledger = begun(dublinUntil(10)).at(8).duty(false, 0);
      joins(ledger, 9, { stream: 2 }, first).at(10).duty(false, 1);
      return dayAfter(first === then ? ledger : ledger.wait(0, then));
    };
    expect(violated(waitsFor('nobody with the skill on duty', 'centre closed'))).toEqual([]);
    reports(waitsFor('centre closed', 'centre closed'), "the true one is 'nobody with the skill on duty'");
    const kept = waitsFor('nobody with the skill on duty', 'nobody with the skill on duty');
    reports(kept, "the true one is 'centre closed'");
  });

  it('is not a closed centre if it is down while colleagues are on duty', () => {
    const waitsFor = (cause: WaitingCause) => {
      const ledger = begun(dublinUntil(10)).at(8).duty(false, 0).at(8.5).centre(false, 0);
      joins(ledger, 9, { stream: 2 }, cause).at(9.5).centre(true, 0);
      return dayAfter(ledger.at(10).duty(false, 1).wait(0, 'centre closed'));
    };
    expect(violated(waitsFor('nobody with the skill on duty'))).toEqual([]);
    reports(waitsFor('centre closed'), "the true one is 'nobody with the skill on duty'");
  });

  it('is residency if promise and law leave no centre, even if nobody else is there', () => {
    const base = tinyScenario();
    const groups = base.groups.filter((group) => group.centre !== 0);
    const ledger = begun({ ...base, groups }).centre(false, 1);
    joins(ledger, 1, { stream: 2, language: 1 }, 'residency leaves no eligible centre');
    expect(violated(ledger)).toEqual([]);
    const other = begun({ ...base, groups }).centre(false, 1);
    reports(joins(other, 1, { stream: 2, language: 1 }, 'centre down'), "the true one is 'residency leaves");
  });

  it('distinguishes a lack of expertise from a lack of language', () => {
    const only = (language: number, product: number, cause: WaitingCause) => {
      const base = tinyScenario();
      const groups = base.groups.map((group) => ({
        ...group,
        tier: group.centre === 2 ? (1 as const) : (2 as const),
      }));
      return joins(begun({ ...base, groups }), 1, { stream: 0, language, product }, cause);
    };
    expect(violated(withNightfall(only(0, 1, 'no expertise')))).toEqual([]);
    expect(violated(withNightfall(only(1, 0, 'no language match')))).toEqual([]);
    reports(withNightfall(only(1, 0, 'no expertise')), "the true one is 'no language match'");
  });

  it('is the data centres first of all, if those of the case are down', () => {
    const ledger = begun().at(1).open(0).store(0, 'primary', 0).move(0, 'SUBMIT', 'submitted', 'open.triage');
    ledger.dataCentre(false, 0).at(2).move(0, 'triage', 'open.triage', QUEUED).wait(0, 'data centre down');
    ledger.at(3).dataCentre(true, 0).dublinTakes(0).at(4).dublinSolves(0);
    expect(violated(withNightfall(ledger))).toEqual([]);
  });

  it('must not stay a data centre that is up again', () => {
    const ledger = begun().at(1).open(0).store(0, 'primary', 0).dataCentre(false, 0);
    ledger.move(0, 'SUBMIT', 'submitted', QUEUED).wait(0, 'data centre down').at(3).dataCentre(true, 0);
    reports(
      withNightfall(ledger.at(4).dublinTakes(0).at(5).dublinSolves(0)),
      "the recorded cause is 'data centre down'",
    );
  });

  it('stays the same while the copies of the case move', () => {
    const ledger = joins(begun().dublinCloses(), 9, { stream: 2 }, 'residency leaves no eligible centre').at(
      10,
    );
    ledger.store(0, 'replica', 0, 1).delete(0, 'replica', 1).move(0, 'RELOCATE', QUEUED, QUEUED);
    ledger.dublinReopens().dublinTakes(0).at(25).dublinSolves(0).end();
    expect(violated(ledger)).toEqual([]);
  });

  it('must not stay the data centre after the case moved to one that is up', () => {
    const ledger = begun().at(1).open(0).store(0, 'primary', 0).dataCentre(false, 0);
    ledger.move(0, 'SUBMIT', 'submitted', QUEUED).wait(0, 'data centre down').at(3);
    ledger.store(0, 'primary', 1, 0).delete(0, 'primary', 0).move(0, 'RELOCATE', QUEUED, QUEUED);
    reports(withNightfall(ledger), "the recorded cause is 'data centre down'");
  });

  it('must change when the data of the case becomes unreachable', () => {
    const ledger = joins(begun().dublinCloses(), 9, { stream: 2 }, 'residency leaves no eligible centre');
    ledger.at(10).dataCentre(false, 0).at(11).dataCentre(false, 1).at(12).dataCentre(true, 0);
    reports(
      ledger.dublinReopens().dublinTakes(0).at(25).dublinSolves(0).end(),
      "the true one is 'data centre down'",
    );
  });

  it('is a hold for the region only if the preference says so and the region has a permitted group', () => {
    const local = tinyScenario({
      routing: { ...tinyScenario().routing, ...preferring('local specialist', 5) },
    });
    const held = joins(begun(local).dublinCloses(), 9, { stream: 1 }, 'held for a local specialist');
    held.at(10).move(0, 'hold', QUEUED, QUEUED).redmondTakes(0).at(11).redmondSolves(0).dublinReopens().end();
    expect(violated(held)).toEqual([]);
    const unheld = joins(begun().dublinCloses(), 9, { stream: 1 }, 'held for a local specialist');
    unheld.at(10).redmondTakes(0).at(11).redmondSolves(0).dublinReopens().end();
    reports(unheld, "the true one is 'no agent free'");
  });
});

describe('R23 no silent starvation: an agent comes', () => {
  it('reports a case that waits for an agent although another group has come on duty', () => {
    const ledger = begun().dublinCloses().at(9);
    for (const [number, agent] of [2, 3].entries())
      ledger.intake(number, { language: 1 }).redmondTakes(number, agent);
    ledger.intake(2, { language: 1 }).wait(2, 'no agent free').dublinReopens().at(25).dublinTakes(2);
    ledger.at(26).redmondSolves(0).redmondSolves(1, 3).dublinSolves(2).end();
    reports(ledger, 'an agent of group dublin-t1 is free');
  });

  it('treats an agent who finished in overtime as free when the next duty begins', () => {
    const ledger = begun().at(7);
    for (const [number, agent] of [0, 1].entries())
      ledger.intake(number, { stream: 2 }).dublinTakes(number, agent);
    ledger.dublinCloses().at(9).dublinSolves(0).intake(2, { stream: 2 });
    ledger.wait(2, 'residency leaves no eligible centre').dublinReopens().wait(2, 'no agent free');
    ledger.at(25).dublinTakes(2).at(26).dublinSolves(1, 1).dublinSolves(2).end();
    reports(ledger, 'an agent of group dublin-t1 is free');
  });

  it('counts the stages of a hold', () => {
    const local = tinyScenario({
      routing: { ...tinyScenario().routing, ...preferring('local specialist', 5) },
    });
    const ledger = (stage: number) => {
      const built = begun(local).dublinCloses().at(9);
      for (const [number, agent] of [2, 3].entries()) {
        built.intake(number, { language: 1 }).wait(number, 'held for a local specialist');
        built.move(number, 'hold', QUEUED, QUEUED).redmondTakes(number, agent);
      }
      built.intake(2, { language: 1 }).wait(2, 'held for a local specialist').at(10);
      built.move(2, 'hold', QUEUED, QUEUED).wait(2, 'no agent free', 1, stage);
      built.at(11).redmondSolves(0).redmondTakes(2).at(12).redmondSolves(1, 3).redmondSolves(2);
      return built.dublinReopens().end();
    };
    expect(violated(ledger(1))).toEqual([]);
    reports(ledger(0), 'wrong tier, stage');
  });
});

describe('R23 no silent starvation: a missing cause', () => {
  it('is reported for a case that joins a queue silently, and no other invariant does', () => {
    const ledger = begun().dublinCloses().at(9).intake(0, { stream: 2 });
    reports(ledger.dublinReopens().dublinTakes(0).at(25).dublinSolves(0).end(), 'without a recorded cause');
  });

  it('is accepted for a case that is taken at once', () => {
    const ledger = begun().at(1).intake(0).dublinTakes(0).at(2).dublinSolves(0);
    expect(resultOf(withNightfall(ledger), 'R23').violations).toBe(0);
  });

  it('includes a cause that is not updated when the world changes', () => {
    const busy = begun().at(1);
    for (const [number, agent] of [0, 1].entries())
      busy.intake(number, { stream: 2 }).dublinTakes(number, agent);
    busy.intake(2, { stream: 2 }).wait(2, 'no agent free').at(2).dublinSolves(0).dublinTakes(2, 0).at(3);
    busy
      .dublinSolves(1, 1)
      .intake(3, { stream: 2 })
      .dublinTakes(3, 1)
      .intake(4, { stream: 2 })
      .wait(4, 'no agent free');
    // Hour 8: agents 0 and 1 continue in overtime, but nobody is on duty any more.
    const silent = busy
      .dublinCloses()
      .at(9)
      .dublinSolves(2)
      .dublinSolves(3, 1)
      .dublinReopens()
      .dublinTakes(4);
    silent.at(25).dublinSolves(4).end();
    reports(
      silent,
      "the recorded cause is 'no agent free', but the true one is 'residency leaves no eligible centre'",
    );
  });

  it('is judged at a change of the law, whether or not an entry reports it', () => {
    const scenario = tinyScenario({ startEpochMs: Date.parse('2015-10-05T20:00:00Z') });
    // Safe Harbor falls at hour 2. Dublin is down, so Redmond was the only centre.
    const ledger = (isTold: boolean) => {
      const built = begun(scenario).centre(false, 0).at(1);
      for (const [number, agent] of [2, 3].entries()) {
        built.intake(number, { language: 1 }).redmondTakes(number, agent);
      }
      built.intake(2, { language: 1 }).wait(2, 'no agent free').at(2).law();
      if (isTold) built.wait(2, 'residency leaves no eligible centre');
      built.at(3).redmondSolves(0).redmondSolves(1, 3).centre(true, 0).dublinTakes(2).at(4).dublinSolves(2);
      return withNightfall(built);
    };
    expect(violated(ledger(true))).toEqual([]);
    reports(ledger(false), "the true one is 'residency leaves no eligible centre'");
  });

  it('includes a wait without the tier, stage and severity of the case', () => {
    const ledger = begun().dublinCloses().at(9).intake(0, { stream: 2 });
    ledger
      .wait(0, 'residency leaves no eligible centre', 2)
      .dublinReopens()
      .dublinTakes(0)
      .at(25)
      .dublinSolves(0)
      .end();
    reports(ledger, 'wrong tier, stage');
  });
});

describe('R23 no silent starvation: at intake', () => {
  const stalls = (cause: WaitingCause = 'data centre down') =>
    begun()
      .at(1)
      .dataCentre(false, 0)
      .dataCentre(false, 1)
      .open(0)
      .wait(0, cause)
      .move(0, 'SUBMIT', 'submitted', 'stalled');

  it('lets a case stall while no allowed data centre is up', () => {
    const ledger = stalls()
      .at(2)
      .dataCentre(true, 1)
      .store(0, 'primary', 1)
      .move(0, 'PLACE', 'stalled', 'open.triage');
    expect(violated(withNightfall(ledger))).toEqual([]);
  });

  it('reports another cause', () => {
    const ledger = stalls('no agent free').at(2).dataCentre(true, 1).store(0, 'primary', 1);
    reports(
      withNightfall(ledger.move(0, 'PLACE', 'stalled', 'open.triage')),
      "the true one is 'data centre down'",
    );
  });

  it('reports a case that stays stalled although an allowed data centre is up again', () => {
    reports(withNightfall(stalls().at(2).dataCentre(true, 1)), 'amsterdam (NL) is up and allowed');
  });

  it('ignores a data centre that promise or law forbids', () => {
    const base = tinyScenario();
    const placements = base.placements.map((placement) => ({ ...placement, primary: [0, 2] }));
    const stalled = (changes: Partial<Scenario>) => {
      const ledger = begun({ ...base, placements, ...changes })
        .at(1)
        .dataCentre(false, 0)
        .open(0);
      return withNightfall(ledger.wait(0, 'data centre down').move(0, 'SUBMIT', 'submitted', 'stalled'));
    };
    // Virginia is up, but outside the promised zone. Without the promise, Safe Harbor carries the data there.
    expect(violated(stalled({}))).toEqual([]);
    const promises = base.promises.map(({ id }) => tinyPromise(id, {}));
    reports(stalled({ promises }), 'virginia (US) is up and allowed');
    const entities = base.entities.map((entity) => ({ ...entity, instruments: [] }));
    expect(violated(stalled({ promises, entities }))).toEqual([]);
  });

  it('judges stalled cases again when the law changes', () => {
    const base = tinyScenario();
    const fromEpochMs = base.startEpochMs + 2 * HOUR_MS;
    const rules = { kind: 'binding-rules' as const, instrument: 'ours', fromEpochMs, toEpochMs: null };
    const ledger = begun({
      ...base,
      placements: base.placements.map((placement) => ({ ...placement, primary: [0, 2] })),
      promises: base.promises.map(({ id }) => tinyPromise(id, {})),
      entities: base.entities.map((entity) => ({ ...entity, instruments: [rules] })),
    });
    ledger
      .at(1)
      .dataCentre(false, 0)
      .open(0)
      .wait(0, 'data centre down')
      .move(0, 'SUBMIT', 'submitted', 'stalled');
    reports(withNightfall(ledger), 'virginia (US) is up and allowed');
    expect(resultOf(ledger, 'R23').counterexample?.timeMs).toBe(2 * HOUR_MS);
  });

  it('ignores a data centre that has been emptied', () => {
    const evacuations = [{ dataCentre: 1, atMs: 0, to: [0] }];
    const ledger = begun(tinyScenario({ evacuations }))
      .at(1)
      .dataCentre(false, 0)
      .open(0)
      .wait(0, 'data centre down');
    expect(violated(withNightfall(ledger.move(0, 'SUBMIT', 'submitted', 'stalled')))).toEqual([]);
  });
});
