/**
 * Kinds of notices in the future-event list. A timer's notice carries the timer in the bits above: kind | timer << 4.
 */
export const TIMER = 0;
export const ARRIVAL = 1;
export const LAW_CHANGE = 2;
export const CLOCK_CHANGE = 3;
export const DATA_CENTRE_UP = 4;
export const DATA_CENTRE_DOWN = 5;
export const EVACUATION = 6;
export const CENTRE_UP = 7;
export const CENTRE_DOWN = 8;
export const DUTY_BEGINS = 9;
export const DUTY_ENDS = 10;

/** Whether the notice is of a case; all others change the world. */
export function isOfCase(what: number): boolean {
  return (what & 15) < LAW_CHANGE;
}

/**
 * Among notices of the same instant smaller urgencies come first: the law, then places, then people (those who come
 * before those who go), each with its kind as urgency; then cases in the order of scheduling.
 */
export const CASE_URGENCY = 15;
