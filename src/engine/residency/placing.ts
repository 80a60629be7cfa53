import type { Indexed } from '#base';
import { type DataCentreIndex, type Evacuation, NONE, type StreamIndex } from '#domain';
import type { Source } from '../demand/source.ts';
import type { DataPlaces } from './data-places.ts';
import type { Policy } from './policy.ts';

/** Data centres of the copies of a case; NONE for no copy. */
export interface CopyPlaces {
  readonly primary: DataCentreIndex;
  readonly replica: DataCentreIndex;
}

/** Keeps the `primary` and `replica` of each source up to date: where the copies of new cases are stored; NONE if no place is available. */
export class Placing {
  private readonly policy: Policy;
  private readonly isUsable: DataPlaces['isUsable'];
  private readonly sources: Indexed<StreamIndex, Source>;

  constructor(policy: Policy, dataPlaces: DataPlaces, sources: readonly Source[]) {
    this.policy = policy;
    this.isUsable = dataPlaces.isUsable;
    this.sources = sources;
    this.refresh();
  }

  /** Call after each change of the law, an outage or an evacuation. */
  refresh(): void {
    for (const source of this.sources) {
      const { primary, replica } = placesOf(this.policy, source.index, this.isUsable);
      source.primary = primary;
      source.replica = replica;
    }
  }
}

/** Where the copies of a new case of the stream are stored; NONE if no place is available. */
export function placesOf(
  policy: Policy,
  stream: StreamIndex,
  isUsable: (dataCentre: DataCentreIndex) => boolean,
): CopyPlaces {
  const primary = policy.placeFirst(stream, isUsable);
  const replica = primary === NONE ? NONE : policy.placeReplica(stream, primary, isUsable);
  return { primary, replica };
}

/**
 * New places for a case whose copies may not stay where they are. Null if all may stay, or if none can move now: no other place is
 * available, or the primary, from which copies are made, is down.
 */
export function reviewed(
  policy: Policy,
  stream: StreamIndex,
  { primary, replica }: CopyPlaces,
  { isUp, isUsable }: Pick<DataPlaces, 'isUp' | 'isUsable'>,
): CopyPlaces | null {
  if (primary === NONE || !isUp(primary)) return null;
  let newPrimary = primary;
  let newReplica = replica;
  if (!policy.mayRest(stream, 'primary', primary)) {
    const isReplicaFine = replica !== NONE && policy.mayRest(stream, 'primary', replica);
    const target = policy.placePrimary(stream, (place) => place !== replica && isUsable(place));
    if (target !== NONE) newPrimary = target;
    else if (isReplicaFine) {
      newPrimary = replica;
      newReplica = NONE;
    }
  }
  if (newReplica !== NONE && !policy.mayRest(stream, 'replica', newReplica)) {
    newReplica = policy.placeReplica(stream, newPrimary, isUsable);
  }
  const isSame = newPrimary === primary && newReplica === replica;
  return isSame ? null : { primary: newPrimary, replica: newReplica };
}

/**
 * New places for the copies of a case when a data centre is evacuated. Null if the case has no copy there, or if none can move now: no
 * other place is available, or the primary, from which copies are made, is down.
 */
export function relocation(
  policy: Policy,
  stream: StreamIndex,
  { dataCentre, to }: Evacuation,
  { primary, replica }: CopyPlaces,
  { isUp, isUsable }: Pick<DataPlaces, 'isUp' | 'isUsable'>,
): CopyPlaces | null {
  if ((primary !== dataCentre && replica !== dataCentre) || !isUp(primary)) return null;
  if (primary === dataCentre) {
    const target = policy.placeAmong(stream, to, isUsable, replica);
    if (target !== NONE) return { primary: target, replica };
    // The replica of a case that was open before the run may lie where a primary may not.
    const isReplicaFine = replica !== NONE && policy.mayRest(stream, 'primary', replica);
    return isReplicaFine ? { primary: replica, replica: NONE } : null;
  }
  return { primary, replica: policy.placeAmong(stream, to, isUsable, primary) };
}
