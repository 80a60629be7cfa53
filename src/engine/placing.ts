import { NONE } from '#domain';
import type { DataPlaces } from './data-places.ts';
import type { Policy } from './policy.ts';
import { type Source, UNKNOWN_PLACE } from './source.ts';

/** Where the copies of new cases go. NONE where no place is to be had. */
export class Placing {
  private readonly policy: Policy;
  private readonly isUsable: DataPlaces['isUsable'];
  private readonly sources: readonly Source[];

  constructor(policy: Policy, dataPlaces: DataPlaces, sources: readonly Source[]) {
    this.policy = policy;
    this.isUsable = dataPlaces.isUsable;
    this.sources = sources;
  }

  /** To be called whenever law, outages or evacuations change. */
  forget(): void {
    for (const source of this.sources) source.primary = UNKNOWN_PLACE;
  }

  /** Sees to it that `primary` and `replica` of the source are known. */
  know(source: Source): void {
    if (source.primary !== UNKNOWN_PLACE) return;
    const { isUsable, policy } = this;
    const primary = policy.placePrimary(source.index, isUsable);
    source.primary = primary;
    source.replica = primary === NONE ? NONE : policy.placeReplica(source.index, primary, isUsable);
  }
}
