import { describe, expect, it } from 'vitest';
import { Chronicle } from '../../../src/apps/studio/chronicle/chronicle.ts';
import { serviceFigures } from '../../../src/apps/studio/chronicle/service-figures.ts';
import { NO_CASE, NONE_16 } from '../../../src/domain/acts/act-field.ts';
import { actKind } from '../../../src/domain/acts/act-table.ts';
import { COMMITMENT_STEPS } from '../../../src/domain/acts/act-words.ts';
import { CASE_STATES, TRANSITION_EVENTS } from '../../../src/domain/lifecycle/case-words.ts';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import { ESCALATION_REASONS, TIERS } from '../../../src/domain/vocabulary.ts';
import { observerOf } from '../../../src/ledger/entry.ts';
import { loadScenario } from '../../running.ts';
import { simulateInto, whole } from './chronicling.ts';

const HOUR_MS = 3_600_000;
const QUEUED = CASE_STATES.indexOf('open.waiting.queued');
const WORKING = CASE_STATES.indexOf('open.working');
const SUBMITTED = CASE_STATES.indexOf('submitted');
const [TRANSITION, ASSIGN, LAW] = [actKind('transition'), actKind('assign'), actKind('law')];

/** Records what happens to cases in a chronicle, as a ledger does. */
function teller(scenario: Scenario) {
  const chronicle = new Chronicle(scenario);
  const observer = observerOf(chronicle.visit);
  const numberOf = (ids: readonly string[], id: string) => {
    const found = ids.indexOf(id);
    if (found === -1) throw new Error(`there is no ${id}`);
    return found;
  };
  const move = (timeMs: number, caseNumber: number, from: number, to: number, event: string) =>
    observer.act(timeMs, TRANSITION, numberOf(TRANSITION_EVENTS, event), caseNumber, from, to, 0, 0);
  return {
    chronicle,
    observer,
    /** By centre, in the order of the scenario. */
    queues: () => byCentre(chronicle.queues.now),
    tiers: () => [...chronicle.queues.now],
    /** A case arrives and waits. `stream`: how the name of its stream begins. */
    opens(
      timeMs: number,
      caseNumber: number,
      stream: string,
      product: string,
      [declared, truth = declared]: readonly [string, string?],
    ) {
      const index = scenario.streams.findIndex(({ id }) => id.startsWith(stream));
      if (index === -1) throw new Error(`there is no stream ${stream}`);
      const products = scenario.products.map(({ id }) => id);
      const kind = (language: string) =>
        numberOf(scenario.languages, language) | (numberOf(products, product) << 8);
      observer.act(timeMs, actKind('open'), 0, caseNumber, index, kind(declared), 0, kind(truth) | (1 << 16));
      move(timeMs, caseNumber, SUBMITTED, QUEUED, 'SUBMIT');
    },
    isTaken: (timeMs: number, caseNumber: number) => move(timeMs, caseNumber, QUEUED, WORKING, 'ASSIGN'),
    goesOn: (timeMs: number, caseNumber: number) => move(timeMs, caseNumber, WORKING, QUEUED, 'handling'),
    isRaised: (timeMs: number, caseNumber: number) =>
      move(timeMs, caseNumber, QUEUED, QUEUED, 'severityRaise'),
    isEscalated: (timeMs: number, caseNumber: number, reason: string, tier: number) =>
      observer.act(
        timeMs,
        actKind('escalate'),
        numberOf(ESCALATION_REASONS, reason),
        caseNumber,
        NONE_16,
        NONE_16,
        0,
        tier,
      ),
    lawChanges: (timeMs: number) => observer.act(timeMs, LAW, 0, NO_CASE, 0, 0, 0, 0),
    /** Null: the common queue. */
    joins: (timeMs: number, caseNumber: number, centre: number | null) =>
      observer.act(
        timeMs,
        actKind('commitment'),
        numberOf(COMMITMENT_STEPS, centre === null ? 'is open to all' : 'joins'),
        caseNumber,
        centre ?? NONE_16,
        NONE_16,
        0,
        0,
      ),
  };
}

/** Queues of all tiers of each centre. */
function byCentre(now: ArrayLike<number>): readonly number[] {
  const rows = Array.from(now);
  return rows.flatMap((_, i) => (i % TIERS.length === 0 ? [total(rows.slice(i, i + TIERS.length))] : []));
}

describe('the queue of a centre', () => {
  const scenario = loadScenario('german-night');
  it('has the waiting cases that its agents may take, by product and promise', () => {
    expect(scenario.centres.map(({ id }) => id)).toEqual(['dublin', 'sofia', 'redmond']);
    const { isTaken, opens, queues } = teller(scenario);
    expect(queues()).toEqual([0, 0, 0]);
    // Redmond would keep a copy outside the EEA, and Sofia knows only Office.
    opens(0, 0, 'premier/DE/phone', 'azure', ['de']);
    expect(queues()).toEqual([1, 0, 0]);
    opens(1, 1, 'premier/DE/phone', 'office-365', ['de']);
    expect(queues()).toEqual([2, 1, 0]);
    opens(2, 2, 'twin/DE/e-mail', 'azure', ['de']);
    expect(queues()).toEqual([3, 1, 1]);
    opens(3, 3, 'twin/DE/e-mail', 'office-365', ['de']);
    expect(queues()).toEqual([4, 2, 2]);
    isTaken(4, 1);
    expect(queues()).toEqual([3, 1, 2]);
    for (const other of [0, 2, 3]) isTaken(5, other);
    expect(queues()).toEqual([0, 0, 0]);
  });

  it('uses what is true once an agent has noticed it', () => {
    const { goesOn, isEscalated, isTaken, opens, queues } = teller(scenario);
    opens(0, 0, 'twin/DE/web', 'office-365', ['de', 'en']);
    expect(queues()).toEqual([1, 1, 1]);
    isTaken(1, 0);
    isEscalated(2, 0, 'language', 1);
    goesOn(2, 0);
    // Sofia speaks no English.
    expect(queues()).toEqual([1, 0, 1]);
  });

  it('considers the tier, even if a waiting customer needs a higher one', () => {
    const { isEscalated, isRaised, isTaken, opens, queues, tiers } = teller(scenario);
    opens(0, 0, 'twin/DE/web', 'office-365', ['de']);
    expect(tiers()).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0]);
    isEscalated(1, 0, 'severity', 2);
    isRaised(1, 0);
    expect(queues()).toEqual([1, 1, 1]);
    expect(tiers()).toEqual([0, 1, 0, 0, 1, 0, 0, 1, 0]);
    // Nobody is of the third tier.
    isEscalated(2, 0, 'severity', 3);
    isRaised(2, 0);
    expect(queues()).toEqual([0, 0, 0]);
    isTaken(3, 0);
    expect(queues()).toEqual([0, 0, 0]);
  });

  it('is recounted when the law changes', () => {
    const falls = loadScenario('safe-harbor-falls');
    const [dublin, redmond] = ['dublin', 'redmond'].map((wanted) =>
      falls.centres.findIndex(({ id }) => id === wanted),
    ) as [number, number];
    const at = (moment: string) => Date.parse(moment) - falls.startEpochMs;
    const [fallsMs, opensMs] = [at('2014-06-16T00:00:00+02:00'), at('2014-06-19T00:00:00+02:00')];
    const { chronicle, isTaken, lawChanges, opens, queues } = teller(falls);
    const product = falls.products[0]?.id ?? '';
    // Polish is spoken only in Redmond, German in Dublin as well.
    opens(fallsMs - 2 * HOUR_MS, 0, 'standard/PL', product, ['pl']);
    opens(fallsMs - HOUR_MS, 1, 'standard/DE', product, ['de']);
    expect([queues()[dublin], queues()[redmond]]).toEqual([1, 2]);
    lawChanges(fallsMs);
    expect([queues()[dublin], queues()[redmond]]).toEqual([1, 0]);
    opens(fallsMs + HOUR_MS, 2, 'standard/PL', product, ['pl']);
    expect([queues()[dublin], queues()[redmond]]).toEqual([1, 0]);
    lawChanges(opensMs);
    expect([queues()[dublin], queues()[redmond]]).toEqual([1, 3]);
    for (const one of [0, 1, 2]) isTaken(opensMs + HOUR_MS, one);
    expect(queues().every((queue) => queue === 0)).toBe(true);
    chronicle.finish(falls.horizonMs);
    const hours = serviceFigures(chronicle, falls, { ...whole(falls), centre: redmond }).hours.waiting;
    const hour = (ms: number) => hours[ms / HOUR_MS];
    expect([-3, -2, -1, 0].map((before) => hour(fallsMs + before * HOUR_MS))).toEqual([0, 1, 2, 0]);
    expect([-1, 0, 1].map((after) => hour(opensMs + after * HOUR_MS))).toEqual([0, 3, 0]);
  });

  it('is that of one centre if the ledger says in which queue a case is', () => {
    const lines = loadScenario('own-lines');
    const { isTaken, joins, opens, queues } = teller(lines);
    const stream = lines.streams[0]?.id ?? '';
    opens(0, 0, stream, lines.products[0]?.id ?? '', [lines.languages[0] ?? '']);
    const all = queues();
    expect(total(all)).toBeGreaterThan(1);
    const second = all.lastIndexOf(1);
    joins(0, 0, second);
    expect(queues()).toEqual(all.map((_, centre) => (centre === second ? 1 : 0)));
    joins(1, 0, null);
    expect(queues()).toEqual(all);
    joins(2, 0, second);
    isTaken(3, 0);
    expect(total(queues())).toBe(0);
    joins(4, 0, null);
    expect(total(queues())).toBe(0);
  });

  it('ignores streams, products and cases that do not exist', () => {
    const { isTaken, joins, observer, queues } = teller(scenario);
    observer.act(0, actKind('open'), 0, 0, 900, 0xffff, 0, 0);
    observer.act(0, actKind('open'), 0, 1, 0, 0xffff, 0, 0);
    for (const one of [0, 1, 0xfffffffe]) observer.act(0, TRANSITION, 0, one, SUBMITTED, QUEUED, 0, 0);
    isTaken(1, 70_000);
    joins(1, 70_000, 0);
    expect(queues()).toEqual([0, 0, 0]);
  });
});

describe.each(['german-night', 'safe-harbor-falls', 'own-lines', 'failover'])('in a run of %s', (name) => {
  const scenario = loadScenario(name);
  const run = observed(scenario);
  const { chronicle } = run;
  const frames = chronicle.frames.finish();
  const [centres, countries] = [scenario.centres.length, chronicle.countries.length];

  it('a case that a centre takes was in the queue of that centre, which then is one shorter', () => {
    expect(run.taken).toBeGreaterThan(500);
    expect(run.takenFromElsewhere).toEqual([]);
  });

  it('no queue is longer than the number of waiting cases, and all are empty if nobody waits', () => {
    let waits = 0;
    for (let frame = 0; frame < frames.frames; frame++) {
      const all = total([...frames.waiting.subarray(frame * countries, (frame + 1) * countries)]);
      const rows = centres * TIERS.length;
      const queues = byCentre(frames.queue.subarray(frame * rows, (frame + 1) * rows));
      expect(Math.max(...queues), `frame ${frame}`).toBeLessThanOrEqual(all);
      // The only centre has them all.
      if (centres === 1) expect(queues[0], `frame ${frame}`).toBe(all);
      waits += all;
    }
    expect(waits).toBeGreaterThan(0);
  });

  it('the service of a centre has its queue, hour by hour and on average, and by segment', () => {
    const all = serviceFigures(chronicle, scenario, whole(scenario));
    for (let centre = 0; centre < centres; centre++) {
      const { channels, hours, segments, totals } = serviceFigures(chronicle, scenario, {
        ...whole(scenario),
        centre,
      });
      expect(totals.waitingMean).toBeCloseTo(total([...hours.waiting]) / (scenario.horizonMs / HOUR_MS), 9);
      expect(all.centres[centre]?.waitingMean).toBeCloseTo(totals.waitingMean ?? Number.NaN, 9);
      for (const parts of [segments, channels])
        expect(total(parts.map(({ waitingMean }) => waitingMean ?? 0))).toBeCloseTo(
          totals.waitingMean ?? 0,
          9,
        );
      hours.waiting.forEach((queue, hour) => {
        expect(queue, `hour ${hour}`).toBeLessThanOrEqual((all.hours.waiting[hour] ?? 0) + 1e-9);
      });
    }
    expect(total(all.segments.map(({ waitingMean }) => waitingMean ?? 0))).toBeCloseTo(
      all.totals.waitingMean ?? Number.NaN,
      9,
    );
    expect(Math.max(...all.days.map(({ waitingMean }) => waitingMean ?? 0))).toBeGreaterThan(
      all.totals.waitingMean ?? 0,
    );
  });
});

/** Runs the scenario, and compares the queue of the centre that takes a case before and after. */
function observed(scenario: Scenario) {
  const chronicle = new Chronicle(scenario);
  const observer = observerOf(chronicle.visit);
  const { now } = chronicle.queues;
  const groupOf = new Map<number, number>();
  const takenFromElsewhere: number[] = [];
  let taken = 0;
  simulateInto(chronicle, scenario, {
    observer: {
      act(timeMs, kind, aux, caseNumber, a, b, c, d) {
        if (kind === ASSIGN) groupOf.set(caseNumber, a);
        const takes = kind === TRANSITION && a === QUEUED && b === WORKING;
        const centre = takes ? (scenario.groups[groupOf.get(caseNumber) ?? -1]?.centre ?? -1) : -1;
        const queue = () => byCentre(now)[centre] ?? 0;
        const before = takes ? queue() : 0;
        observer.act(timeMs, kind, aux, caseNumber, a, b, c, d);
        if (!takes) return;
        taken++;
        if (queue() !== before - 1) takenFromElsewhere.push(caseNumber);
      },
    },
  });
  return { chronicle, taken, takenFromElsewhere };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
