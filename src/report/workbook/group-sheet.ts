import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import type { CaseHistory } from '#evidence';
import { groupNameOf } from '../shift-title.ts';
import type { Sheet } from './sheet-xml.ts';
import { tableOf } from './table-columns.ts';

/** Counts what the agents of each group had open, case by case. */
export class GroupTally {
  private readonly scenario: Scenario;
  private readonly groups = new Map<string, { cases: number; openMs: number }>();

  constructor(scenario: Scenario) {
    this.scenario = scenario;
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
    return {
      name: 'Groups',
      lines: [
        'Groups of agents',
        'Hours in which cases were open to the agents of a group, after-call work not included.',
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
        ],
        groups,
      ),
    };
  }
}
