import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { ACCESS_PURPOSES, APPROVAL_STEPS, actKind } from '#domain';
import { deskAbroad } from './desk-abroad.ts';
import { runObserved } from './observed-run.ts';

const ESCORT = ACCESS_PURPOSES.indexOf('escort');
const [ASKED, GIVEN, REFUSED] = APPROVAL_STEPS.map((_, step) => step) as [number, number, number];

/** Cases are worked by agents abroad once their customers have approved that. */
const scenario = (access: string, ofHome = 'tier: 3') =>
  deskAbroad(60, access, `groups: { servers: { ${ofHome} } }`);

interface Told {
  openedMs: number;
  readonly steps: [step: number, timeMs: number][];
  seenMs: number;
  seenFrom: number;
  watchedMs: number;
}

/** What the acts tell of each case: its approval, and who saw it first, when. */
function toldOf(run: ReturnType<typeof scenario>): readonly Told[] {
  const cases: Told[] = [];
  runObserved(run, (timeMs, kind, aux, caseNumber, centre) => {
    if (kind === actKind('open')) {
      cases[caseNumber] = { openedMs: timeMs, steps: [], seenMs: -1, seenFrom: -1, watchedMs: -1 };
      return;
    }
    const one = cases[caseNumber];
    if (one === undefined) return;
    if (kind === actKind('access approval')) one.steps.push([aux, timeMs]);
    if (kind !== actKind('view')) return;
    if (aux === ESCORT) one.watchedMs = timeMs;
    else if (one.seenMs === -1) Object.assign(one, { seenMs: timeMs, seenFrom: centre });
  });
  return cases;
}

const waitsOf = (cases: readonly Told[]) =>
  cases.filter(({ seenMs }) => seenMs !== -1).map(({ openedMs, seenMs }) => seenMs - openedMs);

describe('an approval', () => {
  it('is asked for at once where nobody inside can help, and the first answer waits exactly for it', () => {
    const cases = toldOf(scenario('approved: { answer: fixed 30 min, refused: 0 }'));
    const settled = cases.filter(({ openedMs }) => openedMs < 59 * 24 * HOUR_MS);
    expect(settled.length).toBeGreaterThan(1200);
    for (const { openedMs, seenFrom, steps } of settled) {
      expect(steps).toEqual([
        [ASKED, openedMs],
        [GIVEN, openedMs + 30 * MINUTE_MS],
      ]);
      expect(seenFrom).toBe(1);
    }
    expect(new Set(waitsOf(cases))).toEqual(new Set([30 * MINUTE_MS]));
  });

  it('is refused by the share of the scenario, within three standard errors, and then nobody outside sees the case', () => {
    const cases = toldOf(scenario('approved: { answer: exponential 20 min, refused: 0.3 }'));
    const answered = cases.filter(({ steps }) => steps.length === 2);
    const refused = answered.filter(({ steps }) => steps[1]?.[0] === REFUSED);
    const error = Math.sqrt((0.3 * 0.7) / answered.length);
    expect(Math.abs(refused.length / answered.length - 0.3)).toBeLessThan(3 * error);
    expect(new Set(refused.map(({ seenMs }) => seenMs))).toEqual(new Set([-1]));
    const answers = answered.map(({ steps }) => (steps[1]?.[1] ?? 0) - (steps[0]?.[1] ?? 0));
    const mean = answers.reduce((sum, one) => sum + one, 0) / answers.length;
    expect(Math.abs(mean / MINUTE_MS - 20)).toBeLessThan((3 * 20) / Math.sqrt(answers.length));
  });

  it('comes before the escort where the promise asks for both', () => {
    const both = 'approved: { answer: fixed 45 min, refused: 0.3 }, escorted: { by: US }';
    const cases = toldOf(
      scenario(both, 'tier: 3, languages: [en], products: all, shifts: { always: { agents: 9 } }'),
    );
    const seen = cases.filter(({ seenMs }) => seenMs !== -1);
    expect(seen.length).toBeGreaterThan(800);
    for (const { seenMs, steps, watchedMs } of seen) {
      expect(steps.map(([step]) => step)).toEqual([ASKED, GIVEN]);
      expect(seenMs).toBe(steps[1]?.[1]);
      expect(watchedMs).toBe(seenMs);
    }
  });

  it('is not awaited by agents inside, who take refused cases, too', () => {
    const cases = toldOf(
      scenario(
        'approved: { answer: fixed 2 h, refused: 0.5 }',
        'shifts: { always: { agents: 3, from: "08:00", to: "20:00" } }',
      ),
    );
    const ofRefused = cases.filter(({ seenMs, steps }) => steps[1]?.[0] === REFUSED && seenMs !== -1);
    expect(ofRefused.length).toBeGreaterThan(150);
    expect(new Set(ofRefused.map(({ seenFrom }) => seenFrom))).toEqual(new Set([0]));
    const before = cases.filter(({ seenFrom, seenMs, steps }) => {
      return seenFrom === 0 && steps.length > 0 && seenMs < (steps[1]?.[1] ?? Number.POSITIVE_INFINITY);
    });
    expect(before.length).toBeGreaterThan(50);
    expect(cases.filter(({ steps }) => steps.length === 0).length).toBeGreaterThan(300);
  });
});
