import { keepAsDoubles, numbered, unboxed } from '#base';
import {
  ACT_NUMBERS,
  type AgentIndex,
  CALLBACK_STEPS,
  CASE_STATES,
  type CaseNumber,
  type CaseStateIndex,
  COPY_ROLES,
  type DataCentreIndex,
  ESCALATION_REASONS,
  type GroupIndex,
  type LanguageIndex,
  NONE,
  openCaseOf,
  openingIn,
  type ProductIndex,
  type RunMs,
  type Scenario,
  type SeverityIndex,
  type StreamIndex,
  type TierNumber,
  TRANSITION_EVENTS,
  type WaitingCauseIndex,
  wasAnswered,
} from '#domain';
import type { StoryEntry } from '#ledger';

const {
  assign: ASSIGN,
  callback: CALLBACK,
  delete: DELETE,
  escalate: ESCALATE,
  severity: SEVERITY,
  store: STORE,
  transition: TRANSITION,
  wait: WAIT,
} = ACT_NUMBERS;
const { primary: PRIMARY, replica: REPLICA } = numbered(COPY_ROLES);
const { language: LANGUAGE, expertise: EXPERTISE } = numbered(ESCALATION_REASONS);
const { accepted: ACCEPTED, 'not reached': UNREACHED } = numbered(CALLBACK_STEPS);
const { autoClose: AUTO_CLOSE, handling: HANDLING, hold: HOLD, MEND, RELOCATE } = numbered(TRANSITION_EVENTS);
const {
  closed: CLOSED,
  erased: ERASED,
  'open.awaitingCustomer': AWAITING_CUSTOMER,
  'open.awaitingVendor': AWAITING_VENDOR,
  'open.paused': PAUSED,
  'open.waiting.queued': QUEUED,
  'open.working': WORKING,
  refused: REFUSED,
  resolved: RESOLVED,
  submitted: SUBMITTED,
} = numbered(CASE_STATES);

/** An act of a case. The table of acts gives the meaning of its numbers. */
export type CaseAct = Omit<StoryEntry, 'index'>;

/** A wait that has ended and took time. */
export interface PastWait {
  readonly cause: WaitingCauseIndex;
  readonly tier: TierNumber;
  readonly fromMs: RunMs;
  readonly toMs: RunMs;
}

const NO_WAITS: PastWait[] = [];

/** Where a case stands, after the acts of it that were read. Times are ms since the start of the run; −1 stands for none. */
export class CaseLife {
  readonly caseNumber: CaseNumber;
  state: CaseStateIndex = SUBMITTED;
  stateSinceMs: RunMs;
  readonly stream: StreamIndex;
  /** When the run opened it, or software handed it over, and how many acts of the run came before. A case with which the run starts is older. */
  openedMs: RunMs;
  readonly actsBefore: number;
  readonly trueLanguage: LanguageIndex;
  readonly trueProduct: ProductIndex;
  readonly declaredProduct: ProductIndex;
  /** These are what its agents take for true. */
  language: LanguageIndex;
  product: ProductIndex;
  severity: SeverityIndex;
  tier: TierNumber;
  /** Since when it stands as `openCases` names it: a wait for the first answer begins once, and a pause ends no contact. */
  standsSinceMs: RunMs;
  /** How often an agent took it in this run. */
  contacts = 0;
  /** Whether an agent has answered it, in this run or before. */
  isAnswered: boolean;
  /** Whether its customer has hung up and is to be called back. */
  isToBeCalled = false;
  /** Whether it waits because somebody has replied, or because it was opened again. */
  isBack: boolean;
  /** The group and the agent that took it last. */
  group: GroupIndex = NONE;
  agent: AgentIndex = NONE;
  /** What it waits for now. */
  waitCause: WaitingCauseIndex = NONE;
  waitTier: TierNumber = 0;
  waitSinceMs: RunMs = NONE;
  /** Data centres with its copies. */
  primary: DataCentreIndex = NONE;
  replica: DataCentreIndex = NONE;
  /** The first time; −1: not yet. */
  resolvedMs: RunMs = NONE;
  private pastWaits = NO_WAITS;
  /** The customer does not answer the call in hand. */
  private isUnreached = false;
  private readonly wasOpen: boolean;
  /** Since when its first wait counts, if that is before software handed it over. */
  private countsFromMs: RunMs = NONE;

  static {
    const opening = { kind: 0, caseNumber: 0, timeMs: 0, aux: 0, a: 0, b: 0, c: 0, d: 0 };
    const sample = new CaseLife({}, opening, 0);
    keepAsDoubles(sample, 'openedMs', 'stateSinceMs', 'standsSinceMs', 'waitSinceMs', 'resolvedMs');
  }

  constructor(scenario: Pick<Scenario, 'backlog'>, opening: CaseAct, actsBefore: number) {
    const { a, caseNumber, timeMs } = opening;
    const { language, product, severity, trueLanguage, trueProduct } = openingIn(opening);
    const before = openCaseOf(scenario, caseNumber);
    this.caseNumber = unboxed(caseNumber);
    this.stream = a;
    this.openedMs = timeMs;
    this.actsBefore = actsBefore;
    this.trueLanguage = trueLanguage;
    this.trueProduct = trueProduct;
    this.declaredProduct = product;
    this.language = language;
    this.product = product;
    this.severity = severity;
    this.tier = before?.tier ?? 1;
    this.stateSinceMs = timeMs;
    this.standsSinceMs = before?.sinceMs ?? timeMs;
    this.isAnswered = before !== undefined && wasAnswered(before);
    this.isBack = before?.state === 'replied';
    this.wasOpen = before !== undefined;
  }

  get waits(): readonly PastWait[] {
    return this.pastWaits;
  }

  /** Whether it waits in a queue for its first answer. Not so while its customer is to be called back. */
  get waitsForAnswer(): boolean {
    return this.state === QUEUED && !this.isAnswered && !this.isToBeCalled;
  }

  /** Whether it is in an agent's hands. */
  get isInHand(): boolean {
    return this.state === WORKING || this.state === PAUSED;
  }

  /** Closed, erased or refused: it waits for nobody and is in nobody's hands. */
  get isOver(): boolean {
    const { state } = this;
    return state === CLOSED || state === ERASED || state === REFUSED;
  }

  /** Software hands it over: it is one that has just arrived. `countsFromArrival`: but its times count from its opening. */
  goToPeople(timeMs: RunMs, countsFromArrival: boolean): void {
    if (countsFromArrival) this.countsFromMs = this.openedMs;
    else this.openedMs = timeMs;
    this.stateSinceMs = timeMs;
    this.standsSinceMs = timeMs;
  }

  /** Takes the next act of the case. */
  take(act: CaseAct): void {
    const { a, aux, c, d, kind, timeMs } = act;
    switch (kind) {
      case TRANSITION:
        this.move(timeMs, aux, act.b);
        break;
      case WAIT:
        this.endWait(timeMs);
        this.waitCause = aux;
        this.waitTier = a;
        this.waitSinceMs = timeMs;
        break;
      case ASSIGN:
        this.endWait(timeMs);
        this.contacts++;
        this.isAnswered = true;
        this.group = a;
        this.agent = unboxed(c);
        break;
      case ESCALATE:
        this.tier = unboxed(d);
        if (aux === LANGUAGE) this.language = this.trueLanguage;
        else if (aux === EXPERTISE) this.product = this.trueProduct;
        break;
      case SEVERITY:
        this.severity = aux;
        break;
      case STORE:
        if (aux === PRIMARY) this.primary = a;
        else if (aux === REPLICA) this.replica = a;
        break;
      case DELETE:
        if (aux === PRIMARY && this.primary === a) this.primary = NONE;
        else if (aux === REPLICA && this.replica === a) this.replica = NONE;
        break;
      case CALLBACK:
        if (aux === UNREACHED) this.isUnreached = true;
        else if (aux === ACCEPTED) this.isToBeCalled = true;
        break;
    }
  }

  private move(timeMs: RunMs, event: number, after: CaseStateIndex): void {
    const before = this.state;
    this.state = after;
    if (before !== after) this.stateSinceMs = timeMs;
    if (event !== RELOCATE || before !== after) this.stand(timeMs, event, before);
    this.noteEnd(timeMs, event, before);
    if (this.isOver) this.endWait(timeMs);
  }

  private stand(timeMs: RunMs, event: number, before: CaseStateIndex): void {
    const after = this.state;
    const isStart = before === SUBMITTED && this.wasOpen;
    if (after === QUEUED) {
      // A wait for the first answer goes on, whatever happens meanwhile.
      const goesOn = isStart || event === HOLD || (before === QUEUED && !this.isAnswered);
      if (!goesOn)
        this.standsSinceMs = before === SUBMITTED && this.countsFromMs !== NONE ? this.countsFromMs : timeMs;
      if (before !== QUEUED && !isStart)
        this.isBack = before === AWAITING_CUSTOMER || before === AWAITING_VENDOR || before === RESOLVED;
    } else if (!isStart && !(after === WORKING && before === PAUSED) && after !== PAUSED)
      this.standsSinceMs = timeMs;
  }

  /**
   * The ledger gives only the state in which a step ends. With closing or erasure after 0 s, the step that resolves a case ends in `closed`
   * or `erased`, as does the step in which a customer gives up. The step's event tells them apart.
   */
  private noteEnd(timeMs: RunMs, event: number, before: CaseStateIndex): void {
    const { state: after } = this;
    const isDone = event === AUTO_CLOSE || event === MEND || (event === HANDLING && !this.isUnreached);
    const isResolved = after === RESOLVED || after === CLOSED || after === ERASED;
    if (isDone && isResolved && this.resolvedMs === NONE) this.resolvedMs = timeMs;
    if (before === WORKING && after !== PAUSED) this.isUnreached = false;
  }

  private endWait(timeMs: RunMs): void {
    const { waitCause: cause, waitSinceMs: fromMs, waitTier: tier } = this;
    if (cause === NONE) return;
    this.waitCause = NONE;
    if (timeMs <= fromMs) return;
    if (this.pastWaits === NO_WAITS) this.pastWaits = [];
    this.pastWaits.push({ cause, tier, fromMs, toMs: timeMs });
  }
}
