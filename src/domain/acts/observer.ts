import type { CaseNumber, RunMs } from '../indices.ts';
import type { ActNumber } from './act-table.ts';

/** Receives the acts of a run in the order in which they happen. `act-table.ts` gives the meaning of the numbers. */
export interface Observer {
  act(
    timeMs: RunMs,
    kind: ActNumber,
    aux: number,
    caseNumber: CaseNumber,
    a: number,
    b: number,
    c: number,
    d: number,
  ): void;
}
