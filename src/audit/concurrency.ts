import { CHANNELS } from '#domain';
import type { CaseState, LiveCases } from './case-state.ts';
import type { ScenarioTables } from './scenario-tables.ts';
import type { WorldState } from './world-state.ts';

/** Which agents may have a case in hand beside others, in the world that the ledger tells. */
export class Concurrency {
  readonly areUsed: boolean;
  /** Group × channel: together with how many, itself included, a contact may be in hand. */
  private readonly limits: readonly (readonly number[])[];
  private readonly tables: ScenarioTables;
  private readonly world: WorldState;
  private readonly cases: LiveCases;

  constructor(tables: ScenarioTables, world: WorldState, cases: LiveCases) {
    this.tables = tables;
    this.world = world;
    this.cases = cases;
    this.limits = tables.scenario.groups.map(({ concurrency }) =>
      CHANNELS.map((channel) => concurrency?.limits[channel] ?? 1),
    );
    this.areUsed = tables.scenario.groups.some(({ concurrency }) => concurrency !== undefined);
  }

  /** Whether the agent, who has something in hand, may have the case as well. */
  hasRoom(agent: number, supportCase: CaseState): boolean {
    const group = this.tables.groupOf(agent);
    const inHand = this.world.casesOfAgent(agent);
    const after = inHand.length + 1;
    return [supportCase, ...inHand.map((number) => this.cases.get(number))].every(
      (one) => one !== undefined && after <= this.limitOf(group, one),
    );
  }

  /** Whether some agent of the group, present and at work, may take the case beside others. */
  isRoomIn(group: number, supportCase: CaseState): boolean {
    if (this.limitOf(group, supportCase) === 1) return false;
    for (const { agents, firstAgent } of this.tables.shifts[group] ?? []) {
      for (let agent = firstAgent; agent < firstAgent + agents; agent++) {
        const isAtWork = this.world.isPresent(agent) && this.world.isBusy(agent);
        if (isAtWork && this.hasRoom(agent, supportCase)) return true;
      }
    }
    return false;
  }

  private limitOf(group: number, { stream }: CaseState): number {
    return this.limits[group]?.[this.tables.stream(stream).channel] ?? 1;
  }
}
