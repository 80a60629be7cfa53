import { numbered, rowAt } from '#base';
import type { Scenario, TransferClaim } from '#domain';
import {
  ACCESS_PURPOSES,
  ACT_NUMBERS,
  APPROVAL_STEPS,
  BASIS_KINDS,
  CASE_STATES,
  CHANNELS,
  COPY_ROLES,
  EMERGENCY_STEPS,
  ESCALATION_REASONS,
  ITEM_CLASSES,
  NONE,
  NONE_16,
  openCaseOf,
  openingIn,
  PLAIN_STEPS,
  SESSION_STEPS,
  SEVERITIES,
  type SessionStep,
  serviceLevelOf,
  TRANSITION_EVENTS,
  WAITING_CAUSES,
} from '#domain';
import type { StoryEntry } from '#ledger';
import { CaseLife } from '../case-life.ts';
import type { ScenarioNames } from '../names/names.ts';

/**
 * What happened to one case, in words: each copy, access, transfer and wait as one row with its start and end. Times are ms since the start
 * of the run. An end is null if the ledger ends before it. `entry` is the ledger's entry at the start, `endEntry` that at the end.
 */
export interface CaseHistory {
  readonly caseNumber: number;
  readonly customer: string;
  readonly segment: string;
  readonly stream: string;
  /** Index of the stream in the scenario's list. */
  readonly streamIndex: number;
  readonly country: string;
  readonly promise: string;
  readonly channel: string;
  readonly language: string;
  readonly product: string;
  /** Its id in the file of open cases; null if it was opened in the run. */
  readonly ticket: string | null;
  /** Negative if it was opened before the run. */
  readonly openedMs: number;
  /** The severity of the case, and from when. */
  readonly severities: readonly { readonly timeMs: number; readonly severity: string }[];
  readonly states: readonly StateRow[];
  readonly copies: readonly CopyRow[];
  readonly accesses: readonly AccessRow[];
  /** Sessions of software, which processes the case without anybody seeing it. */
  readonly sessions: readonly SessionRow[];
  readonly transfers: readonly TransferRow[];
  readonly waits: readonly WaitRow[];
  readonly escalations: readonly {
    readonly timeMs: number;
    readonly entry: number;
    readonly reason: string;
  }[];
  /** The first case that was linked to the same incident, which is resolved before this one; itself if it is that one; null without an incident. */
  readonly parentCase: number | null;
  /** If it is the parent: the others, as far as the entries tell of them. */
  readonly linkedCases: readonly number[];
  readonly refusedMs: number | null;
  /** Time of the first occurrence; null if it did not occur. */
  readonly resolvedMs: number | null;
  readonly closedMs: number | null;
  readonly firstWait: FirstWait;
  /** Accesses that relied on a consent, disclosures, assignments to subcontractors whose reason is on record, items that were to be encrypted and were not, and what the customer was asked to approve. */
  readonly exceptions: readonly ExceptionRow[];
  readonly entries: readonly number[];
}

/** The wait for the first answer. */
interface FirstWait {
  /** Null if nobody has answered. */
  readonly waitMs: number | null;
  /** The acceptable wait of its service level; null if there is none, or the wait has not ended. */
  readonly withinMs: number | null;
  /** Null if there is no such wait. A customer who gave up was not answered in time. */
  readonly isInTime: boolean | null;
}

interface Span {
  readonly entry: number;
  readonly fromMs: number;
  toMs: number | null;
  endEntry: number | null;
}

export interface CopyRow extends Span {
  readonly role: string;
  readonly place: string;
  readonly placeIndex: number;
  readonly country: string;
  readonly holder: string;
  readonly copiedFrom: string | null;
  /** Place that it was copied from, NONE_16 for the customer. */
  readonly sourceIndex: number;
  readonly itemClasses: readonly string[];
  /** `itemClasses` as one text. */
  readonly itemClassesText: string;
}

export interface AccessRow extends Span {
  /** Null if the ledger names no agent of the scenario. */
  readonly agentIndex: number | null;
  readonly agent: string;
  readonly group: string;
  readonly tier: number | null;
  readonly centre: string;
  readonly country: string;
  readonly employer: string;
  readonly employerKind: string;
  /** The company that runs the centre. */
  readonly company: string;
  readonly purpose: string;
  readonly readFrom: string;
  /** Places: the centre, and where the data is read. */
  readonly placeIndex: number;
  readonly sourceIndex: number;
}

export interface SessionRow extends Span {
  /** Id and index of the software. */
  readonly software: string;
  readonly softwareIndex: number;
  /** Where the model runs; if the scenario does not say it, where the case was stored first. Empty, and −1, if that is not known. */
  readonly place: string;
  readonly placeIndex: number;
  readonly country: string;
  /** The companies of the place, and of the model. */
  readonly holder: string;
  readonly model: string;
  /** Whether the ledger names the place. */
  readonly isRecorded: boolean;
  /** How it ended; null if the ledger ends before it does. */
  outcome: SessionStep | null;
}

export interface TransferRow {
  readonly entry: number;
  readonly timeMs: number;
  readonly exporter: string;
  readonly importer: string;
  readonly place: string;
  readonly country: string;
  readonly basis: string;
  readonly instrument: string | null;
  /** The transfer as numbers, as the auditor judges it. */
  readonly claim: TransferClaim;
}

export interface WaitRow extends Span {
  readonly cause: string;
  readonly tier: number;
}

export interface StateRow {
  readonly entry: number;
  readonly timeMs: number;
  readonly event: string;
  readonly state: string;
}

/** Something exceptional that the ledger records about the case itself. */
export interface ExceptionRow {
  readonly entry: number;
  readonly timeMs: number;
  readonly kind:
    | 'seen on consent'
    | 'handed over to an authority'
    | 'opened in an emergency'
    | 'given to a subcontractor'
    | 'items to be encrypted'
    | 'approval of access from outside';
  readonly what: string;
  /** The authority that received the data, and the basis (null if none is recorded). */
  readonly handedTo: { readonly authority: string; readonly basis: string | null } | null;
}

const {
  assign: ASSIGN,
  open: OPEN,
  transition: TRANSITION,
  store: STORE,
  delete: DELETE,
  transfer: TRANSFER,
  wait: WAIT,
  view: VIEW,
  'view end': VIEW_END,
  escalate: ESCALATE,
  severity: SEVERITY,
  refuse: REFUSE,
  exception: EXCEPTION,
  disclosure: DISCLOSURE,
  'emergency access': EMERGENCY,
  'subcontractor needed': SUBCONTRACTOR_NEEDED,
  'plain items': PLAIN_ITEMS,
  session: SESSION,
  'incident link': LINK,
  'access approval': APPROVAL,
} = ACT_NUMBERS;
/** Acts that `exceptions` lists. */
const EXCEPTIONAL: readonly number[] = [
  EXCEPTION,
  DISCLOSURE,
  EMERGENCY,
  SUBCONTRACTOR_NEEDED,
  PLAIN_ITEMS,
  APPROVAL,
];
const { opened: OPENED } = numbered(EMERGENCY_STEPS);
const { begins: BEGINS } = numbered(SESSION_STEPS);
const { patience: PATIENCE } = numbered(TRANSITION_EVENTS);
const WAITING_STATES: readonly string[] = ['open.waiting.queued', 'stalled'];
const CLOSED_STATES: readonly string[] = ['closed', 'erased'];

/** The history from the entries of one case; null if they do not begin with its opening. */
export function caseHistory(story: readonly StoryEntry[], names: ScenarioNames): CaseHistory | null {
  const [opening] = story;
  if (opening?.kind !== OPEN) return null;
  const { scenario } = names;
  const stream = scenario.streams[opening.a];
  const segment = scenario.segments[stream?.segment ?? -1];
  const { severity, ...attributes } = attributesOf(opening, scenario);
  const life = new CaseLife(scenario, opening, opening.index);
  const before = openCaseOf(scenario, opening.caseNumber);
  const rows = new HistoryRows(names, { timeMs: opening.timeMs, severity });
  let firstWait: FirstWait = { waitMs: null, withinMs: null, isInTime: null };
  for (const act of story) {
    const isUnanswered = !life.isAnswered;
    life.take(act);
    rows.take(act);
    if (isUnanswered) firstWait = firstWaitAfter(act, life, scenario) ?? firstWait;
  }
  const { accesses, copies, escalations, exceptions, refusedMs, severities, states, transfers, waits } = rows;
  const links = story.filter(({ kind }) => kind === LINK);
  const own = ({ caseNumber }: StoryEntry) => caseNumber === opening.caseNumber;
  const sessions = rows.sessions.map((row) => (row.isRecorded ? row : atFirstCopy(row, copies[0])));
  return {
    caseNumber: opening.caseNumber,
    customer: names.customer(opening.a, opening.c),
    segment: segment?.id ?? '',
    stream: names.stream(opening.a),
    streamIndex: opening.a,
    country: stream?.country ?? '',
    promise: scenario.promises[segment?.promise ?? -1]?.id ?? '',
    ...attributes,
    ticket: before?.id ?? null,
    openedMs: before?.openedMs ?? opening.timeMs,
    severities,
    states,
    copies,
    accesses,
    sessions,
    transfers,
    waits,
    escalations,
    parentCase: links.findLast(own)?.d ?? null,
    linkedCases: links.filter((link) => !own(link)).map(({ caseNumber }) => caseNumber),
    refusedMs,
    resolvedMs: life.resolvedMs === NONE ? null : life.resolvedMs,
    firstWait,
    closedMs: states.find(({ state }) => CLOSED_STATES.includes(state))?.timeMs ?? null,
    exceptions,
    entries: story.map(({ index }) => index),
  };
}

/** The first wait, if the act of an unanswered case ends it, or else null. A customer who leaves at once has not waited. */
function firstWaitAfter(act: StoryEntry, life: CaseLife, scenario: Scenario): FirstWait | null {
  const hasGivenUp = act.kind === TRANSITION && act.aux === PATIENCE && act.timeMs > life.openedMs;
  if (act.kind !== ASSIGN && !hasGivenUp) return null;
  const { channel, segment } = rowAt(scenario.streams, life.stream);
  const severity = rowAt(SEVERITIES, life.severity);
  const level = serviceLevelOf(scenario, segment, channel, severity, life.declaredProduct);
  const withinMs = level?.withinMs ?? null;
  const isInTime = withinMs === null ? null : !hasGivenUp && act.d <= withinMs;
  return { waitMs: hasGivenUp ? null : act.d, withinMs, isInTime };
}

/** The rows of a history, which its acts begin and end one by one. */
class HistoryRows {
  readonly severities: { readonly timeMs: number; readonly severity: string }[];
  readonly states: StateRow[] = [];
  readonly copies: CopyRow[] = [];
  readonly accesses: AccessRow[] = [];
  readonly sessions: SessionRow[] = [];
  readonly transfers: TransferRow[] = [];
  readonly waits: WaitRow[] = [];
  readonly escalations: { timeMs: number; entry: number; reason: string }[] = [];
  readonly exceptions: ExceptionRow[] = [];
  refusedMs: number | null = null;
  private readonly names: ScenarioNames;

  constructor(names: ScenarioNames, atOpening: { readonly timeMs: number; readonly severity: string }) {
    this.names = names;
    this.severities = [atOpening];
  }

  take(act: StoryEntry): void {
    const { names } = this;
    const { aux, b, index: entry, kind, timeMs } = act;
    if (kind === STORE) this.copies.push(copyOf(act, names));
    else if (kind === DELETE) {
      const [place, role] = [names.place(act.a), wordOf(COPY_ROLES, aux)];
      end(this.copies, act, (copy) => copy.role === role && copy.place === place);
    } else if (kind === VIEW) this.accesses.push(accessOf(act, names));
    else if (kind === VIEW_END) {
      const [agent, centre] = [names.agent(act.c), names.centre(act.a)];
      end(this.accesses, act, (access) => access.agent === agent && access.centre === centre);
    } else if (kind === SESSION) this.session(act);
    else if (kind === TRANSFER) this.transfers.push(transferOf(act, names));
    else if (kind === WAIT) {
      end(this.waits, act);
      const cause = wordOf(WAITING_CAUSES, aux);
      this.waits.push({ entry, fromMs: timeMs, toMs: null, endEntry: null, cause, tier: act.a });
    } else if (kind === TRANSITION) {
      const state = wordOf(CASE_STATES, b);
      this.states.push({ entry, timeMs, event: wordOf(TRANSITION_EVENTS, aux), state });
      if (!WAITING_STATES.includes(state)) end(this.waits, act);
    } else if (kind === ESCALATE)
      this.escalations.push({ timeMs, entry, reason: wordOf(ESCALATION_REASONS, aux) });
    else if (kind === SEVERITY) this.severities.push({ timeMs, severity: wordOf(SEVERITIES, aux) });
    else if (kind === REFUSE) this.refusedMs = timeMs;
    else if (EXCEPTIONAL.includes(kind)) this.exceptions.push(...exceptionOf(act, names));
  }

  private session(act: StoryEntry): void {
    if (act.aux === BEGINS) {
      this.sessions.push(sessionOf(act, this.names));
      return;
    }
    const open = this.sessions.findLast(({ toMs }) => toMs === null);
    if (open !== undefined) open.outcome = SESSION_STEPS[act.aux] ?? null;
    end(this.sessions, act);
  }
}

/** The attributes that the case has at its opening, in words. */
function attributesOf(opening: StoryEntry, { languages, products }: ScenarioNames['scenario']) {
  const { channel, severity, trueLanguage, trueProduct } = openingIn(opening);
  return {
    channel: wordOf(CHANNELS, channel),
    severity: wordOf(SEVERITIES, severity),
    language: languages[trueLanguage] ?? '',
    product: products[trueProduct]?.id ?? '',
  };
}

const KNOWN_CLASSES = 1 << ITEM_CLASSES.length;
/** The lists of all sets of item classes, created once: there are many copies, and nearly all contain the same classes. */
const CLASS_LISTS: readonly (readonly string[])[] = Array.from({ length: KNOWN_CLASSES }, (_, mask) =>
  ITEM_CLASSES.filter((__, i) => ((mask >>> i) & 1) === 1),
);

const CLASS_TEXTS: readonly string[] = CLASS_LISTS.map((classes) => classes.join('; '));

/** Ends the last open row that matches. */
function end<Row extends Span>(rows: readonly Row[], act: StoryEntry, fits?: (row: Row) => boolean): void {
  const row = rows.findLast((one) => one.toMs === null && (fits === undefined || fits(one)));
  if (row === undefined) return;
  row.toMs = act.timeMs;
  row.endEntry = act.index;
}

/** Whether the entry is a disclosure that the customer may not be told about, according to the scenario. */
export function isUnderOrder({ a, kind }: StoryEntry, { scenario }: ScenarioNames): boolean {
  return kind === DISCLOSURE && (scenario.disclosures?.[a]?.noticeAfterMs ?? null) === null;
}

/** Null for a disclosure that an order forbids to tell. */
function exceptionOf(
  { a, aux, c, index: entry, kind, timeMs }: StoryEntry,
  names: ScenarioNames,
): readonly ExceptionRow[] {
  const row = (of: ExceptionRow['kind'], what: string, handedTo: ExceptionRow['handedTo'] = null) => [
    { entry, timeMs, kind: of, what, handedTo },
  ];
  if (kind === EXCEPTION) return row('seen on consent', `from ${names.centre(a)}`);
  if (kind === EMERGENCY) return aux === OPENED ? row('opened in an emergency', `to ${names.centre(a)}`) : [];
  if (kind === PLAIN_ITEMS)
    return row('items to be encrypted', `${wordOf(PLAIN_STEPS, aux)}: ${CLASS_TEXTS[c] ?? ''}`);
  if (kind === APPROVAL) return row('approval of access from outside', wordOf(APPROVAL_STEPS, aux));
  if (kind === SUBCONTRACTOR_NEEDED)
    return row('given to a subcontractor', `to ${names.group(a)}: ${wordOf(WAITING_CAUSES, aux)}`);
  const disclosure = names.scenario.disclosures?.[a];
  if (disclosure === undefined || disclosure.noticeAfterMs === null) return [];
  const { authority } = disclosure;
  const basis = aux === 1 ? disclosure.basis : null;
  const what = `${authority}, basis: ${basis ?? 'none'}`;
  return row('handed over to an authority', what, { authority, basis });
}

function copyOf(act: StoryEntry, names: ScenarioNames): CopyRow {
  return {
    entry: act.index,
    fromMs: act.timeMs,
    toMs: null,
    endEntry: null,
    role: wordOf(COPY_ROLES, act.aux),
    place: names.place(act.a),
    placeIndex: act.a,
    country: names.country(act.a),
    holder: names.holder(act.a),
    copiedFrom: act.b === NONE_16 ? null : names.place(act.b),
    sourceIndex: act.b,
    itemClasses: CLASS_LISTS[act.c % KNOWN_CLASSES] ?? [],
    itemClassesText: CLASS_TEXTS[act.c % KNOWN_CLASSES] ?? '',
  };
}

function accessOf(act: StoryEntry, names: ScenarioNames): AccessRow {
  const { scenario } = names;
  const centre = scenario.centres[act.a];
  const employer = scenario.entities[scenario.groups[act.b]?.employer ?? centre?.entity ?? -1];
  return {
    entry: act.index,
    fromMs: act.timeMs,
    toMs: null,
    endEntry: null,
    agentIndex: names.rows.groupOfAgent(act.c) === null ? null : act.c,
    agent: names.agent(act.c),
    group: names.group(act.b),
    tier: scenario.groups[act.b]?.tier ?? null,
    centre: names.centre(act.a),
    country: centre?.country ?? '',
    employer: employer?.id ?? '',
    employerKind: employer?.kind ?? '',
    company: scenario.entities[centre?.entity ?? -1]?.id ?? '',
    purpose: wordOf(ACCESS_PURPOSES, act.aux),
    readFrom: names.place(act.d),
    placeIndex: scenario.dataCentres.length + act.a,
    sourceIndex: act.d,
  };
}

function sessionOf(act: StoryEntry, names: ScenarioNames): SessionRow {
  const { scenario } = names;
  const software = scenario.software?.[act.a];
  const isRecorded = act.b !== NONE_16;
  const holder = isRecorded ? names.holder(act.b) : '';
  return {
    entry: act.index,
    fromMs: act.timeMs,
    toMs: null,
    endEntry: null,
    software: software?.id ?? '',
    softwareIndex: act.a,
    place: isRecorded ? names.place(act.b) : '',
    placeIndex: isRecorded ? act.b : -1,
    country: isRecorded ? names.country(act.b) : '',
    holder,
    model: scenario.entities[software?.model?.entity ?? -1]?.id ?? holder,
    isRecorded,
    outcome: null,
  };
}

/** Software whose place the ledger does not name runs where the case is stored. */
function atFirstCopy(row: SessionRow, copy: CopyRow | undefined): SessionRow {
  if (copy === undefined) return row;
  const { country, holder, place, placeIndex } = copy;
  return { ...row, country, holder, model: holder, place, placeIndex };
}

function transferOf({ a, aux, b, c, d, index, timeMs }: StoryEntry, names: ScenarioNames): TransferRow {
  const instrument = names.scenario.entities[b]?.instruments[d]?.instrument ?? null;
  return {
    entry: index,
    timeMs,
    exporter: a === NONE_16 ? 'the customer' : names.entity(a),
    importer: names.entity(b),
    place: names.place(c),
    country: names.country(c),
    basis: wordOf(BASIS_KINDS, aux),
    instrument,
    claim: { kind: aux, exporter: a, importer: b, place: c, instrument: d },
  };
}

function wordOf(words: readonly string[], index: number): string {
  return words[index] ?? `unknown ${index}`;
}
