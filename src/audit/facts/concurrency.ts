import { type AgentIndex, CHANNELS, type GroupIndex, type StreamIndex } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import type { CasesView, CaseView } from './case-state.ts';
import type { WorldView } from './world-state.ts';

/** Which agents may handle several contacts at once, and how fast they work, in the recorded world. */
export class Concurrency {
  readonly areUsed: boolean;
  /** Group × channel: how many contacts, this one included, an agent may handle at once. */
  private readonly limits: readonly (readonly number[])[];
  /** Group × number of contacts, from 1 on: factor on the speed. */
  private readonly speeds: readonly (readonly number[])[];
  private readonly tables: ScenarioTables;
  private readonly world: WorldView;
  private readonly cases: CasesView;

  constructor(tables: ScenarioTables, world: WorldView, cases: CasesView) {
    this.tables = tables;
    this.world = world;
    this.cases = cases;
    this.limits = tables.scenario.groups.map(({ concurrency }) =>
      CHANNELS.map((channel) => concurrency?.limits[channel] ?? 1),
    );
    this.speeds = tables.scenario.groups.map(({ concurrency }) => [1, ...(concurrency?.slowdown ?? [])]);
    this.areUsed = tables.scenario.groups.some(({ concurrency }) => concurrency !== undefined);
  }

  /** Whether the agent may handle several contacts at once. */
  isShared(agent: AgentIndex): boolean {
    return this.tables.scenario.groups[this.tables.groupOf(agent)]?.concurrency !== undefined;
  }

  /** Whether the agent may handle other contacts together with the case. */
  mayBeSlowed(agent: AgentIndex, { stream }: CaseView): boolean {
    return this.limitOf(this.tables.groupOf(agent), stream) > 1;
  }

  /** Present speed of each contact of the agent, and of after-contact work. */
  speedOf(agent: AgentIndex): number {
    const inHand = this.world.casesOfAgent(agent).length + this.world.worksOf(agent).length;
    return this.speeds[this.tables.groupOf(agent)]?.[inHand - 1] ?? 1;
  }

  /** Whether the agent, who already handles something, may take the case as well. */
  hasRoom(agent: AgentIndex, { stream }: CaseView): boolean {
    if (!this.isShared(agent) || this.world.agentConsulted[agent] === 1) return false;
    const group = this.tables.groupOf(agent);
    const streams = this.streamsInHand(agent);
    const after = streams.length + 1;
    return [stream, ...streams].every((one) => after <= this.limitOf(group, one));
  }

  /** Whether some busy agent of the group who is present may take the case in addition to others. */
  isRoomIn(group: GroupIndex, supportCase: CaseView): boolean {
    if (this.limitOf(group, supportCase.stream) === 1) return false;
    return this.tables
      .agentsOf(group)
      .some(
        (agent) =>
          this.world.isPresent(agent) && this.world.isBusy(agent) && this.hasRoom(agent, supportCase),
      );
  }

  private streamsInHand(agent: AgentIndex): readonly StreamIndex[] {
    const contacts = this.world.casesOfAgent(agent).map((number) => this.cases.get(number)?.stream ?? -1);
    return [...contacts, ...this.world.worksOf(agent).map(({ stream }) => stream)];
  }

  private limitOf(group: GroupIndex, stream: StreamIndex): number {
    return stream === -1 ? 1 : (this.limits[group]?.[this.tables.stream(stream).channel] ?? 1);
  }
}
