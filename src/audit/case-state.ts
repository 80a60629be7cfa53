import { CASE_STATES, type CaseState as CaseStateName, COPY_ROLES, ITEM_CLASSES } from '#domain';
import type { WaitingPool } from './waiting-pool.ts';
import { NONE } from './world-state.ts';

export function caseState(name: CaseStateName): number {
  return CASE_STATES.indexOf(name);
}
export const SUBMITTED = caseState('submitted');
export const STALLED = caseState('stalled');
export const QUEUED = caseState('open.waiting.queued');
export const WORKING = caseState('open.working');
export const CLOSED = caseState('closed');
export const ERASED = caseState('erased');

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
  readonly solvedAtTier: number;
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

  /** Recorded waiting cause, NONE when there is none, and where the case is counted while it waits. */
  cause = NONE;
  pool: WaitingPool | null = null;
  /** True while the case stands in the list of those to be judged at the end of this instant. */
  touched = false;

  severityRaised = false;
  /** Tier that the last escalation gave, until the transition that carries it out; NONE when there was none. */
  escalatedToTier = NONE;
  /** True from an escalation until the next assignment. */
  seeksCentre = false;

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

/** The live cases by number. Acts of one case mostly come together, so the last one is kept at hand. */
export class LiveCases {
  openedCount = 0;
  private readonly byNumber = new Map<number, CaseState>();
  private last: CaseState | undefined;

  add(supportCase: CaseState): void {
    this.byNumber.set(supportCase.number, supportCase);
    this.last = supportCase;
  }

  get(caseNumber: number): CaseState | undefined {
    const { last } = this;
    if (last !== undefined && last.number === caseNumber) return last;
    const found = this.byNumber.get(caseNumber);
    if (found !== undefined) this.last = found;
    return found;
  }

  drop(supportCase: CaseState): void {
    this.byNumber.delete(supportCase.number);
    if (this.last === supportCase) this.last = undefined;
  }

  all(): IterableIterator<CaseState> {
    return this.byNumber.values();
  }
}
