import type {
  AgentIndex,
  CentreIndex,
  ChannelIndex,
  DataCentreIndex,
  GroupIndex,
  LanguageIndex,
  ProductIndex,
  SeverityIndex,
  TierNumber,
} from '../indices.ts';

/**
 * What the life cycle knows of a case: numbers only. The machine's context is this record; in the engine, these are properties of a
 * `CaseRecord`.
 *
 * `int32` columns hold indices, counts and flags, with NONE (−1) for "none". `float64` columns hold durations in
 * ms; Infinity stands for "never".
 */
export const CASE_COLUMNS = {
  /** Facts of the case, fixed at its arrival. */
  channel: 'int32',
  trueLanguage: 'int32',
  trueProduct: 'int32',
  solvedAtTier: 'int32',
  /** Not 0 if each contact finds anew which tier solves the case: 1 for this one, the next, or the one below; 2 for any, to which it goes at once. */
  drawsOutcomes: 'int32',
  triageMs: 'float64',
  closingMs: 'float64',
  retentionMs: 'float64',
  autoCloseMs: 'float64',
  regionHoldMs: 'float64',

  /** What routing goes by. */
  severity: 'int32',
  language: 'int32',
  product: 'int32',
  tier: 'int32',
  stage: 'int32',

  /** Data centres of its copies. */
  primary: 'int32',
  replica: 'int32',

  /** The agent who works it, with group and centre. */
  agent: 'int32',
  group: 'int32',
  centre: 'int32',
  contacts: 'int32',

  /** Durations to come, as far as they are known. */
  patienceMs: 'float64',
  severityRaiseMs: 'float64',
  holdMs: 'float64',
  handleMs: 'float64',
  replyMs: 'float64',
  reopeningMs: 'float64',
  /** Remaining handle time after a hand-over, 0 for a fresh contact. */
  workLeftMs: 'float64',
  /** The patience for a later wait, if the contact in hand ends in a transfer or is interrupted, or if the case is re-opened after it. */
  transferPatienceMs: 'float64',
  interruptionPatienceMs: 'float64',
  reopeningPatienceMs: 'float64',
  /** The wait for the first answer after which the customer leaves a message. */
  messageMs: 'float64',
  /** 1 while the customer has hung up, awaits a callback, and has not been reached. */
  calledBack: 'int32',
  /** How many calls are left, and the time between them. */
  callsLeft: 'int32',
  callAgainMs: 'float64',
  /** How long a vendor takes to answer; Infinity if none is asked. */
  vendorMs: 'float64',
  /** 1 if the contact in hand, or the last one, only links the case to an incident. */
  linked: 'int32',
} as const;

export type CaseColumn = keyof typeof CASE_COLUMNS;

/** What the numbers of a column stand for, where they are not times, counts or flags. */
interface ColumnKinds {
  channel: ChannelIndex;
  trueLanguage: LanguageIndex;
  trueProduct: ProductIndex;
  solvedAtTier: TierNumber;
  severity: SeverityIndex;
  language: LanguageIndex;
  product: ProductIndex;
  tier: TierNumber;
  primary: DataCentreIndex;
  replica: DataCentreIndex;
  agent: AgentIndex;
  group: GroupIndex;
  centre: CentreIndex;
}

export type CaseContext = {
  [Column in CaseColumn]: Column extends keyof ColumnKinds ? ColumnKinds[Column] : number;
};

/** "None" in an int32 column. */
export const NONE = -1;
