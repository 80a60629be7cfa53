import { AssertionError, Counter, rowAt } from '#base';
import {
  type CaseTally,
  COPY_ROLES,
  type CopyRoleIndex,
  type DataCentreIndex,
  type LanguageIndex,
  type Level,
  type Meter,
  NONE,
  type PlaceIndex,
  type ProductIndex,
  type PromiseIndex,
  SEVERITIES,
  type SeverityIndex,
  type StreamIndex,
  seedParts,
  TIERS,
  type TierNumber,
} from '#domain';
import type { RoutingClass } from '../routing/routing-classes.ts';
import { type CaseDraws, createCaseDraws } from '../world/draws.ts';
import type { StreamTable, World } from '../world/world.ts';
import { ArrivalSource } from './arrivals.ts';
import { BranchedCounter, StreamBranches } from './branched-counter.ts';
import { rateOf } from './busy-days.ts';
import { TraceArrivals } from './trace-replay.ts';

const TIER_COUNT = TIERS.length;

/** The tallies of all streams. */
export interface StreamTallies {
  readonly meter: Meter;
  /** Live copies under a promise, role × place. All streams of the promise share the list. */
  copies(promise: PromiseIndex): readonly Level[];
}

export function streamTallies({ placeCount }: World, meter: Meter): StreamTallies {
  const known = new Map<PromiseIndex, readonly Level[]>();
  return {
    meter,
    copies(promise) {
      const found = known.get(promise);
      if (found !== undefined) return found;
      const copies = COPY_ROLES.flatMap((_, role) =>
        Array.from({ length: placeCount }, (__, place) => meter.copiesAt(promise, role, place)),
      );
      known.set(promise, copies);
      return copies;
    },
  };
}

/** An arrival stream in a run: its arrivals and draws, and everything that its cases have in common. */
export class Source {
  readonly index: StreamIndex;
  readonly table: StreamTable;
  readonly arrivals: ArrivalSource | TraceArrivals;
  readonly draws: CaseDraws;
  /** Makes the counter of that name for draws about the stream's cases. */
  readonly counterOf: (name: string) => Counter;
  /** By severity; where the meter tells products apart, by product, then severity. */
  readonly tallies: readonly CaseTally[];
  /** From the tallies of a product to those of the next; 0 where all share them. */
  private readonly talliesPerProduct: number;
  /** Number of the next case within the stream. */
  nextOrdinal = 0;
  /** Where the copies of a new case go, by the policy. Law, outages and evacuations change it (`Placing`). */
  primary: DataCentreIndex = NONE;
  replica: DataCentreIndex = NONE;
  /** Product × language × tier, by the present law. */
  classes: readonly RoutingClass[] = [];
  private readonly languages: number;
  /** Role × place. */
  private readonly copies: readonly Level[];

  /** `meter` provides tallies; `copies` provides those of copies under the stream's promise. `seedText` may name branches. */
  constructor(
    world: World,
    { copies, meter }: StreamTallies,
    index: StreamIndex,
    seedText: string,
    replication: number,
  ) {
    const { scenario } = world;
    const stream = scenario.streams[index] as (typeof scenario.streams)[number];
    this.index = index;
    this.table = rowAt(world.streams, index);
    const { branches: all, seed } = seedParts(seedText);
    const branches = all.length === 0 ? null : new StreamBranches(all);
    this.counterOf =
      branches === null
        ? (name) => new Counter(seed, replication, name)
        : (name) => new BranchedCounter(seed, replication, name, branches);
    const rate = rateOf(scenario, stream, seed, replication);
    this.arrivals =
      stream.trace === undefined
        ? new ArrivalSource({ ...stream, rate }, seed, replication, branches)
        : new TraceArrivals(stream.trace, branches);
    this.draws = createCaseDraws(stream.id, this.counterOf);
    const { casesOfProduct } = meter;
    this.talliesPerProduct = casesOfProduct === null ? 0 : SEVERITIES.length;
    this.tallies =
      casesOfProduct === null
        ? SEVERITIES.map((_, severity) => meter.casesOf(index, severity))
        : scenario.products.flatMap((_, product) =>
            SEVERITIES.map((__, severity) => casesOfProduct(index, severity, product)),
          );
    this.languages = scenario.languages.length;
    this.copies = copies(this.table.promise);
  }

  /** The tally of a case: it changes with the severity. A product that is corrected after the first answer has no effect. */
  tallyOf(product: ProductIndex, severity: SeverityIndex): CaseTally {
    return this.tallies[product * this.talliesPerProduct + severity] as CaseTally;
  }

  classOf(product: ProductIndex, language: LanguageIndex, tier: TierNumber): RoutingClass {
    if (tier < 1 || tier > TIER_COUNT) refuseTier(tier);
    return this.classes[(product * this.languages + language) * TIER_COUNT + tier - 1] as RoutingClass;
  }

  copiesAt(role: CopyRoleIndex, place: PlaceIndex): Level {
    if (place < 0) refusePlace(place);
    return this.copies[role * this.table.places + place] as Level;
  }
}

function refuseTier(tier: TierNumber): never {
  throw new AssertionError(`a case waits at tier ${tier}, which does not exist`);
}

function refusePlace(place: PlaceIndex): never {
  throw new AssertionError(`a copy has the place ${place}`);
}
