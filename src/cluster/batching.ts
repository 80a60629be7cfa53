/** How much work a batch should be: enough that handing it over costs nothing beside it, little enough to be made again. */
const BATCH_MS = 2000;
/** How much a new measurement weighs against what was known before. */
const WEIGHT = 0.25;
const SIZE_MAX = 64;

/** Sizes of batches, by how long a replication of the scenario took lately. A first batch is one replication. */
export class BatchSizes {
  private readonly meanMs = new Map<string, number>();
  private latestMs = Number.POSITIVE_INFINITY;

  /** `count` replications of the scenario took `tookMs` of computing. */
  measured(scenario: string, tookMs: number, count: number): void {
    const perReplicationMs = tookMs / count;
    const before = this.meanMs.get(scenario) ?? perReplicationMs;
    this.latestMs = before + WEIGHT * (perReplicationMs - before);
    this.meanMs.set(scenario, this.latestMs);
  }

  sizeFor(scenario: string): number {
    return sizeOf(this.meanMs.get(scenario) ?? this.latestMs);
  }

  /** Of the scenario heard of last. */
  get latest(): number {
    return sizeOf(this.latestMs);
  }
}

function sizeOf(perReplicationMs: number): number {
  return Math.min(SIZE_MAX, Math.max(1, Math.floor(BATCH_MS / Math.max(perReplicationMs, 1))));
}

export function* chunks<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
