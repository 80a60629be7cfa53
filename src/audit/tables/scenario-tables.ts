import { definite } from '#base';
import { CHANNELS, type Scenario, servesLanguage } from '#domain';
import { NO_STRANGERS, type Strangers } from './strangers.ts';

/** What cases of an arrival stream have in common. */
export interface StreamFacts {
  readonly promise: number;
  readonly country: string;
  readonly region: string;
  readonly channel: number;
  /** What the customers are for personal data. */
  readonly customerRole: 'controller' | 'processor';
  /** Data centres of the placement, primary and replica candidates. */
  readonly primary: readonly number[];
  readonly replica: readonly number[];
}

/** The agents of one shift: `firstAgent` … `firstAgent + agents − 1`. */
export interface ShiftFacts {
  readonly firstAgent: number;
  readonly agents: number;
  /** Beginnings and ends of the duty windows, ms since the start of the run; beginnings are not before 0. */
  readonly fromMs: readonly number[];
  readonly toMs: readonly number[];
}

/** The Scenario's tables by number: agents numbered, places put in one list, skills as yes and no. */
export class ScenarioTables {
  readonly scenario: Scenario;
  /** What the record calls what is not in these tables. */
  readonly strangers: Strangers;
  readonly streams: readonly StreamFacts[];
  /** Data centres, then centres (their local systems). */
  readonly places: readonly { readonly id: string; readonly country: string; readonly entity: number }[];
  readonly dataCentreCount: number;
  readonly agentCount: number;
  private readonly groupOfAgent: Int32Array;
  private readonly centreOfGroup: Int32Array;
  readonly shifts: readonly (readonly ShiftFacts[])[];
  private readonly spoken: Uint8Array;

  constructor(scenario: Scenario, strangers: Strangers = NO_STRANGERS) {
    this.scenario = scenario;
    this.strangers = strangers;
    this.dataCentreCount = scenario.dataCentres.length;
    this.places = [...scenario.dataCentres, ...scenario.centres];
    this.streams = scenario.streams.map((stream) => {
      const segment = definite(scenario.segments[stream.segment], `stream ${stream.id} has no segment`);
      const placement = definite(scenario.placements[segment.placement], `${segment.id} has no placement`);
      return {
        promise: segment.promise,
        country: stream.country,
        region: stream.region,
        channel: CHANNELS.indexOf(stream.channel),
        customerRole: segment.role ?? 'controller',
        primary: placement.primary,
        replica: placement.replica,
      };
    });

    let agentCount = 0;
    const groupOfAgent: number[] = [];
    this.shifts = scenario.groups.map((group, g) =>
      group.shifts.map(({ agents, duty }) => {
        const firstAgent = agentCount;
        agentCount += agents;
        for (let i = 0; i < agents; i++) groupOfAgent.push(g);
        const fromMs = duty.map((window) => Math.max(0, window.fromMs));
        return { firstAgent, agents, fromMs, toMs: duty.map((window) => window.toMs) };
      }),
    );
    this.agentCount = agentCount;
    this.groupOfAgent = Int32Array.from(groupOfAgent);
    this.centreOfGroup = Int32Array.from(scenario.groups, ({ centre }) => centre);

    const { groups, languages } = scenario;
    this.spoken = new Uint8Array(groups.length * languages.length);
    groups.forEach((group, g) => {
      languages.forEach((wanted, l) => {
        const serves = group.languages.some((spoken) => servesLanguage(languages[spoken] ?? '', wanted));
        this.spoken[g * languages.length + l] = serves ? 1 : 0;
      });
    });
  }

  /** Whether the agents of a group serve customers who write the language. */
  serves(group: number, language: number): boolean {
    return this.spoken[group * this.scenario.languages.length + language] === 1;
  }

  takes(group: number, channel: number): boolean {
    const name = CHANNELS[channel];
    return name !== undefined && (this.scenario.groups[group]?.channels.includes(name) ?? false);
  }

  /** Whether the agents of a group have the expertise for a product. */
  knows(group: number, product: number): boolean {
    return (this.scenario.groups[group]?.speed[product] ?? 0) > 0;
  }

  centreOf(group: number): number {
    return this.centreOfGroup[group] ?? -1;
  }

  /** The centre or group in whose line cases wait that are committed to the place of a group. */
  placeOfLine(group: number): number {
    return this.scenario.routing.commitment?.to === 'group' ? group : this.centreOf(group);
  }

  /** Country in which the agents of a group reside. */
  residenceOf(group: number): string {
    const own = this.scenario.groups[group]?.residence;
    return own ?? this.countryOf(this.placeOfCentre(this.centreOf(group)));
  }

  /** The group of an agent, −1 where no agent has that number. */
  groupOf(agent: number): number {
    return this.groupOfAgent[agent] ?? -1;
  }

  /** Whether the agent exists and is of the group, and the group is at the centre. */
  hasAgent(group: number, agent: number): boolean {
    return this.groupOf(agent) === group;
  }
  hasAgentAt(centre: number, group: number, agent: number): boolean {
    return this.centreOf(group) === centre && this.groupOf(agent) === group;
  }

  /** The number, in the list of places, of a centre's local system. */
  placeOfCentre(centre: number): number {
    return this.dataCentreCount + centre;
  }

  stream(stream: number): StreamFacts {
    return definite(this.streams[stream], 'the scenario has no such stream');
  }

  countryOf(place: number): string {
    return this.places[place]?.country ?? '';
  }

  entityOf(place: number): number {
    return this.places[place]?.entity ?? -1;
  }

  /** A place as a reader of a report knows it: `dublin (IE)`. */
  placeName(place: number): string {
    const found = this.places[place];
    return found === undefined
      ? (this.strangers.place(place) ?? `place ${place}`)
      : `${found.id} (${found.country})`;
  }
}
