import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CaseQuery,
  caseRows,
  findCases,
  foundCases,
} from '../../../src/apps/studio/chronicle/case-list.ts';
import { Chronicle } from '../../../src/apps/studio/chronicle/chronicle.ts';
import { FLOW_KINDS, type FlowKind, rowOf } from '../../../src/apps/studio/chronicle/frames.ts';
import { serviceFigures } from '../../../src/apps/studio/chronicle/service-figures.ts';
import { weekHours } from '../../../src/apps/studio/chronicle/staff-figures.ts';
import { flowsAt, worldAt } from '../../../src/apps/studio/page/views/world/world-now.ts';
import { factsOf } from '../../../src/apps/studio/worker/facts.ts';
import {
  actKind,
  ESCALATION_REASONS,
  NONE_16,
  occupancyInHour,
  type Scenario,
  TIERS,
} from '../../../src/domain/index.ts';
import { observerOf, openLedger } from '../../../src/ledger/index.ts';
import { parseScenario } from '../../../src/scenario/index.ts';
import { loadScenario, ROOT, runInMemory, sha256 } from '../../running.ts';
import { simulateInto, whole } from './chronicling.ts';

const HOUR_MS = 3_600_000;

function chronicled(scenario: Scenario, breach: string | null = null) {
  const chronicle = new Chronicle(scenario);
  const { summary } = simulateInto(chronicle, scenario, { breach });
  return { chronicle, summary };
}

describe.each(['first-steps', 'german-night', 'failover', 'surge', 'chat-desk', 'second-opinion'])(
  "the page's figures for %s",
  (name) => {
    const scenario = loadScenario(name);
    const { chronicle, summary } = chronicled(scenario);
    const answer = serviceFigures(chronicle, scenario, whole(scenario));

    it('equal the statistics of the run', () => {
      const { total } = summary;
      expect(answer.totals.arrived).toBe(total.arrived);
      expect(answer.totals.answered).toBe(total.answered);
      expect(answer.totals.gaveUp).toBe(total.abandoned);
      expect(answer.totals.refused).toBe(total.blocked);
      expect(answer.totals.serviceLevel).toBeCloseTo(total.serviceLevel ?? Number.NaN, 5);
      expect((answer.totals.waitMeanMs ?? 0) / 1000).toBeCloseTo(total.speedOfAnswerS ?? 0, 1);
      expect(answer.segments.map(({ arrived }) => arrived)).toEqual(
        summary.segments.map(({ arrived }) => arrived),
      );
      expect(answer.channels.reduce((sum, { answered }) => sum + answered, 0)).toBe(total.answered);
      // The page's 95 % is exact, that of the summary within 1 %.
      expect(Math.abs((answer.totals.waitP95Ms ?? 0) / 1000 - (total.waitP95S ?? 0))).toBeLessThanOrEqual(
        0.011 * (total.waitP95S ?? 0) + 1e-3,
      );
    });

    it('equal them hour by hour', () => {
      const { arrived, waiting } = summary.hourly;
      expect([...answer.hours.arrived]).toEqual([...arrived]);
      answer.hours.occupancy.forEach((value, hour) => {
        if (!Number.isFinite(value)) return;
        expect(value, `hour ${hour}`).toBeCloseTo(occupancyInHour(summary.hourly, hour) ?? 0, 3);
        expect(value, `hour ${hour}`).toBeLessThan(1 + 1e-9);
      });
      // Stalled cases wait for a place, and are in no tier's queue.
      if (total(summary.segments.map(({ stalled }) => stalled)) > 0) return;
      answer.hours.waiting.forEach((value, hour) => {
        expect(value, `hour ${hour}`).toBeCloseTo(total(waiting.map((tier) => tier[hour] ?? 0)), 2);
      });
    });

    it('can be given for a stretch of time, whose parts add up', () => {
      const middle = Math.floor(scenario.horizonMs / 2 / HOUR_MS) * HOUR_MS;
      const first = serviceFigures(chronicle, scenario, { ...whole(scenario), toMs: middle });
      const second = serviceFigures(chronicle, scenario, { ...whole(scenario), fromMs: middle });
      expect(first.totals.arrived + second.totals.arrived).toBe(answer.totals.arrived);
      expect(first.totals.answered + second.totals.answered).toBe(answer.totals.answered);
    });

    it('add up by day', () => {
      expect(total(answer.days.map(({ arrived }) => arrived))).toBe(answer.totals.arrived);
      expect(total(answer.days.map(({ answered }) => answered))).toBe(answer.totals.answered);
      expect(answer.days.length).toBe(Math.ceil(scenario.horizonMs / (24 * HOUR_MS)));
    });

    it('shares the time at work out among segments and channels', () => {
      const shares = (rows: readonly { readonly occupancy: number | null }[]) =>
        total(rows.map(({ occupancy }) => occupancy ?? 0));
      const all = answer.totals.occupancy ?? 0;
      expect(all).toBeGreaterThan(0);
      expect(shares(answer.segments)).toBeCloseTo(all, 9);
      expect(shares(answer.channels)).toBeCloseTo(all, 9);
      const phone = serviceFigures(chronicle, scenario, { ...whole(scenario), channel: 0 });
      expect(phone.totals.occupancy).toBeCloseTo(answer.channels[0]?.occupancy ?? 0, 9);
      expect(phone.totals.occupancy).toBeLessThan(all);
    });

    it('give by hour of the week what was simulated, per such hour', () => {
      const toMs = Math.min(scenario.horizonMs, 30 * HOUR_MS);
      const { hours, totals, week } = serviceFigures(chronicle, scenario, { ...whole(scenario), toMs });
      expect(total([...week.hours])).toBe(Math.ceil(toMs / HOUR_MS));
      const simulated = [...week.hours].map((hours) => hours > 0);
      expect(simulated.filter((is) => is).length).toBeLessThan(168);
      expect([...week.arrived].map((value) => !Number.isNaN(value))).toEqual(simulated);
      const summed = (means: Float64Array) =>
        total([...means].map((value, at) => (value || 0) * (week.hours[at] ?? 0)));
      expect(summed(week.arrived)).toBeCloseTo(totals.arrived, 6);
      const waiting = total([...hours.waiting.subarray(0, Math.ceil(toMs / HOUR_MS))]);
      expect(waiting).toBeGreaterThan(0);
      expect(summed(week.waiting)).toBeCloseTo(waiting, 6);
      // In less than a week, each hour of it occurs once in the run.
      const at = week.waitMeanS.findIndex((seconds) => seconds > 0);
      expect([...hours.waitMeanS]).toContain(week.waitMeanS[at]);
    });

    it('are the same if the ledger is read instead', () => {
      const opened = openLedger(runInMemory(scenario, { engine: 'table' }).ledger, sha256);
      if (!opened.ok) throw new Error(opened.problem.message);
      const again = new Chronicle(scenario);
      opened.value.forEach(again.visit);
      again.finish(scenario.horizonMs);
      expect(serviceFigures(again, scenario, whole(scenario)).totals.answered).toBe(answer.totals.answered);
      expect(again.frames.finish().copies).toEqual(chronicle.frames.finish().copies);
      expect(again.frames.finish().queue).toEqual(chronicle.frames.finish().queue);
      expect(again.events.map(({ index, isUp, kind }) => [kind, index, isUp])).toEqual(
        chronicle.events.map(({ index, isUp, kind }) => [kind, index, isUp]),
      );
    });
  },
);

it('tells cases of several channels, which have no common wait, from those of one', () => {
  const scenario = loadScenario('german-night');
  const { chronicle } = chronicled(scenario);
  const all = serviceFigures(chronicle, scenario, whole(scenario));
  expect([all.hasMixedHours, all.totals.isMixed]).toEqual([true, true]);
  expect(all.channels.filter(({ answered }) => answered > 0).length).toBeGreaterThan(1);
  expect(all.channels.map((one) => one.isMixed)).not.toContain(true);
  const phone = serviceFigures(chronicle, scenario, { ...whole(scenario), channel: 0 });
  expect([phone.hasMixedHours, phone.totals.isMixed]).toEqual([false, false]);
  expect(phone.segments.map((one) => one.isMixed)).not.toContain(true);
});

it('work that contacts leave counts for the segment and channel of its case', () => {
  const path = 'scenarios/german-night/scenario.yaml';
  const text = readFileSync(join(ROOT, path), 'utf8').replace(
    /^( {2})escalation: /m,
    '$1afterContact: { tier1: { phone: fixed 30 min } }\n$&',
  );
  const parsed = parseScenario({ path, text, readFile: () => ({ ok: false, problem: 'there is no other' }) });
  if (!parsed.ok) throw new Error(parsed.problem.map(({ message }) => message).join('; '));
  const { scenario } = parsed.value;
  const { chronicle } = chronicled(scenario);
  const { channels, totals } = serviceFigures(chronicle, scenario, whole(scenario));
  const plain = loadScenario('german-night');
  const before = serviceFigures(chronicled(plain).chronicle, plain, whole(plain));
  expect(total(channels.map(({ occupancy }) => occupancy ?? 0))).toBeCloseTo(totals.occupancy ?? 0, 9);
  expect(channels[0]?.occupancy).toBeGreaterThan(2 * (before.channels[0]?.occupancy ?? 1));
});

describe('hours of the week', () => {
  it('are those of the clock that is chosen, also where it is half an hour apart', () => {
    const zones = ['Asia/Kolkata', 'Europe/Berlin'] as const;
    const scenario = loadScenario('css-2014');
    const known = zones.filter((zone) => scenario.clocks.some(({ timeZone }) => timeZone === zone));
    expect(known).toEqual(zones);
    const minute = (text: string) => Date.parse(text) - scenario.startEpochMs;
    const hourAt = (zone: string | null, text: string) => weekHours(scenario, zone)(minute(text));
    expect(hourAt(null, '2014-11-03T00:00:00Z')).toBe(0);
    expect(hourAt('Europe/Berlin', '2014-11-02T23:00:00Z')).toBe(0);
    expect(hourAt('Asia/Kolkata', '2014-11-03T03:29:00Z')).toBe(8);
    expect(hourAt('Asia/Kolkata', '2014-11-03T03:30:00Z')).toBe(9);
    expect(hourAt('Asia/Kolkata', '2014-11-02T18:29:00Z')).toBe(167);
  });

  it('by another clock hold the same cases', () => {
    const scenario = loadScenario('german-night');
    const { chronicle } = chronicled(scenario);
    const utc = serviceFigures(chronicle, scenario, whole(scenario));
    const berlin = serviceFigures(chronicle, scenario, { ...whole(scenario), timeZone: 'Europe/Berlin' });
    expect(berlin.totals).toEqual(utc.totals);
    // In November an hour ahead of UTC.
    const shifted = Float64Array.from(
      { length: 168 },
      (_, hour) => utc.week.arrived[(hour + 167) % 168] ?? 0,
    );
    expect(berlin.week.arrived).toEqual(shifted);
  });
});

describe('the wanted service level', () => {
  it('is the mean of the targets of the cases that were judged, with the least and the most', () => {
    const scenario = loadScenario('german-night');
    const { chronicle } = chronicled(scenario);
    const of = (channel: number | null) =>
      serviceFigures(chronicle, scenario, { ...whole(scenario), channel }).wanted;
    const targets = scenario.serviceLevels.map(({ target }) => target);
    const all = of(null);
    expect(all?.least).toBe(Math.min(...targets));
    expect(all?.most).toBe(Math.max(...targets));
    expect(all?.mean).toBeGreaterThanOrEqual(Math.min(...targets));
    expect(all?.mean).toBeLessThanOrEqual(Math.max(...targets));
    expect(serviceFigures(chronicle, { ...scenario, serviceLevels: [] }, whole(scenario)).wanted).toBeNull();
  });
});

describe('the frames of the world', () => {
  const scenario = loadScenario('german-night');
  const { chronicle } = chronicled(scenario);
  const frames = chronicle.frames.finish();
  const rowsEach = scenario.centres.length * TIERS.length;

  it('begin with a world without copies, and end with what the horizon leaves', () => {
    const places = scenario.dataCentres.length + scenario.centres.length;
    expect(total([...frames.copies.subarray(0, places)])).toBe(0);
    expect(total([...frames.copies.subarray((frames.frames - 1) * places)])).toBeGreaterThan(0);
  });

  it('say which legal dates of a scenario are not historical', () => {
    const made = loadScenario('safe-harbor-falls');
    const { law } = factsOf({ ...made, horizonMs: 5 * 24 * HOUR_MS }, chronicle);
    expect(law).toEqual([
      {
        timeMs: Date.parse('2014-06-15T22:00:00Z') - made.startEpochMs,
        text: 'U.S.-EU Safe Harbor, Decision 2000/520/EC ends: a date of this scenario (in history at the end of 5 October 2015), from 16 June 2014',
      },
    ]);
  });

  it('show a centre down for exactly the time that it is', () => {
    const dublin = scenario.centres.findIndex(({ id }) => id === 'dublin');
    const run = { frames, events: chronicle.events, facts: factsOf(scenario, chronicle) };
    const upAt = (timeMs: number) => worldAt(run, timeMs).centreUp[dublin];
    const down = Array.from({ length: frames.frames }, (_, frame) => upAt(frame * frames.stepMs));
    expect(down.filter((up) => up === 0).length * frames.stepMs).toBe(9 * HOUR_MS);
    // At the exact moment, wherever the steps fall.
    const [falls, rises] = chronicle.events.filter(
      ({ index, kind }) => kind === 'centre' && index === dublin,
    );
    expect([falls?.isUp, rises?.isUp]).toEqual([false, true]);
    const [fallsMs = 0, risesMs = 0] = [falls?.timeMs, rises?.timeMs];
    expect([fallsMs - 1, fallsMs, risesMs - 1, risesMs].map(upAt)).toEqual([1, 0, 0, 1]);
  });

  it('distinguish leaving the promised boundary from leaving the country: none without a breach', () => {
    const outside = (breach: string | null) => {
      const made = chronicled(scenario, breach);
      const run = {
        frames: made.chronicle.frames.finish(),
        events: made.chronicle.events,
        facts: factsOf(scenario, made.chronicle),
      };
      const moments = Array.from({ length: scenario.horizonMs / HOUR_MS }, (_, hour) => hour * HOUR_MS);
      return moments.flatMap((timeMs) => flowsAt(run, timeMs)).filter(({ kind }) => kind === 'outside');
    };
    expect(outside(null)).toEqual([]);
    const found = outside('replicate-outside');
    const { dataCentres } = scenario;
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map(({ to }) => dataCentres[to]?.country))).toEqual(new Set(['US']));
  });

  it('count as taken each case that an agent takes, unless it was handed over from a centre', () => {
    const again = new Chronicle(scenario);
    const handedOver = new Set<number>();
    let taken = 0;
    simulateInto(again, scenario, {
      observer: observerOf((entry) => {
        again.visit(entry);
        const { a, caseNumber, kind } = entry;
        if (kind === actKind('escalate') && a !== NONE_16) handedOver.add(caseNumber);
        if (kind === actKind('assign') && !handedOver.delete(caseNumber)) taken++;
      }),
    });
    const { flows } = again.frames.finish();
    const moved = (kind: FlowKind) =>
      total([...flows.count].filter((_, i) => flows.kind[i] === FLOW_KINDS.indexOf(kind)));
    expect(moved('taken')).toBe(taken);
    expect(moved('hand-over')).toBeGreaterThan(0);
  });

  it('have agents and queues by tier, with nobody where a centre has no group', () => {
    for (const level of ['busy', 'onDuty', 'queue'] as const) {
      const rows = scenario.centres.flatMap((_, centre) =>
        TIERS.map((tier) => {
          const of = frames[level].filter((_value, i) => i % rowsEach === rowOf(centre, tier));
          return { hasGroup: scenario.groups.some((one) => one.centre === centre && one.tier === tier), of };
        }),
      );
      // A number below none would be huge.
      for (const { hasGroup, of } of rows) expect(Math.max(...of), level).toBeLessThan(hasGroup ? 10_000 : 1);
      expect(rows.filter(({ of }) => Math.max(...of) > 0).length, level).toBeGreaterThan(1);
    }
  });

  it('tell transfers on a legal basis from what needs none, and from hand-overs', () => {
    const first = loadScenario('first-steps');
    const made = chronicled(first).chronicle;
    const run = { frames: made.frames.finish(), events: made.events, facts: factsOf(first, made) };
    const moments = Array.from({ length: first.horizonMs / HOUR_MS }, (_, hour) => hour * HOUR_MS);
    const kinds = new Set(moments.flatMap((timeMs) => flowsAt(run, timeMs)).map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['hand-over', 'on a basis', 'seen', 'taken']);
  });
});

describe('the list of cases', () => {
  const scenario = loadScenario('german-night');
  const { chronicle } = chronicled(scenario);
  const query: CaseQuery = {
    segment: null,
    channel: null,
    centre: null,
    opened: null,
    handedOver: null,
    text: '',
    order: 'number',
    descending: false,
  };
  const rows = (numbers: Uint32Array) => caseRows(chronicle, scenario, numbers);

  it('has every case', () => {
    expect(findCases(chronicle, scenario, query).length).toBe(chronicle.cases.length);
  });

  it('finds a case by its number, and others by all matching words', () => {
    expect([...findCases(chronicle, scenario, { ...query, text: '#17' })]).toEqual([17]);
    const found = rows(findCases(chronicle, scenario, { ...query, text: 'germany phone azure' }));
    expect(found.length).toBeGreaterThan(3);
    expect(new Set(found.map(({ channel, country, product }) => `${channel} ${country} ${product}`))).toEqual(
      new Set(['phone DE Microsoft Azure']),
    );
    expect(findCases(chronicle, scenario, { ...query, text: 'nowhere' }).length).toBe(0);
    // A word matches at the start of a word.
    expect(findCases(chronicle, scenario, { ...query, text: 'german azu' }).length).toBeGreaterThan(3);
    expect(findCases(chronicle, scenario, { ...query, text: 'ermany' }).length).toBe(0);
  });

  it.each(['wait', 'contacts', 'handOvers', 'duration', 'severity'] as const)(
    'can be sorted by %s, either way',
    (order) => {
      const keyOf = {
        wait: 'waitMs',
        contacts: 'contacts',
        handOvers: 'handOvers',
        duration: 'durationMs',
        severity: 'severity',
      } as const;
      for (const descending of [false, true]) {
        const values = rows(findCases(chronicle, scenario, { ...query, order, descending })).map(
          (row) => row[keyOf[order]] ?? 0,
        );
        const sorted = [...values].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
        expect(values).toEqual(descending ? sorted.reverse() : sorted);
      }
    },
  );

  it('has the cases that the figures of the same choice count', () => {
    const dublin = scenario.centres.findIndex(({ id }) => id === 'dublin');
    const fromMs = 20 * HOUR_MS;
    const toMs = 50 * HOUR_MS;
    for (const choice of [
      { segment: 0, channel: null, centre: null },
      { segment: null, channel: 1, centre: null },
      { segment: 1, channel: 0, centre: dublin },
    ]) {
      const { totals } = serviceFigures(chronicle, scenario, { ...choice, fromMs, toMs, timeZone: null });
      const found = findCases(chronicle, scenario, { ...query, ...choice, opened: { fromMs, toMs } });
      expect(totals.arrived).toBeGreaterThan(3);
      expect(found.length, JSON.stringify(choice)).toBe(totals.arrived);
    }
  });

  it('knows the words that people use for what became of a case', () => {
    const found = (text: string) => rows(findCases(chronicle, scenario, { ...query, text }));
    const outcomes = (text: string) => new Set(found(text).map(({ outcome }) => outcome));
    expect(outcomes('abandoned')).toEqual(new Set(['gave up']));
    for (const same of ['gave up', 'Gave  Up', 'abandon', 'hung up'])
      expect(found(same), same).toEqual(found('abandoned'));
    expect(outcomes('left').has('gave up')).toBe(true);
    const all = rows(findCases(chronicle, scenario, query));
    expect(found('answered')).toEqual(all.filter(({ contacts }) => contacts > 0));
    expect(found('not answered')).toEqual(all.filter(({ contacts }) => contacts === 0));
    const moved = all.filter(({ handOvers }) => handOvers > 0);
    expect(moved.length).toBeGreaterThan(10);
    for (const same of ['transferred', 'handed over', 'hand-overs', 'escalated'])
      expect(found(same), same).toEqual(moved);
    expect(found('call abandoned')).toEqual(found('phone abandoned'));
    expect(found('outage')).toEqual(found('uptime'));
    expect(outcomes('solved')).toEqual(new Set(['resolved']));
  });

  it('says what to leave out where nothing fits, and how much that gives', () => {
    const offered = (part: Partial<CaseQuery>) => {
      const asked = { ...query, ...part };
      return foundCases(chronicle, scenario, asked, findCases(chronicle, scenario, asked));
    };
    const phone = offered({ text: 'phone' }).count;
    expect(offered({ text: 'phone' })).toEqual({ count: phone, withoutWord: [], withoutChoices: 0 });
    const nowhere = offered({ text: 'phone nowhere' });
    expect(nowhere.withoutWord).toEqual([
      { word: 'phone', text: 'nowhere', count: 0, alone: phone },
      { word: 'nowhere', text: 'phone', count: phone, alone: 0 },
    ]);
    expect(nowhere.withoutChoices).toBe(0);
    // E-mail is not phone: the choice of a channel is in the way.
    expect(offered({ text: 'phone', channel: 1 })).toMatchObject({ count: 0, withoutChoices: phone });
  });

  it('follows a selected stretch', () => {
    const opened = { fromMs: 10 * HOUR_MS, toMs: 20 * HOUR_MS };
    const found = rows(findCases(chronicle, scenario, { ...query, opened }));
    const all = rows(findCases(chronicle, scenario, query));
    const inside = all.filter(({ openedMs }) => openedMs >= opened.fromMs && openedMs < opened.toMs);
    expect(found.length).toBeGreaterThan(10);
    expect(found).toEqual(inside);
  });

  it('shows which cases an outage moved', () => {
    const down = chronicle.events.find(({ kind, isUp }) => kind === 'centre' && !isUp);
    const handedOver = {
      reason: ESCALATION_REASONS.indexOf('uptime'),
      centre: down?.index ?? -1,
      fromMs: down?.timeMs ?? 0,
      toMs: (down?.timeMs ?? 0) + 60_000,
    };
    const found = rows(findCases(chronicle, scenario, { ...query, handedOver }));
    expect(found.length).toBeGreaterThan(0);
    for (const { handOvers } of found) expect(handOvers).toBeGreaterThan(0);
  });
});

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
