import { NONE } from '#domain';
import type { CaseRecord } from './case-record.ts';

/** Which data centres are up and in use, and where a case can be read. */
export class DataPlaces {
  private readonly up: Uint8Array;
  private allUp = true;
  private readonly evacuated: Uint8Array;

  constructor(dataCentres: number) {
    this.up = new Uint8Array(dataCentres).fill(1);
    this.evacuated = new Uint8Array(dataCentres);
  }

  /** Whether new copies may be put there, as far as outages and evacuations go. */
  readonly isUsable = (dataCentre: number): boolean =>
    this.up[dataCentre] === 1 && this.evacuated[dataCentre] === 0;

  setUp(dataCentre: number, isUp: boolean): void {
    this.up[dataCentre] = isUp ? 1 : 0;
    this.allUp = this.up.every((up) => up === 1);
  }

  evacuate(dataCentre: number): void {
    this.evacuated[dataCentre] = 1;
  }

  /** The data centre that the case is read from now: the primary, or the replica while that is down; or NONE. */
  readable({ primary, replica }: CaseRecord): number {
    if (this.allUp || this.up[primary] === 1) return primary;
    return replica !== NONE && this.up[replica] === 1 ? replica : NONE;
  }
}
