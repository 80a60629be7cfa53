import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { ACCESS_PURPOSES, actKind } from '#domain';
import { deskAbroad } from './desk-abroad.ts';
import { runObserved } from './observed-run.ts';

const [SUPPORT, ESCORT] = [ACCESS_PURPOSES.indexOf('support'), ACCESS_PURPOSES.indexOf('escort')];
const DAY_MS = 24 * HOUR_MS;

/** Cases are worked by agents abroad, while one of five agents at home watches. */
const scenario = (ofEscorts: string, ofCentre = '', part = '') =>
  deskAbroad(30, `escorted: { by: US${part} }`, `${ofCentre} groups: { servers: { tier: 3, ${ofEscorts} } }`);

const shift = (to: string, agents = 5) => `shifts: { always: { agents: ${agents}, to: "${to}" } }`;

/** The views of agents abroad, and of those who watched them: case, begin and end. */
function viewsIn(run: ReturnType<typeof scenario>) {
  const open = new Map<string, number>();
  const views: { purpose: number; caseNumber: number; fromMs: number; toMs: number }[] = [];
  const summary = runObserved(run, (timeMs, kind, purpose, caseNumber) => {
    if (kind === actKind('view')) open.set(`${purpose} ${caseNumber}`, timeMs);
    if (kind !== actKind('view end')) return;
    const fromMs = open.get(`${purpose} ${caseNumber}`) ?? Number.NaN;
    views.push({ purpose, caseNumber, fromMs, toMs: timeMs });
  });
  const ofPurpose = (wanted: number) =>
    views
      .filter(({ purpose }) => purpose === wanted)
      .map(({ caseNumber, fromMs, toMs }) => [caseNumber, fromMs, toMs]);
  return { seen: ofPurpose(SUPPORT), watched: ofPurpose(ESCORT), summary };
}

describe('an escort', () => {
  it('watches from the first moment to the last, and both are busy for that long', () => {
    const { seen, summary, watched } = viewsIn(scenario(shift('24:00')));
    expect(seen.length).toBeGreaterThan(600);
    expect(watched).toEqual(seen);
    const [home, away] = summary.centres;
    expect(home?.occupancy).toBeCloseTo(4 * (away?.occupancy ?? 0), 5);
    expect(home?.occupancy).toBeGreaterThan(0.15);
  });

  it('watches for the part of the work that the promise names, and the agent does the rest without seeing the case', () => {
    const whole = viewsIn(scenario(shift('24:00', 20)));
    const { seen, summary, watched } = viewsIn(scenario(shift('24:00', 20), '', ', part: 0.25'));
    expect(watched).toEqual(seen);
    expect(seen.length).toBeGreaterThan(600);
    for (const [, fromMs = 0, toMs = 0] of seen) expect(toMs - fromMs).toBe(15 * MINUTE_MS);
    const [home, away] = summary.centres;
    expect(away?.occupancy).toBeCloseTo(whole.summary.centres[1]?.occupancy ?? 0, 3);
    expect(home?.occupancy).toBeCloseTo((away?.occupancy ?? 0) / 4, 3);
  });

  it('ends the view when the shift ends, and the case waits for the next escort', () => {
    const { seen, watched } = viewsIn(scenario(shift('12:00')));
    expect(watched).toEqual(seen);
    const cut = seen.filter(
      ([, fromMs = 0, toMs = 0]) => toMs - fromMs < HOUR_MS && toMs % DAY_MS === 12 * HOUR_MS,
    );
    expect(cut.length).toBeGreaterThan(20);
    for (const [, fromMs = 0, toMs = 0] of seen)
      expect(toMs - (fromMs - (fromMs % DAY_MS))).toBeLessThanOrEqual(12 * HOUR_MS);
    const again = new Set(cut.map(([caseNumber]) => caseNumber));
    expect(seen.filter(([caseNumber]) => again.has(caseNumber)).length).toBeGreaterThan(1.9 * again.size);
  });

  it('ends the view on going away, or when the centre goes down', () => {
    const isCut = ([, fromMs = 0, toMs = 0]: number[]) => toMs - fromMs < 59 * MINUTE_MS;
    const away = viewsIn(scenario(`absences: { every: 1 h, for: 5 min }, ${shift('24:00')}`));
    expect(away.watched).toEqual(away.seen);
    expect(away.seen.filter(isCut).length).toBeGreaterThan(100);
    const down = viewsIn(scenario(shift('24:00'), 'outages: { random: { every: 10 h, for: 1 h } },'));
    expect(down.watched).toEqual(down.seen);
    expect(down.seen.filter(isCut).length).toBeGreaterThan(20);
  });

  it('is needed: while all watch others, cases wait although agents abroad are free', () => {
    const { seen, summary } = viewsIn(scenario(shift('24:00', 1)));
    expect(summary.centres[1]?.occupancy).toBeLessThan(0.06);
    const waited = summary.waitingCauses.find(({ cause }) => cause === 'residency leaves no eligible centre');
    expect(waited?.count).toBeGreaterThan(100);
    const order = [...seen].sort(([, left = 0], [, right = 0]) => left - right);
    for (const [k, [, fromMs = 0]] of order.entries())
      expect(fromMs).toBeGreaterThanOrEqual(order[k - 1]?.[2] ?? 0);
  });
});
