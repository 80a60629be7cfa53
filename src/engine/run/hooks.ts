import type { CaseEvent, DurationMs, RunMs, UNVARIED } from '#domain';
import type { Effects } from '../cases/case-effects.ts';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent, Group } from '../people/agents.ts';
import type { NoticeKind, TimerRow } from '../time/notices.ts';
import type { ShiftTable } from '../world/world.ts';

export type AssignEvent = Extract<CaseEvent, { type: 'ASSIGN' }>;

/**
 * What a feature adds to a run, at named moments. The kernel calls hooks and knows no feature. A hook that no feature of the scenario has is
 * null and costs nothing (`composeHooks`). If several features have a hook, they are called in the order of `features/list.ts`.
 */
export interface Hooks {
  // ── A case ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Called before the effect of that name, with the same record and parameters. */
  readonly effects?: Effects;
  /** Everything dated has been scheduled, and nothing has happened yet. */
  begins?(): void;
  /** A case has arrived, and its record is filled. */
  created?(record: CaseRecord): void;
  /** A case has arrived. Returns true if software has it first; the feature lets it go to people later (`Kernel.enter`), or ends it. */
  diverts?(record: CaseRecord): boolean;
  /** A case is counted as arrived, since it goes to people. */
  arrived?(record: CaseRecord): void;
  /** A case goes to people. Returns true if its customer gets it back; the feature hands it in (`Kernel.handIn`) when it comes again. */
  sendsBack?(record: CaseRecord): boolean;
  /** Returns true if the case, which has just arrived, is turned away. */
  refuses?(record: CaseRecord): boolean;
  /** The case has been handed in, and has joined a queue if nothing keeps it. */
  handedIn?(record: CaseRecord): void;
  /** The case is about to look for an agent. */
  beforeLooking?(record: CaseRecord): void;
  /** Nobody is free for the case. Returns true if it does not wait: an agent has taken it in another way, or it is over. */
  foundNobody?(record: CaseRecord): boolean;
  /** The case waits. Returns true if it has joined its queue again and will look for an agent again. */
  waits?(record: CaseRecord): boolean;
  /** No copy of the case can be read, so it waits apart from the others. */
  outOfReach?(record: CaseRecord): void;

  // ── A contact ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Returns true if the agent takes the case beside others and is as busy as before. */
  takesBeside?(record: CaseRecord, agent: Agent): boolean;
  /**
   * A contact begins. Returns true if the feature reports by `Kernel.answered` whether it answers the customer. Otherwise the first contact
   * of a case does.
   */
  reportsAnswer?(record: CaseRecord): boolean;
  /** The customer, who joined the queue at `joinedMs`, has been answered for the first time, after a wait. */
  answered?(record: CaseRecord, joinedMs: RunMs, waitMs: DurationMs): void;
  /** A contact is planned, after a wait of `waitMs`. Its event may still be changed. */
  planned?(record: CaseRecord, agent: Agent, event: AssignEvent, waitMs: DurationMs): void;
  /** The contact has begun. */
  began?(record: CaseRecord): void;
  /** A timer of a case is to be set. Returns true if the feature has set it, so the kernel does not. */
  schedules?(record: CaseRecord, timer: number, epoch: number, delayMs: DurationMs): boolean;
  /** A timer notice is due. Returns true if the life cycle is not concerned, or not yet. */
  timerDue?(row: TimerRow, token: number): boolean;
  /** The contact has ended without interruption. Returns true if its agent stays busy with work that it left. */
  leavesWork?(record: CaseRecord, agent: Agent): boolean;
  /** The agent no longer has the case. Returns true if something else is left in hand. */
  leavesOthers?(record: CaseRecord, agent: Agent): boolean;

  // ── An agent ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** An agent may be free, or is in overtime. Returns true if the agent goes on with something and looks for no case. */
  goesOn?(agent: Agent): boolean;
  /** The agent is free. Returns true if the agent is needed elsewhere and looks for no case. */
  isNeeded?(agent: Agent): boolean;
  /** The agent has found a waiting case and has taken it. */
  hasTaken?(agent: Agent): void;
  /** The agent's duty begins, the agent goes away, or the centre goes down, so overtime ends. */
  calledAway?(agent: Agent): void;
  /** The agent is no longer present, or the centre is down. */
  gone?(agent: Agent): void;

  // ── A step, and the world ──────────────────────────────────────────────────────────────────────────────────────

  /**
   * A round of settling begins: cases are about to look for agents, and agents for cases. After a change of the world, all that belongs to it
   * has been carried out.
   */
  settling?(): void;
  /** All of them have looked. Returns true if there is more to settle. */
  settled?(): boolean;
  /** There is nothing more to settle at this instant. */
  atRest?(): void;
  /** The kernel has carried out a change of the world, or a change that belongs to a feature is due. Returns true if it is this feature's. */
  notice?(what: NoticeKind, index: number, token: number): boolean;
  /** The hours of a shift begin or end. Returns true if the feature decides who comes on duty, or leaves. */
  changesDuty?(shift: ShiftTable): boolean;
  /** Promise or law has changed, and waiting cases are about to be sorted into new queues. */
  lawChanged?(): void;
  /** Who may see what, or which data can be read, has changed. */
  reachChanged?(): void;

  // ── The end ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The run ends, and the case is open: it is not refused, resolved, closed or erased. */
  openAtEnd?(record: CaseRecord): void;
  /** Of these, one that waits in a queue for its first answer. A customer who is to be called back does not. */
  waitsAtEnd?(record: CaseRecord): void;
  /** The run ends. Stops the program if what the feature has counted contradicts its lists: a mistake of ours. */
  assertCounted?(): void;

  // ── Questions, answered without changing anything ──────────────────────────────────────────────────────────────

  /** Whether software has the case, or the case waits for it. */
  isWithSoftware?(record: CaseRecord): boolean;

  /** How much longer the contact in hand takes, ms; null if the feature does not time it. */
  leftMs?(record: CaseRecord): number | null;
  /** How long the contact in hand has been held up so far, and how much longer it may be, ms. */
  heldUpMs?(record: CaseRecord): number;
  mayBeHeldUpMs?(record: CaseRecord): number;
  /** Whether the agent may keep the case although its promise does not let the centre see it. */
  permits?(record: CaseRecord): boolean;
  /** How many contacts, and works left by contacts, the agent has in hand at once. */
  inHandOf?(agent: Agent): number;
  /** How many busy agents of the group may take the case beside what is in hand. */
  roomIn?(group: Group, record: CaseRecord): number;
  /** Whether the case waits in a queue from which the group may not take it. */
  excludes?(record: CaseRecord, group: Group): boolean;
}

type Varied = {
  readonly [Where in keyof typeof UNVARIED]: keyof (typeof UNVARIED)[Where];
}[keyof typeof UNVARIED];

/**
 * A feature: its hooks, and what it offers to the features that are created after it. When it is created, it asks the run for its columns of
 * the case table (`CaseTable.column`) and its draws (`Run.drawOf`).
 */
export interface Feature {
  readonly hooks: Hooks;
  /** Numbers that the compiled life cycle would otherwise take for constants. */
  readonly varies?: readonly Varied[];
}

/** The hooks of all features of a run, each as one function; null if no feature has it. */
export type ComposedHooks = {
  readonly [Name in Exclude<keyof Hooks, 'effects'>]-?: NonNullable<Hooks[Name]> | null;
} & {
  /** The effects of all features. An effect that several features have occurs several times. */
  readonly effects: readonly Effects[];
};

type Hook = (...given: readonly unknown[]) => unknown;
type Join = (first: Hook, second: Hook) => Hook;

const each: Join = (first, second) => (a, b, c, d) => {
  first(a, b, c, d);
  second(a, b, c, d);
};
/** True as soon as one returns true; the others are not called. */
const any: Join = (first, second) => (a, b, c, d) => first(a, b, c, d) === true || second(a, b, c, d);
/** All are called; true if one returns true. */
const some: Join = (first, second) => () => {
  const one = first();
  return second() === true || one;
};
/** The first answer that is not null. */
const firstOf: Join = (first, second) => (a, b) => first(a, b) ?? second(a, b);
const sum: Join = (first, second) => (a, b) => (first(a, b) as number) + (second(a, b) as number);

const JOINS: Readonly<Record<Exclude<keyof Hooks, 'effects'>, Join>> = {
  begins: each,
  created: each,
  diverts: any,
  arrived: each,
  sendsBack: any,
  refuses: any,
  handedIn: each,
  beforeLooking: each,
  foundNobody: any,
  waits: any,
  outOfReach: each,
  takesBeside: any,
  reportsAnswer: any,
  answered: each,
  planned: each,
  began: each,
  schedules: any,
  timerDue: any,
  leavesWork: any,
  leavesOthers: any,
  goesOn: any,
  isNeeded: any,
  hasTaken: each,
  calledAway: each,
  gone: each,
  settling: each,
  settled: some,
  atRest: each,
  notice: any,
  changesDuty: any,
  lawChanged: each,
  reachChanged: each,
  openAtEnd: each,
  waitsAtEnd: each,
  assertCounted: each,
  isWithSoftware: any,
  leftMs: firstOf,
  heldUpMs: sum,
  mayBeHeldUpMs: sum,
  permits: any,
  inHandOf: sum,
  roomIn: sum,
  excludes: any,
};

/** Composes hooks in the order of the features. A hook of one feature alone is that feature's own function. */
export function composeHooks(features: readonly Feature[]): ComposedHooks {
  const composed = Object.entries(JOINS).map(([name, join]) => {
    const own = features.flatMap(({ hooks }) => (hooks[name as keyof Hooks] as Hook | undefined) ?? []);
    return [name, own.length === 0 ? null : own.reduce(join)];
  });
  const effects = features.flatMap(({ hooks }) => (hooks.effects === undefined ? [] : [hooks.effects]));
  return { ...Object.fromEntries(composed), effects } as ComposedHooks;
}
