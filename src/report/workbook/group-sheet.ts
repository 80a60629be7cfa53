import { HOUR_MS } from '#base';
import type { CaseHistory } from '#cases';
import type { AgentGroup, Scenario } from '#domain';
import { groupNameOf } from '#planning';
import type { GroupRow, Summary } from '#statistics';
import { type RowColumn, type Sheet, tableOf } from './sheet-xml.ts';

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
