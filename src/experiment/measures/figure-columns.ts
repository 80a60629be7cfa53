import { waitedShare } from '#domain';
import type {
  BriefCentreRow,
  Contribution,
  GroupRow,
  ProductLevelRow,
  ServiceRow,
  StaffFigures,
  SummaryRows,
  TargetRow,
  TierRow,
} from '#statistics';
import type { MeasureUnit } from './measure.ts';

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

/** A figure, and where a row has it. */
export interface FigureOf<Row> extends FigureColumn {
  /** Null if the row observed nothing of it. */
  readonly of: (row: Row) => Value;
}

type Value = number | null;
type Better = FigureColumn['better'] | null;

function column<Row>(
  name: string,
  title: string,
  unit: MeasureUnit,
  better: Better,
  of: (row: Row) => Value,
): FigureOf<Row> {
  return { name, title, unit, ...(better === null || better === undefined ? {} : { better }), of };
}

function count<Row>(
  name: string,
  title: string,
  of: (row: Row) => Value,
  better: Better = null,
  unit: MeasureUnit = 'cases',
): FigureOf<Row> {
  return { ...column(name, title, unit, better, of), isCount: true };
}

function rare<Row>(
  name: string,
  title: string,
  of: (row: Row) => number | undefined,
  better: Better = null,
  unit: MeasureUnit = 'cases',
): FigureOf<Row> {
  return { ...count(name, title, (row: Row) => of(row) ?? 0, better, unit), isRare: true };
}

/** A mean by some counts of its row, or a figure of the whole row. */
function mean(unit: 'share' | 's') {
  return <Row>(
    name: string,
    title: string,
    of: (row: Row) => Value,
    better: Better,
    per?: readonly string[],
  ): FigureOf<Row> => ({
    ...column(name, title, unit, better, of),
    ...(per === undefined ? {} : { per }),
  });
}

const share = mean('share');
const time = mean('s');

function wait(
  name: string,
  title: string,
  of: (row: ServiceRow) => Value,
  per?: readonly string[],
): FigureOf<ServiceRow> {
  return { ...time(name, title, of, 'less', per), isWait: true };
}

/** Counts of cases whose wait is over. */
const WAITED_FOR = ['answered', 'abandoned', 'balked', 'messages', 'cleared unanswered'];

const SERVICE: readonly FigureOf<ServiceRow>[] = [
  count('arrived', 'Arrived', (row) => row.arrived),
  rare('carried over', 'Carried over from the warm-up', (row) => row.carriedOver),
  count('answered', 'Answered', (row) => row.answered, 'more'),
  count('answered at once', 'Answered at once', (row) => row.answeredAtOnce, 'more'),
  count('abandoned', 'Abandoned', (row) => row.abandoned, 'less'),
  count('balked', 'Balked', (row) => row.balked, 'less'),
  count('blocked', 'Blocked', (row) => row.blocked, 'less'),
  count('messages', 'Left a message', (row) => row.messages, 'less'),
  rare('cleared unanswered', 'Cleared unanswered', ({ cleared }) => cleared?.unanswered, 'less'),
  rare('cleared answered', 'Cleared after an answer', ({ cleared }) => cleared?.answered, 'less'),
  rare('lost', 'Lost in transfer', (row) => row.lost, 'less'),
  rare('late waiting', 'Waiting too long at the end', (row) => row.lateWaiting, 'less'),
  rare('abandoned later', 'Gave up later', (row) => row.abandonedLater, 'less'),
  rare('callbacks offered', 'Callbacks offered', ({ callbacks }) => callbacks?.offered),
  rare('callbacks accepted', 'Callbacks accepted', ({ callbacks }) => callbacks?.accepted),
  rare('callbacks reached', 'Callbacks that reached the customer', (row) => row.callbacks?.reached, 'more'),
  rare('callbacks missed', 'Callbacks missed', ({ callbacks }) => callbacks?.missed, 'less'),
  count('retries', 'Came again', (row) => row.retries, 'less'),
  count('stalled', 'Stalled', (row) => row.stalled, 'less'),
  count('resolved', 'Resolved', (row) => row.resolved, 'more'),
  count('reopened', 'Re-opened', (row) => row.reopened, 'less'),
  count('handed over', 'Hand-overs', (row) => row.handOvers, 'less', 'times'),
  rare('interrupted', 'Interrupted', (row) => row.preemptions, 'less', 'times'),
  rare('consultations', 'Needed a second agent', (row) => row.consultations?.asked, null, 'times'),
  rare('consultations joined', 'A second agent joined', (row) => row.consultations?.joined, 'more', 'times'),
  rare('consultations alone', 'Went on alone', (row) => row.consultations?.alone, 'less', 'times'),
  time('consultation wait', 'Wait for a second agent', (row) => row.consultations?.waitS ?? null, 'less', [
    'consultations joined',
    'consultations alone',
  ]),
  count('judged', 'Judged', (row) => row.judged),
  share('service level', 'Service level', (row) => row.serviceLevel, 'more', ['judged']),
  share(
    'service level without short abandons',
    'Service level without short abandons',
    (row) => row.serviceLevelWithoutShortAbandons,
    'more',
  ),
  share('waited', 'Waited', (row) => rounded(waitedShare(row)), 'less', WAITED_FOR),
  wait('speed of answer', 'Speed of answer', (row) => row.speedOfAnswerS, ['answered']),
  wait('wait deviation', 'Deviation of waits', (row) => row.waitDeviationS),
  wait('wait of the abandoned', 'Wait of the abandoned', (row) => row.abandonedWaitS, ['abandoned']),
  wait('wait of all', 'Wait of all', (row) => row.waitOfAllS, WAITED_FOR),
  wait('wait p50', 'Wait, 50 % within', (row) => row.waitP50S),
  wait('wait p90', 'Wait, 90 % within', (row) => row.waitP90S),
  wait('wait p95', 'Wait, 95 % within', (row) => row.waitP95S),
  share('abandonment', 'Abandonment', (row) => row.abandonmentShare, 'less', ['answered', 'abandoned']),
  time('sojourn', 'Time to resolution', (row) => row.sojournMeanS, 'less', ['resolved']),
  time('sojourn p90', 'Time to resolution, 90 % within', (row) => row.sojournP90S, 'less'),
];

/** All agents, a centre or a group: each has some of the figures. */
export type StaffRow = StaffFigures & Partial<BriefCentreRow & GroupRow>;

/** Less occupancy counts as better: a bound on it protects agents. */
const STAFF: readonly FigureOf<StaffRow>[] = [
  column('scheduled hours', 'Scheduled hours', 'hours', 'less', (row) => row.scheduledHours),
  share('availability', 'Availability', (row) => row.availability, 'more', ['scheduled hours']),
  column('on duty', 'Agents on duty', 'agents', null, (row) => row.onDutyMean),
  column('busy', 'Agents busy', 'agents', null, (row) => row.busyMean),
  share('occupancy', 'Occupancy', (row) => row.occupancy, 'less', ['on duty']),
  column('overtime hours', 'Overtime hours', 'hours', 'less', (row) => row.overtimeHours),
  count('contacts', 'Contacts', (row) => row.contacts ?? null, null, 'times'),
  count('contacts ended', 'Contacts ended', (row) => row.ended ?? null, null, 'times'),
  time('handle time', 'Handle time', (row) => row.handleMeanS ?? null, 'less', ['contacts ended']),
  time('handle time deviation', 'Deviation of handle times', (row) => row.handleDeviationS ?? null, 'less'),
  count('hand-overs in', 'Taken over from other centres', (row) => row.handOversIn ?? null, 'less', 'times'),
  count('hand-overs out', 'Handed over to other centres', (row) => row.handOversOut ?? null, 'less', 'times'),
  count('taken over', 'Taken over', (row) => row.takenOver ?? null, 'less', 'times'),
  column('paid hours', 'Paid hours', 'hours', 'less', (row) => row.paidHours ?? null),
  column('cost', 'Cost', 'currency', 'less', (row) => row.cost ?? null),
];

/** A tier, one severity of it, or all queues together: each has some of the figures. */
export type QueueRow = Partial<TierRow>;

const QUEUES: readonly FigureOf<QueueRow>[] = [
  column('queue length', 'Cases waiting, on average', 'cases', 'less', (row) => row.waitingMean ?? null),
  count('contacts', 'Contacts', (row) => row.contacts ?? null, null, 'times'),
  time('contact wait', 'Wait for the contact', (row) => row.waitMeanS ?? null, 'less', ['contacts']),
  count('contacts ended', 'Contacts ended', (row) => row.ended ?? null, null, 'times'),
  time('handle time', 'Handle time', (row) => row.handleMeanS ?? null, null, ['contacts ended']),
  time('handle time deviation', 'Deviation of handle times', (row) => row.handleDeviationS ?? null, null),
];

const PRODUCT_LEVELS: readonly FigureOf<ProductLevelRow>[] = [
  count('judged', 'Judged', (row) => row.judged),
  share('service level', 'Service level', (row) => row.serviceLevel, 'more', ['judged']),
];

const OPEN_CASES: readonly FigureOf<FigureRow['open cases']>[] = [
  count('open at the start', 'Open at the start', (row) => row.cases),
  count('resolved of these', 'Resolved', (row) => row.resolved),
  count('left of these', 'Left by their customers', (row) => row.left),
  count('old cases open', 'Old cases open at the end', (row) => row.open),
  count('new cases open', 'New cases open at the end', (row) => row.othersOpen),
  time('remaining time', 'Time until resolved', (row) => row.remainingS, null, ['resolved of these']),
];

const TARGETS: readonly FigureOf<TargetRow>[] = [
  count('judged', 'Judged', (row) => row.judged),
  count('met', 'Met', (row) => row.met),
  share('attainment', 'Attainment', (row) => row.attainment, null, ['judged']),
];

interface CostRow {
  readonly cost: number;
  readonly arrived: Value;
  readonly perCase: Value;
}

const COSTS: readonly FigureOf<CostRow>[] = [
  column('cost', 'Cost', 'currency', null, (row) => row.cost),
  { ...count('arrived', 'Arrived', (row) => row.arrived), isWeight: true },
  { ...column('cost per case', 'Cost per case', 'currency', null, (row) => row.perCase), per: ['arrived'] },
];

const times = ({ count: counted }: { readonly count: number }) => counted;

/** An interval of the week: its values by the names that the summary has for them. */
type Interval = Readonly<Record<string, Value>>;

const OF_CASES: readonly FigureOf<Interval>[] = [
  count('arrived', 'Arrived', (row) => row.arrived ?? null),
  count('answered', 'Answered', (row) => row.answered ?? null),
  count('abandoned', 'Abandoned', (row) => row.abandoned ?? null),
  share('service level', 'Service level', (row) => row.serviceLevel ?? null, null),
  time('speed of answer', 'Speed of answer', (row) => row.speedOfAnswerS ?? null, null, ['answered']),
];

const OF_CONTACTS: readonly FigureOf<Interval>[] = [
  count('contacts', 'Contacts', (row) => row.contacts ?? null, null, 'times'),
  time('contact wait', 'Wait for the contact', (row) => row.waitMeanS ?? null, null, ['contacts']),
  time('handle time', 'Handle time', (row) => row.handleMeanS ?? null, null),
];

/** The rows of each table, as a summary has them. */
export interface FigureRow {
  service: ServiceRow;
  'product levels': ProductLevelRow;
  'open cases': NonNullable<SummaryRows['backlog']>;
  staff: StaffRow;
  queues: QueueRow;
  targets: TargetRow;
  costs: CostRow;
  escalations: { readonly count: number };
  'waiting causes': { readonly count: number };
  exceptions: { readonly count: number };
  'measures of cases': Interval;
  'measures of contacts': Interval;
}

export type FigureColumns = {
  readonly [Name in FigureTableName]: readonly FigureOf<FigureRow[Name]>[];
};

/** The columns of each table, in the order of packed rows. */
export const FIGURE_COLUMNS: FigureColumns = {
  service: SERVICE,
  'product levels': PRODUCT_LEVELS,
  'open cases': OPEN_CASES,
  staff: STAFF,
  queues: QUEUES,
  targets: TARGETS,
  costs: COSTS,
  escalations: [count('escalations', 'Hand-overs', times, null, 'times')],
  'waiting causes': [count('waiting causes', 'Times', times, null, 'times')],
  exceptions: [count('exceptions', 'Times', times, null, 'times')],
  'measures of cases': OF_CASES,
  'measures of contacts': OF_CONTACTS,
};

/** The figures of a row, in the order of the columns. */
export function valuesOf<Row>(columns: readonly FigureOf<Row>[], row: Row): readonly Value[] {
  return columns.map(({ of }) => of(row));
}

/** Rounds as summaries do. */
export function rounded(value: Value): Value {
  return value === null ? null : Number(value.toPrecision(6));
}

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
