import type { Verdicts } from '#audit';
import type { Scenario } from '#domain';
import type { ExploredAct, Move, Situation, TimelineStep } from '#engine';
import type { Evidence, OpenView } from './evidence.ts';
import { PROPERTIES, type PropertyId } from './properties.ts';

/** The step to judge. */
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
  /** The consent that the next view relies on, −1 for none. */
  consent = -1;
  state: number;
  /** True if this step stated a reason for a hand-over. */
  hasReason = false;
  previous: ExploredAct | undefined = undefined;

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
    this.state = step.before.state;
  }

  /** Returns the evidence after the step; the object from before if the step has changed nothing. */
  evidence(): Evidence {
    const { before, consultation, copies, escort, holder, narrow, openTo, restored, view, wasStored } = this;
    if (copies.length > 1) copies.sort(ascending);
    if (restored.length > 1) restored.sort(ascending);
    const isUnchanged =
      holder === before.holder &&
      view === before.view &&
      consultation === before.consultation &&
      escort === before.escort &&
      openTo === before.openTo &&
      wasStored === before.wasStored &&
      sameNumbers(narrow, before.narrow) &&
      sameNumbers(copies, before.copies) &&
      sameNumbers(restored, before.restored);
    if (isUnchanged) return before;
    return { copies, restored, narrow, wasStored, holder, view, consultation, escort, openTo };
  }
}

const ascending = (left: number, right: number): number => left - right;

function sameNumbers(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((value, k) => value === right[k]);
}
