import { DAY_MS, MINUTE_MS } from '#base';
import {
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
import type { GroupFile, ScenarioFile, ShiftFile } from '../shape/scenario-file.ts';

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
      group.headcounts.forEach((headcount, k) => {
        checkHeadcount(headcount, ['centres', id, 'groups', groupId, 'headcounts', k], list);
      });
    }
  }
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
