import { numbered, SparseList } from '#base';
import {
  ACT_NUMBERS,
  type ActKind,
  byKind,
  type CaseNumber,
  type CaseStateIndex,
  type CentreIndex,
  type DurationMs,
  NO_CASE,
  type RunMs,
  type Scenario,
  SESSION_STEPS,
  TRANSITION_EVENTS,
} from '#domain';
import type { EntryVisitor } from '#ledger';
import { type CaseAct, CaseLife } from './case-life.ts';

const {
  assign: ASSIGN,
  centre: CENTRE,
  end: END,
  escalate: ESCALATE,
  open: OPEN,
  session: SESSION,
  transition: TRANSITION,
} = ACT_NUMBERS;
const { patience: PATIENCE } = numbered(TRANSITION_EVENTS);
const { begins: BEGINS, contained: CONTAINED, waits: WAITS } = numbered(SESSION_STEPS);

const READ_KINDS: readonly ActKind[] = [
  'assign',
  'callback',
  'centre',
  'delete',
  'end',
  'escalate',
  'open',
  'session',
  'severity',
  'store',
  'transition',
  'wait',
];
const IS_READ = Uint8Array.from(byKind((kind) => Number(READ_KINDS.includes(kind))));

/**
 * Hears what happens in a run, each at the time of the act and after the life of the case has changed. Lives are shared: listeners read them
 * and keep what else they need.
 */
export interface CaseListener {
  /** The case is opened. If software has it first, this is called when it goes to people, and never if it is contained. */
  opened?(life: CaseLife): void;
  /** An agent takes the case, after a wait of `waitMs`. */
  taken?(life: CaseLife, timeMs: RunMs, waitMs: DurationMs): void;
  handedOver?(life: CaseLife, timeMs: RunMs): void;
  /** The life cycle makes a step, which may end in the state in which it began. `sinceMs`: when that state began. */
  moved?(life: CaseLife, timeMs: RunMs, before: CaseStateIndex, sinceMs: RunMs): void;
  /** After `moved`: for the first time. */
  resolved?(life: CaseLife, timeMs: RunMs): void;
  /** After `moved`: the customer has lost patience. */
  gaveUp?(life: CaseLife, timeMs: RunMs): void;
  /** Before the first act at that time, and at the end of the run. */
  timePasses?(timeMs: RunMs, lives: CaseLives): void;
  /** The run is over at `endMs`; `lives` has the cases that are open. */
  runEnds?(endMs: RunMs, lives: CaseLives): void;
  centreTurns?(centre: CentreIndex, isUp: boolean, lives: CaseLives): void;
}

/**
 * Reads the acts of a run in order, from its ledger or while it runs, and tells all listeners in one pass. Memory grows with the cases that
 * are neither closed nor erased nor refused.
 */
export class CaseLives {
  /** Number of acts that were read. */
  acts = 0;
  private readonly scenario: Scenario;
  private readonly listeners: readonly CaseListener[];
  private readonly untilMs: RunMs;
  private readonly lives = new SparseList<CaseLife>();
  /** The case whose act was read last: most acts concern the same case as the act before. */
  private last: CaseLife | null = null;
  /** A case that was just opened, and may go to software; and those that have. */
  private pending: CaseLife | null = null;
  private readonly withSoftware = new Map<CaseNumber, CaseLife>();
  private nowMs: RunMs = -1;
  /** Whether the run has ended before its horizon. */
  private hasEnded = false;

  /** Acts of the time `untilMs` and later are not read. */
  constructor(
    scenario: Scenario,
    listeners: readonly CaseListener[] = [],
    untilMs: RunMs = Number.POSITIVE_INFINITY,
  ) {
    this.scenario = scenario;
    this.listeners = listeners;
    this.untilMs = untilMs;
  }

  /** The cases that are not over, in the order in which the run opened them. */
  open(): Iterable<CaseLife> {
    return this.lives.values();
  }

  /** Call it after the last act: time passes to the end of the run. */
  finish(): void {
    if (this.pending !== null) this.announce(this.pending);
    if (!this.hasEnded) this.passTo(this.scenario.horizonMs);
    // A run that ends early says so in the last millisecond that it covers.
    const endMs = this.hasEnded ? this.nowMs + 1 : this.nowMs;
    for (const listener of this.listeners) listener.runEnds?.(endMs, this);
  }

  /** Takes the next act. */
  readonly visit: EntryVisitor = (act) => {
    const { caseNumber, kind, timeMs } = act;
    if (timeMs >= this.untilMs) return;
    if (this.pending !== null && (kind !== SESSION || caseNumber !== this.pending.caseNumber))
      this.announce(this.pending);
    if (timeMs !== this.nowMs) this.passTo(timeMs);
    this.acts++;
    if (IS_READ[kind] !== 1) return;
    if (caseNumber === NO_CASE) this.changeWorld(act);
    else if (kind === OPEN) this.openCase(act);
    else if (kind === SESSION) this.session(act);
    else {
      const life = this.last?.caseNumber === caseNumber ? this.last : this.lives.get(caseNumber);
      if (life !== undefined) this.change(life, act);
    }
  };

  private passTo(timeMs: RunMs): void {
    this.nowMs = timeMs;
    for (const listener of this.listeners) listener.timePasses?.(timeMs, this);
  }

  private openCase(act: CaseAct): void {
    const life = new CaseLife(this.scenario, act, this.acts - 1);
    if (this.scenario.software === undefined) this.announce(life);
    else this.pending = life;
  }

  private announce(life: CaseLife): void {
    this.pending = null;
    this.lives.set(life.caseNumber, life);
    this.last = life;
    for (const listener of this.listeners) listener.opened?.(life);
  }

  private session({ a: software, aux: step, caseNumber, timeMs }: CaseAct): void {
    const life = this.withSoftware.get(caseNumber) ?? this.pending;
    if (life === null || life.caseNumber !== caseNumber) return;
    if (step === BEGINS || step === WAITS) {
      this.pending = null;
      this.withSoftware.set(caseNumber, life);
      return;
    }
    if (!this.withSoftware.delete(caseNumber) || step === CONTAINED) return;
    life.goToPeople(timeMs, this.scenario.software?.[software]?.countsFromArrival === true);
    this.announce(life);
  }

  private change(life: CaseLife, act: CaseAct): void {
    this.last = life;
    const { resolvedMs, state, stateSinceMs } = life;
    life.take(act);
    const { aux, d, kind, timeMs } = act;
    const { listeners } = this;
    if (kind === TRANSITION) {
      for (const listener of listeners) listener.moved?.(life, timeMs, state, stateSinceMs);
      if (life.resolvedMs !== resolvedMs) for (const listener of listeners) listener.resolved?.(life, timeMs);
      if (aux === PATIENCE) for (const listener of listeners) listener.gaveUp?.(life, timeMs);
      if (life.isOver) this.end(life);
    } else if (kind === ASSIGN) for (const listener of listeners) listener.taken?.(life, timeMs, d);
    else if (kind === ESCALATE) for (const listener of listeners) listener.handedOver?.(life, timeMs);
  }

  private end(life: CaseLife): void {
    this.lives.delete(life.caseNumber);
    this.last = null;
  }

  private changeWorld({ a, aux, kind }: CaseAct): void {
    if (kind === CENTRE) for (const listener of this.listeners) listener.centreTurns?.(a, aux === 1, this);
    else if (kind === END) this.hasEnded = true;
  }
}
