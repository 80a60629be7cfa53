import { DAY_MS, formatShare, MINUTE_MS, meanOf, sumOf } from '#base';
import {
  CHANNELS,
  type Channel,
  DAY_MINUTES,
  intersectInWeek,
  minutesIn,
  shiftInWeek,
  subtractInWeek,
  uniteInWeek,
  type WeeklyHours,
  type WeekSpan,
  weekdayOf,
} from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { shiftHours, weeklyHours } from '../resolve/calendars.ts';
import { sharesAway } from '../resolve/groups.ts';
import type { GroupFile, HeadcountFile, ScenarioFile, ShiftFile } from '../shape/scenario-file.ts';
import { isPausedBy, KEYS_OF_PAUSES } from './check-contacts.ts';

/**
 * Shifts against the opening hours of their centre, on the wall clock of a week without holidays, so that neither
 * daylight saving nor the horizon changes the verdict.
 */
export function checkShifts(file: ScenarioFile, list: IssueList): void {
  for (const [id, centre] of Object.entries(file.centres)) {
    if (centre.hours !== '24x7') {
      centre.hours.forEach((piece, k) => checkPiece(piece, ['centres', id, 'hours', k], list));
    }
    const open =
      centre.hours === '24x7' ? null : uniteInWeek(centre.hours.map((piece) => spansOf(weeklyHours(piece))));
    for (const [groupId, group] of Object.entries(centre.groups)) {
      for (const [shiftId, shift] of Object.entries(group.shifts)) {
        const path = ['centres', id, 'groups', groupId, 'shifts', shiftId];
        checkPiece(shift, path, list);
        shift.hours?.forEach((piece, k) => checkPiece(piece, [...path, 'hours', k], list));
        checkOverlap(shift, path, list);
        checkInsideHours(shift, open, path, list);
        shift.breaks.forEach((piece, k) => checkPiece(piece, [...path, 'breaks', k], list));
      }
      if ((group.overtime?.perDay ?? 0) > DAY_MINUTES * MINUTE_MS) {
        const path = ['centres', id, 'groups', groupId, 'overtime', 'perDay'];
        list.error('out-of-range', path, 'longer than a day', "write for example '1 h', or remove it");
      }
      checkShrinkage(group, ['centres', id, 'groups', groupId], list);
      group.headcounts.forEach((headcount, k) => {
        checkHeadcount(headcount, ['centres', id, 'groups', groupId, 'headcounts', k], list);
      });
    }
  }
}

/** Shrinkage must leave somebody at work: the kinds add up to less than this. */
const SHRINKAGE_BELOW = 0.9;
const ROUNDING = 1e-9;

function checkShrinkage({ absences, shifts, shrinkage }: GroupFile, path: SourcePath, list: IssueList): void {
  if (shrinkage === undefined) return;
  const sum = sumOf(sharesAway(shrinkage));
  if (sum > SHRINKAGE_BELOW - ROUNDING) {
    const message = `the shares of shrinkage add up to ${formatShare(sum)}`;
    list.error(
      'out-of-range',
      [...path, 'shrinkage'],
      message,
      'write shares that add up to less than 90 %',
      'key',
    );
  }
  const others = [
    ...(absences === undefined ? [] : ["'absences'"]),
    ...(Object.values(shifts).some(({ breaks }) => breaks.length > 0) ? ["'breaks'"] : []),
  ];
  if (sum === 0 || others.length === 0) return;
  const message = `the group has shrinkage and ${others.join(' and ')}, which come on top and are not paid`;
  const remedy = 'leave out of the shrinkage what they say, or remove them';
  list.warn('counted-twice', [...path, 'shrinkage'], message, remedy, 'key');
}

interface PieceFile {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly days?: readonly number[] | undefined;
  readonly dates?: readonly string[] | undefined;
}

/** Days of the week, or dates. */
function checkRecurrence({ dates, days }: PieceFile, path: SourcePath, list: IssueList): void {
  if (dates === undefined || days === undefined) return;
  const message = 'both days of the week and dates are given';
  list.error('alternatives', [...path, 'dates'], message, "write either 'days' or 'dates'");
}

function checkPiece(piece: PieceFile, path: SourcePath, list: IssueList): void {
  checkRecurrence(piece, path, list);
  const { from, to } = piece;
  if (from === undefined || to === undefined) return;
  if (from === to) {
    const message = 'the hours end when they start';
    list.error('ends-before-it-begins', [...path, 'to'], message, 'write 00:00 to 24:00 for a whole day');
  } else if (from === DAY_MINUTES) {
    list.error('bad-time', [...path, 'from'], 'hours cannot start at 24:00', 'write 00:00, of the next day');
  }
}

/** Intervals of whole minutes, within one day. */
function checkHeadcount(headcount: GroupFile['headcounts'][number], path: SourcePath, list: IssueList): void {
  checkRecurrence({ days: headcount.days, dates: headcount.dates }, path, list);
  const { agents, every, from } = headcount;
  if (every % MINUTE_MS !== 0) {
    const message = 'the intervals are not whole minutes';
    list.error('out-of-range', [...path, 'every'], message, 'write for example 15 min or 1 h');
  } else if (from + (agents.length * every) / MINUTE_MS > DAY_MINUTES + from) {
    const message = `${agents.length} intervals are longer than a day`;
    list.error('out-of-range', [...path, 'agents'], message, 'leave some out, or make them shorter');
  }
}

/** Agents of one shift cannot work two of its pieces at once; two shifts have different agents. */
function checkOverlap(shift: ShiftFile, path: SourcePath, list: IssueList): void {
  const pieces = shiftHours(shift);
  const overlapsEarlier = createOverlaps(pieces);
  const k = pieces.findIndex(overlapsEarlier);
  if (k === -1) return;
  const at = shift.hours === undefined ? path : [...path, 'hours', k];
  const message = 'the hours of the shift overlap: its agents would be counted twice';
  list.error('overlapping-hours', at, message, 'shorten them, or define another shift for further agents');
}

/**
 * Returns a function to be called with each piece in order. It says whether the piece overlaps an earlier one: in a week without dates, or
 * on a date that any piece names, if both begin on that date.
 */
function createOverlaps(pieces: readonly WeeklyHours[]): (hours: WeeklyHours) => boolean {
  const named = [...new Set(pieces.flatMap(({ dates = [] }) => dates))];
  let week: readonly WeekSpan[] = [];
  const earlierOn = new Map<string, WeeklyHours[]>(named.map((date) => [date, []]));
  return (hours) => {
    const { dates, days, except, fromMinute, toMinute } = hours;
    if (dates === undefined) {
      const together = uniteInWeek([week, spansOf(hours)]);
      const isTwice = minutesIn(together) < minutesIn(week) + days.length * (toMinute - fromMinute);
      if (isTwice) return true;
      week = together;
    }
    const without = new Set(except);
    return [...new Set(dates ?? named)].some((date) => {
      if (without.has(date) || !days.includes(weekdayOf(Date.parse(date) / DAY_MS))) return false;
      const earlier = earlierOn.get(date) ?? [];
      const overlaps = earlier.some((one) => one.fromMinute < toMinute && fromMinute < one.toMinute);
      earlier.push(hours);
      return overlaps;
    });
  };
}

/** `open`: the opening hours of the centre in a week; null if it never closes. */
function checkInsideHours(
  shift: ShiftFile,
  open: readonly WeekSpan[] | null,
  path: SourcePath,
  list: IssueList,
): void {
  if (open === null) return;
  let [inside, outside] = [0, 0];
  for (const hours of shiftHours(shift)) {
    const spans = spansOf(hours);
    inside += minutesIn(intersectInWeek(spans, open));
    outside += minutesIn(subtractInWeek(spans, open));
  }
  const remedy = "change the shift or the centre's hours";
  if (inside === 0 && outside > 0) {
    list.error('shift-outside-hours', path, 'the centre is closed during the whole shift', remedy);
  } else if (outside > 0) {
    const hours = Number((outside / 60).toFixed(1));
    const message = `the centre is closed during ${hours} h of the shift's week; its agents go home then`;
    list.warn('shift-partly-outside-hours', path, message, remedy);
  }
}

/** The part of a week that the hours cover, whatever their dates. */
function spansOf({ days, fromMinute, toMinute }: WeeklyHours): readonly WeekSpan[] {
  const spans = days.map((day) => ({
    fromMinute: DAY_MINUTES * day + fromMinute,
    toMinute: DAY_MINUTES * day + toMinute,
  }));
  return shiftInWeek(spans, 0);
}

/** A drop is fast if the work that leaving agents still do exceeds this share of what the remaining agents do in the interval. */
const EXTRA_WORK_MOST = 0.1;

/** Who leaves at a drop of head counts: what excludes the next to be free, and when a named agent is too optimistic. */
export function checkHeadcounts(file: ScenarioFile, list: IssueList): void {
  for (const [centre, { groups }] of Object.entries(file.centres)) {
    for (const [id, group] of Object.entries(groups)) {
      group.headcounts.forEach((headcount, k) => {
        const path = ['centres', centre, 'groups', id, 'headcounts', k];
        if (headcount.leaves === 'next to be free') checkRota(file, group, path, list);
        else warnOfFastDrop(file, group, headcount, path, list);
      });
    }
  }
}

function checkRota(file: ScenarioFile, group: GroupFile, path: SourcePath, list: IssueList): void {
  const barrier = barrierIn(file, group);
  if (barrier === null) return;
  const message = `agents leave as they become free, which excludes ${barrier}`;
  const remedy = `write 'leaves: named agent', or remove ${barrier}`;
  list.error('alternatives', [...path, 'leaves'], message, remedy, 'key');
}

/** What keeps an agent neither free nor busy, or counts on knowing whose duty ends; null if there is nothing. */
function barrierIn({ routing, work }: ScenarioFile, group: GroupFile): string | null {
  if (group.concurrency !== undefined) return "'concurrency'";
  if (routing?.preemption?.interrupted === 'pause') return "'pause' in 'routing.preemption'";
  for (const channel of CHANNELS) {
    const dayEnd = work.dayEnd?.[channel] ?? 'carry over';
    if (dayEnd !== 'carry over' && group.channels.includes(channel)) return `'work.dayEnd.${channel}'`;
    const pause = KEYS_OF_PAUSES.find((key) => isPausedBy(work, key, channel));
    if (pause !== undefined) return `'pause' in 'work.${pause}'`;
  }
  return null;
}

/** Agents who have left finish their contacts while the others take new ones, so more agents are at work than the head counts say. */
function warnOfFastDrop(
  { work }: ScenarioFile,
  { channels, tier }: GroupFile,
  { agents, every }: HeadcountFile,
  path: SourcePath,
  list: IssueList,
): void {
  const isFinished = (channel: Channel) => work.shiftEnd[channel] === 'finish';
  const meansMs = CHANNELS.filter((channel) => channels.includes(channel) && isFinished(channel)).flatMap(
    (channel) => work.handle[`tier${tier}`]?.[channel] ?? [],
  );
  const handleMs = Math.max(0, ...meansMs.map(meanOf));
  const fast = agents.findIndex((wanted, k) => {
    const leaving = (agents[k - 1] ?? 0) - wanted;
    return wanted > 0 && leaving * Math.min(handleMs, every) > EXTRA_WORK_MOST * wanted * every;
  });
  if (fast === -1) return;
  const minutes = (ms: number) => `${Number((ms / MINUTE_MS).toFixed(1))} min`;
  const message =
    `the head counts drop from ${agents[fast - 1]} to ${agents[fast]} for ${minutes(every)}, and a contact takes ${minutes(handleMs)} on average: ` +
    'the agents who leave finish theirs while the others take new ones, so waits come out too short';
  const remedy = "write 'leaves: next to be free', unless the agents who leave are known beforehand";
  list.warn('fast-drop-of-staff', [...path, 'agents', fast], message, remedy);
}
