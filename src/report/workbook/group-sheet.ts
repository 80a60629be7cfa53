import type { Scenario } from '#domain';
import type { CaseHistory } from '#evidence';
import type { Sheet } from './sheet-xml.ts';

const MS_A_HOUR = 3_600_000;

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
      columns: [
        { head: 'Centre', kind: 'text' },
        { head: 'Group', kind: 'text' },
        { head: 'Tier', kind: 'whole' },
        { head: 'Cases', kind: 'whole' },
        { head: 'Hours with a case open', kind: 'decimal' },
      ],
      rows: groups.map(({ centre, id, tier }) => {
        const tally = this.groups.get(id) ?? { cases: 0, openMs: 0 };
        const name = id.slice(id.indexOf('/') + 1);
        return [centres[centre]?.title ?? '', name, tier, tally.cases, tally.openMs / MS_A_HOUR];
      }),
    };
  }
}
