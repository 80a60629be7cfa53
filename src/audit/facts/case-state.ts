import { keepAsDoubles, keepAsVariables, numbered, SparseList } from '#base';
import {
  type AgentIndex,
  APPROVAL_STEPS,
  CASE_STATES,
  type CaseNumber,
  type CaseStateIndex,
  type CaseState as CaseStateName,
  type CentreIndex,
  type GroupIndex,
  type ItemClassSet,
  type LanguageIndex,
  type Opening,
  openingIn,
  type PlaceIndex,
  type ProductIndex,
  type RunMs,
  type SeverityIndex,
  type SoftwareIndex,
  type StreamIndex,
  type TierNumber,
} from '#domain';
import { CopyList, classesOfCopy, placeOfCopy } from './copy-list.ts';
import type { PoolView, WaitingPool } from './waiting-pool.ts';
import { NONE } from './world-state.ts';

function caseState(name: CaseStateName): CaseStateIndex {
  return CASE_STATES.indexOf(name);
}
export const SUBMITTED = caseState('submitted');
export const STALLED = caseState('stalled');
export const QUEUED = caseState('open.waiting.queued');
export const WORKING = caseState('open.working');
export const PAUSED = caseState('open.paused');
export const CLOSED = caseState('closed');
export const ERASED = caseState('erased');
export const REFUSED = caseState('refused');
export const AWAITING_VENDOR = caseState('open.awaitingVendor');
export const UNREACHED = caseState('open.unreached');

const { given: GIVEN } = numbered(APPROVAL_STEPS);

/** Value of `queueOwner` for a case that is open to all groups. */
export const OPEN_TO_ALL = -2;

/** Those who see a case that is assigned to another agent. */
export type OnlookerRole = 'consultation' | 'escort';

/** What few cases ever have. */
class RareState {
  /** Copies made after all copies had been erased. */
  resurrected: number[] | null = null;
  /**
   * The view of a consulted agent, as a case with the same state and copies, so that judges treat it as any other
   * view. Null if nobody is consulted.
   */
  consultation: CaseState | null = null;
  /** The case as its escort sees it, or null. The view begins before the case is assigned to the agent whom the escort watches. */
  escort: CaseState | null = null;
  /** The last step of the approval of access from outside (index of APPROVAL_STEPS), or NONE. */
  approval = NONE;
  /** For emergency access: the agent, and the end of the window (ms). */
  openTo = NONE;
  openUntilMs = NONE;
  /** When the case was last interrupted, ms. */
  preemptedMs = NONE;
  /** When its queue closed for the day, to be served out by agents who stay, ms. */
  servedOutMs = NONE;
  /** When its agent last passed it on, ms. Kept only if the scenario has rules for transfers. */
  givenMs = NONE;
  /** Start of the wait that counts for groups with a waiting condition, ms. Kept only if there are such groups. */
  waitsFromMs = NONE;
  /** Centre or group in whose queue it waits, NONE for no commitment, or OPEN_TO_ALL once the ledger says so. */
  queueOwner = NONE;
  /** Whether the ledger has recorded why the case is refused. */
  refusalTold = false;
  /** Whether the customer has hung up and waits for a callback. */
  calledBack = false;
  /** Index in CALLBACK_STEPS of the last recorded step. */
  callbackStep = NONE;
  severityRaised = false;
  /**
   * Numbers of transfers in the list of its tier, 0 for none: the one that the last contact will find, and the one by which it was passed on last.
   * Kept only if the ledger has them.
   */
  transfer = 0;
  leftBy = 0;
  /** The group to which it was passed on last, or NONE. */
  passedTo: GroupIndex = NONE;
  /** Whether an agent has finished a contact with it. Kept only if transfers depend on that. */
  hasFinished = false;
  /** How often a tier has returned it. */
  returned = 0;
  /** The software that has it in a session, or NONE; its last step with software (index of SESSION_STEPS), or NONE. */
  sessionOf: SoftwareIndex = NONE;
  sessionStep = NONE;
  /** When it was opened, if its waits count from then although software had it; else NONE. */
  countsFromMs: RunMs = NONE;

  static {
    keepAsDoubles(
      new RareState(),
      'openTo',
      'openUntilMs',
      'preemptedMs',
      'servedOutMs',
      'givenMs',
      'waitsFromMs',
      'transfer',
    );
  }
}
/** Shared by all cases without rare state. */
const NOTHING_RARE: Readonly<RareState> = new RareState();
const NO_COPIES = new CopyList();

/**
 * What the ledger has recorded about one live case. Created when the case is opened, dropped when it is erased. Only
 * the readers of entries (`reading/`) write it; judges get a `CaseView`. Keep it small: see docs/performance.md, "The
 * auditor's loop". Fields that few cases need are in an object of their own (`RareState`), which most cases never get.
 */
export class CaseState {
  // Fields that are read of old, idle cases come first, so that they share two or three cache lines. V8 places them in the order in which they
  // get their first value, so that those of the constructor have one here, too.
  /** Index of CASE_STATES. */
  state = SUBMITTED;
  /** Live copies. */
  held: CopyList = NO_COPIES;
  readonly number: CaseNumber = 0;
  readonly stream: StreamIndex = 0;
  /** What few cases ever have. Write it through `ownRare`. */
  rare: Readonly<RareState> = NOTHING_RARE;
  hadCopies = false;
  isAssigned = false;
  /**
   * The last agent of the case, who still has it while `isAssigned`: from the assignment to the end of the view or of
   * the suspension.
   */
  lastAgent = NONE;
  /** Running number of its last closing; NONE before the first. */
  closing = NONE;
  /** Tier given by the last escalation, until the transition that carries it out; else NONE. */
  escalatedToTier = NONE;
  tier = 1;
  /** Recorded waiting cause, or NONE; then the pool that counts the case while it waits. */
  cause = NONE;
  pool: WaitingPool<CaseState> | null = null;
  /** True while the case is listed in `WaitingCensus.changed`. */
  touched = false;
  /** Running number of the last time that it joined a queue; NONE before the first. */
  joining = NONE;

  /** The open view, in the fields of the act; `viewCentre` is NONE if nobody sees the case. */
  viewCentre = NONE;
  viewGroup = NONE;
  viewAgent = NONE;
  viewPlace = NONE;
  viewClasses = 0;
  lastGroup = NONE;
  severity: SeverityIndex = 0;
  stage = 0;
  language: LanguageIndex = 0;
  product: ProductIndex = 0;
  readonly trueLanguage: LanguageIndex = 0;
  readonly trueProduct: ProductIndex = 0;
  /** From the opening, or from a later outcome. */
  solvedAtTier: TierNumber = 1;

  /** When it joined its present queue, ms. Kept only if a judge asks for it (`CaseReader`). */
  joinedMs: RunMs = NONE;
  /** When the last view began, ms. Kept only if `keepsTimes`. */
  viewedMs: RunMs = NONE;
  /** The tier that it left at its last hand-over. */
  leftTier: TierNumber = 1;
  /** Number of the consent on which the view relies; NONE if there is none. */
  viewConsent = NONE;
  /** Whether the open view is that of the agent with emergency access. */
  viewEmergency = false;

  /** `held`: the empty list of copies. */
  constructor(
    caseNumber: CaseNumber,
    stream: StreamIndex,
    held: CopyList,
    opening: Omit<Opening, 'channel'>,
  ) {
    this.held = held;
    this.number = caseNumber;
    this.stream = stream;
    this.severity = opening.severity;
    this.language = opening.language;
    this.product = opening.product;
    this.trueLanguage = opening.trueLanguage;
    this.trueProduct = opening.trueProduct;
    this.solvedAtTier = opening.solvedAtTier;
  }

  static {
    // Otherwise V8 takes them for constants until the first exception, and then compiles their readers again.
    keepAsVariables(new CaseState(0, 0, NO_COPIES, openingIn({ aux: 0, b: 0, d: 0 })), {
      viewConsent: 1,
      viewEmergency: true,
    });
  }

  /** What few cases have, in an object of this case, so that it can be written. */
  ownRare(): RareState {
    if (this.rare === NOTHING_RARE) this.rare = new RareState();
    return this.rare;
  }
  /** Whether this is the case as an agent sees it to whom it is not assigned (`asSeenBy`). */
  get isSeenBeside(): boolean {
    return Object.getPrototypeOf(this) !== CaseState.prototype;
  }
  /** The live copies (`copyCode`). */
  get copies(): readonly number[] {
    return this.held.codes;
  }

  /** Agent to whom the case is assigned; NONE for nobody. */
  get agent(): number {
    return this.isAssigned ? this.lastAgent : NONE;
  }
  get group(): number {
    return this.isAssigned ? this.lastGroup : NONE;
  }

  /** Whether the open view is outside the promise and relies on a consent or an emergency. */
  get isSeenByException(): boolean {
    return this.viewConsent !== NONE || this.viewEmergency;
  }

  /** Whether the customer has approved that somebody outside sees the case. */
  get isApproved(): boolean {
    return this.rare.approval === GIVEN;
  }

  /** Returns the case as a consulted agent or an escort sees it. It shares every field except those of the view, now and later. */
  asSeenBy(centre: CentreIndex, group: GroupIndex, agent: AgentIndex, place: PlaceIndex): CaseState {
    const seen: CaseState = Object.create(this);
    seen.viewCentre = centre;
    seen.viewGroup = group;
    seen.viewAgent = agent;
    seen.viewPlace = place;
    seen.viewClasses = this.classesAt(place);
    seen.viewConsent = NONE;
    // Decided when the view begins: the case may end its own view before.
    seen.viewEmergency = this.viewEmergency;
    return seen;
  }

  /** Whether joining a queue starts a new wait. Until the case has had an answer, the wait continues. */
  get beginsToWait(): boolean {
    return this.lastAgent !== NONE || this.rare.waitsFromMs === NONE;
  }

  /** Whether its last copy has been deleted, or its erasure has been recorded. */
  get isErased(): boolean {
    return this.state === ERASED || (this.hadCopies && this.held.codes.length === 0);
  }

  get isWaiting(): boolean {
    return this.state === QUEUED || this.state === STALLED;
  }

  /** Item classes of the live copies at a place; 0 when there is none. */
  classesAt(place: PlaceIndex): ItemClassSet {
    let classes = this.held.classesAt(place);
    for (const copy of this.rare.resurrected ?? [])
      if (placeOfCopy(copy) === place) classes |= classesOfCopy(copy);
    return classes;
  }

  /** Removes a copy; false if there is no such copy. */
  removeCopy(copy: number): boolean {
    const left = this.held.without(copy);
    if (left === this.held) return remove(this.rare.resurrected ?? [], copy);
    this.held = left;
    return true;
  }

  get hasCopies(): boolean {
    return this.held.codes.length > 0 || (this.rare.resurrected ?? []).length > 0;
  }
}

/** A case as judges see it, read-only. */
export type CaseView = Readonly<Omit<CaseState, 'rare' | 'ownRare' | 'pool' | 'asSeenBy' | 'removeCopy'>> & {
  readonly rare: Readonly<Omit<RareState, 'resurrected' | OnlookerRole>> &
    Readonly<Record<OnlookerRole, CaseView | null>> & { readonly resurrected: readonly number[] | null };
  readonly pool: PoolView<CaseView> | null;
};

function remove(copies: number[], copy: number): boolean {
  const at = copies.indexOf(copy);
  if (at === -1) return false;
  const last = copies.pop() as number;
  if (at < copies.length) copies[at] = last;
  return true;
}

/** The live cases as judges see them. */
export interface CasesView {
  readonly openedCount: number;
  get(caseNumber: CaseNumber): CaseView | undefined;
  all(): IterableIterator<CaseView>;
  views(): IterableIterator<CaseView>;
  forEach(visit: (supportCase: CaseView) => void): void;
}

/** The live cases by number. */
export class LiveCases {
  openedCount = 0;
  readonly noCopies = new CopyList();
  private readonly byNumber = new SparseList<CaseState>();

  add(supportCase: CaseState): void {
    this.byNumber.set(supportCase.number, supportCase);
  }

  get(caseNumber: CaseNumber): CaseState | undefined {
    return this.byNumber.get(caseNumber);
  }

  drop(supportCase: CaseState): void {
    this.byNumber.delete(supportCase.number);
  }

  /** All cases by view: a case comes again for an agent who is consulted, and for an escort. */
  *views(): IterableIterator<CaseState> {
    for (const supportCase of this.all()) {
      yield supportCase;
      const { consultation, escort } = supportCase.rare;
      if (consultation !== null) yield consultation;
      if (escort !== null) yield escort;
    }
  }

  /** All cases, in order of their numbers. */
  all(): IterableIterator<CaseState> {
    return this.byNumber.values();
  }

  /** Visits all cases, in order of their numbers. Unlike `all`, it allocates no object per case. */
  forEach(visit: (supportCase: CaseState) => void): void {
    this.byNumber.forEach(visit);
  }
}

/** The state that counts for line limits. A customer who has hung up to wait for a callback occupies no line. */
export function stateOnLines({ rare }: CaseView, state: number): number {
  return rare.calledBack && state === QUEUED ? UNREACHED : state;
}

/**
 * Corrects the case by what the agent has noticed by the end of the contact. As in the life cycle, the language comes
 * before the product.
 */
export function correct(supportCase: CaseState): void {
  if (supportCase.language !== supportCase.trueLanguage) supportCase.language = supportCase.trueLanguage;
  else if (supportCase.product !== supportCase.trueProduct) supportCase.product = supportCase.trueProduct;
}
