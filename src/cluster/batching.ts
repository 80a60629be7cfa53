/** Target amount of work in a batch: large enough to make the overhead negligible, small enough to be repeated. */
const BATCH_MS = 2000;
/** Weight of a new measurement against the previous estimate. */
const WEIGHT = 0.25;
const SIZE_MAX = 64;

/** Sizes of batches, by the recent time of a replication of the scenario. A first batch is one replication. */
export class BatchSizes {
  private readonly meanMs = new Map<string, number>();
  private latestMs = Number.POSITIVE_INFINITY;

  /** Records that `count` replications of the scenario took `tookMs` of computing. */
  measured(scenario: string, tookMs: number, count: number): void {
    const perReplicationMs = tookMs / count;
    const before = this.meanMs.get(scenario) ?? perReplicationMs;
    this.latestMs = before + WEIGHT * (perReplicationMs - before);
    this.meanMs.set(scenario, this.latestMs);
  }

  sizeFor(scenario: string): number {
    return sizeOf(this.meanMs.get(scenario) ?? this.latestMs);
  }

  /** For the scenario measured last. */
  get latest(): number {
    return sizeOf(this.latestMs);
  }
}

function sizeOf(perReplicationMs: number): number {
  return Math.min(SIZE_MAX, Math.max(1, Math.floor(BATCH_MS / Math.max(perReplicationMs, 1))));
}
