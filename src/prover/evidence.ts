import { ALL_CLASSES } from '#audit';

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

/** A copy that holds these item classes only, as one number. */
export function narrowCopy(copy: number, classes: number): number {
  return copy * NARROW + classes;
}
/** The item classes that a live copy holds. */
export function classesOf(narrow: readonly number[], copy: number): number {
  const found = narrow.find((one) => Math.floor(one / NARROW) === copy);
  return found === undefined ? ALL_CLASSES : found % NARROW;
}
/** The others of these. */
export function withoutNarrow(narrow: readonly number[], copy: number): number[] {
  return narrow.filter((one) => Math.floor(one / NARROW) !== copy);
}
const NARROW = ALL_CLASSES + 1;

/** An open view. */
export interface OpenView {
  readonly group: number;
  /** The place that it reads from. */
  readonly place: number;
  /** Number of the consent that it relies on, −1 for none. */
  readonly consent: number;
  /** True if it is by the agent to whom the case was opened in an emergency. */
  readonly isEmergency: boolean;
}

/** What the acts of a case have shown so far. The judge relies on nothing else. */
export interface Evidence {
  /** Live copies, ascending. */
  readonly copies: readonly number[];
  /** Copies that were stored after the case had been erased, ascending. */
  readonly restored: readonly number[];
  /** The copies that do not hold all item classes, ascending: the classes, then the copy as one number. */
  readonly narrow: readonly number[];
  /** True once something was stored. */
  readonly wasStored: boolean;
  /** The group to which the case is assigned, from the assignment until its view or its pause ends. −1 for none. */
  readonly holder: number;
  readonly view: OpenView | null;
  /** The view of the consulted agent. */
  readonly consultation: OpenView | null;
  readonly escort: OpenView | null;
  /** Agent to whom the case was opened in an emergency, −1 for none. */
  readonly openTo: number;
}

export const NOTHING: Evidence = {
  copies: [],
  restored: [],
  narrow: [],
  wasStored: false,
  holder: -1,
  view: null,
  consultation: null,
  escort: null,
  openTo: -1,
};

export function evidenceKey(evidence: Evidence): string {
  const { consultation, copies, escort, holder, narrow, openTo, restored, view, wasStored } = evidence;
  let key = String.fromCharCode(wasStored ? 1 : 0, openTo + 1, holder + 1);
  key += viewKey(view) + viewKey(consultation) + viewKey(escort);
  key += String.fromCharCode(restored.length);
  for (const copy of restored) key += String.fromCharCode(copy);
  for (const copy of copies) key += String.fromCharCode(copy);
  return narrow.length === 0 ? key : `${key}|${narrow.join()}`;
}

function viewKey(view: OpenView | null): string {
  if (view === null) return '\0';
  const { consent, group, isEmergency, place } = view;
  return String.fromCharCode(group + 1, place + 1, consent + 1, isEmergency ? 1 : 0);
}
