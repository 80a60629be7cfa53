import type { ScenarioNames } from '#cases';
import { BASIS_KINDS } from '#domain';

/** Ids of the objects of a log. Those that many events name are built once. */
export class ObjectIds {
  readonly names: ScenarioNames;
  readonly scenario: string;
  private readonly places: readonly string[];
  private readonly entities: readonly string[];
  private readonly agents: string[] = [];
  /** By kind; then by importer and instrument. */
  private readonly bases: Map<number, string>[] = [];

  constructor(names: ScenarioNames) {
    const { rows, scenario } = names;
    this.names = names;
    this.scenario = `scenario/${scenario.name}`;
    this.places = rows.places.map(({ id, kind }) => `${kind}/${id}`);
    this.entities = scenario.entities.map((_, entity) => `entity/${names.entity(entity)}`);
  }

  /** Null if no group has the agent. */
  agent(agent: number): string | null {
    if (this.names.rows.groupOfAgent(agent) === null) return null;
    this.agents[agent] ??= `agent/${this.names.agent(agent)}`;
    return this.agents[agent];
  }

  centre(centre: number): string | null {
    return this.place(this.names.scenario.dataCentres.length + centre);
  }

  centreOfGroup(group: number): string | null {
    const centre = this.names.scenario.groups[group]?.centre;
    return centre === undefined ? null : this.centre(centre);
  }

  place(place: number): string | null {
    return this.places[place] ?? null;
  }

  entity(entity: number): string | null {
    return this.entities[entity] ?? null;
  }

  /** A basis is only the kind, or the kind with the instrument that an entity holds. */
  basis(kind: number, importer: number, instrument: number): string {
    const held = this.names.scenario.entities[importer]?.instruments[instrument]?.instrument;
    this.bases[kind] ??= new Map();
    const ofKind = this.bases[kind];
    // An importer has 16 bits. One extra value stands for the kind alone.
    const place = held === undefined ? 0 : 1 + importer + instrument * 2 ** 16;
    let id = ofKind.get(place);
    if (id === undefined) {
      const name = `basis/${BASIS_KINDS[kind] ?? `unknown ${kind}`}`;
      id = held === undefined ? name : `${name}/${this.names.entity(importer)}/${held}`;
      ofKind.set(place, id);
    }
    return id;
  }

  customer(stream: number, customer: number): string {
    return `customer/${this.names.customer(stream, customer)}`;
  }
}

export const CASE_PREFIX = 'case/';
export const COPY_PREFIX = 'copy/';

/** The id of a copy after the number of its case. */
export function copySuffix(role: string, place: string): string {
  return `/${role}/${place}`;
}
