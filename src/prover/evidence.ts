/** A copy as one number: role, then place. */
export function copyOf(role: number, place: number): number {
  return (place << ROLE_BITS) | role;
}
export function roleOf(copy: number): number {
  return copy & ((1 << ROLE_BITS) - 1);
}
export function placeOf(copy: number): number {
  return copy >> ROLE_BITS;
}
const ROLE_BITS = 3;

/** What the acts of a case, and they alone, have told so far: the judge believes nothing else. */
export interface Evidence {
  /** Live copies, ascending. */
  readonly copies: readonly number[];
  /** Something was stored once. */
  readonly wasStored: boolean;
  /** To which group the case is assigned: from the assignment until its view ends, or its rest does. −1 for none. */
  readonly holder: number;
  /** Group that sees the case now, from where it reads, −1 for none. */
  readonly viewer: number;
  readonly viewedPlace: number;
  /** Number of the consent on which it is seen, −1 for none. */
  readonly consent: number;
  /** Whoever has the case has it in an emergency. */
  readonly isEmergency: boolean;
}

export const NOTHING: Evidence = {
  copies: [],
  wasStored: false,
  holder: -1,
  viewer: -1,
  viewedPlace: -1,
  consent: -1,
  isEmergency: false,
};

export function evidenceKey(evidence: Evidence): string {
  const { consent, copies, holder, isEmergency, viewedPlace, viewer, wasStored } = evidence;
  return String.fromCharCode(
    (wasStored ? 1 : 0) | (isEmergency ? 2 : 0),
    holder + 1,
    viewer + 1,
    viewedPlace + 1,
    consent + 1,
    ...copies,
  );
}
