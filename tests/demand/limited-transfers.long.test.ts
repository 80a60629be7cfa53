import { beforeAll, describe, expect, it } from 'vitest';
import { parseScenarioJson } from '#scenario';
import { scenarioJson } from '../../src/scenario/scenario-json.ts';
import { checkedRun } from '../evidence/recount/recounting.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { blockingTandem, waitingRoom } from '../validation/theory-chains.ts';
import { auditedRun, estimate, expectNear, twoLines } from './model.ts';

/** After this share of the contacts, the case goes to tier 2, for which so many may wait. */
const limited = (share: number, waiting: number, otherwise: string) => `
horizon: 20 days
work: { transfer: { tier1: [{ to: 2, share: ${share}, way: limited, waiting: ${waiting}, otherwise: ${otherwise} }] } }`;

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
