import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { actKind, CASE_STATES, TRANSITION_EVENTS } from '#domain';
import { auditedRun, modelOf } from '../demand/model.ts';
import { runObserved } from '../engine/observed-run.ts';
import { auditInMemory, runInMemory } from '../running.ts';

const OPEN = actKind('open');
const TRANSITION = actKind('transition');
const state = (name: (typeof CASE_STATES)[number]) => CASE_STATES.indexOf(name);

const desk = (more: string) =>
  modelOf(`
horizon: 20 days
centres: { home: { groups: { servers: { shifts: { always: { agents: 2 } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 30/day }]
work:
  handle: { tier1: { web: exponential 30 min } }
  customerWait: { share: 0.3, reply: exponential 5 h, autoClose: 7 days }
  vendorWait: { tier1: { share: 0.25, reply: exponential 8 h } }
  reopening: { share: 0.2, after: exponential 1 day }
  closing: 5 days
targets:
${more}`);

const target = (name: string, of: string, pauses: string) =>
  `  ${name}: { of: ${of}, channel: web, severity: all, within: 3 h, target: 0.8, pauses: ${pauses} }\n`;

describe('targets', () => {
  const scenario = desk(
    target('answered', 'answer', 'all') +
      target('plain', 'resolution', '[]').replace(', pauses: []', '') +
      target('customer', 'resolution', 'customer') +
      target('both', 'resolution', 'all'),
  );

  it('stop their clocks while the case waits for the named party, as the ledger records', () => {
    const arrived = new Map<number, number>();
    const since = new Map<number, number>();
    const paused = {
      plain: new Map<number, number>(),
      customer: new Map<number, number>(),
      both: new Map<number, number>(),
    };
    const resolved = new Set<number>();
    const met = { plain: 0, customer: 0, both: 0 };
    const states = new Map<number, number>();
    const pausedMs = (name: keyof typeof paused, one: number, from: number, lengthMs: number) => {
      const isPaused = name === 'both' || (name === 'customer' && from === state('open.awaitingCustomer'));
      return (paused[name].get(one) ?? 0) + (isPaused ? lengthMs : 0);
    };
    const names = ['plain', 'customer', 'both'] as const;
    const summary = runObserved(scenario, (timeMs, kind, _aux, caseNumber, before, after) => {
      if (kind === OPEN) arrived.set(caseNumber, timeMs);
      if (kind !== TRANSITION) return;
      states.set(caseNumber, after);
      const parties = [state('open.awaitingCustomer'), state('open.awaitingVendor')];
      if (parties.includes(after)) since.set(caseNumber, timeMs);
      else if (parties.includes(before)) {
        const lengthMs = timeMs - (since.get(caseNumber) ?? 0);
        for (const name of names) paused[name].set(caseNumber, pausedMs(name, caseNumber, before, lengthMs));
      }
      if (after !== state('resolved') || resolved.has(caseNumber)) return;
      resolved.add(caseNumber);
      for (const name of names) {
        const spentMs = timeMs - (arrived.get(caseNumber) ?? 0) - (paused[name].get(caseNumber) ?? 0);
        if (spentMs <= 3 * HOUR_MS) met[name]++;
      }
    });
    expect(resolved.size).toBeGreaterThan(400);
    // Cases that are open at the end count if their time is up.
    const over = [state('resolved'), state('closed'), state('erased')];
    const lateAtEnd = (name: (typeof names)[number]) =>
      [...arrived].filter(([one, fromMs]) => {
        const now = states.get(one) ?? 0;
        if (resolved.has(one) || over.includes(now)) return false;
        const restsMs =
          now === state('open.awaitingCustomer') || now === state('open.awaitingVendor')
            ? scenario.horizonMs - (since.get(one) ?? 0)
            : 0;
        return scenario.horizonMs - fromMs - pausedMs(name, one, now, restsMs) > 3 * HOUR_MS;
      }).length;
    expect(lateAtEnd('plain')).toBeGreaterThan(lateAtEnd('both'));
    const rows = (summary.targets ?? []).filter(({ segment }) => segment === null);
    expect(rows.slice(1).map(({ id, judged, met: count }) => [id, judged, count])).toEqual(
      names.map((name) => [name, resolved.size + lateAtEnd(name), met[name]]),
    );
    expect(met.plain).toBeLessThan(met.customer);
    expect(met.customer).toBeLessThan(met.both);
    const unanswered = summary.total.arrived - summary.total.answered;
    expect((rows[0]?.judged ?? 0) - summary.total.answered).toBeLessThanOrEqual(unanswered);
  });

  it('are the same on every engine, and waits for a vendor keep the audit clean', () => {
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(summary.targets?.map(({ segment }) => segment)).toEqual(
      [0, 1, 2, 3].flatMap(() => [null, 'customers']),
    );
  });

  it('the audit reports a wait for a vendor that the scenario never consults', () => {
    const { ledger } = runInMemory(scenario);
    const { vendorWait: _, ...work } = scenario.work;
    const { invariants } = auditInMemory(ledger, { ...scenario, work });
    const found = invariants.find(({ id }) => id === 'R18');
    expect(found?.counterexample?.message).toContain('vendor');
  });

  it('change no act of the run', () => {
    const { targets: _, ...without } = scenario;
    const told = (one: typeof scenario) => {
      let sum = 0;
      runObserved(one, (timeMs, kind, aux) => {
        if (kind === TRANSITION && aux !== TRANSITION_EVENTS.indexOf('RELOCATE')) sum += timeMs;
      });
      return sum;
    };
    expect(told(without)).toBe(told(scenario));
  });
});

describe('targets of abandonment and backlog', () => {
  /** Two agents by day for more calls than they can take, and e-mails that wait for the morning. */
  const scenario = modelOf(`
horizon: 10 days
centres:
  home:
    timeZone: America/New_York
    hours: [{ days: mon-fri, from: "08:00", to: "18:00" }]
    groups: { servers: { shifts: { always: { agents: 2, days: mon-fri, from: "08:00", to: "18:00" } } } }
segments:
  customers:
    channels: { web: 0.3, phone: 0.7 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 130/day }]
work: { handle: { tier1: { web: exponential 20 min, phone: exponential 20 min } }, patience: { phone: exponential 20 min } }
targets:
  calls: { of: answer, channel: phone, severity: all, within: 1 min, target: 0.8 }
  at-once: { of: answer, channel: phone, severity: all, within: 0 s, target: 0.5 }
  lost: { of: abandonment, segment: customers, channel: phone, severity: all, atMost: 0.1 }
  left: { of: backlog, channel: all, severity: all, atMost: 3, target: 0.9, hours: home }
  midnight: { of: backlog, channel: web, severity: all, atMost: 3, target: 0.9, hours: { timeZone: America/New_York, hours: [{ days: mon-sun, from: "00:00", to: "24:00" }] } }
`);
  const opened = new Map<number, { readonly atMs: number; readonly channel: string }>();
  /** When a case was answered first, or given up. */
  const over = new Map<number, { readonly atMs: number; readonly isAnswered: boolean }>();
  const summary = runObserved(scenario, (timeMs, kind, aux, caseNumber, a) => {
    if (kind === OPEN) opened.set(caseNumber, { atMs: timeMs, channel: scenario.streams[a]?.channel ?? '' });
    const isPatience = kind === TRANSITION && aux === TRANSITION_EVENTS.indexOf('patience');
    if ((kind === actKind('assign') || isPatience) && !over.has(caseNumber))
      over.set(caseNumber, { atMs: timeMs, isAnswered: !isPatience });
  });
  const rowOf = (id: string) => summary.targets?.find((row) => row.id === id && row.segment === null);
  const calls = [...over].filter(([one]) => opened.get(one)?.channel === 'phone');
  /** Of these channels: cases that have come before the time and have no answer. */
  const waitingAt = (atMs: number, channels: readonly string[]) =>
    [...opened].filter(
      ([one, { atMs: from, channel }]) =>
        channels.includes(channel) &&
        from < atMs &&
        (over.get(one)?.atMs ?? Number.POSITIVE_INFINITY) >= atMs,
    ).length;
  const daysMet = (ends: readonly number[], channels: readonly string[]) =>
    ends.filter((atMs) => waitingAt(atMs, channels) <= 3).length;

  it('count customers who give up as not answered in time', () => {
    const inTime = calls.filter(
      ([one, { atMs, isAnswered }]) => isAnswered && atMs - (opened.get(one)?.atMs ?? 0) <= MINUTE_MS,
    );
    const gaveUp = calls.filter(([, { isAnswered }]) => !isAnswered);
    expect(gaveUp.length).toBeGreaterThan(0);
    expect(rowOf('calls')).toMatchObject({ judged: calls.length, met: inTime.length });
    expect(rowOf('lost')).toMatchObject({ judged: calls.length, met: calls.length - gaveUp.length });
    expect(rowOf('lost')?.target).toBe(0.9);
  });

  it('count only those as answered within 0 s who do not wait', () => {
    const { answeredAtOnce } = summary.channels[0] as { readonly answeredAtOnce: number };
    expect(answeredAtOnce).toBeGreaterThan(0);
    expect(rowOf('at-once')).toMatchObject({ judged: calls.length, met: answeredAtOnce });
  });

  it('count a backlog when the hours of a local day end', () => {
    // Monday, 3 November 2014, and New York is five hours behind UTC.
    const ends = [0, 1, 2, 3, 4, 7, 8, 9].map((day) => (day * 24 + 23) * HOUR_MS);
    expect(scenario.targets?.[3]?.dayEndsMs).toEqual(ends);
    expect(rowOf('left')).toMatchObject({ judged: 8, met: daysMet(ends, ['phone', 'web']) });
    expect(rowOf('left')?.met).toBeGreaterThan(0);
    expect(rowOf('left')?.met).toBeLessThan(8);
  });

  it('count a backlog at local midnight where the hours go on', () => {
    const ends = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((day) => (day * 24 + 5) * HOUR_MS);
    expect(scenario.targets?.[4]?.dayEndsMs).toEqual(ends);
    expect(rowOf('midnight')).toMatchObject({ judged: 10, met: daysMet(ends, ['web']) });
  });

  it('leave days out that end with the warm-up or before', () => {
    const warm = { ...scenario, warmUp: { forMs: 47 * HOUR_MS } };
    const row = runInMemory(warm).summary.targets?.find(({ id }) => id === 'left');
    expect(row?.judged).toBe(6);
  });
});
