import { type Form, formatTimeOfDay, list, optional, record, rowAt, sumOf } from '#base';
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
} from '#domain';
import type { BriefCentreRow, ServiceRow, SummaryRows, TierRow, WeeklyRow } from '#statistics';
import { caseFilterText } from './case-filters.ts';
import {
  FIGURE_COLUMNS,
  FIGURE_TABLES,
  type FigureRow,
  type FigureTableName,
  type QueueRow,
  rounded,
  type StaffRow,
  valuesOf,
} from './figure-columns.ts';

type Value = number | null;

/** A row of a table: what follows the figure in the ids of its measures, then its figures in the order of the table's columns. */
export type PackedRow = readonly [id: string, ...values: Value[]];

/** The figures of one replication by table. Rows in which nothing was counted may be missing. */
export type FigureRows = Readonly<Partial<Record<FigureTableName, readonly PackedRow[]>>>;

const packedRow: Form<PackedRow> = {
  read(value, reading) {
    const [id, ...values]: readonly unknown[] = Array.isArray(value) ? value : [];
    const areFigures = values.every((one) => one === null || Number.isFinite(one));
    if (typeof id !== 'string' || !areFigures) reading.expected('an id and figures', value);
    return value as PackedRow;
  },
};

export const figureRowsForm = record(
  Object.fromEntries(FIGURE_TABLES.map((name) => [name, optional(list(packedRow))])),
) as unknown as Form<FigureRows>;

/** A row, and what follows the figure in the ids of its measures. */
type Named<Row> = readonly (readonly [id: string, row: Row])[];
type NamedRows = { readonly [Name in FigureTableName]: Named<FigureRow[Name]> };

/** Everything that a summary states in rows, packed for estimates over replications. */
export function figureRows(summary: SummaryRows, { segments }: Pick<Scenario, 'segments'>): FigureRows {
  const { backlog, exceptions = [], productLevels = [], targets = [], weekly = [] } = summary;
  const rows: NamedRows = {
    service: serviceRows(summary).map(([filter, row]) => [caseFilterText(filter, segments), row]),
    'open cases': backlog === undefined ? [] : [['', backlog]],
    'product levels': productLevels.map((row) => {
      const { channel, product, segment, severity } = row;
      return [`/${segment}/${channel}/${severity}/product:${product}`, row];
    }),
    staff: staffRows(summary),
    queues: queueRows(summary.tiers),
    targets: targets.map((row) => [`/target:${row.id}${row.segment === null ? '' : `/${row.segment}`}`, row]),
    costs: costRows(summary),
    escalations: summary.escalations.map((row) => [`/${row.reason}/${row.from ?? '*'}/${row.to}`, row]),
    'waiting causes': summary.waitingCauses.map((row) => [`/${row.cause}`, row]),
    exceptions: exceptions.map((row) => [`/${row.what}`, row]),
    'measures of cases': weekly.filter(({ of }) => of === 'cases').flatMap(intervalRows),
    'measures of contacts': weekly.filter(({ of }) => of === 'contacts').flatMap(intervalRows),
  };
  return Object.fromEntries(
    FIGURE_TABLES.flatMap((name) => (rows[name].length === 0 ? [] : [[name, packed(name, rows)]])),
  );
}

function packed<Name extends FigureTableName>(name: Name, rows: NamedRows): readonly PackedRow[] {
  return rows[name].map(([id, row]) => [id, ...valuesOf(FIGURE_COLUMNS[name], row)]);
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
    ...CHANNELS.map((channel, c) => [{ channel }, rowAt(channels, c)] as const),
    ...SEVERITIES.map((severity, s) => [{ severity }, rowAt(severities, s)] as const),
    ...cells.map((row) => {
      const [segment, channel, severity] = row.id.split('/') as [string, Channel, Severity];
      return [{ segment, channel, severity }, row] as const;
    }),
  ];
}

function staffRows({ centres, costs, groups }: SummaryRows): Named<StaffRow> {
  return [
    ['', allStaff(centres)],
    ...centres.map((row) => [`/centre:${row.id}`, withCost(row, costs)] as const),
    ...groups.map((row) => [`/group:${row.id}`, row] as const),
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

function queueRows(tiers: readonly TierRow[]): Named<QueueRow> {
  return [
    ['', allQueues(tiers)],
    ...tiers.flatMap((row) => [
      [`/tier:${row.tier}`, row] as const,
      ...row.bySeverity.map((one) => [`/tier:${row.tier}/${one.severity}`, one] as const),
    ]),
  ];
}

/** The queues of all tiers together. Their contacts are among the figures of the staff. */
export function allQueues(tiers: readonly TierRow[]): QueueRow {
  return { waitingMean: sumOf(tiers.map(({ waitingMean }) => waitingMean ?? 0)) };
}

function costRows({ costs, segments, total }: SummaryRows): Named<FigureRow['costs']> {
  if (costs === null) return [];
  return [
    ['', { ...costs, arrived: total.arrived }],
    ...costs.segments.map(
      (row, s) => [`/${row.id}`, { ...row, arrived: segments[s]?.arrived ?? null }] as const,
    ),
    ['/(unused)', { cost: costs.unused, arrived: null, perCase: null }],
  ];
}

/** A row for each interval in which anything was counted. */
function intervalRows({ columns, id, intervalS, times, where = {} }: WeeklyRow) {
  const whose = Object.values(where).map((value) => `/${value}`);
  return times.flatMap((_, interval) => {
    const values = Object.entries(columns).map(([name, all]) => [name, all[interval] ?? null] as const);
    const isEmpty = values.every(([, value]) => value === null || value === 0);
    const begin = `/measure:${id}${whose.join('')}@${beginOf(interval, intervalS)}`;
    return isEmpty ? [] : [[begin, Object.fromEntries(values)] as const];
  });
}

/** `mon 06:30`: when an interval of the week begins, on the clock of its measure. */
function beginOf(interval: number, intervalS: number): string {
  const minute = (interval * intervalS) / 60;
  return `${WEEKDAYS[Math.floor(minute / DAY_MINUTES)]} ${formatTimeOfDay(minute % DAY_MINUTES)}`;
}
