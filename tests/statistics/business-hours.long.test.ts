import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { actKind, type Scenario } from '#domain';
import { auditedRun, modelOf } from '../demand/model.ts';
import { runObserved } from '../engine/observed-run.ts';

const OPEN = actKind('open');
const ASSIGN = actKind('assign');

const mail = (targets: string, rate = '40/day') =>
  modelOf(`
horizon: 4 weeks
holidays: { US: [2014-11-11] }
centres:
  home:
    timeZone: America/New_York
    hours: [{ days: mon-fri, from: "08:00", to: "18:00" }]
    groups: { servers: { shifts: { always: { agents: 2, days: mon-fri, from: "08:00", to: "18:00" } } } }
segments:
  customers:
    channels: { web: null, e-mail: 1 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
work: { handle: { tier1: { e-mail: exponential 20 min } } }
serviceLevels: []
targets:
${targets}`);
const answer = (name: string, within: string, hours: string) =>
  `  ${name}: { of: answer, channel: e-mail, severity: all, within: ${within}, target: 0.9${hours} }\n`;

/** Minutes from arrival to first answer within the business hours of New York in November 2014, counted one by one. */
function minutesWithin(scenario: Scenario, fromMs: number, toMs: number): number {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/New_York',
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
    day: 'numeric',
  });
  let minutes = 0;
  for (let at = fromMs; at < toMs; at += MINUTE_MS) {
    const parts = Object.fromEntries(
      clock.formatToParts(scenario.startEpochMs + at).map((part) => [part.type, part.value]),
    );
    const isDay = !['Sat', 'Sun'].includes(parts.weekday ?? '') && parts.day !== '11';
    if (isDay && Number(parts.hour) >= 8 && Number(parts.hour) < 18) minutes++;
  }
  return minutes;
}

describe('targets in business hours', () => {
  const scenario = mail(
    answer('always', '4 h', '') +
      answer('open', '4 h', ', hours: home') +
      answer(
        'own',
        '4 h',
        ', hours: { timeZone: America/New_York, hours: [{ days: mon-fri, from: "08:00", to: "18:00" }], holidays: US }',
      ),
  );

  it('count waits within those hours, minute by minute', () => {
    const arrived = new Map<number, number>();
    const answered = new Map<number, number>();
    const summary = runObserved(scenario, (timeMs, kind, _aux, caseNumber) => {
      if (kind === OPEN) arrived.set(caseNumber, timeMs);
      else if (kind === ASSIGN && !answered.has(caseNumber)) answered.set(caseNumber, timeMs);
    });
    let sure = 0;
    let possible = 0;
    for (const [caseNumber, timeMs] of answered) {
      const minutes = minutesWithin(scenario, arrived.get(caseNumber) ?? 0, timeMs);
      if (minutes <= 4 * 60 - 1) sure++;
      if (minutes <= 4 * 60 + 1) possible++;
    }
    const [always, open, own] = (summary.targets ?? []).filter(({ segment }) => segment === null);
    expect(open?.met).toBeGreaterThanOrEqual(sure);
    expect(open?.met).toBeLessThanOrEqual(possible);
    expect(own).toEqual({ ...open, id: 'own' });
    expect(always?.met).toBeLessThan((open?.met ?? 0) / 1.5);
  });

  it('let a backlog carry over nights, weekends and holidays and be worked off in order', () => {
    const days = new Set<number>();
    let longestMs = 0;
    const order: number[] = [];
    runObserved(scenario, (timeMs, kind, _aux, caseNumber, _a, _b, _c, waitMs) => {
      if (kind !== ASSIGN) return;
      order.push(caseNumber);
      longestMs = Math.max(longestMs, waitMs);
      if (waitMs > 14 * HOUR_MS) days.add(Math.floor(timeMs / (24 * HOUR_MS)));
    });
    expect(order).toEqual([...order].sort((left, right) => left - right));
    expect(longestMs).toBeGreaterThan(60 * HOUR_MS);
    expect(days.size).toBeGreaterThanOrEqual(3);
  });

  it('give the same acts on every engine, and a clean audit', () => {
    expect(auditedRun(scenario).violated).toEqual([]);
  });
});
