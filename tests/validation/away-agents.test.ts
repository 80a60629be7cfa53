import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { actKind, CASE_STATES, type Scenario } from '#domain';
import { isOver } from './case-ends.ts';
import { batchMeans, independent, overQueue, runObserved, scoreOf } from './observed-run.ts';

const OPEN = actKind('open');
const ASSIGN = actKind('assign');
const TRANSITION = actKind('transition');
const CENTRE = actKind('centre');
const WORKING = CASE_STATES.indexOf('open.working');
const QUEUED = CASE_STATES.indexOf('open.waiting.queued');

interface Desk {
  readonly days: number;
  readonly agents: number;
  readonly rate: string;
  readonly centre?: string;
  readonly group?: string;
  readonly work: string;
}

/** Service of a mean of an hour, everything exponential. */
function desk({ days, agents, rate, centre = '', group = '', work }: Desk): Scenario {
  return overQueue(`
horizon: ${days} days
centres:
  home:
    ${centre}
    groups: { servers: { ${group} shifts: { always: { agents: ${agents} } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
work:
  handle: { tier1: { web: exponential 1 h } }
  ${work}
`);
}

describe('an agent whose centre fails at random, and who goes on with the contact afterwards', () => {
  // Up for 10 h and down for 2 h on average, half a case per hour: E[L] = λ ÷ (μA − λ) · (1 + μf ÷ (f + r)²) = 23 ÷ 12.
  it('has 23 ÷ 12 cases in the system, each there for twice as many hours', () => {
    const scenario = desk({
      days: 12_000,
      agents: 1,
      rate: '12/day',
      centre: 'outages: { random: { every: 10 h, for: 2 h } }',
      work: 'outage: { web: pause }',
    });
    const openedMs = new Map<number, number>();
    const sojourns: number[] = [];
    runObserved(scenario, (timeMs, kind, _aux, caseNumber, a, b) => {
      if (kind === OPEN) openedMs.set(caseNumber, timeMs);
      else if (kind === TRANSITION && a === WORKING && isOver(b)) {
        sojourns.push((timeMs - (openedMs.get(caseNumber) ?? 0)) / HOUR_MS);
        openedMs.delete(caseNumber);
      }
    });
    expect(Math.abs(scoreOf(batchMeans(sojourns), (2 * 23) / 12))).toBeLessThan(4);
  });
});

describe('ten agents at 80 % load and a planned outage of an hour', () => {
  const CYCLE_H = 100;
  const CYCLES = 1500;
  /** Hours after the begin of a cycle, two hours before its outage: cases in the system, by the transient solution. */
  const COURSE = [
    [1, 9.6367],
    [2, 9.6367],
    [2.5, 13.6367],
    [3, 17.6367],
    [4.25, 15.5148],
    [5.5, 13.9913],
    [6.75, 12.9151],
    [8, 12.1421],
  ] as const;
  const start = Date.parse('2014-11-03T00:00:00Z');
  const planned = Array.from({ length: CYCLES }, (_, cycle) => {
    const from = new Date(start + (cycle * CYCLE_H + 2) * HOUR_MS).toISOString().replace('.000', '');
    return `{ from: ${from}, for: 1 h }`;
  });
  const scenario = desk({
    days: (CYCLES * CYCLE_H) / 24,
    agents: 10,
    rate: '8/h',
    centre: `outages: { planned: [${planned.join(', ')}] }`,
    work: 'outage: { web: pause }',
  });

  /** Per cycle: cases in the system at those hours, and the area of those who wait over eight hours. */
  function follow() {
    const seen: number[][] = [];
    const areas: number[] = [];
    let inSystem = 0;
    let waiting = 0;
    let isDown = false;
    let lastMs = 0;
    const passTo = (timeMs: number) => {
      for (let cycle = Math.floor(lastMs / HOUR_MS / CYCLE_H); cycle <= timeMs / HOUR_MS / CYCLE_H; cycle++) {
        const fromMs = cycle * CYCLE_H * HOUR_MS;
        seen[cycle] ??= [];
        for (const [atH] of COURSE) {
          const atMs = fromMs + atH * HOUR_MS;
          if (lastMs <= atMs && atMs < timeMs) seen[cycle]?.push(inSystem);
        }
        const within = Math.min(timeMs, fromMs + 8 * HOUR_MS) - Math.max(lastMs, fromMs);
        if (within > 0) {
          areas[cycle] = (areas[cycle] ?? 0) + (within / HOUR_MS) * (isDown ? inSystem : waiting);
        }
      }
      lastMs = timeMs;
    };
    runObserved(scenario, (timeMs, kind, aux, _case, a, b) => {
      if (timeMs > lastMs) passTo(timeMs);
      if (kind === OPEN) inSystem++;
      else if (kind === CENTRE) isDown = aux === 0;
      else if (kind === TRANSITION) {
        if (a === WORKING && isOver(b)) inSystem--;
        waiting += (b === QUEUED ? 1 : 0) - (a === QUEUED ? 1 : 0);
      }
    });
    return { seen, areas };
  }
  const { seen, areas } = follow();

  it('follows the transient course of the number in the system', () => {
    COURSE.forEach(([atH, expected], k) => {
      // The first cycle begins with nobody there.
      const values = seen
        .slice(1)
        .flatMap((cycle) => (cycle.length === COURSE.length ? [cycle[k] ?? 0] : []));
      expect(Math.abs(scoreOf(independent(values), expected)), `after ${atH} h`).toBeLessThan(4);
    });
  });

  it('has 42.869 hours of waiting in eight hours', () => {
    expect(Math.abs(scoreOf(independent(areas.slice(1, -1)), 42.869))).toBeLessThan(4);
  });
});

describe('twelve agents who are away one by one', () => {
  // Present for 50 h and away for 5 h on average; eight cases per hour; who is interrupted joins the queue again.
  const scenario = desk({
    days: 4000,
    agents: 12,
    rate: '8/h',
    group: 'absences: { every: 50 h, for: 5 h },',
    work: 'absence: { phone: hand over, e-mail: hand over, web: hand over }',
  });
  const waitOfCase = new Map<number, number>();
  const seenCases = new Map<number, boolean>();
  const summary = runObserved(scenario, (_time, kind, _aux, caseNumber, _a, _b, _c, d) => {
    if (kind !== ASSIGN) return;
    waitOfCase.set(caseNumber, (waitOfCase.get(caseNumber) ?? 0) + d / HOUR_MS);
    if (!seenCases.has(caseNumber)) seenCases.set(caseNumber, d > 0);
  });

  it('wait 0.12503 h per case, and find nobody free with a chance of 0.28271', () => {
    expect(Math.abs(scoreOf(batchMeans([...waitOfCase.values()].slice(5000)), 0.12503))).toBeLessThan(4);
    const found = [...seenCases.values()].slice(5000).map((waited) => (waited ? 1 : 0));
    expect(Math.abs(scoreOf(batchMeans(found), 0.28271))).toBeLessThan(4);
  });

  it('are 10.909 on duty on average', () => {
    expect(Math.abs(scoreOf(batchMeans(summary.hourly.onDuty.slice(500)), 12 / 1.1))).toBeLessThan(4);
  });
});
