import {
  formatMinuteOfWeek,
  formatTimeOfDay,
  formatTrimmed,
  groupedBy,
  MINUTE_MS,
  plural,
  sumOf,
} from '#base';
import { DAY_MINUTES, localClockOf, minuteOfWeek, type Scenario, tourHours, type WeeklyHours } from '#domain';
import type { ChosenTour, Goal, RosterOutcome, RosterResult, RowReason } from '#experiment';
import { groupTitleOf, slotsOfRun, weekOnDuty } from '#planning';
import type { Pareto, ParetoPoint, RosterTour, StaffingPage } from './staffing-page.ts';
import { daysOf, type GroupWeek } from './staffing-week.ts';

export function rosterPage(page: StaffingPage, result: RosterResult, pareto: Pareto | null): StaffingPage {
  const { candidates, cost, proof, scenario, tours } = result;
  const { bound, failed, isProved } = proof;
  return {
    ...page,
    roster: {
      candidates,
      cost,
      pareto,
      proof: { isProved, bound, failed },
      tours: tours.map((tour) => rosterTour(scenario, tour)),
      before: loadWeeks(result, result.before),
      after: loadWeeks(result, result.after),
    },
  };
}

function rosterTour(scenario: Scenario, { agents, candidate }: ChosenTour): RosterTour {
  const { cost, group, id, tour } = candidate;
  const shape = scenario.groups[group]?.roster?.shapes[tour.shape];
  const { breaks, hours } = tourHours(tour, shape ?? { breaks: [] });
  return {
    group: groupTitleOf(group, scenario),
    shape: shape?.id ?? '',
    shift: id,
    when: `${tour.days.length === 7 ? 'daily' : daysOf(tour.days)} ${spanText(hours)}`,
    breaks: breaks.map(spanText).join(', '),
    agents,
    cost: agents * cost,
  };
}

function spanText({ fromMinute, toMinute }: WeeklyHours): string {
  return `${formatTimeOfDay(ofDay(fromMinute))}–${formatTimeOfDay(ofDay(toMinute))}`;
}

/** Midnight is the end of its own day; later times are of the next day. */
function ofDay(minute: number): number {
  return minute === DAY_MINUTES ? minute : minute % DAY_MINUTES;
}

/** Agents on duty by half hour of the local week, against those whom the work of the group keeps busy on average, rounded up. */
function loadWeeks({ loads, scenario }: RosterResult, counts: RosterResult['after']): readonly GroupWeek[] {
  return scenario.groups.map(({ centre, shifts }, g) => {
    const timeZone = scenario.centres[centre]?.timeZone ?? 'UTC';
    const worked = shifts.map(({ duty }, s) => ({ duty, agents: counts[g]?.[s] ?? 0 }));
    const scheduled = weekOnDuty(scenario, timeZone, worked);
    const load = loads[g] ?? new Float64Array();
    const slots = slotsOfRun(scenario, timeZone, load.length);
    const halfHours = groupedBy(slots.keys(), (n) => slots[n]);
    const required = scheduled.map((count, slot) => {
      const values = (halfHours.get(slot) ?? []).map((n) => load[n] ?? 0);
      if (count === null) return null;
      return values.length === 0 ? 0 : Math.ceil(sumOf(values) / values.length - ROUNDING);
    });
    return { title: groupTitleOf(g, scenario), timeZone, scheduled, required };
  });
}

const ROUNDING = 1e-9;

/** What each level came to. Null if there are no levels. */
export function paretoPoints(
  levels: readonly (readonly Goal[])[],
  outcomes: readonly RosterOutcome[],
): Pareto | null {
  const measure = levels[0]?.[0]?.measure;
  if (measure === undefined) return null;
  const { better, title, unit } = measure;
  const points = levels.map((goals, i): ParetoPoint => {
    const level = goals[0]?.value ?? 0;
    const outcome = outcomes[i];
    if (outcome?.kind !== 'found') {
      const isProved = outcome?.kind === 'impossible' || (outcome?.kind === 'missed' && outcome.isProved);
      const kind = isProved ? 'none exists' : 'none found';
      return { level, kind, cost: null, hours: null, found: null, bound: null };
    }
    const { cost, estimates, hoursAfter, proof } = outcome.result;
    return {
      level,
      cost,
      hours: hoursAfter,
      found: estimates[0] ?? null,
      bound: proof.bound,
      kind: proof.isProved ? 'proved' : 'best found',
    };
  });
  return { title, unit, better, points };
}

/** Limits that cannot be kept together, in words. */
export function limitTexts(scenario: Scenario, limits: readonly RowReason[]): readonly string[] {
  const texts = limits.map((reason) => limitText(scenario, reason));
  const shown = texts.slice(0, LIMITS_SHOWN);
  const rest = texts.length - shown.length;
  return rest === 0 ? shown : [...shown, `${plural(rest, 'more limit')} of this kind`];
}

const LIMITS_SHOWN = 3;

function limitText(scenario: Scenario, reason: RowReason): string {
  if (reason.kind === 'cover') {
    const { fromMs, groups, toMs } = reason;
    const [first = 0] = groups;
    const zone = scenario.centres[scenario.groups[first]?.centre ?? 0]?.timeZone ?? 'UTC';
    const at = (timeMs: number) =>
      formatMinuteOfWeek(minuteOfWeek(scenario.startEpochMs + timeMs, localClockOf(scenario, zone)));
    const titles = groups.map((group) => groupTitleOf(group, scenario)).join(' or ');
    const hours = formatTrimmed((toMs - fromMs) / MINUTE_MS / 60, 1);
    return `minimum cover asks for one agent of ${titles} from ${at(fromMs)} (${zone}) for ${hours} h, as today`;
  }
  const title = groupTitleOf(reason.group, scenario);
  const side = reason.kind.endsWith('least') ? 'at least' : 'at most';
  const agents = plural(reason.agents, 'agent');
  if (!('shape' in reason)) return `${title} has ${side} ${agents}`;
  const shape = scenario.groups[reason.group]?.roster?.shapes[reason.shape]?.id ?? '';
  return `${title} has ${side} ${agents} on the shape ${shape}`;
}
