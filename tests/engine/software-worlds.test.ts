import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#base';
import { checked } from '../bundle/recount/recounting.ts';
import { modelOf } from '../demand/model.ts';
import { auditInMemory, runInMemory } from '../running.ts';

/** A desk that nearly all of what may follow a hand-over happens at. `software`: groups. */
const desk = (software: string, days = 5) =>
  modelOf(`
horizon: ${days} days
currency: EUR
products: { any: { title: Any }, other: { title: Other } }
entities: { lab: { kind: subcontractor, country: IE } }
dataCentres:
  home: { outages: { random: { every: 30 h, for: 20 min } } }
  models: { country: IE, entity: lab, outages: { random: { every: 20 h, for: 30 min } } }
centres:
  home:
    groups:
      servers: { shifts: { always: { agents: 6, from: "07:00", to: "21:00" } } }
      experts: { tier: 2, languages: [en], shifts: { always: { agents: 2, from: "07:00", to: "21:00" } } }
${software}
segments:
  customers:
    products: { any: 0.7, other: 0.3 }
    severities: { A: 0.1, B: 0.3, C: 0.6 }
    channels: { phone: 0.6, web: 0.4 }
    encryption: { items: [attachment], from: 2014-01-01T00:00:00Z, share: 0.9, plain: sent back }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 30/h }]
lines: { phone: { total: 14 } }
work:
  patience: { phone: exponential 8 min }
  balking: { phone: 0.1 }
  retry: { phone: { share: 0.5, after: exponential 20 min } }
  message: { phone: { after: 6 min, channel: web } }
  dayEnd: { phone: clear }
  consultation: { tier1: { share: 0.3, tier: 2, part: 0.5, whenNobodyIsFree: wait, atMost: 10 min } }
  severityRaise: { share: 0.1, after: exponential 30 min }
  reopening: { share: 0.1, after: exponential 4 h }
  handle: { tier1: { phone: lognormal 9 min sigma 0.8, web: lognormal 7 min sigma 0.6 } }
  closing: 2 h
retention: { eraseAfter: 1 day }
targets:
  fast: { of: answer, channel: all, severity: all, within: 2 min, target: 0.8 }
  solved: { of: resolution, channel: all, severity: all, within: 1 h, target: 0.8 }
measures: { day: { interval: 1 h, timeZone: UTC } }
`);

const MODEL = 'model: { entity: lab, dataCentre: models }';
const DESKS: Readonly<Record<string, string>> = {
  'any number of sessions': `
      software: { languages: [en], automated: { time: exponential 3 min, contains: 0.4 } }`,
  'few sessions, for which cases wait': `
      software:
        languages: [en]
        automated:
          sessions: 2
          whenFull: wait
          patience: exponential 4 min
          time: exponential 4 min
          contains: { default: 0.5, products: { other: 0.2 }, severities: { A: 0 } }
          lostContext: 0.3
          comesBack: { share: 0.4, after: exponential 6 h }
          degradations:
            planned: [{ from: 2014-11-05T00:00:00Z, for: 1 day, to: 0.1 }]
            random: { to: 0.2, every: 15 h, for: 3 h }
          ${MODEL}
          price: { session: 0.1, contained: 0.9 }`,
  'waits that count from the arrival': `
      software:
        languages: [en]
        automated: { sessions: 1, time: fixed 2 min, contains: 0.3, countsFrom: arrival, ${MODEL} }`,
  'two of them for different cases': `
      chat: { languages: [en], channels: [web], automated: { time: fixed 0 s, contains: 0.6, selection: 1 } }
      voice:
        languages: [en]
        channels: [phone]
        products: [other]
        automated: { sessions: 1, time: lognormal 5 min cv 1, contains: 0.5, comesBack: { share: 1, after: fixed 1 h } }`,
};

describe.each(Object.entries(DESKS))('a desk whose software has %s', (_, software) => {
  const scenario = desk(software);
  const run = runInMemory(scenario);

  it('is clean, and has the figures that its ledger gives', () => {
    const report = auditInMemory(run.ledger, scenario);
    const found = report.invariants.filter(({ violations }) => violations > 0);
    expect(found).toEqual([]);
    expect(report.verdict).toBe('clean');
    expect(checked(run.summary, scenario, run.ledger).difference).toBeNull();
    expect(run.summary.software?.[0]?.contained).toBeGreaterThan(50);
  });

  it('is the same compiled, by tables and interpreted', () => {
    for (const engine of ['table', 'interpreted'] as const) {
      const other = runInMemory({ ...scenario, horizonMs: DAY_MS }, { engine });
      expect(other.root).toBe(runInMemory({ ...scenario, horizonMs: DAY_MS }).root);
    }
  });
});
