import { formatTimeOfDay, MINUTE_MS, present, SECOND_MS, WEEK_MS } from '#base';
import {
  civilDateOf,
  intersectWindows,
  isWorkable,
  mergeWindows,
  offsetsOf,
  type Roster,
  type Scenario,
  tourHours,
  tourInFile,
  toursOf,
  WEEKDAYS,
} from '#domain';
import type { DatedEvent, GroupFile, ScenarioFile, ShiftFile } from '#scenario';
import {
  isTree,
  parseDuration,
  plainAt,
  readShape,
  type ScenarioSource,
  type SourcePath,
  type TreeValue,
  withValue,
} from '#scenario';

export type ActionKind =
  | 'more agents'
  | 'new shift'
  | 'temporary shift'
  | 'longer shift'
  | 'moved shift'
  | 'moved break'
  | 'cross-training'
  | 'looser rule'
  | 'overflow order';

/** A change of a scenario that may improve service. None of them touches a promise, a placement or the law. */
export interface ActionEdit {
  readonly kind: ActionKind;
  /** The group that it changes, as `centre/group`; null if it changes a rule of routing. */
  readonly group: string | null;
  /** Where the file is changed, and to what; undefined takes the key away. */
  readonly path: SourcePath;
  readonly value: TreeValue | undefined;
  /** The scenario with the change. */
  readonly source: ScenarioSource;
}

/** The change as a tree to be merged over the scenario. Null takes a key away. */
export function overrideOfEdit({ path, value = null }: Pick<ActionEdit, 'path' | 'value'>): TreeValue {
  return path.reduceRight<TreeValue>((inner, key) => ({ [key]: inner }), value);
}

const HOUR = 60;
const DAY = 24 * HOUR;
type Days = readonly number[];
const DAILY: Days = [0, 1, 2, 3, 4, 5, 6];
/** Without shift shapes, a person works this long on five days, of which half an hour is an unpaid break: 40 h a week. */
const LONGEST = 8.5 * HOUR;
const BREAK = { after: 4 * HOUR, length: HOUR / 2 };

/** Hours in which a group without anybody on duty gets a new shift of one agent, at work on five days. */
const GAPS = [
  { id: 'extra-night', minute: 2 * HOUR, days: 'mon-fri', from: 22 * HOUR },
  { id: 'extra-weekend-night', minute: 2 * HOUR, days: 'wed-sun', from: 22 * HOUR },
  { id: 'extra-day', minute: 12 * HOUR, days: 'mon-fri', from: 9 * HOUR },
  { id: 'extra-weekend', minute: 12 * HOUR, days: 'wed-sun', from: 9 * HOUR },
] as const;

/**
 * Single actions that may improve service: one more agent in each shift, a shift an hour longer, earlier or later, a shift where a group has
 * none, a language or a product that a group does not know, rules that keep free agents from cases, and the order of overflow. Shifts obey the
 * shapes of the centre. In the order of the file. `scenario`: what the source says. Returns nothing for a source that cannot be read.
 */
export function actionEdits(source: ScenarioSource, scenario: Scenario): readonly ActionEdit[] {
  const { file } = readShape(source.root);
  if (file === null) return [];
  const edits: ActionEdit[] = [];
  const adding =
    (group: string | null, at: SourcePath): Add =>
    (kind, path, value) => {
      const whole = [...at, ...path];
      edits.push({ kind, group, path: whole, value, source: withValue(source, whole, value) });
    };
  for (const { at, group, id } of groupsOf(file)) {
    const add = adding(id, at);
    addStaff(group, scenario.groups.find((one) => one.id === id)?.roster, source, at, add);
    addSkills(group, file, source, at, add);
    if (group.takesOnlyWhile !== undefined && group.takesOnlyWhile.length > 0)
      add('looser rule', ['takesOnlyWhile'], undefined);
  }
  addRules(source, adding(null, ['routing']));
  return edits;
}

/** Kinds of changes that a desk can make within a day: nobody has to learn anything, and no shift that has begun starts at another time. */
const WITHIN_A_DAY: readonly ActionKind[] = ['longer shift', 'looser rule', 'overflow order'];

/** What a desk can change within a day: shifts that last an hour longer, looser rules, the order of overflow, and breaks an hour earlier or later. */
export function editsOfToday(source: ScenarioSource, scenario: Scenario): readonly ActionEdit[] {
  const { file } = readShape(source.root);
  if (file === null) return [];
  const isLater = ({ kind, path }: ActionEdit) => kind !== 'longer shift' || path.at(-1) === 'to';
  const lasting = actionEdits(source, scenario).filter(
    (one) => WITHIN_A_DAY.includes(one.kind) && isLater(one),
  );
  const breaks = groupsOf(file).flatMap(({ at, group, id }) =>
    Object.entries(group.shifts).flatMap(([shift, written]) =>
      otherBreaks(written, plainAt(source, [...at, 'shifts', shift, 'breaks'])).map((value): ActionEdit => {
        const path = [...at, 'shifts', shift, 'breaks'];
        return { kind: 'moved break', group: id, path, value, source: withValue(source, path, value) };
      }),
    ),
  );
  return [...lasting, ...breaks];
}

/** The breaks of a shift with one of them an hour earlier or later, where it stays within the shift and apart from the others. */
function otherBreaks({ breaks, from, to }: ShiftFile, plain: TreeValue | undefined): readonly TreeValue[] {
  if (!Array.isArray(plain) || from === undefined || to === undefined || to <= from) return [];
  const written = plain as readonly TreeValue[];
  return breaks.flatMap((own, k) =>
    [-HOUR, HOUR].flatMap((by): readonly TreeValue[] => {
      const moved = { from: own.from + by, to: own.to + by };
      const isFree = breaks.every((other, i) => i === k || moved.to <= other.from || moved.from >= other.to);
      if (own.to <= own.from || moved.from <= from || moved.to >= to || !isFree) return [];
      const times = { from: clock(moved.from), to: clock(moved.to) };
      return [written.map((one, i) => (i === k && isTree(one) ? { ...one, ...times } : one))];
    }),
  );
}

/** Head counts of temporary shifts. Both are tried, since a few more agents may not make up for a centre. */
const TEMPORARY = [1, 4];

/**
 * More agents for as long as an outage, closure or surge lasts, in each group but those of a centre that is down or closed
 * meanwhile. None for what lasts longer than a week, or has no end.
 */
export function temporaryEdits(
  source: ScenarioSource,
  scenario: Scenario,
  events: readonly DatedEvent[],
): readonly ActionEdit[] {
  return events.flatMap((event, e) =>
    extraShifts({ source, scenario }, event, `extra-${event.kind}-${e + 1}`, () => event.toMs),
  );
}

/** More agents in each group from the event's start on, for as long as somebody of the group is on duty before its end. */
export function overtimeEdits(
  source: ScenarioSource,
  scenario: Scenario,
  event: DatedEvent,
): readonly ActionEdit[] {
  const during = [{ fromMs: event.fromMs, toMs: event.toMs ?? scenario.horizonMs }];
  const ends = new Map(
    scenario.groups.map(({ id, shifts }) => {
      const duty = mergeWindows(shifts.flatMap((shift) => (shift.agents > 0 ? shift.duty : [])));
      return [id, intersectWindows(duty, during).at(-1)?.toMs ?? null];
    }),
  );
  return extraShifts(
    { source, scenario },
    event,
    `extra-${event.kind}-1`,
    (group) => ends.get(group) ?? null,
  );
}

/** A shift of this key in each group that is not away during the event, from its start until an end that may be that of the group (null: none). */
function extraShifts(
  { scenario, source }: { readonly source: ScenarioSource; readonly scenario: Scenario },
  event: DatedEvent,
  key: string,
  endOf: (group: string) => DatedEvent['toMs'],
): readonly ActionEdit[] {
  const { file } = readShape(source.root);
  if (file === null || event.kind === 'law') return [];
  return groupsOf(file).flatMap(({ at, group, id }) => {
    const centre = scenario.centres.find((one) => one.id === at[1]);
    const toMs = endOf(id);
    if (toMs === null || toMs - event.fromMs > WEEK_MS) return [];
    if (centre === undefined || isAway(centre, event) || Object.hasOwn(group.shifts, key)) return [];
    const hours = datedHours({ fromMs: Math.max(0, event.fromMs), toMs }, scenario, centre.timeZone);
    return TEMPORARY.map((agents): ActionEdit => {
      const [path, value] = [[...at, 'shifts', key], { agents, hours }];
      return { kind: 'temporary shift', group: id, path, value, source: withValue(source, path, value) };
    });
  });
}

/** Whether nobody works in a centre while the event lasts. */
export function isAway({ title }: { readonly title: string }, { kind, of }: DatedEvent): boolean {
  return (kind === 'outage' || kind === 'closure') && of.includes(title);
}

/** A span of the run as hours of a shift: one piece, or if it is longer than a day, one for each date. In whole minutes. */
function datedHours(
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  scenario: Scenario,
  timeZone: string,
): readonly { readonly [key: string]: TreeValue }[] {
  const offsets = offsetsOf(scenario, timeZone);
  const [from, to] = [fromMs, toMs].map((ms, end) => {
    const epochMs = scenario.startEpochMs + ms;
    const minutes = (epochMs + offsets(epochMs)) / MINUTE_MS;
    return end === 0 ? Math.floor(minutes) : Math.ceil(minutes);
  }) as [number, number];
  const pieceOf = (start: number, end: number) => ({
    dates: [civilDateOf(Math.floor(start / DAY))],
    from: formatTimeOfDay(start % DAY),
    to: formatTimeOfDay(end % DAY || DAY),
  });
  if (to - from < DAY) return [pieceOf(from, to)];
  const midnights = Array.from(
    { length: Math.ceil(to / DAY) - Math.floor(from / DAY) - 1 },
    (_, day) => (Math.floor(from / DAY) + day + 1) * DAY,
  );
  const ends = [from, ...midnights, to];
  return ends.slice(1).map((end, k) => pieceOf(ends[k] as number, end));
}

/**
 * All staff actions of a group at once, as one more agent in every shift, and all its training at once. To find out where single actions are
 * worth a look. Rules are left out, since one would replace another.
 */
export function screeningOf(
  source: ScenarioSource,
  edits: readonly ActionEdit[],
): readonly { readonly source: ScenarioSource; readonly edits: readonly ActionEdit[] }[] {
  const keyOf = ({ group, kind }: ActionEdit) => `${kind === 'cross-training'} ${group}`;
  const ofGroups = edits.filter(({ group }) => group !== null);
  const keys = [...new Set(ofGroups.map(keyOf))];
  return keys.map((key) => {
    const own = ofGroups.filter((edit) => keyOf(edit) === key);
    return { edits: own, source: together(source, own) };
  });
}

function together(source: ScenarioSource, edits: readonly ActionEdit[]): ScenarioSource {
  return edits
    .filter(({ kind }) => kind !== 'longer shift' && kind !== 'moved shift' && kind !== 'moved break')
    .reduce((changed, { kind, path, value }) => {
      const known = kind === 'cross-training' ? plainAt(changed, path) : undefined;
      return withValue(changed, path, known === undefined ? value : joined(known, value));
    }, source);
}

function joined(one: TreeValue, other: TreeValue | undefined): TreeValue | undefined {
  if (Array.isArray(one) && Array.isArray(other))
    return [...new Set([...(one as readonly TreeValue[]), ...(other as readonly TreeValue[])])];
  return isTree(one) && isTree(other) ? { ...one, ...other } : other;
}

function groupsOf({ centres }: ScenarioFile) {
  return Object.entries(centres).flatMap(([centre, { groups }]) =>
    Object.entries(groups).map(([id, group]) => ({
      id: `${centre}/${id}`,
      at: ['centres', centre, 'groups', id],
      group,
    })),
  );
}

type Add = (kind: ActionKind, path: SourcePath, value: TreeValue | undefined) => void;

function addStaff(
  group: GroupFile,
  roster: Roster | undefined,
  source: ScenarioSource,
  at: SourcePath,
  add: Add,
): void {
  for (const [id, shift] of Object.entries(group.shifts)) {
    add('more agents', ['shifts', id, 'agents'], shift.agents + 1);
    for (const [key, minute] of longerEnds(shift, roster))
      add('longer shift', ['shifts', id, key], formatTimeOfDay(minute));
    const plain = plainAt(source, [...at, 'shifts', id]);
    if (isTree(plain))
      for (const times of otherTimes(shift, roster))
        add('moved shift', ['shifts', id], { ...plain, ...times });
  }
  group.headcounts.forEach(({ agents }, k) => {
    const more = agents.map((count) => (count === 0 ? 0 : count + 1));
    const lists = plainAt(source, [...at, 'headcounts']);
    if (!Array.isArray(lists)) return;
    const changed = (lists as readonly TreeValue[]).map((list, i) =>
      i === k && isTree(list) ? { ...list, agents: more } : list,
    );
    add('more agents', ['headcounts'], changed);
  });
  for (const gap of GAPS) {
    const isOn = (day: number) =>
      Object.values(group.shifts).some((shift) => isOnDuty(shift, day, gap.minute));
    const isKnown = group.headcounts.length > 0 || Object.hasOwn(group.shifts, gap.id);
    if (isKnown || WEEKDAYS.some((_, day) => falls(gap.days, day) && isOn(day))) continue;
    const added = roster === undefined ? usualShift(gap) : tourIn(gap, roster);
    if (added !== null) add('new shift', ['shifts', gap.id], { agents: 1, ...added });
  }
}

type Gap = (typeof GAPS)[number];

function usualShift({ days, from }: Gap): { readonly [key: string]: TreeValue } {
  const pause = { from: clock(from + BREAK.after), to: clock(from + BREAK.after + BREAK.length) };
  return { days, from: clock(from), to: clock(from + LONGEST), breaks: [pause] };
}

/** The first working week of the shift shapes that is on duty then on the first of the days; null if there is none. */
function tourIn({ days, minute }: Gap, roster: Roster): { readonly [key: string]: TreeValue } | null {
  const first = WEEKDAYS.findIndex((_, day) => falls(days, day));
  for (const tour of toursOf(roster)) {
    const shape = roster.shapes[tour.shape];
    if (shape === undefined) continue;
    const { hours } = tourHours(tour, shape);
    const { fromMinute, toMinute } = hours;
    const covers = (at: number) => at >= fromMinute && at < toMinute;
    if (hours.days.includes(first) && (covers(minute) || covers(minute + DAY)))
      return tourInFile(tour, shape);
  }
  return null;
}

function clock(minute: number): string {
  return formatTimeOfDay(minute > DAY ? minute - DAY : minute);
}

function falls(days: Gap['days'], day: number): boolean {
  return days === 'wed-sun' ? day >= 2 : day < 5;
}

function lengthOf(from: number, to: number): number {
  return to > from ? to - from : to + DAY - from;
}

/**
 * Whether a shift on those days may start then and last so long, breaks included, with the hours per week and the rest of its shape, where each
 * agent works on as many of the days as the shape says. Without shapes it may.
 */
function isOfShape(from: number, length: number, days: Days, roster: Roster | undefined): boolean {
  return (
    roster?.shapes.some(
      (shape) =>
        shape.lengthsMinutes.includes(length) &&
        shape.startMinutes.includes(from) &&
        isWorkable(days.slice(0, shape.daysPerWeek), length, shape),
    ) ?? true
  );
}

/**
 * An earlier start, and a later end, where the shift stays on its day and shorter than a day. By an hour, or up to what a person may work. A
 * shift that is longer than that today has people who take turns in it.
 */
function longerEnds(
  { days = DAILY, from, to }: ShiftFile,
  roster: Roster | undefined,
): readonly (readonly ['from' | 'to', number])[] {
  if (from === undefined || to === undefined) return [];
  const length = lengthOf(from, to);
  const more = roster === undefined && length <= LONGEST ? Math.min(HOUR, LONGEST - length) : HOUR;
  if (more === 0 || length + more > DAY) return [];
  const later: readonly ['to', number] = ['to', to + more > DAY ? to + more - DAY : to + more];
  return present([
    from >= more && isOfShape(from - more, length + more, days, roster) && (['from', from - more] as const),
    isOfShape(from, length + more, days, roster) && later,
  ]);
}

/** An hour earlier, and an hour later, where the shift starts on the same day. Those with breaks stay, because breaks have times of their own. */
function otherTimes({ breaks, days = DAILY, from, to }: ShiftFile, roster: Roster | undefined) {
  if (from === undefined || to === undefined || breaks.length > 0 || lengthOf(from, to) === DAY) return [];
  const length = lengthOf(from, to);
  return [from - HOUR, from + HOUR]
    .filter((start) => start >= 0 && start < DAY && isOfShape(start, length, days, roster))
    .map((start) => ({ from: clock(start), to: clock(start + length) }));
}

function isOnDuty({ days = DAILY, from, hours, to }: ShiftFile, day: number, minute: number) {
  const pieces =
    hours ?? (from === undefined || to === undefined ? [] : [{ days, dates: undefined, from, to }]);
  return pieces.some((piece) => {
    // Dated hours are taken to be everywhere, so that no shift is proposed on top of them.
    if (piece.dates !== undefined) return true;
    const on = piece.days ?? DAILY;
    const end = piece.to > piece.from ? piece.to : piece.to + DAY;
    const covers = (start: number, at: number) => on.includes(start % 7) && at >= piece.from && at < end;
    return covers(day, minute) || covers(day + 6, minute + DAY);
  });
}

/** Languages of customers, and products of segments, that the group does not know. */
function addSkills(
  group: GroupFile,
  { segments }: ScenarioFile,
  source: ScenarioSource,
  at: SourcePath,
  add: Add,
): void {
  const asked = (of: (segment: ScenarioFile['segments'][string]) => readonly string[]) =>
    [...new Set(Object.values(segments).flatMap(of))].sort();
  const languages = asked(({ customers }) => customers.flatMap((one) => Object.keys(one.languages)));
  for (const language of languages.filter((one) => !group.languages.includes(one)))
    add('cross-training', ['languages'], [...group.languages, language]);
  const known = plainAt(source, [...at, 'products']);
  if (group.products === 'all' || known === undefined) return;
  const products = asked((segment) => Object.keys(segment.products));
  for (const product of products) {
    if (Array.isArray(known) && !known.includes(product))
      add('cross-training', ['products'], [...(known as readonly TreeValue[]), product]);
    else if (isTree(known) && !Object.hasOwn(known, product))
      add('cross-training', ['products'], { ...known, [product]: 1 });
  }
}

/** Waiting cases are open to others sooner, and each group but the first moves up in the order of overflow. */
function addRules(source: ScenarioSource, add: Add): void {
  const ruleOf = (path: SourcePath) => plainAt(source, ['routing', ...path]);
  if (ruleOf(['hold']) !== undefined) add('looser rule', ['hold'], undefined);
  for (const path of [
    ['commitment', 'releaseAfter'],
    ['allocation', 'releaseAfter'],
  ]) {
    const ms = parseDuration(String(ruleOf(path) ?? ''));
    if (ms.ok) add('looser rule', path, `${ms.value / 2 / SECOND_MS} s`);
  }
  const overflow = ruleOf(['overflow']);
  if (!Array.isArray(overflow)) return;
  const list = overflow as readonly TreeValue[];
  for (let i = 1; i < list.length; i++) {
    const [above, one] = [list[i - 1], list[i]] as [TreeValue, TreeValue];
    add('overflow order', ['overflow'], [...list.slice(0, i - 1), one, above, ...list.slice(i + 1)]);
  }
}
