import { type CsvValue, formatCount, NOTHING, neutralise } from '#base';
import type { EstimatedTable } from '#experiment';
import type { Estimate } from '#statistics';
import { fold, type Part, pageTable, section, styled, table } from '../document/parts.ts';
import { inNumbers, inWords } from '../document/table.ts';
import { ends, formatEstimate } from './comparison-text.ts';

type Row = EstimatedTable['rows'][number];

const HEADINGS: Readonly<Record<EstimatedTable['name'], string>> = {
  service: 'Service by segment, channel and severity',
  'product levels': 'Service levels by product',
  'open cases': 'Cases that were open at the start',
  staff: 'Agents: all, by centre and by group',
  queues: 'Queues and contacts by tier',
  targets: 'Targets by their own clocks',
  costs: 'Costs',
  escalations: 'Hand-overs by reason, from centre and to centre',
  'waiting causes': 'Waiting causes',
  exceptions: 'Out of the ordinary',
  'measures of cases': 'Measures of cases by interval of the week',
  'measures of contacts': 'Measures of contacts by interval of the week',
};

/** Longer tables are in the files only: a page of them would take seconds to open. */
const ROWS_MAX = 2000;

/** Rows of more figures become blocks: side by side, they are wider than a page. */
const COLUMNS_MAX = 7;

/** Every figure of the summary with its interval, in tables that are opened one by one. */
export function figureTables(tables: readonly EstimatedTable[], replications: number): Part {
  if (tables.length === 0) return null;
  const note =
    `Mean over ${replications} replications with its interval. Where a figure was not observed in all of them, its cell says in how many. ` +
    'Columns that are 0 throughout are left out here. Rows of several channels have no waits here, as calls and written cases have no common wait; the files have them. ' +
    'Series by the hour, waiting-time distributions and copies have no intervals.';
  return section(
    'All figures with their intervals',
    [styled('note', note), ...tables.map((one) => figureTable(one, replications))],
    { id: 'figures' },
  );
}

function figureTable({ columns, name, rows }: EstimatedTable, replications: number): Part {
  const shown = columns.flatMap((column, c) =>
    rows.every(({ figures }) => isZero(figures[c]?.estimate ?? null)) ? [] : [{ ...column, c }],
  );
  const caption = HEADINGS[name];
  const title = `${caption} (${formatCount(rows.length)} rows)`;
  if (rows.length > ROWS_MAX) return `${title}: in estimates.csv and estimates.json only.`;
  return fold(
    title,
    pageTable(rows, {
      caption,
      isFolding: true,
      isFolded: shown.length > COLUMNS_MAX,
      columns: [
        inWords('Row', (row) => row.title),
        ...shown.map(({ c, ...column }) =>
          inNumbers(column.title, (row: Row) => cellText(row, column, c, replications)),
        ),
      ],
    }),
  );
}

/** Whether a figure was 0 in every replication, or in no replication observed. */
function isZero(estimate: Estimate | null): boolean {
  return estimate === null || (estimate.mean === 0 && estimate.deviation === 0);
}

function cellText(
  row: Row,
  { isWait, unit }: EstimatedTable['columns'][number],
  c: number,
  replications: number,
): string {
  const { estimate, seen } = row.figures[c] as Row['figures'][number];
  if (estimate === null || (row.isMixed && isWait === true)) return NOTHING;
  const text = formatEstimate(estimate, unit);
  return seen === replications ? text : `${text} (in ${seen} of ${replications})`;
}

const STAFF_SHOWN = ['occupancy', 'availability', 'busy', 'on duty', 'contacts', 'overtime hours'];

/** For a terminal: the agents of centres and groups. Their last columns are dropped if it is too narrow. */
export function staffTable(tables: readonly EstimatedTable[], replications: number): Part {
  const found = tables.find(({ name }) => name === 'staff');
  if (found === undefined) return null;
  const { columns, rows } = found;
  const shown = STAFF_SHOWN.flatMap((name) => {
    const c = columns.findIndex((column) => column.name === name);
    const column = columns[c];
    if (column === undefined) return [];
    return [inNumbers(column.title, (row: Row) => cellText(row, column, c, replications))];
  });
  return table(rows, { caption: 'Agents', columns: [inWords('Agents', ({ title }) => title), ...shown] });
}

/** A figure in a list: `waited/germany/phone`. */
type FigureLine = ReturnType<typeof figureLines>[number];

/**
 * Every figure of the tables. A figure of service that no replication observed has a mean of null. In other tables, such a figure does not
 * apply to its row, and is left out.
 */
export function figureLines(tables: readonly EstimatedTable[]) {
  return tables.flatMap(({ columns, name, rows }) =>
    rows.flatMap((row) =>
      columns.flatMap((column, c) => {
        const { estimate, seen } = row.figures[c] as Row['figures'][number];
        if (estimate === null && name !== 'service') return [];
        const title = row.id === '' ? column.title : `${column.title}, ${row.title}`;
        return [
          {
            id: `${column.name}${row.id}`,
            title,
            unit: column.unit,
            ...numbersOf(estimate),
            /** In how many replications it was observed. */
            replications: seen,
          },
        ];
      }),
    ),
  );
}

/** From a single value, half-width and ends are null. */
function numbersOf(estimate: Estimate | null) {
  const [mean = null, halfWidth = null, low = null, high = null] = ends(estimate);
  return { mean, halfWidth, low, high, deviation: estimate?.deviation ?? null };
}

/** The cells of a row as in the CSV of measures, but without the values of single replications. */
export function figureCsvRow({ deviation, high, id, low, mean, unit, ...line }: FigureLine): CsvValue[] {
  return [id, unit, mean, line.halfWidth, deviation, low, high, line.replications];
}

/** The JSON of a page whose figures stand one a line. */
export function jsonWithFigures(page: object, lines: readonly FigureLine[]): string {
  const head = JSON.stringify(page, null, 2).slice(0, -2);
  const figures = lines.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
  return `${head},\n  "figures": [\n${figures}\n  ]\n}\n`;
}

/** Tells where a terminal's reader finds the rest. */
export function otherFiguresText(tables: readonly EstimatedTable[]): string {
  const lines = figureLines(tables);
  const [all, bounded] = [lines.length, lines.filter(({ halfWidth }) => halfWidth !== null).length];
  const isAll = bounded === all;
  const count = isAll ? `All ${formatCount(all)}` : `${formatCount(bounded)} of ${formatCount(all)}`;
  const others = isAll ? '' : ' The others have too few observations.';
  return neutralise(
    `${count} figures of the summary have intervals: by segment, channel, severity, centre, group and tier in estimates.html, and one a line in estimates.csv and estimates.json.${others}`,
  );
}
