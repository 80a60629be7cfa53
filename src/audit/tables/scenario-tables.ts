import { type Column, definite, type Indexed } from '#base';
import {
  type AgentIndex,
  type CentreIndex,
  CHANNELS,
  type ChannelIndex,
  type DataCentreIndex,
  type EntityIndex,
  type GroupIndex,
  type LanguageIndex,
  type PlaceIndex,
  type ProductIndex,
  type PromiseIndex,
  type QueueOwnerIndex,
  type RunMs,
  type Scenario,
  type StreamIndex,
  servesLanguage,
} from '#domain';

/**
 * The name of something that the scenario does not have, by its number in entries; null if it has none. Only logs from other
 * systems have such names. A place that is missing in the log has one, too.
 */
export type Strangers = (
  what: 'place' | 'group' | 'agent' | 'entity',
  number: PlaceIndex | GroupIndex | AgentIndex | EntityIndex,
) => string | null;

/** What cases of an arrival stream have in common. */
export interface StreamFacts {
  readonly promise: PromiseIndex;
  readonly country: string;
  readonly region: string;
  readonly channel: ChannelIndex;
  /** Role of the customers under data protection law. */
  readonly customerRole: 'controller' | 'processor';
  /** Data centres of the placement: candidates for the primary copy, then for replicas. */
  readonly primary: readonly DataCentreIndex[];
  readonly replica: readonly DataCentreIndex[];
}

/** The agents of one shift: `firstAgent` … `firstAgent + agents − 1`. */
export interface ShiftFacts {
  readonly firstAgent: AgentIndex;
  readonly agents: number;
  /** Start and end of the duty windows, ms since the start of the run; no start is before 0. */
  readonly fromMs: readonly RunMs[];
  readonly toMs: readonly RunMs[];
}

/** The tables of the Scenario by number: agents are numbered, places form one list, and skills are flags. */
export class ScenarioTables {
  readonly scenario: Scenario;
  /** Names for things in the record that are not in these tables. */
  readonly strangers: Strangers;
  readonly streams: Indexed<StreamIndex, StreamFacts>;
  /** Data centres, then centres (their local systems). */
  readonly places: Indexed<
    PlaceIndex,
    { readonly id: string; readonly country: string; readonly entity: EntityIndex }
  >;
  readonly dataCentreCount: number;
  /** Whether the ledger has the number of each transfer, since some stay in their tier or go to one group; and whether any goes to one group. */
  readonly numbersTransfers: boolean;
  /** Whether some transfers happen only after the first contact of a case, or only after later ones. */
  readonly passesByTurn: boolean;
  readonly passesToGroups: boolean;
  readonly agentCount: number;
  private readonly groupOfAgent: Column<AgentIndex, GroupIndex>;
  private readonly agentsOfGroup: (readonly AgentIndex[])[] = [];
  private readonly centreOfGroup: Column<GroupIndex, CentreIndex>;
  readonly shifts: Indexed<GroupIndex, readonly ShiftFacts[]>;
  private readonly spoken: Uint8Array;

  constructor(scenario: Scenario, strangers: Strangers = () => null) {
    this.scenario = scenario;
    this.strangers = strangers;
    this.dataCentreCount = scenario.dataCentres.length;
    const passedOn = (scenario.work.tierTransfers ?? []).flatMap((own, from) =>
      own.map(({ contact, group, to }) => ({ contact, group, isWithin: to === from + 1 })),
    );
    this.passesToGroups = passedOn.some(({ group }) => group !== undefined);
    this.passesByTurn = passedOn.some(({ contact }) => contact !== undefined);
    this.numbersTransfers =
      this.passesToGroups || this.passesByTurn || passedOn.some(({ isWithin }) => isWithin);
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
  serves(group: GroupIndex, language: LanguageIndex): boolean {
    return this.spoken[group * this.scenario.languages.length + language] === 1;
  }

  takes(group: GroupIndex, channel: ChannelIndex): boolean {
    const name = CHANNELS[channel];
    return name !== undefined && (this.scenario.groups[group]?.channels.includes(name) ?? false);
  }

  /** Whether the agents of a group have the expertise for a product. */
  knows(group: GroupIndex, product: ProductIndex): boolean {
    return (this.scenario.groups[group]?.speed[product] ?? 0) > 0;
  }

  centreOf(group: GroupIndex): CentreIndex {
    return this.centreOfGroup[group] ?? -1;
  }

  /** Whether contacts may leave work to their agents: all of some kinds, or those under an escort who watches a part of the work. */
  get leavesWork(): boolean {
    const { promises, work } = this.scenario;
    return work.afterContact !== undefined || promises.some(({ escortedPart }) => escortedPart !== undefined);
  }

  /** The company that employs the group's agents, if another company runs their centre; null if the same does. */
  employerElsewhere(group: GroupIndex): EntityIndex | null {
    const { centre = -1, employer } = this.scenario.groups[group] ?? {};
    return employer === undefined || employer === this.scenario.centres[centre]?.entity ? null : employer;
  }

  /** Whether the group's centre, or its agents, are those of a subcontractor. */
  isSubcontracted(group: GroupIndex): boolean {
    const { centres, entities, groups } = this.scenario;
    const { centre = -1, employer = centres[centre]?.entity } = groups[group] ?? {};
    return [centres[centre]?.entity, employer].some((e) => entities[e ?? -1]?.kind === 'subcontractor');
  }

  /** Whether the promise to the stream's customers lets subcontractors take a case only when nobody else can. */
  keepsFromSubcontractors(stream: StreamIndex): boolean {
    return this.scenario.promises[this.stream(stream).promise]?.subcontractorsOnly === 'when required';
  }

  /** Centre or group in whose queue cases wait once they are committed to the group's place, or passed on to it. */
  queueOwnerOf(group: GroupIndex): QueueOwnerIndex {
    const isGroup = this.passesToGroups || this.scenario.routing.commitment?.to === 'group';
    return isGroup ? group : this.centreOf(group);
  }

  /** Whether the group takes, of the cases that it ranks alike, the one with the largest weight × wait. */
  weighsWaits(group: GroupIndex): boolean {
    const { takesFirst = [] } = this.scenario.groups[group] ?? {};
    return takesFirst.some(({ rank, weight }) => rank !== undefined || weight !== undefined);
  }

  /** Country in which the agents of a group reside. */
  residenceOf(group: GroupIndex): string {
    const own = this.scenario.groups[group]?.residence;
    return own ?? this.countryOf(this.placeOfCentre(this.centreOf(group)));
  }

  /** The agents of a group, in the order of its shifts. */
  agentsOf(group: GroupIndex): readonly AgentIndex[] {
    this.agentsOfGroup[group] ??= (this.shifts[group] ?? []).flatMap(({ agents, firstAgent }) =>
      Array.from({ length: agents }, (_, i) => firstAgent + i),
    );
    return this.agentsOfGroup[group];
  }

  /** Group of an agent; −1 if no agent has that number. */
  groupOf(agent: AgentIndex): GroupIndex {
    return this.groupOfAgent[agent] ?? -1;
  }

  /** Whether the agent exists and belongs to the group, and the group to the centre. */
  hasAgent(group: GroupIndex, agent: AgentIndex): boolean {
    return this.groupOf(agent) === group;
  }
  hasAgentAt(centre: CentreIndex, group: GroupIndex, agent: AgentIndex): boolean {
    return this.centreOf(group) === centre && this.groupOf(agent) === group;
  }

  /** Index of a centre's local system in the list of places. */
  placeOfCentre(centre: CentreIndex): PlaceIndex {
    return this.dataCentreCount + centre;
  }

  stream(stream: StreamIndex): StreamFacts {
    return definite(this.streams[stream], 'the scenario has no such stream');
  }

  countryOf(place: PlaceIndex): string {
    return this.places[place]?.country ?? '';
  }

  entityOf(place: PlaceIndex): EntityIndex {
    return this.places[place]?.entity ?? -1;
  }

  /** Name of a place for readers of a report: `dublin (IE)`. */
  placeName(place: PlaceIndex): string {
    const found = this.places[place];
    return found === undefined
      ? (this.strangers('place', place) ?? `place ${place}`)
      : `${found.id} (${found.country})`;
  }
}
