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
  readonly shifts: readonly ShiftTable[];
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
  /** Places of the world. */
  readonly places: number;
  readonly channel: number;
  readonly segment: number;
  readonly promise: number;
  readonly placement: number;
  readonly products: Float64Array;
  readonly severities: Float64Array;
  readonly languages: Float64Array;
  /** Products from a moment on, where their shares change. */
  readonly mixes: readonly { readonly fromMs: number; readonly products: Float64Array }[];
  /** The class that every case has where there is but one, else −1. */
  readonly onlyProduct: number;
  readonly onlySeverity: number;
  readonly onlyLanguage: number;
}

export function buildWorld(scenario: Scenario): World {
  const { groups, centres, dataCentres, languages } = scenario;
  const shifts: ShiftTable[] = [];
  let agents = 0;
  groups.forEach((group, g) => {
    group.shifts.forEach((shift, k) => {
      shifts.push({
        group: g,
        shift: k,
        firstAgent: agents,
        agents: shift.agents,
        dutyFromMs: Float64Array.from(shift.duty, (window) => Math.max(0, window.fromMs)),
        dutyToMs: Float64Array.from(shift.duty, (window) => window.toMs),
      });
      agents += shift.agents;
    });
  });
  const placeCount = dataCentres.length + centres.length;

  return {
    scenario,
    shifts,
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
      const mixes = (segment.mixes ?? []).map(({ fromMs, shares }) => ({
        fromMs,
        products: cumulativeShares(shares),
      }));
      const severitySums = cumulativeShares(SEVERITIES.map((_, i) => segment.severityShares[i] ?? 0));
      const languageSums = cumulativeShares(stream.languageShares);
      return {
        places: placeCount,
        channel: CHANNELS.indexOf(stream.channel),
        segment: stream.segment,
        promise: segment.promise,
        placement: segment.placement,
        products: productSums,
        mixes,
        severities: severitySums,
        languages: languageSums,
        onlyProduct: mixes.length > 0 ? -1 : certainClass(productSums),
        onlySeverity: certainClass(severitySums),
        onlyLanguage: certainClass(languageSums),
      };
    }),
    placeCount,
    placeCountry: [...dataCentres, ...centres].map((place) => place.country),
    placeEntity: Int32Array.from([...dataCentres, ...centres], (place) => place.entity),
  };
}
