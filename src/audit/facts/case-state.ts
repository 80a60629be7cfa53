import {
  type AgentIndex,
  CASE_STATES,
  type CaseNumber,
  type CaseStateIndex,
  type CaseState as CaseStateName,
  type CentreIndex,
  type GroupIndex,
  type ItemClassSet,
  type LanguageIndex,
  type Opening,
  type PlaceIndex,
  type ProductIndex,
  type RunMs,
  type SeverityIndex,
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

/** Instead of the place in whose line a case waits. */
export const OPEN_TO_ALL = -2;

/**
 * What the ledger has recorded of one live case. Created when the case is opened, dropped when it is erased. Only the readers of entries
 * (`reading/`) write it; judges get a `CaseView`. Keep it small: see docs/performance.md, "The auditor's loop". Fields that few cases ever
 * have are only declared here, and stand in the prototype until they are set (`RARELY`).
 */
export class CaseState {
  // Fields that are read of old, untouched cases come first: they share the first two cache lines.
  /** Index of CASE_STATES. */
  state = SUBMITTED;
  /** Tier that the last escalation gave, until the transition that carries it out; NONE when there was none. */
  escalatedToTier = NONE;
  /** Live copies. */
  held: CopyList;
  readonly number: number;
  readonly stream: StreamIndex;
  /** Running number of its last closing, NONE before the first. */
  closing = NONE;
  hadCopies = false;
  isAssigned = false;
  /** Recorded waiting cause, NONE when there is none, and where the case is counted while it waits. */
  cause = NONE;
  pool: WaitingPool | null = null;
  /** The open view: fields of the act as they stand in the ledger; `viewCentre` is NONE when nobody looks. */
  viewCentre = NONE;
  /** Who had it last, and has it still while `isAssigned`: from the assignment until the view ends, or until it rests no longer. */
  lastAgent = NONE;

  lastGroup = NONE;
  viewGroup = NONE;
  viewAgent = NONE;
  viewPlace = NONE;
  viewClasses = 0;
  severity: SeverityIndex;
  tier = 1;
  stage = 0;
  language: LanguageIndex;
  product: ProductIndex;
  readonly trueLanguage: LanguageIndex;
  readonly trueProduct: ProductIndex;
  /** As the opening said, or an outcome since. */
  solvedAtTier: TierNumber;
  /** Running number of the last time that it joined a queue, NONE before the first. */
  joining = NONE;
  /** True while the case is listed in `WaitingCensus.changed`. */
  touched = false;

  /** Copies that were made after everything had been erased. */
  declare resurrected: number[] | null;
  /** Number of the consent that it relies on, NONE where it relies on none. */
  declare viewConsent: number;
  /** To whom the case is open in an emergency, until when (ms), and whether the open view is that agent's. */
  declare openTo: number;
  declare openUntilMs: number;
  declare viewEmergency: boolean;
  /**
   * The view of an agent who is consulted, as a case with the same state and copies whose view is that one: judged as any other.
   * Null when nobody is.
   */
  declare consultation: CaseState | null;
  /** When the last view began (kept only where `keepsTimes`), and when the case was interrupted last, ms. */
  declare viewedMs: RunMs;
  declare preemptedMs: number;

  /** When its line closed for the day that is served by those who stay, ms. */
  declare servedOutMs: number;
  /** When its agent last gave it over, ms; kept only where the scenario has rules for that. */
  declare givenMs: number;
  /** When it joined the queue that it waits in, ms; kept only where somebody asks (`CaseReader`). */
  declare joinedMs: RunMs;
  /** From when on its wait counts for groups that it is opened to in time, ms; kept only where there are some. */
  declare waitsFromMs: number;
  /** Whose line it waits in: a centre or group, or NONE; OPEN_TO_ALL when the ledger has said so. */
  declare queueOwner: number;
  /** True when the ledger has said why the case is refused. */
  declare refusalTold: boolean;
  /** The customer has hung up, is to be called back, and has not been reached. */
  declare calledBack: boolean;
  /** Index of the CALLBACK_STEPS that was recorded last. */
  declare callbackStep: number;
  declare severityRaised: boolean;
  /** How often a tier has sent it back. */
  declare returned: number;

  /** `held`: the list of a case without copies. */
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

  /** The live copies (`copyCode`). */
  get copies(): readonly number[] {
    return this.held.codes;
  }

  /** To whom the case is assigned, NONE for nobody. */
  get agent(): number {
    return this.isAssigned ? this.lastAgent : NONE;
  }
  get group(): number {
    return this.isAssigned ? this.lastGroup : NONE;
  }

  /** The open view is outside of the promise, and says on what it relies. */
  get isSeenByException(): boolean {
    return this.viewConsent !== NONE || this.viewEmergency;
  }

  /** The same case as an agent sees it who is consulted: what is not of the view is that of this one, now and later. */
  asSeenBy(centre: CentreIndex, group: GroupIndex, agent: AgentIndex, place: PlaceIndex): CaseState {
    const seen: CaseState = Object.create(this);
    seen.viewCentre = centre;
    seen.viewGroup = group;
    seen.viewAgent = agent;
    seen.viewPlace = place;
    seen.viewClasses = this.classesAt(place);
    seen.viewConsent = NONE;
    return seen;
  }

  /** Whether its wait counts anew when it joins a queue: it counts on while the case has had no answer. */
  get beginsToWait(): boolean {
    return this.lastAgent !== NONE || this.waitsFromMs === NONE;
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
    if (this.resurrected !== null) {
      for (const copy of this.resurrected) if (placeOfCopy(copy) === place) classes |= classesOfCopy(copy);
    }
    return classes;
  }

  /** Takes a copy off the list; false when there was no such copy. */
  removeCopy(copy: number): boolean {
    const left = this.held.without(copy);
    if (left === this.held) return this.resurrected !== null && remove(this.resurrected, copy);
    this.held = left;
    return true;
  }

  get hasCopies(): boolean {
    return this.held.codes.length > 0 || (this.resurrected !== null && this.resurrected.length > 0);
  }
}

/** A case as judges see it: nothing of it can be changed through this type. */
export type CaseView = Readonly<
  Omit<CaseState, 'resurrected' | 'pool' | 'consultation' | 'asSeenBy' | 'removeCopy'>
> & {
  readonly resurrected: readonly number[] | null;
  readonly pool: PoolView | null;
  readonly consultation: CaseView | null;
};

const RARELY = {
  resurrected: null,
  viewConsent: NONE,
  viewedMs: NONE,
  joinedMs: NONE,
  severityRaised: false,
  returned: 0,
  openTo: NONE,
  openUntilMs: NONE,
  viewEmergency: false,
  consultation: null,
  preemptedMs: NONE,
  servedOutMs: NONE,
  givenMs: NONE,
  waitsFromMs: NONE,
  queueOwner: NONE,
  refusalTold: false,
  calledBack: false,
  callbackStep: NONE,
} satisfies Partial<CaseState>;
Object.assign(CaseState.prototype, RARELY);

function remove(copies: number[], copy: number): boolean {
  const at = copies.indexOf(copy);
  if (at === -1) return false;
  const last = copies.pop() as number;
  if (at < copies.length) copies[at] = last;
  return true;
}

const PAGE_BITS = 12;
/** Cases with successive numbers. A page is let go as soon as none of its cases is live. */
const PAGE_CASES = 1 << PAGE_BITS;

/** The live cases as judges see them. */
export interface CasesView {
  readonly openedCount: number;
  get(caseNumber: CaseNumber): CaseView | undefined;
  all(): IterableIterator<CaseView>;
  views(): IterableIterator<CaseView>;
  forEach(visit: (supportCase: CaseView) => void): void;
}

/** The live cases by number, in pages, so that memory follows them and finding one is two looks into arrays. */
export class LiveCases {
  openedCount = 0;
  readonly noCopies = new CopyList();
  private readonly pages: ((CaseState | undefined)[] | undefined)[] = [];
  /** By page: how many of its cases are live. */
  private readonly live: number[] = [];

  add(supportCase: CaseState): void {
    const number = supportCase.number >>> PAGE_BITS;
    this.pages[number] ??= new Array<CaseState | undefined>(PAGE_CASES).fill(undefined);
    this.pages[number][supportCase.number % PAGE_CASES] = supportCase;
    this.live[number] = (this.live[number] ?? 0) + 1;
  }

  get(caseNumber: CaseNumber): CaseState | undefined {
    return this.pages[caseNumber >>> PAGE_BITS]?.[caseNumber % PAGE_CASES];
  }

  drop(supportCase: CaseState): void {
    const number = supportCase.number >>> PAGE_BITS;
    const page = this.pages[number];
    if (page === undefined) return;
    page[supportCase.number % PAGE_CASES] = undefined;
    const live = (this.live[number] ?? 0) - 1;
    this.live[number] = live;
    if (live === 0) this.pages[number] = undefined;
  }

  /** The same for each view: a case twice where an agent is consulted about it. */
  *views(): IterableIterator<CaseState> {
    for (const supportCase of this.all()) {
      yield supportCase;
      if (supportCase.consultation !== null) yield supportCase.consultation;
    }
  }

  /** By number. */
  *all(): IterableIterator<CaseState> {
    for (const page of this.pages) {
      for (const supportCase of page ?? []) if (supportCase !== undefined) yield supportCase;
    }
  }

  /** The same without an object for each. */
  forEach(visit: (supportCase: CaseState) => void): void {
    for (const page of this.pages) {
      if (page === undefined) continue;
      for (const supportCase of page) if (supportCase !== undefined) visit(supportCase);
    }
  }
}

/** A customer who has hung up to be called back occupies no line. */
export function stateOnLines({ calledBack }: CaseView, state: number): number {
  return calledBack && state === QUEUED ? UNREACHED : state;
}

/**
 * What the agent has noticed by the end of the contact, in the order of the life cycle: language, then
 * product.
 */
export function correct(supportCase: CaseState): void {
  if (supportCase.language !== supportCase.trueLanguage) supportCase.language = supportCase.trueLanguage;
  else if (supportCase.product !== supportCase.trueProduct) supportCase.product = supportCase.trueProduct;
}
