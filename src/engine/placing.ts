import { NONE } from '#domain';
import type { DataPlaces } from './data-places.ts';
import type { Policy } from './policy.ts';

const UNKNOWN = -2;

/**
 * Where the copies of a new case go, for each stream: the policy's answer, kept until law, outages or evacuations change
 * it. NONE where no place is to be had.
 */
export class Placing {
  private readonly policy: Policy;
  private readonly isUsable: DataPlaces['isUsable'];
  private readonly primaries: Int32Array;
  private readonly replicas: Int32Array;

  constructor(policy: Policy, dataPlaces: DataPlaces, streams: number) {
    this.policy = policy;
    this.isUsable = dataPlaces.isUsable;
    this.primaries = new Int32Array(streams).fill(UNKNOWN);
    this.replicas = new Int32Array(streams).fill(UNKNOWN);
  }

  /** To be called whenever law, outages or evacuations change. */
  forget(): void {
    this.primaries.fill(UNKNOWN);
  }

  primaryFor(stream: number): number {
    if (this.primaries[stream] === UNKNOWN) this.ask(stream);
    return this.primaries[stream] as number;
  }

  replicaFor(stream: number): number {
    if (this.primaries[stream] === UNKNOWN) this.ask(stream);
    return this.replicas[stream] as number;
  }

  private ask(stream: number): void {
    const { isUsable, policy } = this;
    const primary = policy.placePrimary(stream, isUsable);
    this.primaries[stream] = primary;
    this.replicas[stream] = primary === NONE ? NONE : policy.placeReplica(stream, primary, isUsable);
  }
}
