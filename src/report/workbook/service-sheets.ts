import { HOUR_MS } from '#base';
import type { CaseHistory } from '#cases';
import type { AgentGroup, Scenario } from '#domain';
import { groupNameOf, partsOfCell } from '#planning';
import type { CentreRow, GroupRow, ProductLevelRow, ServiceRow, Summary } from '#statistics';
import { titleIn } from '../document/words.ts';
import { costRows } from '../run/tables/csv.ts';
import { column, type RowColumn, type Sheet, tableOf } from './sheet-xml.ts';

const SERVICE: readonly RowColumn<ServiceRow>[] = [
  column('Cases', 'whole', ({ arrived }) => arrived),
  column('Answered', 'whole', ({ answered }) => answered),
  column('Abandoned', 'whole', ({ abandoned }) => abandoned),
  column('Service level', 'percentage', ({ serviceLevel }) => serviceLevel),
  column('Cases judged', 'whole', ({ judged }) => judged),
  column('Speed of answer', 'duration', ({ speedOfAnswerS }) => speedOfAnswerS),
  column('Wait, 50 % within', 'duration', ({ waitP50S }) => waitP50S),
  column('Wait, 90 % within', 'duration', ({ waitP90S }) => waitP90S),
  column('Abandonment', 'percentage', ({ abandonmentShare }) => abandonmentShare),
  column('Resolved', 'whole', ({ resolved }) => resolved),
  column('Time to resolution', 'duration', ({ sojournMeanS }) => sojournMeanS),
  column('Hand-overs', 'whole', ({ handOvers }) => handOvers),
  column('Reopened', 'whole', ({ reopened }) => reopened),
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
        column('Segment', 'text', ({ segment }: NarrowedRow) => segment),
        column('Channel', 'text', ({ channel }: NarrowedRow) => channel),
        column('Severity', 'text', ({ severity }: NarrowedRow) => severity),
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
    column('Segment', 'text', ({ segment }) => titleIn(segments, segment)),
    column('Channel', 'text', ({ channel }) => channel),
    column('Severity', 'text', ({ severity }) => severity),
    column('Product', 'text', ({ product }) => titleIn(products, product)),
    column('Cases judged', 'whole', ({ judged }) => judged),
    column('Answered in time', 'whole', ({ answeredInTime }) => answeredInTime),
    column('Service level', 'percentage', ({ serviceLevel }) => serviceLevel),
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
    column('Of', 'text', ([kind]) => kind ?? null),
    column('Name', 'text', ([kind, id]) => titleIn([...centres, ...segments], String(id || kind))),
    column(`Cost (${costs.currency})`, 'decimal', ([, , , cost]) => cost ?? null),
    column(`Cost per case (${costs.currency})`, 'decimal', ([, , , , perCase]) => perCase ?? null),
  ];
  return [{ name: 'Costs', lines: ['Wages'], ...tableOf(columns, costRows(summary)) }];
}

const ON_DUTY: readonly RowColumn<CentreRow | GroupRow>[] = [
  column('Scheduled hours', 'decimal', ({ scheduledHours }) => scheduledHours),
  column('Available', 'percentage', ({ availability }) => availability),
  column('On duty (mean)', 'decimal', ({ onDutyMean }) => onDutyMean),
  column('Busy (mean)', 'decimal', ({ busyMean }) => busyMean),
  column('Occupancy', 'percentage', ({ occupancy }) => occupancy),
  column('Overtime hours', 'decimal', ({ overtimeHours }) => overtimeHours),
];

const CENTRE: readonly RowColumn<CentreRow>[] = [
  column('Centre', 'text', ({ title }) => title),
  column('Country', 'text', ({ country }) => country),
  column('Agents', 'whole', ({ agents }) => agents),
  column('Contacts', 'whole', ({ contacts }) => contacts),
  column('Handle time', 'duration', ({ handleMeanS }) => handleMeanS),
  ...ON_DUTY,
  column('Handed over to it', 'whole', ({ handOversIn }) => handOversIn),
  column('Handed over by it', 'whole', ({ handOversOut }) => handOversOut),
];

export function centreSheet({ centres, costs }: Summary): Sheet {
  const cost: readonly RowColumn<CentreRow>[] =
    costs === null
      ? []
      : [
          column(
            `Cost (${costs.currency})`,
            'decimal',
            ({ id }) => costs.centres.find((one) => one.id === id)?.cost ?? null,
          ),
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
    const ofGroup = ({ head, kind, of }: RowColumn<GroupRow>): RowColumn<AgentGroup> =>
      column(head, kind, ({ id }) => {
        const row = rows.find((one) => one.id === id);
        return row === undefined ? null : of(row);
      });
    const ofRows: readonly RowColumn<GroupRow>[] = [
      column('Agents', 'whole', ({ agents }) => agents),
      ...ON_DUTY,
      column('Contacts', 'whole', ({ contacts }) => contacts),
      column('Taken over', 'whole', ({ takenOver }) => takenOver),
      column('Handle time', 'duration', ({ handleMeanS }) => handleMeanS),
      ...(costs === null
        ? []
        : [
            column('Paid hours', 'decimal', ({ paidHours }: GroupRow) => paidHours),
            column(`Cost (${costs.currency})`, 'decimal', ({ cost }: GroupRow) => cost),
          ]),
    ];
    return {
      name: 'Groups',
      lines: [
        'Groups of agents',
        'Hours in which cases were open to the agents of a group, after-call work not included.',
        'Available: share of the scheduled hours in which agents were present and their centre was up.',
      ],
      ...tableOf(
        [
          column('Centre', 'text', ({ centre }: AgentGroup) => centres[centre]?.title ?? ''),
          column('Group', 'text', groupNameOf),
          column('Tier', 'whole', ({ tier }: AgentGroup) => tier),
          column('Cases', 'whole', ({ id }: AgentGroup) => this.groups.get(id)?.cases ?? 0),
          column(
            'Hours with a case open',
            'decimal',
            ({ id }: AgentGroup) => (this.groups.get(id)?.openMs ?? 0) / HOUR_MS,
          ),
          ...ofRows.map(ofGroup),
        ],
        groups,
      ),
    };
  }
}
