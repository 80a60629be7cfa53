import type { Estimate } from '#statistics';
import { pairedDifference } from '../comparison/compared-measure.ts';
import type { Measure } from '../measures/measure.ts';
import { observedIn } from '../replications/replications.ts';
import type { Headcounts } from './headcounts.ts';
import type { Guard } from './staffing-evaluation.ts';
import {
  boundOf,
  type Evaluation,
  holdOf,
  type Plan,
  type Requirement,
  type Values,
} from './staffing-evaluation.ts';

/**
 * What keeps a shift from having one agent fewer: `cover`, `contract` (limits of shift shapes and groups), `checks` (of scenario files), or
 * the id of a goal's measure, or `guard:` and that of a guard's.
 */
export type Hold = string;

/** How a goal or guard prevents fewer agents. */
export type Binding = 'one agent fewer breaks it' | 'at its bound' | 'missed' | 'no';

/** A guard compared with today's staffing. */
interface GuardResult {
  readonly guard: Guard;
  readonly today: Estimate;
  /** The end of today's interval on the worse side, or a target that is further. */
  readonly bound: number;
  readonly found: Estimate;
  readonly isHeld: boolean;
  readonly binding: Binding;
}

/** A measure with today's staff and with the proposed staff. Null if nothing of it was observed. */
interface MeasuredChange {
  readonly measure: Measure;
  readonly today: Estimate | null;
  readonly found: Estimate | null;
  /** Proposed minus today, with the same random numbers. */
  readonly difference: Estimate | null;
}

/** What a search proposes, before it is compared with today. */
interface ProposedStaff {
  readonly before: Headcounts;
  readonly after: Headcounts;
  /** Hours on duty of one agent of each shift over the horizon. */
  readonly dutyHours: Headcounts;
  /** Agent hours on duty over the horizon. */
  readonly hoursBefore: number;
  readonly hoursAfter: number;
  /** Wages of these hours; null if no group has a wage. */
  readonly wagesBefore: number | null;
  readonly wagesAfter: number | null;
  /** By group and shift: what one agent fewer would break. See `Hold`. */
  readonly holds: readonly (readonly (readonly Hold[])[])[];
  /** Whether every cheaper staffing of these shifts has failed, or has no more agents than one that has. */
  readonly isProved: boolean;
}

export interface StaffingResult extends ProposedStaff {
  /** By goal: the estimate with the proposed staff, from the replications of the final check. */
  readonly estimates: readonly Estimate[];
  readonly binding: readonly Binding[];
  readonly guards: readonly GuardResult[];
  /** Changes of the watched measures. */
  readonly changes: readonly MeasuredChange[];
  /** Replications of the final check. */
  readonly checked: number;
  /** Number of simulated staffings. */
  readonly evaluations: number;
  /** Whether every goal is met with confidence: the whole interval lies on the right side. */
  readonly isConfident: boolean;
  /** Whether every guard holds. */
  readonly isGuarded: boolean;
}

interface Proposal extends ProposedStaff {
  readonly today: Plan;
  readonly found: Plan;
  /** Measures to report for both. Left out: none. */
  readonly watched: readonly Measure[] | undefined;
}

/** A measure within this many half-widths of its bound is at its bound. */
const NEAR = 2;

/** The proposal compared with today, in the runs of the final check. Null if a goal was not observed, or the search was ended. */
export async function resultOf(evaluation: Evaluation, proposal: Proposal): Promise<StaffingResult | null> {
  const { found, today, watched, ...counts } = proposal;
  const now =
    watched === undefined ? await evaluation.todayFor('check') : await evaluation.valuesOf(today, 'check');
  const then = await evaluation.valuesOf(found, 'check');
  const unmet = await evaluation.unmetIn(found);
  const goals = evaluation.requirements.filter(({ guard }) => guard === null);
  const estimates = goals.map(({ measure }) => evaluation.estimateOf(then, measure));
  if (evaluation.isEnded || estimates.some((estimate) => estimate === null)) return null;
  const all = new Set(counts.holds.flat(2));
  const bindingOf = (one: Requirement, bound: number): Binding => {
    const estimate = evaluation.estimateOf(then, one.measure);
    if (unmet.includes(one)) return 'missed';
    if (all.has(holdOf(one))) return 'one agent fewer breaks it';
    const isNear = estimate === null || Math.abs(estimate.mean - bound) <= NEAR * estimate.halfWidth;
    return isNear ? 'at its bound' : 'no';
  };
  return {
    ...counts,
    estimates: estimates as readonly Estimate[],
    binding: goals.map((goal) => bindingOf(goal, goal.value ?? 0)),
    guards: evaluation.requirements.flatMap((one) => {
      const before = now === null ? null : evaluation.estimateOf(now, one.measure);
      const after = evaluation.estimateOf(then, one.measure);
      if (one.guard === null || before === null || after === null) return [];
      const bound = boundOf(one, before);
      const isHeld = !unmet.includes(one);
      return [
        { guard: one.guard, today: before, bound, found: after, isHeld, binding: bindingOf(one, bound) },
      ];
    }),
    changes: (watched ?? []).map((measure) => changeOf(evaluation, measure, now ?? [], then)),
    checked: evaluation.checked,
    evaluations: evaluation.evaluations,
    isConfident: goals.every((goal) => !unmet.includes(goal)),
    isGuarded: evaluation.requirements.every((one) => one.guard === null || !unmet.includes(one)),
  };
}

function changeOf(evaluation: Evaluation, measure: Measure, now: Values, then: Values): MeasuredChange {
  const [today, found] = [observedIn(now, measure.id), observedIn(then, measure.id)];
  const isPaired = today.length === found.length;
  return {
    measure,
    today: evaluation.estimateOf(now, measure),
    found: evaluation.estimateOf(then, measure),
    difference: isPaired ? pairedDifference(today, found, measure.id, evaluation.level) : null,
  };
}
