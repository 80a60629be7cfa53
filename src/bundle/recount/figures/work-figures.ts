import { assert, assertEqual, sumOf } from '#base';
import { type AgentGroup, ESCALATION_REASONS, fteOf, SEVERITIES, TIERS, type Tier } from '#domain';
import { about, type Figures, hoursOf, Measured, meanOf, ratioOf, secondsOf } from '../counts/figure.ts';
import { type CentreTime, ContactCount, type GroupTime, hoursOfTheWeek } from '../counts/period.ts';
import type { RunTally } from '../counts/run-tally.ts';
import { costOf } from './cost-figures.ts';

/** The summary's figures for each centre. */
export function centreFigures(tally: RunTally): readonly Figures[] {
  const { endMs, period, scenario } = tally;
  const exposure = hoursOfTheWeek(scenario);
  exposure.add(1, period.fromMs, endMs);
  const { areas: exposureMs } = exposure;
  const times = groupTimes(tally);
  const exposedMs = sumOf(exposureMs);
  assertEqual('time by hour of the week', exposedMs, Math.max(0, endMs - period.fromMs));
  return scenario.centres.map(({ country, id, title }, c) => {
    const { busy, duty, overtime } = period.centres[c] as CentreTime;
    const groups = scenario.groups.filter(({ centre }) => centre === c);
    const own = times.filter((_, g) => scenario.groups[g]?.centre === c);
    const contacts = contactsOf(tally, ({ centre }) => centre === c);
    const meanByHour = (areas: Float64Array) =>
      Array.from(areas, (area, hour) => ratioOf(area, exposureMs[hour] as number) ?? 0);
    return {
      id,
      title,
      country,
      agents: sumOf(groups.map(agentsIn)),
      contacts: contacts.contacts,
      ended: contacts.ended,
      ...handleFigures(contacts),
      ...staffFigures(tally, own),
      ...handOversOf(tally, c),
      onDutyByHour: meanByHour(duty.areas),
      busyByHour: meanByHour(busy.areas),
      ...(tally.format > 1 && overtime.areas.some((area) => area > 0)
        ? { overtimeByHour: meanByHour(overtime.areas) }
        : {}),
    };
  });
}

/** The summary's figures for each group. */
export function groupFigures(tally: RunTally): readonly Figures[] {
  const { scenario } = tally;
  const times = groupTimes(tally);
  return scenario.groups.map((group, g) => {
    const { centre, id, tier, wage } = group;
    const time = times[g] as GroupTime;
    const contacts = contactsOf(tally, (one) => one === group);
    const paidMs = time.dutyMs + time.paidAwayMs + sumOf(time.overtimeMs);
    return {
      id,
      centre: scenario.centres[centre]?.id ?? '',
      tier,
      agents: agentsIn(group),
      contacts: contacts.contacts,
      ended: contacts.ended,
      takenOver: contacts.takenOver,
      ...handleFigures(contacts),
      ...staffFigures(tally, [time]),
      paidHours: wage === undefined ? null : new Measured(hoursOf(paidMs)),
      cost: wage === undefined ? null : about(costOf(time, wage).cost),
      ...(group.shrinkage === undefined ? {} : rosterFigures(tally, group, time)),
    };
  });
}

/** People of a group with shrinkage: rostered, on average, and paid in full-time equivalents. */
function rosterFigures({ endMs, period, scenario }: RunTally, group: AgentGroup, { scheduledMs }: GroupTime) {
  const fte = fteOf({ ...scenario, groups: [group] });
  return {
    rosteredMean: ratioOf(scheduledMs, endMs - period.fromMs),
    fte: fte === null ? null : new Measured(fte),
  };
}

/**
 * The times of the groups. In a group with a rota, busy agents stay on duty beyond the scheduled end, and the next free agent leaves
 * instead. Its duty acts therefore do not show the scheduled time, which is computed from its shifts.
 */
function groupTimes({ endMs, period, scenario }: RunTally): readonly GroupTime[] {
  return period.groups.map((time, g) => {
    const group = scenario.groups[g];
    if (group === undefined || group.shifts.every(({ rota }) => rota === undefined)) return time;
    const windows = group.shifts.flatMap(({ agents, duty }) =>
      duty.map(
        ({ fromMs, toMs }) => agents * Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, period.fromMs)),
      ),
    );
    return { ...time, scheduledMs: sumOf(windows) };
  });
}

function agentsIn({ shifts }: AgentGroup): number {
  return sumOf(shifts.map(({ agents }) => agents));
}

/** The agents of some groups together. */
function staffFigures({ endMs, format, period }: RunTally, times: readonly GroupTime[]) {
  const measuredMs = endMs - period.fromMs;
  const sum = (of: (time: GroupTime) => number) => sumOf(times.map(of));
  const scheduledMs = sum((time) => time.scheduledMs);
  const dutyMs = sum((time) => time.dutyMs);
  const busyMs = sum((time) => sumOf(time.busyMs));
  const overtimeMs = sum((time) => sumOf(time.overtimeMs));
  return {
    scheduledHours: new Measured(hoursOf(scheduledMs)),
    availability: ratioOf(
      sum((time) => time.availableMs),
      scheduledMs,
    ),
    onDutyMean: ratioOf(dutyMs, measuredMs),
    busyMean: ratioOf(busyMs, measuredMs),
    occupancy: ratioOf(format === 1 ? busyMs : busyMs - overtimeMs, dutyMs),
    overtimeHours: new Measured(hoursOf(overtimeMs)),
  };
}

function handOversOf({ period, scenario }: RunTally, c: number) {
  let [handOversIn, handOversOut] = [0, 0];
  for (const reason of ESCALATION_REASONS.keys()) {
    for (const other of scenario.centres.keys()) {
      if (other === c) continue;
      handOversIn += period.handOvers({ reason, from: other, to: c });
      handOversOut += period.handOvers({ reason, from: c, to: other });
    }
  }
  const own = ESCALATION_REASONS.map((_, reason) => period.handOvers({ reason, from: c, to: c }));
  const isWhole = handOversIn + handOversOut + sumOf(own) <= period.allHandOvers();
  assert(isWhole, `${handOversIn} in, ${handOversOut} out of all hand-overs`);
  return { handOversIn, handOversOut };
}

/** The summary's figures for each tier. */
export function tierFigures(tally: RunTally): readonly Figures[] {
  return TIERS.map((tier: Tier, t) => {
    const isOfTier = (group: AgentGroup) => group.tier === tier;
    const all = contactsOf(tally, isOfTier);
    const bySeverity = SEVERITIES.map((_, s) => contactsOf(tally, isOfTier, s).contacts);
    assertEqual('contacts by severity', sumOf(bySeverity), all.contacts);
    const meanWait = ({ contacts, waitMs }: ContactCount) => meanOf(secondsOf(waitMs), contacts);
    return {
      tier,
      contacts: all.contacts,
      ended: all.ended,
      waitMeanS: meanWait(all),
      waitingMean: ratioOf(tally.waitedMs(t), tally.endMs - tally.period.fromMs),
      ...handleFigures(all),
      bySeverity: SEVERITIES.map((severity, s) => {
        const own = contactsOf(tally, isOfTier, s);
        return { severity, contacts: own.contacts, waitMeanS: meanWait(own) };
      }),
    };
  });
}

/** Hand-overs by reason and pair of centres. */
export function flowFigures({ period, scenario }: RunTally): readonly Figures[] {
  const { centres } = scenario;
  const flows: Figures[] = [];
  let all = 0;
  for (const [r, reason] of ESCALATION_REASONS.entries()) {
    for (let from = -1; from < centres.length; from++) {
      for (const [to, { id }] of centres.entries()) {
        const count = period.handOvers({ reason: r, from, to });
        all += count;
        if (count > 0) flows.push({ reason, from: centres[from]?.id ?? null, to: id, count });
      }
    }
  }
  assertEqual('hand-overs by centre', all, period.allHandOvers());
  assert(flows.length <= all, 'a flow has no hand-over');
  return flows;
}

/** Contacts of some groups together, with cases of one severity or of all. */
function contactsOf(
  { period, scenario }: RunTally,
  belongs: (group: AgentGroup) => boolean,
  severity?: number,
): ContactCount {
  const sum = new ContactCount();
  for (const [g, group] of scenario.groups.entries()) {
    if (!belongs(group)) continue;
    for (const [s, count] of (period.contacts[g] ?? []).entries()) {
      if (severity !== undefined && s !== severity) continue;
      for (const key of Object.keys(sum) as (keyof ContactCount)[]) sum[key] += count[key];
    }
  }
  return sum;
}

/** Relative error of one floating-point operation. */
const EPSILON = 2 ** -53;

/**
 * Mean and standard deviation of handle times. Squares add up to more than a double holds exactly. The sum is off by at most one rounding
 * per contact, both here and in the run, so a deviation that is small relative to the mean is known only as a range.
 */
function handleFigures({ ended, handleMs, handleSquaresMs }: ContactCount) {
  const handleMeanS = meanOf(secondsOf(handleMs), ended);
  if (ended === 0) return { handleMeanS, handleDeviationS: null };
  const variance = (handleSquaresMs - handleMs ** 2 / ended) / ended;
  assert(variance * ended <= handleSquaresMs, 'handle times deviate by more than from 0');
  const error = (2 * (ended + 4) * EPSILON * handleSquaresMs) / ended;
  const inS = (ofVariance: number) => secondsOf(Math.sqrt(Math.max(0, ofVariance)));
  return { handleMeanS, handleDeviationS: new Measured(inS(variance - error), inS(variance + error)) };
}
