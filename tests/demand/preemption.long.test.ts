import { describe, expect, it } from 'vitest';
import { auditedRun, estimate, expectNear, modelOf } from './model.ts';

/** So many agents at the given load, with a minute of mean work per case. A tenth of the cases have severity A, which interrupts. */
const desk = (agents: number, load: number, takesFirst: string, more = '', work = '') =>
  modelOf(`
horizon: 20 days
centres:
  home: { groups: { servers: { takesFirst: ${takesFirst}, shifts: { always: { agents: ${agents} } } } } }
segments:
  customers:
    severities: { A: 0.1, B: 0.4, C: 0.5 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${60 * agents * load}/h }]
work:
  handle: { tier1: { web: exponential 1 min } }
  ${work}
routing: { preemption: { by: A${more} } }`);

describe('a group that can be interrupted and takes some kinds first', () => {
  it('serves urgent cases first, and the others by kind before severity', () => {
    const [load, urgent, first] = [0.8, 0.08, 0.4];
    const waits = estimate(desk(1, load, '[{ severity: C }]'), 12, ({ severities }) => {
      const [a, b, c] = severities.map(({ speedOfAnswerS }) => speedOfAnswerS ?? 0);
      return { a: a ?? 0, b: b ?? 0, c: c ?? 0 };
    });
    // In minutes, and units of the mean work. Urgent cases are unaffected by the others: M/M/1. A later arrival finds, by PASTA, the rest
    // of the contact in service (1, if there is one: with λ ÷ (1 − ρ₁)), all urgent work, and earlier cases of its own kind. It also waits
    // while more urgent ones come: ρ ÷ ((1 − ρ₁)(1 − ρ₁ − ρ₂)), as in Cobham (1954).
    expectNear(waits.a, (60 * urgent) / (1 - urgent));
    expectNear(waits.c, (60 * load) / ((1 - urgent) * (1 - urgent - first)));
    expectNear(waits.b, (60 * load) / ((1 - urgent - first) * (1 - load)));
  });

  const WEIGHING = '[{ severity: C, rank: 1, weight: 2 }, { severity: B, rank: 1 }]';

  it.each([
    ['[{ severity: C }]', '', ''],
    ['[{ severity: C }]', ', interrupted: restart', ''],
    [WEIGHING, ', interrupted: hand over', 'severityRaise: { share: 0.2, after: exponential 2 min }'],
    [
      WEIGHING,
      ', interrupted: resample',
      'severityRaise: { share: 0.2, after: exponential 2 min, place: last }',
    ],
  ])('keeps engines and audit in agreement: %s %s %s', (takesFirst, more, work) => {
    const { summary, violated } = auditedRun({
      ...desk(3, 0.85, takesFirst, more, work),
      horizonMs: 2 * 86_400_000,
    });
    expect(violated).toEqual([]);
    expect(summary.total.preemptions).toBeGreaterThan(200);
  });
});
