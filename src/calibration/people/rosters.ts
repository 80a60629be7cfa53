import { HOUR_MS, MINUTE_MS, sumOf } from '#base';
import { DAY_MINUTES, weekdayOf } from '#domain';
import { valueAt } from '../estimates/sorted.ts';
import type { Piece, Span } from './pieces.ts';

/** Hours on one day of the week, 0 for Monday. Times are minutes since midnight; an end after 1,440 is on the next day. */
interface DutyHours {
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

/** Agents who work the same hours of every week. */
export interface FoundShift {
  readonly agents: number;
  /** Who they are, as the log names them; empty if the hours are those of head counts. */
  readonly names: readonly string[];
  readonly hours: readonly DutyHours[];
}

const DAYS = 7;
const HOUR_MINUTES = HOUR_MS / MINUTE_MS;
/** Hours begin and end at half hours. */
const GRID = 30;
/** Hours that are equal within this many minutes are one shift. The later values are for groups in which nearly everybody has hours of their own. */
const WITHIN = [30, 60, 120, 240];
const SHIFTS_MOST = 60;
/** An agent with longer hours is two people with one name, or leaves work open overnight. */
const DUTY_MOST = 16 * HOUR_MINUTES;
/** A weekday with fewer agents, on average, has none. */
const AGENTS_LEAST = 0.25;

/**
 * Rosters of the agents of a group: on each day of the week as many of them as were there on average, those who most often were, with hours
 * that they had on such a day. Among these, hours are chosen so that together the agents are there when the group was. Null if the log spans
 * no whole week, or if more than 60 shifts would be needed.
 */
export function rostersOf(
  byAgent: ReadonlyMap<string, readonly Piece[]>,
  span: Span,
  { activities, begins }: RosterFacts = NO_FACTS,
): readonly FoundShift[] | null {
  const seen = daysSeen(span);
  if (seen.some((count) => count === 0)) return null;
  const written = [...byAgent].map(([name, pieces]) => ({
    name,
    days: wholeDuties(dutiesOf(pieces, span), activities.get(name) ?? Number.POSITIVE_INFINITY),
  }));
  const begun = begunBySlot(begins, span);
  for (const within of WITHIN) {
    const common = commonOf(
      written.flatMap(({ days }) => days.flat()),
      within,
    );
    const people = written.map(({ days, name }) => ({
      name,
      days: days.map((duties) => duties.map(common)),
    }));
    const chosen = seen.map((count, day) => covered(chosenOn(day, people, count), begun[day] ?? [], count));
    const shifts = shiftsOf(
      people.map(({ name }) => name),
      chosen,
    );
    if (shifts.length <= SHIFTS_MOST) return shifts;
  }
  return null;
}

/** What else is known of a group's agents. */
interface RosterFacts {
  /** When contacts of the group began, epoch ms: somebody is there then. */
  readonly begins: readonly number[];
  /** How many times each agent was active. */
  readonly activities: ReadonlyMap<string, number>;
}

const NO_FACTS: RosterFacts = { begins: [], activities: new Map() };

/** Head counts by hour of the week as shifts: agent n is there whenever n are wanted, and is the same person on each day. */
export function layersOf(wanted: readonly number[]): readonly FoundShift[] {
  const shifts: { agents: number; names: readonly string[]; hours: readonly DutyHours[] }[] = [];
  let before = '';
  for (let n = 1; n <= Math.max(0, ...wanted); n++) {
    const hours = hoursWith(wanted, n);
    const key = JSON.stringify(hours);
    const last = shifts.at(-1);
    if (last !== undefined && key === before) last.agents++;
    else shifts.push({ agents: 1, names: [], hours });
    before = key;
  }
  return shifts;
}

function hoursWith(wanted: readonly number[], n: number): readonly DutyHours[] {
  const found: { day: number; from: number; to: number }[] = [];
  wanted.forEach((count, hour) => {
    if (count < n) return;
    const day = Math.floor(hour / 24);
    const from = (hour % 24) * HOUR_MINUTES;
    const last = found.at(-1);
    if (last?.day === day && last.to === from) last.to += HOUR_MINUTES;
    else found.push({ day, from, to: from + HOUR_MINUTES });
  });
  return found;
}

/** How often each day of the week is whole in a span. */
function daysSeen({ clock, fromMs, untilMs }: Span): readonly number[] {
  const seen = new Array<number>(DAYS).fill(0);
  const end = clock.dayAt(untilMs);
  for (let day = clock.dayAt(clock.midnightFrom(fromMs)); day < end; day++) {
    const weekday = weekdayOf(day);
    seen[weekday] = (seen[weekday] ?? 0) + 1;
  }
  return seen;
}

interface Duty {
  readonly from: number;
  readonly to: number;
}

/** What an agent worked on each day of the week, in half hours: one duty for each date, the longest if there are several. */
function dutiesOf(pieces: readonly Piece[], { clock, fromMs, untilMs }: Span): readonly Duty[][] {
  const byDate = new Map<number, { fromMs: number; toMs: number }>();
  for (const { fromMs: begin, toMs } of pieces) {
    if (begin < fromMs || begin >= untilMs) continue;
    const day = clock.dayAt(begin);
    const known = byDate.get(day);
    if (known === undefined || toMs - begin > known.toMs - known.fromMs)
      byDate.set(day, { fromMs: begin, toMs });
  }
  const days: Duty[][] = Array.from({ length: DAYS }, () => []);
  for (const [day, { fromMs: begin, toMs }] of byDate) {
    const minute = (begin + clock.offsetAt(begin)) / MINUTE_MS - day * DAY_MINUTES;
    const length = Math.min(DUTY_MOST, (toMs - begin) / MINUTE_MS);
    const from = Math.min(DAY_MINUTES - GRID, GRID * Math.round(minute / GRID));
    const to = Math.max(from + GRID, GRID * Math.round((minute + length) / GRID));
    days[weekdayOf(day)]?.push({ from, to });
  }
  return days;
}

/** With fewer days, the hours of an agent are taken as they were. */
const DAYS_LEAST = 10;
/** The part of an agent's days that begin before the edge, or end after it. */
const EDGE = 0.1;
/** On average, first and last activities may be away from the edge by this many times the time between two activities. */
const GAPS_MOST = 2;

/**
 * An agent who waits for the first case of the day, or has nothing to do after the last, leaves no trace. If first activities are no later
 * than such waits explain, all days begin as early as the earliest tenth. Ends are treated alike. Hours that change from week to week, in which
 * agents are busy, stay as they are.
 */
function wholeDuties(days: readonly Duty[][], activities: number): readonly Duty[][] {
  const all = days.flat();
  if (all.length < DAYS_LEAST) return days;
  const gap = sumOf(all.map(({ from, to }) => to - from)) / activities;
  const edgeOf = (values: readonly number[]): number | null => {
    const sorted = [...values].sort((one, other) => one - other);
    const edge = valueAt(sorted, EDGE) ?? 0;
    return sumOf(values) / values.length - edge <= GAPS_MOST * gap ? edge : null;
  };
  const from = edgeOf(all.map((duty) => duty.from));
  const to = edgeOf(all.map((duty) => -duty.to));
  return days.map((duties) =>
    duties.map((duty) => ({
      from: from === null ? duty.from : Math.min(from, duty.from),
      to: to === null ? duty.to : Math.max(-to, duty.to),
    })),
  );
}

/**
 * Returns a function that replaces a duty by the most frequent one whose begin and end both differ from its own by at most `within` minutes.
 * A duty that is replaced itself replaces no other.
 */
function commonOf(all: readonly Duty[], within: number): (duty: Duty) => Duty {
  const keyOf = ({ from, to }: Duty) => `${from} ${to}`;
  const counts = new Map<string, { readonly duty: Duty; count: number }>();
  for (const duty of all) {
    const key = keyOf(duty);
    const known = counts.get(key) ?? { duty, count: 0 };
    counts.set(key, known);
    known.count++;
  }
  const sorted = [...counts.values()].sort(
    (one, other) => other.count - one.count || one.duty.from - other.duty.from || one.duty.to - other.duty.to,
  );
  const kept: Duty[] = [];
  const taken = new Map<string, Duty>();
  for (const { duty } of sorted) {
    const near = kept.find(
      ({ from, to }) => Math.abs(from - duty.from) <= within && Math.abs(to - duty.to) <= within,
    );
    if (near === undefined) kept.push(duty);
    taken.set(keyOf(duty), near ?? duty);
  }
  return (duty) => taken.get(keyOf(duty)) ?? duty;
}

/** Half hours of a day and of the next one. */
const SLOTS = (2 * DAY_MINUTES) / GRID;
/** Other hours are chosen only if they bring the group's presence closer by this many squared half hours. */
const GAIN_LEAST = 4;

/** The hours of each agent on a day of the week that came `seen` times; null for those who are not there. */
function chosenOn(
  day: number,
  people: readonly { readonly days: readonly Duty[][] }[],
  seen: number,
): readonly (Duty | null)[] {
  const own = people.map(({ days }) => days[day] ?? []);
  const mean = sumOf(own.map((duties) => duties.length)) / seen;
  const wanted = mean < AGENTS_LEAST ? 0 : Math.max(1, Math.round(mean));
  const total = ({ days }: { readonly days: readonly Duty[][] }) =>
    sumOf(days.map((duties) => duties.length));
  const often = people
    .map((person, k) => ({ k, here: own[k]?.length ?? 0, ever: total(person) }))
    .filter(({ here }) => here > 0)
    .sort((one, other) => other.here - one.here || other.ever - one.ever || one.k - other.k)
    .slice(0, wanted);
  const target = new Float64Array(SLOTS);
  for (const duty of own.flat()) addTo(target, duty, 1 / seen);
  const chosen: (Duty | null)[] = people.map(() => null);
  const left = target.map((value) => -value);
  for (const { k } of often) {
    const usual = usualOf(own[k] ?? []);
    chosen[k] = usual;
    addTo(left, usual, 1);
  }
  for (const { k } of often) {
    const now = chosen[k];
    if (now === undefined || now === null) continue;
    addTo(left, now, -1);
    let best = { duty: now, gain: gainOf(left, now) + GAIN_LEAST };
    for (const duty of own[k] ?? []) {
      const gain = gainOf(left, duty);
      if (gain > best.gain) best = { duty, gain };
    }
    chosen[k] = best.duty;
    addTo(left, best.duty, 1);
  }
  return chosen;
}

/** Two standard deviations of a Poisson number. */
const ROOM = 2;

/** How many contacts began in each half hour of each day of the week. */
function begunBySlot(begins: readonly number[], { clock, fromMs, untilMs }: Span): readonly number[][] {
  const begun = Array.from({ length: DAYS }, () => new Array<number>(DAY_MINUTES / GRID).fill(0));
  for (const atMs of begins) {
    if (atMs < fromMs || atMs >= untilMs) continue;
    const day = clock.dayAt(atMs);
    const slot = Math.floor(((atMs + clock.offsetAt(atMs)) / MINUTE_MS - day * DAY_MINUTES) / GRID);
    const row = begun[weekdayOf(day)];
    if (row !== undefined) row[slot] = (row[slot] ?? 0) + 1;
  }
  return begun;
}

/**
 * Work that rests overnight shows nobody in the half hour in which it is begun last. Where a contact begins in a half hour about as often as
 * an agent must be there to count, some of those who would have left just before it stay: as many as may begin one, and what chance may add.
 */
function covered(
  chosen: readonly (Duty | null)[],
  begun: readonly number[],
  seen: number,
): readonly (Duty | null)[] {
  const longer = [...chosen];
  begun.forEach((count, slot) => {
    const [at, mean] = [slot * GRID, count / seen];
    if (mean < AGENTS_LEAST) return;
    if (longer.some((duty) => duty !== null && duty.from <= at && duty.to > at)) return;
    let wanted = Math.ceil(mean + ROOM * Math.sqrt(mean));
    longer.forEach((duty, k) => {
      if (duty?.to !== at || wanted-- <= 0) return;
      longer[k] = { from: duty.from, to: at + GRID };
    });
  });
  return longer;
}

/** The duty that is closest to all of an agent's. */
function usualOf(duties: readonly Duty[]): Duty {
  const away = ({ from, to }: Duty) =>
    sumOf(duties.map((other) => Math.abs(other.from - from) + Math.abs(other.to - to)));
  return duties.reduce((best, duty) => (away(duty) < away(best) ? duty : best));
}

function addTo(slots: Float64Array, { from, to }: Duty, weight: number): void {
  for (let at = Math.floor(from / GRID); at < Math.min(SLOTS, to / GRID); at++)
    slots[at] = (slots[at] ?? 0) + weight;
}

/** By how much a duty lowers the sum of the squared differences between chosen and seen presence, `left`. */
function gainOf(left: Float64Array, { from, to }: Duty): number {
  let gain = 0;
  for (let at = Math.floor(from / GRID); at < Math.min(SLOTS, to / GRID); at++)
    gain -= 2 * (left[at] ?? 0) + 1;
  return gain;
}

/** Agents with the same hours on all days are one shift. Hours that would reach into those of the next day end where these begin. */
function shiftsOf(
  names: readonly string[],
  chosen: readonly (readonly (Duty | null)[])[],
): readonly FoundShift[] {
  const shifts = new Map<string, { agents: number; names: string[]; hours: readonly DutyHours[] }>();
  for (const [k, name] of names.entries()) {
    const hours = chosen.flatMap((all, day): DutyHours[] => {
      const duty = all[k] ?? null;
      if (duty === null) return [];
      const next = chosen[(day + 1) % DAYS]?.[k];
      const most = next === undefined || next === null ? 2 * DAY_MINUTES : DAY_MINUTES + next.from;
      return [{ day, from: duty.from, to: Math.min(duty.to, most) }];
    });
    if (hours.length === 0) continue;
    const key = JSON.stringify(hours);
    const shift = shifts.get(key) ?? { agents: 0, names: [], hours };
    shifts.set(key, shift);
    shift.agents++;
    shift.names.push(name);
  }
  return [...shifts.values()];
}
