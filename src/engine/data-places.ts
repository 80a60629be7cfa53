import { NONE } from '#domain';
import type { CaseRecord } from './case-record.ts';

/** Which data centres are up and in use, and where a case can be read. */
export class DataPlaces {
  readonly up: Uint8Array;
  private readonly evacuated: Uint8Array;

  constructor(dataCentres: number) {
    this.up = new Uint8Array(dataCentres).fill(1);
    this.evacuated = new Uint8Array(dataCentres);
  }

  /** Whether new copies may be put there, as far as outages and evacuations go. */
  readonly isUsable = (dataCentre: number): boolean =>
    this.up[dataCentre] === 1 && this.evacuated[dataCentre] === 0;

  evacuate(dataCentre: number): void {
    this.evacuated[dataCentre] = 1;
  }

  /** The data centre that the case is read from now: the primary, or the replica while that is down; or NONE. */
  readable({ primary, replica }: CaseRecord): number {
    if (this.up[primary] === 1) return primary;
    return replica !== NONE && this.up[replica] === 1 ? replica : NONE;
  }
}
