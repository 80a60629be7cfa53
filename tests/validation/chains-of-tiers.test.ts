import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { actKind, CASE_STATES, type Scenario } from '#domain';
import { isOver } from './case-ends.ts';
import { batchMeans, overQueue, runObserved, scoreOf } from './observed-run.ts';

const OPEN = actKind('open');
const ASSIGN = actKind('assign');
const TRANSITION = actKind('transition');
const WORKING = CASE_STATES.indexOf('open.working');

/** What tests of networks of queues look at, in units of `unitMs`: the tiers' waits, and the cases' times in the system. */
function observe(scenario: Scenario, unitMs: number, skip: number) {
  const waits: [number[], number[], number[]] = [[], [], []];
  const sojourns: number[] = [];
  const openedMs = new Map<number, number>();
  runObserved(scenario, (timeMs, kind, _aux, caseNumber, a, b, _c, d) => {
    if (kind === OPEN) openedMs.set(caseNumber, timeMs);
    else if (kind === ASSIGN) waits[(scenario.groups[a]?.tier ?? 1) - 1]?.push(d / unitMs);
    else if (kind === TRANSITION && a === WORKING && isOver(b)) {
      sojourns.push((timeMs - (openedMs.get(caseNumber) ?? 0)) / unitMs);
      openedMs.delete(caseNumber);
    }
  });
  return { waits: waits.map((all) => all.slice(skip / 5)), sojourns: sojourns.slice(skip) };
}

function shiftOf(tier: number, agents: number): string {
  const shifts = `{ always: { agents: ${agents}, from: "00:00", to: "24:00" } }`;
  return `t${tier}: { tier: ${tier}, languages: [en], products: all, shifts: ${shifts} }`;
}

function chain(
  days: number,
  rate: string,
  agents: readonly number[],
  handles: readonly string[],
  work: string,
): Scenario {
  const groups = agents.map((count, k) => shiftOf(k + 1, count)).join(', ');
  const handle = handles.map((text, k) => `tier${k + 1}: { web: ${text} }`).join(', ');
  return overQueue(`
horizon: ${days} days
centres: { home: { groups: { servers: null, ${groups} } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
work:
  handle: { ${handle} }
${work}
`);
}

/**
 * Three stations in a row, each of which hands every case on, but the last, which sends a share back to the second: a Jackson
 * network. Minutes; times in the system and waits at the stations by the product form.
 */
const NETWORKS = [
  { rate: '33/h', back: 0.2, sojourn: 19.6827, waits: [0.6515, 5.1147, 1.3103] },
  { rate: '36/h', back: 0.2, sojourn: 27.2235, waits: [0.8869, 10.2316, 2.0377] },
  { rate: '24/h', back: 0.4, sojourn: 22.9052, waits: [0.2353, 4.2667, 1.1353] },
] as const;

describe.each(NETWORKS)(
  'a chain of tiers at $rate with $back sent back',
  ({ rate, back, sojourn, waits }) => {
    const work = `  escalation: { tier1: 1, tier2: 1 }\n  returns: { tier3: ${back} }`;
    const handles = ['exponential 3 min', 'exponential 2.4 min', 'exponential 4 min'];
    const seen = observe(chain(500, rate, [3, 2, 4], handles, work), MINUTE_MS, 10_000);

    it('has the waits and times in the system of a Jackson network', () => {
      expect(Math.abs(scoreOf(batchMeans(seen.sojourns), sojourn))).toBeLessThan(4);
      waits.forEach((wait, k) => {
        expect(Math.abs(scoreOf(batchMeans(seen.waits[k] ?? []), wait)), `tier ${k + 1}`).toBeLessThan(4);
      });
    });
  },
);

describe('three support tiers that wait for customers and send cases back', () => {
  // After tier 1: 0.30 up, 0.20 wait for the customer. After tier 2: 0.20 up, 0.15 back, 0.10 wait. After tier 3: 0.10 back.
  const work = `
  escalation: { tier1: 0.3, tier2: 0.2 }
  returns: { tier2: 0.15, tier3: 0.1 }
  customerWait:
    tier1: { share: ${0.2 / 0.7}, reply: exponential 8 h }
    tier2: { share: ${0.1 / 0.65}, reply: exponential 24 h }
    autoClose: 14600 days`;
  const handles = ['exponential 0.5 h', 'exponential 1.5 h', 'exponential 4 h'];
  const seen = observe(chain(8000, '12/h', [11, 10, 6], handles, work), HOUR_MS, 10_000);

  it('has the waits and the time per case of the product form', () => {
    [0.0413, 0.37704, 0.94077].forEach((wait, k) => {
      expect(Math.abs(scoreOf(batchMeans(seen.waits[k] ?? []), wait)), `tier ${k + 1}`).toBeLessThan(4);
    });
    expect(Math.abs(scoreOf(batchMeans(seen.sojourns), 5.25631))).toBeLessThan(4);
  });

  it('visits the tiers as often as the chances say', () => {
    const [first = [], second = [], third = []] = seen.waits;
    expect(second.length / first.length).toBeCloseTo(5.46282 / 16.02428, 2);
    expect(third.length / first.length).toBeCloseTo(1.09256 / 16.02428, 2);
  });
});
