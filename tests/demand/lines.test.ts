import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Summary } from '#statistics';
import { auditInMemory, runInMemory } from '../running.ts';
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

describe('lines that channels share', () => {
  const shared = (lines: string) =>
    modelOf(`
horizon: 12 h
centres: { home: { groups: { servers: { shifts: { always: { agents: 3 } } } } } }
segments:
  customers:
    channels: { web: 0.5, phone: 0.4, e-mail: 0.1 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 4/min }]
work: { triage: { e-mail: 2 min }, patience: { web: exponential 2 min } }
lines: { ${lines} }`);

  it.each([
    'shared: [{ channels: [phone, web], total: 5 }]',
    'phone: { total: 2 }, web: { waiting: 2 }, shared: [{ channels: all, total: 7 }, { channels: [phone, web], total: 5 }]',
  ])('hold as many cases of them as they are, and the audit agrees: %s', (lines) => {
    const { summary, violated } = auditedRun(shared(lines));
    expect(violated).toEqual([]);
    expect(summary.total.blocked).toBeGreaterThan(200);
  });

  it('leave room to other channels', () => {
    const summary = summaryOf(shared('shared: [{ channels: [phone, web], total: 5 }]'));
    const mail = summary.channels.find(({ id }) => id === 'e-mail');
    expect(mail?.arrived).toBeGreaterThan(100);
    expect(mail?.blocked).toBe(0);
  });

  it('are fewer than a run with more lines would fill', () => {
    const run = runInMemory(shared('shared: [{ channels: [phone, web], total: 6 }]'));
    const { invariants } = auditInMemory(
      run.ledger,
      shared('shared: [{ channels: [phone, web], total: 5 }]'),
    );
    expect(invariants.find(({ id }) => id === 'R23')?.counterexample?.message).toBe(
      'the case is accepted, although the lines are full',
    );
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
