import { CHANNELS, type Scenario, SEVERITIES, servesLanguage } from '#domain';
import { certainClass, cumulativeShares } from './draws.ts';

/** A shift of a group in the run: its agents are numbered `firstAgent` … `firstAgent + agents − 1`. */
export interface ShiftTable {
  readonly group: number;
  readonly shift: number;
  readonly firstAgent: number;
  readonly agents: number;
  readonly dutyFromMs: Float64Array;
  readonly dutyToMs: Float64Array;
}

/** The scenario as tables of numbers that do not change during a run. Rows follow the scenario's lists. */
export interface World {
  readonly scenario: Scenario;
  readonly agentCount: number;
  readonly groupOfAgent: Int32Array;
  readonly centreOfGroup: Int32Array;
  readonly shifts: readonly ShiftTable[];
  readonly groupsOfCentre: readonly (readonly number[])[];
  /** First agent and one past the last agent of each group. */
  readonly firstAgentOfGroup: Int32Array;
  /** group × product → speed factor, 0 without expertise. */
  readonly speed: Float64Array;
  /** group × language → 1 where the agents serve that language. */
  readonly serves: Uint8Array;
  /** group × channel → 1 where the group takes that channel. */
  readonly takes: Uint8Array;
  readonly streams: readonly StreamTable[];
  readonly placeCount: number;
  readonly placeCountry: readonly string[];
  readonly placeEntity: Int32Array;
}

export interface StreamTable {
  readonly channel: number;
  readonly segment: number;
  readonly promise: number;
  readonly placement: number;
  readonly products: Float64Array;
  readonly severities: Float64Array;
  readonly languages: Float64Array;
  /** The class that every case has where there is but one, else −1. */
  readonly onlyProduct: number;
  readonly onlySeverity: number;
  readonly onlyLanguage: number;
}

export function buildWorld(scenario: Scenario): World {
  const { groups, centres, dataCentres, languages, products } = scenario;
  const shifts: ShiftTable[] = [];
  const groupOfAgent: number[] = [];
  const firstAgentOfGroup: number[] = [];
  groups.forEach((group, g) => {
    firstAgentOfGroup.push(groupOfAgent.length);
    group.shifts.forEach((shift, k) => {
      shifts.push({
        group: g,
        shift: k,
        firstAgent: groupOfAgent.length,
        agents: shift.agents,
        dutyFromMs: Float64Array.from(shift.duty, (window) => Math.max(0, window.fromMs)),
        dutyToMs: Float64Array.from(shift.duty, (window) => window.toMs),
      });
      for (let i = 0; i < shift.agents; i++) groupOfAgent.push(g);
    });
  });
  firstAgentOfGroup.push(groupOfAgent.length);

  return {
    scenario,
    agentCount: groupOfAgent.length,
    groupOfAgent: Int32Array.from(groupOfAgent),
    centreOfGroup: Int32Array.from(groups, (group) => group.centre),
    shifts,
    groupsOfCentre: centres.map((_, c) => groups.flatMap((group, g) => (group.centre === c ? [g] : []))),
    firstAgentOfGroup: Int32Array.from(firstAgentOfGroup),
    speed: Float64Array.from(groups.flatMap((group) => products.map((_, p) => group.speed[p] ?? 0))),
    serves: Uint8Array.from(
      groups.flatMap((group) =>
        languages.map((wanted) =>
          group.languages.some((spoken) => servesLanguage(languages[spoken] as string, wanted)) ? 1 : 0,
        ),
      ),
    ),
    takes: Uint8Array.from(
      groups.flatMap((group) => CHANNELS.map((channel) => (group.channels.includes(channel) ? 1 : 0))),
    ),
    streams: scenario.streams.map((stream) => {
      const segment = scenario.segments[stream.segment];
      if (segment === undefined) throw new RangeError(`stream ${stream.id} names no segment`);
      const productSums = cumulativeShares(segment.productShares);
      const severitySums = cumulativeShares(SEVERITIES.map((_, i) => segment.severityShares[i] ?? 0));
      const languageSums = cumulativeShares(stream.languageShares);
      return {
        channel: CHANNELS.indexOf(stream.channel),
        segment: stream.segment,
        promise: segment.promise,
        placement: segment.placement,
        products: productSums,
        severities: severitySums,
        languages: languageSums,
        onlyProduct: certainClass(productSums),
        onlySeverity: certainClass(severitySums),
        onlyLanguage: certainClass(languageSums),
      };
    }),
    placeCount: dataCentres.length + centres.length,
    placeCountry: [...dataCentres, ...centres].map((place) => place.country),
    placeEntity: Int32Array.from([...dataCentres, ...centres], (place) => place.entity),
  };
}
