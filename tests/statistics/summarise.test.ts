import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, WEEK_MS } from '#base';
import { COPY_ROLES, ESCALATION_REASONS, occupancyInHour, RARE_CAUSES, WAITING_CAUSES } from '#domain';
import { createNullMeter, summarise } from '#statistics';
import { Teller } from './teller.ts';
import { tinyScenario } from './tiny-scenario.ts';

const [A, B, C] = [0, 1, 2];
/** Streams of the tiny scenario. */
const [PLAIN_PHONE, PLAIN_WEB, PREMIER_PHONE] = [0, 1, 2];
const [DUBLIN_1, DUBLIN_2, REDMOND] = [0, 1, 2];

/** Returns the meter after its clock has advanced to that time. */
function at(meter: Teller, timeMs: number): Teller {
  meter.advanceTo(timeMs);
  return meter;
}

function measure(tell: (meter: Teller) => void, scenario = tinyScenario()) {
  const meter = new Teller(scenario);
  tell(meter);
  meter.ended(scenario.horizonMs);
  return summarise(meter.meter, { seed: 's', replication: 3, scenario });
}

describe('summarise', () => {
  it('names the run and counts the cases', () => {
    const summary = measure((meter) => {
      meter.arrived(PLAIN_PHONE, A);
      at(meter, HOUR_MS).arrived(PREMIER_PHONE, C);
    });
    expect(summary).toMatchObject({
      format: 3,
      scenario: { name: 'tiny', title: 'A tiny scenario' },
      seed: 's',
      replication: 3,
      start: '2014-11-05T00:00:00Z',
      horizonHours: 192,
      overload: null,
      cases: 2,
    });
    expect(summary.segments.map(({ id, arrived }) => [id, arrived])).toEqual([
      ['plain', 1],
      ['premier', 1],
    ]);
    expect(summary.channels.map(({ arrived }) => arrived)).toEqual([2, 0, 0]);
    expect(summary.severities.map(({ arrived }) => arrived)).toEqual([1, 0, 1]);
    expect(summary.cells.map(({ id }) => id)).toEqual(['plain/phone/A', 'premier/phone/C']);
    expect(summary.cells[0]?.title).toBe('Segment plain · phone · A');
  });

  it('gives waits of the answered, the abandoned and all, and the variation of waits and handle times, as worked out by hand', () => {
    const { centres, tiers, total } = measure((meter) => {
      for (const wait of [0, 0, 40, 80]) meter.answered(PLAIN_PHONE, A, 1, wait * SECOND_MS, DUBLIN_1);
      meter.abandoned(PLAIN_PHONE, A, 20 * SECOND_MS);
      meter.abandoned(PLAIN_PHONE, A, 40 * SECOND_MS);
      meter.leftMessage(PLAIN_PHONE, A, 60 * SECOND_MS);
      meter.balked(PLAIN_PHONE, A);
      meter.blocked(PLAIN_PHONE, A);
      for (const handled of [60, 100, 140]) meter.contactEnded(A, DUBLIN_1, handled * SECOND_MS);
    });
    expect(total.speedOfAnswerS).toBe(30);
    expect(total.abandonedWaitS).toBe(30);
    // 120 s of the answered plus 60 s for each of the two others, over four cases: two answered, one abandoned, one balked.
    expect(total.waitOfAllS).toBe(30);
    expect(Math.abs((total.waitDeviationS ?? 0) - Math.sqrt(1100))).toBeLessThan(0.01 * Math.sqrt(2000));
    const deviation = Number(Math.sqrt(3200 / 3).toPrecision(6));
    expect(centres[0]).toMatchObject({ handleMeanS: 100, handleDeviationS: deviation, overtimeHours: 0 });
    expect(tiers[0]).toMatchObject({ handleMeanS: 100, handleDeviationS: deviation });
    expect(tiers[2]).toMatchObject({ handleMeanS: null, handleDeviationS: null });
  });

  it('gives both service levels as worked out by hand', () => {
    const { total, severities } = measure((meter) => {
      // Severity A within 30 s: two answered in time (one exactly), one late; one hung up early, one late.
      meter.answered(PLAIN_PHONE, A, 1, 10 * SECOND_MS, DUBLIN_1);
      meter.answered(PLAIN_PHONE, A, 1, 30 * SECOND_MS, DUBLIN_1);
      meter.answered(PREMIER_PHONE, A, 1, 30 * SECOND_MS + 1, DUBLIN_1);
      meter.abandoned(PLAIN_PHONE, A, 5 * SECOND_MS);
      meter.abandoned(PLAIN_PHONE, A, 90 * SECOND_MS);
      // Phone C has no acceptable waiting time, so it is in no denominator.
      meter.answered(PLAIN_PHONE, C, 1, 0, DUBLIN_1);
    });
    expect(severities[A]?.serviceLevel).toBe(0.4);
    expect(severities[A]?.serviceLevelWithoutShortAbandons).toBe(0.5);
    expect(severities[A]?.abandonmentShare).toBe(0.4);
    expect(severities[B]?.serviceLevel).toBeNull();
    expect(severities[C]?.serviceLevel).toBeNull();
    expect(total.serviceLevel).toBe(0.4);
    expect(total.abandonmentShare).toBe(0.333333);
  });

  it('counts only the first contact as an answer, but every contact for tiers and centres', () => {
    const { total, tiers, centres } = measure((meter) => {
      meter.answered(PLAIN_PHONE, B, 1, 20 * SECOND_MS, DUBLIN_1);
      meter.contactEnded(B, DUBLIN_1, 100 * SECOND_MS);
      meter.answered(PLAIN_PHONE, B, 2, 40 * SECOND_MS, DUBLIN_2);
      meter.contactEnded(B, DUBLIN_2, 300 * SECOND_MS);
      meter.answered(PLAIN_WEB, A, 3, 0, REDMOND);
    });
    expect(total.answered).toBe(1);
    expect(total.answeredAtOnce).toBe(0);
    expect(total.speedOfAnswerS).toBe(20);
    expect(total.waitP50S).toBeCloseTo(20, 0);
    expect(tiers.map(({ bySeverity: _, ...row }) => row)).toEqual([
      {
        tier: 1,
        contacts: 1,
        ended: 1,
        waitMeanS: 20,
        waitingMean: 0,
        handleMeanS: 100,
        handleDeviationS: 0,
      },
      {
        tier: 2,
        contacts: 2,
        ended: 1,
        waitMeanS: 20,
        waitingMean: 0,
        handleMeanS: 300,
        handleDeviationS: 0,
      },
      {
        tier: 3,
        contacts: 0,
        ended: 0,
        waitMeanS: null,
        waitingMean: 0,
        handleMeanS: null,
        handleDeviationS: null,
      },
    ]);
    expect(tiers[1]?.bySeverity).toEqual([
      { severity: 'A', contacts: 1, waitMeanS: 0 },
      { severity: 'B', contacts: 1, waitMeanS: 40 },
      { severity: 'C', contacts: 0, waitMeanS: null },
    ]);
    expect(centres.map(({ id, contacts, handleMeanS }) => [id, contacts, handleMeanS])).toEqual([
      ['dublin', 2, 200],
      ['redmond', 1, null],
    ]);
  });

  it('tells what each group of agents did, and adds the groups of a centre up, as worked out by hand', () => {
    const tiny = tinyScenario();
    const duty = [{ fromMs: 0, toMs: 10 * HOUR_MS }];
    const [first] = tiny.groups;
    if (first === undefined) throw new Error('the tiny scenario has groups');
    const wage = { perHour: 20, overtimeFactor: 1.5 };
    const groups = [
      { ...first, shifts: [{ id: 'early', agents: 4, duty }], wage },
      ...tiny.groups.slice(1).map((group) => ({ ...group, shifts: [{ id: 'early', agents: 1, duty }] })),
    ];
    const scenario = tinyScenario({ groups, currency: 'EUR', horizonMs: 20 * HOUR_MS });
    const {
      centres,
      costs,
      groups: rows,
    } = measure((meter) => {
      meter.dutyChanged(DUBLIN_1, 4);
      meter.dutyChanged(DUBLIN_2, 1);
      meter.busyChanged(DUBLIN_1, 2);
      // One of the four goes away, and comes back after two hours, in the first of which the centre is down.
      at(meter, 2 * HOUR_MS).dutyChanged(DUBLIN_1, -1);
      meter.centreIs(false, 0);
      at(meter, 3 * HOUR_MS).centreIs(true, 0);
      at(meter, 4 * HOUR_MS).dutyChanged(DUBLIN_1, 1);
      meter.answered(PLAIN_PHONE, A, 2, 0, DUBLIN_1);
      meter.tookOver(A, DUBLIN_1);
      at(meter, 10 * HOUR_MS).dutyChanged(DUBLIN_1, -4);
      meter.dutyChanged(DUBLIN_2, -1);
      meter.busyChanged(DUBLIN_1, -1);
      meter.overtimeChanged(DUBLIN_1, 1);
      at(meter, 12 * HOUR_MS).busyChanged(DUBLIN_1, -1);
      meter.overtimeChanged(DUBLIN_1, -1);
      at(meter, 20 * HOUR_MS);
    }, scenario);
    // 40 hours scheduled, 38 on duty, and three agents lost an hour of the outage. Two of the 22 busy hours are overtime.
    expect(rows[0]).toEqual({
      id: 'dublin-1',
      centre: 'dublin',
      tier: 1,
      agents: 4,
      scheduledHours: 40,
      availability: 35 / 40,
      onDutyMean: 1.9,
      busyMean: 1.1,
      occupancy: 0.526316,
      overtimeHours: 2,
      paidHours: 40,
      cost: 38 * 20,
      contacts: 1,
      ended: 0,
      takenOver: 1,
      handleMeanS: null,
      handleDeviationS: null,
    });
    expect(rows[1]).toMatchObject({ scheduledHours: 10, availability: 0.9, onDutyMean: 0.5, busyMean: 0 });
    expect(rows[1]).toMatchObject({ occupancy: 0, paidHours: null, cost: null });
    expect(rows[2]).toMatchObject({ scheduledHours: 10, availability: 0, onDutyMean: 0, occupancy: null });
    expect(centres[0]).toMatchObject({
      scheduledHours: 50,
      availability: 0.88,
      onDutyMean: 2.4,
      busyMean: 1.1,
    });
    expect(centres[0]).toMatchObject({ agents: 5, overtimeHours: 2 });
    expect(costs?.cost).toBe(38 * 20);
  });

  it('separates customers answered at once from those who waited', () => {
    const { total } = measure((meter) => {
      for (const waitMs of [0, 0, 1]) meter.answered(PLAIN_PHONE, B, 1, waitMs, DUBLIN_1);
    });
    expect([total.answered, total.answeredAtOnce]).toEqual([3, 2]);
  });

  it('counts a case under its severity at that moment, even in a cell where none arrived', () => {
    const { severities, cells } = measure((meter) => {
      meter.arrived(PLAIN_WEB, C);
      meter.answered(PLAIN_WEB, A, 1, 9, DUBLIN_1);
      at(meter, HOUR_MS).resolved(PLAIN_WEB, A, HOUR_MS);
      at(meter, 2 * HOUR_MS).reopened(PLAIN_WEB, A);
    });
    expect(severities.map(({ arrived, answered }) => [arrived, answered])).toEqual([
      [0, 1],
      [0, 0],
      [1, 0],
    ]);
    expect(cells.map(({ id, reopened, sojournMeanS }) => [id, reopened, sojournMeanS])).toEqual([
      ['plain/web/A', 1, 3600],
      ['plain/web/C', 0, null],
    ]);
  });

  it('takes a quantile of several cells from all their waits together', () => {
    const { total, segments } = measure((meter) => {
      for (let i = 0; i < 9; i++) meter.answered(PLAIN_PHONE, A, 1, SECOND_MS, DUBLIN_1);
      meter.answered(PREMIER_PHONE, A, 1, 100 * SECOND_MS, DUBLIN_1);
    });
    expect(total.waitP90S).toBeCloseTo(1, 2);
    expect((total.waitP95S as number) / 100).toBeCloseTo(1, 2);
    expect((segments[1]?.waitP50S as number) / 100).toBeCloseTo(1, 2);
  });

  it('counts hand-overs by row and flow, and at centres only if the centres differ', () => {
    const expertise = ESCALATION_REASONS.indexOf('expertise');
    const severity = ESCALATION_REASONS.indexOf('severity');
    const { centres, escalations, segments, severities, total } = measure((meter) => {
      meter.handedOver(PLAIN_PHONE, B, expertise, 0, 1);
      meter.handedOver(PLAIN_PHONE, B, expertise, 0, 1);
      meter.handedOver(PREMIER_PHONE, C, expertise, 0, 0);
      meter.handedOver(PLAIN_WEB, A, severity, -1, 1);
    });
    expect(escalations).toEqual([
      { reason: 'expertise', from: 'dublin', to: 'dublin', count: 1 },
      { reason: 'expertise', from: 'dublin', to: 'redmond', count: 2 },
      { reason: 'severity', from: null, to: 'redmond', count: 1 },
    ]);
    expect(total.handOvers).toBe(4);
    expect(segments.map(({ handOvers }) => handOvers)).toEqual([3, 1]);
    expect(severities.map(({ handOvers }) => handOvers)).toEqual([1, 2, 1]);
    expect(centres.map(({ handOversIn, handOversOut }) => [handOversIn, handOversOut])).toEqual([
      [0, 2],
      [2, 0],
    ]);
  });

  it('keeps the overtime of each hour apart', () => {
    const { centres, hourly } = measure((meter) => {
      meter.dutyChanged(DUBLIN_1, 2);
      meter.busyChanged(DUBLIN_1, 2);
      at(meter, 30 * MINUTE_MS).dutyChanged(DUBLIN_1, -2);
      meter.overtimeChanged(DUBLIN_1, 2);
      at(meter, 90 * MINUTE_MS).busyChanged(DUBLIN_1, -2);
      meter.overtimeChanged(DUBLIN_1, -2);
    });
    // Each hour of the week occurs twice in 8 days.
    expect(hourly).toMatchObject({ busy: [2, 1, ...Array(190).fill(0)], onDuty: [1, ...Array(191).fill(0)] });
    expect(hourly.overtime).toEqual([1, 1, ...Array(190).fill(0)]);
    expect([0, 1].map((hour) => occupancyInHour(hourly, hour))).toEqual([1, null]);
    expect(centres[0]?.overtimeByHour?.slice(47, 51)).toEqual([0, 0.5, 0.5, 0]);
    expect(centres[1]).not.toHaveProperty('overtimeByHour');
  });

  it('folds duty and work into UTC hours of the week that starts on Monday', () => {
    // Starts on Wednesday 00:00 = hour 48 of the week. In the first hour of the run two agents are on duty, of whom one is busy for 30 min.
    // That hour of the week occurs twice in 8 days.
    const { centres, hourly } = measure((meter) => {
      meter.dutyChanged(DUBLIN_1, 2);
      at(meter, 15 * MINUTE_MS).busyChanged(DUBLIN_1, 1);
      at(meter, 45 * MINUTE_MS).busyChanged(DUBLIN_1, -1);
      at(meter, HOUR_MS).dutyChanged(DUBLIN_1, -2);
    });
    expect(centres[0]?.agents).toBe(10);
    expect(centres[0]?.occupancy).toBe(0.25);
    expect(centres[0]?.onDutyByHour).toHaveLength(168);
    expect(centres[0]?.onDutyByHour[48]).toBe(1);
    expect(centres[0]?.busyByHour[48]).toBe(0.25);
    expect(centres[0]?.onDutyByHour.reduce((sum, value) => sum + value, 0)).toBe(1);
    expect(centres[1]?.occupancy).toBeNull();
    expect(hourly.onDuty).toHaveLength(192);
    expect(hourly.onDuty[0]).toBe(2);
    expect(hourly.busy[0]).toBe(0.5);
    expect(hourly.onDuty[1]).toBe(0);
  });

  it('assigns events and mean levels to the hours of the horizon', () => {
    const { hourly } = measure((meter) => {
      at(meter, 30 * MINUTE_MS).arrived(PLAIN_PHONE, A);
      at(meter, 30 * MINUTE_MS).queueChanged(1, 1);
      at(meter, 2 * HOUR_MS + 15 * MINUTE_MS).queueChanged(1, -1);
      at(meter, 2 * HOUR_MS + 15 * MINUTE_MS).answered(PLAIN_PHONE, A, 1, 105 * MINUTE_MS, DUBLIN_1);
      at(meter, 2 * HOUR_MS + 16 * MINUTE_MS).answered(PLAIN_WEB, C, 1, 4 * MINUTE_MS, DUBLIN_1);
      at(meter, 8 * DAY_MS).abandoned(PLAIN_PHONE, B, 5);
    });
    expect(hourly.arrived.slice(0, 4)).toEqual([1, 0, 0, 0]);
    expect(hourly.waiting[0]?.slice(0, 4)).toEqual([0.5, 1, 0.25, 0]);
    expect(hourly.waiting[1]?.every((value) => value === 0)).toBe(true);
    expect(hourly.answered.slice(0, 4)).toEqual([0, 0, 2, 0]);
    expect(hourly.answeredInTime.slice(0, 4)).toEqual([0, 0, 1, 0]);
    expect(hourly.abandoned.at(-1)).toBe(1);
  });

  it('averages a short last hour over the part that the run covers', () => {
    const scenario = tinyScenario({ horizonMs: 90 * MINUTE_MS });
    const { hourly } = measure((meter) => meter.dutyChanged(REDMOND, 3), scenario);
    expect(hourly.onDuty).toEqual([3, 3]);
  });

  it('counts waits per segment and channel, so the share within an acceptable wait can be read off', () => {
    const { waitingTimes } = measure((meter) => {
      meter.answered(PLAIN_PHONE, A, 1, 30 * SECOND_MS, DUBLIN_1);
      meter.answered(PLAIN_PHONE, A, 1, 30 * SECOND_MS + 1, DUBLIN_1);
      meter.answered(PREMIER_PHONE, A, 1, 0, DUBLIN_1);
    });
    const rowOf = (segment: string, channel: string) =>
      waitingTimes.find((row) => row.segment === segment && row.channel === channel);
    const [plain, premier] = [rowOf('plain', 'phone'), rowOf('premier', 'phone')];
    const within = (row: typeof plain, seconds: number) =>
      row?.counts.filter((_, bin) => (row.upToS[bin] as number) <= seconds).reduce((a, b) => a + b, 0);
    expect(waitingTimes.map(({ channel, segment }) => `${segment}/${channel}`)).toEqual([
      ...['plain/phone', 'plain/web', 'premier/phone'],
    ]);
    expect(within(rowOf('plain', 'web'), 192 * 3600)).toBe(0);
    expect(within(plain, 30)).toBe(1);
    expect(within(plain, 192 * 3600)).toBe(2);
    expect(within(premier, 0)).toBe(1);
  });

  it('shows where copies lay per promise, country, dimension and week, and whether that was allowed', () => {
    const primary = COPY_ROLES.indexOf('primary');
    const replica = COPY_ROLES.indexOf('replica');
    const workingCopy = COPY_ROLES.indexOf('working copy');
    // Places: 0 US, 1 NL (data centres), 2 IE, 3 US (service centres). The second week has only one day.
    const { copies } = measure((meter) => {
      meter.copiesChanged(PREMIER_PHONE, primary, 1, 1);
      meter.copiesChanged(PREMIER_PHONE, primary, 0, 1);
      meter.copiesChanged(PREMIER_PHONE, workingCopy, 3, 1);
      meter.copiesChanged(PREMIER_PHONE, workingCopy, 3, -1);
      meter.copiesChanged(PLAIN_PHONE, primary, 0, 1);
      at(meter, WEEK_MS / 2).copiesChanged(PREMIER_PHONE, replica, 1, 1);
      at(meter, WEEK_MS).copiesChanged(PREMIER_PHONE, primary, 1, -1);
    });
    const row = { promise: 'eea', peak: 1 };
    expect(copies).toEqual([
      {
        promise: 'none',
        country: 'US',
        dimension: 'storage',
        allowed: [true, true],
        meanByWeek: [1, 1],
        peak: 1,
      },
      { ...row, country: 'US', dimension: 'storage', allowed: [false, false], meanByWeek: [1, 1] },
      { ...row, country: 'US', dimension: 'workingCopy', allowed: [true, true], meanByWeek: [0, 0] },
      {
        ...row,
        country: 'NL',
        dimension: 'storage',
        allowed: [true, true],
        meanByWeek: [1.5, 1],
        peak: 2,
      },
    ]);
  });

  it('counts waiting causes and stalled cases', () => {
    const { total, waitingCauses } = measure((meter) => {
      meter.waitingCause(WAITING_CAUSES.indexOf('centre closed'));
      meter.stalled(PLAIN_PHONE, A);
    });
    expect(waitingCauses.map(({ cause }) => cause)).toEqual(
      WAITING_CAUSES.filter((cause) => !RARE_CAUSES.includes(cause)),
    );
    expect(waitingCauses.filter(({ count }) => count > 0)).toEqual([{ cause: 'centre closed', count: 1 }]);
    expect(total.stalled).toBe(1);
  });

  it('counts customers who balked or were refused apart from the answered and abandoned', () => {
    const { cells, total } = measure((meter) => {
      for (let i = 0; i < 4; i++) meter.arrived(PLAIN_PHONE, A);
      meter.answered(PLAIN_PHONE, A, 1, 1000, DUBLIN_1);
      meter.leftMessage(PLAIN_PHONE, A, 60 * SECOND_MS);
      meter.cameAgain(PLAIN_PHONE, A);
      meter.balked(PLAIN_PHONE, A);
      meter.blocked(PLAIN_PHONE, A);
      meter.blocked(PLAIN_PHONE, A);
    });
    expect(total).toMatchObject({ arrived: 4, answered: 1, abandoned: 0, balked: 1, blocked: 2, judged: 1 });
    expect(total).toMatchObject({ messages: 1, retries: 1 });
    expect(total.serviceLevel).toBe(1);
    expect(cells.map(({ balked, blocked }) => [balked, blocked])).toEqual([[1, 2]]);
  });

  it('has a row for a cell that cases only entered by a change of severity', () => {
    const { cells } = measure((meter) => {
      meter.arrived(PLAIN_PHONE, C);
      meter.arrived(PLAIN_PHONE, C);
      meter.leftMessage(PLAIN_PHONE, A, 60 * SECOND_MS);
      meter.handedOver(PLAIN_PHONE, B, 0, 0, 1);
    });
    expect(
      cells.map(({ arrived, handOvers, id, messages }) => [id.slice(-1), arrived, messages, handOvers]),
    ).toEqual([
      ['A', 0, 1, 0],
      ['B', 0, 0, 1],
      ['C', 2, 0, 0],
    ]);
  });

  it('rounds measured values to 6 significant digits, but not counts', () => {
    const { total } = measure((meter) => {
      for (let i = 0; i < 3; i++) meter.answered(PLAIN_PHONE, A, 1, i === 0 ? 1000 : 0, DUBLIN_1);
      for (let i = 0; i < 1_234_567; i++) meter.arrived(PLAIN_PHONE, A);
    });
    expect(total.speedOfAnswerS).toBe(0.333333);
    expect(total.arrived).toBe(1_234_567);
  });

  it('needs a run that has ended; a run ends once, within its horizon', () => {
    const scenario = tinyScenario();
    const meter = new Teller(scenario);
    expect(() => summarise(meter.meter, { seed: 's', replication: 0, scenario })).toThrow('ended');
    expect(() => meter.ended(scenario.horizonMs + 1)).toThrow('horizon');
    meter.ended(scenario.horizonMs);
    expect(() => meter.ended(scenario.horizonMs)).toThrow('once');
  });
});

describe('createNullMeter', () => {
  it('accepts every call of a meter and does nothing', () => {
    const meter = createNullMeter();
    meter.advanceTo(1);
    meter.casesOf(0, A).answered(5);
    meter.contacts.began(0, A, 5);
    meter.groupTally(0).busy.change(1, 1);
    meter.queueTally(1).change(1, 1);
    meter.copiesAt(0, 0, 0).change(1, -1);
    meter.waitingCause(0);
    meter.ended(2, null);
    const real = new Teller(tinyScenario()).meter;
    const methodsOf = (value: object) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(value)).filter((name) => name !== 'constructor');
    const told = (value: object) => Object.keys(value).sort();
    const callable = (value: object) =>
      methodsOf(value).filter((name) => typeof value[name as keyof typeof value] === 'function');
    for (const name of told(meter.casesOf(0, 0))) expect(callable(real.casesOf(0, 0))).toContain(name);
    const { backlog, casesOfProduct, contacts, weekly, ...calls } = meter;
    expect([backlog, casesOfProduct, weekly]).toEqual([null, null, null]);
    for (const name of told(calls)) expect(callable(real)).toContain(name);
    expect(Object.keys(real.contacts)).toEqual(expect.arrayContaining(told(contacts)));
  });
});
