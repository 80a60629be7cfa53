/** A step of a case from one situation to the next. */
export interface Move {
  /** One of CASE_EVENTS or CASE_TIMERS, `a dated change` (the next step of the timeline), or `a consultation`. */
  readonly what: string;
  /** Data centres that must be down for the step, and those that must be up. */
  readonly down: readonly number[];
  readonly up: readonly number[];
}

const NOTHING_DECIDED = { down: [], up: [] };

/** `decided`: by data centre on which the step depends, whether it is up. */
export function whatIsUp(decided: ReadonlyMap<number, boolean>): Pick<Move, 'down' | 'up'> {
  if (decided.size === 0) return NOTHING_DECIDED;
  const down: number[] = [];
  const up: number[] = [];
  for (const [dataCentre, isUp] of decided) (isUp ? up : down).push(dataCentre);
  return { down, up };
}
