import { describe, expect, it } from 'vitest';
import { actKind, CALLBACK_STEPS } from '#domain';
import { batchMeans, runObserved, scoreOf } from '../engine/observed-run.ts';
import { auditedRun, estimate, expectNear, modelOf } from './model.ts';

const ASSIGN = actKind('assign');
const CALLBACK = actKind('callback');

const queue = (more: string, { rate = '45/h', severities = '{ C: 1 }' } = {}) =>
  modelOf(`
centres: { home: { groups: { servers: { shifts: { always: { agents: 1 } } } } } }
segments:
  customers:
    severities: ${severities}
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
${more}`);

describe('a customer who is called back', () => {
  it('keeps the place in the queue: if everybody is reached, waits equal those of the plain queue', () => {
    const plain = queue('horizon: 20 days');
    const virtual = queue(
      'horizon: 20 days\nwork: { callback: { web: { waiting: 2, accepted: 0.5, reached: 1 } } }',
    );
    const assignments = (scenario: typeof plain) => {
      const seen: (readonly number[])[] = [];
      runObserved(scenario, (timeMs, kind, _aux, caseNumber) => {
        if (kind === ASSIGN) seen.push([timeMs, caseNumber]);
      });
      return seen;
    };
    const seen = assignments(virtual);
    expect(seen.length).toBeGreaterThan(20_000);
    expect(seen).toEqual(assignments(plain));
  });

  it('does not give up: M/M/1 with no patience and a callback for everybody who waits is M/M/1', () => {
    // ρ = 0.75, E[S] = 1 min: W = ρ ÷ (1 − ρ) = 3 min.
    const scenario = queue(`horizon: 400 days
work:
  handle: { tier1: { web: exponential 1 min } }
  patience: { web: fixed 0 s }
  callback: { web: { waiting: 0, accepted: 1, reached: 1 } }`);
    const waits: number[] = [];
    runObserved(scenario, (_time, kind, _aux, _case, _a, _b, _c, d) => {
      if (kind === ASSIGN) waits.push(d / 60_000);
    });
    expect(Math.abs(scoreOf(batchMeans(waits), 3))).toBeLessThan(4);
  });

  it('is called as often as the scenario says, then given up: a geometric number of calls', () => {
    const scenario = queue(`horizon: 30 days
work:
  handle: { tier1: { web: exponential 1 min } }
  callback: { web: { waiting: 0, accepted: 0.6, reached: 0.7, attempts: 3, again: 10 min, ring: 20 s } }`);
    const share = (part: number, whole: number) => part / whole;
    const figures = estimate(scenario, 8, ({ total: { callbacks } }) => {
      if (callbacks === undefined) throw new Error('nobody was offered a callback');
      const { accepted, missed, offered, reached } = callbacks;
      return { accepted: share(accepted, offered), missed: share(missed, missed + reached) };
    });
    expectNear(figures.accepted, 0.6);
    expectNear(figures.missed, 0.3 ** 3);
  });
});

describe('callbacks', () => {
  const rule = 'accepted: 0.7, reached: 0.6, attempts: 2, again: 15 min, ring: 15 s';

  it.each(['waiting: 3', 'predictedWait: 90 s'])(
    'offered by %s keep engines and audit in agreement',
    (offer) => {
      const scenario = queue(
        `horizon: 3 days
lines: { web: { total: 6 } }
work:
  patience: { web: exponential 4 min }
  balking: { web: 0.1 }
  severityRaise: { share: 0.2, after: exponential 2 min }
  afterContact: { tier1: { web: exponential 10 s } }
  customerWait: { share: 0.2, reply: exponential 20 min, autoClose: 1 day }
  callback: { web: { ${offer}, ${rule} } }`,
        { rate: '58/h', severities: '{ B: 0.5, C: 0.5 }' },
      );
      const { summary, violated } = auditedRun(scenario);
      expect(violated).toEqual([]);
      const { abandoned, answered, arrived, balked, blocked, callbacks } = summary.total;
      expect(callbacks?.accepted).toBeGreaterThan(100);
      expect(callbacks?.missed).toBeGreaterThan(10);
      expect(blocked).toBeGreaterThan(0);
      const lost = abandoned + balked + blocked + (callbacks?.missed ?? 0);
      expect(arrived - answered - lost).toBeGreaterThanOrEqual(0);
      expect(arrived - answered - lost).toBeLessThan(60);
    },
  );

  it('appear in the ledger as often as in the summary', () => {
    const scenario = queue(`horizon: 2 days\nwork: { callback: { web: { predictedWait: 1 min, ${rule} } } }`);
    const counts = new Map<string, number>();
    const summary = runObserved(scenario, (_time, kind, aux) => {
      const name = CALLBACK_STEPS[aux] ?? '';
      if (kind === CALLBACK) counts.set(name, (counts.get(name) ?? 0) + 1);
    });
    expect(summary.total.callbacks?.accepted).toBe(counts.get('accepted'));
    expect(summary.total.callbacks?.reached).toBe(counts.get('reached'));
  });
});
