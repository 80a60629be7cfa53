import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { actKind, type Scenario, TRANSITION_EVENTS } from '#domain';
import { createLocalExecutor, type JobSummary, measuresOf } from '#experiment';
import { renderReport, renderSummaryText } from '#report';
import { createMeter, type Summary } from '#statistics';
import { lateStart, modelOf, summaryOf } from '../demand/model.ts';
import { runObserved } from '../engine/observed-run.ts';
import { runInMemory, sha256 } from '../running.ts';
import { tinyScenario } from './tiny-scenario.ts';

const WARM_UP_MS = 30.5 * HOUR_MS;

/** Two agents at 95 % load with customers who give up, wages, targets and a weekly measure: something of everything. */
const scenario = modelOf(`
start: 2014-10-15T00:00:00Z
horizon: 5 days
currency: EUR
centres:
  home:
    groups: { servers: { wage: { perHour: 36 }, shifts: { always: { agents: 2 } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 114/h }]
work: { patience: { web: exponential 5 min } }
targets: { soon: { of: answer, channel: web, severity: all, within: 1 min, target: 0.8 } }
measures: { all: {} }
`);
const warmed: Scenario = { ...scenario, warmUp: { forMs: WARM_UP_MS } };

/** Counts of the run's acts from a time on. */
function countedFrom(fromMs: number) {
  const patience = TRANSITION_EVENTS.indexOf('patience');
  const count = { arrived: 0, answered: 0, abandoned: 0, waitMs: 0, waiting: 0 };
  runObserved(scenario, (timeMs, kind, aux, _case, _a, _b, _c, d) => {
    const isMeasured = timeMs >= fromMs;
    if (kind === actKind('open')) {
      if (isMeasured) count.arrived++;
      else count.waiting++;
    } else if (kind === actKind('assign')) {
      if (!isMeasured) count.waiting--;
      else {
        count.answered++;
        count.waitMs += d;
      }
    } else if (kind === actKind('transition') && aux === patience) {
      if (isMeasured) count.abandoned++;
      else count.waiting--;
    }
  });
  return count;
}

/** Cases that waited for an agent, mean from a time to the end of the run. */
function meanWaitingFrom(fromMs: number): number {
  const patience = TRANSITION_EVENTS.indexOf('patience');
  let [waiting, area, sinceMs] = [0, 0, fromMs];
  const change = (timeMs: number, delta: number) => {
    area += waiting * Math.max(0, timeMs - sinceMs);
    sinceMs = Math.max(sinceMs, timeMs);
    waiting += delta;
  };
  runObserved(scenario, (timeMs, kind, aux) => {
    if (kind === actKind('open')) change(timeMs, 1);
    else if (kind === actKind('assign')) change(timeMs, -1);
    else if (kind === actKind('transition') && aux === patience) change(timeMs, -1);
  });
  change(scenario.horizonMs, 0);
  return area / (scenario.horizonMs - fromMs);
}

describe('measures with a warm-up', () => {
  const whole = summaryOf(scenario);
  const rest = summaryOf(warmed);

  it('count the acts from its end on', () => {
    const { abandoned, answered, arrived, waitMs, waiting } = countedFrom(WARM_UP_MS);
    expect(waiting).toBeGreaterThan(0);
    expect(rest.total).toMatchObject({ abandoned, answered, arrived, carriedOver: waiting });
    expect(rest.total.speedOfAnswerS).toBeCloseTo(waitMs / 1000 / answered, 3);
    expect(rest.centres[0]?.contacts).toBe(answered);
    expect(rest.targets?.[0]?.judged).toBe(answered + rest.total.abandoned);
    const sum = (values: readonly (number | null)[] = []) =>
      values.reduce<number>((all, value) => all + (value ?? 0), 0);
    expect(sum(rest.weekly?.[0]?.columns.arrived)).toBe(arrived);
    // From the first whole hour after the warm-up.
    expect(sum(rest.weekly?.[0]?.times)).toBe(5 * 24 - 31);
    expect(sum(rest.waitingTimes.flatMap(({ counts }) => counts))).toBe(answered);
  });

  it('include queues, and agents on duty and busy, from its end on', () => {
    const [tier] = rest.tiers;
    const [group] = rest.groups;
    expect(tier?.waitingMean).toBeCloseTo(meanWaitingFrom(WARM_UP_MS), 4);
    expect(tier?.waitingMean).not.toBeCloseTo(whole.tiers[0]?.waitingMean ?? 0, 2);
    expect(group).toMatchObject({ scheduledHours: 2 * 89.5, onDutyMean: 2, availability: 1, paidHours: 179 });
    expect(group?.contacts).toBe(rest.total.answered);
    expect(group?.occupancy).toBe(rest.centres[0]?.occupancy);
    expect((group?.busyMean ?? 0) / 2).toBeCloseTo(group?.occupancy ?? 0, 5);
    expect(group?.cost).toBe(rest.costs?.cost);
  });

  it('add up to the whole run together with the part left out', () => {
    const { warmUp } = rest;
    expect(warmUp).toMatchObject({ hours: 30.5, by: 'given', isUndecided: false });
    for (const name of ['arrived', 'answered', 'abandoned', 'resolved'] as const) {
      expect((warmUp?.[name] ?? 0) + rest.total[name], name).toBe(whole.total[name]);
    }
  });

  it('include only the wages paid from its end on', () => {
    expect(rest.costs?.cost).toBeCloseTo(2 * 36 * (5 * 24 - 30.5), 6);
  });

  it('carry over the cases that are open at its end', () => {
    const unanswered = (summary: Summary) =>
      measuresOf(scenario.segments)
        .find(({ id }) => id === 'unanswered')
        ?.contribution(summary);
    expect(unanswered(rest)).toEqual(unanswered(whole));
  });

  it('keep the hourly series and the copies of the whole run', () => {
    expect(rest.hourly).toEqual(whole.hourly);
    expect(rest.copies).toEqual(whole.copies);
  });

  it('cover the whole run if it ends before the warm-up does', () => {
    const meter = createMeter(tinyScenario(), 2 * HOUR_MS);
    meter.casesOf(0, 0).arrived();
    meter.ended(HOUR_MS, null);
    expect(meter.leftOut).toBeNull();
    expect(meter.casesOf(0, 0).arrivals).toBe(1);
  });

  it('carry over a waiting case in the severity that it has when the warm-up ends', () => {
    const meter = createMeter(tinyScenario(), HOUR_MS);
    const [urgent, normal] = [meter.casesOf(0, 0), meter.casesOf(0, 1)];
    for (let arrivals = 0; arrivals < 3; arrivals++) normal.arrived();
    // Two become urgent while they wait; one of them is answered, one waits on.
    for (let raised = 0; raised < 2; raised++) {
      normal.changedSeverity(-1);
      urgent.changedSeverity(1);
    }
    urgent.answered(5000);
    meter.advanceTo(HOUR_MS);
    expect([urgent.carriedOver, normal.carriedOver]).toEqual([1, 1]);
    normal.answered(5000);
    expect([urgent.open, normal.open]).toEqual([1, 0]);
  });

  it('start from empty tallies', () => {
    const meter = createMeter(tinyScenario(), HOUR_MS);
    const cell = meter.casesOf(0, 1);
    const other = meter.casesOf(1, 1);
    for (let arrivals = 0; arrivals < 8; arrivals++) cell.arrived();
    for (const tell of [
      () => cell.arrived(),
      () => cell.answered(5000),
      () => cell.answered(0),
      () => other.arrived(),
      () => cell.abandoned(10),
      () => cell.balked(),
      () => cell.blocked(),
      () => cell.leftMessage(10),
      () => cell.cleared(10, true),
      () => cell.cleared(10, false),
      () => cell.lost(),
      () => cell.offeredCallback(true),
      () => cell.endedCallback(true),
      () => cell.endedCallback(false),
      () => cell.cameAgain(),
      () => cell.resolved(10),
      () => cell.reopened(),
      () => cell.handedOver(0, 0, 1),
      () => cell.stalled(),
      () => cell.preempted(),
      () => cell.asksForConsultation(),
      () => cell.consultationSettled(true, 10),
      () => cell.consultationSettled(false, 10),
      () => meter.contacts.began(0, 0, 10),
      () => meter.contacts.tookOver(0, 0),
      () => meter.contacts.ended(0, 0, 10),
      () => meter.waitingCause(1),
      () => meter.exceptional(0),
    ]) {
      tell();
    }
    meter.advanceTo(HOUR_MS);
    const fresh = createMeter(tinyScenario());
    const { carriedOver: _, ...counts } = cell;
    const {
      carriedOver: __,
      waitingBins: ___,
      handOversOfRun: ____,
      ...expected
    } = fresh.casesOf(0, 1) as never as Record<string, unknown>;
    expect(counts).toMatchObject(expected);
    expect(other.carriedOver).toBe(1);
    expect(meter.contacts.of(0, 0)).toEqual(fresh.contacts.of(0, 0));
    expect([meter.causes, meter.exceptions, meter.handOvers, meter.waitingBins]).toEqual([
      fresh.causes,
      fresh.exceptions,
      fresh.handOvers,
      fresh.waitingBins,
    ]);
  });

  it('change no act of the run', () => {
    const acts = (of: Scenario) => {
      const all: string[] = [];
      runObserved(of, (...act) => all.push(act.join(' ')));
      return all;
    };
    expect(acts(warmed)).toEqual(acts(scenario));
    expect(runInMemory(warmed, { engine: 'table' }).root).toBe(runInMemory(warmed).root);
  });

  it('name the warm-up and what it leaves out, in text and report', () => {
    const text = renderSummaryText(rest, null, { width: 200, colour: (_, part) => part });
    const told = `${rest.warmUp?.arrived.toLocaleString('en-GB')} arrivals`;
    expect(text).toContain('Warm-up: the first 30.50 hours are left out');
    expect(text).toContain(told);
    const report = renderReport({ summary: rest, audit: null, scenario: warmed, ledgerRoot: null });
    expect(report).toContain(told);
    expect(renderSummaryText(whole, null, { width: 200, colour: (_, part) => part })).not.toContain(
      'Warm-up',
    );
  });
});

describe('the brief summary for experiments', () => {
  it('is part of the full summary', async () => {
    const { centres, ...full } = summaryOf(warmed);
    const { cases, costs, groups, overload, segments, targets, tiers, total, warmUp } = full;
    const { controls: _controls, ...brief } = await firstOf(warmed);
    expect(brief).toEqual({
      cases,
      costs,
      groups,
      overload,
      segments,
      targets,
      tiers,
      total,
      warmUp,
      centres: centres.map(({ busyByHour: _, onDutyByHour: __, overtimeByHour: ___, ...centre }) => centre),
    });
  });
});

describe('a warm-up that the program determines', () => {
  const late = lateStart('2014-10-15T00:00:00Z');

  it('is 0 if the series never changes level', async () => {
    const summary = await firstOf({ ...scenario, warmUp: { by: 'waiting', everyMs: HOUR_MS } });
    expect(summary.warmUp).toMatchObject({ by: 'waiting', hours: 0, isUndecided: false });
    expect(summary.total).toEqual(summaryOf(scenario).total);
  });

  it('ends when the initial queue has been worked off', async () => {
    const summary = await firstOf({ ...late, warmUp: { by: 'waiting', everyMs: HOUR_MS } });
    const { hours = 0, isUndecided } = summary.warmUp ?? {};
    expect(isUndecided).toBe(false);
    const clear =
      summaryOf(late).hourly.waiting[0]?.findIndex((waiting, hour) => hour > 20 && waiting < 1) ?? 0;
    expect(clear).toBeGreaterThan(20);
    expect(hours).toBeGreaterThanOrEqual(clear - 5);
    expect(hours).toBeLessThanOrEqual(clear + 24);
  });

  it('is the same for every replication of a seed', async () => {
    const executor = createLocalExecutor(sha256);
    await executor.begin([{ ...late, warmUp: { by: 'busy', everyMs: HOUR_MS } }]);
    const hours = new Set<number | undefined>();
    for (const replication of [2, 0, 1]) {
      const result = await executor.run({ scenario: 0, seed: '7', replication });
      if ('failed' in result) throw new Error(result.failed);
      hours.add(result.summary.warmUp?.hours);
    }
    expect(hours.size).toBe(1);
  });
});

async function firstOf(scenario: Scenario): Promise<JobSummary> {
  const executor = createLocalExecutor(sha256);
  await executor.begin([scenario]);
  const result = await executor.run({ scenario: 0, seed: scenario.seed, replication: 0 });
  if ('failed' in result) throw new Error(result.failed);
  return result.summary;
}
