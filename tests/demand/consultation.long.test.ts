import { describe, expect, it } from 'vitest';
import { auditInMemory, runInMemory } from '../running.ts';
import { auditedRun, estimate, expectNear, twoLines } from './model.ts';

const consulting = (first: number, second: number, work: string, more = 'horizon: 20 days') =>
  twoLines(first, second, `work:\n  ${work}\n${more}`);

const asking = (share: number, part: number, otherwise: string) =>
  `consultation: { tier1: { share: ${share}, tier: 2, part: ${part}, ${otherwise} } }`;
const ALONE = 'whenNobodyIsFree: go on alone';
const wait = (atMost: string) => `whenNobodyIsFree: wait, atMost: ${atMost}`;

describe('a consultation', () => {
  it('keeps the second agent busy for its part if somebody is always free', () => {
    const figures = estimate(consulting(50, 50, asking(0.5, 0.4, ALONE)), 6, ({ centres, total }) => ({
      first: (centres[0]?.occupancy ?? 0) * 50,
      second: (centres[1]?.occupancy ?? 0) * 50,
      asked: (total.consultations?.asked ?? 0) / total.answered,
      joined: (total.consultations?.joined ?? 0) / (total.consultations?.asked ?? 0),
    }));
    expectNear(figures.first, 1);
    expectNear(figures.second, 0.5 * 0.4);
    expectNear(figures.asked, 0.5);
    expect(figures.joined.mean).toBe(1);
  });

  it('finds nobody free as often as M/M/1/1 loses calls', () => {
    const figures = estimate(consulting(50, 1, asking(1, 0.5, ALONE)), 6, ({ centres, total }) => ({
      alone: (total.consultations?.alone ?? 0) / (total.consultations?.asked ?? 0),
      second: centres[1]?.occupancy ?? 0,
    }));
    // Half a minute each, one a minute.
    expectNear(figures.alone, 0.5 / 1.5);
    expectNear(figures.second, 0.5 / 1.5);
  });

  it('waits like the queue of M/M/1, and its agent with it', () => {
    const figures = estimate(
      consulting(200, 1, asking(1, 0.5, wait('10 days'))),
      6,
      ({ centres, total }) => ({
        wait: total.consultations?.waitS ?? 0,
        first: (centres[0]?.occupancy ?? 0) * 200,
        second: centres[1]?.occupancy ?? 0,
      }),
    );
    // At a load of one half, the mean wait is one service, half a minute.
    expectNear(figures.wait, 30);
    expectNear(figures.first, 1 + 0.5);
    expectNear(figures.second, 0.5);
  });

  it('that lengthens the contact makes M/G/1 of a mixture of handle times', () => {
    // One agent with 60 cases an hour of a minute would be overloaded: half a minute each, and half of them 1.5 times as long.
    const scenario = consulting(
      1,
      50,
      `handle: { tier1: { web: exponential 30 s } }\n  ${asking(0.5, 0.4, `lengthens: 1.5, ${ALONE}`)}`,
    );
    const figures = estimate(scenario, 12, ({ centres, total }) => ({
      wait: total.speedOfAnswerS ?? 0,
      first: centres[0]?.occupancy ?? 0,
      second: (centres[1]?.occupancy ?? 0) * 50,
    }));
    // Pollaczek and Khinchine, in minutes: W = λ E[S²] ÷ (2 (1 − ρ)).
    const load = 0.5 * 0.5 + 0.5 * 0.75;
    const secondMoment = 2 * (0.5 * 0.5 ** 2 + 0.5 * 0.75 ** 2);
    expectNear(figures.wait, (60 * secondMoment) / (2 * (1 - load)));
    expectNear(figures.first, load);
    expectNear(figures.second, 0.5 * 0.4 * 0.75);
  });

  it('lengthens only contacts that a second agent joins', () => {
    const scenario = consulting(50, 1, asking(1, 1, `lengthens: 2, ${ALONE}`));
    const figures = estimate(scenario, 6, ({ centres }) => ({
      first: (centres[0]?.occupancy ?? 0) * 50,
      second: centres[1]?.occupancy ?? 0,
    }));
    // The second agent loses as many as M/G/1/1 with two minutes a contact and one contact a minute: 2 of 3.
    expectNear(figures.first, 1 * (2 / 3) + 2 * (1 / 3));
    expectNear(figures.second, 2 / 3);
  });

  it('waits no longer than its limit', () => {
    const figures = estimate(consulting(200, 1, asking(1, 1, wait('30 s'))), 6, ({ total }) => {
      const { alone = 0, joined = 0, waitS = 0 } = total.consultations ?? {};
      return { alone: alone / (alone + joined), wait: waitS ?? 0 };
    });
    // M/M/1 with a load of 1 and patience of half a service time: P0 (1 + 1 + 0.5) = 1, so 1 of 2.5 has to give up.
    expectNear(figures.alone, 1 - 1.5 / 2.5);
    expect(figures.wait.mean).toBeLessThan(30);
  });
});

describe('consultations', () => {
  const rich = (consultation: string, more = '', routing = '') =>
    consulting(
      3,
      1,
      `escalation: { tier1: 0.3, tier2: 0 }
  ${consultation}
  customerWait: { share: 0.2, reply: exponential 1 h, autoClose: 1 day }
  severityRaise: { share: 0.1, after: exponential 1 min }
  ${more}`,
      `horizon: 3 days
${routing}`,
    );
  const after = 'afterContact: { tier1: { web: exponential 20 s }, tier2: { web: exponential 30 s } }';
  const warm = 'transfer: { web: { way: warm, handOver: 30 s, atMost: 2 min } }';

  it.each([
    [ALONE, '', ''],
    [ALONE, after, 'routing: { preemption: { by: A } }'],
    [`lengthens: 1.37, ${ALONE}`, after, ''],
    [`lengthens: 1.37, ${ALONE}`, after, 'routing: { preemption: { by: A, interrupted: pause } }'],
    [`lengthens: 1.37, ${ALONE}`, 'absence: { web: pause }', ''],
    [wait('1 min'), '', ''],
    [`lengthens: 2.5, ${wait('1 min')}`, `${after}\n  ${warm}`, ''],
    [wait('1 min'), `${after}\n  ${warm}`, ''],
    [wait('5 min'), 'returns: { tier2: 0.2, tier3: 0 }', ''],
  ])('%s: engine and audit agree: %s %s', (otherwise, more, routing) => {
    const { summary, violated } = auditedRun(rich(asking(0.5, 0.6, otherwise), `${more}`, routing));
    expect(violated).toEqual([]);
    expect(summary.total.consultations?.joined).toBeGreaterThan(500);
    expect(summary.total.consultations?.alone).toBeGreaterThan(10);
  });

  /** What R18 and R10 report for a run under one rule if another was promised. */
  function said(done: string, promised: string): string {
    const { invariants } = auditInMemory(runInMemory(rich(done)).ledger, rich(promised));
    return invariants
      .filter(({ id }) => id === 'R18' || id === 'R10')
      .map(({ counterexample }) => counterexample?.message ?? '')
      .join(' ');
  }

  it('that break a promised rule are reported', () => {
    expect(said(asking(0.5, 0.5, ALONE), '')).toContain('consult nobody');
    expect(said(asking(0.5, 0.5, ALONE), asking(0.5, 0.6, ALONE))).toContain('the consulted agent stays for');
    expect(said(asking(0.5, 0.5, ALONE), asking(0.5, 0.5, wait('1 min')))).toContain('must wait');
    expect(said(asking(0.5, 0.5, wait('1 min')), asking(0.5, 0.5, ALONE))).toContain('alone at once');
  });
});
