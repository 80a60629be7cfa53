import type { Scenario } from '#domain';

/** A place where copies rest, or from which they are seen: data centres first, then centres, as acts number them. */
export interface PlaceRow {
  readonly name: string;
  readonly kind: 'data centre' | 'centre';
  readonly id: string;
  readonly country: string;
  readonly entity: number;
}

/** The lists of a scenario as acts number them: places in one list, agents through all groups and shifts. */
export class ScenarioRows {
  readonly places: readonly PlaceRow[];
  readonly agentCount: number;
  private readonly firstAgents: readonly number[];
  private readonly groups: Int32Array;

  constructor({ centres, dataCentres, groups }: Scenario) {
    this.places = [
      ...dataCentres.map(
        ({ country, entity, id }): PlaceRow => ({
          name: `data centre ${id}`,
          kind: 'data centre',
          id,
          country,
          entity,
        }),
      ),
      ...centres.map(
        ({ country, entity, id }): PlaceRow => ({
          name: `centre ${id}`,
          kind: 'centre',
          id,
          country,
          entity,
        }),
      ),
    ];
    const firstAgents: number[] = [];
    let count = 0;
    for (const { shifts } of groups) {
      firstAgents.push(count);
      for (const { agents } of shifts) count += agents;
    }
    this.firstAgents = firstAgents;
    this.agentCount = count;
    this.groups = new Int32Array(count);
    firstAgents.forEach((first, group) => this.groups.fill(group, first));
  }

  firstAgent(group: number): number {
    return this.firstAgents[group] ?? this.agentCount;
  }

  /** Null if no group has an agent with that number. */
  groupOfAgent(agent: number): number | null {
    return this.groups[agent] ?? null;
  }
}
