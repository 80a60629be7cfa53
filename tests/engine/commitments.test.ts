import { describe, expect, it } from 'vitest';
import { actKind, CASE_STATES, COMMITMENT_STEPS, NONE_16, type Scenario } from '#domain';
import { expectSameOnEveryEngine } from '../demand/model.ts';
import { auditInMemory, loadScenario, runInMemory } from '../running.ts';
import { overQueue, runObserved } from './observed-run.ts';

const ASSIGN = actKind('assign');
const CENTRE = actKind('centre');
const COMMITMENT = actKind('commitment');
const TRANSITION = actKind('transition');
const JOINS = COMMITMENT_STEPS.indexOf('joins');
const WAITING = CASE_STATES.indexOf('open.waiting.queued');

const isClean = (scenario: Scenario) => {
  const { invariants } = auditInMemory(runInMemory(scenario).ledger, scenario);
  expect(
    invariants
      .filter(({ violations }) => violations > 0)
      .map(({ counterexample, id }) => [id, counterexample?.message]),
  ).toEqual([]);
};

const PLACE = (name: string, groups: string) =>
  `  ${name}: { title: ${name}, country: US, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7, groups: { ${groups} } }`;
const GROUP = (agents: number, products = 'all') =>
  `{ tier: 1, languages: [en], products: ${products}, shifts: { always: { agents: ${agents}, from: "00:00", to: "24:00" } } }`;

const places = (commitment: string, rate = '9/min') =>
  overQueue(`
horizon: 12 h
centres:
  home: { groups: { servers: { shifts: { always: { agents: 4 } } } } }
${PLACE('north', `one: ${GROUP(2)}, two: ${GROUP(1)}`)}
${PLACE('south', `one: ${GROUP(3)}`)}
segments:
  customers:
    severities: { A: 0.3, C: 0.7 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
routing: { commitment: { ${commitment} } }
`);

/** Cases that wait in each centre's queue, as the ledger records them: the queue of each case, and the length of each queue. */
function lines(scenario: Scenario) {
  const lineOf = new Map<number, number>();
  const { commitment } = scenario.routing;
  return {
    lineOf,
    lengthOf: (place: number) => [...lineOf.values()].filter((line) => line === place).length,
    /** The centre whose queue a case joins; null for any other act. */
    read(kind: number, aux: number, caseNumber: number, a: number, b: number): number | null {
      if (kind === TRANSITION) lineOf.delete(caseNumber);
      if (kind !== COMMITMENT) return null;
      lineOf.delete(caseNumber);
      return aux === JOINS ? (commitment?.to === 'group' ? b : a) : null;
    },
  };
}

describe('a case that finds nobody free', () => {
  it('joins the shortest queue of a centre, and is taken only there', () => {
    const scenario = places('to: centre, by: join the shortest queue');
    const { lengthOf, lineOf, read } = lines(scenario);
    let [joined, taken] = [0, 0];
    runObserved(scenario, (_timeMs, kind, aux, caseNumber, a, b, c) => {
      if (kind === ASSIGN && lineOf.has(caseNumber)) {
        taken++;
        expect(scenario.groups[a]?.centre).toBe(lineOf.get(caseNumber));
      }
      const place = read(kind, aux, caseNumber, a, b);
      if (place === null) return;
      joined++;
      expect(b).toBe(NONE_16);
      expect(c).toBe(lengthOf(place));
      expect(c).toBe(Math.min(...scenario.centres.map((_, centre) => lengthOf(centre))));
      lineOf.set(caseNumber, place);
    });
    expect(joined).toBeGreaterThan(1000);
    expect(taken).toBeGreaterThan(1000);
    isClean(scenario);
  });

  it('waits equally long by shortest queue and by expected delay if all centres are alike', () => {
    const alike = (by: string) =>
      overQueue(`
horizon: 12 h
centres:
  home: { groups: { servers: null, a: ${GROUP(2)}, b: ${GROUP(2)}, c: ${GROUP(2)} } }
segments:
  customers: { customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 5.4/min }] }
routing: { commitment: { to: group, by: ${by} } }
`);
    const assignments = (scenario: Scenario) => {
      const found: (readonly number[])[] = [];
      runObserved(scenario, (timeMs, kind, _aux, caseNumber, _a, _b, agent) => {
        if (kind === ASSIGN) found.push([timeMs, caseNumber, agent]);
      });
      return found;
    };
    const byLength = assignments(alike('join the shortest queue'));
    expect(byLength.length).toBeGreaterThan(3000);
    expect(assignments(alike('minimum expected delay'))).toEqual(byLength);
    expect(assignments(alike('join the shortest queue per agent'))).toEqual(byLength);
  });

  it('leaves its queue for all centres in time, and joins another if nobody is left there', () => {
    const scenario = places('to: centre, by: minimum expected delay, releaseAfter: 90 s', '9.8/min');
    const south = scenario.centres.findIndex(({ id }) => id === 'south');
    const down = {
      ...scenario,
      centres: scenario.centres.map((centre, c) =>
        c === south ? { ...centre, plannedOutages: [{ fromMs: 7_200_000, toMs: 9_000_000 }] } : centre,
      ),
    };
    const { lineOf, read } = lines(down);
    const sinceMs = new Map<number, number>();
    let isUp = true;
    let elsewhere = 0;
    let released = 0;
    const atOutage = new Set<number>();
    runObserved(down, (timeMs, kind, aux, caseNumber, a, b) => {
      if (kind === CENTRE && a === south) {
        isUp = aux === 1;
        if (!isUp) for (const [waiting, line] of lineOf) if (line === south) atOutage.add(waiting);
      }
      if (kind === TRANSITION && b === WAITING) sinceMs.set(caseNumber, timeMs);
      const waitedMs = timeMs - (sinceMs.get(caseNumber) ?? timeMs);
      const place = read(kind, aux, caseNumber, a, b);
      if (kind === COMMITMENT && aux !== JOINS && isUp) {
        released++;
        expect(waitedMs).toBe(90_000);
      }
      if (place === null) return;
      expect(waitedMs).toBeLessThan(90_000);
      if (!isUp) expect(place).not.toBe(south);
      if (atOutage.has(caseNumber) && timeMs === 7_200_000) elsewhere++;
      lineOf.set(caseNumber, place);
    });
    expect(released).toBeGreaterThan(100);
    expect(atOutage.size).toBeGreaterThan(0);
    expect(elsewhere).toBeGreaterThan(0);
    isClean(down);
  });

  it('is treated the same by every engine', () => {
    expectSameOnEveryEngine({ ...loadScenario('own-lines'), horizonMs: 15 * 3_600_000 });
  });
});
