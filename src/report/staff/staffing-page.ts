import { HOUR_MS, rowAt } from '#base';
import { fteOf, presentShareOf, type Scenario } from '#domain';
import type { Binding, Goal, GuardName, MeasureUnit, StaffingResult } from '#experiment';
import { shiftNameOf } from '#planning';
import type { Estimate } from '#statistics';
import { type GroupWeek, groupWeeksOf } from './staffing-week.ts';

export interface NamedMeasure {
  readonly id: string;
  readonly title: string;
  readonly unit: MeasureUnit;
  readonly better: 'more' | 'less';
}

/** A goal or a guard: what is required, the result, and whether it prevents fewer agents. */
export interface StaffingBound extends NamedMeasure {
  /** Null for a goal. */
  readonly guard: Exclude<GuardName, 'cover'> | null;
  readonly bound: number;
  readonly today: Estimate | null;
  readonly found: Estimate;
  /** A goal with confidence; a guard by its mean. */
  readonly isMet: boolean;
  readonly binding: Binding;
}

export interface StaffingShift {
  readonly group: string;
  readonly shift: string;
  readonly before: number;
  readonly after: number;
  /** Hours on duty of one agent within the horizon. 0: the shift is not worked in it, and keeps its agents. */
  readonly hours: number;
  /** What one agent fewer would break: ids of the measures of goals, of guards after `guard:`, `cover`, `contract` or `checks`. */
  readonly holds: readonly string[];
}

export interface StaffingChange extends NamedMeasure {
  readonly today: Estimate | null;
  readonly found: Estimate | null;
  readonly difference: Estimate | null;
}

/** A proposal as a planner reads it: plain JSON, which `--json` prints as well. */
export interface StaffingPage {
  readonly title: string;
  /** How the scenario's law differs from that of history, in sentences. */
  readonly law: readonly string[];
  /** Currency of the wages; null if nobody has one. */
  readonly currency: string | null;
  readonly level: number;
  /** Replications of the final check. */
  readonly checked: number;
  readonly evaluations: number;
  /** Whether every cheaper staffing has failed, or has no more agents in any shift than one that has. */
  readonly isProved: boolean;
  readonly horizonDays: number;
  readonly hours: { readonly before: number; readonly after: number };
  /** Scheduled hours of a week, divided by those of a full-time agent; null if less than a week is simulated. */
  readonly fte: { readonly before: number; readonly after: number } | null;
  readonly wages: { readonly before: number; readonly after: number } | null;
  readonly isConfident: boolean;
  readonly isGuarded: boolean;
  readonly goals: readonly StaffingBound[];
  readonly guards: readonly StaffingBound[];
  /** Active guards, and those that were switched off. */
  readonly guardsOn: readonly GuardName[];
  readonly guardsOff: readonly GuardName[];
  readonly shifts: readonly StaffingShift[];
  readonly weeks: readonly GroupWeek[];
  /** Groups whose agents are away for a share of the time. They are counted as if present. */
  readonly absences: readonly { readonly group: string; readonly share: number }[];
  /** Of hours rostered, in which people are away and paid. */
  readonly shrinkage: readonly { readonly group: string; readonly share: number }[];
  /** Measures that no goal or guard names. */
  readonly unprotected: readonly StaffingChange[];
  /** Channels that no goal or guard names. */
  readonly channels: readonly string[];
  /** Left out if head counts of today's shifts were changed. */
  readonly roster?: RosterPart;
}

/** Unprotected measures that are reported. Others, such as the speed of answer, say the same in other words. */
const TOLD = /^(service level|abandonment|sojourn|unanswered|unresolved)(\/|$)/;

export function staffingPage(
  scenario: Scenario,
  options: {
    readonly goals: readonly Goal[];
    readonly guards: readonly GuardName[];
    readonly guardsOff: readonly GuardName[];
    readonly level: number;
    readonly result: StaffingResult;
    readonly law: readonly string[];
  },
): StaffingPage {
  const { guards, guardsOff, law, level, result } = options;
  const { after, before, wagesAfter, wagesBefore } = result;
  const weeks = groupWeeksOf(scenario, before, after);
  const goals = goalsOf(options);
  const guarded = result.guards.map(({ guard, isHeld, ...rest }) => ({
    ...named(guard.measure),
    ...rest,
    guard: guard.name,
    isMet: isHeld,
  }));
  const protectedIds = [...goals, ...guarded].map(({ id }) => id);
  // A service level is protected by the targets of its parts, too.
  const parts = guarded.filter(({ guard }) => guard === 'targets').map(({ id }) => id);
  const isProtected = (id: string) =>
    protectedIds.includes(id) || parts.some((part) => part.startsWith(`${id}/`));
  return {
    title: scenario.title,
    law,
    currency: scenario.currency ?? null,
    level,
    checked: result.checked,
    evaluations: result.evaluations,
    isProved: result.isProved,
    horizonDays: scenario.horizonMs / (24 * HOUR_MS),
    hours: { before: result.hoursBefore, after: result.hoursAfter },
    fte: fteChangeOf(scenario, result),
    wages: wagesBefore === null || wagesAfter === null ? null : { before: wagesBefore, after: wagesAfter },
    isConfident: result.isConfident,
    isGuarded: result.isGuarded,
    goals,
    guards: guarded,
    guardsOn: guards,
    guardsOff,
    shifts: shiftsOf(scenario, result, weeks),
    weeks,
    absences: scenario.groups.flatMap(({ absences }, g) => {
      if (absences === undefined) return [];
      const { downMeanMs, upMeanMs } = absences;
      return [{ group: weeks[g]?.title ?? '', share: downMeanMs / (upMeanMs + downMeanMs) }];
    }),
    shrinkage: scenario.groups.flatMap((group, g) =>
      group.shrinkage === undefined
        ? []
        : [{ group: weeks[g]?.title ?? '', share: 1 - presentShareOf(group) }],
    ),
    unprotected: result.changes
      .filter(({ measure: { id } }) => TOLD.test(id) && !isProtected(id))
      .map(({ measure, ...rest }) => ({ ...named(measure), ...rest })),
    channels: [...new Set(scenario.streams.map(({ channel }) => channel))].filter(
      (channel) => !protectedIds.some((id) => id.split(/[/@]/).includes(channel)),
    ),
  };
}

function fteChangeOf(scenario: Scenario, { after, before }: StaffingResult): StaffingPage['fte'] {
  const fteWith = (counts: StaffingResult['after']) => {
    const groups = scenario.groups.map((group, g) => ({
      ...group,
      shifts: group.shifts.map((shift, s) => ({ ...shift, agents: counts[g]?.[s] ?? 0 })),
    }));
    return fteOf({ ...scenario, groups });
  };
  const [had, has] = [fteWith(before), fteWith(after)];
  return had === null || has === null ? null : { before: had, after: has };
}

function goalsOf({
  goals,
  result,
}: {
  readonly goals: readonly Goal[];
  readonly result: StaffingResult;
}): readonly StaffingBound[] {
  return goals.map(({ measure, value }, i) => {
    const binding = result.binding[i] ?? 'no';
    return {
      ...named(measure),
      guard: null,
      bound: value,
      today: result.changes.find((change) => change.measure.id === measure.id)?.today ?? null,
      found: rowAt(result.estimates, i),
      isMet: binding !== 'missed',
      binding,
    };
  });
}

function shiftsOf(
  scenario: Scenario,
  { after, before, dutyHours, holds }: StaffingResult,
  weeks: readonly GroupWeek[],
): readonly StaffingShift[] {
  return scenario.groups.flatMap(({ shifts }, g) =>
    shifts.map((shift, s) => ({
      group: weeks[g]?.title ?? '',
      shift: shiftNameOf(shift.id),
      before: before[g]?.[s] ?? 0,
      after: after[g]?.[s] ?? 0,
      hours: dutyHours[g]?.[s] ?? 0,
      holds: holds[g]?.[s] ?? [],
    })),
  );
}

function named({ better, id, title, unit }: NamedMeasure): NamedMeasure {
  return { id, title, unit, better };
}

/** What prevents fewer agents, for readers. */
export function holdTitle({ goals, guards }: StaffingPage, hold: string): string {
  if (hold === 'cover') return 'Minimum cover';
  if (hold === 'contract') return 'The fewest agents of a shape or group';
  if (hold === 'checks') return 'The checks of `validate`';
  const bound = [...goals, ...guards].find((one) => holdOfBound(one) === hold);
  if (bound === undefined) return hold;
  const title = bound.guard === null ? bound.title : `${bound.title} (guard)`;
  return bound.isMet ? title : `${title} (missed already)`;
}

/** How `holds` of shifts name a goal or a guard. */
export function holdOfBound({ guard, id }: Pick<StaffingBound, 'guard' | 'id'>): string {
  return guard === null ? id : `guard:${id}`;
}

/** The working week of some agents. */
export interface RosterTour {
  readonly group: string;
  readonly shape: string;
  /** Name of the shift in the proposed scenario. */
  readonly shift: string;
  /** `Mon–Fri 08:30–17:00`. */
  readonly when: string;
  readonly breaks: string;
  readonly agents: number;
  /** What these agents cost over the horizon: wages, or hours if nobody has a wage. */
  readonly cost: number;
}

/** What a level of the goal costs. */
export interface ParetoPoint {
  readonly level: number;
  readonly kind: 'proved' | 'best found' | 'none exists' | 'none found';
  readonly cost: number | null;
  readonly hours: number | null;
  readonly found: Estimate | null;
  /** No roster that costs less than this holds. */
  readonly bound: number | null;
}

export interface Pareto {
  readonly title: string;
  readonly unit: MeasureUnit;
  readonly better: 'more' | 'less';
  readonly points: readonly ParetoPoint[];
}

/** What a proposal made of shift shapes says in addition. */
export interface RosterPart {
  readonly tours: readonly RosterTour[];
  readonly cost: number;
  readonly proof: { readonly isProved: boolean; readonly bound: number | null; readonly failed: number };
  /** Working weeks to choose among. */
  readonly candidates: number;
  /** Agents on duty against agents whom the work keeps busy, today and as proposed. */
  readonly before: readonly GroupWeek[];
  readonly after: readonly GroupWeek[];
  /** Null if levels were not asked for. */
  readonly pareto: Pareto | null;
}
