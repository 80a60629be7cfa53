import { describe, expect, it } from 'vitest';
import { auditedRun, estimate, expectNear, modelOf, summaryOf } from './model.ts';

/** Cases by web, a minute of work each, to so many agents who have several in hand. */
const sharing = (agents: number, perHour: number, concurrency: string, handle: string, more = '') =>
  modelOf(`
horizon: 20 days
centres:
  home: { groups: { servers: { concurrency: ${concurrency}, shifts: { always: { agents: ${agents} } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perHour}/h }]
work:
  handle: { tier1: { web: ${handle} } }
  ${more}`);

/** Of n in hand each goes at 1 ÷ n: the agent works as fast as ever. */
const equalShares = (most: number) => Array.from({ length: most - 1 }, (_, k) => 1 / (k + 2));
const shared = (most: number) => `{ web: ${most}, slowdown: [${equalShares(most).join(', ')}] }`;

/** Mean number in a birth–death process with arrivals at `lambda` and, of n, departures at `rates[n − 1]`, the last rate for more. */
function meanNumber(lambda: number, rates: readonly number[]): number {
  let weight = 1;
  let [sum, first] = [1, 0];
  for (let n = 1; n < 2000; n++) {
    weight *= lambda / (rates[Math.min(n, rates.length) - 1] as number);
    sum += weight;
    first += n * weight;
  }
  return first / sum;
}

describe('an agent who shares the time among all in hand', () => {
  it.each(['exponential 1 min', 'fixed 1 min', 'hyperexponential 1 min scv 4'])(
    'is M/G/1 with processor sharing: the time in the system depends on the mean of the work alone, %s',
    (handle) => {
      const figures = estimate(sharing(1, 30, shared(40), handle), 10, ({ centres, total }) => ({
        sojourn: total.sojournMeanS ?? 0,
        handle: centres[0]?.handleMeanS ?? 0,
        busy: centres[0]?.occupancy ?? 0,
        atOnce: total.answeredAtOnce / total.answered,
      }));
      // Kleinrock (1976): E[T] = E[S] ÷ (1 − ρ), whatever the distribution.
      expectNear(figures.sojourn, 60 / (1 - 0.5));
      expectNear(figures.handle, 60 / (1 - 0.5));
      expectNear(figures.busy, 0.5);
      expect(figures.atOnce.mean).toBeGreaterThan(0.999);
    },
  );
});

describe('agents who are slowed down', () => {
  it('are a birth–death process: one agent, up to three in hand, the others wait', () => {
    const slowdown = [0.7, 0.5];
    const figures = estimate(
      sharing(1, 60, '{ web: 3, slowdown: [0.7, 0.5] }', 'exponential 1 min'),
      12,
      ({ centres, total }) => ({ sojourn: total.sojournMeanS ?? 0, busy: centres[0]?.occupancy ?? 0 }),
    );
    const rates = [1, ...slowdown].map((speed, k) => speed * (k + 1));
    // Little's law: one case a minute.
    expectNear(figures.sojourn, meanNumber(1, rates) * 60);
    // Empty with 1 ÷ (1 + 1 + 1/1.4 + 1/1.4 · 1/1.5 + …).
    const third = 1 / 1.4 / 1.5;
    expectNear(figures.busy, 1 - 1 / (1 + 1 + 1 / 1.4 + third / (1 - 1 / 1.5)));
  });

  it('without a slowdown are as many agents as there may be in hand: M/M/4', () => {
    const wide = estimate(
      sharing(2, 180, '{ web: 2, slowdown: [1] }', 'exponential 1 min'),
      10,
      ({ total }) => ({
        wait: total.speedOfAnswerS ?? 0,
      }),
    );
    // Erlang C of 4 agents at a load of 3: 0.5094, mean wait that by (4 − 3) services.
    expectNear(wide.wait, 0.509434 * 60);
  });

  it('have one in hand as long as somebody else is free', () => {
    const { centres, total } = summaryOf(sharing(30, 60, '{ web: 2, slowdown: [0.1] }', 'fixed 1 min'));
    expect(centres[0]?.handleMeanS).toBe(60);
    expect(total.answeredAtOnce).toBe(total.answered);
  });
});

describe('several contacts in hand', () => {
  const rich = (policy: string, more = '') =>
    modelOf(`
horizon: 4 days
centres:
  home:
    hours: 24x7
    outages: { planned: [{ from: 2014-11-03T10:00:00Z, for: 1 h }, { from: 2014-11-05T21:00:00Z, for: 2 h }] }
    groups:
      servers:
        concurrency: { e-mail: 3, web: 2, slowdown: [0.7, 0.5] }
        absences: { every: 3 h, for: 20 min }
        wage: { perHour: 20, overtimeFactor: 1.5 }
        shifts: { always: { agents: 3, from: "00:00", to: "13:00" }, late: { agents: 3, from: "12:00", to: "22:00" } }
      callers:
        { tier: 2, languages: [en], products: all, shifts: { always: { agents: 2, days: mon-sun, from: "00:00", to: "24:00" } } }
currency: EUR
segments:
  customers:
    channels: { web: 0.4, e-mail: 0.4, phone: 0.2 }
    severities: { A: 0.2, C: 0.8 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 24/h }]
work:
  patience: { phone: exponential 5 min, web: exponential 1 h }
  handle:
    tier1: { phone: exponential 6 min, e-mail: exponential 15 min, web: exponential 9 min }
    tier2: { phone: exponential 6 min, e-mail: exponential 15 min, web: exponential 9 min }
  escalation: { tier1: 0.1, tier2: 0 }
  customerWait: { share: 0.1, reply: exponential 1 h, autoClose: 1 day }
  severityRaise: { share: 0.1, after: exponential 5 min }
  handOver: { time: 1 min, lostShare: 0.2 }
  shiftEnd: { phone: ${policy}, e-mail: ${policy}, web: ${policy} }
  absence: { phone: ${policy}, e-mail: ${policy}, web: ${policy} }
  ${more}`);

  it.each([
    ['finish', ''],
    ['hand over', ''],
    ['restart', 'dayEnd: { web: clear }'],
    ['resample', 'returns: { tier2: 0.2, tier3: 0 }'],
    ['{ finishWithin: 10 min }', 'retry: { phone: { share: 0.5, after: exponential 10 min } }'],
  ])('leave engines and audit agreed where work in hand is treated so: %s %s', (policy, more) => {
    const { summary, violated } = auditedRun(rich(policy, more));
    expect(violated).toEqual([]);
    const { answered, handOvers } = summary.total;
    expect(answered).toBeGreaterThan(1000);
    if (policy !== 'finish') expect(handOvers).toBeGreaterThan(200);
    expect(summary.centres[0]?.occupancy).toBeLessThanOrEqual(1);
  });
});
