import { beforeAll, describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { parseScenarioJson } from '#scenario';
import { scenarioJson } from '../../src/scenario/scenario-json.ts';
import { checkedRun } from '../bundle/recount/recounting.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { waitingRoom } from '../validation/theory-chains.ts';
import { auditedRun, estimate, expectNear, modelOf } from './model.ts';

const ALWAYS = 'days: mon-sun, from: "00:00", to: "24:00"';
const PLACE =
  'country: US, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7';
const groupOf = (agents: number) =>
  `{ tier: 2, languages: [en], products: all, shifts: { always: { agents: ${agents}, ${ALWAYS} } } }`;

/** 60 cases an hour come to tier 1, a minute each. Tier 2 has the groups `one` and `two`. */
function desks(first: number, [one, two]: readonly [number, number], transfer: string, more = ''): Scenario {
  return modelOf(`
horizon: 10 days
centres:
  home: { groups: { servers: { shifts: { always: { agents: ${first} } } } } }
  second: { ${PLACE}, groups: { one: ${groupOf(one)}, two: ${groupOf(two)} } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 60/h }]
work:
  transfer: { ${transfer} }
  ${more}`);
}

type Summary = ReturnType<typeof runInMemory>['summary'];
/** Contacts of the two groups of tier 2. */
const contactsOf = ({ groups }: Summary) => [groups[1]?.contacts ?? 0, groups[2]?.contacts ?? 0] as const;

describe('a transfer within a tier', () => {
  it('makes a queue with feedback, as long as that of M/M/1', () => {
    const transfer = 'tier1: [{ to: 2, share: 0.3 }], tier2: [{ to: 2, share: 0.4 }]';
    // One agent is in tier 2.
    const scenario = desks(50, [1, 1], transfer);
    const { overflowPlaces } = scenario.routing;
    const routing = { ...scenario.routing, overflowPlaces: overflowPlaces.slice(0, 2) };
    const alone = { ...scenario, groups: scenario.groups.slice(0, 2), routing };
    const figures = estimate(alone, 16, ({ tiers }) => ({ waiting: tiers[1]?.waitingMean ?? 0 }));
    const load = 0.3 / (1 - 0.4);
    expectNear(figures.waiting, load ** 2 / (1 - load));
  });

  it('goes to the group that is named, and to no other: a Jackson network of two groups of a tier', () => {
    const transfer =
      'tier1: [{ to: 2, group: second/one, share: 0.5 }], ' +
      'tier2: [{ to: 2, group: second/two, share: 0.6 }, { to: 2, group: second/one, share: 0.25, handle: exponential 1 min }]';
    const figures = estimate(desks(50, [1, 1], transfer), 6, ({ centres, groups, tiers }) => ({
      one: groups[1]?.occupancy ?? 0,
      two: groups[2]?.occupancy ?? 0,
      waiting: tiers[1]?.waitingMean ?? 0,
      centre: centres[1]?.occupancy ?? 0,
    }));
    // Contacts of a group find nothing by the transfer to the group itself.
    const one = 0.5 / (1 - 0.6 * 0.25);
    const two = 0.6 * one;
    expectNear(figures.one, one);
    expectNear(figures.two, two);
    expectNear(figures.waiting, one ** 2 / (1 - one) + two ** 2 / (1 - two));
  });

  it('loses as many cases at each group as M/M/1/K does, each group with its own limit', () => {
    const transfer =
      'tier1: [{ to: 2, group: second/one, share: 0.6, way: limited, waiting: 2, otherwise: lost }, ' +
      '{ to: 2, group: second/two, share: 0.4, way: limited, waiting: 0, otherwise: lost }]';
    const figures = estimate(desks(50, [1, 1], transfer), 6, (summary) => {
      const [one, two] = contactsOf(summary);
      const days = 10 * 1440;
      return { one: one / days, two: two / days };
    });
    const served = (lambda: number, places: number) =>
      lambda * (1 - waitingRoom({ lambda, mu: 1, c: 1, theta: 0, places }).blocked);
    expectNear(figures.one, served(0.6, 3));
    expectNear(figures.two, served(0.4, 1));
  });

  it('is cleared when the group for which it waits goes home, although another is there', () => {
    const scenario = modelOf(`
horizon: 1 day
centres:
  home: { groups: { servers: { shifts: { always: { agents: 50 } } } } }
  second:
    ${PLACE.replaceAll(', ', '\n    ').replace('[0\n    0]', '[0, 0]')}
    groups:
      one: ${groupOf(1)}
      two: { tier: 2, languages: [en], products: all, shifts: { half: { agents: 1, days: mon-sun, from: "00:00", to: "12:00" } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 60/h }]
work:
  transfer: { tier1: [{ to: 2, group: second/two, share: 1, handle: fixed 2 min }] }
  dayEnd: { web: clear }`);
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(summary.total.cleared?.answered).toBeGreaterThan(100);
  });
});

const AFTERWARDS =
  '  afterContact: { tier1: { web: exponential 1 min }, tier2: { web: exponential 1 min } }\n';

describe.each<readonly [what: string, way: string, work?: string]>([
  ['are lost', 'way: limited, waiting: 1, otherwise: lost'],
  ['stay with their agent', 'way: limited, waiting: 1, otherwise: go on, speed: 0.7'],
  ['block their agent', 'way: limited, waiting: 1, otherwise: block'],
  ['block their agent, who has work after them', 'way: limited, waiting: 1, otherwise: block', AFTERWARDS],
  ['are handed over', 'way: warm, handOver: 30 s, atMost: 3 min'],
  ['wait', 'way: cold'],
])('a run in which cases passed on to a group of the tier %s', (_, way, work = '') => {
  const transfer =
    'tier1: [{ to: 2, group: second/one, share: 0.4 }, { to: 2, share: 0.1 }], ' +
    `tier2: [{ to: 2, group: second/two, share: 0.5, ${way} }, { to: 1, share: 0.1 }]`;
  const misrouted = 'misrouted: { language: 0, product: 0.2, noticedAfter: 0.5 }';
  const more = `${misrouted}\n${work}products: { rare: { title: Rare } }`;
  const whole = desks(2, [1, 1], transfer, more);
  const scenario = { ...whole, horizonMs: 12 * 3_600_000 };
  let ledger: Uint8Array;
  beforeAll(() => {
    ({ ledger } = runInMemory(scenario));
  });

  it('is the same on all engines, without a violation', () => {
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(contactsOf(summary).every((contacts) => contacts > 30)).toBe(true);
  });

  it('is recounted from the ledger', () => {
    expect(checkedRun(scenario).difference).toBeNull();
  });

  it('is the same scenario after it was written as JSON and read', () => {
    const read = parseScenarioJson(scenarioJson(scenario));
    expect(read.ok && read.value.work).toEqual(scenario.work);
  });

  it('breaks R10 where another group should have them, and R18 where there is no such transfer', () => {
    const violatedIf = (group: number | undefined, share: number) => {
      const tierTransfers = (scenario.work.tierTransfers ?? []).map((own, k) =>
        own.map((one, n) => {
          if (k !== 1 || n !== 0) return one;
          const { group: __, ...rest } = one;
          return { ...rest, ...(group === undefined ? {} : { group }), shares: one.shares.map(() => share) };
        }),
      );
      const other = { ...scenario, work: { ...scenario.work, tierTransfers } };
      return auditInMemory(ledger, other).invariants.flatMap(({ id, violations }) =>
        violations > 0 ? [id] : [],
      );
    };
    expect(violatedIf(1, 0.5)).toContain('R10');
    expect(violatedIf(2, 0)).toContain('R18');
    expect(violatedIf(2, 0.5)).toEqual([]);
  });
});
