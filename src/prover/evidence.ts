import { ALL_CLASSES, Verdicts } from '#audit';
import type { Scenario } from '#domain';
import type { ExploredAct, Move, Situation, TimelineStep } from '#engine';
import { PROPERTIES, type PropertyId } from './properties.ts';

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
  /** The last step of the approval of access from outside, −1 for none. */
  readonly approval: number;
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
  approval: -1,
};

export function evidenceKey(evidence: Evidence): string {
  const { approval, consultation, copies, escort, holder, narrow, openTo, restored, view, wasStored } =
    evidence;
  let key = String.fromCharCode((approval + 1) * 2 + (wasStored ? 1 : 0), openTo + 1, holder + 1);
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

/** A step to judge, or of a counterexample. */
export interface JudgedStep {
  readonly before: Situation;
  readonly after: Situation;
  readonly move: Move;
  readonly acts: readonly ExploredAct[];
}

/** A property that a step breaks. */
export interface Broken {
  readonly id: PropertyId;
  readonly message: string;
  /** Data centres that must be down for it, in addition to those that the move names. */
  readonly down: readonly number[];
}

/** An act of a step that can be judged neither way. */
export interface Undecided {
  readonly id: PropertyId;
  /** What would have to be known. Names no case, so that there are few reasons. */
  readonly reason: string;
}

/** How often each property was checked, and what the last step broke or left undecided. */
export class Checks {
  readonly counts = new Map<PropertyId, number>(PROPERTIES.map(({ id }) => [id, 0]));
  readonly broken: Broken[] = [];
  readonly undecided: Undecided[] = [];

  check(id: PropertyId, holds: boolean, message: () => string, down: readonly number[] = []): void {
    this.counts.set(id, (this.counts.get(id) as number) + 1);
    if (!holds) this.broken.push({ id, message: message(), down });
  }

  /** Records a check that finds the property neither kept nor broken. */
  leaveOpen(id: PropertyId, reason: string): void {
    this.counts.set(id, (this.counts.get(id) as number) + 1);
    this.undecided.push({ id, reason });
  }
}

/** What judges of a step need. */
export interface Bench {
  readonly scenario: Scenario;
  readonly checks: Checks;
  /** By epoch. */
  readonly verdicts: readonly Verdicts[];
  readonly timeline: readonly TimelineStep[];
}

/** The evidence while the acts of a step are read. */
export class Reading {
  private readonly before: Evidence;
  readonly step: JudgedStep;
  readonly now: Verdicts;
  readonly stream: number;
  readonly copies: number[];
  readonly restored: number[];
  narrow: readonly number[];
  wasStored: boolean;
  holder: number;
  /** The group that had the case when its view ended, within this step. */
  lastHolder = -1;
  view: OpenView | null;
  consultation: OpenView | null;
  escort: OpenView | null;
  openTo: number;
  approval: number;
  /** The consent that the next view relies on, −1 for none. */
  consent = -1;
  state: number;
  /** True if this step stated a reason for a hand-over. */
  hasReason = false;
  /** The last act of the step so far, and the one before it. */
  previous: ExploredAct | undefined = undefined;
  earlier: ExploredAct | undefined = undefined;

  constructor(evidence: Evidence, step: JudgedStep, now: Verdicts) {
    this.before = evidence;
    this.step = step;
    this.now = now;
    this.stream = step.after.stream;
    this.copies = [...evidence.copies];
    this.restored = [...evidence.restored];
    this.narrow = evidence.narrow;
    this.wasStored = evidence.wasStored;
    this.holder = evidence.holder;
    this.view = evidence.view;
    this.consultation = evidence.consultation;
    this.escort = evidence.escort;
    this.openTo = evidence.openTo;
    this.approval = evidence.approval;
    this.state = step.before.state;
  }

  /** Returns the evidence after the step; the object from before if the step has changed nothing. */
  evidence(): Evidence {
    const { approval, before, consultation, copies, escort, holder, narrow, openTo, restored } = this;
    const { view, wasStored } = this;
    if (copies.length > 1) copies.sort(ascending);
    if (restored.length > 1) restored.sort(ascending);
    const isUnchanged =
      holder === before.holder &&
      view === before.view &&
      consultation === before.consultation &&
      escort === before.escort &&
      openTo === before.openTo &&
      approval === before.approval &&
      wasStored === before.wasStored &&
      sameNumbers(narrow, before.narrow) &&
      sameNumbers(copies, before.copies) &&
      sameNumbers(restored, before.restored);
    if (isUnchanged) return before;
    return { copies, restored, narrow, wasStored, holder, view, consultation, escort, openTo, approval };
  }
}

const ascending = (left: number, right: number): number => left - right;

function sameNumbers(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((value, k) => value === right[k]);
}

/** The auditor's verdicts by epoch. Steps of the timeline at the same instant share them. */
export function verdictsAlong(
  scenario: Scenario,
  timeline: readonly Pick<TimelineStep, 'timeMs'>[],
): readonly Verdicts[] {
  const known = new Map<number, Verdicts>();
  return [0, ...timeline.map(({ timeMs }) => timeMs)].map((timeMs) => {
    const verdicts = known.get(timeMs) ?? new Verdicts(scenario, scenario.startEpochMs + timeMs);
    known.set(timeMs, verdicts);
    return verdicts;
  });
}
