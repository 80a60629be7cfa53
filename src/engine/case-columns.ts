import type { CaseColumnArrays } from './lifecycle/stepper.ts';

/**
 * The columns of the case rows: one typed array for each number that a case has. Written out, because V8 turns an object
 * that is filled by computed names into a hash table, which made each access some ten times slower.
 */
export class CaseColumns implements CaseColumnArrays {
  [name: string]: Int32Array | Float64Array;

  // What the life cycle knows (CASE_COLUMNS of the domain says what each is).
  channel: Int32Array;
  trueLanguage: Int32Array;
  trueProduct: Int32Array;
  solvedAtTier: Int32Array;
  triageMs: Float64Array;
  closingMs: Float64Array;
  retentionMs: Float64Array;
  autoCloseMs: Float64Array;
  regionHoldMs: Float64Array;
  severity: Int32Array;
  language: Int32Array;
  product: Int32Array;
  tier: Int32Array;
  stage: Int32Array;
  primary: Int32Array;
  replica: Int32Array;
  agent: Int32Array;
  group: Int32Array;
  centre: Int32Array;
  contacts: Int32Array;
  patienceMs: Float64Array;
  severityRaiseMs: Float64Array;
  holdMs: Float64Array;
  handleMs: Float64Array;
  replyMs: Float64Array;
  reopeningMs: Float64Array;
  workLeftMs: Float64Array;

  // What only the engine knows; the life cycle does not look at it.
  caseNumber: Float64Array;
  stream: Int32Array;
  /** Running number of the case within its stream: what its draws are keyed by. */
  ordinal: Int32Array;
  arrivedMs: Float64Array;
  /** Contacts finished, interruptions by shift ends and outages not counted: keys the draws of the next contact. */
  episode: Int32Array;

  /** Waiting: list of the queue it is in (−1: none), neighbours, when it joined, its place in the order of joining. */
  queue: Int32Array;
  next: Int32Array;
  previous: Int32Array;
  queuedMs: Float64Array;
  queueOrder: Float64Array;
  cause: Int32Array;

  /** Work: since when, content of the contact at speed 1, speed. */
  startedMs: Float64Array;
  contentMs: Float64Array;
  speed: Float64Array;
  workingCopy: Int32Array;
  viewedPlace: Int32Array;

  /** Why the case left a centre before it waits again (−1: it did not), and which centre. */
  leftReason: Int32Array;
  leftCentre: Int32Array;
  solvedMs: Float64Array;

  constructor(capacity: number) {
    this.channel = new Int32Array(capacity);
    this.trueLanguage = new Int32Array(capacity);
    this.trueProduct = new Int32Array(capacity);
    this.solvedAtTier = new Int32Array(capacity);
    this.triageMs = new Float64Array(capacity);
    this.closingMs = new Float64Array(capacity);
    this.retentionMs = new Float64Array(capacity);
    this.autoCloseMs = new Float64Array(capacity);
    this.regionHoldMs = new Float64Array(capacity);
    this.severity = new Int32Array(capacity);
    this.language = new Int32Array(capacity);
    this.product = new Int32Array(capacity);
    this.tier = new Int32Array(capacity);
    this.stage = new Int32Array(capacity);
    this.primary = new Int32Array(capacity);
    this.replica = new Int32Array(capacity);
    this.agent = new Int32Array(capacity);
    this.group = new Int32Array(capacity);
    this.centre = new Int32Array(capacity);
    this.contacts = new Int32Array(capacity);
    this.patienceMs = new Float64Array(capacity);
    this.severityRaiseMs = new Float64Array(capacity);
    this.holdMs = new Float64Array(capacity);
    this.handleMs = new Float64Array(capacity);
    this.replyMs = new Float64Array(capacity);
    this.reopeningMs = new Float64Array(capacity);
    this.workLeftMs = new Float64Array(capacity);
    this.caseNumber = new Float64Array(capacity);
    this.stream = new Int32Array(capacity);
    this.ordinal = new Int32Array(capacity);
    this.arrivedMs = new Float64Array(capacity);
    this.episode = new Int32Array(capacity);
    this.queue = new Int32Array(capacity);
    this.next = new Int32Array(capacity);
    this.previous = new Int32Array(capacity);
    this.queuedMs = new Float64Array(capacity);
    this.queueOrder = new Float64Array(capacity);
    this.cause = new Int32Array(capacity);
    this.startedMs = new Float64Array(capacity);
    this.contentMs = new Float64Array(capacity);
    this.speed = new Float64Array(capacity);
    this.workingCopy = new Int32Array(capacity);
    this.viewedPlace = new Int32Array(capacity);
    this.leftReason = new Int32Array(capacity);
    this.leftCentre = new Int32Array(capacity);
    this.solvedMs = new Float64Array(capacity);
  }
}

/** Gives `columns` arrays of the new capacity that begin with what they hold. The object itself stays. */
export function growColumns(columns: CaseColumns, capacity: number): void {
  const larger = new CaseColumns(capacity);
  for (const [name, column] of Object.entries(larger)) column.set(columns[name] as Int32Array);
  Object.assign(columns, larger);
}
