import { MINUTE_MS, shown } from '#base';
import {
  breakPlacings,
  DAY_MINUTES,
  daySets,
  isWorkable,
  type ShiftShape,
  tourCount,
  toursOf,
} from '#domain';
import { suggestion } from '../did-you-mean.ts';
import type { IssueList } from '../issue-list.ts';
import { keysAt, type SourcePath } from '../read/source-tree.ts';
import { hasWages } from '../resolve/groups.ts';
import { defaultMost, openOf, shapeIdsOf, shapeOf } from '../resolve/rosters.ts';
import type { CentreFile, GroupFile, ScenarioFile, ShapeFile } from '../shape/scenario-file.ts';

/** Every tour is a variable of the search for a roster. */
const TOURS_MOST = 5000;

/** Shift shapes and the limits of groups, so that each shape can be scheduled. */
export function checkRosters(file: ScenarioFile, list: IssueList): void {
  for (const [id, centre] of Object.entries(file.centres)) {
    for (const [shapeId, shape] of Object.entries(centre.shiftShapes)) {
      const path = ['centres', id, 'shiftShapes', shapeId];
      checkPay(shape, hasWages(file), path, list);
      if (checkTimes(shape, path, list)) checkShape(shapeOf(shapeId, shape), centre, path, list);
    }
    for (const [groupId, group] of Object.entries(centre.groups)) {
      if (group.roster !== undefined)
        checkRoster(group, centre, ['centres', id, 'groups', groupId, 'roster'], list);
    }
  }
}

function checkPay(
  { perShift, wageFactor }: ShapeFile,
  isPaid: boolean,
  path: SourcePath,
  list: IssueList,
): void {
  if (isPaid) return;
  for (const [key, value] of [
    ['wageFactor', wageFactor],
    ['perShift', perShift],
  ] as const) {
    if (value === undefined) continue;
    const remedy = "write a 'wage' in groups, or remove it";
    list.error('alternatives', [...path, key], 'the shape has a price, and no group has a wage', remedy);
  }
}

/** Durations in whole minutes, and each part within the whole. False if what follows would make no sense. */
function checkTimes({ breaks, length, starts }: ShapeFile, path: SourcePath, list: IssueList): boolean {
  let isRight = true;
  const wrong = (
    code: 'out-of-range' | 'ends-before-it-begins' | 'bad-time',
    at: SourcePath,
    message: string,
    remedy: string,
  ) => {
    isRight = false;
    list.error(code, at, message, remedy);
  };
  const whole = (ms: number, at: SourcePath) => {
    if (ms % MINUTE_MS === 0) return;
    wrong('out-of-range', at, 'not whole minutes', 'write for example 30 min or 8 h');
  };
  [length].flat().forEach((ms, k) => {
    const at = [...path, 'length', ...(Array.isArray(length) ? [k] : [])];
    whole(ms, at);
    if (ms >= DAY_MINUTES * MINUTE_MS)
      wrong('out-of-range', at, 'a shift of a day or more', 'write less than 24 h');
  });
  whole(starts.every, [...path, 'starts', 'every']);
  const { from, to = from } = starts;
  if (from === DAY_MINUTES) {
    const message = 'a shift cannot start at 24:00';
    wrong('bad-time', [...path, 'starts', 'from'], message, 'write 00:00, of the next day');
  } else if (to < from) {
    const remedy = 'write a later time; for starts before and after midnight, write two shapes';
    const message = 'the latest start is before the earliest';
    wrong('ends-before-it-begins', [...path, 'starts', 'to'], message, remedy);
  } else if (to === DAY_MINUTES) {
    wrong('bad-time', [...path, 'starts', 'to'], 'a shift cannot start at 24:00', 'write at most 23:59');
  }
  const shortest = Math.min(...[length].flat());
  breaks.forEach((one, k) => {
    const at = [...path, 'breaks', k];
    for (const key of ['length', 'from', 'to', 'every'] as const) whole(one[key], [...at, key]);
    if (one.to - one.from < one.length) {
      const message = 'the break is longer than its window';
      wrong('ends-before-it-begins', [...at, 'to'], message, 'end the window later, or shorten the break');
    } else if (one.to > shortest) {
      const message = 'the window ends after the shift';
      const remedy = `end it at most ${shortest / MINUTE_MS} min after the start of the shift`;
      wrong('out-of-range', [...at, 'to'], message, remedy);
    }
  });
  return isRight;
}

function checkShape(shape: ShiftShape, centre: CentreFile, path: SourcePath, list: IssueList): void {
  const { breaks, days, daysPerWeek, least, lengthsMinutes, most, pattern } = shape;
  if (most !== null && most < least) {
    const message = `${most} is below the least, ${least}`;
    list.error('out-of-range', [...path, 'most'], message, `write at least ${least}`);
  }
  if (daySets(shape).length === 0) {
    const message = `there are no ${daysPerWeek} ${pattern === 'any' ? '' : 'consecutive '}days among the ${days.length} on which it may start`;
    list.error('out-of-range', [...path, 'daysPerWeek'], message, "name more 'days', or write fewer here");
    return;
  }
  const fits = (one: ShiftShape) =>
    lengthsMinutes.some((length) => daySets(one).some((set) => isWorkable(set, length, one)));
  if (!fits(shape)) {
    const isLong = !fits({ ...shape, restMinutes: 0 });
    const key = isLong ? 'hoursPerWeek' : 'restBetween';
    const message = isLong
      ? `a week of ${daysPerWeek} such shifts is longer`
      : `shifts on two days running leave less than that between them`;
    list.error('out-of-range', [...path, key], message, 'allow fewer days in a week, or shorter shifts');
    return;
  }
  const unplaced = lengthsMinutes.findIndex((length) => breakPlacings(shape, length).length === 0);
  if (unplaced >= 0 && breaks.length > 0) {
    const message = 'the breaks have no room beside each other';
    list.error('overlapping-hours', [...path, 'breaks'], message, 'widen their windows, or shorten them');
    return;
  }
  const count = tourCount(shape);
  if (count > TOURS_MOST) {
    const message = `the shape allows ${count} weeks of work, and the search takes at most ${TOURS_MOST}`;
    const remedy = "allow fewer lengths, starts, days or places of breaks: raise 'every'";
    list.error('too-many', path, message, remedy, 'key');
    return;
  }
  if (toursOf({ open: openOf(centre), shapes: [shape] }).length > 0) return;
  const message = 'no start keeps the whole shift within the opening hours of the centre, on any of its days';
  const remedy = "change starts, length or days, or the centre's hours";
  list.error('shift-outside-hours', path, message, remedy, 'key');
}

function checkRoster(group: GroupFile, centre: CentreFile, path: SourcePath, list: IssueList): void {
  const { roster } = group;
  if (roster === undefined) return;
  const names = Object.keys(centre.shiftShapes);
  if (roster.shapes !== 'none' && names.length === 0) {
    const remedy = "write 'shiftShapes' in the centre, or remove the roster";
    list.error('alternatives', path, 'the centre has no shift shapes', remedy, 'key');
    return;
  }
  const ids = shapeIdsOf(group, centre);
  if (Array.isArray(roster.shapes)) {
    roster.shapes.forEach((name, k) => {
      if (Object.hasOwn(centre.shiftShapes, name)) return;
      const known = () =>
        suggestion(name, keysAt(list.root, path.slice(0, 2).concat('shiftShapes')), 'shift shape');
      const message = `the centre has no shift shape '${shown(name)}'`;
      list.error('unknown-shift-shape', [...path, 'shapes', k], message, known);
    });
  }
  const { least, most = Math.max(least, defaultMost(group)) } = roster;
  const shapes = ids.flatMap((id) =>
    Object.hasOwn(centre.shiftShapes, id) ? [centre.shiftShapes[id] as ShapeFile] : [],
  );
  const needed = shapes.reduce((sum, shape) => sum + shape.least, 0);
  const possible = shapes.reduce((sum, shape) => sum + (shape.most ?? Number.POSITIVE_INFINITY), 0);
  if (most < Math.max(least, needed)) {
    const message = `at most ${most} agents, and at least ${Math.max(least, needed)} are asked for`;
    list.error('out-of-range', [...path, 'most'], message, `write at least ${Math.max(least, needed)}`);
  } else if (shapes.length > 0 && possible < least) {
    const message = `at least ${least} agents, and its shapes take at most ${possible}`;
    const remedy = `write at most ${possible}, or raise 'most' of a shape`;
    list.error('out-of-range', [...path, 'least'], message, remedy);
  }
}
