import { beforeAll, describe, expect, it } from 'vitest';
import { actKind, ESCALATION_REASONS, type Scenario } from '#domain';
import { parseScenarioJson } from '#scenario';
import { scenarioJson } from '../../src/scenario/scenario-json.ts';
import { checkedRun } from '../bundle/recount/recounting.ts';
import { runObserved } from '../engine/observed-run.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { blockingTandem, waitingRoom } from '../validation/theory-chains.ts';
import { auditedRun, estimate, expectNear, twoLines } from './model.ts';

const ESCALATE = actKind('escalate');
const SEVERITY = actKind('severity');
const BY_SEVERITY = ESCALATION_REASONS.indexOf('severity');

/** After this share of the contacts, the case goes to tier 2, for which so many may wait. */
const limited = (share: number, waiting: number, otherwise: string) => `
horizon: 20 days
work: { transfer: { tier1: [{ to: 2, share: ${share}, way: limited, waiting: ${waiting}, otherwise: ${otherwise} }] } }`;

/** Customers in equal shares ask about each product, and with severity B or C. */
function ofAllKinds(scenario: Scenario): Scenario {
  const productShares = scenario.products.map(() => 1 / scenario.products.length);
  const segments = scenario.segments.map((one) => ({ ...one, productShares, severityShares: [0, 0.5, 0.5] }));
  return { ...scenario, segments };
}

describe('a limited queue between tiers', () => {
  it('loses as many cases as M/M/2/5 does if those that find it full are lost', () => {
    const figures = estimate(twoLines(50, 2, limited(1, 3, 'lost')), 6, ({ centres, total }) => {
      const given = (total.lost ?? 0) + (centres[1]?.contacts ?? 0);
      return { lost: (total.lost ?? 0) / given };
    });
    expectNear(figures.lost, waitingRoom({ lambda: 1, mu: 1, c: 2, theta: 0, places: 5 }).blocked);
  });

  it('leaves them with their agent, at the slower speed, if that goes on', () => {
    const figures = estimate(twoLines(50, 1, limited(0.5, 2, 'go on, speed: 0.5')), 6, ({ centres }) => ({
      busy: (centres[0]?.occupancy ?? 0) * 50,
    }));
    const { blocked } = waitingRoom({ lambda: 0.5, mu: 1, c: 1, theta: 0, places: 3 });
    expectNear(figures.busy, 1 + 0.5 * blocked * 2);
  });

  it('keeps the first agent busy as long as the chain of a blocked tandem says', () => {
    const tandem = twoLines(1, 1, limited(1, 1, 'block'));
    const scenario = {
      ...tandem,
      horizonMs: tandem.horizonMs * 2,
      streams: tandem.streams.map((stream) => ({
        ...stream,
        rate: { ...stream.rate, perMs: stream.rate.perMs.map((perMs) => perMs / 2) },
      })),
    };
    const figures = estimate(scenario, 6, ({ centres }) => ({ busy: centres[0]?.occupancy ?? 0 }));
    const { blocked } = blockingTandem({ lambda: 0.5, mu1: 1, mu2: 1, room: 1 });
    expectNear(figures.busy, 0.5 + blocked);
  });
});

describe.each(['lost', 'go on, speed: 0.7', 'block'])(
  'a run in which cases that find no room: %s',
  (otherwise) => {
    const whole = twoLines(2, 1, limited(0.6, 2, otherwise));
    const scenario = { ...whole, horizonMs: whole.horizonMs / 20 };
    let ledger: Uint8Array;
    beforeAll(() => {
      ({ ledger } = runInMemory(scenario));
    });

    it('is the same on all engines, without a violation, and is recounted from the ledger', () => {
      expect(auditedRun(scenario).violated).toEqual([]);
      expect(checkedRun(scenario).difference).toBeNull();
    });

    it.each([1, 4])('breaks R18 where the limit is %d', (waiting) => {
      const [[one] = []] = scenario.work.tierTransfers ?? [];
      const tierTransfers = [[{ ...one, rule: { ...one?.rule, waiting } }], [], []] as never;
      const other = { ...scenario, work: { ...scenario.work, tierTransfers } };
      const violated = auditInMemory(ledger, other).invariants.filter(({ violations }) => violations > 0);
      expect(violated.map(({ id }) => id)).toEqual(['R18']);
    });

    it('is the same scenario after it was written as JSON and read', () => {
      const read = parseScenarioJson(scenarioJson(scenario));
      expect(read.ok && read.value.work).toEqual(scenario.work);
    });
  },
);

describe('a limited queue, as the auditor counts it', () => {
  it('lets the agent who passed a case on take it in the same instant, as a free agent of the group that must have it', () => {
    const yaml = `
horizon: 1 day
products: { rare: { title: Rare } }
work:
  misrouted: { language: 0, product: 0.4, noticedAfter: 0.5 }
  transfer: { web: { way: limited, waiting: 3, otherwise: go on, speed: 0.7 } }`;
    const scenario = ofAllKinds(twoLines(2, 1, yaml));
    expect(auditedRun(scenario).violated).toEqual([]);
  });

  // Only customers without an answer raise the severity, so the case of a blocked agent cannot. Others leave their queue and join that of tier 2.
  it.each(['lost', 'block'])('counts cases whose severity is raised as the engine does: %s', (otherwise) => {
    const yaml = `
horizon: 1 day
work:
  severityRaise: { share: 0.8, after: exponential 2 min }
  escalation: { tier1: 0.45, tier2: 0 }
  transfer: { web: { way: limited, waiting: 2, otherwise: ${otherwise} } }`;
    const scenario = ofAllKinds(twoLines(2, 1, yaml));
    const [kinds, reasons]: [number[], number[]] = [[], []];
    runObserved(scenario, (_timeMs, kind, aux) => {
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      if (kind === ESCALATE) reasons[aux] = (reasons[aux] ?? 0) + 1;
    });
    expect(kinds[SEVERITY]).toBeGreaterThan(100);
    expect(reasons[BY_SEVERITY]).toBeGreaterThan(20);
    const { violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
  });
});
