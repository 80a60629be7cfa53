/** Receives the acts of a run in the order in which they happen. What the numbers mean: `act-table.ts`. */
export interface Observer {
  act(
    timeMs: number,
    kind: number,
    aux: number,
    caseNumber: number,
    a: number,
    b: number,
    c: number,
    d: number,
  ): void;
}
