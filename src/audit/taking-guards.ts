import { CHANNELS, SEVERITIES, type TakingGuard } from '#domain';
import type { CaseState } from './case-state.ts';
import type { ScenarioTables } from './scenario-tables.ts';
import type { WorldState } from './world-state.ts';

/** The conditions under which groups take some kinds of cases, and whether they hold in the world that the ledger tells. */
export class TakingGuards {
  readonly areUsed: boolean;
  private readonly byGroup: readonly (readonly TakingGuard[])[];
  private readonly tables: ScenarioTables;
  private readonly world: WorldState;

  constructor(tables: ScenarioTables, world: WorldState) {
    this.tables = tables;
    this.world = world;
    this.byGroup = tables.scenario.groups.map(({ takesOnlyWhile }) => takesOnlyWhile ?? []);
    this.areUsed = this.byGroup.some(({ length }) => length > 0);
  }

  /** Whether every condition that the group has for such a case holds, with so many of its agents free. */
  admit(group: number, supportCase: CaseState, idle = this.world.idle[group] as number): boolean {
    for (const guard of this.byGroup[group] ?? []) {
      if (!this.isOfItsKind(guard, supportCase)) continue;
      if (guard.idle !== null && idle < guard.idle) return false;
      if (guard.idleShare !== undefined && idle < guard.idleShare * (this.world.onDuty[group] as number))
        return false;
      if (guard.down !== null && this.world.isCentreUp(guard.down)) return false;
    }
    return true;
  }

  private isOfItsKind(guard: TakingGuard, { product, severity, stream }: CaseState): boolean {
    const { segment } = this.tables.scenario.streams[stream] ?? {};
    const channel = CHANNELS[this.tables.stream(stream).channel];
    const name = SEVERITIES[severity];
    return (
      (guard.product === null || guard.product === product) &&
      (guard.segment === null || guard.segment === segment) &&
      (guard.severities === null || (name !== undefined && guard.severities.includes(name))) &&
      (guard.channels === null || (channel !== undefined && guard.channels.includes(channel)))
    );
  }
}
