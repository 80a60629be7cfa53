import type { LegalHold, RunMs, StreamIndex } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';

/** Legal holds: until when they forbid the erasure of cases. */
export class Holds {
  private readonly ofStream: readonly (readonly LegalHold[])[];

  constructor({ scenario }: ScenarioTables) {
    this.ofStream = scenario.streams.map(({ segment }) =>
      (scenario.holds ?? []).filter((hold) => hold.segment === segment),
    );
  }

  /** Whether any hold concerns cases of the stream, at any time. */
  concern(stream: StreamIndex): boolean {
    return (this.ofStream[stream]?.length ?? 0) > 0;
  }

  inForce(stream: StreamIndex, timeMs: RunMs): LegalHold | undefined {
    const holds = this.ofStream[stream];
    if (holds === undefined) return undefined;
    for (const hold of holds) if (hold.fromMs <= timeMs && timeMs < hold.toMs) return hold;
    return undefined;
  }

  /** The earliest time at which data due for erasure at `dueMs` may be erased. */
  erasableMs(stream: StreamIndex, dueMs: RunMs): RunMs {
    let atMs = dueMs;
    for (let hold = this.inForce(stream, atMs); hold !== undefined; hold = this.inForce(stream, atMs)) {
      atMs = hold.toMs;
    }
    return atMs;
  }
}
