/** What brought a case from one situation into the next. */
export interface Move {
  /** One of CASE_EVENTS or CASE_TIMERS, `a dated change` (the next step of the timeline), or `a consultation`. */
  readonly what: string;
  /** Data centres that have to be down for it, and those that have to be up. */
  readonly down: readonly number[];
  readonly up: readonly number[];
}

const NOTHING_DECIDED = { down: [], up: [] };

/** `decided`: of which data centres it had to be known whether they are up, and whether they are. */
export function whatIsUp(decided: ReadonlyMap<number, boolean>): Pick<Move, 'down' | 'up'> {
  if (decided.size === 0) return NOTHING_DECIDED;
  const all = [...decided];
  return {
    down: all.flatMap(([dataCentre, up]) => (up ? [] : [dataCentre])),
    up: all.flatMap(([dataCentre, up]) => (up ? [dataCentre] : [])),
  };
}
