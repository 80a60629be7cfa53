import type { ActNumber, CaseNumber, Observer, RunMs } from '#domain';

/** The contents of an act, without its time and case. */
export interface ExploredAct {
  readonly kind: ActNumber;
  readonly aux: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** Keeps the acts of a step until the next one. */
export class ActList implements Observer {
  readonly acts: ExploredAct[] = [];

  act(
    _timeMs: RunMs,
    kind: ActNumber,
    aux: number,
    _case: CaseNumber,
    a: number,
    b: number,
    c: number,
    d: number,
  ): void {
    this.acts.push({ kind, aux, a, b, c, d });
  }

  clear(): void {
    if (this.acts.length > 0) this.acts.length = 0;
  }
}
