import { failure, optionFor, type Reader, type Result, success } from '#base';
import type { Scenario } from '#domain';
import type { NamedSegment } from './case-filters.ts';
import type { Measure, MeasureUnit } from './measure.ts';
import { figureNames, measureNamed } from './measures.ts';
import { NO_PLACES, type Places, STAFF_FIGURES } from './staff-measures.ts';
import { wantedShares } from './target-measures.ts';

/** A measure that should reach a value: at least or at most, depending on whether more or less is better. */
export interface Goal {
  readonly measure: Measure;
  readonly value: number;
}

export interface GoalProblem {
  readonly message: string;
  readonly remedy: string;
}

const BOUND = /^(.+?)\s*(>=|<=)\s*(\d+(?:\.\d+)?)\s*(%|s|min|h)?$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };

/** `service level/germany/phone>=80%`; a share may also be written as `0.8`. */
export function readGoal(
  text: string,
  segments: readonly NamedSegment[],
  currency: string | null = null,
  places: Places = NO_PLACES,
): Result<Goal, GoalProblem> {
  const [, name, sign, number, unit = ''] = BOUND.exec(text) ?? [];
  const measure = name === undefined ? null : measureNamed(name, segments, currency, places);
  if (measure === null || !measure.ok) {
    const why = measure === null ? '' : `: ${measure.problem}`;
    return failure({
      message: `${text} names no measure with a bound${why}`,
      remedy: `write e.g. "service level>=80%"; ${choiceOfMeasures(segments, currency, places)}`,
    });
  }
  const { better, id } = measure.value;
  if ((sign === '>=') !== (better === 'more')) {
    const [right, direction] = better === 'more' ? ['>=', 'higher'] : ['<=', 'lower'];
    const message = `the bound of ${text} points the wrong way`;
    return failure({ message, remedy: `turn the sign: ${id} is better ${direction}, write ${id}${right}…` });
  }
  const value = readValue(text, measure.value, Number(number), unit);
  return value.ok ? success({ measure: measure.value, value: value.value }) : value;
}

/** What measures can be named, for a remedy. */
export function choiceOfMeasures(
  segments: readonly NamedSegment[],
  currency: string | null,
  { centres, groups }: Places = NO_PLACES,
): string {
  const [{ id } = { id: 'germany' }] = segments;
  const [{ id: centre } = { id: 'dublin' }] = centres;
  const [{ id: group } = { id: 'dublin/first-line' }] = groups;
  return (
    `the measures are ${figureNames(currency).join(', ')}; name a segment, channel and severity after slashes, ` +
    `e.g. service level/${id}/phone/A, or who answered, e.g. service level/centre:${centre}; name hours of the week after @, ` +
    `e.g. service level/${id}@mon-fri 18:00-08:00; of agents and queues: ${STAFF_FIGURES.join(', ')}, ` +
    `e.g. occupancy/group:${group}, queue length/tier:1`
  );
}

function readValue(
  text: string,
  { unit: measured }: Measure,
  number: number,
  unit: string,
): Result<number, GoalProblem> {
  if (measured === 'share') {
    if (unit !== '%' && unit !== '') return wrongUnit(text, measured);
    if (unit === '' && number > 1) {
      const message = `${text}: the share ${number} is above 1`;
      return failure({ message, remedy: `write ${number} % or ${Number((number / 100).toPrecision(12))}` });
    }
    const share = unit === '%' ? number / 100 : number;
    if (share <= 1) return success(share);
    return failure({ message: `${text}: the share is above 100 %`, remedy: 'write at most 100 %' });
  }
  if (measured === 's') {
    const seconds = unit === '' ? 1 : SECONDS[unit];
    return seconds === undefined ? wrongUnit(text, measured) : success(number * seconds);
  }
  return unit === '' ? success(number) : wrongUnit(text, measured);
}

const WRITTEN: Readonly<Record<MeasureUnit, string>> = {
  share: 'a share, e.g. 80 %',
  s: 'a duration, e.g. 30 s',
  cases: 'a number of cases, without a unit',
  'per case': 'a number per case, without a unit',
  currency: 'an amount, without a unit',
  agents: 'a number of agents, without a unit',
  hours: 'a number of hours, without a unit',
  times: 'a number, without a unit',
};

function wrongUnit(text: string, measured: MeasureUnit): Result<never, GoalProblem> {
  return failure({ message: `${text} has the wrong unit`, remedy: `write ${WRITTEN[measured]}` });
}

/**
 * The given goals, or if there are none, what `run` judges: each service level and target of the scenario for each segment concerned.
 * `only`: the measures that the user chose, to which the scenario's own goals are then restricted.
 */
export function goalsFor(
  scenario: Scenario,
  texts: readonly string[],
  currency: string | null,
  only: readonly Measure[] | null = null,
  reader: Reader = 'terminal',
): Result<readonly Goal[], GoalProblem> {
  const { centres, groups, products, segments } = scenario;
  const goals: Goal[] = [];
  for (const text of texts) {
    const goal = readGoal(text, segments, currency, { centres, groups, products });
    if (!goal.ok)
      return failure({
        ...goal.problem,
        message: `${optionFor(reader, '--goal', 'the goal')} ${goal.problem.message}`,
      });
    goals.push(goal.value);
  }
  if (texts.length > 0) return success(goals);
  const own = wantedShares(scenario).map(({ measure, wanted }) => ({ measure, value: wanted }));
  return success(own.filter(({ measure }) => only === null || only.some(({ id }) => id === measure.id)));
}

/** The measures, plus those of the goals that are missing among them. */
export function withGoals(measures: readonly Measure[], goals: readonly Goal[]): readonly Measure[] {
  const all = new Map([...measures, ...goals.map(({ measure }) => measure)].map((one) => [one.id, one]));
  return [...all.values()];
}
