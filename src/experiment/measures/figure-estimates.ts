import type { Scenario } from '#domain';
import type { Contribution, Estimate } from '#statistics';
import { seenOf } from '../replications/pooled-quantiles.ts';
import type { ReplicationRecord } from '../replications/replication-record.ts';
import { estimateOf, estimateOfContributions } from '../replications/replications.ts';
import { caseFilterTitle, readCaseFilter } from './case-filters.ts';
import { channelsOf } from './channel-waits.ts';
import {
  contributionOf,
  FIGURE_COLUMNS,
  FIGURE_TABLES,
  type FigureColumn,
  type FigureTableName,
} from './figure-columns.ts';
import type { PackedRow } from './figure-rows.ts';
import { withControl } from './measure.ts';
import { quantileNamed } from './quantiles.ts';
import { ownerTitle } from './staff-measures.ts';

/** A figure of a row over replications. */
interface EstimatedFigure {
  /** Null if no replication observed anything of it. */
  readonly estimate: Estimate | null;
  /** How many replications observed something of it. */
  readonly seen: number;
}

export interface EstimatedRow {
  /** What follows the figure in the ids of its measures: empty, or from a slash on. */
  readonly id: string;
  readonly title: string;
  /** True if its cases came through several channels: then its waits mean little. */
  readonly isMixed: boolean;
  /** By column. */
  readonly figures: readonly EstimatedFigure[];
}

/** A table of the summary over replications. Columns without any figure are left out. */
export interface EstimatedTable {
  readonly name: FigureTableName;
  readonly columns: readonly Pick<FigureColumn, 'name' | 'title' | 'unit' | 'isWait'>[];
  readonly rows: readonly EstimatedRow[];
}

/** Every figure of the summary with its interval, in the order of the summary; tables without rows are left out. */
export function estimateFigures(
  records: readonly ReplicationRecord[],
  scenario: Scenario,
  level: number,
): readonly EstimatedTable[] {
  return FIGURE_TABLES.flatMap((name) => {
    const columns = FIGURE_COLUMNS[name];
    const values = valuesByRow(records, name);
    const rows = [...values].map(([id, byReplication]) => ({
      id,
      title: rowTitle(name, id, scenario),
      isMixed: isMixed(name, id, scenario),
      figures: figuresOf(records, name, [id, byReplication], level),
    }));
    const shown = columns.flatMap((column, c) => (isShown(column, c, rows) ? [c] : []));
    if (shown.length === 0) return [];
    return [
      {
        name,
        columns: shown.map((c) => columns[c] as FigureColumn),
        rows: rows.map((row) => ({
          ...row,
          figures: shown.map((c) => row.figures[c] as EstimatedFigure),
        })),
      },
    ];
  });
}

type Values = readonly (number | null)[];

/** The values that each row has in each replication; null where a replication has no such row. Rows that only some have follow the others. */
function valuesByRow(
  records: readonly ReplicationRecord[],
  name: FigureTableName,
): ReadonlyMap<string, (Values | null)[]> {
  const byRow = new Map<string, (Values | null)[]>();
  records.forEach(({ figures }, r) => {
    for (const [id, ...values] of figures?.[name] ?? ([] as readonly PackedRow[])) {
      let row = byRow.get(id);
      if (row === undefined) {
        row = records.map(() => null);
        byRow.set(id, row);
      }
      row[r] = values;
    }
  });
  return byRow;
}

/** A replication without a row has counted none in it. */
const NONE: Contribution = { numerator: 0, denominator: 1 };

/** The figures of a row, by column. */
function figuresOf(
  records: readonly ReplicationRecord[],
  name: FigureTableName,
  [id, byReplication]: readonly [id: string, byReplication: readonly (Values | null)[]],
  level: number,
): readonly EstimatedFigure[] {
  const columns: readonly FigureColumn[] = FIGURE_COLUMNS[name];
  return columns.map((column, c) => {
    const measure = column.name + id;
    if (name === 'service' && quantileNamed(column.name) !== null) {
      const seen = seenOf(records, measure);
      return { estimate: estimateOf(seen, measure, level), seen: seen.length };
    }
    const ofMissing = column.isCount === true ? NONE : null;
    const contributions = byReplication.map((values, r) => {
      const own = values === null ? ofMissing : contributionOf(columns, c, values);
      return own && withControl(own, records[r] as ReplicationRecord, measure);
    });
    const seen = contributions.filter((one) => one !== null).length;
    return { estimate: estimateOfContributions(contributions, level), seen };
  });
}

/** Whether any row has something of a column. Rare counts must have happened. */
function isShown(column: FigureColumn, c: number, rows: readonly EstimatedRow[]): boolean {
  if (column.isWeight === true) return false;
  return rows.some(({ figures }) => {
    const estimate = figures[c]?.estimate ?? null;
    return estimate !== null && (column.isRare !== true || estimate.mean !== 0 || estimate.deviation !== 0);
  });
}

/** What a row is called beside its table. */
function rowTitle(table: FigureTableName, id: string, scenario: Scenario): string {
  if (id === '') return 'All';
  const { centres, products, segments } = scenario;
  if (table === 'service' || table === 'product levels') {
    const filter = readCaseFilter(`arrived${id}`, segments, centres, products);
    return filter.ok ? caseFilterTitle(filter.value, segments, centres) : id.slice(1);
  }
  if (table === 'staff' || table === 'queues') return ownerTitleOf(id.slice(1), scenario);
  if (table === 'costs') return segments.find((segment) => `/${segment.id}` === id)?.title ?? id.slice(1);
  return id.slice(1).replace(/^(?:measure|target):/, '');
}

/** A tier may be followed by a severity. */
function ownerTitleOf(owner: string, scenario: Scenario): string {
  const [tier = '', severity] = owner.split('/');
  return owner.startsWith('tier:') && severity !== undefined
    ? `${ownerTitle(tier, scenario)}, severity ${severity}`
    : ownerTitle(owner, scenario);
}

/** Whether the row has cases of several channels: then it has no common wait. */
function isMixed(table: FigureTableName, id: string, scenario: Scenario): boolean {
  if (table !== 'service') return false;
  const filter = readCaseFilter(`arrived${id}`, scenario.segments, scenario.centres);
  if (!filter.ok || filter.value.channel !== undefined) return false;
  return channelsOf(scenario, filter.value.segment).length > 1;
}
