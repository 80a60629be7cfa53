import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#base';
import { openLedger } from '#ledger';
import { type EventEffect, eventEffectsIn } from '#planning';
import { type ParsedScenario, parseScenario } from '#scenario';
import { findingsIn } from '../../../src/apps/shared/evidence/audit-run.ts';
import { readInRoot } from '../../demand/model.ts';
import { runInMemory, sha256, successOf } from '../../running.ts';

/** One server; a case every three minutes that takes two, both to the second. */
const FLUID = `
extends: ../bench-mmc
horizon: 2 weeks
centres:
  home: { groups: { servers: { shifts: { always: { agents: 1 } } } } }
segments:
  customers:
    arrivals: { intervals: fixed }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20/h }]
work: { handle: { tier1: { web: fixed 2 min } } }
`;
/** Wednesday of the second week. */
const DOWN = '{ planned: [{ from: 2014-11-12T10:00:00Z, for: 3 h }] }';
const FROM_MS = (9 * 24 + 10) * HOUR_MS;

function parsed(...overlays: readonly string[]): ParsedScenario {
  const names = overlays.map((_, k) => `scenarios/model/${k}.yaml`);
  const texts = overlays.map((text, k) => {
    const above = k === 0 ? text : `extends: ./${k - 1}.yaml\n${text}`;
    return `meridian: 1\nname: model\n${above}`;
  });
  const [path, text] = [names.at(-1) ?? '', texts.at(-1) ?? ''];
  const readFile = (file: string) => {
    const k = names.indexOf(file);
    return k < 0 ? readInRoot(file) : { ok: true as const, value: texts[k] ?? '' };
  };
  return successOf(parseScenario({ path, text, readFile }));
}

function effectsOf({ events, scenario }: ParsedScenario): readonly EventEffect[] {
  const { ledger } = runInMemory(scenario);
  return findingsIn(successOf(openLedger(ledger, sha256)), scenario, events).events;
}

/** Waits in minutes of cases that come every three minutes to one server, who is away for some time. */
function waitsBehind(awayFrom: number, awayTo: number, until: number): ReadonlyMap<number, number> {
  const waits = new Map<number, number>();
  let free = 0;
  for (let at = 3; at < until; at += 3) {
    const ready = Math.max(at, free);
    const begins = ready + 2 > awayFrom && ready < awayTo ? awayTo : ready;
    waits.set(at, begins - at);
    free = begins + 2;
  }
  return waits;
}

describe('the effect of an event', () => {
  it('is looked for in the first hundred of a run, which says how many were later', () => {
    const spans = Array.from({ length: 103 }, (_, hour) => {
      const from = new Date(Date.parse('2014-11-03T00:00:00Z') + hour * HOUR_MS).toISOString();
      return `{ from: ${from}, for: ${hour % 2 === 0 ? 20 : 30} min }`;
    });
    const effects = effectsOf(parsed(FLUID, `centres: { home: { closures: [${spans.join(', ')}] } }`));
    expect(effects).toHaveLength(100);
    expect(effects.map(({ notLookedAt }) => notLookedAt ?? 0)).toEqual([...Array(99).fill(0), 3]);
  });

  it('of an outage of a fluid queue is the exact peak, the exact number of late cases and the exact recovery', () => {
    const model = parsed(FLUID, `centres: { home: { outages: ${DOWN} } }`);
    const [effect] = effectsOf(model);
    const [hit] = effect?.hits ?? [];
    expect(effect?.hits).toHaveLength(1);
    // 60 cases come in three hours. Then 30 leave an hour while 20 come: six hours.
    expect(hit?.during.came).toBe(60);
    expect(hit?.during.late).toBe(60);
    expect(hit?.usual).toEqual({ came: 60, late: 0, lost: 0 });
    expect(hit?.waitingAtEnd).toBe(60);
    expect(hit?.peak.waiting).toBe(60);
    expect(hit?.peak.atMs).toBe(FROM_MS + 3 * HOUR_MS - 5 * MINUTE_MS);
    expect(Math.abs((hit?.recoveredMs ?? 0) - (FROM_MS + 9 * HOUR_MS))).toBeLessThanOrEqual(5 * MINUTE_MS);
    const from = FROM_MS / MINUTE_MS;
    const waits = waitsBehind(from, from + 180, model.scenario.horizonMs / MINUTE_MS);
    const late = [...waits].filter(([, wait]) => wait > 1 / 6).map(([at]) => at);
    expect((hit?.during.late ?? 0) + (hit?.after.late ?? 0)).toBe(late.length);
    expect(Math.abs((late.at(-1) ?? 0) * MINUTE_MS - (hit?.recoveredMs ?? 0))).toBeLessThanOrEqual(
      5 * MINUTE_MS,
    );
  });

  it('of an outage of the only centre of a segment is the loss of all its cases, and nothing elsewhere', () => {
    const two = `
work: { patience: { web: fixed 1 min } }
centres:
  home: { outages: ${DOWN}, groups: { servers: { languages: [en] } } }
  second:
    { title: Second, country: DE, timeZone: Europe/Berlin, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7,
      groups: { servers: { tier: 1, languages: [de], products: all, shifts: { always: { agents: 1, days: mon-sun, from: "00:00", to: "24:00" } } } } }
segments:
  others:
    { promise: none, placement: home, products: { any: 1 }, severities: { C: 1 }, channels: { web: 1 }, arrivals: { intervals: fixed },
      customers: [{ country: DE, region: home, timeZone: Europe/Berlin, languages: { de: 1 }, rate: 20/h }] }
`;
    const [effect] = effectsOf(parsed(FLUID, two));
    expect(effect?.hits.map(({ segment }) => segment)).toEqual(['customers']);
    expect(effect?.hits[0]?.during).toEqual({ came: 60, late: 0, lost: 60 });
    expect(effect?.hits[0]?.recoveredMs).toBe(FROM_MS + 3 * HOUR_MS);
  });

  it('of a surge and of a closure is found, too', () => {
    const surge = parsed(FLUID, 'surges: [{ from: 2014-11-12T10:00:00Z, for: 3 h, factor: 3 }]');
    const [first] = effectsOf(surge);
    expect(first?.hits[0]?.during.came).toBe(180);
    // 90 of the 180 are taken meanwhile.
    expect(Math.abs((first?.hits[0]?.waitingAtEnd ?? 0) - 90)).toBeLessThanOrEqual(1);
    const closed = parsed(
      FLUID,
      'centres: { home: { closures: [{ from: 2014-11-12T10:00:00Z, for: 3 h }] } }',
    );
    const [second] = effectsOf(closed);
    expect(second?.event.kind).toBe('closure');
    expect(second?.hits[0]?.peak.waiting).toBe(60);
  });

  it('is compared with days that are working days, or not, on the clock of the place', () => {
    // Sunday evening in UTC is Monday morning in Tokyo.
    const planned = '{ planned: [{ from: 2014-11-09T20:00:00Z, for: 3 h }] }';
    const [effect] = effectsOf(
      parsed(FLUID, `centres: { home: { timeZone: Asia/Tokyo, outages: ${planned} } }`),
    );
    expect(effect?.apart).toBe('days');
    expect(effect?.comparedWith).toBe(9);
  });

  it('is compared with the same hours of the clock before and after its change', () => {
    // On 9 March 2014, New York goes from 5 to 4 hours behind UTC.
    const start = 'start: 2014-03-03T00:00:00Z\nhorizon: 3 weeks';
    const planned = '{ planned: [{ from: 2014-03-12T13:00:00Z, for: 3 h }] }';
    const idle =
      'spare: { title: Spare, country: US, entity: vendor, outages: { planned: [{ from: 2014-03-05T13:00:00Z, for: 1 h }] } }';
    const places = `centres: { home: { timeZone: America/New_York, outages: ${planned} } }\ndataCentres: { ${idle} }`;
    const effects = effectsOf(parsed(FLUID, `${start}\n${places}`));
    expect(effects.at(-1)).toMatchObject({
      apart: 'weeks',
      comparedWith: 2,
      hits: [{ usual: { came: 60 } }],
    });
  });

  it('has no recovery if the run ends before', () => {
    const [effect] = effectsOf(parsed(FLUID, `horizon: 230 h\ncentres: { home: { outages: ${DOWN} } }`));
    expect(effect?.hits[0]?.recoveredMs).toBeNull();
  });

  it('is claimed in hardly any run in which an event does nothing', () => {
    const queue = `
horizon: 4 weeks
segments:
  customers: { arrivals: { intervals: exponential } }
work: { handle: { tier1: { web: exponential 2.4 min } }, patience: { web: exponential 10 min } }
dataCentres: { spare: { title: Spare, country: US, entity: vendor, outages: ${DOWN} } }
`;
    const model = parsed(FLUID, queue);
    const claims = Array.from({ length: 20 }, (_, seed) =>
      effectsOf({ ...model, scenario: { ...model.scenario, seed: `idle ${seed}` } }),
    ).filter(([effect]) => effect?.hits.length !== 0);
    expect(claims.length).toBeLessThanOrEqual(1);
  });

  it('is read from the record of a run only as it was written', () => {
    const effects = effectsOf(parsed(FLUID, `centres: { home: { outages: ${DOWN} } }`));
    const record = (events: unknown) => eventEffectsIn(JSON.stringify({ seed: '1', events }));
    expect(record(effects)).toEqual(effects);
    expect(record([{ ...effects[0], hits: 1 }])).toEqual([]);
    expect(eventEffectsIn('{}')).toEqual([]);
    expect(eventEffectsIn('no JSON')).toEqual([]);
    expect(eventEffectsIn(null)).toEqual([]);
  });
});
