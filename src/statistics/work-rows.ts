import { assert, assertEqual, sumOf } from '#base';
import {
  type AgentGroup,
  ESCALATION_REASONS,
  fteOf,
  type Scenario,
  SEVERITIES,
  TIERS,
  WEEK_HOURS,
} from '#domain';
import { costOfGroup } from './costs.ts';
import type { ContactTally } from './group-contacts.ts';
import { hoursOf, ratio, secondsOf, toSixDigits } from './rounding.ts';
import { BY_HOUR_OF_WEEK, MEASURED, type RunMeter } from './run-meter.ts';
import type { BriefCentreRow, CentreRow, GroupRow, StaffFigures, TierRow } from './summary.ts';
import type { TimeWeightedLevels } from './time-weighted-levels.ts';

export function centreRows(meter: RunMeter, scenario: Scenario, endMs: number): BriefCentreRow[] {
  return scenario.centres.map(({ country, id, title }, c) => {
    const own = groupsOf(scenario, ({ centre }) => centre === c);
    const tallies = talliesOf(meter, own);
    return {
      id,
      title,
      country,
      agents: sumOf(own.map((g) => agentsOf(scenario, g))),
      contacts: total(tallies, 'contacts'),
      ended: total(tallies, 'ended'),
      ...handleTimes(tallies),
      ...staffFigures(meter, scenario, own, endMs),
      ...centreHandOvers(meter, scenario, c),
    };
  });
}

export function groupRows(meter: RunMeter, scenario: Scenario, endMs: number): GroupRow[] {
  return scenario.groups.map((group, g) => {
    const { centre, id, tier, wage } = group;
    const tallies = talliesOf(meter, [g]);
    const staff = staffFigures(meter, scenario, [g], endMs);
    const paid = meter.groups[g]?.paid ?? null;
    const isPaid = wage !== undefined && paid !== null;
    const { onDuty, overtime } = areasOf(meter, g);
    return {
      id,
      centre: scenario.centres[centre]?.id ?? '',
      tier,
      agents: agentsOf(scenario, g),
      contacts: total(tallies, 'contacts'),
      ended: total(tallies, 'ended'),
      takenOver: total(tallies, 'takenOver'),
      ...handleTimes(tallies),
      ...staff,
      paidHours: isPaid ? toSixDigits(hoursOf(onDuty + overtime + paid.offWork.until(endMs))) : null,
      cost: isPaid ? toSixDigits(costOfGroup(paid, wage, endMs).cost) : null,
      ...(group.shrinkage === undefined ? {} : rosterFigures(meter, scenario, g, endMs)),
    };
  });
}

/** People of a group with shrinkage: rostered, on average, and paid in full-time equivalents. */
function rosterFigures(
  meter: RunMeter,
  scenario: Scenario,
  g: number,
  endMs: number,
): Required<Pick<GroupRow, 'fte' | 'rosteredMean'>> {
  const fte = fteOf({ ...scenario, groups: scenario.groups.slice(g, g + 1) });
  return {
    rosteredMean: ratio(scheduledMsOf(scenario, g, meter.sinceMs, endMs), endMs - meter.sinceMs),
    fte: fte === null ? null : toSixDigits(fte),
  };
}

export function tierRows(meter: RunMeter, scenario: Scenario, endMs: number): TierRow[] {
  const waitMeanS = (tallies: readonly ContactTally[]) =>
    ratio(secondsOf(total(tallies, 'waitSumMs')), total(tallies, 'contacts'));
  return TIERS.map((tier, t) => {
    const own = groupsOf(scenario, (group) => group.tier === tier);
    const all = talliesOf(meter, own);
    const contacts = total(all, 'contacts');
    const bySeverity = SEVERITIES.map((severity, s) => {
      const tallies = own.map((g) => meter.contacts.of(g, s));
      return { severity, contacts: total(tallies, 'contacts'), waitMeanS: waitMeanS(tallies) };
    });
    assertEqual('contacts by severity', sumOf(bySeverity.map((row) => row.contacts)), contacts);
    return {
      tier,
      contacts,
      ended: total(all, 'ended'),
      waitMeanS: waitMeanS(all),
      waitingMean: ratio(meter.waiting.integral(t, 0, MEASURED), endMs - meter.sinceMs),
      ...handleTimes(all),
      bySeverity,
    };
  });
}

/** The agents of some groups together: on duty, available, busy. */
function staffFigures(
  meter: RunMeter,
  scenario: Scenario,
  groups: readonly number[],
  endMs: number,
): StaffFigures {
  const areas = groups.map((g) => areasOf(meter, g));
  const sum = (name: keyof ReturnType<typeof areasOf>) => sumOf(areas.map((area) => area[name]));
  const [onDutyMs, busyMs, overtimeMs] = [sum('onDuty'), sum('busy'), sum('overtime')];
  const measuredMs = endMs - meter.sinceMs;
  const scheduledMs = sumOf(groups.map((g) => scheduledMsOf(scenario, g, meter.sinceMs, endMs)));
  return {
    scheduledHours: toSixDigits(hoursOf(scheduledMs)),
    availability: ratio(sum('available'), scheduledMs),
    onDutyMean: ratio(onDutyMs, measuredMs),
    busyMean: ratio(busyMs, measuredMs),
    occupancy: ratio(busyMs - overtimeMs, onDutyMs),
    overtimeHours: toSixDigits(hoursOf(overtimeMs)),
  };
}

/** Agents × ms of a group since everything is counted. */
function areasOf({ available, overtime, staff }: RunMeter, group: number) {
  return {
    onDuty: staff.integral(2 * group, 0, MEASURED),
    busy: staff.integral(2 * group + 1, 0, MEASURED),
    available: available.integral(group, 0),
    overtime: overtime.integral(group, 0, MEASURED),
  };
}

/** Agents × ms of duty that the shifts of a group schedule between two times. */
function scheduledMsOf({ groups }: Scenario, group: number, fromMs: number, toMs: number): number {
  const shifts = groups[group]?.shifts ?? [];
  return sumOf(
    shifts.flatMap(({ agents, duty }) =>
      duty.map(
        (window) => agents * Math.max(0, Math.min(window.toMs, toMs) - Math.max(window.fromMs, fromMs)),
      ),
    ),
  );
}

function centreHandOvers(
  meter: RunMeter,
  { centres }: Scenario,
  c: number,
): Pick<CentreRow, 'handOversIn' | 'handOversOut'> {
  const others = [...centres.keys()].filter((other) => other !== c);
  const count = (pairs: readonly (readonly [number, number])[]) =>
    sumOf(
      [...ESCALATION_REASONS.keys()].flatMap((reason) =>
        pairs.map(([from, to]) => meter.handOvers.of(reason, from, to)),
      ),
    );
  return {
    handOversIn: count(others.map((other) => [other, c])),
    handOversOut: count(others.map((other) => [c, other])),
  };
}

const HOURS = Array.from({ length: WEEK_HOURS }, (_, hour) => hour);

export function centreHours(
  { exposure, overtime, staff }: RunMeter,
  c: number,
): Omit<CentreRow, keyof BriefCentreRow> {
  const meanByHour = (levels: TimeWeightedLevels, row: number) =>
    HOURS.map((hour) => ratio(levels.integral(row, hour, BY_HOUR_OF_WEEK), exposure.integral(0, hour)) ?? 0);
  const hasOvertime = HOURS.some((hour) => overtime.integral(c, hour, BY_HOUR_OF_WEEK) > 0);
  return {
    onDutyByHour: meanByHour(staff, 2 * c),
    busyByHour: meanByHour(staff, 2 * c + 1),
    ...(hasOvertime ? { overtimeByHour: meanByHour(overtime, c) } : {}),
  };
}

function groupsOf({ groups }: Scenario, belongs: (group: AgentGroup) => boolean): readonly number[] {
  return groups.flatMap((group, g) => (belongs(group) ? [g] : []));
}

function agentsOf({ groups }: Scenario, group: number): number {
  return sumOf((groups[group]?.shifts ?? []).map(({ agents }) => agents));
}

function talliesOf({ contacts }: RunMeter, groups: readonly number[]): readonly ContactTally[] {
  return groups.flatMap((group) => Array.from(SEVERITIES.keys(), (s) => contacts.of(group, s)));
}

function total(tallies: readonly ContactTally[], name: keyof ContactTally): number {
  return sumOf(tallies.map((tally) => tally[name]));
}

function handleTimes(tallies: readonly ContactTally[]): Pick<TierRow, 'handleMeanS' | 'handleDeviationS'> {
  const ended = total(tallies, 'ended');
  const sumMs = total(tallies, 'handleSumMs');
  const varianceMs = Math.max(0, total(tallies, 'handleSquaresMs') - sumMs ** 2 / ended) / ended;
  assert(
    !(varianceMs * ended > total(tallies, 'handleSquaresMs')),
    'handle times deviate by more than from 0',
  );
  return {
    handleMeanS: ratio(secondsOf(sumMs), ended),
    handleDeviationS: ended === 0 ? null : toSixDigits(secondsOf(Math.sqrt(varianceMs))),
  };
}
