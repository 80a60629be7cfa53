import { describe, expect, it } from 'vitest';
import { actKind, TRANSITION_EVENTS } from '#domain';
import { runObserved } from '../engine/observed-run.ts';
import { auditedRun, estimate, expectNear, modelOf } from './model.ts';

const ASSIGN = actKind('assign');
const OPEN = actKind('open');
const OVERTIME = actKind('overtime');
const SERVE_OUT = actKind('serve out');
const TRANSITION = actKind('transition');
const CLEAR = TRANSITION_EVENTS.indexOf('CLEAR');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** M/M/1 at 75 % load from eight to four: 45 cases an hour, a minute each. */
const day = (
  more: string,
  shifts = '{ always: { agents: 1, from: "08:00", to: "16:00" } }',
  group = 'takesFirst: []',
  severities = '{ C: 1 }',
) =>
  modelOf(`
centres: { home: { groups: { servers: { ${group}, shifts: ${shifts} } } } }
profiles: { open: { hours: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0] } }
segments:
  customers:
    profiles: { web: open }
    severities: ${severities}
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 15/h }]
${more}`);

describe('the end of the day', () => {
  it('clears as many cases as wait in M/M/1', () => {
    // At ρ = 3 ÷ 4, ρ² ÷ (1 − ρ) cases wait.
    const days = 120;
    const scenario = day(`horizon: ${days} days\nwork: { dayEnd: { web: clear } }`);
    const { cleared } = estimate(scenario, 12, ({ total }) => ({
      cleared: (total.cleared?.unanswered ?? 0) / days,
    }));
    expectNear(cleared, 2.25);
  });

  it('costs as much overtime as there is work in M/M/1 if the queue is served out', () => {
    // The remaining work of waiting and served cases: ρ ÷ (1 − ρ) minutes.
    const days = 120;
    const scenario = day(`horizon: ${days} days\nwork: { dayEnd: { web: serve out } }`);
    const { overtime } = estimate(scenario, 12, ({ centres }) => ({
      overtime: ((centres[0]?.overtimeHours ?? 0) * 60) / days,
    }));
    expectNear(overtime, 3);
  });

  it('costs the same if the agent serves the queue out with several contacts in hand', () => {
    const three = 'concurrency: { web: 3, slowdown: [0.5, 0.3333333333333333] }';
    const scenario = (group?: string) =>
      day('horizon: 8 days\nwork: { dayEnd: { web: serve out } }', undefined, group);
    const [alone, shared] = [undefined, three].map((group) => {
      const { summary, violated } = auditedRun(scenario(group));
      expect(violated).toEqual([]);
      return summary;
    });
    // The same work at the same pace; ends are rounded up to milliseconds.
    const overtimeS = (summary = alone) => (summary?.centres[0]?.overtimeHours ?? 0) * 3600;
    expect(overtimeS()).toBeGreaterThan(8 * 60);
    expect(Math.abs(overtimeS(shared) - overtimeS())).toBeLessThan(5);
    expect(shared?.total.sojournMeanS).not.toBe(alone?.total.sojournMeanS);
  });

  it('is when the last agent leaves who could serve the queue, not at a break', () => {
    const shifts =
      '{ always: { agents: 1, from: "08:00", to: "12:00" }, late: { agents: 1, from: "13:00", to: "16:00" } }';
    const times = new Set<number>();
    runObserved(day('horizon: 10 days\nwork: { dayEnd: { web: clear } }', shifts), (timeMs, kind, aux) => {
      if (kind === TRANSITION && aux === CLEAR) times.add((timeMs % DAY_MS) / HOUR_MS);
    });
    expect([...times]).toEqual([16]);
  });

  it("is before midnight on the centre's clock: a night shift that begins then keeps the queue open", () => {
    const scenario = (from: string) =>
      day(
        'horizon: 10 days\nwork: { dayEnd: { web: clear } }',
        `{ always: { agents: 1, from: "08:00", to: "16:00" }, night: { agents: 1, from: "${from}", to: "${from === '23:00' ? '23:30' : '08:00'}" } }`,
      );
    const clearings = (from: string) => {
      let count = 0;
      runObserved(scenario(from), (timeMs, kind, aux) => {
        if (kind === TRANSITION && aux === CLEAR && (timeMs % DAY_MS) / HOUR_MS === 16) count++;
      });
      return count;
    };
    expect(clearings('23:00')).toBe(0);
    expect(clearings('00:00')).toBeGreaterThan(0);
  });

  it('carries cases over by default, byte for byte', () => {
    const root = (more: string) => auditedRun(day(`horizon: 3 days\n${more}`)).summary.total;
    expect(root('work: { dayEnd: { web: carry over } }')).toEqual(root(''));
  });
});

describe('queues that close', () => {
  const busy = (policy: string, more = '') =>
    day(
      `
horizon: 9 days
work:
  handle: { tier1: { web: exponential 3 min } }
  dayEnd: { web: ${policy} }
  patience: { web: exponential 20 min }
  retry: { web: { share: 0.5, after: exponential 30 min } }
  afterContact: { tier1: { web: exponential 20 s } }
  customerWait: { share: 0.2, reply: exponential 2 h, autoClose: 1 day }
  severityRaise: { share: 0.1, after: exponential 10 min }
${more}`,
      '{ always: { agents: 2, from: "08:00", to: "16:00" }, two: { agents: 1, from: "10:00", to: "16:00", breaks: [{ from: "12:00", to: "12:30" }] } }',
    );

  it.each([
    ['clear', ''],
    ['clear', '  shiftEnd: { web: hand over }'],
    ['clear', '  callback: { web: { waiting: 2, accepted: 0.5, reached: 0.7, attempts: 2, again: 10 min } }'],
    ['serve out', ''],
    ['serve out', '  shiftEnd: { web: hand over }'],
    ['serve out', '  shiftEnd: { web: pause }'],
    ['serve out', 'lines: { web: { total: 12 } }'],
  ])('under %s keep engines and audit in agreement (%s)', (policy, more) => {
    const scenario = busy(policy, more);
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    const { cleared } = summary.total;
    if (policy === 'clear') expect(cleared?.unanswered).toBeGreaterThan(10);
    else expect(summary.centres[0]?.overtimeHours).toBeGreaterThan(0.2);
  });

  it.each([
    ['takesFirst: [{ severity: C }]', 'CB'],
    ['takesFirst: [{ severity: C, rank: 1, weight: 1000 }, { severity: B, rank: 1 }]', 'CB'],
    ['takesOnlyWhile: [{ severity: C, idle: 2 }]', 'B'],
  ])(
    "are served out in the order of the group's priorities, and only by kinds that it takes: %s",
    (key, order) => {
      const scenario = day(
        'horizon: 9 days\nwork: { handle: { tier1: { web: fixed 6 min } }, dayEnd: { web: serve out } }',
        '{ always: { agents: 2, from: "08:00", to: "16:00" } }',
        key,
        '{ B: 0.5, C: 0.5 }',
      );
      const severities: string[] = [];
      /** By day, the severities that the remaining agents take, with repeats joined. */
      const evenings: string[] = Array.from({ length: 9 }, () => '');
      runObserved(scenario, (timeMs, kind, aux, caseNumber) => {
        if (kind === OPEN) severities[caseNumber] = 'ABC'[aux >> 2] as string;
        const evening = Math.floor(timeMs / DAY_MS);
        if (kind !== ASSIGN || timeMs % DAY_MS < 16 * HOUR_MS) return;
        if (!evenings[evening]?.endsWith(severities[caseNumber] as string))
          evenings[evening] += severities[caseNumber] as string;
      });
      expect(evenings.filter((evening) => evening === order).length).toBeGreaterThan(5);
      expect(evenings.filter((evening) => !order.includes(evening))).toEqual([]);
      expect(auditedRun(scenario).violated).toEqual([]);
    },
  );

  it('keep agents only while cases wait, and record who stays', () => {
    const counts = { stays: 0, goes: 0, cases: 0 };
    runObserved(day('horizon: 9 days\nwork: { dayEnd: { web: serve out } }'), (timeMs, kind, aux) => {
      if (kind === SERVE_OUT) counts.cases++;
      if (kind !== OVERTIME) return;
      expect((timeMs % DAY_MS) / HOUR_MS).toBeGreaterThanOrEqual(16);
      if (aux === 1) counts.stays++;
      else counts.goes++;
    });
    expect(counts.stays).toBeGreaterThan(3);
    expect(counts.goes).toBe(counts.stays);
    expect(counts.cases).toBeGreaterThan(counts.stays);
  });
});
