import type { CentreRow, ServiceRow, Summary } from '#statistics';
import type { CellValue, Sheet, SheetColumn } from './sheet-xml.ts';

type Column<Row> = SheetColumn & { readonly of: (row: Row) => CellValue };

const SERVICE: readonly Column<ServiceRow>[] = [
  { head: 'Cases', kind: 'whole', of: ({ arrived }) => arrived },
  { head: 'Answered', kind: 'whole', of: ({ answered }) => answered },
  { head: 'Abandoned', kind: 'whole', of: ({ abandoned }) => abandoned },
  { head: 'Service level', kind: 'percentage', of: ({ serviceLevel }) => serviceLevel },
  { head: 'Cases judged', kind: 'whole', of: ({ judged }) => judged },
  { head: 'Speed of answer', kind: 'duration', of: ({ speedOfAnswerS }) => speedOfAnswerS },
  { head: 'Wait, 50 % within', kind: 'duration', of: ({ waitP50S }) => waitP50S },
  { head: 'Wait, 90 % within', kind: 'duration', of: ({ waitP90S }) => waitP90S },
  { head: 'Abandonment', kind: 'percentage', of: ({ abandonmentShare }) => abandonmentShare },
  { head: 'Resolved', kind: 'whole', of: ({ resolved }) => resolved },
  { head: 'Time to resolution', kind: 'duration', of: ({ sojournMeanS }) => sojournMeanS },
  { head: 'Hand-overs', kind: 'whole', of: ({ handOvers }) => handOvers },
  { head: 'Reopened', kind: 'whole', of: ({ reopened }) => reopened },
];

const ALL = 'all';

/** Service in all, by segment, channel and severity, and by all three together. */
export function serviceSheet({ cells, channels, segments, severities, total }: Summary): Sheet {
  const titles = new Map(segments.map(({ id, title }) => [id, title]));
  const rows: readonly (readonly [segment: string, channel: string, severity: string, row: ServiceRow])[] = [
    [ALL, ALL, ALL, total],
    ...segments.map((row) => [row.title, ALL, ALL, row] as const),
    ...channels.map((row) => [ALL, row.id, ALL, row] as const),
    ...severities.map((row) => [ALL, ALL, row.id, row] as const),
    ...cells.map((row) => {
      const [severity = '', channel = '', ...segment] = row.id.split('/').reverse();
      const id = segment.reverse().join('/');
      return [titles.get(id) ?? id, channel, severity, row] as const;
    }),
  ];
  return {
    name: 'Service',
    lines: [
      'Service by segment, channel and severity',
      'Times are hours:minutes:seconds. Filter the table for "all" to see a part of it in sum.',
    ],
    columns: [
      { head: 'Segment', kind: 'text' },
      { head: 'Channel', kind: 'text' },
      { head: 'Severity', kind: 'text' },
      ...SERVICE.map(({ head, kind }) => ({ head, kind })),
    ],
    rows: rows.map(([segment, channel, severity, row]) => [
      segment,
      channel,
      severity,
      ...SERVICE.map(({ of }) => of(row)),
    ]),
  };
}

const CENTRE: readonly Column<CentreRow>[] = [
  { head: 'Centre', kind: 'text', of: ({ title }) => title },
  { head: 'Country', kind: 'text', of: ({ country }) => country },
  { head: 'Agents', kind: 'whole', of: ({ agents }) => agents },
  { head: 'Contacts', kind: 'whole', of: ({ contacts }) => contacts },
  { head: 'Handle time', kind: 'duration', of: ({ handleMeanS }) => handleMeanS },
  { head: 'Occupancy', kind: 'percentage', of: ({ occupancy }) => occupancy },
  { head: 'Overtime hours', kind: 'decimal', of: ({ overtimeHours }) => overtimeHours },
  { head: 'Handed over to it', kind: 'whole', of: ({ handOversIn }) => handOversIn },
  { head: 'Handed over by it', kind: 'whole', of: ({ handOversOut }) => handOversOut },
];

/** What each centre did, and cost where there are wages. */
export function centreSheet({ centres, costs }: Summary): Sheet {
  const cost: readonly Column<CentreRow>[] =
    costs === null
      ? []
      : [
          {
            head: `Cost (${costs.currency})`,
            kind: 'decimal',
            of: ({ id }) => costs.centres.find((one) => one.id === id)?.cost ?? null,
          },
        ];
  const columns = [...CENTRE, ...cost];
  return {
    name: 'Centres',
    lines: ['Service centres'],
    columns: columns.map(({ head, kind }) => ({ head, kind })),
    rows: centres.map((row) => columns.map(({ of }) => of(row))),
  };
}
