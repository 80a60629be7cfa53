import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { auditInMemory, runInMemory } from '../running.ts';
import { auditedRun, estimate, expectNear, modelOf, twoLines } from './model.ts';

const workOf = (more: string) => `
horizon: 20 days
work:
  escalation: { tier1: 0.5, tier2: 0 }
  ${more}`;
const lost = 'transfer: { web: { way: no wait, otherwise: lost } }';
const goOn = 'transfer: { web: { way: no wait, otherwise: go on, speed: 0.5 } }';
const warm = (atMost: string, handOver = '30 s') =>
  `transfer: { web: { way: warm, handOver: ${handOver}, atMost: ${atMost} } }`;

/** The group of tier 2 takes cases of severity A only while more of them wait than of C; all cases are A. */
function helpedAbove(work: string, { by = 0, severities = 'A: 1, C: 0' } = {}): Scenario {
  return modelOf(`
horizon: 1 day
centres:
  home: { groups: { servers: { shifts: { always: { agents: 50 } } } } }
  second:
    { country: US, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7,
      groups: { experts: { tier: 2, languages: [en], products: all, takesOnlyWhile: [{ severity: A, longerThan: { severity: C, by: ${by} } }],
        shifts: { always: { agents: 5, days: mon-sun, from: "00:00", to: "24:00" } } } } }
segments:
  customers:
    severities: { ${severities} }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 60/h }]
work:
  ${work}`);
}

/** Of M/M/1/1 with a load of one half. */
const BLOCKED = 1 / 3;

describe('a transfer that may not wait', () => {
  it('is lost as often as calls are in M/M/1/1', () => {
    const figures = estimate(twoLines(50, 1, workOf(lost)), 6, ({ centres, total }) => {
      const given = (total.lost ?? 0) + (centres[1]?.contacts ?? 0);
      return { share: (total.lost ?? 0) / given };
    });
    expectNear(figures.share, BLOCKED);
  });

  it.each([lost, goOn])('goes to a free group that helps the queue that it makes longer: %s', (transfer) => {
    const { summary, violated } = auditedRun(
      helpedAbove(`escalation: { tier1: 1, tier2: 0 }\n  ${transfer}`),
    );
    expect(violated).toEqual([]);
    expect(summary.centres[1]?.contacts).toBeGreaterThan(1000);
  });

  it('waits where a helping group has made room for it by taking another case', () => {
    const limited = goOn.replace('no wait', 'limited, waiting: 1');
    const scenario = helpedAbove(`escalation: { tier1: 0.7, tier2: 0 }\n  ${limited}`, {
      by: 1,
      severities: 'A: 0.7, C: 0.3',
    });
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(summary.centres[1]?.contacts).toBeGreaterThan(500);
  });

  it('costs the first agent the work at the slower speed', () => {
    // Per case a minute; of the half that should be transferred, a third takes two.
    const figures = estimate(twoLines(50, 1, workOf(goOn)), 6, ({ centres }) => ({
      busy: (centres[0]?.occupancy ?? 0) * 50,
      second: centres[1]?.occupancy ?? 0,
    }));
    expectNear(figures.busy, 1 + 0.5 * BLOCKED * 2);
    expectNear(figures.second, 0.5 * (1 - BLOCKED));
  });
});

describe('a warm transfer', () => {
  it('costs both agents the hand-over time if somebody is always free', () => {
    const figures = estimate(twoLines(50, 50, workOf(warm('10 min'))), 6, ({ centres }) => ({
      first: (centres[0]?.occupancy ?? 0) * 50,
      second: (centres[1]?.occupancy ?? 0) * 50,
    }));
    expectNear(figures.first, 1 + 0.5 * 0.5);
    expectNear(figures.second, 0.5 * (1 + 0.5));
  });

  it('costs nobody anything where the hand-over takes no time and somebody is always free', () => {
    const figures = estimate(twoLines(50, 50, workOf(warm('10 min', '0 s'))), 6, ({ centres }) => ({
      first: (centres[0]?.occupancy ?? 0) * 50,
      second: (centres[1]?.occupancy ?? 0) * 50,
    }));
    expectNear(figures.first, 1);
    expectNear(figures.second, 0.5);
  });

  it("also costs the first agent the customer's wait, up to the limit", () => {
    const wait = (atMost: string) =>
      estimate(twoLines(50, 1, workOf(warm(atMost))), 6, ({ centres }) => ({
        first: (centres[0]?.occupancy ?? 0) * 50,
      })).first.mean;
    // M/G/1 at 75 %: E[S²] = 1 + (1 + ½)² min², W = λ E[S²] ÷ (2 (1 − ρ)) = 3.25 min.
    expect(wait('10 days')).toBeGreaterThan(1.25 + 0.5 * 3);
    expect(wait('10 days')).toBeLessThan(1.25 + 0.5 * 3.5);
    expect(wait('1 s')).toBeLessThan(1.2);
  });
});

describe('transfers', () => {
  const rich = (transfer: string, more = '', to = '24:00') =>
    twoLines(
      3,
      1,
      `
horizon: 30 h
work:
  escalation: { tier1: 0.6, tier2: 0 }
  returns: { tier2: 0.2, tier3: 0 }
  ${transfer}
  customerWait: { share: 0.2, reply: exponential 1 h, autoClose: 1 day }
  absence: { web: hand over }
  severityRaise: { share: 0.1, after: exponential 1 min }
${more}`,
      to,
    );
  const after = '  afterContact: { tier1: { web: exponential 20 s }, tier2: { web: exponential 30 s } }';

  it.each([
    [lost, ''],
    [lost, after],
    [goOn, ''],
    [goOn, after],
    [goOn, `${after}\nrouting: { preemption: { by: A } }`],
    [warm('3 min'), ''],
    [warm('3 min'), after],
    [warm('3 min', '0 s'), after],
    [warm('3 min'), `${after}\n  dayEnd: { web: clear }`],
    [warm('3 min'), `${after}\nrouting: { preemption: { by: A } }`],
  ])('by %s keep engines and audit in agreement%s', (transfer, more) => {
    const { summary, violated } = auditedRun(rich(transfer, more));
    expect(violated).toEqual([]);
    expect(summary.centres[1]?.contacts).toBeGreaterThan(500);
  });

  it('end with the queue that is cleared for the day', () => {
    const clearing = rich(warm('3 min'), '  dayEnd: { web: clear }', '16:00');
    const { summary, violated } = auditedRun(clearing);
    expect(violated).toEqual([]);
    expect(summary.total.cleared?.answered).toBeGreaterThan(0);
  });

  /** What R18 and R10 report for a run under one rule if another was promised. */
  function said(done: string, promised: string): string {
    const of = (transfer: string): Scenario => rich(transfer);
    const { invariants } = auditInMemory(runInMemory(of(done)).ledger, of(promised));
    return invariants
      .filter(({ id }) => id === 'R18' || id === 'R10')
      .map(({ counterexample }) => counterexample?.message ?? '')
      .join(' ');
  }

  it('that ignore a promised rule are reported', () => {
    expect(said('', lost)).toContain('may only be transferred');
    expect(said('', goOn)).toContain('could continue it');
    expect(said('', warm('3 min'))).toContain('its agent does not stay with it');
  });

  it('that follow a rule nobody promised are reported', () => {
    expect(said(lost, '')).toContain('it is lost, but may wait');
    expect(said(goOn, '')).toContain('the case needs tier 2');
    expect(said(warm('3 min'), warm('5 min'))).toContain('does not stay with it as long as');
  });
});

describe('an agent who set a contact aside for an urgent one', () => {
  it('resumes it, and is not free for a case that may not wait; the audit agrees', () => {
    const { summary, violated } = auditedRun(
      modelOf(`
horizon: 30 h
products: { other: {} }
centres: { home: { groups: { servers: { shifts: { always: { agents: 2 } } } } } }
segments:
  customers:
    products: { any: 0.5, other: 0.5 }
    severities: { A: 0.3, C: 0.7 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 100/h }]
work:
  misrouted: { language: 0, product: 0.5, noticedAfter: 0.3 }
  transfer: { web: { way: no wait, otherwise: lost } }
routing: { preemption: { by: A } }
`),
    );
    expect(violated).toEqual([]);
    expect(summary.total.lost).toBeGreaterThan(50);
  });
});
