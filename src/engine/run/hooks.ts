import type { CaseEvent, DurationMs, RunMs } from '#domain';
import type { Effects } from '../cases/case-effects.ts';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent, Group } from '../people/agents.ts';
import type { NoticeKind, TimerRow } from '../time/notices.ts';

export type AssignEvent = Extract<CaseEvent, { type: 'ASSIGN' }>;

/**
 * What a feature adds to a run, at named moments. The kernel calls these and knows no feature; a moment that no feature of the scenario
 * asks for is null there, and costs nothing (`composeHooks`). Where several features use a hook, they are called in the order of
 * `features/list.ts`.
 */
export interface Hooks {
  // ── A case ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Called before the effect of that name, with the same record and parameters. */
  readonly effects?: Effects;
  /** A case has arrived, and its record is filled. */
  created?(record: CaseRecord): void;
  /** True: the case that has just arrived is turned away. */
  refuses?(record: CaseRecord): boolean;
  /** The case is about to look for an agent. */
  beforeLooking?(record: CaseRecord): void;
  /** Nobody is free for the case. True: it does not wait, since somebody has taken it in another way, or it is over. */
  foundNobody?(record: CaseRecord): boolean;
  /** The case waits. True: it has joined its queue anew, and looks for an agent again. */
  waits?(record: CaseRecord): boolean;
  /** No copy of the case can be read: it waits apart from the others. */
  outOfReach?(record: CaseRecord): void;

  // ── A contact ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** True: the agent takes the case beside others, and is as busy as before. */
  takesBeside?(record: CaseRecord, agent: Agent): boolean;
  /**
   * True: the feature reports by `Kernel.answered` whether the contact, which begins, answers its customer. Otherwise the first contact of
   * a case does.
   */
  reportsAnswer?(record: CaseRecord): boolean;
  /** The customer, who joined the queue at `joinedMs`, has been answered for the first time, after a wait. */
  answered?(record: CaseRecord, joinedMs: RunMs, waitMs: DurationMs): void;
  /** A contact is planned, after a wait of `waitMs`: its event may still be changed. */
  planned?(record: CaseRecord, agent: Agent, event: AssignEvent, waitMs: DurationMs): void;
  /** The contact has begun. */
  began?(record: CaseRecord): void;
  /** Sets the timer of a case. True: it is set here, and not by the kernel. */
  schedules?(record: CaseRecord, timer: number, epoch: number, delayMs: DurationMs): boolean;
  /** A timer notice is due. True: it is no matter of the life cycle, or not yet. */
  timerDue?(row: TimerRow, token: number): boolean;
  /** The contact is over, and was not interrupted. True: its agent stays busy with something that it left. */
  leavesWork?(record: CaseRecord, agent: Agent): boolean;
  /** The agent has the case no longer. True: something else is left in hand. */
  leavesOthers?(record: CaseRecord, agent: Agent): boolean;

  // ── An agent ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** An agent may be free, or in overtime. True: the agent goes on with something, and looks for no case. */
  goesOn?(agent: Agent): boolean;
  /** The agent is free. True: the agent is needed elsewhere, and looks for no case. */
  isNeeded?(agent: Agent): boolean;
  /** The agent has found a waiting case, and has taken it. */
  hasTaken?(agent: Agent): void;
  /** The agent's duty begins, the agent goes away, or the centre goes down: what was done in overtime ends. */
  calledAway?(agent: Agent): void;
  /** The agent is not present any more, or the centre is down. */
  gone?(agent: Agent): void;

  // ── A step, and the world ──────────────────────────────────────────────────────────────────────────────────────

  /**
   * A round of settling begins: cases are about to look for agents, and agents for cases. After a change of the world, all that belongs to it
   * has been carried out.
   */
  settling?(): void;
  /** All have looked. True: there is more to settle. */
  settled?(): boolean;
  /** There is nothing more to settle at this instant. */
  atRest?(): void;
  /** The kernel has carried out a change of the world (`time/notices.ts`), or one of a feature is due. True: it was this feature's. */
  notice?(what: NoticeKind, index: number, token: number): boolean;
  /** Promise or law have changed; the waiting cases are about to be sorted into new queues. */
  lawChanged?(): void;
  /** Who may see what, or which data can be read, has changed. */
  reachChanged?(): void;

  // ── Questions, answered without changing anything ──────────────────────────────────────────────────────────────

  /** How long the contact in hand takes yet, ms; null where the feature does not time it. */
  leftMs?(record: CaseRecord): number | null;
  /** For how long the contact in hand has been held up so far, and for how long it may yet be, ms. */
  heldUpMs?(record: CaseRecord): number;
  mayBeHeldUpMs?(record: CaseRecord): number;
  /** The agent may keep the case although its promise does not let the centre see it. */
  permits?(record: CaseRecord): boolean;
  /** How many contacts, and works that contacts have left, the agent has in hand beside each other. */
  inHandOf?(agent: Agent): number;
  /** How many busy agents of the group may take the case beside what is in hand. */
  roomIn?(group: Group, record: CaseRecord): number;
  /** The case waits where the group may not take it from. */
  excludes?(record: CaseRecord, group: Group): boolean;
}

/** Numbers of the life cycle that change only in scenarios with a feature that varies them, and what they are in the others. */
export const UNVARIED = {
  context: { calledBack: 0 },
  ASSIGN: { unreached: 0 },
  SUBMIT: { refused: 0 },
} as const;

type Varied = {
  readonly [Where in keyof typeof UNVARIED]: keyof (typeof UNVARIED)[Where];
}[keyof typeof UNVARIED];

/**
 * A feature: its hooks, and what it offers to the features that are made after it. When it is created, it asks the run for its columns of
 * the case table (`CaseTable.column`) and its draws (`Run.drawOf`).
 */
export interface Feature {
  readonly hooks: Hooks;
  /** Numbers that the compiled life cycle would otherwise take for constants. */
  readonly varies?: readonly Varied[];
}

/** The hooks of all features of a run, each as one function; null where no feature has it. */
export type ComposedHooks = {
  readonly [Name in Exclude<keyof Hooks, 'effects'>]-?: NonNullable<Hooks[Name]> | null;
} & {
  /** Those of all features. An effect that several ask for occurs several times. */
  readonly effects: readonly Effects[];
};

type Hook = (...given: readonly unknown[]) => unknown;
type Join = (first: Hook, second: Hook) => Hook;

const each: Join = (first, second) => (a, b, c, d) => {
  first(a, b, c, d);
  second(a, b, c, d);
};
/** True as soon as one says so: the others are not asked. */
const any: Join = (first, second) => (a, b, c, d) => first(a, b, c, d) === true || second(a, b, c, d);
/** All are called; true where one says so. */
const some: Join = (first, second) => () => {
  const one = first();
  return second() === true || one;
};
/** The first answer that is not null. */
const firstOf: Join = (first, second) => (a, b) => first(a, b) ?? second(a, b);
const sum: Join = (first, second) => (a, b) => (first(a, b) as number) + (second(a, b) as number);

const JOINS: Readonly<Record<Exclude<keyof Hooks, 'effects'>, Join>> = {
  ...{ created: each, refuses: any, beforeLooking: each, foundNobody: any, waits: any, outOfReach: each },
  ...{
    takesBeside: any,
    reportsAnswer: any,
    answered: each,
    planned: each,
    began: each,
    schedules: any,
    timerDue: any,
  },
  ...{ leavesWork: any, leavesOthers: any },
  ...{ goesOn: any, isNeeded: any, hasTaken: each, calledAway: each, gone: each },
  ...{ settling: each, settled: some, atRest: each },
  ...{ notice: any, lawChanged: each, reachChanged: each },
  ...{ leftMs: firstOf, heldUpMs: sum, mayBeHeldUpMs: sum, permits: any },
  ...{ inHandOf: sum, roomIn: sum, excludes: any },
};

/** In the order of the features. A hook of one feature alone is its function as it is. */
export function composeHooks(features: readonly Feature[]): ComposedHooks {
  const composed = Object.entries(JOINS).map(([name, join]) => {
    const own = features.flatMap(({ hooks }) => (hooks[name as keyof Hooks] as Hook | undefined) ?? []);
    return [name, own.length === 0 ? null : own.reduce(join)];
  });
  const effects = features.flatMap(({ hooks }) => (hooks.effects === undefined ? [] : [hooks.effects]));
  return { ...Object.fromEntries(composed), effects } as ComposedHooks;
}
