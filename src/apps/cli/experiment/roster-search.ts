import { failure, listInWords, plural, type Result, success } from '#base';
import {
  type Executor,
  findRosters,
  type Goal,
  type GoalProblem,
  type RosterOutcome,
  type RowReason,
  readGoal,
} from '#experiment';
import { formatMeasured, limitTexts } from '#report';
import { objectionsTo } from '../../shared/experiment/proposed-staff.ts';
import {
  auditorsPermissions,
  type StaffQuestion,
  watchedMeasures,
} from '../../shared/experiment/staff-search.ts';
import { createHighsSolver } from './highs-solver.ts';

export function hasShapes({ scenario }: Pick<StaffQuestion, 'scenario'>): boolean {
  return scenario.groups.some(({ roster }) => roster !== undefined);
}

/** `70%,80%,90%`: levels of the first goal, the strictest first, so that rosters for it are known when the next is solved. */
export function paretoGoals(
  { goals, scenario }: Pick<StaffQuestion, 'goals' | 'scenario'>,
  text: string,
): Result<readonly (readonly Goal[])[], GoalProblem> {
  const [first, ...others] = goals;
  if (first === undefined) return success([]);
  const { measure } = first;
  const sign = measure.better === 'more' ? '>=' : '<=';
  const levels: Goal[] = [];
  for (const level of text.split(',')) {
    const goal = readGoal(
      `${measure.id}${sign}${level.trim()}`,
      scenario.segments,
      scenario.currency,
      scenario,
    );
    if (!goal.ok) {
      const remedy = `write levels of ${measure.id}, for example --pareto "70%,80%,90%"`;
      return failure({ message: `--pareto: '${level}' is not a level of the first goal`, remedy });
    }
    levels.push(goal.value);
  }
  levels.sort((one, other) =>
    measure.better === 'more' ? other.value - one.value : one.value - other.value,
  );
  return success(levels.map((level) => [level, ...others]));
}

/** The proposals for each list of goals. Calls `watch` before each roster is simulated; false ends the search. */
export function searchRosters(
  question: StaffQuestion,
  levels: readonly (readonly Goal[])[],
  executor: Executor,
  watch: (evaluations: number, hours: number) => boolean,
): Promise<readonly RosterOutcome[]> {
  const { goals, guards, level, proofMost, replications, scenario, seed, source } = question;
  return findRosters(scenario, levels, {
    guards,
    level,
    replications,
    seed,
    executor,
    watch,
    proofMost,
    checked: 4 * replications,
    objects: objectionsTo(source),
    permissions: auditorsPermissions(scenario),
    solver: createHighsSolver(),
    watched: watchedMeasures(scenario, goals),
  });
}

/** Why there is no roster: what prevents it, and what to change. */
export function noRoster(
  { guards, scenario }: Pick<StaffQuestion, 'guards' | 'scenario'>,
  outcome: RosterOutcome,
): GoalProblem {
  if (outcome.kind === 'impossible') return noLimits(limitTexts(scenario, outcome.limits), outcome.limits);
  if (outcome.kind !== 'missed') {
    return {
      message: 'a goal was not observed in the runs',
      remedy: 'name another goal, or simulate longer',
    };
  }
  const { agents, isProved, missed, tried } = outcome;
  const what = missed.map(({ bound, found, measure }) => {
    const value = formatMeasured(found?.mean ?? null, measure.unit);
    const side = measure.better === 'more' ? 'at least' : 'at most';
    const asked = bound === null ? 'worse than today' : `${side} ${formatMeasured(bound, measure.unit)}`;
    return `${measure.title} ${value} (${asked})`;
  });
  const nearest =
    what.length === 0 ? '' : `; with ${plural(agents, 'agent')}, the most that fit: ${listInWords(what)}`;
  const tested = isProved
    ? `none of the ${plural(tried, 'roster')} that the shift shapes allow passes the checks of validate and meets goals and guards`
    : `none of the ${plural(tried, 'roster')} that were tried passes the checks of validate and meets goals and guards`;
  const off = guards.length === 0 ? '' : `; or leave out a guard: --without-guard ${guards[0]}`;
  const remedy = `raise 'most' in the roster of a group, add shift shapes for the hours in which cases wait, or lower the goal${off}`;
  return { message: `${tested}${nearest}`, remedy };
}

function noLimits(texts: readonly string[], limits: readonly RowReason[]): GoalProblem {
  const remedies = [
    ...(limits.some(({ kind }) => kind === 'cover')
      ? ['add starts, lengths or days that cover these hours, or leave the guard out: --without-guard cover']
      : []),
    ...(limits.some(({ kind }) => kind !== 'cover')
      ? ["change 'least' or 'most' of the group or the shape"]
      : []),
  ];
  const message = `no roster of the shift shapes keeps to all limits: ${texts.join('; ')}`;
  return { message, remedy: remedies.join('; ') };
}
