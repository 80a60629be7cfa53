import {
  ACCESS_PURPOSES,
  ACT_KINDS,
  type ActKind,
  BASIS_KINDS,
  CALLBACK_STEPS,
  CASE_STATES,
  CHANNELS,
  COMMITMENT_STEPS,
  CONSULTATION_STEPS,
  COPY_ROLES,
  EMERGENCY_STEPS,
  ESCALATION_REASONS,
  ITEM_CLASSES,
  NO_CASE,
  NONE_16,
  NONE_32,
  SEVERITIES,
  TRANSITION_EVENTS,
  WAITING_CAUSES,
  WORD_32,
} from '#domain';

/** A word of the vocabulary, a raw index or count, a set of words, or null for "none". */
export type FieldText = string | number | boolean | readonly string[] | null;

/**
 * One entry for people and exports. Fields are named; `…Index` is a raw row number of the scenario's lists,
 * whose names are the caller's to look up, and places are numbered as in `ACT_KINDS`.
 */
export interface EntryText {
  readonly timeMs: number;
  readonly kind: string;
  /** Null for acts of the world. */
  readonly caseNumber: number | null;
  readonly fields: Readonly<Record<string, FieldText>>;
}

export function describeEntry(
  timeMs: number,
  kind: number,
  aux: number,
  caseNumber: number,
  a: number,
  b: number,
  c: number,
  d: number,
): EntryText {
  const name = ACT_KINDS[kind];
  return {
    timeMs,
    kind: word(ACT_KINDS, kind),
    caseNumber: caseNumber === NO_CASE ? null : caseNumber,
    // A kind that this program does not know is shown as it is.
    fields: name === undefined ? { aux, a, b, c, d } : FIELDS[name](aux, a, b, c, d),
  };
}

type Describe = (aux: number, a: number, b: number, c: number, d: number) => EntryText['fields'];

const describeView: Describe = (aux, a, b, c, d) => ({
  purpose: word(ACCESS_PURPOSES, aux),
  centreIndex: a,
  groupIndex: b,
  agentIndex: orNull(c, NONE_32),
  placeIndex: d,
});

/** The fields of each kind, as `ACT_KINDS` defines them. */
const FIELDS: Readonly<Record<ActKind, Describe>> = {
  duty: (aux, a, b, c, d) => ({
    begins: aux === 1,
    groupIndex: a,
    shiftIndex: b,
    agentCount: c,
    firstAgentIndex: d,
  }),
  centre: (aux, a) => ({ isUp: aux === 1, centreIndex: a }),
  'data centre': (aux, a) => ({ isUp: aux === 1, dataCentreIndex: a }),
  law: (_, a) => ({ changeIndex: a }),
  open: (aux, a, b, c, d) => ({
    channel: word(CHANNELS, aux & 3),
    severity: word(SEVERITIES, aux >>> 2),
    streamIndex: a,
    declaredLanguageIndex: b & 0xff,
    declaredProductIndex: b >>> 8,
    customerIndex: c,
    trueLanguageIndex: d & 0xff,
    trueProductIndex: (d >>> 8) & 0xff,
    solvedAtTier: d >>> 16,
  }),
  transition: (aux, a, b) => ({
    event: word(TRANSITION_EVENTS, aux),
    stateBefore: word(CASE_STATES, a),
    stateAfter: word(CASE_STATES, b),
  }),
  store: (aux, a, b, c) => ({
    role: word(COPY_ROLES, aux),
    placeIndex: a,
    copiedFromPlaceIndex: orNull(b, NONE_16),
    itemClasses: itemClasses(c),
  }),
  delete: (aux, a, _, c) => ({ role: word(COPY_ROLES, aux), placeIndex: a, itemClasses: itemClasses(c) }),
  transfer: (aux, a, b, c, d) => ({
    basis: word(BASIS_KINDS, aux),
    exporterIndex: orNull(a, NONE_16),
    importerIndex: b,
    placeIndex: c,
    instrumentIndex: orNull(d, NONE_32),
  }),
  wait: (aux, a, b, c) => ({
    cause: word(WAITING_CAUSES, aux),
    tier: a,
    stage: b,
    severity: word(SEVERITIES, c),
  }),
  assign: (aux, a, b, c, d) => ({
    preferenceRank: aux,
    groupIndex: a,
    freeGroupCount: b,
    agentIndex: c,
    waitMs: d,
  }),
  view: describeView,
  'view end': describeView,
  escalate: (aux, a, b, c, d) => ({
    reason: word(ESCALATION_REASONS, aux),
    centreIndex: orNull(a, NONE_16),
    groupIndex: orNull(b, NONE_16),
    agentIndex: orNull(c, NONE_32),
    tier: d,
  }),
  severity: (aux) => ({ severity: word(SEVERITIES, aux) }),
  end: (_aux, _a, _b, _c, waitingCount) => ({ waitingCount }),
  presence: (aux, a, _b, c) => ({ isBack: aux === 1, groupIndex: a, agentIndex: c }),
  outcome: (solvedAtTier) => ({ solvedAtTier }),
  refuse: (aux, _a, _b, inSystemCount, waitingCount) => ({
    channel: word(CHANNELS, aux),
    inSystemCount,
    waitingCount,
  }),
  preempt: (_aux, a, _b, c, d) => ({ groupIndex: a, agentIndex: c, urgentCaseNumber: d }),
  'after-contact work': (aux, a, _b, c) => ({ begins: aux === 1, groupIndex: a, agentIndex: c }),
  'among several': (aux, a, _b, c, workMs) => ({
    isAfterContact: aux === 1,
    groupIndex: a,
    agentIndex: c,
    workMs,
  }),
  callback: (aux, _a, _b, aheadCount, lastWaitMs) => ({
    step: word(CALLBACK_STEPS, aux),
    aheadCount,
    lastWaitMs,
  }),
  disclosure: (aux, a) => ({ hasBasis: aux === 1, disclosureIndex: a }),
  'notice of disclosure': (_aux, a) => ({ disclosureIndex: a }),
  exception: (aux, a, b, c) => ({
    relies: aux === 0 ? 'consent' : `unknown ${aux}`,
    centreIndex: a,
    consentIndex: b,
    agentIndex: c,
  }),
  consultation: (aux, a, _b, c) => ({
    step: word(CONSULTATION_STEPS, aux),
    groupIndex: a,
    agentIndex: c,
  }),
  commitment: (aux, a, b, aheadCount, expectedDelayMs) => ({
    step: word(COMMITMENT_STEPS, aux),
    centreIndex: orNull(a, NONE_16),
    groupIndex: orNull(b, NONE_16),
    aheadCount,
    expectedDelayMs,
  }),
  'serve out': () => ({}),
  overtime: (aux, a, _b, c) => ({ stays: aux === 1, groupIndex: a, agentIndex: c }),
  'ledger kept': (_aux, a) => ({ dataCentreIndex: a }),
  'policy refresh': (_aux, _a, _b, c, d) => ({ asOfMs: c + d * WORD_32 }),
  'emergency access': (aux, a, b, c, d) => ({
    step: word(EMERGENCY_STEPS, aux),
    centreIndex: orNull(a, NONE_16),
    emergency: b,
    agentIndex: orNull(c, NONE_32),
    windowMs: d,
  }),
  'follow-up': (aux, _a, _b, _c, earlierCase) => ({ isMessage: aux === 1, earlierCase }),
};

/** The word of an index; an index that the vocabulary lacks is shown as a number. */
function word(words: readonly string[], index: number): string {
  return words[index] ?? `unknown ${index}`;
}

function orNull(value: number, none: number): number | null {
  return value === none ? null : value;
}

/** The set of a bit mask, bit i standing for the i-th item class. */
function itemClasses(mask: number): readonly string[] {
  const known: string[] = ITEM_CLASSES.filter((_, i) => ((mask >>> i) & 1) === 1);
  const unknown = mask >>> ITEM_CLASSES.length;
  return unknown === 0 ? known : [...known, `unknown ${unknown << ITEM_CLASSES.length}`];
}
