import { numbered } from '#base';
import {
  CASE_STATES,
  type CaseState,
  ESCALATION_REASONS,
  NO_CASE,
  NONE_16,
  type OpenCase,
  openCaseOf,
  openingIn,
  SEVERITIES,
  TIERS,
  TRANSITION_EVENTS,
  wasAnswered,
} from '#domain';
import { type Entry, NOT_IN_HAND, NOT_THERE, NOT_WAITING, type Odd } from './counts/entry.ts';
import { type LiveCase, NOT_YET } from './counts/live-cases.ts';
import type { RunTally } from './counts/run-tally.ts';
import type { Level } from './counts/time-bins.ts';

const stateNumber = (state: CaseState) => CASE_STATES.indexOf(state);
const SUBMITTED = stateNumber('submitted');
const STALLED = stateNumber('stalled');
const WAITING = stateNumber('open.waiting.queued');
const WORKING = stateNumber('open.working');
const PAUSED = stateNumber('open.paused');
const UNREACHED = stateNumber('open.unreached');
const REFUSED = stateNumber('refused');
const CLOSED = stateNumber('closed');
const ERASED = stateNumber('erased');
const AWAITING_CUSTOMER = stateNumber('open.awaitingCustomer');
const AWAITING_VENDOR = stateNumber('open.awaitingVendor');
/** States in which a case may be after the step that resolved it. */
const RESOLVED: readonly number[] = (['resolved', 'closed', 'erased'] as const).map(stateNumber);

const eventNumber = (event: (typeof TRANSITION_EVENTS)[number]) => TRANSITION_EVENTS.indexOf(event);
const PATIENCE = eventNumber('patience');
const MESSAGE = eventNumber('message');
const CLEAR = eventNumber('CLEAR');
const LOSE = eventNumber('LOSE');
const HANDLING = eventNumber('handling');
const AUTO_CLOSE = eventNumber('autoClose');
const MEND = eventNumber('MEND');
const REOPENING = eventNumber('reopening');

const { expertise: EXPERTISE, language: LANGUAGE } = numbered(ESCALATION_REASONS);

/**
 * Counts the acts about a case that concern service. Each method returns the reason why an act cannot be counted, or null. In a step of a
 * case, its transition comes last: what the step changed (tier, product) holds from then on.
 */
export class CaseActs {
  private readonly tally: RunTally;

  constructor(tally: RunTally) {
    this.tally = tally;
  }

  open(entry: Entry): Odd | null {
    const { a, caseNumber } = entry;
    const { cases, nowMs, scenario } = this.tally;
    const { product, severity, trueProduct } = openingIn(entry);
    if (a >= scenario.streams.length || severity >= SEVERITIES.length)
      return 'it names no stream or severity';
    if (caseNumber === NO_CASE || cases.streamOf(caseNumber) !== -1) return 'the case is there already';
    const one = cases.open(caseNumber, a);
    one.severity = severity;
    one.product = product;
    one.productNext = product;
    one.productTrue = trueProduct;
    one.openedMs = nowMs;
    this.tally.backlog?.opened(caseNumber);
    const old = openCaseOf(scenario, caseNumber);
    if (old === undefined) this.tally.open(one);
    else this.openOld(one, old);
    return null;
  }

  /** The case was opened before the run. */
  private openOld(one: LiveCase, old: OpenCase): void {
    one.openedMs = old.openedMs;
    one.tier = old.tier;
    one.tierNext = old.tier;
    if (wasAnswered(old)) one.contacts = 1;
    one.joinsMs = old.state === 'in work' || old.state === 'triage' ? NOT_YET : old.sinceMs;
    one.standsSinceMs = old.sinceMs;
    one.wasResolved = old.state === 'resolved';
    this.tally.openOld(one);
  }

  followUp(one: LiveCase, entry: Entry): Odd | null {
    if (entry.aux === 0) this.tally.cellOf(one).retries++;
    return null;
  }

  severity(one: LiveCase, entry: Entry): Odd | null {
    if (entry.aux >= SEVERITIES.length) return 'it names no severity';
    const step = one.contacts === 0 && this.tally.format !== 1 ? 1 : 0;
    this.tally.cellOf(one).moved -= step;
    one.severity = entry.aux;
    this.tally.cellOf(one).moved += step;
    return null;
  }

  escalate(one: LiveCase, entry: Entry): Odd | null {
    const { a, aux, d } = entry;
    const isKnown = a === NONE_16 || a < this.tally.scenario.centres.length;
    if (!isKnown || aux >= ESCALATION_REASONS.length || !(d >= 1 && d <= TIERS.length)) {
      return 'it names no centre, reason or tier';
    }
    one.leftReason = aux;
    one.leftCentre = a === NONE_16 ? -1 : a;
    one.tierNext = d;
    one.leftTier = one.tier;
    // A wrong declaration is found before anything else, and its transfer has no number.
    const isWrong = aux === LANGUAGE || (aux === EXPERTISE && one.product !== one.productTrue);
    one.leftBy = isWrong ? 0 : one.transfer;
    // This is the reason both if the case is about another product than declared, and if it is not.
    if (aux === EXPERTISE) one.productNext = one.productTrue;
    return null;
  }

  transition(entry: Entry): Odd | null {
    const { cases } = this.tally;
    const { a: before, aux: event, b: after, caseNumber } = entry;
    const one = cases.of(caseNumber);
    if (one === undefined) return this.endClosed(entry);
    if (before === WAITING && one.queuedMs === NOT_YET) return NOT_WAITING;
    const resolvesAlone = event === AUTO_CLOSE || event === MEND;
    const isResolution =
      resolvesAlone || (event === HANDLING && !one.isUnanswered && RESOLVED.includes(after));
    this.tally.backlog?.moved(entry, isResolution, this.tally.nowMs);
    const odd = before === WORKING && after !== WORKING ? this.stopContact(one, entry) : null;
    if (before === WAITING) this.leaveQueue(one, event);
    else if (before !== after) this.leave(one, entry);
    if (resolvesAlone) this.tally.resolve(one);
    if (event === REOPENING) this.tally.cellOf(one).reopened++;
    one.tier = one.tierNext;
    one.product = one.productNext;
    if (after === WAITING) this.joinQueue(one, before !== WAITING);
    else if (before !== after) this.enter(one, before, after);
    one.state = after;
    // Only a case that joins a queue with its opening has waited in it before the run.
    one.joinsMs = NOT_YET;
    if (after === ERASED || after === REFUSED) cases.forget(caseNumber);
    else if (after === CLOSED) cases.close(caseNumber);
    return odd;
  }

  /** Counts a step of a closed case. Only its copies still count, until it is erased. */
  private endClosed({ b: after, caseNumber }: Entry): Odd | null {
    const { cases } = this.tally;
    if (cases.streamOf(caseNumber) === -1) return NOT_THERE;
    if (after === ERASED) cases.forget(caseNumber);
    return null;
  }

  private leave(one: LiveCase, { a: before, b: after, caseNumber }: Entry): void {
    const { agents, nowMs, targets } = this.tally;
    if (before === STALLED) this.tally.stalled--;
    else if (before === AWAITING_CUSTOMER) targets.goOn(one, 'customer', nowMs);
    else if (before === AWAITING_VENDOR) targets.goOn(one, 'vendor', nowMs);
    else if (before === PAUSED && after === WORKING) {
      agents.take(one.agent, caseNumber, one.stream, this.tally);
    } else if (before === PAUSED) this.tally.endContact(one);
  }

  private enter(one: LiveCase, before: number, after: number): void {
    const { nowMs } = this.tally;
    if (after === WORKING) one.startedMs = nowMs;
    else if (after === AWAITING_CUSTOMER || after === AWAITING_VENDOR) {
      // A case that stood so before the run keeps the time of its opening.
      if (before !== SUBMITTED) one.standsSinceMs = nowMs;
    } else if (after === REFUSED) this.tally.cellOf(one).blocked++;
    else if (after === STALLED) {
      this.tally.stalled++;
      this.tally.cellOf(one).stalled++;
    }
  }

  /** `isNew`: it has not waited until now. A wait for the first answer continues whatever happens to the case meanwhile. */
  private joinQueue(one: LiveCase, isNew: boolean): void {
    const { nowMs, waiting } = this.tally;
    (waiting[one.tier - 1] as Level).change(1, nowMs);
    const startedMs = one.joinsMs === NOT_YET ? nowMs : one.joinsMs;
    if (isNew && (one.contacts > 0 || one.queuedMs === NOT_YET)) one.queuedMs = startedMs;
  }

  private leaveQueue(one: LiveCase, event: number): void {
    const { nowMs, waiting } = this.tally;
    (waiting[one.tier - 1] as Level).change(-1, nowMs);
    const cell = this.tally.cellOf(one);
    const waitMs = nowMs - one.queuedMs;
    if (event === PATIENCE && one.contacts > 0) cell.abandonedLater++;
    else if (event === PATIENCE) this.tally.giveUp(one);
    else if (event === MESSAGE) {
      cell.messages++;
      cell.messageWaitMs += waitMs;
    } else if (event === LOSE) cell.lost++;
    else if (event === CLEAR && one.contacts > 0) cell.clearedAnswered++;
    else if (event === CLEAR) {
      cell.clearedUnanswered++;
      cell.clearedWaitMs += waitMs;
    }
  }

  /** The agent stops working on the case: the contact is paused, or over. */
  private stopContact(one: LiveCase, { aux: event, b: after, caseNumber }: Entry): Odd | null {
    const { agents, nowMs } = this.tally;
    one.askedMs = -1;
    one.handledMs += nowMs - one.startedMs;
    const leavesWork = one.leavesWork && after !== PAUSED;
    if (after !== PAUSED) {
      this.tally.endContact(one);
      if (event === HANDLING) this.bringAbout(one, after);
      one.isUnanswered = false;
      one.leavesWork = false;
      one.releasedMs = nowMs;
    }
    if (leavesWork || agents.letGo(one.agent, caseNumber, this.tally)) return null;
    return NOT_IN_HAND;
  }

  /** The consequences of a finished contact. */
  private bringAbout(one: LiveCase, after: number): void {
    if (!one.isUnanswered) {
      if (RESOLVED.includes(after)) this.tally.resolve(one);
    } else if (after !== UNREACHED) this.tally.cellOf(one).missed++;
  }

  /** `delta`: 1 if a copy is stored, −1 if it is deleted. */
  copies({ a: place, aux: role, caseNumber }: Entry, delta: 1 | -1): Odd | null {
    const { cases, copies, nowMs } = this.tally;
    const stream = cases.streamOf(caseNumber);
    if (stream === -1) return NOT_THERE;
    return copies.change(delta, stream, role, place, nowMs) ? null : 'it names no role or place';
  }
}
