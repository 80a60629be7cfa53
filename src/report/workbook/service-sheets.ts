import { HOUR_MS } from '#base';
import type { CaseHistory } from '#cases';
import type { AgentGroup, Scenario } from '#domain';
import { groupNameOf, partsOfCell } from '#planning';
import type { CentreRow, GroupRow, ProductLevelRow, ServiceRow, Summary } from '#statistics';
import { titleIn } from '../document/words.ts';
import { costRows } from '../run/tables/csv.ts';
import { type RowColumn, type Sheet, tableOf } from './sheet-xml.ts';

const SERVICE: readonly RowColumn<ServiceRow>[] = [
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

/** Service to the cases of a segment, channel and severity, or of all. */
interface NarrowedRow {
  readonly segment: string;
  readonly channel: string;
  readonly severity: string;
  readonly row: ServiceRow;
}

const ALL_CASES = { segment: 'all', channel: 'all', severity: 'all' } as const;

/** Service in all, by segment, channel and severity, and by all three together. */
export function serviceSheet({ cells, channels, segments, severities, total }: Summary): Sheet {
  const titles = new Map(segments.map(({ id, title }) => [id, title]));
  const rows: readonly NarrowedRow[] = [
    { ...ALL_CASES, row: total },
    ...segments.map((row) => ({ ...ALL_CASES, segment: row.title, row })),
    ...channels.map((row) => ({ ...ALL_CASES, channel: row.id, row })),
    ...severities.map((row) => ({ ...ALL_CASES, severity: row.id, row })),
    ...cells.map((row) => {
      const [id, channel, severity] = partsOfCell(row);
      return { segment: titles.get(id) ?? id, channel, severity, row };
    }),
  ];
  return {
    name: 'Service',
    lines: [
      'Service by segment, channel and severity',
      'Times are hours:minutes:seconds. Filter the table for "all" to see the totals.',
    ],
    ...tableOf(
      [
        { head: 'Segment', kind: 'text', of: ({ segment }) => segment },
        { head: 'Channel', kind: 'text', of: ({ channel }) => channel },
        { head: 'Severity', kind: 'text', of: ({ severity }) => severity },
        ...SERVICE.map(({ of, ...column }) => ({ ...column, of: ({ row }: NarrowedRow) => of(row) })),
      ],
      rows,
    ),
  };
}

/** Service levels by product; none if no service level names products. */
export function productSheets(
  { productLevels }: Summary,
  { products, segments }: Pick<Scenario, 'products' | 'segments'>,
): readonly Sheet[] {
  if (productLevels === undefined) return [];
  const columns: readonly RowColumn<ProductLevelRow>[] = [
    { head: 'Segment', kind: 'text', of: ({ segment }) => titleIn(segments, segment) },
    { head: 'Channel', kind: 'text', of: ({ channel }) => channel },
    { head: 'Severity', kind: 'text', of: ({ severity }) => severity },
    { head: 'Product', kind: 'text', of: ({ product }) => titleIn(products, product) },
    { head: 'Cases judged', kind: 'whole', of: ({ judged }) => judged },
    { head: 'Answered in time', kind: 'whole', of: ({ answeredInTime }) => answeredInTime },
    { head: 'Service level', kind: 'percentage', of: ({ serviceLevel }) => serviceLevel },
  ];
  return [
    {
      name: 'Products',
      lines: ['Service levels by product, as the customers declared it'],
      ...tableOf(columns, productLevels),
    },
  ];
}

/** Wages in total, by centre and by segment; none if nobody has a wage. */
export function costSheets(summary: Summary): readonly Sheet[] {
  const { centres, costs, segments } = summary;
  if (costs === null) return [];
  const columns: readonly RowColumn<ReturnType<typeof costRows>[number]>[] = [
    { head: 'Of', kind: 'text', of: ([kind]) => kind ?? null },
    {
      head: 'Name',
      kind: 'text',
      of: ([kind, id]) => titleIn([...centres, ...segments], String(id || kind)),
    },
    { head: `Cost (${costs.currency})`, kind: 'decimal', of: ([, , , cost]) => cost ?? null },
    {
      head: `Cost per case (${costs.currency})`,
      kind: 'decimal',
      of: ([, , , , perCase]) => perCase ?? null,
    },
  ];
  return [{ name: 'Costs', lines: ['Wages'], ...tableOf(columns, costRows(summary)) }];
}

const CENTRE: readonly RowColumn<CentreRow>[] = [
  { head: 'Centre', kind: 'text', of: ({ title }) => title },
  { head: 'Country', kind: 'text', of: ({ country }) => country },
  { head: 'Agents', kind: 'whole', of: ({ agents }) => agents },
  { head: 'Contacts', kind: 'whole', of: ({ contacts }) => contacts },
  { head: 'Handle time', kind: 'duration', of: ({ handleMeanS }) => handleMeanS },
  { head: 'Scheduled hours', kind: 'decimal', of: ({ scheduledHours }) => scheduledHours },
  { head: 'Available', kind: 'percentage', of: ({ availability }) => availability },
  { head: 'On duty (mean)', kind: 'decimal', of: ({ onDutyMean }) => onDutyMean },
  { head: 'Busy (mean)', kind: 'decimal', of: ({ busyMean }) => busyMean },
  { head: 'Occupancy', kind: 'percentage', of: ({ occupancy }) => occupancy },
  { head: 'Overtime hours', kind: 'decimal', of: ({ overtimeHours }) => overtimeHours },
  { head: 'Handed over to it', kind: 'whole', of: ({ handOversIn }) => handOversIn },
  { head: 'Handed over by it', kind: 'whole', of: ({ handOversOut }) => handOversOut },
];

export function centreSheet({ centres, costs }: Summary): Sheet {
  const cost: readonly RowColumn<CentreRow>[] =
    costs === null
      ? []
      : [
          {
            head: `Cost (${costs.currency})`,
            kind: 'decimal',
            of: ({ id }) => costs.centres.find((one) => one.id === id)?.cost ?? null,
          },
        ];
  return {
    name: 'Centres',
    lines: ['Service centres'],
    ...tableOf([...CENTRE, ...cost], centres),
  };
}

/** Counts what the agents of each group had open, case by case. */
export class GroupTally {
  private readonly scenario: Scenario;
  private readonly summary: Summary;
  private readonly groups = new Map<string, { cases: number; openMs: number }>();

  constructor(scenario: Scenario, summary: Summary) {
    this.scenario = scenario;
    this.summary = summary;
  }

  add({ accesses }: CaseHistory): void {
    const seen = new Set<string>();
    for (const { fromMs, group, toMs } of accesses) {
      const tally = this.groups.get(group) ?? { cases: 0, openMs: 0 };
      if (!seen.has(group)) tally.cases++;
      seen.add(group);
      tally.openMs += toMs === null ? 0 : toMs - fromMs;
      this.groups.set(group, tally);
    }
  }

  sheet(): Sheet {
    const { centres, groups } = this.scenario;
    const { costs, groups: rows } = this.summary;
    const column = (
      head: string,
      kind: RowColumn<AgentGroup>['kind'],
      of: (row: GroupRow) => number | null,
    ): RowColumn<AgentGroup> => ({
      head,
      kind,
      of: ({ id }) => {
        const row = rows.find((one) => one.id === id);
        return row === undefined ? null : of(row);
      },
    });
    return {
      name: 'Groups',
      lines: [
        'Groups of agents',
        'Hours in which cases were open to the agents of a group, after-call work not included.',
        'Available: share of the scheduled hours in which agents were present and their centre was up.',
      ],
      ...tableOf(
        [
          { head: 'Centre', kind: 'text', of: ({ centre }) => centres[centre]?.title ?? '' },
          { head: 'Group', kind: 'text', of: groupNameOf },
          { head: 'Tier', kind: 'whole', of: ({ tier }) => tier },
          { head: 'Cases', kind: 'whole', of: ({ id }) => this.groups.get(id)?.cases ?? 0 },
          {
            head: 'Hours with a case open',
            kind: 'decimal',
            of: ({ id }) => (this.groups.get(id)?.openMs ?? 0) / HOUR_MS,
          },
          column('Agents', 'whole', ({ agents }) => agents),
          column('Scheduled hours', 'decimal', ({ scheduledHours }) => scheduledHours),
          column('Available', 'percentage', ({ availability }) => availability),
          column('On duty (mean)', 'decimal', ({ onDutyMean }) => onDutyMean),
          column('Busy (mean)', 'decimal', ({ busyMean }) => busyMean),
          column('Occupancy', 'percentage', ({ occupancy }) => occupancy),
          column('Overtime hours', 'decimal', ({ overtimeHours }) => overtimeHours),
          column('Contacts', 'whole', ({ contacts }) => contacts),
          column('Taken over', 'whole', ({ takenOver }) => takenOver),
          column('Handle time', 'duration', ({ handleMeanS }) => handleMeanS),
          ...(costs === null
            ? []
            : [
                column('Paid hours', 'decimal', ({ paidHours }) => paidHours),
                column(`Cost (${costs.currency})`, 'decimal', ({ cost }) => cost),
              ]),
        ],
        groups,
      ),
    };
  }
}
