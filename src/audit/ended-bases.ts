/** Nothing has ended, or another basis has begun since. */
const NEVER = Number.POSITIVE_INFINITY;

/**
 * When data of a stream has to be gone from a place: the last basis on which it may be there has ended, none has begun since, and the
 * grace that the scenario promises runs out. Places and streams by number; the law is asked, change by change, in the order of time.
 */
export class EndedBases {
  private readonly graceMs: number;
  private readonly places: number;
  private readonly hasBasis: (stream: number, place: number) => boolean;
  /** By stream × place: whether there was a basis, or none was needed, and when copies have to be gone. */
  private readonly held: Uint8Array;
  private readonly dueMs: Float64Array;
  /** When something has to be gone next; infinite where nothing has. */
  firstDueMs = NEVER;

  /** `graceMs`: infinite where the scenario promises none. */
  constructor(
    { places, streams }: { readonly places: number; readonly streams: number },
    graceMs: number,
    hasBasis: (stream: number, place: number) => boolean,
  ) {
    this.places = places;
    this.graceMs = graceMs;
    this.hasBasis = hasBasis;
    this.held = new Uint8Array(streams * places);
    this.dueMs = new Float64Array(streams * places).fill(NEVER);
  }

  /** The law of the start of the run is in force. */
  begin(): void {
    for (let key = 0; key < this.held.length; key++) this.held[key] = this.has(key);
  }

  /** The law has been set to that of this instant. */
  lawHasChanged(timeMs: number): void {
    for (let key = 0; key < this.held.length; key++) {
      const has = this.has(key);
      if (has === 1) this.dueMs[key] = NEVER;
      else if (this.held[key] === 1) this.dueMs[key] = timeMs + this.graceMs;
      this.held[key] = has;
    }
    this.findFirst();
  }

  isDue(stream: number, place: number, dueMs: number): boolean {
    return this.dueMs[stream * this.places + place] === dueMs;
  }

  /** Whether anything of the stream has to be gone from some place at that time. */
  concerns(stream: number, dueMs: number): boolean {
    const first = stream * this.places;
    return this.dueMs.subarray(first, first + this.places).includes(dueMs);
  }

  /** What had to be gone at that time has been looked at. */
  settle(dueMs: number): void {
    for (let key = 0; key < this.dueMs.length; key++) {
      if (this.dueMs[key] === dueMs) this.dueMs[key] = NEVER;
    }
    this.findFirst();
  }

  private has(key: number): 0 | 1 {
    return this.hasBasis(Math.floor(key / this.places), key % this.places) ? 1 : 0;
  }

  private findFirst(): void {
    this.firstDueMs = this.dueMs.reduce((first, due) => Math.min(first, due), NEVER);
  }
}

/** How long copies may be left that rested on a basis which has ended, ms; infinite where the scenario promises nothing. */
export function graceOf(retention: { readonly basisEnd?: { readonly graceMs: number } }): number {
  return retention.basisEnd?.graceMs ?? NEVER;
}
