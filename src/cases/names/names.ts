import { customerName, customersNames, NONE_32, type Scenario } from '#domain';
import { Instants } from './instants.ts';
import { KnownActs } from './known-acts.ts';

/** The names of a scenario's rows in exports. Ids are the author's; agents and customers only have numbers. */
export class ScenarioNames {
  readonly scenario: Scenario;
  readonly rows: ScenarioRows;
  /** Acts of the ledger: formats remember what they make of each. */
  readonly acts = new KnownActs();
  /** By stream. */
  private readonly customersOfStream: readonly string[];
  /** Names of agents, built on first use. */
  private readonly agents: string[] = [];
  private readonly instants: Instants;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.rows = new ScenarioRows(scenario);
    this.customersOfStream = customersNames(scenario.streams);
    this.instants = new Instants(scenario.startEpochMs);
  }

  centre(index: number): string {
    return this.scenario.centres[index]?.id ?? `centre ${index}`;
  }

  group(index: number): string {
    return this.scenario.groups[index]?.id ?? `group ${index}`;
  }

  entity(index: number): string {
    return this.scenario.entities[index]?.id ?? `entity ${index}`;
  }

  stream(index: number): string {
    return this.scenario.streams[index]?.id ?? `stream ${index}`;
  }

  /** `data centre dublin-dc`, `centre sofia`: the two lists may share ids. */
  place(index: number): string {
    return this.rows.places[index]?.name ?? `place ${index}`;
  }

  country(place: number): string {
    return this.rows.places[place]?.country ?? '';
  }

  /** The company that holds the place. */
  holder(place: number): string {
    const entity = this.rows.places[place]?.entity;
    return entity === undefined ? '' : this.entity(entity);
  }

  /** `dublin/german#3`: a pseudonym, the third agent of the group. An agent outside all groups keeps the bare number. */
  agent(index: number): string {
    const known = this.agents[index];
    if (known !== undefined) return known;
    const name = this.agentName(index);
    if (index < this.rows.agentCount) this.agents[index] = name;
    return name;
  }

  private agentName(index: number): string {
    if (index === NONE_32) return 'nobody named';
    const group = this.rows.groupOfAgent(index);
    return group === null
      ? `agent ${index}`
      : `${this.group(group)}#${index - this.rows.firstAgent(group) + 1}`;
  }

  /** `premier/DE`: the customers of a stream, who may also use other channels. */
  customers(stream: number): string {
    return this.customersOfStream[stream] ?? this.stream(stream);
  }

  /** `premier/DE/17`: one customer, on any channel. */
  customer(stream: number, number: number): string {
    return customerName(this.customers(stream), number);
  }

  /** RFC 3339 in UTC, to the millisecond. */
  instant(timeMs: number): string {
    return this.instants.at(timeMs);
  }
}

/** A place where copies rest, or from which they are seen: data centres first, then centres, as acts number them. */
interface PlaceRow {
  readonly name: string;
  readonly kind: 'data centre' | 'centre';
  readonly id: string;
  readonly country: string;
  readonly entity: number;
}

/** The lists of a scenario as acts number them: places in one list, agents through all groups and shifts. */
class ScenarioRows {
  readonly places: readonly PlaceRow[];
  readonly agentCount: number;
  private readonly firstAgents: readonly number[];
  private readonly groups: Int32Array;

  constructor({ centres, dataCentres, groups }: Scenario) {
    this.places = [
      ...dataCentres.map((place) => placeRow('data centre', place)),
      ...centres.map((place) => placeRow('centre', place)),
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

function placeRow(
  kind: PlaceRow['kind'],
  { country, entity, id }: Omit<PlaceRow, 'kind' | 'name'>,
): PlaceRow {
  return { name: `${kind} ${id}`, kind, id, country, entity };
}
