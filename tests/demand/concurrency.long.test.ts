import { describe, expect, it } from 'vitest';
import { auditInMemory, runInMemory } from '../running.ts';
import { auditedRun, estimate, expectNear, modelOf, summaryOf } from './model.ts';

/** Web cases with a minute of work each, for agents who handle several at a time. */
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

/** Each of n contacts in hand progresses at 1 ÷ n, so the agent's total speed is constant. */
const equalShares = (most: number) => Array.from({ length: most - 1 }, (_, k) => 1 / (k + 2));
const shared = (most: number) => `{ web: ${most}, slowdown: [${equalShares(most).join(', ')}] }`;

/**
 * Mean number in a birth–death process with arrivals at `lambda` and, with n present, departures at `rates[n − 1]`; the last rate applies
 * beyond.
 */
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

describe('an agent who shares the time among all contacts in hand', () => {
  it.each(['exponential 1 min', 'fixed 1 min', 'hyperexponential 1 min scv 4'])(
    'is M/G/1 with processor sharing: the time in the system depends only on the mean of the work, %s',
    (handle) => {
      const figures = estimate(sharing(1, 30, shared(40), handle), 6, ({ centres, total }) => ({
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

describe('after-contact work of an agent with several contacts in hand', () => {
  it("shares the agent's time like the contacts: in M/G/1 with processor sharing, customers see their own part", () => {
    const scenario = sharing(
      1,
      30,
      shared(40),
      'lognormal 1 min cv 1',
      'afterContact: { tier1: { web: exponential 30 s } }',
    );
    const figures = estimate(scenario, 6, ({ centres, total }) => ({
      sojourn: total.sojournMeanS ?? 0,
      busy: centres[0]?.occupancy ?? 0,
    }));
    // Kleinrock (1976): work of x takes x ÷ (1 − ρ) on average, whatever follows it; ρ is that of contact and work.
    expectNear(figures.sojourn, 60 / (1 - 0.75));
    expectNear(figures.busy, 0.75);
  });

  it('keeps its slot: without a slowdown it is M/M/4 of contacts and work together', () => {
    const scenario = sharing(
      2,
      120,
      '{ web: 2, slowdown: [1] }',
      'exponential 1 min',
      'afterContact: { tier1: { web: fixed 30 s } }',
    );
    const alone = sharing(
      4,
      120,
      '{ web: 2, slowdown: [0.5] }',
      'exponential 1 min',
      'afterContact: { tier1: { web: fixed 30 s } }',
    );
    const { groups } = alone;
    const plain = { ...alone, groups: groups.map(({ concurrency: _, ...group }) => group) };
    const waits = (one: typeof alone) => summaryOf(one).total.speedOfAnswerS ?? 0;
    // The same draws and the same slots: two agents with two each, or four with one.
    expect(waits(scenario)).toBeGreaterThan(10);
    expect(waits(scenario)).toBe(waits(plain));
  });

  it('leaves a slot for a case that becomes open to its agent because another queue is shorter', () => {
    const helping = modelOf(`
horizon: 6 h
products: { other: { title: Other } }
centres:
  home: { groups: { servers: { shifts: { always: { agents: 1 } } } } }
  far:
    { country: US, timeZone: UTC, entity: vendor, region: far, at: [0, 0], access: remote view, hours: 24x7,
      groups: { helpers: { tier: 1, languages: [en], products: { other: 1 }, concurrency: { web: 2, slowdown: [1] },
        takesOnlyWhile: [{ product: other, longerThan: { product: any } }],
        shifts: { always: { agents: 1, days: mon-sun, from: "00:00", to: "24:00" } } } } }
segments:
  customers:
    products: { any: 0.5, other: 0.5 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 100/h }]
work: { afterContact: { tier1: { web: fixed 2 min } } }`);
    const { summary, violated } = auditedRun(helping);
    expect(violated).toEqual([]);
    expect(summary.centres[1]?.contacts).toBeGreaterThan(50);
  });
});

describe('an agent with fewer contacts in hand than before', () => {
  it('takes a waiting case before one that comes back at the same moment', () => {
    const scenario = modelOf(`
horizon: 12 h
products: { other: { title: Other } }
centres: { home: { groups: { servers: { concurrency: { web: 2, slowdown: [0.5] }, shifts: { always: { agents: 1 } } } } } }
segments:
  customers:
    products: { any: 0.5, other: 0.5 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 45/h }]
work: { misrouted: { language: 0, product: 0.4, noticedAfter: 0.5 } }`);
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(summary.total.answered).toBeGreaterThan(400);
  });
});

describe('a consultation for an agent with several contacts in hand', () => {
  /** The second agents, of tier 2, have one contact at a time. */
  const consulting = (agents: number, experts: number, concurrency: string, rule: string) =>
    modelOf(`
horizon: 20 days
centres:
  home: { groups: { servers: { concurrency: ${concurrency}, shifts: { always: { agents: ${agents} } } } } }
  second:
    { country: US, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7,
      groups: { experts: { tier: 2, languages: [en], products: all, shifts: { always: { agents: ${experts}, days: mon-sun, from: "00:00", to: "24:00" } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 30/h }]
work: { handle: { tier1: { web: exponential 1 min } }, consultation: { tier1: { share: 1, tier: 2, ${rule} } } }`);

  it('lasts until its part of the contact is done, at the speed of the contact', () => {
    const scenario = consulting(1, 60, shared(40), 'part: 0.4, whenNobodyIsFree: go on alone');
    const figures = estimate(scenario, 6, ({ centres, total }) => ({
      sojourn: total.sojournMeanS ?? 0,
      experts: (centres[1]?.occupancy ?? 0) * 60,
    }));
    // With processor sharing, work of x takes x ÷ (1 − ρ) on average (Kleinrock, 1976), and so does a part of it.
    expectNear(figures.sojourn, 60 / (1 - 0.5));
    expectNear(figures.experts, (0.5 * 0.4) / (1 - 0.5));
  });

  it('that lengthens the contact makes processor sharing of longer contacts', () => {
    const rule = 'part: 0.4, lengthens: 1.5, whenNobodyIsFree: go on alone';
    const figures = estimate(consulting(1, 60, shared(40), rule), 6, ({ centres, total }) => ({
      sojourn: total.sojournMeanS ?? 0,
      experts: (centres[1]?.occupancy ?? 0) * 60,
    }));
    expectNear(figures.sojourn, 90 / (1 - 0.75));
    expectNear(figures.experts, (0.75 * 0.4) / (1 - 0.75));
  });

  it('that lengthens the contact by another factor than the scenario says is reported', () => {
    const by = (factor: number) =>
      consulting(2, 60, shared(4), `part: 0.4, lengthens: ${factor}, whenNobodyIsFree: go on alone`);
    const { invariants } = auditInMemory(runInMemory(by(1.1)).ledger, by(1.2));
    const found = invariants.find(({ id }) => id === 'R18')?.counterexample?.message;
    expect(found).toMatch(/the consulted agent stays until|the contact ends when/u);
    expect(auditedRun(by(1.1)).violated).toEqual([]);
  });

  it('holds up the contact that waits for it, and no other', () => {
    const scenario = consulting(
      100,
      1,
      '{ web: 2, slowdown: [1] }',
      'part: 1, whenNobodyIsFree: wait, atMost: 10 days',
    );
    const figures = estimate(scenario, 6, ({ total }) => ({
      wait: total.consultations?.waitS ?? 0,
      sojourn: total.sojournMeanS ?? 0,
    }));
    // M/M/1 at a load of one half: the mean wait is one service.
    expectNear(figures.wait, 60);
    expectNear(figures.sojourn, 120);
  });
});

describe('agents who are slowed down', () => {
  it('form a birth–death process: one agent, up to three in hand, the others wait', () => {
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

  it('without a slowdown equal as many agents as they may have in hand: M/M/4', () => {
    const wide = estimate(
      sharing(2, 180, '{ web: 2, slowdown: [1] }', 'exponential 1 min'),
      6,
      ({ total }) => ({
        wait: total.speedOfAnswerS ?? 0,
      }),
    );
    // Erlang C of 4 agents at a load of 3 is 0.5094; the mean wait is that many services ÷ (4 − 3).
    expectNear(wide.wait, 0.509434 * 60);
  });

  it('have one contact in hand as long as somebody else is free', () => {
    const { centres, total } = summaryOf(sharing(30, 60, '{ web: 2, slowdown: [0.1] }', 'fixed 1 min'));
    expect(centres[0]?.handleMeanS).toBe(60);
    expect(total.answeredAtOnce).toBe(total.answered);
  });
});

describe('a group that handles several contacts and takes some kinds first, or only under conditions', () => {
  it('is M/M/4 with priority if nothing slows it down', () => {
    const key = '{ web: 2, slowdown: [1] }, takesFirst: [{ severity: C }, { severity: B }]';
    const scenario = sharing(2, 180, key, 'exponential 1 min');
    const [segment] = scenario.segments;
    const split = { ...scenario, segments: [{ ...segment, severityShares: [0, 0.5, 0.5] } as const] };
    const waits = estimate(split as typeof scenario, 6, ({ severities }) => ({
      first: severities[2]?.speedOfAnswerS ?? 0,
      others: severities[1]?.speedOfAnswerS ?? 0,
    }));
    // Cobham (1954): the mean wait without priority × (1 − ρ), divided by 1 − ρ₁, and for the second class by 1 − ρ as well.
    const base = (0.509434 * 60) / 4;
    expectNear(waits.first, base / (1 - 0.375));
    expectNear(waits.others, base / (1 - 0.375) / (1 - 0.75));
  });

  it('is M/M/2 if it takes cases only while somebody is free', () => {
    const key = '{ web: 3, slowdown: [0.7, 0.5] }, takesOnlyWhile: [{ severity: C, idle: 1 }]';
    const waits = estimate(sharing(2, 90, key, 'exponential 1 min'), 6, ({ total }) => ({
      wait: total.speedOfAnswerS ?? 0,
    }));
    // Erlang C of 2 agents at a load of 1.5 is 9 ÷ 14; the mean wait is that many services ÷ (2 − 1.5).
    expectNear(waits.wait, (9 / 14) * 120);
  });
});

/** After-contact work, and contacts that need a second agent, for whom some wait. */
const LEFT =
  'afterContact: { tier1: { phone: exponential 1 min, e-mail: exponential 3 min, web: fixed 2 min }, tier2: { web: exponential 1 min } }';
const ASKING =
  'consultation: { tier1: { share: 0.4, tier: 2, part: 0.5, whenNobodyIsFree: wait, atMost: 3 min }, tier2: { share: 0.2, tier: 1, part: 1 } }';
const LENGTHENING = ASKING.replaceAll('part:', 'lengthens: 1.37, part:');

describe('several contacts in hand', () => {
  const rich = (policy: string, more: string, first: string, only: string) =>
    modelOf(`
horizon: 4 days
centres:
  home:
    hours: 24x7
    outages: { planned: [{ from: 2014-11-03T10:00:00Z, for: 1 h }, { from: 2014-11-05T21:00:00Z, for: 2 h }] }
    groups:
      servers:
        concurrency: { e-mail: 3, web: 2, slowdown: [0.7, 0.5] }
        takesFirst: ${first}
        takesOnlyWhile: ${only}
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
    [
      'finish',
      '',
      '[{ severity: C, rank: 1 }, { channel: phone, rank: 1, weight: 2 }]',
      '[{ channel: web, idle: 1 }]',
    ],
    ['hand over', '', '[{ channel: e-mail }]', '[{ severity: C, idleShare: 0.3 }]'],
    ['hand over', `dayEnd: { web: serve out, e-mail: serve out, phone: clear }`],
    ['finish', `dayEnd: { web: serve out, e-mail: serve out }\n  ${LEFT}`, '[{ channel: web }]'],
    ['{ finishWithin: 5 min }', `${LEFT}\n  ${ASKING}`],
    ['finish', `${ASKING}\n  dayEnd: { web: serve out }`],
    ['{ finishWithin: 5 min }', `${LEFT}\n  ${LENGTHENING}`],
    ['hand over', LENGTHENING],
    ['{ finishWithin: 10 min }', 'retry: { phone: { share: 0.5, after: exponential 10 min } }'],
  ])(
    'keep engines and audit in agreement with work in hand treated as: %s %s %s %s',
    (policy, more, first = '[]', only = '[]') => {
      const { summary, violated } = auditedRun(rich(policy, more, first, only));
      expect(violated).toEqual([]);
      const { answered, handOvers } = summary.total;
      expect(answered).toBeGreaterThan(1000);
      if (policy !== 'finish') expect(handOvers).toBeGreaterThan(200);
      expect(summary.centres[0]?.occupancy).toBeLessThanOrEqual(1);
    },
  );
});
