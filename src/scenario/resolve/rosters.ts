import { MINUTE_MS, ownMember } from '#base';
import type { Roster, ShiftShape } from '#domain';
import type { CentreFile, GroupFile, ShapeFile } from '../shape/scenario-file.ts';
import { weeklyHours } from './calendars.ts';
import { agentsOf } from './headcounts.ts';

/** A group without a limit of its own may grow to this many times its agents, or to this many agents if it has none. */
const GROWTH = 4;

/** The shifts that may be scheduled for a group. Undefined if the centre has no shapes, or the group wants none. */
export function rosterOf(group: GroupFile, centre: CentreFile): Roster | undefined {
  const ids = shapeIdsOf(group, centre);
  if (ids.length === 0) return undefined;
  const { least = 0, most = defaultMost(group) } = group.roster ?? {};
  const shapes = ids.flatMap((id) => {
    const shape = ownMember(centre.shiftShapes, id);
    return shape === undefined ? [] : [shapeOf(id, shape)];
  });
  return { least, most: Math.max(least, most), shapes, open: openOf(centre) };
}

export function shapeIdsOf({ roster }: GroupFile, { shiftShapes }: CentreFile): readonly string[] {
  const { shapes = 'all' } = roster ?? {};
  if (shapes === 'none') return [];
  return shapes === 'all' ? Object.keys(shiftShapes) : [...new Set(shapes)];
}

export function defaultMost(group: GroupFile): number {
  return GROWTH * Math.max(1, agentsOf(group));
}

export function shapeOf(id: string, shape: ShapeFile): ShiftShape {
  const { breaks, days, daysPerWeek, hoursPerWeek, least, length, most = null, pattern, restBetween } = shape;
  return {
    id,
    lengthsMinutes: [...new Set([length].flat())].map(minutes),
    startMinutes: startsOf(shape.starts),
    breaks: breaks.map((one) => ({
      lengthMinutes: minutes(one.length),
      fromMinute: minutes(one.from),
      toMinute: minutes(one.to),
      everyMinutes: minutes(one.every),
    })),
    days,
    daysPerWeek,
    pattern,
    weekMinutes: hoursPerWeek === undefined ? undefined : minutes(hoursPerWeek),
    restMinutes: restBetween === undefined ? undefined : minutes(restBetween),
    least,
    most,
    wageFactor: shape.wageFactor ?? 1,
    perShift: shape.perShift ?? 0,
  };
}

function startsOf({ every, from, to = from }: ShapeFile['starts']): readonly number[] {
  const count = Math.max(0, Math.floor((to - from) / minutes(every)));
  return Array.from({ length: count + 1 }, (_, n) => from + n * minutes(every));
}

/** The opening hours of a week without holidays; undefined if the centre never closes. */
export function openOf({ hours }: CentreFile): Roster['open'] {
  if (hours === '24x7') return undefined;
  return hours.map((piece) => {
    const { days, fromMinute, toMinute } = weeklyHours(piece);
    return { days, fromMinute, toMinute };
  });
}

/** At least one, so that a wrong duration, which is an issue of its own, makes no endless list. */
function minutes(ms: number): number {
  return Math.max(ms === 0 ? 0 : 1, Math.round(ms / MINUTE_MS));
}
