import type { Column, Indexed } from '#base';
import {
  type AgentIndex,
  CHANNELS,
  type ChannelIndex,
  type EntityIndex,
  type GroupIndex,
  type PlaceIndex,
  type PlacementIndex,
  type PromiseIndex,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type SegmentIndex,
  type StreamIndex,
  servesLanguage,
} from '#domain';
import { ClassShares } from './draws.ts';

/** Agents of a shift, numbered `firstAgent` … `firstAgent + agents − 1`. */
export interface Shiftmates {
  readonly group: GroupIndex;
  readonly shift: number;
  readonly firstAgent: AgentIndex;
  readonly agents: number;
}

/** A shift of a group in the run, with all its agents. */
export interface ShiftTable extends Shiftmates {
  readonly dutyFromMs: Float64Array;
  readonly dutyToMs: Float64Array;
}

/** The scenario as tables that do not change during a run. Rows are in the order of the scenario's lists. */
export interface World {
  readonly scenario: Scenario;
  readonly shifts: readonly ShiftTable[];
  /** group × language → 1 if the group's agents serve the language. */
  readonly serves: Uint8Array;
  /** group × channel → 1 if the group takes the channel. */
  readonly takes: Uint8Array;
  readonly streams: Indexed<StreamIndex, StreamTable>;
  /** The kind of each stream, for promise and law: the first stream to which the same ones apply. */
  readonly lawKinds: Column<StreamIndex, StreamIndex>;
  readonly placeCount: number;
  readonly placeCountry: Indexed<PlaceIndex, string>;
  readonly placeEntity: Column<PlaceIndex, EntityIndex>;
}

export interface StreamTable {
  /** Number of places in the world. */
  readonly places: number;
  readonly channel: ChannelIndex;
  readonly segment: SegmentIndex;
  readonly promise: PromiseIndex;
  readonly placement: PlacementIndex;
  readonly products: ClassShares;
  readonly severities: ClassShares;
  readonly languages: ClassShares;
  /** Product shares that apply from a given time, if they change. */
  readonly mixes: readonly { readonly fromMs: RunMs; readonly products: ClassShares }[];
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
  /** By shares: thousands of streams have only a few different ones. */
  const known = new Map<string, ClassShares>();
  const classes = (shares: readonly number[]) => {
    const key = shares.join();
    const made = known.get(key) ?? new ClassShares(shares);
    known.set(key, made);
    return made;
  };

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
      return {
        places: placeCount,
        channel: CHANNELS.indexOf(stream.channel),
        segment: stream.segment,
        promise: segment.promise,
        placement: segment.placement,
        products: classes(segment.productShares),
        mixes: (segment.mixes ?? []).map(({ fromMs, shares }) => ({ fromMs, products: classes(shares) })),
        severities: classes(SEVERITIES.map((_, i) => segment.severityShares[i] ?? 0)),
        languages: classes(stream.languageShares),
      };
    }),
    lawKinds: lawKindsOf(scenario),
    placeCount,
    placeCountry: [...dataCentres, ...centres].map((place) => place.country),
    placeEntity: Int32Array.from([...dataCentres, ...centres], (place) => place.entity),
  };
}

/** Streams of one kind agree in country, promise, placement, role, consents and agreements. */
function lawKindsOf({ segments, streams }: Scenario): Column<StreamIndex, StreamIndex> {
  const ofSegments = segments.map(({ agreements, consents, placement, promise, role }) =>
    JSON.stringify([promise, placement, role, consents, agreements]),
  );
  const firsts = new Map<string, StreamIndex>();
  return Int32Array.from(streams, ({ country, segment }, index) => {
    const key = `${country} ${ofSegments[segment]}`;
    const first = firsts.get(key) ?? index;
    firsts.set(key, first);
    return first;
  });
}
