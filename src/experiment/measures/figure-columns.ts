import type { Contribution } from '#statistics';
import type { MeasureUnit } from './measure-unit.ts';

/** A figure of a table of the summary. */
export interface FigureColumn {
  /** The name that ids of measures have for it. */
  readonly name: string;
  readonly title: string;
  readonly unit: MeasureUnit;
  /** For a mean or share: the counts of the same row whose sum it is per. Left out: a replication counts once. */
  readonly per?: readonly string[];
  /** A count: where a replication has no such row, it is 0. */
  readonly isCount?: true;
  /** Left out if neither side is better: such a figure cannot be a measure. */
  readonly better?: 'more' | 'less';
  /** A wait until the first answer: cases of several channels have no common one. */
  readonly isWait?: true;
  /** Only a weight of other columns: another table shows the count. */
  readonly isWeight?: true;
  /** A count that most scenarios have no occasion for. It is left out where it is 0 everywhere. */
  readonly isRare?: true;
}

/** The tables whose figures are estimated over replications. */
export const FIGURE_TABLES = [
  'service',
  'product levels',
  'open cases',
  'staff',
  'queues',
  'targets',
  'costs',
  'escalations',
  'waiting causes',
  'exceptions',
  'measures of cases',
  'measures of contacts',
] as const;
export type FigureTableName = (typeof FIGURE_TABLES)[number];

type Better = FigureColumn['better'] | null;

function column(name: string, title: string, unit: MeasureUnit, better: Better): FigureColumn {
  return { name, title, unit, ...(better === null || better === undefined ? {} : { better }) };
}

function count(
  name: string,
  title: string,
  better: Better = null,
  unit: MeasureUnit = 'cases',
): FigureColumn {
  return { ...column(name, title, unit, better), isCount: true };
}

function rare(name: string, title: string, better: Better = null, unit: MeasureUnit = 'cases'): FigureColumn {
  return { ...count(name, title, better, unit), isRare: true };
}

/** A share of the sum of some counts. */
function share(name: string, title: string, better: Better, per?: readonly string[]): FigureColumn {
  return { ...column(name, title, 'share', better), ...(per === undefined ? {} : { per }) };
}

/** A mean duration, by some counts. */
function time(name: string, title: string, better: Better, per?: readonly string[]): FigureColumn {
  return { ...column(name, title, 's', better), ...(per === undefined ? {} : { per }) };
}

function wait(name: string, title: string, per?: readonly string[]): FigureColumn {
  return { ...time(name, title, 'less', per), isWait: true };
}

/** Counts of cases whose wait is over. */
const WAITED_FOR = ['answered', 'abandoned', 'balked', 'messages', 'cleared unanswered'];

const SERVICE: readonly FigureColumn[] = [
  count('arrived', 'Arrived'),
  rare('carried over', 'Carried over from the warm-up'),
  count('answered', 'Answered', 'more'),
  count('answered at once', 'Answered at once', 'more'),
  count('abandoned', 'Abandoned', 'less'),
  count('balked', 'Balked', 'less'),
  count('blocked', 'Blocked', 'less'),
  count('messages', 'Left a message', 'less'),
  rare('cleared unanswered', 'Cleared unanswered', 'less'),
  rare('cleared answered', 'Cleared after an answer', 'less'),
  rare('lost', 'Lost in transfer', 'less'),
  rare('abandoned later', 'Gave up later', 'less'),
  rare('callbacks offered', 'Callbacks offered'),
  rare('callbacks accepted', 'Callbacks accepted'),
  rare('callbacks reached', 'Callbacks that reached the customer', 'more'),
  rare('callbacks missed', 'Callbacks missed', 'less'),
  count('retries', 'Came again', 'less'),
  count('stalled', 'Stalled', 'less'),
  count('resolved', 'Resolved', 'more'),
  count('reopened', 'Re-opened', 'less'),
  count('handed over', 'Hand-overs', 'less', 'times'),
  rare('interrupted', 'Interrupted', 'less', 'times'),
  rare('consultations', 'Needed a second agent', null, 'times'),
  rare('consultations joined', 'A second agent joined', 'more', 'times'),
  rare('consultations alone', 'Went on alone', 'less', 'times'),
  time('consultation wait', 'Wait for a second agent', 'less', [
    'consultations joined',
    'consultations alone',
  ]),
  count('judged', 'Judged'),
  share('service level', 'Service level', 'more', ['judged']),
  share('service level without short abandons', 'Service level without short abandons', 'more'),
  share('waited', 'Waited', 'less', WAITED_FOR),
  wait('speed of answer', 'Speed of answer', ['answered']),
  wait('wait deviation', 'Deviation of waits'),
  wait('wait of the abandoned', 'Wait of the abandoned', ['abandoned']),
  wait('wait of all', 'Wait of all', WAITED_FOR),
  wait('wait p50', 'Wait, 50 % within'),
  wait('wait p90', 'Wait, 90 % within'),
  wait('wait p95', 'Wait, 95 % within'),
  share('abandonment', 'Abandonment', 'less', ['answered', 'abandoned']),
  time('sojourn', 'Time to resolution', 'less', ['resolved']),
  time('sojourn p90', 'Time to resolution, 90 % within', 'less'),
];

/** Less occupancy counts as better: a bound on it protects agents. */
const STAFF: readonly FigureColumn[] = [
  column('scheduled hours', 'Scheduled hours', 'hours', 'less'),
  share('availability', 'Availability', 'more', ['scheduled hours']),
  column('on duty', 'Agents on duty', 'agents', null),
  column('busy', 'Agents busy', 'agents', null),
  share('occupancy', 'Occupancy', 'less', ['on duty']),
  column('overtime hours', 'Overtime hours', 'hours', 'less'),
  count('contacts', 'Contacts', null, 'times'),
  count('contacts ended', 'Contacts ended', null, 'times'),
  time('handle time', 'Handle time', 'less', ['contacts ended']),
  time('handle time deviation', 'Deviation of handle times', 'less'),
  count('hand-overs in', 'Taken over from other centres', 'less', 'times'),
  count('hand-overs out', 'Handed over to other centres', 'less', 'times'),
  count('taken over', 'Taken over', 'less', 'times'),
  column('paid hours', 'Paid hours', 'hours', 'less'),
  column('cost', 'Cost', 'currency', 'less'),
];

const QUEUES: readonly FigureColumn[] = [
  column('queue length', 'Cases waiting, on average', 'cases', 'less'),
  count('contacts', 'Contacts', null, 'times'),
  time('contact wait', 'Wait for the contact', 'less', ['contacts']),
  count('contacts ended', 'Contacts ended', null, 'times'),
  time('handle time', 'Handle time', null, ['contacts ended']),
  time('handle time deviation', 'Deviation of handle times', null),
];

/** The columns of each table, in the order of packed rows. */
export const FIGURE_COLUMNS: Readonly<Record<FigureTableName, readonly FigureColumn[]>> = {
  service: SERVICE,
  'product levels': [count('judged', 'Judged'), share('service level', 'Service level', 'more', ['judged'])],
  'open cases': [
    count('open at the start', 'Open at the start'),
    count('resolved of these', 'Resolved'),
    count('left of these', 'Left by their customers'),
    count('old cases open', 'Old cases open at the end'),
    count('new cases open', 'New cases open at the end'),
    time('remaining time', 'Time until resolved', null, ['resolved of these']),
  ],
  staff: STAFF,
  queues: QUEUES,
  targets: [
    count('judged', 'Judged'),
    count('met', 'Met'),
    share('attainment', 'Attainment', null, ['judged']),
  ],
  costs: [
    column('cost', 'Cost', 'currency', null),
    { ...count('arrived', 'Arrived'), isWeight: true },
    { ...column('cost per case', 'Cost per case', 'currency', null), per: ['arrived'] },
  ],
  escalations: [count('escalations', 'Hand-overs', null, 'times')],
  'waiting causes': [count('waiting causes', 'Times', null, 'times')],
  exceptions: [count('exceptions', 'Times', null, 'times')],
  'measures of cases': [
    count('arrived', 'Arrived'),
    count('answered', 'Answered'),
    count('abandoned', 'Abandoned'),
    share('service level', 'Service level', null),
    time('speed of answer', 'Speed of answer', null, ['answered']),
  ],
  'measures of contacts': [
    count('contacts', 'Contacts', null, 'times'),
    time('contact wait', 'Wait for the contact', null, ['contacts']),
    time('handle time', 'Handle time', null),
  ],
};

/** What a row of a table contributes to a figure, which is a column of it. Null if the row observed nothing of it. */
export function contributionOf(
  columns: readonly FigureColumn[],
  c: number,
  values: readonly (number | null)[],
): Contribution | null {
  const value = values[c] ?? null;
  if (value === null) return null;
  const per = columns[c]?.per;
  if (per === undefined) return { numerator: value, denominator: 1 };
  const denominator = per.reduce((sum, name) => {
    return sum + (values[columns.findIndex((one) => one.name === name)] ?? 0);
  }, 0);
  return denominator === 0 ? null : { numerator: value * denominator, denominator };
}
