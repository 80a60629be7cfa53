import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Summary } from '#statistics';
import { auditedRun, estimate, expectNear, modelOf, summaryOf } from './model.ts';

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
  it('equal lines on which nobody may wait', () => {
    const total = queue(2, '1/min', 'horizon: 2 days\nlines: { web: { total: 2 } }');
    const waiting = queue(2, '1/min', 'horizon: 2 days\nlines: { web: { waiting: 0 } }');
    const figures = ({ total: row }: Summary) => ({ blocked: row.blocked, answered: row.answered });
    expect(estimate(waiting, 2, figures)).toEqual(estimate(total, 2, figures));
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

  it('is counted, but not answered, abandoned or stored; the audit agrees that the lines were full', () => {
    const { summary, violated } = auditedRun(model);
    expect(violated).toEqual([]);
    const { abandoned, answered, arrived, balked, blocked, resolved } = summary.total;
    expect(blocked).toBeGreaterThan(200);
    expect(arrived - answered - abandoned - balked - blocked).toBeLessThanOrEqual(2);
    expect(resolved).toBeLessThanOrEqual(answered);
    expect(summary.copies.every(({ peak }) => peak <= 5)).toBe(true);
  });
});

describe('a customer without any patience', () => {
  it('balks at once on a channel where some customers do, as the ledger records', () => {
    const scenario = queue(
      1,
      '1/min',
      'horizon: 1 day\nwork: { balking: { web: 0.1 }, patience: { web: fixed 0 s } }',
    );
    const { total } = summaryOf(scenario);
    expect(total.abandoned).toBe(0);
    expect(total.balked).toBeGreaterThan(300);
    expect(total.answered + total.balked).toBe(total.arrived);
  });

  it('gives up on a channel where nobody balks', () => {
    const { total } = summaryOf(queue(1, '1/min', 'horizon: 1 day\nwork: { patience: { web: fixed 0 s } }'));
    expect(total.balked).toBe(0);
    expect(total.abandoned).toBeGreaterThan(300);
  });
});

describe('a case in triage', () => {
  const busy = (limit: string, triage: string) =>
    queue(2, '1/min', `horizon: 2 days\nlines: { web: { ${limit} } }\nwork: { triage: { web: ${triage} } }`);

  it('occupies a line: with as many lines as agents, the agents are never all at work', () => {
    // Erlang's loss formula, which depends only on the sum of service and triage: 2 lines for 1/min × 1.5 min.
    const load = 1.5;
    const blocked = (load * load) / 2 / (1 + load + (load * load) / 2);
    const { share } = estimate(busy('total: 2', '30 s'), 8, ({ total }) => ({
      share: total.blocked / total.arrived,
    }));
    expectNear(share, blocked);
  });

  it.each(['total: 3', 'waiting: 1', 'waiting: 2'])(
    'is refused if the lines are full, %s; the audit agrees',
    (limit) => {
      const { summary, violated } = auditedRun({ ...busy(limit, '40 s'), horizonMs: 6 * HOUR_MS });
      expect(violated).toEqual([]);
      expect(summary.total.blocked).toBeGreaterThan(20);
      expect(summary.total.answered).toBeGreaterThan(100);
    },
  );

  it('is refused where nobody may wait: nobody can answer it at once', () => {
    expect(summaryOf(busy('waiting: 0', '1 s')).total).toMatchObject({ answered: 0 });
  });
});
