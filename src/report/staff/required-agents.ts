import { formatCount, formatDecimal, formatDuration, formatShare, HOUR_MS, listInWords, plural } from '#base';
import { expectedRate, type Scenario, trendWithin } from '#domain';
import {
  agentsFor,
  agentsOnDuty,
  type GroupWork,
  groupTitleOf,
  HALF_HOUR_MS,
  type Hands,
  ONE_AT_A_TIME,
  SLOTS_OF_DAY,
  slotsOfRun,
  weekOnDuty,
} from '#planning';
import { drawn } from '../document/drawn.ts';
import { element, type Markup } from '../document/markup.ts';
import { hoursText } from '../document/words.ts';
import { type GroupWeek, renderWeeks } from './staffing-week.ts';

/** A target that concerns a smaller share of the contacts of a group does not set its numbers. */
const CONCERNED_LEAST = 0.1;
/** This many groups with too few agents are named, the worst first, or all if there is at most one more. */
const SHORT_TOLD = 3;
/** This many charts are visible at once, those of the worst groups; the others are folded away. */
const CHARTS_OPEN = 12;
/** Monday to Friday. */
const WORKING_DAYS = 5;
const SLOTS_OF_WEEK = 7 * SLOTS_OF_DAY;

/** A group's week: scheduled agents, and those that a formula asks for. */
export interface RequiredWeek extends GroupWeek {
  /** Cases that came while nobody of the group was scheduled: the formula leaves them out. */
  readonly outside: number;
}

/** By half hour, for groups that took cases and for which there is a formula. `endedMs`: of the run. */
export function requiredWeeks(
  work: readonly GroupWork[],
  scenario: Scenario,
  endedMs: number,
): readonly RequiredWeek[] {
  const rates = new Map<string, readonly number[]>();
  return scenario.groups.flatMap(({ centre, shifts }, g) => {
    const [own, hands] = [work[g], handsOf(g, scenario)];
    if (own === undefined || own.contacts === 0 || own.workMs === 0 || hands === null) return [];
    const timeZone = scenario.centres[centre]?.timeZone ?? 'UTC';
    const scheduled = weekOnDuty(scenario, timeZone, shifts);
    const onDuty = agentsOnDuty(shifts, endedMs);
    const offered = own.offered.subarray(0, onDuty.length);
    const slots = slotsOfRun(scenario, timeZone, onDuty.length);
    const expected = rates.get(timeZone) ?? expectedBySlot(scenario, slots);
    rates.set(timeZone, expected);
    const means = meanBySlot(offered, onDuty, slots, alikeDays(scheduled, expected));
    const handleMs = own.workMs / own.contacts;
    const wanted = own.wanted.filter(({ cases }) => cases > 0 && cases >= CONCERNED_LEAST * own.contacts);
    const agentsAt = (mean: number) =>
      agentsFor({ load: (mean * handleMs) / HALF_HOUR_MS, handleMs }, wanted, hands);
    return [
      {
        title: groupTitleOf(g, scenario),
        timeZone,
        scheduled,
        required: scheduled.map((agents, slot) => (agents === null ? null : agentsAt(means[slot] ?? 0))),
        note: `${formatDuration(handleMs / 1000)} a contact${handsText(hands)}; ${wantedText(wanted)}`,
        outside: offered.reduce((sum, cases, n) => (onDuty[n] === 0 ? sum + cases : sum), 0),
      },
    ];
  });
}

/**
 * How many contacts the agents of a group have in hand; null if it depends on the channel, for which there is no formula. Only channels
 * that customers use count.
 */
function handsOf(g: number, { groups, streams }: Scenario): Hands | null {
  const { channels = [], concurrency } = groups[g] ?? {};
  if (concurrency === undefined) return ONE_AT_A_TIME;
  const used = channels.filter((channel) => streams.some((stream) => stream.channel === channel));
  const limits = new Set(used.map((channel) => concurrency.limits[channel]));
  const [slots = 1] = limits;
  return limits.size > 1 ? null : { slots, slowdown: concurrency.slowdown };
}

function handsText({ slots }: Hands): string {
  return slots === 1 ? '' : ` at full speed, up to ${formatCount(slots)} in hand`;
}

/** Days are alike if their expected arrivals differ by less than this part of the largest in the week. */
const RATE_TOLERANCE = 0.05;

/** Expected arrivals of all customers by half hour of the local week, as a rate. Replayed cases have none. */
function expectedBySlot(scenario: Scenario, slots: readonly number[]): readonly number[] {
  const sums = new Array<number>(SLOTS_OF_WEEK).fill(0);
  const times = new Array<number>(SLOTS_OF_WEEK).fill(0);
  for (const slot of slots) times[slot] = (times[slot] ?? 0) + 1;
  for (const stream of scenario.streams) {
    const rate = expectedRate(scenario, stream);
    let piece = 0;
    slots.forEach((slot, n) => {
      const middleMs = (n + 0.5) * HALF_HOUR_MS;
      while ((rate.fromMs[piece + 1] ?? Number.POSITIVE_INFINITY) <= middleMs) piece++;
      sums[slot] = (sums[slot] ?? 0) + (rate.perMs[piece] ?? 0);
    });
  }
  return sums.map((sum, slot) => sum / Math.max(1, times[slot] ?? 0));
}

/** For each day of the week the first day that it is like: with the same schedule and as many expected arrivals in every half hour. */
function alikeDays(scheduled: GroupWeek['scheduled'], expected: readonly number[]): readonly number[] {
  const most = Math.max(...expected);
  const days = Array.from({ length: scheduled.length / SLOTS_OF_DAY }, (_, day) => day);
  const isLike = (one: number, other: number): boolean => {
    if (one < WORKING_DAYS !== other < WORKING_DAYS) return false;
    for (let k = 0; k < SLOTS_OF_DAY; k++) {
      const [slot, same] = [one * SLOTS_OF_DAY + k, other * SLOTS_OF_DAY + k];
      const gap = Math.abs((expected[slot] as number) - (expected[same] as number));
      const isSame = scheduled[slot] === scheduled[same] && gap <= RATE_TOLERANCE * most;
      if (!isSame) return false;
    }
    return true;
  };
  return days.map((day) => days.find((earlier) => isLike(earlier, day)) ?? day);
}

/**
 * Cases per half hour of the local week while the group is on duty. Single half hours of a short run have too few cases: each is averaged
 * with the one before and the one after, and over the days that are alike.
 */
function meanBySlot(
  offered: Float64Array,
  onDuty: Float64Array,
  slots: readonly number[],
  likeDay: readonly number[],
): readonly number[] {
  const placeOf = (slot: number) =>
    (likeDay[Math.floor(slot / SLOTS_OF_DAY)] ?? 0) * SLOTS_OF_DAY + (slot % SLOTS_OF_DAY);
  const cases = new Float64Array(SLOTS_OF_WEEK);
  const times = new Float64Array(SLOTS_OF_WEEK);
  onDuty.forEach((agents, n) => {
    if (agents === 0) return;
    const place = placeOf(slots[n] as number);
    for (const other of [n - 1, n, n + 1]) {
      if ((onDuty[other] ?? 0) === 0) continue;
      cases[place] = (cases[place] as number) + (offered[other] as number);
      times[place] = (times[place] as number) + 1;
    }
  });
  return Array.from({ length: SLOTS_OF_WEEK }, (_, slot) => {
    const place = placeOf(slot);
    return times[place] === 0 ? 0 : (cases[place] as number) / (times[place] as number);
  });
}

function wantedText(wanted: GroupWork['wanted']): string {
  if (wanted.length === 0) return 'enough to keep up with the work';
  return wanted
    .map(({ share, withinMs }) => `${formatShare(share)} within ${formatDuration(withinMs / 1000)}`)
    .join(', ');
}

/** Required against scheduled in an ordinary run; null without `work`, or if there is nothing to show. */
export function renderRequiredAgents(
  work: readonly GroupWork[] | null,
  scenario: Scenario,
  endedMs: number,
): Markup | null {
  if (work === null) return null;
  const ranked = requiredWeeks(work, scenario, endedMs)
    .map((week): RankedWeek => ({ week, ...shortOf(week) }))
    .sort((one, other) => other.most * other.hours - one.most * one.hours);
  const weeks = ranked.map(({ week }) => week);
  const notShown = notShownText(work, scenario);
  if (weeks.length === 0) {
    if (notShown.length === 0) return null;
    return element('section', { id: 'required' }, element('h2', {}, HEADING), drawn(notShown));
  }
  return renderWeeks(weeks, {
    id: 'required',
    heading: HEADING,
    lead: `${shortText(ranked, notShown.length === 0)} In each half hour of the week, on the clock of the centre: agents as the scenario schedules them, and as many as Erlang’s formula C asks for, with the arrivals and handle times of this run, to meet the targets in that half hour.`,
    notes: [
      ...LEFT_OUT,
      ...trendText(scenario),
      ...severalText(scenario),
      ...outsideText(weeks),
      ...notShown,
    ],
    legend: ['Scheduled', 'Required by the formula'],
    chartsOpen: CHARTS_OPEN,
    isOfGaps: true,
  });
}

const HEADING = 'Required against scheduled';

const LEFT_OUT: readonly string[] = [
  'What the formula leaves out: it takes each group by itself, with the cases that it took in this run and its share of the customers who gave up, in one queue in order of arrival, and nobody gives up. Groups that help each other, calls that go first, and targets that only the whole week has to meet need fewer agents; absences and outages need more.',
  'Targets on less than a tenth of the contacts of a group, and targets with hours of their own, set no numbers. Each half hour is averaged with the one before and the one after, over Monday to Friday, and over Saturday and Sunday, where these days have the same shifts and as many expected arrivals; days that differ stand by themselves. To find numbers by simulation: meridian staff.',
];

/** Says that numbers are averages over a run in which rates change. */
function trendText(scenario: Scenario): readonly string[] {
  const ratios = scenario.streams.flatMap((stream) => {
    const change = trendWithin(scenario, stream);
    return change === null ? [] : [change.last / change.first];
  });
  if (ratios.length === 0) return [];
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  const [least, most] = [low, high].map((ratio) => formatDecimal(ratio, 2));
  const times = least === most ? least : `${least} to ${most}`;
  const when = low > 1 ? 'the last weeks' : high < 1 ? 'the first weeks' : 'the first or the last weeks';
  return [
    `By the trend, rates on the last day of the scenario are ${times} times those on the first. Numbers here are for the average over the run: ${when} need more agents.`,
  ];
}

function outsideText(weeks: readonly RequiredWeek[]): readonly string[] {
  const outside = weeks.reduce((sum, one) => sum + one.outside, 0);
  if (Math.round(outside) === 0) return [];
  return [
    `It leaves out ${formatCount(Math.round(outside))} cases that came while nobody of the group that took them was scheduled.`,
  ];
}

function severalText(scenario: Scenario): readonly string[] {
  const isShared = scenario.groups.some((_, g) => (handsOf(g, scenario)?.slots ?? 1) > 1);
  if (!isShared) return [];
  return [
    'Where agents have several contacts in hand, the formula takes these as spread evenly over the agents and as slow as the scenario says. Where agents with more in hand do more work in all, it may ask for slightly too few.',
  ];
}

/** The groups that took cases and have no formula. */
function notShownText(work: readonly GroupWork[], scenario: Scenario): readonly string[] {
  const titles = scenario.groups.flatMap((_, g) =>
    (work[g]?.contacts ?? 0) > 0 && handsOf(g, scenario) === null ? [groupTitleOf(g, scenario)] : [],
  );
  if (titles.length === 0) return [];
  return [
    `Not shown: ${listInWords(titles)}, whose agents have more contacts of one channel in hand than of another, for which there is no formula. To find their numbers by simulation: meridian staff.`,
  ];
}

interface RankedWeek {
  readonly week: RequiredWeek;
  /** How many agents are missing at most, and in how many hours of the week some are. */
  readonly most: number;
  readonly hours: number;
}

function shortOf({ required, scheduled }: RequiredWeek): Omit<RankedWeek, 'week'> {
  const missing = required.map((count, slot) => (count ?? 0) - (scheduled[slot] ?? 0));
  const slots = missing.filter((count) => count > 0);
  return { most: Math.max(0, ...slots), hours: (slots.length * HALF_HOUR_MS) / HOUR_MS };
}

/**
 * Where and by how much the schedule is below what the formula asks for. `ranked`: the worst first. `areAll`: no group that took cases is
 * left out.
 */
function shortText(ranked: readonly RankedWeek[], areAll: boolean): string {
  const short = ranked.filter(({ most }) => most > 0);
  if (short.length === 0) {
    return `No group${areAll ? '' : ' shown here'} has fewer agents on duty than the formula asks for.`;
  }
  const told = short.map(
    ({ hours, most, week }) =>
      `${week.title} (in ${hoursText(hours)} of the week, up to ${formatCount(most)} fewer)`,
  );
  const others = told.length - SHORT_TOLD;
  if (others <= 1) return `Fewer agents than the formula asks for: ${listInWords(told)}.`;
  return `${plural(short.length, 'group')} have fewer agents than the formula asks for, the worst of them ${listInWords(told.slice(0, SHORT_TOLD))}.`;
}
