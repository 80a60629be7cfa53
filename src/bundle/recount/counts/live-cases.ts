import { assert, assertEqual, numbered } from '#base';
import { CASE_STATES, type CaseStateIndex, type PausingParty } from '#domain';

const {
  'open.awaitingCustomer': AWAITING_CUSTOMER,
  'open.awaitingVendor': AWAITING_VENDOR,
  'open.waiting.queued': QUEUED,
  closed: CLOSED,
  erased: ERASED,
  refused: REFUSED,
  resolved: RESOLVED,
  submitted: SUBMITTED,
} = numbered(CASE_STATES);
const OVER: readonly number[] = [REFUSED, RESOLVED, CLOSED, ERASED];

/** Stands for the time since when a case waits if it has not waited. A case from before the run has times below 0. */
export const NOT_YET = Number.NEGATIVE_INFINITY;

/** What must be known of a case until it is closed. Times in ms since the start of the run. */
export class LiveCase {
  stream = 0;
  severity = 0;
  /** The current values, and those after the step that the ledger is recording. */
  tier = 1;
  tierNext = 1;
  product = 0;
  productNext = 0;
  productTrue = 0;
  openedMs = 0;
  /** How often an agent has taken it. */
  contacts = 0;

  /** After its last step. */
  state: CaseStateIndex = SUBMITTED;

  /** Since when it waits: for the first answer, or later for the next contact. */
  queuedMs = NOT_YET;
  /** Since when a case from before the run waits in the queue that it joins at its first step. Not kept after that step. */
  joinsMs = NOT_YET;
  /** Why it left which centre (−1: none) before it was taken again; reason −1: it did not leave. */
  leftReason = -1;
  leftCentre = -1;
  /** The tier that it left then. */
  leftTier = 1;
  /** Numbers of transfers in the list of its tier, 0 where the ledger has none: the one that the last contact will find, and the one by which it left. */
  transfer = 0;
  leftBy = 0;
  /** When its last contact ended; −1: none has. */
  releasedMs = -1;

  /** For the contact in hand, or the last one. */
  group = 0;
  agent = 0;
  startedMs = 0;
  /** How long it lasted before it was paused. */
  handledMs = 0;
  /** Its agent has after-contact work when it ends. */
  leavesWork = false;
  /** Since when its agent has waited to consult another; −1: not waiting. */
  askedMs = -1;

  /** The customer has hung up, and awaits a callback. */
  isToBeCalled = false;
  /** Wait until the first call (−1 before it), and when the case joined the queue before. */
  waitToCallMs = -1;
  joinedMs = -1;
  /** The contact in hand is a call that nobody answers. */
  isUnanswered = false;

  /** It waits for a session of software, or is in one. */
  isWithSoftware = false;

  /** Clocks of targets: since when they are paused, for how long each was paused, and whether the case was resolved before. */
  standsSinceMs = 0;
  stoodMs: Float64Array | null = null;
  wasResolved = false;

  get isOpen(): boolean {
    return !OVER.includes(this.state);
  }

  get isQueued(): boolean {
    return this.state === QUEUED;
  }

  /** The party for which its clocks are paused; null if they run. */
  get waitsFor(): PausingParty | null {
    if (this.state === AWAITING_CUSTOMER) return 'customer';
    return this.state === AWAITING_VENDOR ? 'vendor' : null;
  }

  /** A new case of the stream. Values about contacts and calls are set when those begin. */
  begin(stream: number): void {
    this.stream = stream;
    this.tier = 1;
    this.tierNext = 1;
    this.contacts = 0;
    this.state = SUBMITTED;
    this.queuedMs = NOT_YET;
    this.joinsMs = NOT_YET;
    this.leftReason = -1;
    this.leftCentre = -1;
    this.releasedMs = -1;
    this.handledMs = 0;
    this.leavesWork = false;
    this.askedMs = -1;
    this.isToBeCalled = false;
    this.waitToCallMs = -1;
    this.joinedMs = -1;
    this.isUnanswered = false;
    this.isWithSoftware = false;
    this.stoodMs = null;
    this.wasResolved = false;
  }
}

/** The cases whose data is not erased, by number. For closed cases, only the stream is kept. */
export class LiveCases {
  /** By number ÷ PAGE. Cases are numbered in the order of arrival, so pages become empty. */
  private readonly pages: (Page | undefined)[] = [];
  /** Records of closed cases, for reuse. */
  private readonly spare: LiveCase[] = [];

  /** Undefined for a case that is closed or does not exist. */
  of(caseNumber: number): LiveCase | undefined {
    return this.pages[caseNumber >>> PAGE_BITS]?.cases[caseNumber & (PAGE - 1)];
  }

  /** The stream of a case; −1 if it does not exist. */
  streamOf(caseNumber: number): number {
    return this.pages[caseNumber >>> PAGE_BITS]?.streams[caseNumber & (PAGE - 1)] ?? -1;
  }

  /** Those that are not closed, in the order of their numbers. */
  all(): readonly LiveCase[] {
    return this.pages.flatMap((page) => page?.cases.filter((one) => one !== undefined) ?? []);
  }

  open(caseNumber: number, stream: number): LiveCase {
    const index = caseNumber >>> PAGE_BITS;
    let page = this.pages[index];
    if (page === undefined) {
      page = {
        cases: new Array<LiveCase | undefined>(PAGE).fill(undefined),
        streams: new Int32Array(PAGE).fill(-1),
        count: 0,
      };
      this.pages[index] = page;
    }
    const opened = this.spare.pop() ?? new LiveCase();
    opened.begin(stream);
    page.cases[caseNumber & (PAGE - 1)] = opened;
    page.streams[caseNumber & (PAGE - 1)] = stream;
    page.count++;
    return opened;
  }

  /** Closes the case. */
  close(caseNumber: number): void {
    const page = this.pages[caseNumber >>> PAGE_BITS];
    const closed = page?.cases[caseNumber & (PAGE - 1)];
    if (page === undefined || closed === undefined) return;
    page.cases[caseNumber & (PAGE - 1)] = undefined;
    this.spare.push(closed);
  }

  /** Forgets an erased case. */
  forget(caseNumber: number): void {
    this.close(caseNumber);
    const index = caseNumber >>> PAGE_BITS;
    const page = this.pages[index];
    if (page === undefined) return;
    page.streams[caseNumber & (PAGE - 1)] = -1;
    if (--page.count === 0) this.pages[index] = undefined;
  }

  /** Each page has as many cases as it counts, and at least one; those that are not closed are of their stream. */
  assertPaged(): void {
    for (const page of this.pages) {
      if (page === undefined) continue;
      const known = page.streams.filter((stream) => stream !== -1).length;
      assertEqual('cases of a page', page.count, known);
      assert(known > 0, 'a page without cases is kept');
      const areOfStream = page.cases.every((one, i) => one === undefined || one.stream === page.streams[i]);
      assert(areOfStream, 'a case is not of its stream');
    }
  }
}

const PAGE_BITS = 8;
const PAGE = 1 << PAGE_BITS;

interface Page {
  readonly cases: (LiveCase | undefined)[];
  readonly streams: Int32Array;
  count: number;
}
