import { csvLine, numbered } from '#base';
import {
  ACT_NUMBERS,
  type Backlog,
  CASE_STATES,
  COPY_ROLES,
  ESCALATION_REASONS,
  NONE,
  type OpenCase,
  type OpenCaseState,
  openCaseOf,
  openingIn,
  type RunMs,
  type Scenario,
  SEVERITIES,
  TRANSITION_EVENTS,
} from '#domain';
import type { EntryVisitor } from '#ledger';
import { isOver } from './case-ending.ts';

const { open: OPEN, transition: TRANSITION, store: STORE, delete: DELETE, assign: ASSIGN } = ACT_NUMBERS;
const { escalate: ESCALATE, severity: SEVERITY } = ACT_NUMBERS;
const { primary: PRIMARY, replica: REPLICA } = numbered(COPY_ROLES);
const { language: LANGUAGE, expertise: EXPERTISE } = numbered(ESCALATION_REASONS);
const { RELOCATE, hold: HOLD } = numbered(TRANSITION_EVENTS);
const {
  'open.awaitingCustomer': AWAITING_CUSTOMER,
  'open.awaitingVendor': AWAITING_VENDOR,
  'open.paused': PAUSED,
  'open.waiting.queued': QUEUED,
  'open.working': WORKING,
  resolved: RESOLVED,
} = numbered(CASE_STATES);

/** A case as far as the ledger has been read. */
interface Standing {
  readonly id: string;
  readonly stream: number;
  readonly openedMs: RunMs;
  readonly trueLanguage: number;
  readonly trueProduct: number;
  language: number;
  product: number;
  severity: number;
  tier: number;
  nextTier: number;
  state: number;
  sinceMs: RunMs;
  isAnswered: boolean;
  /** It waits because somebody has replied, or because it was opened again. */
  isBack: boolean;
  group: number;
  primary: number;
  replica: number;
}

/** Which cases are open, and where they stand, from the entries of a ledger in order. */
export class OpenCaseReader {
  private readonly scenario: Scenario;
  private readonly cases = new Map<number, Standing>();

  constructor(scenario: Scenario) {
    this.scenario = scenario;
  }

  readonly visit: EntryVisitor = (timeMs, kind, ...[aux, caseNumber, a, b, , d]) => {
    if (kind === OPEN) return this.open(timeMs, caseNumber, a, { aux, b, d });
    const one = this.cases.get(caseNumber);
    if (one === undefined) return;
    if (kind === TRANSITION) this.move(one, caseNumber, aux, b, timeMs);
    else if (kind === STORE || kind === DELETE) placeCopy(one, aux, kind === STORE ? a : NONE, a);
    else if (kind === SEVERITY) one.severity = aux;
    else if (kind === ASSIGN) {
      one.isAnswered = true;
      one.group = a;
    } else if (kind === ESCALATE) {
      one.nextTier = d;
      if (aux === LANGUAGE) one.language = one.trueLanguage;
      else if (aux === EXPERTISE) one.product = one.trueProduct;
    }
  };

  /** The cases that are open, and those that are resolved and not closed, with times since `atMs`. */
  openAt(atMs: RunMs): Backlog {
    return [...this.cases.values()]
      .map((one) => this.rowOf(one, atMs))
      .sort((left, right) => joinsMs(left) - joinsMs(right));
  }

  private open(
    timeMs: RunMs,
    caseNumber: number,
    stream: number,
    numbers: { readonly aux: number; readonly b: number; readonly d: number },
  ): void {
    const opening = openingIn(numbers);
    const before = openCaseOf(this.scenario, caseNumber);
    this.cases.set(caseNumber, {
      id: before?.id ?? String(caseNumber),
      stream,
      openedMs: before?.openedMs ?? timeMs,
      trueLanguage: opening.trueLanguage,
      trueProduct: opening.trueProduct,
      language: opening.language,
      product: opening.product,
      severity: opening.severity,
      tier: before?.tier ?? 1,
      nextTier: before?.tier ?? 1,
      state: 0,
      sinceMs: before?.sinceMs ?? timeMs,
      isAnswered: before !== undefined && before.state !== 'waiting',
      isBack: before?.state === 'replied',
      group: NONE,
      primary: NONE,
      replica: NONE,
    });
  }

  private move(one: Standing, caseNumber: number, event: number, after: number, timeMs: RunMs): void {
    const before = one.state;
    if (isOver(after)) {
      this.cases.delete(caseNumber);
      return;
    }
    one.tier = one.nextTier;
    one.state = after;
    if (event === RELOCATE && before === after) return;
    const isStart = before === 0 && openCaseOf(this.scenario, caseNumber) !== undefined;
    if (after === QUEUED) {
      // A wait for the first answer goes on, whatever happens meanwhile.
      const goesOn = isStart || event === HOLD || (before === QUEUED && !one.isAnswered);
      if (!goesOn) one.sinceMs = timeMs;
      if (before !== QUEUED && !isStart)
        one.isBack = before === AWAITING_CUSTOMER || before === AWAITING_VENDOR || before === RESOLVED;
    } else if (!isStart && !(after === WORKING && before === PAUSED) && after !== PAUSED)
      one.sinceMs = timeMs;
  }

  private rowOf(one: Standing, atMs: RunMs): OpenCase {
    const { group, id, language, openedMs, primary, product, replica, severity, sinceMs, stream, tier } = one;
    const state = stateOf(one);
    return {
      id,
      stream,
      product,
      severity,
      language,
      tier,
      state,
      openedMs: openedMs - atMs,
      sinceMs: sinceMs - atMs,
      ...(primary === NONE ? {} : { copies: { primary, replica } }),
      ...(state === 'in work' && group !== NONE ? { group } : {}),
    };
  }
}

function joinsMs({ sinceMs, state }: OpenCase): RunMs {
  return state === 'in work' ? 0 : sinceMs;
}

function stateOf({ isAnswered, isBack, state }: Standing): OpenCaseState {
  if (state === WORKING || state === PAUSED) return 'in work';
  if (state === AWAITING_CUSTOMER) return 'awaiting customer';
  if (state === AWAITING_VENDOR) return 'awaiting vendor';
  if (state === RESOLVED) return 'resolved';
  if (!isAnswered) return 'waiting';
  return isBack ? 'replied' : 'transferred';
}

function placeCopy(one: Standing, role: number, place: number, was: number): void {
  if (role === PRIMARY) one.primary = place === NONE && one.primary !== was ? one.primary : place;
  else if (role === REPLICA) one.replica = place === NONE && one.replica !== was ? one.replica : place;
}

const COLUMNS = [
  ...(['case', 'segment', 'country', 'channel', 'product', 'severity', 'language', 'opened'] as const),
  ...(['state', 'since', 'tier', 'primary', 'replica', 'group'] as const),
] as const;

/** A file of open cases, as scenarios read it. `atEpochMs`: the instant that their times count from. */
export function openCasesCsv(backlog: Backlog, scenario: Scenario, atEpochMs: number): string {
  const { dataCentres, groups, languages, products, segments, streams } = scenario;
  const instant = (ms: RunMs) => new Date(atEpochMs + ms).toISOString();
  const rows = backlog.map(({ copies, group, openedMs, sinceMs, stream, ...one }) => {
    const { channel, country, segment } = streams[stream] as Scenario['streams'][number];
    return {
      case: one.id,
      segment: segments[segment]?.id ?? '',
      country,
      channel,
      product: products[one.product]?.id ?? '',
      severity: SEVERITIES[one.severity] ?? '',
      language: languages[one.language] ?? '',
      opened: instant(openedMs),
      state: one.state,
      since: instant(sinceMs),
      tier: String(one.tier),
      primary: dataCentres[copies?.primary ?? NONE]?.id ?? '',
      replica: dataCentres[copies?.replica ?? NONE]?.id ?? '',
      group: group === undefined ? '' : (groups[group]?.id ?? ''),
    };
  });
  return [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))].map(csvLine).join('');
}
