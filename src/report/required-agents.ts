import { formatCount, formatDecimal, formatDuration, formatShare, HOUR_MS, listInWords, plural } from '#base';
import type { Scenario } from '#domain';
import { type GroupWork, HALF_HOUR_MS } from '#evidence';
import { agentsFor } from './erlang-c.ts';
import type { Markup } from './markup.ts';
import { groupTitleOf } from './shift-title.ts';
import {
  agentsOnDuty,
  type GroupWeek,
  renderWeeks,
  SLOTS_OF_DAY,
  slotsOfRun,
  weekOnDuty,
} from './staffing-week.ts';

/** A target that concerns a smaller share of the contacts of a group does not set its numbers. */
const CONCERNED_LEAST = 0.1;
/** Monday to Friday. */
const WORKING_DAYS = 5;

/** A group's week: scheduled agents, and those that a formula asks for. */
export interface RequiredWeek extends GroupWeek {
  /** Cases that came while nobody of the group was scheduled: the formula leaves them out. */
  readonly outside: number;
}

/** By half hour, for groups that took cases and whose agents have one contact in hand at a time. `endedMs`: of the run. */
export function requiredWeeks(
  work: readonly GroupWork[],
  scenario: Scenario,
  endedMs: number,
): readonly RequiredWeek[] {
  return scenario.groups.flatMap(({ centre, concurrency, shifts }, g) => {
    const own = work[g];
    if (own === undefined || own.contacts === 0 || own.workMs === 0 || concurrency !== undefined) return [];
    const timeZone = scenario.centres[centre]?.timeZone ?? 'UTC';
    const scheduled = weekOnDuty(scenario, timeZone, shifts);
    const onDuty = agentsOnDuty(shifts, endedMs);
    const offered = own.offered.subarray(0, onDuty.length);
    const means = meanBySlot(offered, onDuty, slotsOfRun(scenario, timeZone, onDuty.length), scheduled);
    const handleMs = own.workMs / own.contacts;
    const wanted = own.wanted.filter(({ cases }) => cases > 0 && cases >= CONCERNED_LEAST * own.contacts);
    const agentsAt = (mean: number) =>
      agentsFor({ load: (mean * handleMs) / HALF_HOUR_MS, handleMs }, wanted);
    return [
      {
        ...{ title: groupTitleOf(g, scenario), timeZone, scheduled },
        required: means.map((mean) => (mean === null ? null : agentsAt(mean))),
        note: `${formatDuration(handleMs / 1000)} a contact; ${wantedText(wanted)}`,
        outside: offered.reduce((sum, cases, n) => (onDuty[n] === 0 ? sum + cases : sum), 0),
      },
    ];
  });
}

/**
 * Cases per half hour of the local week while the group is on duty; null where the week has none. Single half hours of a short run have
 * too few cases: each is averaged with the one before and the one after, over working days with equal schedules, and over Saturday and Sunday.
 */
function meanBySlot(
  offered: Float64Array,
  onDuty: Float64Array,
  slots: readonly number[],
  scheduled: GroupWeek['scheduled'],
): readonly (number | null)[] {
  const daysOf = Array.from({ length: scheduled.length / SLOTS_OF_DAY }, (_, day) => {
    const agents = scheduled.slice(day * SLOTS_OF_DAY, (day + 1) * SLOTS_OF_DAY);
    return `${day < WORKING_DAYS} ${agents.join()}`;
  });
  const keyOf = (slot: number) => `${daysOf[Math.floor(slot / SLOTS_OF_DAY)]} ${slot % SLOTS_OF_DAY}`;
  const sums = new Map<string, { cases: number; times: number }>();
  onDuty.forEach((agents, n) => {
    if (agents === 0) return;
    for (const other of [n - 1, n, n + 1]) {
      if ((onDuty[other] ?? 0) === 0) continue;
      const key = keyOf(slots[n] as number);
      const sum = sums.get(key) ?? { cases: 0, times: 0 };
      sum.cases += offered[other] as number;
      sum.times++;
      sums.set(key, sum);
    }
  });
  return scheduled.map((agents, slot) => {
    if (agents === null) return null;
    const sum = sums.get(keyOf(slot));
    return sum === undefined ? 0 : sum.cases / sum.times;
  });
}

function wantedText(wanted: GroupWork['wanted']): string {
  if (wanted.length === 0) return 'enough to keep up with the work';
  return wanted
    .map(({ share, withinMs }) => `${formatShare(share)} within ${formatDuration(withinMs / 1000)}`)
    .join(', ');
}

/** Required against scheduled in an ordinary run; null where the ledger of the run has told nothing. */
export function renderRequiredAgents(
  work: readonly GroupWork[] | null,
  scenario: Scenario,
  endedMs: number,
): Markup | null {
  if (work === null) return null;
  const weeks = requiredWeeks(work, scenario, endedMs);
  if (weeks.length === 0) return null;
  return renderWeeks(weeks, {
    id: 'required',
    heading: 'Required against scheduled',
    lead: `${shortText(weeks)} In each half hour of the week, on the clock of the centre: agents as the scenario schedules them, and as many as Erlang’s formula C asks for, with the arrivals and handle times of this run, to meet the targets in that half hour.`,
    notes: [...LEFT_OUT, ...outsideText(weeks), ...severalText(scenario)],
    legend: ['Scheduled', 'Required by the formula'],
  });
}

const LEFT_OUT: readonly string[] = [
  'What the formula leaves out: it takes each group by itself, with the cases that it took in this run and its share of the customers who gave up, in one queue in order of arrival, and nobody gives up. Groups that help each other, calls that go first, and targets that only the whole week has to meet need fewer agents; absences and outages need more.',
  'Targets on less than a tenth of the contacts of a group, and targets with hours of their own, set no numbers. Each half hour is averaged with the one before and the one after, over Monday to Friday where they have the same shifts, and over Saturday and Sunday. To find numbers by simulation: meridian staff.',
];

function outsideText(weeks: readonly RequiredWeek[]): readonly string[] {
  const outside = weeks.reduce((sum, one) => sum + one.outside, 0);
  if (Math.round(outside) === 0) return [];
  return [
    `It leaves out ${formatCount(Math.round(outside))} cases that came while nobody of the group that took them was scheduled.`,
  ];
}

function severalText({ groups, ...scenario }: Scenario): readonly string[] {
  const titles = groups.flatMap(({ concurrency }, g) =>
    concurrency === undefined ? [] : [groupTitleOf(g, { groups, ...scenario })],
  );
  if (titles.length === 0) return [];
  return [`Not shown, since their agents have several contacts in hand at a time: ${listInWords(titles)}.`];
}

/** Where and by how much the schedule is below what the formula asks for. */
function shortText(weeks: readonly RequiredWeek[]): string {
  const short = weeks
    .map(({ required, scheduled, title }) => {
      const missing = required.map((count, slot) => (count ?? 0) - (scheduled[slot] ?? 0));
      const slots = missing.filter((count) => count > 0);
      return { title, most: Math.max(0, ...slots), hours: (slots.length * HALF_HOUR_MS) / HOUR_MS };
    })
    .filter(({ most }) => most > 0)
    .sort((one, other) => other.most * other.hours - one.most * one.hours);
  if (short.length === 0) return 'No group has fewer agents on duty than the formula asks for.';
  const told = short.map(
    ({ hours, most, title }) =>
      `${title} (in ${hoursText(hours)} of the week, up to ${formatCount(most)} fewer)`,
  );
  return `Fewer agents than the formula asks for: ${listInWords(told)}.`;
}

function hoursText(hours: number): string {
  return Number.isInteger(hours) ? plural(hours, 'hour') : `${formatDecimal(hours, 1)} hours`;
}
