import { assert } from '#base';
import { ESCALATION_REASONS } from '#domain';

/** How often cases moved from one centre to another, by reason. `fromCentre` −1: no centre had the case yet. */
export class HandOvers {
  private readonly centres: number;
  /** Reason × (from + 1) × to. */
  private readonly counts: Float64Array;

  constructor(centres: number) {
    this.centres = centres;
    this.counts = new Float64Array(ESCALATION_REASONS.length * (centres + 1) * centres);
  }

  count(reason: number, fromCentre: number, toCentre: number): void {
    const index = this.index(reason, fromCentre, toCentre);
    assert(index >= 0 && index < this.counts.length, 'no hand-over has this place');
    this.counts[index] = (this.counts[index] as number) + 1;
  }

  forget(): void {
    this.counts.fill(0);
  }

  of(reason: number, fromCentre: number, toCentre: number): number {
    return this.counts[this.index(reason, fromCentre, toCentre)] as number;
  }

  /** All counts. */
  all(): readonly number[] {
    return [...this.counts];
  }

  private index(reason: number, fromCentre: number, toCentre: number): number {
    return (reason * (this.centres + 1) + fromCentre + 1) * this.centres + toCentre;
  }
}
