import { CASE_STATES, type CaseState as CaseStateName, COPY_ROLES, ITEM_CLASSES } from '#domain';
import type { WaitingPool } from './waiting-pool.ts';
import { NONE } from './world-state.ts';

function caseState(name: CaseStateName): number {
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

export const PRIMARY = COPY_ROLES.indexOf('primary');
export const REPLICA = COPY_ROLES.indexOf('replica');
export const BACKUP_COPY = COPY_ROLES.indexOf('backup');
export const WORKING_COPY_ROLE = COPY_ROLES.indexOf('working copy');

/**
 * A copy in one small integer, so that a case's copies are a plain list of numbers:
 *
 *   bit 0      7      10        26
 *       │ item classes │ role │ place │
 */
const CLASS_BITS = ITEM_CLASSES.length;
const ROLE_BITS = 3;
export function copyCode(role: number, place: number, classes: number): number {
  return (place << (CLASS_BITS + ROLE_BITS)) | (role << CLASS_BITS) | classes;
}
export function placeOfCopy(copy: number): number {
  return copy >>> (CLASS_BITS + ROLE_BITS);
}
export function roleOfCopy(copy: number): number {
  return (copy >>> CLASS_BITS) & ((1 << ROLE_BITS) - 1);
}
export function classesOfCopy(copy: number): number {
  return copy & ((1 << CLASS_BITS) - 1);
}

/** What the ledger has told of one live case so far. Made at its opening, dropped when it is erased. */
export class CaseState {
  readonly number: number;
  readonly stream: number;
  readonly trueLanguage: number;
  readonly trueProduct: number;
  /** As the opening said, or an outcome since. */
  solvedAtTier: number;
  language: number;
  product: number;
  severity: number;
  tier = 1;
  stage = 0;
  /** Index of CASE_STATES. */
  state = SUBMITTED;

  /** Live copies (`copyCode`), and those that were made after everything had been erased. */
  readonly copies: number[] = [];
  resurrected: number[] | null = null;
  hadCopies = false;

  /** To whom the case is assigned: from the assignment until the view ends. */
  agent = NONE;
  group = NONE;
  centre = NONE;
  /** Who had it last. */
  lastAgent = NONE;
  lastGroup = NONE;
  lastCentre = NONE;

  /** The open view: fields of the act as they stand in the ledger; `viewCentre` is NONE when nobody looks. */
  viewCentre = NONE;
  viewGroup = NONE;
  viewAgent = NONE;
  viewPlace = NONE;
  viewClasses = 0;
  /** Number of the consent that it relies on, NONE where it relies on none. */
  viewConsent = NONE;
  /** To whom the case is open in an emergency, until when (ms), and whether the open view is that agent's. */
  openTo = NONE;
  openUntilMs = NONE;
  viewEmergency = false;
  /**
   * The view of an agent who is consulted, as a case with the same state and copies whose view is that one: judged as any other.
   * Null when nobody is.
   */
  consultation: CaseState | null = null;
  /** When the last view began, and when the case was interrupted last, ms. */
  viewedMs = NONE;
  preemptedMs = NONE;

  /** Recorded waiting cause, NONE when there is none, and where the case is counted while it waits. */
  cause = NONE;
  pool: WaitingPool | null = null;
  /** True while the case stands in the list of those to be judged at the end of this instant. */
  touched = false;

  /** When its line closed for the day that is served by those who stay, ms. */
  servedOutMs = NONE;
  /** When its agent gave it over last, who then goes on with it, and when it was taken over while its agent stayed with it, ms. */
  givenMs = NONE;
  goesOn = NONE;
  takenOverMs = NONE;
  /** When it joined the queue that it waits in, ms. */
  joinedMs = NONE;
  /** Since when it waits in a queue, ms; kept only where lines close for the day. */
  waitsSinceMs = NONE;
  /** True when the ledger has said why the case is refused. */
  refusalTold = false;
  /** The customer has hung up, is to be called back, and has not been reached. */
  calledBack = false;
  /** Index of CALLBACK_STEPS that was told last; calls that were not answered, and when the last one ended. */
  callbackStep = NONE;
  calls = 0;
  lastCallMs = NONE;
  severityRaised = false;
  /**
   * Tier that the last escalation gave, until the transition that carries it out; NONE when there was none.
   */
  escalatedToTier = NONE;

  closedMs = NONE;
  erasureJudged = false;

  constructor(
    caseNumber: number,
    stream: number,
    severity: number,
    declaredLanguage: number,
    declaredProduct: number,
    trueLanguage: number,
    trueProduct: number,
    solvedAtTier: number,
  ) {
    this.number = caseNumber;
    this.stream = stream;
    this.severity = severity;
    this.language = declaredLanguage;
    this.product = declaredProduct;
    this.trueLanguage = trueLanguage;
    this.trueProduct = trueProduct;
    this.solvedAtTier = solvedAtTier;
  }

  /** The open view is outside of the promise, and says on what it relies. */
  get isSeenByException(): boolean {
    return this.viewConsent !== NONE || this.viewEmergency;
  }

  /** The same case as an agent sees it who is consulted: what is not of the view is that of this one, now and later. */
  asSeenBy(centre: number, group: number, agent: number, place: number): CaseState {
    const seen: CaseState = Object.create(this);
    seen.viewCentre = centre;
    seen.viewGroup = group;
    seen.viewAgent = agent;
    seen.viewPlace = place;
    seen.viewClasses = this.classesAt(place);
    seen.viewConsent = NONE;
    return seen;
  }

  get isWaiting(): boolean {
    return this.state === QUEUED || this.state === STALLED;
  }

  /** Item classes of the live copies at a place; 0 when there is none. */
  classesAt(place: number): number {
    let classes = 0;
    for (const copy of this.copies) if (placeOfCopy(copy) === place) classes |= classesOfCopy(copy);
    if (this.resurrected !== null) {
      for (const copy of this.resurrected) if (placeOfCopy(copy) === place) classes |= classesOfCopy(copy);
    }
    return classes;
  }

  /** Takes a copy off the list; false when there was no such copy. */
  removeCopy(copy: number): boolean {
    return remove(this.copies, copy) || (this.resurrected !== null && remove(this.resurrected, copy));
  }

  get hasCopies(): boolean {
    return this.copies.length > 0 || (this.resurrected !== null && this.resurrected.length > 0);
  }
}

function remove(copies: number[], copy: number): boolean {
  const at = copies.indexOf(copy);
  if (at === -1) return false;
  const last = copies.pop() as number;
  if (at < copies.length) copies[at] = last;
  return true;
}

const PAGE_BITS = 12;
const PAGE_CASES = 1 << PAGE_BITS;

/** Cases with successive numbers. A page is let go as soon as none of its cases is live. */
interface Page {
  readonly cases: (CaseState | undefined)[];
  live: number;
}

/**
 * The live cases by number, in pages, so that memory follows them and finding one is a look into an array.
 */
export class LiveCases {
  openedCount = 0;
  private readonly pages = new Map<number, Page>();
  private lastNumber = -1;
  private lastPage: Page | undefined;

  add(supportCase: CaseState): void {
    const number = Math.floor(supportCase.number / PAGE_CASES);
    let page = this.pages.get(number);
    if (page === undefined) {
      page = { cases: new Array<CaseState | undefined>(PAGE_CASES).fill(undefined), live: 0 };
      this.pages.set(number, page);
      this.lastNumber = -1;
    }
    page.cases[supportCase.number % PAGE_CASES] = supportCase;
    page.live++;
  }

  get(caseNumber: number): CaseState | undefined {
    const number = Math.floor(caseNumber / PAGE_CASES);
    if (number !== this.lastNumber) {
      this.lastPage = this.pages.get(number);
      this.lastNumber = number;
    }
    return this.lastPage?.cases[caseNumber % PAGE_CASES];
  }

  drop(supportCase: CaseState): void {
    const number = Math.floor(supportCase.number / PAGE_CASES);
    const page = this.pages.get(number);
    if (page === undefined) return;
    page.cases[supportCase.number % PAGE_CASES] = undefined;
    page.live--;
    if (page.live > 0) return;
    this.pages.delete(number);
    this.lastNumber = -1;
  }

  /** The same for each view: a case twice where an agent is consulted about it. */
  *views(): IterableIterator<CaseState> {
    for (const supportCase of this.all()) {
      yield supportCase;
      if (supportCase.consultation !== null) yield supportCase.consultation;
    }
  }

  /** Pages in the order in which they were begun, and the cases of a page by number. */
  *all(): IterableIterator<CaseState> {
    for (const { cases } of this.pages.values()) {
      for (const supportCase of cases) if (supportCase !== undefined) yield supportCase;
    }
  }
}

/** Who has hung up to be called back waits on no line. */
export function stateOnLines({ calledBack }: CaseState, state: number): number {
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
