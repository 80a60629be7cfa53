import { COPY_ROLES } from '#domain';
import { placeOfCopy, roleOfCopy } from '../copy-list.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';

/** Nothing has ended, or another basis has begun since. */
const NEVER = Number.POSITIVE_INFINITY;

/**
 * R8: when the last basis ends on which data of a stream may be at a place, no copy of it is left there after the grace that the
 * scenario promises. That nothing new relies on it is R7's matter.
 */
export class BasisEnd {
  readonly tally: Tally;
  private readonly facts: Facts;
  private readonly graceMs: number;
  /** By stream × place: whether there was a basis, or none was needed, and when copies have to be gone. */
  private readonly held: Uint8Array;
  private readonly dueMs: Float64Array;
  private firstDueMs = NEVER;

  constructor(facts: Facts) {
    const { places, scenario, streams } = facts.tables;
    this.facts = facts;
    this.graceMs = scenario.retention.basisEnd?.graceMs ?? NEVER;
    this.held = new Uint8Array(streams.length * places.length);
    this.dueMs = new Float64Array(streams.length * places.length).fill(NEVER);
    this.tally = new Tally('R8', facts.moment);
  }

  /** The law of the start of the run is in force. */
  begin(): void {
    this.forEachPlace((key, has) => {
      this.held[key] = has ? 1 : 0;
    });
  }

  /** The law has been set to that of this instant. */
  lawHasChanged(timeMs: number): void {
    if (this.graceMs === NEVER) return;
    this.passed(timeMs);
    this.forEachPlace((key, has) => {
      if (has) this.dueMs[key] = NEVER;
      else if (this.held[key] === 1) this.dueMs[key] = timeMs + this.graceMs;
      this.held[key] = has ? 1 : 0;
    });
    this.firstDueMs = this.dueMs.reduce((first, due) => Math.min(first, due), NEVER);
  }

  /** Time has passed to just before `timeMs`. */
  passed(timeMs: number): void {
    while (this.firstDueMs < timeMs) {
      this.judge(this.firstDueMs);
      for (let key = 0; key < this.dueMs.length; key++) {
        if (this.dueMs[key] === this.firstDueMs) this.dueMs[key] = NEVER;
      }
      this.firstDueMs = this.dueMs.reduce((first, due) => Math.min(first, due), NEVER);
    }
  }

  /** Grace is over at some places: every live copy of the streams concerned is looked at. */
  private judge(dueMs: number): void {
    const { cases, tables, world } = this.facts;
    const places = tables.places.length;
    for (const { copies, number, stream } of cases.all()) {
      const first = stream * places;
      if (!this.dueMs.subarray(first, first + places).includes(dueMs)) continue;
      for (const copy of copies) {
        this.tally.checks++;
        const place = placeOfCopy(copy);
        if (this.dueMs[first + place] !== dueMs) continue;
        const message = () =>
          `a ${COPY_ROLES[roleOfCopy(copy)] ?? 'copy'} is left at ${tables.placeName(place)} after its time: ` +
          'the basis on which it was held there has ended';
        this.tally.violate(number, message, [world.lawEntry], dueMs);
      }
    }
  }

  private forEachPlace(visit: (key: number, hasBasis: boolean) => void): void {
    const { law, tables } = this.facts;
    const places = tables.places.length;
    for (let stream = 0; stream < tables.streams.length; stream++) {
      for (let place = 0; place < places; place++)
        visit(stream * places + place, law.hasBasis(stream, place));
    }
  }
}
