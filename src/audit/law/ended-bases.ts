import type { DurationMs, PlaceIndex, RunMs, StreamIndex } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import type { LawView } from './transfer-law.ts';

/** Nothing has ended, or another basis has begun since. */
const NEVER = Number.POSITIVE_INFINITY;

/**
 * When data of a stream has to be gone from a place: the last basis on which it may be there has ended, none has begun since, and the
 * grace that the scenario promises runs out. Places and streams by number; the law is asked, change by change, in the order of time.
 */
export class EndedBases {
  private readonly law: LawView;
  private readonly graceMs: DurationMs;
  private readonly places: number;
  /** By stream × place: whether there was a basis, or none was needed, and when copies have to be gone. */
  private readonly held: Uint8Array;
  private readonly dueMs: Float64Array;
  /** When something has to be gone next; infinite where nothing has. */
  firstDueMs = NEVER;

  constructor({ places, streams }: ScenarioTables, law: LawView, graceMs: DurationMs) {
    this.law = law;
    this.graceMs = graceMs;
    this.places = places.length;
    this.held = new Uint8Array(streams.length * places.length);
    this.dueMs = new Float64Array(streams.length * places.length).fill(NEVER);
  }

  /** The law of the start of the run is in force. */
  begin(): void {
    for (let key = 0; key < this.held.length; key++) this.held[key] = this.has(key);
  }

  /** The law has been set to that of this instant. */
  lawHasChanged(timeMs: RunMs): void {
    for (let key = 0; key < this.held.length; key++) {
      const has = this.has(key);
      if (has === 1) this.dueMs[key] = NEVER;
      else if (this.held[key] === 1) this.dueMs[key] = timeMs + this.graceMs;
      this.held[key] = has;
    }
    this.findFirst();
  }

  isDue(stream: StreamIndex, place: PlaceIndex, dueMs: RunMs): boolean {
    return place < this.places && this.dueMs[stream * this.places + place] === dueMs;
  }

  /** Whether anything of the stream has to be gone from some place at that time. */
  concerns(stream: StreamIndex, dueMs: RunMs): boolean {
    const first = stream * this.places;
    return this.dueMs.subarray(first, first + this.places).includes(dueMs);
  }

  /** What had to be gone at that time has been looked at. */
  settle(dueMs: RunMs): void {
    for (let key = 0; key < this.dueMs.length; key++) {
      if (this.dueMs[key] === dueMs) this.dueMs[key] = NEVER;
    }
    this.findFirst();
  }

  private has(key: number): 0 | 1 {
    return this.law.hasBasis(Math.floor(key / this.places), key % this.places) ? 1 : 0;
  }

  private findFirst(): void {
    this.firstDueMs = this.dueMs.reduce((first, due) => Math.min(first, due), NEVER);
  }
}

/** Null where the scenario promises no grace: then nothing has to be gone. */
export function endedBasesOf(tables: ScenarioTables, law: LawView): EndedBases | null {
  const { basisEnd } = tables.scenario.retention;
  return basisEnd === undefined ? null : new EndedBases(tables, law, basisEnd.graceMs);
}
