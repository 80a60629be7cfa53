import { assert } from '#base';
import type { Scenario } from '#domain';
import { coveredStretches, type Permissions } from '../staffing/cover.ts';
import { type Candidate, candidatesOf, keptShifts } from './candidates.ts';
import type { ProgrammeRow } from './programme.ts';

/** What a row stands for, so that a roster that cannot exist can be explained. */
export type RowReason =
  | { readonly kind: 'group least' | 'group most'; readonly group: number; readonly agents: number }
  | {
      readonly kind: 'shape least' | 'shape most';
      readonly group: number;
      readonly shape: number;
      readonly agents: number;
    }
  | {
      readonly kind: 'cover';
      /** When one of these groups must be on duty. */
      readonly fromMs: number;
      readonly toMs: number;
      readonly groups: readonly number[];
    };

export interface RosterRow extends ProgrammeRow {
  readonly reason: RowReason;
}

/** The tours to choose among, and what every choice must keep to. */
export interface RosterProblem {
  readonly scenario: Scenario;
  readonly candidates: readonly Candidate[];
  readonly rows: readonly RosterRow[];
}

/** `permissions`: if not null, every skill that someone permitted is on duty for today must have someone on duty. */
export function rosterProblem(scenario: Scenario, permissions: Permissions | null): RosterProblem {
  const candidates = candidatesOf(scenario);
  const cover = permissions === null ? [] : coverRows(scenario, candidates, permissions);
  const rows = [...limitRows(scenario, candidates), ...cover];
  return { scenario, candidates, rows };
}

function limitRows(scenario: Scenario, candidates: readonly Candidate[]): readonly RosterRow[] {
  return scenario.groups.flatMap(({ roster }, group) => {
    if (roster === undefined) return [];
    const own = candidates.flatMap((one, c) => (one.group === group ? [c] : []));
    const ofShapes = roster.shapes.flatMap(({ least, most }, shape) => {
      const columns = own.filter((c) => candidates[c]?.tour.shape === shape);
      return [
        ...atLeast(columns, least, { kind: 'shape least', group, shape, agents: least }),
        ...(most === null ? [] : atMost(columns, most, { kind: 'shape most', group, shape, agents: most })),
      ];
    });
    return [
      ...atLeast(own, roster.least, { kind: 'group least', group, agents: roster.least }),
      ...atMost(own, roster.most, { kind: 'group most', group, agents: roster.most }),
      ...ofShapes,
    ];
  });
}

function atLeast(columns: readonly number[], least: number, reason: RowReason): readonly RosterRow[] {
  if (least <= 0) return [];
  return [{ terms: columns.map((c) => [c, 1]), least, most: Number.POSITIVE_INFINITY, reason }];
}

function atMost(columns: readonly number[], most: number, reason: RowReason): readonly RosterRow[] {
  return [{ terms: columns.map((c) => [c, 1]), least: Number.NEGATIVE_INFINITY, most, reason }];
}

/** One agent on duty in each stretch that has one today, whose tours are on duty in all of it or none. */
function coverRows(
  scenario: Scenario,
  candidates: readonly Candidate[],
  permissions: Permissions,
): readonly RosterRow[] {
  const rows = new Map<string, RosterRow>();
  for (const { fromMs, groups, toMs } of coveredStretches(scenario, permissions)) {
    const own = candidates.flatMap((one, c) => (groups.includes(one.group) ? [c] : []));
    const kept = groups.flatMap((group) =>
      keptShifts(scenario.groups[group] ?? { shifts: [] }).filter(({ agents }) => agents > 0),
    );
    const duties = [...own.map((c) => candidates[c]?.duty ?? []), ...kept.map(({ duty }) => duty)];
    const edges = [
      fromMs,
      ...duties.flatMap((duty) => duty.flatMap((window) => [window.fromMs, window.toMs])),
    ];
    const times = [...new Set(edges)].filter((at) => at >= fromMs && at < toMs).sort((one, two) => one - two);
    times.forEach((at, n) => {
      const [middle, last] = [(at + (times[n + 1] ?? toMs)) / 2, (times[n + 1] ?? toMs) - 1];
      const isWhole = duties.every((duty) => {
        const isOn = isOnDuty(duty, at);
        return isOn === isOnDuty(duty, middle) && isOn === isOnDuty(duty, last);
      });
      assert(isWhole && at <= last && last < toMs, 'a tour is on duty in a part of a stretch');
      if (kept.some(({ duty }) => isOnDuty(duty, at))) return;
      const columns = own.filter((c) => isOnDuty(candidates[c]?.duty ?? [], at));
      const key = columns.join(' ');
      if (rows.has(key)) return;
      const reason = { kind: 'cover' as const, fromMs: at, toMs: times[n + 1] ?? toMs, groups };
      rows.set(key, { terms: columns.map((c) => [c, 1]), least: 1, most: Number.POSITIVE_INFINITY, reason });
    });
  }
  return [...rows.values()];
}

function isOnDuty(duty: Candidate['duty'], atMs: number): boolean {
  return duty.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
}
