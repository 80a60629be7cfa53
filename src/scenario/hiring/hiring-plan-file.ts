import * as z from 'zod';
import { DAY_MS, failure, type Result, shown, success } from '#base';
import { suggestion } from '../did-you-mean.ts';
import { IssueList } from '../issue-list.ts';
import { type FirstIssues, inReadingOrder, restOf, type ScenarioIssue } from '../issues.ts';
import { readYaml } from '../read/read-yaml.ts';
import { plainOf, type SourceMap } from '../read/source-tree.ts';
import { byWord, fixedMap, leaf } from '../shape/leaf.ts';
import { type Problem, refused } from '../shape/problem.ts';
import { issuesOfShape } from '../shape/read-shape.ts';
import { parseDuration } from '../shape/time-text.ts';
import { number, prose, several, wholeNumber } from '../shape/values.ts';

const FORMAT = 'meridian-hiring';
const MONTH_PATTERN = '^(19|20)\\d\\d-(0[1-9]|1[0-2])$';
const MONTHS_MOST = 60;
const PEOPLE_MOST = 5000;
/** A month of 365.25 / 12 days, by which durations become months. */
const MONTH_MS = 30.4375 * DAY_MS;

/** A month of the calendar, as months since the year 0. */
function readMonth(written: unknown): Result<number, Problem> {
  const text = String(written);
  if (!new RegExp(MONTH_PATTERN).test(text))
    return refused('bad-date', 'not a month', "write year and month: '2026-01'");
  return success(12 * Number(text.slice(0, 4)) + Number(text.slice(5)) - 1);
}

function month(description: string) {
  const json = { type: 'string', pattern: MONTH_PATTERN };
  return leaf({ description, example: '2026-01', json }, readMonth);
}

/** `2 months`, or a duration such as `6 weeks`, which is rounded up to whole months. */
function wholeMonths(description: string) {
  return leaf({ description, example: '2 months', json: { type: 'string' } }, (written) => {
    const [, count] = /^\s*(\d+) months?\s*$/.exec(String(written)) ?? [];
    const parsed = count === undefined ? parseDuration(written) : success(Number(count) * MONTH_MS);
    if (!parsed.ok)
      return refused(parsed.problem.code, parsed.problem.message, "write for example '2 months'");
    const months = Math.max(0, Math.ceil(parsed.value / MONTH_MS - 1e-9));
    if (months <= 24) return success(months);
    return refused('out-of-range', 'longer than 24 months', "write for example '2 months'");
  });
}

/** Written instead of months: a class may start in each. */
const MONTHLY = 'monthly' as const;

const planFile = fixedMap(null, {
  [FORMAT]: leaf({ description: 'Version of the format.', example: 1, json: { const: 1 } }, (written) =>
    written === 1
      ? success(1)
      : refused('unsupported-format', 'the format of hiring plans is 1', `write '${FORMAT}: 1'`),
  ),
  note: prose('A remark for readers.').optional(),
  from: month('The first month of the plan. The groups have their agents of the scenario then.'),
  months: wholeNumber('How many months the plan has.', [1, MONTHS_MOST], 12),
  growth: number(
    'Growth of demand from each month to the next, as a share: 0.02 for 2 %. Default: none.',
    [-0.5, 1],
    0.02,
  ).optional(),
  attrition: number('The share of people who leave at the end of each month.', [0, 0.9], 0.03),
  classes: several<number | typeof MONTHLY>(
    {
      description: "The months in which a hiring class may start, or 'monthly'.",
      example: '2026-02',
      item: { type: 'string' },
      remedy: "write 'monthly', or a list such as [2026-02, 2026-05]",
    },
    (written) => (written === MONTHLY ? success(MONTHLY) : readMonth(written)),
  ),
  classSize: wholeNumber('The most people of one group who start in one class.', [1, 1000], 12),
  notBefore: month('No class starts before this month. Default: the first month.').optional(),
  training: wholeMonths('How long new people are in training before they are productive.'),
  rampUp: several(
    {
      description:
        'The share of a full person that new people are worth in each month after training. Default: fully productive at once.',
      example: '0.5',
      item: { type: 'number', minimum: 0, maximum: 1 },
      remedy: 'write a list such as [0.5, 0.75], or leave the key out',
    },
    (written) => {
      const isShare = typeof written === 'number' && written >= 0 && written <= 1;
      if (!isShare) return refused('bad-number', 'not a share from 0 to 1', 'write for example [0.5, 0.75]');
      return success(written);
    },
  ).optional(),
  required: byWord(
    "People whom each group needs, by 'centre/group': one number for all months, or one for each. Default: computed from what `meridian staff` proposes for the first month.",
    several(
      {
        description: 'People.',
        example: '12',
        item: { type: 'number', minimum: 0, maximum: PEOPLE_MOST },
        remedy: 'write one number, or one for each month',
      },
      (written) => {
        const isCount = typeof written === 'number' && written >= 0 && written <= PEOPLE_MOST;
        if (isCount) return success(written);
        return refused('bad-number', `not a number from 0 to ${PEOPLE_MOST}`, 'write for example 12');
      },
    ),
  ).optional(),
});

/** What `meridian hire` plans by. Months are counted from the first month of the plan, which is 0. */
export interface HiringPlan {
  /** The first month, as months since the year 0. */
  readonly from: number;
  readonly months: number;
  /** Shares by month. */
  readonly growth: number;
  readonly attrition: number;
  /** Months in which a class may start, in order. */
  readonly classes: readonly number[];
  /** The most people of a group in a class. */
  readonly classSize: number;
  /** Months from the start of a class until its people are productive. */
  readonly training: number;
  /** The shares of a full person in the months after that. */
  readonly rampUp: readonly number[];
  /** People by group and month; null: to be computed from the scenario. */
  readonly required: Readonly<Record<string, readonly number[]>> | null;
}

/** Reads a hiring plan, or reports everything that is wrong with it. `groups`: those of the scenario, as `centre/group`. */
export function parseHiringPlan(
  path: string,
  text: string,
  groups: readonly string[],
): Result<HiringPlan, readonly ScenarioIssue[]> {
  const read = readYaml(path, text);
  if (!read.ok) return read;
  const root = read.value;
  const outcome = planFile.safeParse(plainOf(root));
  const { listed, unlisted } = outcome.success
    ? meaningIssues(root, outcome.data, groups)
    : issuesOfShape(root, outcome.error);
  if (!outcome.success || listed.length > 0)
    return failure([...inReadingOrder(listed, [path]), ...restOf(unlisted, root.place)]);
  const file = outcome.data;
  const { attrition, classSize, from, growth = 0, months, rampUp = [], training } = file;
  const required =
    file.required === undefined
      ? null
      : Object.fromEntries(
          Object.entries(file.required).map(([group, counts]) => [
            group,
            counts.length === 1 ? Array.from({ length: months }, () => counts[0] ?? 0) : counts,
          ]),
        );
  return success({
    from,
    months,
    growth,
    attrition,
    classes: classesOf(file).filter((start) => start >= (file.notBefore ?? from) - from),
    classSize,
    training,
    rampUp,
    required,
  });
}

/** The JSON Schema (draft-07) of hiring plans, for editors. */
export function hiringJsonSchema(): object {
  const schema = z.toJSONSchema(planFile, { target: 'draft-07', io: 'input' });
  return { ...schema, title: 'Meridian hiring plan, format 1' };
}

type PlanFile = z.infer<typeof planFile>;

/** The months of classes, counted from the first month of the plan. */
function classesOf({ classes, from, months }: PlanFile): readonly number[] {
  if (classes.includes(MONTHLY)) return Array.from({ length: months }, (_, k) => k);
  return classes.map((one) => Number(one) - from).sort((one, other) => one - other);
}

/** What is wrong with a plan whose values are right one by one. */
function meaningIssues(root: SourceMap, file: PlanFile, groups: readonly string[]): FirstIssues {
  const list = new IssueList(root);
  checkClasses(file, list);
  checkRequired(file, groups, list);
  return list.errors;
}

function checkClasses(file: PlanFile, list: IssueList): void {
  const { classes, from, months, notBefore = from } = file;
  const wrong = (key: string, message: string, remedy: string) =>
    list.error('out-of-range', [key], message, remedy);
  if (classes.includes(MONTHLY) && classes.length > 1)
    return wrong('classes', "'monthly' stands beside other months", "write 'monthly' alone, or months");
  const starts = classesOf(file);
  if (starts.some((start) => start < 0 || start >= months))
    wrong('classes', 'a class starts outside of the months of the plan', 'name months of the plan');
  if (new Set(starts).size < starts.length)
    wrong('classes', 'a month is named twice', 'name each month once');
  if (notBefore < from || notBefore >= from + months)
    wrong('notBefore', 'this month is outside of the plan', 'name a month of the plan');
}

function checkRequired(
  { growth, months, required }: PlanFile,
  groups: readonly string[],
  list: IssueList,
): void {
  if (required === undefined) return;
  const entries = Object.entries(required);
  if (entries.length === 0)
    list.error('empty-list', ['required'], 'no group is named', 'name a group, or leave the key out');
  for (const [group, counts] of entries) {
    const path = ['required', group];
    if (!groups.includes(group)) {
      const message = `the scenario has no group '${shown(group)}'`;
      list.error('unknown-word', path, message, () => suggestion(group, groups, 'group'), 'key');
    }
    if (counts.length !== 1 && counts.length !== months) {
      const message = `the plan has ${months} months, and the list ${counts.length} numbers`;
      list.error('wrong-type', path, message, 'write one number for all months, or one for each');
    }
  }
  if (growth === undefined) return;
  const message = "'required' says what each month needs, so growth changes nothing";
  list.error('alternatives', ['growth'], message, "remove 'growth', or 'required'", 'key');
}
