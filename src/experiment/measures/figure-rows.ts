import { definite, formatTimeOfDay, sumOf } from '#base';
import {
  type CaseFilter,
  CHANNELS,
  type Channel,
  commonOccupancy,
  DAY_MINUTES,
  type Scenario,
  SEVERITIES,
  type Severity,
  WEEKDAYS,
  waitedShare,
} from '#domain';
import type {
  BriefCentreRow,
  GroupRow,
  ServiceRow,
  StaffFigures,
  SummaryRows,
  TierRow,
  WeeklyRow,
} from '#statistics';
import { caseFilterText } from './case-filters.ts';
import { FIGURE_TABLES, type FigureTableName } from './figure-columns.ts';

type Value = number | null;

/** A row of a table: what follows the figure in the ids of its measures, then its figures in the order of the table's columns. */
export type PackedRow = readonly [id: string, ...values: Value[]];

/** The figures of one replication by table. Rows in which nothing was counted may be missing. */
export type FigureRows = Readonly<Partial<Record<FigureTableName, readonly PackedRow[]>>>;

/** Everything that a summary states in rows, packed for estimates over replications. */
export function figureRows(summary: SummaryRows, { segments }: Pick<Scenario, 'segments'>): FigureRows {
  const {
    backlog,
    escalations,
    exceptions = [],
    productLevels = [],
    targets = [],
    waitingCauses,
    weekly = [],
  } = summary;
  const rows: Readonly<Record<FigureTableName, readonly PackedRow[]>> = {
    service: packedService(summary, segments),
    'open cases': backlog === undefined ? [] : [packedBacklog(backlog)],
    'product levels': productLevels.map(({ judged, serviceLevel, ...row }) => [
      `/${row.segment}/${row.channel}/${row.severity}/product:${row.product}`,
      ...[judged, serviceLevel],
    ]),
    staff: packedStaff(summary),
    queues: packedQueues(summary.tiers),
    targets: targets.map(({ attainment, id, judged, met, segment }) => {
      return [`/target:${id}${segment === null ? '' : `/${segment}`}`, judged, met, attainment];
    }),
    costs: packedCosts(summary),
    escalations: escalations.map(({ count, from, reason, to }) => [`/${reason}/${from ?? '*'}/${to}`, count]),
    'waiting causes': waitingCauses.map(({ cause, count }) => [`/${cause}`, count]),
    exceptions: exceptions.map(({ count, what }) => [`/${what}`, count]),
    'measures of cases': weekly.flatMap((row) => (row.of === 'cases' ? packedWeek(row, OF_CASES) : [])),
    'measures of contacts': weekly.flatMap((row) =>
      row.of === 'contacts' ? packedWeek(row, OF_CONTACTS) : [],
    ),
  };
  return Object.fromEntries(
    FIGURE_TABLES.flatMap((name) => (rows[name].length === 0 ? [] : [[name, rows[name]]])),
  );
}

function packedBacklog(row: NonNullable<SummaryRows['backlog']>): PackedRow {
  return ['', row.cases, row.resolved, row.left, row.open, row.othersOpen, row.remainingS];
}

function packedService(summary: SummaryRows, known: Scenario['segments']): readonly PackedRow[] {
  return serviceRows(summary).map(([filter, row]) => [caseFilterText(filter, known), ...serviceValues(row)]);
}

/** The cases of each row of service. */
export function serviceFilters(summary: SummaryRows): readonly CaseFilter[] {
  return serviceRows(summary).map(([filter]) => filter);
}

function serviceRows({
  cells,
  channels,
  segments,
  severities,
  total,
}: SummaryRows): readonly (readonly [CaseFilter, ServiceRow])[] {
  return [
    [{}, total],
    ...segments.map((row) => [{ segment: row.id }, row] as const),
    ...CHANNELS.map((channel, c) => [{ channel }, definite(channels[c], 'a row for each channel')] as const),
    ...SEVERITIES.map(
      (severity, s) => [{ severity }, definite(severities[s], 'a row for each severity')] as const,
    ),
    ...cells.map((row) => {
      const [segment, channel, severity] = row.id.split('/') as [string, Channel, Severity];
      return [{ segment, channel, severity }, row] as const;
    }),
  ];
}

/** In the order of the columns of `service`. */
export function serviceValues(row: ServiceRow): readonly Value[] {
  const { callbacks, cleared, consultations } = row;
  return [
    ...[row.arrived, row.carriedOver ?? 0, row.answered, row.answeredAtOnce],
    ...[row.abandoned, row.balked, row.blocked, row.messages],
    ...[cleared?.unanswered ?? 0, cleared?.answered ?? 0, row.lost ?? 0, row.abandonedLater ?? 0],
    ...[callbacks?.offered ?? 0, callbacks?.accepted ?? 0, callbacks?.reached ?? 0, callbacks?.missed ?? 0],
    ...[row.retries, row.stalled, row.resolved, row.reopened, row.handOvers, row.preemptions ?? 0],
    ...[consultations?.asked ?? 0, consultations?.joined ?? 0, consultations?.alone ?? 0],
    consultations?.waitS ?? null,
    ...[row.judged, row.serviceLevel, row.serviceLevelWithoutShortAbandons, rounded(waitedShare(row))],
    ...[row.speedOfAnswerS, row.waitDeviationS, row.abandonedWaitS, row.waitOfAllS],
    ...[row.waitP50S, row.waitP90S, row.waitP95S],
    ...[row.abandonmentShare, row.sojournMeanS, row.sojournP90S],
  ];
}

/** Rounds as summaries do. */
function rounded(value: Value): Value {
  return value === null ? null : Number(value.toPrecision(6));
}

function packedStaff({ centres, costs, groups }: SummaryRows): readonly PackedRow[] {
  return [
    ['', ...staffValues(allStaff(centres))],
    ...centres.map((row): PackedRow => [`/centre:${row.id}`, ...staffValues(withCost(row, costs))]),
    ...groups.map((row): PackedRow => [`/group:${row.id}`, ...staffValues(row)]),
  ];
}

type StaffRow = StaffFigures & Partial<BriefCentreRow & GroupRow>;

/** In the order of the columns of `staff`. */
export function staffValues(row: StaffRow): readonly Value[] {
  return [
    ...[row.scheduledHours, row.availability, row.onDutyMean, row.busyMean, row.occupancy, row.overtimeHours],
    ...[row.contacts ?? null, row.ended ?? null, row.handleMeanS ?? null, row.handleDeviationS ?? null],
    ...[row.handOversIn ?? null, row.handOversOut ?? null, row.takenOver ?? null],
    ...[row.paidHours ?? null, row.cost ?? null],
  ];
}

/** A centre with what its agents cost; without, if nobody has a wage. */
export function withCost(centre: BriefCentreRow, costs: SummaryRows['costs']): StaffRow {
  const cost = costs?.centres.find(({ id }) => id === centre.id)?.cost;
  return cost === undefined ? centre : { ...centre, cost };
}

/** All agents together. */
export function allStaff(centres: readonly BriefCentreRow[]): StaffRow {
  const sum = (of: (row: BriefCentreRow) => Value) => sumOf(centres.map((row) => of(row) ?? 0));
  const scheduledHours = sum((row) => row.scheduledHours);
  const onDutyMean = sum((row) => row.onDutyMean);
  const busyMean = sum((row) => row.busyMean);
  const available = sum((row) => (row.availability ?? 0) * row.scheduledHours);
  return {
    scheduledHours,
    onDutyMean,
    busyMean,
    availability: scheduledHours === 0 ? null : rounded(available / scheduledHours),
    occupancy: rounded(commonOccupancy(centres)),
    overtimeHours: sum((row) => row.overtimeHours),
    contacts: sum((row) => row.contacts),
    ended: sum((row) => row.ended),
  };
}

function packedQueues(tiers: readonly TierRow[]): readonly PackedRow[] {
  return [
    ['', ...allQueues(tiers)],
    ...tiers.flatMap((row): PackedRow[] => [
      [`/tier:${row.tier}`, ...queueValues(row)],
      ...row.bySeverity.map(({ contacts, severity, waitMeanS }): PackedRow => {
        return [`/tier:${row.tier}/${severity}`, null, contacts, waitMeanS, null, null, null];
      }),
    ]),
  ];
}

/** In the order of the columns of `queues`. */
export function queueValues(row: TierRow): readonly Value[] {
  const { contacts, ended, handleDeviationS, handleMeanS, waitMeanS, waitingMean } = row;
  return [waitingMean, contacts, waitMeanS, ended, handleMeanS, handleDeviationS];
}

/** The queues of all tiers together. Their contacts are among the figures of the staff. */
export function allQueues(tiers: readonly TierRow[]): readonly Value[] {
  return [sumOf(tiers.map(({ waitingMean }) => waitingMean ?? 0)), null, null, null, null, null];
}

function packedCosts({ costs, segments, total }: SummaryRows): readonly PackedRow[] {
  if (costs === null) return [];
  return [
    ['', costs.cost, total.arrived, costs.perCase],
    ...costs.segments.map(({ cost, id, perCase }, s): PackedRow => {
      return [`/${id}`, cost, segments[s]?.arrived ?? null, perCase];
    }),
    ['/(unused)', costs.unused, null, null],
  ];
}

const OF_CASES = ['arrived', 'answered', 'abandoned', 'serviceLevel', 'speedOfAnswerS'];
const OF_CONTACTS = ['contacts', 'waitMeanS', 'handleMeanS'];

/** A row for each interval in which anything was counted. */
function packedWeek(
  { columns, id, intervalS, times, where = {} }: WeeklyRow,
  names: readonly string[],
): PackedRow[] {
  const whose = Object.values(where).map((value) => `/${value}`);
  return times.flatMap((_, interval): PackedRow[] => {
    const values = names.map((name) => columns[name]?.[interval] ?? null);
    const isEmpty = values.every((value) => value === null || value === 0);
    return isEmpty ? [] : [[`/measure:${id}${whose.join('')}@${beginOf(interval, intervalS)}`, ...values]];
  });
}

/** `mon 06:30`: when an interval of the week begins, on the clock of its measure. */
function beginOf(interval: number, intervalS: number): string {
  const minute = (interval * intervalS) / 60;
  return `${WEEKDAYS[Math.floor(minute / DAY_MINUTES)]} ${formatTimeOfDay(minute % DAY_MINUTES)}`;
}
