import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { ACCESS_PURPOSES, actKind } from '#domain';
import { overQueue, runObserved } from './observed-run.ts';

const CONSULTED = ACCESS_PURPOSES.indexOf('consultation');

/** Roughly one case an hour, worked for an hour. Experts, who are there from 0 to 12 o'clock, join for the whole contact. */
const scenario = (more = '', shift = 'from: "00:00", to: "12:00"') =>
  overQueue(`
horizon: 30 days
centres:
  home: { groups: { servers: { shifts: { always: { agents: 20 } } } } }
  second:
    { country: US, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7,
      groups: { experts: { tier: 2, languages: [en], products: all, ${more}
        shifts: { half: { agents: 20, days: mon-sun, ${shift} } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 1/h }]
work:
  handle: { tier1: { web: fixed 1 h } }
  consultation: { tier1: { share: 1, tier: 2, part: 1 } }
`);

/** How long each consultation was, and at what time of the day it ended, ms. */
function consultationsIn(run: ReturnType<typeof scenario>) {
  const began = new Map<number, number>();
  const spans: { lengthMs: number; untilMs: number }[] = [];
  const summary = runObserved(run, (timeMs, kind, aux, caseNumber) => {
    if (aux !== CONSULTED) return;
    if (kind === actKind('view')) began.set(caseNumber, timeMs);
    if (kind !== actKind('view end')) return;
    spans.push({
      lengthMs: timeMs - (began.get(caseNumber) ?? Number.NaN),
      untilMs: timeMs % (24 * HOUR_MS),
    });
    began.delete(caseNumber);
  });
  return { spans, summary };
}

describe('an agent who is consulted', () => {
  it('is not of a subcontractor while another is free, if the promise lets subcontractors have cases only when required', () => {
    const centre = (entity: string, agents: number) => `
    { country: US, timeZone: UTC, entity: ${entity}, region: home, at: [0, 0], access: remote view, hours: 24x7,
      groups: { experts: { tier: 2, languages: [en], products: all,
        shifts: { all: { agents: ${agents}, days: mon-sun, from: "00:00", to: "24:00" } } } } }`;
    const consultedAt = (promise: string) => {
      const run = overQueue(`
horizon: 30 days
entities: { other: { title: Other, kind: subcontractor, country: US } }
promises: { none: null, careful: { zones: {}, ${promise} } }
centres:
  home: { groups: { servers: { shifts: { always: { agents: 20 } } } } }
  own: ${centre('vendor', 2)}
  others: ${centre('other', 20)}
segments:
  customers:
    promise: careful
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 1/h }]
work:
  handle: { tier1: { web: fixed 1 h } }
  consultation: { tier1: { share: 1, tier: 2, part: 1 } }
`);
      const counts = [0, 0, 0];
      let [busy, needless] = [0, 0];
      runObserved(run, (_timeMs, kind, aux, _case, at) => {
        if (aux !== CONSULTED || (kind !== actKind('view') && kind !== actKind('view end'))) return;
        const begins = kind === actKind('view');
        if (begins) counts[at] = (counts[at] ?? 0) + 1;
        if (begins && at === 2 && busy < 2) needless++;
        if (at === 1) busy += begins ? 1 : -1;
      });
      return { own: counts[1] ?? 0, others: counts[2] ?? 0, needless };
    };
    const careful = consultedAt('subcontractorsOnly: when required');
    expect(careful.needless).toBe(0);
    expect(careful.others).toBeGreaterThan(30);
    expect(careful.own).toBeGreaterThan(400);
    expect(consultedAt('').needless).toBeGreaterThan(100);
  });

  it('leaves when the shift ends, and the contact continues', () => {
    const { spans, summary } = consultationsIn(scenario());
    const cut = spans.filter(({ lengthMs }) => lengthMs < HOUR_MS);
    expect(cut.length).toBeGreaterThan(10);
    for (const { untilMs } of cut) expect(untilMs).toBe(12 * HOUR_MS);
    const { alone = 0, asked, joined = 0 } = summary.total.consultations ?? {};
    expect(asked).toBe(alone + joined);
    expect(alone / (alone + joined)).toBeCloseTo(0.5, 0);
    expect(summary.centres[0]?.handleMeanS).toBe(3600);
    expect(summary.centres[1]?.overtimeHours).toBe(0);
  });

  it('leaves when they go away or the centre goes down', () => {
    const whole = 'from: "00:00", to: "24:00"';
    const away = consultationsIn(scenario('absences: { every: 1 h, for: 5 min },', whole)).spans;
    expect(away.filter(({ lengthMs }) => lengthMs < HOUR_MS).length).toBeGreaterThan(100);
    expect(Math.max(...away.map(({ lengthMs }) => lengthMs))).toBe(HOUR_MS);
    const base = scenario('', whole);
    const down = { fromMs: 10 * HOUR_MS, toMs: 10 * HOUR_MS + MINUTE_MS };
    const plannedOutages = Array.from({ length: 30 }, (_, day) => ({
      fromMs: down.fromMs + day * 24 * HOUR_MS,
      toMs: down.toMs + day * 24 * HOUR_MS,
    }));
    const centres = base.centres.map((centre, c) => (c === 1 ? { ...centre, plannedOutages } : centre));
    const cut = consultationsIn({ ...base, centres }).spans.filter(({ lengthMs }) => lengthMs < HOUR_MS);
    expect(cut.length).toBeGreaterThan(10);
    for (const { untilMs } of cut) expect(untilMs).toBe(down.fromMs);
  });
});

describe('a contact that waits for a second agent', () => {
  it('may finish after the end of a shift only if waiting and work fit the allowed time', () => {
    const yaml = (policy: string) => `
horizon: 20 days
centres:
  home: { groups: { servers: { shifts: { always: { agents: 20, days: mon-sun, from: "00:00", to: "12:00" } } } } }
  second:
    { country: US, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7,
      groups: { experts: { tier: 2, languages: [en], products: all, shifts: { one: { agents: 1, days: mon-sun, from: "00:00", to: "24:00" } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 2/h }]
work:
  handle: { tier1: { web: fixed 20 min } }
  shiftEnd: { web: ${policy} }
  handOver: { time: 0 s, lostShare: 0 }
  consultation: { tier1: { share: 1, tier: 2, part: 1, whenNobodyIsFree: wait, atMost: 3 h } }
`;
    const finished = runObserved(overQueue(yaml('finish')));
    const handed = runObserved(overQueue(yaml('hand over')));
    expect(finished.centres[0]?.overtimeHours).toBeGreaterThan(5);
    expect(handed.centres[0]?.overtimeHours).toBe(0);
    expect(handed.total.handOvers).toBeGreaterThan(10);
    // Each expert joins for all of the twenty minutes.
    const expertHours = (finished.centres[1]?.occupancy ?? 0) * 20 * 24;
    expect(expertHours).toBeCloseTo((finished.total.consultations?.joined ?? 0) / 3, 0);
  });
});

describe('a contact that a second agent lengthens', () => {
  const DAYS = 60;
  /** Roughly one case an hour, worked for an hour, or for an hour and a half if an expert joins. */
  const lengthened = (servers: string, more: string, from = '00:00', to = '24:00') =>
    overQueue(`
horizon: ${DAYS} days
centres:
  home: { groups: { servers: ${servers} } }
  second:
    { country: US, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7,
      groups: { experts: { tier: 2, languages: [en], products: all,
        shifts: { one: { agents: 20, days: mon-sun, from: "${from}", to: "${to}" } } } } }
segments:
  customers:
    severities: { A: 0.2, C: 0.8 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 1/h }]
${more}
  handle: { tier1: { web: fixed 1 h } }
  handOver: { time: 0 s, lostShare: 0 }
  consultation: { tier1: { share: 1, tier: 2, part: 0.1, lengthens: 1.5 } }
`);
  const away = '{ absences: { every: 2 h, for: 5 min }, shifts: { always: { agents: 20 } } }';
  const few = '{ shifts: { always: { agents: 2 } } }';
  const halves =
    '{ shifts: { always: { agents: 20, from: "00:00", to: "12:00" }, late: { agents: 20, days: mon-sun, from: "12:00", to: "24:00" } } }';

  it.each([
    ['when its agent goes away and resumes it', away, 'work:\n  absence: { web: pause }'],
    ['when an urgent case interrupts it', few, 'routing: { preemption: { by: A } }\nwork:'],
    ['when it is handed over', halves, 'work:\n  shiftEnd: { web: hand over }', '06:00', '11:00'],
  ])('takes all of the longer time %s', (_, servers, more, from = '00:00', to = '24:00') => {
    const { centres, total } = runObserved(lengthened(servers, more, from, to));
    const { joined = 0 } = total.consultations ?? {};
    expect(joined).toBeGreaterThan(200);
    const busyHours = (centres[0]?.busyMean ?? 0) * DAYS * 24;
    // At most a few contacts are unfinished at the end of the run.
    expect(Math.abs(busyHours - (total.answered + 0.5 * joined))).toBeLessThan(5);
  });
});
