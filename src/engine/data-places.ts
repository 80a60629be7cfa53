import { NONE } from '#domain';
import type { CaseRows } from './case-rows.ts';

/** Which data centres are up and in use, and where a case can be read. */
export class DataPlaces {
  readonly up: Uint8Array;
  private readonly evacuated: Uint8Array;
  private readonly rows: CaseRows;

  constructor(dataCentres: number, rows: CaseRows) {
    this.up = new Uint8Array(dataCentres).fill(1);
    this.evacuated = new Uint8Array(dataCentres);
    this.rows = rows;
  }

  /** Whether new copies may be put there, as far as outages and evacuations go. */
  readonly isUsable = (dataCentre: number): boolean =>
    this.up[dataCentre] === 1 && this.evacuated[dataCentre] === 0;

  evacuate(dataCentre: number): void {
    this.evacuated[dataCentre] = 1;
  }

  /** The data centre that the case is read from now: the primary, or the replica while that is down; or NONE. */
  readable(row: number): number {
    const { primary, replica } = this.rows.columns;
    const first = primary[row] as number;
    if (this.up[first] === 1) return first;
    const second = replica[row] as number;
    return second !== NONE && this.up[second] === 1 ? second : NONE;
  }
}
