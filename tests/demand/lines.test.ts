import { describe, expect, it } from 'vitest';
import type { Summary } from '#statistics';
import { auditedRun, estimate, expectNear, modelOf } from './model.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const web = (more: string) => `
centres: { home: { groups: { servers: { shifts: { always: { agents: AGENTS } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: RATE }]
${more}`;

function queue(agents: number, rate: string, more: string) {
  return modelOf(web(more).replace('AGENTS', String(agents)).replace('RATE', rate));
}

describe('lines for as many cases as there are agents', () => {
  // Erlang's loss formula: the chance that all c are busy, for a load of a.
  it.each([
    [1, 1, 0.5],
    [2, 1, 0.2],
    [17, 10, 0.0129489],
  ])('%i agents with a load of %i refuse the share %f', (agents, load, blocked) => {
    const loss = queue(agents, `${load}/min`, `horizon: 2 days\nlines: { web: { total: ${agents} } }`);
    const found = estimate(loss, 20, ({ total }) => ({ blocked: total.blocked / total.arrived }));
    expectNear(found.blocked, blocked);
  });

  it('are the same as lines on which nobody may wait', () => {
    const total = queue(2, '1/min', 'horizon: 2 days\nlines: { web: { total: 2 } }');
    const waiting = queue(2, '1/min', 'horizon: 2 days\nlines: { web: { waiting: 0 } }');
    const figures = ({ total: row }: Summary) => ({ blocked: row.blocked, answered: row.answered });
    expect(estimate(waiting, 2, figures)).toEqual(estimate(total, 2, figures));
  });
});

describe('lines for 20 cases, ten agents, and customers with patience', () => {
  // Service 600 s, patience 900 s, both exponential: the stationary birth-death chain.
  it.each([
    ['90/h', { busy: 0.990567, blocked: 0.093936, abandoned: 0.271157, waiting: 5.527938 }],
    ['85.714285714/h', { busy: 0.986145, blocked: 0.074228, abandoned: 0.254351, waiting: 5.045798 }],
    ['78.260869565/h', { busy: 0.973246, blocked: 0.044505, abandoned: 0.219091, waiting: 4.095784 }],
  ])('arrivals at %s', (rate, known) => {
    const model = queue(
      10,
      rate,
      `horizon: 20 days
lines: { web: { total: 20 } }
work: { patience: { web: exponential 900 s }, handle: { tier1: { web: exponential 600 s } } }`,
    );
    // Levels are those of the hours after the first ones, which begin empty.
    const settled = (levels: readonly number[] = []) => sum(levels.slice(6)) / (levels.length - 6);
    const found = estimate(model, 20, ({ hourly, total }) => ({
      busy: settled(hourly.busy) / 10,
      blocked: total.blocked / total.arrived,
      abandoned: total.abandoned / (total.arrived - total.blocked),
      waiting: settled(hourly.waiting[0]),
    }));
    for (const name of ['busy', 'blocked', 'abandoned', 'waiting'] as const) {
      expectNear(found[name], known[name]);
    }
  });
});

describe('a day of eight hours that begins empty, twelve agents, 4.2 calls a minute of two minutes each', () => {
  // Solutions of the chain's differential equations; the queue is served to its end after closing.
  const day = (more: string) =>
    queue(
      12,
      '14112/week',
      `horizon: 20 days
profiles: { web: { hours: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0] } }
serviceLevels: [{ channel: web, severity: C, within: 20 s, target: 0.8 }]
${more}`,
    );
  const figures = ({ hourly, total }: Summary) => ({
    inTime: sum(hourly.answeredInTime) / 20,
    blocked: total.blocked / 20,
    abandoned: total.abandoned / 20,
    minutes: (total.speedOfAnswerS ?? 0) / 60,
    busy: sum(hourly.busy.filter((_, hour) => hour % 24 >= 8 && hour % 24 < 16)) / 8 / 20 / 12,
  });

  it('and everybody waits', () => {
    const found = estimate(day('work: { handle: { tier1: { web: exponential 2 min } } }'), 40, figures);
    expectNear(found.inTime, 1815.27);
    expectNear(found.minutes, 0.10068);
    expectNear(found.busy, 0.69693);
  });

  it('and customers abandon after a minute on average', () => {
    const found = estimate(
      day('work: { patience: { web: exponential 1 min }, handle: { tier1: { web: exponential 2 min } } }'),
      40,
      figures,
    );
    expectNear(found.abandoned, 59.263);
    expectNear(found.inTime, 1906.72);
    expectNear(found.busy, 0.67656);
  });

  it('and at most five may wait', () => {
    const found = estimate(
      day('lines: { web: { waiting: 5 } }\nwork: { handle: { tier1: { web: exponential 2 min } } }'),
      40,
      figures,
    );
    expectNear(found.blocked, 18.863);
    expectNear(found.inTime, 1854.07);
    expectNear(found.minutes, 0.06045);
    expectNear(found.busy, 0.69047);
  });
});

describe('a refused case', () => {
  const model = queue(
    3,
    '4/min',
    `horizon: 6 h
lines: { web: { total: 5 } }
work: { patience: { web: exponential 2 min } }`,
  );

  it('is counted, and neither answered, abandoned nor stored; the audit agrees that the lines were full', () => {
    const { summary, violated } = auditedRun(model);
    expect(violated).toEqual([]);
    const { abandoned, answered, arrived, balked, blocked, resolved } = summary.total;
    expect(blocked).toBeGreaterThan(200);
    expect(arrived - answered - abandoned - balked - blocked).toBeLessThanOrEqual(2);
    expect(resolved).toBeLessThanOrEqual(answered);
    expect(summary.copies.every(({ peak }) => peak <= 5)).toBe(true);
  });
});
