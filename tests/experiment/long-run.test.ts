import { describe, expect, it } from 'vitest';
import { HOUR_MS, WEEK_MS } from '#base';
import type { Scenario } from '#domain';
import { type LongRunOutcome, measuresOf, startLongRun, weeksMissing, withWaitsByChannel } from '#experiment';
import { renderReplications, renderReplicationsText } from '#report';
import { boundsOf } from '#statistics';
import { lateStart, modelOf, summaryOf } from '../demand/model.ts';
import { plainSpaces } from '../report/plain-spaces.ts';
import { sha256 } from '../running.ts';
import { mmc, relaxationTime } from '../validation/theory.ts';

const BATCHES = 16;

function queue(agents: number, perHour: number, horizon: string): Scenario {
  return modelOf(`
horizon: ${horizon}
centres: { home: { groups: { servers: { shifts: { always: { agents: ${agents} } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perHour}/h }]
`);
}

function outcomeOf(scenario: Scenario, seed = 'long', batches = BATCHES): LongRunOutcome {
  const measures = withWaitsByChannel(measuresOf(scenario.segments, null, [50, 90, 95]), [scenario]);
  const run = startLongRun(scenario, {
    seed,
    replication: 0,
    measures,
    batches,
    level: 0.95,
    digest: sha256,
  });
  while (run.advance());
  const outcome = run.finish();
  if (outcome === null) throw new Error('the run has ended early');
  return outcome;
}

const of = ({ measures }: LongRunOutcome, id: string) => {
  const found = measures.find(({ measure }) => measure.id === id);
  if (found?.estimate === null || found === undefined) throw new Error(`nothing of ${id}`);
  return { ...found, estimate: found.estimate };
};

describe('a long run in batches', () => {
  /** Service takes a minute on average. */
  const rates = { c: 4, lambda: 3.2 * 60, mu: 60 };
  const theory = mmc(rates);
  const scenario = queue(rates.c, rates.lambda, '2 weeks');
  const outcome = outcomeOf(scenario);

  it('covers the known results for M/M/4', () => {
    const holds = (id: string, truth: number) => {
      const { high, low } = boundsOf(of(outcome, id).estimate);
      expect(low, id).toBeLessThan(truth);
      expect(high, id).toBeGreaterThan(truth);
      expect(high - low, id).toBeLessThan(truth);
    };
    holds('speed of answer', theory.meanWait * 3600);
    holds('service level', theory.waitWithin(10 / 3600));
    const p90 = of(outcome, 'wait p90').estimate.mean / 3600;
    expect(theory.waitWithin(p90)).toBeCloseTo(0.9, 1);
    holds('wait p90', quantileOf(theory.waitWithin, 0.9) * 3600);
    holds('wait p95', quantileOf(theory.waitWithin, 0.95) * 3600);
  });

  it("has a value per batch, and together they equal the run's summary", () => {
    const summary = summaryOf({ ...scenario, seed: 'long' });
    expect(outcome.warmUpHours).toBeLessThan(1);
    expect(outcome.batchHours * BATCHES + outcome.warmUpHours).toBeCloseTo(336, 6);
    const { estimate, values } = of(outcome, 'speed of answer');
    expect(values).toHaveLength(BATCHES);
    expect(estimate.mean).toBeCloseTo(summary.total.speedOfAnswerS ?? 0, 0);
    expect(of(outcome, 'wait p90').estimate.mean).toBeCloseTo(summary.total.waitP90S ?? 0, 2);
    expect(of(outcome, 'speed of answer/customers').values).toEqual(values);
  });

  it('leaves out measures that exist only for whole runs', () => {
    expect(outcome.measures.map(({ measure }) => measure.id)).not.toContain('unanswered');
  });

  it('starts after the given warm-up, and does not search for one', () => {
    const given = outcomeOf({ ...scenario, warmUp: { forMs: 48 * HOUR_MS } });
    expect(given).toMatchObject({ isGiven: true, warmUpHours: 48, batchHours: (336 - 48) / BATCHES });
  });

  it('cuts off a beginning that is clearly different', () => {
    const { isUndecided, warmUpHours } = outcomeOf(lateStart());
    expect(isUndecided).toBe(false);
    expect(warmUpHours).toBeGreaterThan(20);
    expect(warmUpHours).toBeLessThan(80);
  });

  it('reports correlated batches if the run is too short for its load', () => {
    const short = outcomeOf(queue(1, 59, '1 day'));
    expect(of(short, 'speed of answer').hangTogether).toBe(true);
  });

  it('is too short by its load and length, even if its batches look independent', () => {
    // At a load of 95 %, a queue of one agent forgets in 26 hours: 17 times that are 18 days, and 5 times are 5.
    const week = outcomeOf(queue(1, 57, '1 week'), 'calm');
    const { means, quantiles, shares } = week.wanted ?? {};
    expect(means?.occupancy).toBeCloseTo(0.95, 1);
    expect((means?.hours ?? 0) / (means?.relaxationHours ?? 1)).toBeCloseTo(17, 6);
    expect((quantiles?.hours ?? 0) / (quantiles?.relaxationHours ?? 1)).toBeCloseTo(90, 6);
    expect((shares?.hours ?? 0) / (shares?.relaxationHours ?? 1)).toBeCloseTo(5, 6);
    expect(means?.hours).toBeGreaterThan(168);
    const ofWaits = week.measures.filter(({ measure }) => /^(speed of answer|wait p)/.test(measure.id));
    expect(ofWaits.length).toBeGreaterThan(3);
    for (const { isTooShort, measure } of ofWaits) expect(isTooShort, measure.id).toBe(true);
    // Two weeks of the model above are 900 relaxation times.
    for (const { isTooShort } of outcome.measures) expect(isTooShort).toBe(false);
  });

  it('counts a queue as busy as its rates make it, whatever happened to arrive, unless customers come again', () => {
    const load = (scenario: Scenario, seed: string) =>
      outcomeOf(scenario, seed).wanted?.means.occupancy ?? Number.NaN;
    const plain = queue(4, 216, '1 day');
    const again: Scenario = {
      ...plain,
      work: {
        ...plain.work,
        retry: {
          'e-mail': null,
          phone: null,
          web: { share: 0, after: { kind: 'exponential', mean: HOUR_MS }, channel: 'web' },
        },
      },
    };
    // Of these seeds, some have more cases than expected, and some fewer.
    const both = ['a', 'b', 'c', 'd', 'e', 'f'].map(
      (seed) => [load(plain, seed), load(again, seed)] as const,
    );
    for (const [known, seen] of both) expect(known).toBeLessThanOrEqual(seen);
    const lower = both.filter(([known, seen]) => known < seen - 0.001);
    expect(lower.length).toBeGreaterThan(0);
    expect(lower.length).toBeLessThan(both.length);
  });

  it('is as busy as its mean handle time makes it, whatever handle times were drawn', () => {
    const loads = ['a', 'b', 'c', 'd'].map(
      (seed) => outcomeOf(queue(4, 216, '1 day'), seed).wanted?.means.occupancy ?? Number.NaN,
    );
    // Some 5,000 arrivals were drawn, and as many handle times. Either alone would leave an error of 1.4 %.
    for (const load of loads) expect(Math.abs(load / 0.9 - 1)).toBeLessThan(0.01);
  });

  it('is long enough sooner for shares than for means of waits, and for these than for their quantiles', () => {
    const shortIn = (horizon: string) => {
      const { measures } = outcomeOf(queue(4, 216, horizon));
      return ['service level', 'speed of answer', 'wait p90'].map(
        (id) => measures.find(({ measure }) => measure.id === id)?.isTooShort,
      );
    };
    expect(shortIn('22 h')).toEqual([false, true, true]);
    expect(shortIn('80 h')).toEqual([false, false, true]);
  });

  it('is long enough soon if customers leave rather than wait', () => {
    const patient = queue(10, 600, '12 h');
    expect(of(outcomeOf(patient), 'speed of answer').isTooShort).toBe(true);
    const leaving: Scenario = {
      ...patient,
      work: {
        ...patient.work,
        patience: { ...patient.work.patience, web: { kind: 'exponential', mean: 300_000 } },
      },
    };
    const { wanted, ...left } = outcomeOf(leaving);
    expect(wanted?.means.relaxationHours).toBeCloseTo(5 / 60, 2);
    expect(of({ wanted, ...left }, 'speed of answer').isTooShort).toBe(false);
  });

  it('counts the hours of duty only', () => {
    const daily = modelOf(`
horizon: 10 weeks
centres:
  home:
    groups: { servers: { shifts: { always: { agents: 4, from: "08:00", to: "16:00" } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 1000/day }]
`);
    const { wanted } = outcomeOf(daily, 'duty', 8);
    const { occupancy = 0, relaxationHours } = wanted?.means ?? {};
    // On duty a third of the day, so that the queue needs three times as long by the clock.
    const known = relaxationTime({ c: 4, lambda: occupancy * 4 * 60, mu: 60 });
    expect((relaxationHours ?? 0) / known).toBeCloseTo(3, 1);
  });

  it('uses whole weeks if demand or duty varies', () => {
    const weekly = modelOf(`
horizon: 10 weeks
centres:
  home:
    groups: { servers: { shifts: { always: { agents: 2, from: "08:00", to: "18:00" } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 10/h }]
`);
    expect(weeksMissing(weekly, 8)).toBeNull();
    expect(weeksMissing({ ...weekly, warmUp: { forMs: 3 * WEEK_MS } }, 8)).toEqual({ has: 7 });
    expect(weeksMissing(scenario, 8)).toBeNull();
    expect(outcomeOf(weekly, 'weeks', 8).batchHours).toBe(168);
  });

  it('is null if the run was ended because its queue grew without bound', () => {
    const { measures } = outcome;
    const run = startLongRun(queue(1, 150, '26 weeks'), {
      seed: '1',
      replication: 0,
      batches: BATCHES,
      level: 0.95,
      digest: sha256,
      measures: measures.map(({ measure }) => measure),
    });
    while (run.advance());
    expect(run.finish()).toBeNull();
  });

  it('says how its intervals are made', () => {
    const page = {
      title: 'M/M/4',
      law: [],
      seed: 'long',
      level: 0.95,
      replications: BATCHES,
      precision: null,
      isReached: true,
      warmUpHours: 0,
      batches: { hours: 21, warmUp: 'found', dependent: ['Speed of answer'], wanted: null } as const,
      measures: outcome.measures.map(({ estimate, measure: { id, title, unit }, values }) => ({
        id,
        title,
        unit,
        estimate,
        values,
        of: 'all' as const,
      })),
    };
    const text = renderReplicationsText(page, { width: 300, colour: (_, part) => part });
    expect(text).toContain(
      '16 batches of 21 hours of one run; 95.0 % intervals; seed long; no warm-up found',
    );
    expect(text).toContain('Too short: neighbouring batches are correlated');
    expect(text).toContain('quantiles of waits: order statistics of the whole run');
    const length = { group: 'home/servers', occupancy: 0.95, relaxationHours: 6, hours: 540 };
    const loaded = {
      ...page,
      batches: {
        ...page.batches,
        dependent: [],
        wanted: {
          means: { ...length, hours: 90 },
          quantiles: length,
          shares: { ...length, hours: 48 },
          occupancy: { ...length, hours: 30 },
        },
      },
      measures: page.measures.map((one) => ({ ...one, isTooShort: true })),
    };
    const sentences =
      'Too short for its load: agents of home/servers are busy 95.0 % of their time, and their queue takes about 6.0 hours to forget how ' +
      'long it was. Intervals of mean waits and queue lengths need a run of 3.8 days, those of quantiles 22.5 days, those of shares 2.0 days, of occupancy 30.0 hours; this run ' +
      'has 14.0 days. These intervals may be too narrow: lengthen the run, or use replications.';
    expect(plainSpaces(renderReplicationsText(loaded, { width: 1000, colour: (_, part) => part }))).toContain(
      sentences,
    );
    expect(plainSpaces(renderReplications(loaded))).toContain(sentences);
    const long = { ...loaded, measures: page.measures.map((one) => ({ ...one, isTooShort: false })) };
    expect(renderReplicationsText(long, { width: 300, colour: (_, part) => part })).not.toContain(
      'Too short',
    );
  });

  it('names measures that never vary or were never observed, instead of drawing them', () => {
    const measureOf = (title: string, value: number | null, spread = 0) => ({
      id: title,
      title,
      unit: 's' as const,
      of: 'all' as const,
      values: [0, 1, 2, 3].map((i) => (value === null ? null : value + spread * i)),
      estimate:
        value === null ? null : { mean: value, halfWidth: spread, deviation: spread, count: 4, level: 0.95 },
    });
    const page = renderReplications({
      title: 'M/M/4',
      law: [],
      seed: '1',
      level: 0.95,
      replications: 4,
      precision: null,
      isReached: true,
      measures: [measureOf('Always zero', 0), measureOf('Never seen', null), measureOf('Varies', 10, 2)],
    });
    const [drawn = '', folded = ''] = page.split(
      'Show 2 more measures: the same in every replication, or never observed',
    );
    expect(folded).toMatch(/Always zero.*0 s.*Never seen.*–/s);
    // One row, with a dot for each value beside that of the estimate.
    expect(page.match(/<svg/g)).toHaveLength(1);
    expect(drawn.match(/<circle class="arrivals"/g)).toHaveLength(4);
    expect(drawn.match(/<circle class="inside"/g)).toHaveLength(1);
    expect(drawn).toMatch(/Varies.*10 s ± 2 s.*>10 s<.*<svg.*>16 s</s);
  });
});

function quantileOf(distribution: (t: number) => number, probability: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (distribution(middle) < probability) low = middle;
    else high = middle;
  }
  return high;
}

describe('a long run with calls and e-mails', () => {
  const scenario = modelOf(`
horizon: 1 week
centres: { home: { groups: { servers: { shifts: { always: { agents: 4 } } } } } }
segments:
  customers:
    channels: { phone: 0.5, e-mail: 0.5, web: 0 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 200/h }]
`);

  it('gives waits by channel only, each equal to that of the cases of its channel in the summary', () => {
    const outcome = outcomeOf(scenario);
    const ids = outcome.measures.map(({ measure }) => measure.id);
    for (const id of ['speed of answer', 'wait p90']) {
      expect(ids).not.toContain(id);
      expect(ids).not.toContain(`${id}/customers`);
    }
    const { channels } = summaryOf({ ...scenario, seed: 'long' });
    for (const { id, speedOfAnswerS, waitP90S } of channels.filter(({ answered }) => answered > 0)) {
      expect(of(outcome, `speed of answer/${id}`).estimate.mean / (speedOfAnswerS ?? 0)).toBeCloseTo(1, 1);
      expect(of(outcome, `wait p90/${id}`).estimate.mean / (waitP90S ?? 0)).toBeCloseTo(1, 1);
    }
  });
});
