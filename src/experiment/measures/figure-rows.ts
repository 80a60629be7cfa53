import { definite, type Form, formatTimeOfDay, list, optional, record, sumOf } from '#base';
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
    'open cases': backlog === undefined ? [] : [packed('open cases', '', backlog)],
    'product levels': productLevels.map((row) => {
      const { channel, product, segment, severity } = row;
      return packed('product levels', `/${segment}/${channel}/${severity}/product:${product}`, row);
    }),
    staff: packedStaff(summary),
    queues: packedQueues(summary.tiers),
    targets: targets.map((row) => {
      return packed('targets', `/target:${row.id}${row.segment === null ? '' : `/${row.segment}`}`, row);
    }),
    costs: packedCosts(summary),
    escalations: escalations.map((row) => {
      return packed('escalations', `/${row.reason}/${row.from ?? '*'}/${row.to}`, row);
    }),
    'waiting causes': waitingCauses.map((row) => packed('waiting causes', `/${row.cause}`, row)),
    exceptions: exceptions.map((row) => packed('exceptions', `/${row.what}`, row)),
    'measures of cases': weekly.filter(({ of }) => of === 'cases').flatMap(packedWeek),
    'measures of contacts': weekly.filter(({ of }) => of === 'contacts').flatMap(packedWeek),
  };
  return Object.fromEntries(
    FIGURE_TABLES.flatMap((name) => (rows[name].length === 0 ? [] : [[name, rows[name]]])),
  );
}

function packed<Name extends FigureTableName>(name: Name, id: string, row: FigureRow[Name]): PackedRow {
  return [id, ...valuesOf(FIGURE_COLUMNS[name], row)];
}

function packedService(summary: SummaryRows, known: Scenario['segments']): readonly PackedRow[] {
  return serviceRows(summary).map(([filter, row]) => packed('service', caseFilterText(filter, known), row));
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

function packedStaff({ centres, costs, groups }: SummaryRows): readonly PackedRow[] {
  return [
    packed('staff', '', allStaff(centres)),
    ...centres.map((row) => packed('staff', `/centre:${row.id}`, withCost(row, costs))),
    ...groups.map((row) => packed('staff', `/group:${row.id}`, row)),
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
    packed('queues', '', allQueues(tiers)),
    ...tiers.flatMap((row) => [
      packed('queues', `/tier:${row.tier}`, row),
      ...row.bySeverity.map((one) => packed('queues', `/tier:${row.tier}/${one.severity}`, one)),
    ]),
  ];
}

/** The queues of all tiers together. Their contacts are among the figures of the staff. */
export function allQueues(tiers: readonly TierRow[]): QueueRow {
  return { waitingMean: sumOf(tiers.map(({ waitingMean }) => waitingMean ?? 0)) };
}

function packedCosts({ costs, segments, total }: SummaryRows): readonly PackedRow[] {
  if (costs === null) return [];
  return [
    packed('costs', '', { ...costs, arrived: total.arrived }),
    ...costs.segments.map((row, s) =>
      packed('costs', `/${row.id}`, { ...row, arrived: segments[s]?.arrived ?? null }),
    ),
    packed('costs', '/(unused)', { cost: costs.unused, arrived: null, perCase: null }),
  ];
}

/** A row for each interval in which anything was counted. */
function packedWeek({ columns, id, intervalS, of, times, where = {} }: WeeklyRow): PackedRow[] {
  const whose = Object.values(where).map((value) => `/${value}`);
  return times.flatMap((_, interval): PackedRow[] => {
    const begin = `/measure:${id}${whose.join('')}@${beginOf(interval, intervalS)}`;
    const row = Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, values[interval] ?? null]),
    );
    const [, ...values] = packed(`measures of ${of}`, begin, row);
    const isEmpty = values.every((value) => value === null || value === 0);
    return isEmpty ? [] : [[begin, ...values]];
  });
}

/** `mon 06:30`: when an interval of the week begins, on the clock of its measure. */
function beginOf(interval: number, intervalS: number): string {
  const minute = (interval * intervalS) / 60;
  return `${WEEKDAYS[Math.floor(minute / DAY_MINUTES)]} ${formatTimeOfDay(minute % DAY_MINUTES)}`;
}
