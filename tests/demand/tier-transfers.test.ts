import { beforeAll, describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { parseScenarioJson } from '#scenario';
import { scenarioJson } from '../../src/scenario/scenario-json.ts';
import { checkedRun } from '../bundle/recount/recounting.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { auditedRun, estimate, expectNear, modelOf } from './model.ts';

const ALWAYS = 'days: mon-sun, from: "00:00", to: "24:00"';
const PLACE =
  'country: US, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7';
const SKILLS = 'languages: [en], products: all';

/** 60 cases an hour come to tier 1, a minute each; there are so many agents in the tiers. `transfer` and `more` (of work) as YAML. */
function threeTiers(agents: readonly [number, number, number], transfer: string, more = ''): Scenario {
  const [first, second, third] = agents;
  return modelOf(`
horizon: 10 days
products: { rare: { title: Rare } }
centres:
  home: { groups: { servers: { shifts: { always: { agents: ${first} } } } } }
  second: { ${PLACE}, groups: { experts: { tier: 2, ${SKILLS}, shifts: { always: { agents: ${second}, ${ALWAYS} } } } } }
  third: { ${PLACE}, groups: { makers: { tier: 3, ${SKILLS}, shifts: { always: { agents: ${third}, ${ALWAYS} } } } } }
segments:
  customers:
    { products: { any: 0.75, rare: 0.25 },
      customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 60/h }] }
work:
  transfer: { ${transfer} }
  ${more}`);
}

const MANY = [50, 50, 50] as const;
/** Mean number of busy agents at each tier. */
const busyAt = ({ centres }: ReturnType<typeof runInMemory>['summary']) => {
  const [first = 0, second = 0, third = 0] = centres.map(
    ({ agents, occupancy }) => agents * (occupancy ?? 0),
  );
  return { first, second, third };
};

describe('a transfer to a tier', () => {
  it('goes straight to its destination, after the share of contacts that its product has', () => {
    const scenario = threeTiers(MANY, 'tier1: [{ to: 3, share: 0.2, products: { rare: 0.6 } }]');
    const figures = estimate(scenario, 4, busyAt);
    expectNear(figures.third, 0.75 * 0.2 + 0.25 * 0.6);
    expect(figures.second.mean).toBe(0);
  });

  it('has a handle time of its own at its destination, until the next transfer', () => {
    const transfer =
      'tier1: [{ to: 2, share: 0.5 }, { to: 3, share: 0.2, handle: exponential 4 min }], tier2: [{ to: 3, share: 0.4 }], ' +
      'tier3: [{ to: 1, share: 0.5, handle: exponential 2 min }]';
    const figures = estimate(threeTiers(MANY, transfer), 4, busyAt);
    // Of each fresh contact of tier 1, 0.2 come to tier 3 by four minutes, 0.5 × 0.4 by one; half of both come back.
    const visits = 1 / (1 - (0.2 + 0.5 * 0.4) * 0.5);
    expectNear(figures.first, 1 + (visits - 1) * 2);
    expectNear(figures.second, 0.5 * visits);
    expectNear(figures.third, (0.2 * 4 + 0.5 * 0.4) * visits);
  });

  it('keeps its handle time through contacts that a customer wait separates', () => {
    const transfer = 'tier1: [{ to: 2, share: 0.5, handle: exponential 3 min }]';
    const wait =
      'customerWait: { tier2: { share: 0.5, reply: exponential 5 min }, tier1: { share: 0, reply: fixed 1 min }, ' +
      'tier3: { share: 0, reply: fixed 1 min }, autoClose: 1000 days }';
    const figures = estimate(threeTiers(MANY, transfer, wait), 4, busyAt);
    expectNear(figures.second, 0.5 * 3 * 2);
  });

  it('is lost or warm by its own rule, and by that of the channel otherwise', () => {
    const transfer =
      'web: { way: warm, handOver: 30 s, atMost: 10 min }, tier1: [{ to: 2, share: 0.25 }, ' +
      '{ to: 3, share: 0.5, way: no wait, otherwise: lost }]';
    const figures = estimate(threeTiers([50, 50, 1], transfer), 4, (summary) => {
      const { total } = summary;
      const given = (total.lost ?? 0) + (summary.centres[2]?.contacts ?? 0);
      return { ...busyAt(summary), lost: (total.lost ?? 0) / given };
    });
    // Of M/M/1/1 with a load of one half.
    expectNear(figures.lost, 1 / 3);
    expectNear(figures.first, 1 + 0.25 * 0.5);
    expectNear(figures.second, 0.25 * 1.5);
  });

  it('depends on whether an agent has finished a contact with the case before', () => {
    const transfer =
      'tier1: [{ to: 1, contact: first, share: 0.8 }, { to: 2, contact: later, share: 0.25 }], tier2: [{ to: 1, contact: first, share: 1 }]';
    const scenario = threeTiers(MANY, transfer);
    const figures = estimate(scenario, 4, busyAt);
    // A share of 0.8 of all cases comes back to tier 1 once. A quarter of these go on to tier 2, where no contact is the first.
    expectNear(figures.first, 1 + 0.8);
    expectNear(figures.second, 0.8 * 0.25);
  });

  it('may be continued by its agent two tiers below', () => {
    const transfer = 'tier1: [{ to: 3, share: 0.5, way: no wait, otherwise: go on, speed: 0.5 }]';
    const figures = estimate(threeTiers([50, 50, 1], transfer), 4, busyAt);
    expectNear(figures.first, 1 + (0.5 / 3) * 2);
  });

  it('is cold if it says so, whatever the channel says', () => {
    const transfer =
      'web: { way: warm, handOver: 5 min, atMost: 10 min }, tier1: [{ to: 2, share: 0.5, way: cold }]';
    expectNear(estimate(threeTiers(MANY, transfer), 4, busyAt).first, 1);
  });
});

describe('a run with transfers after first and after later contacts', () => {
  const transfer = 'tier1: [{ to: 1, contact: first, share: 0.5 }, { to: 2, contact: later, share: 0.3 }]';
  const pauses =
    'absence: { web: hand over }\n  customerWait: { share: 0.2, reply: exponential 30 min, autoClose: never }';
  const drawn = threeTiers([4, 1, 1], transfer, pauses);
  const [servers, ...others] = drawn.groups;
  const absences = { upMeanMs: 600_000, downMeanMs: 60_000 };
  // Absences interrupt contacts, which does not make them later ones.
  const groups = servers === undefined ? [] : [{ ...servers, absences }, ...others];
  const scenario: Scenario = { ...drawn, groups, horizonMs: 12 * 3_600_000 };

  it('is the same on all engines, without a violation', () => {
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(summary.tiers.every(({ contacts }, k) => k === 2 || contacts > 50)).toBe(true);
  });

  it('breaks R18 where the scenario has the two the other way round', () => {
    const { ledger } = runInMemory(scenario);
    const tierTransfers = scenario.work.tierTransfers?.map((own) =>
      own.map((one) => ({
        ...one,
        contact: one.contact === 'first' ? ('later' as const) : ('first' as const),
      })),
    );
    const { invariants } = auditInMemory(ledger, { ...scenario, work: { ...scenario.work, tierTransfers } });
    expect(invariants.flatMap(({ id, violations }) => (violations > 0 ? [id] : []))).toContain('R18');
  });
});

describe('a run with transfers between all tiers', () => {
  const transfer =
    'web: { way: warm, handOver: 30 s, atMost: 2 min }, ' +
    'tier1: [{ to: 2, share: 0.3, products: { rare: 0.1 } }, { to: 3, share: 0.2, way: no wait, otherwise: lost }], ' +
    'tier2: [{ to: 1, share: 0.2, way: cold }, { to: 3, share: 0.3, way: no wait, otherwise: go on, speed: 0.5 }], ' +
    'tier3: [{ to: 1, share: 0.2, handle: fixed 90 s }]';
  const misrouted = 'misrouted: { language: 0, product: 0.2, noticedAfter: 0.5 }';
  const scenario = { ...threeTiers([2, 1, 1], transfer, misrouted), horizonMs: 12 * 3_600_000 };
  let ledger: Uint8Array;
  beforeAll(() => {
    ({ ledger } = runInMemory(scenario));
  });

  it('is the same on all engines, without a violation', () => {
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(summary.total.lost).toBeGreaterThan(5);
    expect(summary.tiers.every(({ contacts }) => contacts > 50)).toBe(true);
  });

  it('is recounted from the ledger', () => {
    expect(checkedRun(scenario).difference).toBeNull();
  });

  it('breaks R10, R18 or both where the scenario knows other transfers', () => {
    const { tierTransfers = [] } = scenario.work;
    const violatedIf = (change: (own: (typeof tierTransfers)[number], k: number) => typeof own) => {
      const work = { ...scenario.work, tierTransfers: tierTransfers.map(change) };
      return auditInMemory(ledger, { ...scenario, work }).invariants.flatMap(({ id, violations }) =>
        violations > 0 ? [id] : [],
      );
    };
    expect(violatedIf((own) => own)).toEqual([]);
    expect(violatedIf((own, k) => (k === 2 ? [] : own))).toEqual(['R18']);
    expect(violatedIf((own, k) => (k === 0 ? own.map((one) => ({ ...one, rule: null })) : own))).toContain(
      'R18',
    );
    const straight = auditInMemory(ledger, {
      ...scenario,
      work: { ...scenario.work, tierTransfers: undefined, returns: scenario.work.escalation } as never,
    });
    expect(straight.invariants.find(({ id }) => id === 'R10')?.violations).toBeGreaterThan(0);
  });

  it('is the same scenario after it was written as JSON and read', () => {
    const read = parseScenarioJson(scenarioJson(scenario));
    expect(read.ok && read.value.work).toEqual(scenario.work);
  });
});
