import type { CaseNumber, RunMs } from '../indices.ts';
import type { ActNumber } from './act-table.ts';

/** Receives the acts of a run in the order in which they happen. What the numbers mean: `act-table.ts`. */
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
