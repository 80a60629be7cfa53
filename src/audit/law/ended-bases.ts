import type { DurationMs, PlaceIndex, RunMs, StreamIndex } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import type { AtInstant } from './rule.ts';
import type { TransferLaw } from './transfer-law.ts';

/** No basis has ended, or another one has begun since. */
const NEVER = Number.POSITIVE_INFINITY;

/**
 * When data of a stream must be gone from a place: the last basis for keeping it there has ended, none has begun
 * since, and the scenario's grace period is over. Streams and places by number. The law is read change by change, in
 * time order.
 */
export class EndedBases {
  private readonly law: AtInstant<TransferLaw>;
  private readonly graceMs: DurationMs;
  private readonly places: number;
  /** By stream × place: whether there was a basis or none was needed; then when copies must be gone. */
  private readonly held: Uint8Array;
  private readonly dueMs: Float64Array;
  /** When the next data must be gone; Infinity if none must. */
  firstDueMs = NEVER;

  constructor({ places, streams }: ScenarioTables, law: AtInstant<TransferLaw>, graceMs: DurationMs) {
    this.law = law;
    this.graceMs = graceMs;
    this.places = places.length;
    this.held = new Uint8Array(streams.length * places.length);
    this.dueMs = new Float64Array(streams.length * places.length).fill(NEVER);
  }

  /** Call when the law at the start of the run is in force. */
  begin(): void {
    for (let key = 0; key < this.held.length; key++) this.held[key] = this.has(key);
  }

  /** Call when the law has been set to this instant. */
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

  /** Whether data of the stream must be gone from some place at that time. */
  concerns(stream: StreamIndex, dueMs: RunMs): boolean {
    const first = stream * this.places;
    return this.dueMs.subarray(first, first + this.places).includes(dueMs);
  }

  /** Call when everything due at that time has been judged. */
  settle(dueMs: RunMs): void {
    for (let key = 0; key < this.dueMs.length; key++) {
      if (this.dueMs[key] === dueMs) this.dueMs[key] = NEVER;
    }
    this.findFirst();
  }

  private has(key: number): 0 | 1 {
    return this.law.mayKeep(Math.floor(key / this.places), key % this.places) ? 1 : 0;
  }

  private findFirst(): void {
    this.firstDueMs = this.dueMs.reduce((first, due) => Math.min(first, due), NEVER);
  }
}

/** Null if the scenario gives no grace period: then no data has to be gone. */
export function endedBasesOf(tables: ScenarioTables, law: AtInstant<TransferLaw>): EndedBases | null {
  const { basisEnd } = tables.scenario.retention;
  return basisEnd === undefined ? null : new EndedBases(tables, law, basisEnd.graceMs);
}
