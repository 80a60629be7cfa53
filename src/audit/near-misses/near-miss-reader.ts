import { DAY_MS, formatExactDuration, numbered, SparseList } from '#base';
import {
  ACT_NUMBERS,
  BASIS_KINDS,
  type CaseNumber,
  type DurationMs,
  EMERGENCY_STEPS,
  ESCALATION_REASONS,
  type GroupIndex,
  type PlaceIndex,
  type RunMs,
} from '#domain';
import type { EntryVisitor, StoryEntry } from '#ledger';
import { CLOSED, ERASED, QUEUED } from '../facts/case-state.ts';
import { placeOfCopy, roleOfCopy, WORKING_COPY_ROLE } from '../facts/copy-list.ts';
import type { Facts } from '../facts/facts.ts';
import { Holds } from '../law/holds.ts';
import { BasisEnds, LeavingCountries } from './basis-ends.ts';
import { type NearMisses, NearMissList } from './near-miss-list.ts';

const {
  transition: TRANSITION,
  delete: DELETE,
  transfer: TRANSFER,
  view: VIEW,
  'view end': VIEW_END,
  escalate: ESCALATE,
  exception: EXCEPTION,
  'emergency access': EMERGENCY,
} = ACT_NUMBERS;
const { opened: OPENED, told: TOLD } = numbered(EMERGENCY_STEPS);
const ON_A_BASIS = (['adequacy', 'framework', 'standard-clauses', 'binding-rules'] as const).map((kind) =>
  BASIS_KINDS.indexOf(kind),
);

/** Reliance on a basis or consent that ends within this time is a near miss. */
const LAW_NEAR_MS = 30 * DAY_MS;
/** Deleting a copy this short before its country leaves the boundary is a near miss. */
const LEAVING_NEAR_MS = DAY_MS;
/** For deadlines: share of the allowed time that remains. */
const DEADLINE_NEAR = 0.1;
const PLACES = 2 ** 16;

/** An emergency access, with the deadlines to notify the customer and, after its end, to review it, ms. */
interface Opened {
  readonly caseNumber: CaseNumber;
  readonly tell: Deadline;
  readonly review: Deadline;
}

interface Deadline {
  readonly dueMs: RunMs;
  readonly allowedMs: number;
}

/**
 * Finds compliant acts that came close to being violations. It reads the auditor's facts after each entry and changes
 * none, so audits without near misses have no extra cost.
 */
export class NearMissReader {
  private readonly facts: Facts;
  private readonly holds: Holds;
  private readonly basisEnds: BasisEnds;
  private readonly leaving: LeavingCountries;

  /** Ordered by the number of the invariant. */
  private readonly lists = {
    bases: new NearMissList(
      'R7',
      'A transfer relies on a basis that ends within 30 days, as the law is known today',
    ),
    centres: new NearMissList(
      'R10',
      'A case is escalated, and of several centres at work that could handle it, promise and law permit only one',
    ),
    consents: new NearMissList('R12', 'An access relies on a consent that ends within 30 days'),
    emergencies: new NearMissList(
      'R13',
      'The customer is notified of an emergency access, or the access is reviewed, with less than a tenth of the allowed time left',
    ),
    erasures: new NearMissList('R15', 'A case is erased with less than a tenth of the grace period left'),
    workingCopies: new NearMissList(
      'R16',
      'A working copy is deleted with less than a tenth of the allowed time left',
    ),
    evacuations: new NearMissList(
      'R22',
      'A copy leaves a country less than a day before the country leaves the boundary',
    ),
  };

  /** By case, if it is closed and may be erased before the end of the run: when it must be erased. */
  private readonly erasureDueMs = new SparseList<RunMs>();
  /** Since when a working copy has had no user at its centre, by case × 2^16 + place, ms. */
  private readonly idleSinceMs = new Map<number, number>();
  /** Cases that leave a centre, with the reason, until they wait again. */
  private readonly escalated = new Map<number, number>();
  private readonly opened = new Map<number, Opened>();
  /** By centre: the number of the last count of centres at work that counted it. */
  private readonly countedIn: Int32Array;
  private counts = 0;
  private lastAtWork = 0;

  constructor(facts: Facts) {
    this.facts = facts;
    this.countedIn = new Int32Array(facts.tables.scenario.centres.length);
    this.holds = new Holds(facts.tables);
    this.basisEnds = new BasisEnds(facts.tables);
    this.leaving = new LeavingCountries(facts.tables);
  }

  /** Call after the auditor has read the entry. */
  readonly see: EntryVisitor = (entry) => {
    const { caseNumber, timeMs } = entry;
    switch (entry.kind) {
      case TRANSITION:
        return this.moved(caseNumber, entry.a, entry.b, timeMs);
      case DELETE:
        if (entry.aux === WORKING_COPY_ROLE) this.workingCopyDeleted(caseNumber, entry.a, timeMs);
        else this.copyDeleted(caseNumber, entry.a, timeMs);
        return;
      case TRANSFER:
        if (ON_A_BASIS.includes(entry.aux)) this.transferred(entry);
        return;
      case VIEW:
        if (this.idleSinceMs.size > 0)
          this.idleSinceMs.delete(caseNumber * PLACES + this.facts.tables.placeOfCentre(entry.a));
        return;
      case VIEW_END:
        this.viewEnded(caseNumber, this.facts.tables.placeOfCentre(entry.a), timeMs);
        return;
      case ESCALATE:
        this.escalated.set(caseNumber, entry.aux);
        return;
      case EXCEPTION:
        this.reliedOnConsent(caseNumber, entry.b, timeMs);
        return;
      case EMERGENCY:
        this.emergency(caseNumber, entry.aux, entry.b, entry.d, timeMs);
        return;
    }
  };

  finish(): readonly NearMisses[] {
    return Object.values(this.lists).map((list) => list.finish());
  }

  private moved(caseNumber: CaseNumber, before: number, after: number, timeMs: RunMs): void {
    if (after === CLOSED) this.isClosed(caseNumber, timeMs);
    else if (before === CLOSED && after !== ERASED) this.erasureDueMs.delete(caseNumber);
    else if (after === QUEUED && this.escalated.size > 0) this.waitsAgain(caseNumber, timeMs);
    else if (after === ERASED) this.forgetDropped(caseNumber);
  }

  private isClosed(caseNumber: CaseNumber, timeMs: RunMs): void {
    const { eraseAfterMs, eraseGraceMs } = this.facts.tables.scenario.retention;
    const erasableMs = timeMs + eraseAfterMs;
    const supportCase = this.facts.cases.get(caseNumber);
    if (supportCase === undefined || erasableMs > this.facts.tables.scenario.horizonMs) return;
    this.erasureDueMs.set(caseNumber, this.holds.erasableMs(supportCase.stream, erasableMs) + eraseGraceMs);
  }

  private copyDeleted(caseNumber: CaseNumber, place: PlaceIndex, timeMs: RunMs): void {
    const { eraseGraceMs } = this.facts.tables.scenario.retention;
    const dueMs = this.erasureDueMs.get(caseNumber);
    if (eraseGraceMs > 0 && dueMs !== undefined) {
      const leftToEraseMs = dueMs - timeMs;
      const list = this.lists.erasures;
      if (isFar(leftToEraseMs, eraseGraceMs)) list.look();
      else this.addCase(list, caseNumber, timeMs, leftToEraseMs, 'a copy is erased');
    }
    const supportCase = this.facts.cases.get(caseNumber);
    if (supportCase === undefined) return this.forgetDropped(caseNumber);
    const leftMs = this.leaving.nextAt(supportCase.stream, place, timeMs) - timeMs;
    if (leftMs === Number.POSITIVE_INFINITY) return;
    if (leftMs >= LEAVING_NEAR_MS) return this.lists.evacuations.look();
    this.lists.evacuations.add(
      `${caseNumber}`,
      caseNumber,
      timeMs,
      leftMs,
      () =>
        `a copy leaves ${this.facts.tables.placeName(place)} ${formatExactDuration(leftMs)} before the country leaves the boundary`,
    );
  }

  /** Forgets a case that the auditor has dropped, so that memory follows the number of live cases. */
  private forgetDropped(caseNumber: CaseNumber): void {
    if (this.facts.cases.get(caseNumber) !== undefined) return;
    this.erasureDueMs.delete(caseNumber);
    if (this.escalated.size > 0) this.escalated.delete(caseNumber);
  }

  private viewEnded(caseNumber: CaseNumber, place: PlaceIndex, timeMs: RunMs): void {
    const supportCase = this.facts.cases.get(caseNumber);
    if (supportCase === undefined) return;
    for (const copy of supportCase.copies) {
      if (roleOfCopy(copy) !== WORKING_COPY_ROLE || placeOfCopy(copy) !== place) continue;
      this.idleSinceMs.set(caseNumber * PLACES + place, timeMs);
      return;
    }
  }

  private workingCopyDeleted(caseNumber: CaseNumber, place: PlaceIndex, timeMs: RunMs): void {
    const key = caseNumber * PLACES + place;
    const sinceMs = this.idleSinceMs.get(key);
    // Deleted before its agent had finished, with all of the time left.
    if (sinceMs === undefined) return this.lists.workingCopies.look();
    this.idleSinceMs.delete(key);
    const allowedMs = this.facts.tables.scenario.retention.workingCopyMs;
    const leftMs = sinceMs + allowedMs - timeMs;
    const list = this.lists.workingCopies;
    if (isFar(leftMs, allowedMs)) return list.look();
    const name = this.facts.tables.placeName(place);
    this.addCase(list, caseNumber, timeMs, leftMs, `the working copy at ${name} is deleted`);
  }

  private transferred({
    aux: kind,
    b: importer,
    c: place,
    caseNumber,
    d: instrument,
    timeMs,
  }: StoryEntry): void {
    const supportCase = this.facts.cases.get(caseNumber);
    if (supportCase === undefined) return;
    const { scenario } = this.facts.tables;
    const atMs = scenario.startEpochMs + timeMs;
    const transfer = { kind, importer, place, instrument };
    const leftMs = this.basisEnds.endOf(supportCase.stream, transfer, atMs) - atMs;
    if (leftMs <= 0 || leftMs > LAW_NEAR_MS) return this.lists.bases.look();
    const { country } = this.facts.tables.stream(supportCase.stream);
    this.lists.bases.add(
      `${country} ${kind} ${importer} ${place} ${instrument}`,
      caseNumber,
      timeMs,
      leftMs,
      () =>
        `a transfer from ${country} to ${this.facts.tables.placeName(place)} relies on ${BASIS_KINDS[kind]}, which ends ${formatExactDuration(leftMs)} later`,
    );
  }

  private waitsAgain(caseNumber: CaseNumber, timeMs: RunMs): void {
    const reason = this.escalated.get(caseNumber);
    const supportCase = this.facts.cases.get(caseNumber);
    if (reason === undefined || supportCase === undefined) return;
    this.escalated.delete(caseNumber);
    const { able, permitted } = this.facts.eligibility.groupsFor(supportCase);
    const permittedCount = this.countAtWork(permitted);
    const left = this.lastAtWork;
    const ableCount = this.countAtWork(able);
    if (permittedCount !== 1 || ableCount === 1) return this.lists.centres.look();
    const name = this.facts.tables.scenario.centres[left]?.id ?? '?';
    this.lists.centres.add(
      `${reason} ${left} ${ableCount}`,
      caseNumber,
      timeMs,
      0,
      () =>
        `escalated for ${ESCALATION_REASONS[reason]}: of ${ableCount} centres at work that could handle it, only ${name} may`,
    );
  }

  /** Number of different centres of these groups that are at work. `lastAtWork` is the last that was counted. */
  private countAtWork(groups: readonly GroupIndex[]): number {
    const { tables, world } = this.facts;
    const { countedIn } = this;
    this.counts++;
    let count = 0;
    for (const group of groups) {
      const centre = tables.centreOf(group);
      if (countedIn[centre] === this.counts || !world.isStaffed(group)) continue;
      countedIn[centre] = this.counts;
      this.lastAtWork = centre;
      count++;
    }
    return count;
  }

  private reliedOnConsent(caseNumber: CaseNumber, index: number, timeMs: RunMs): void {
    const { scenario } = this.facts.tables;
    const supportCase = this.facts.cases.get(caseNumber);
    const segment = scenario.streams[supportCase?.stream ?? -1]?.segment ?? -1;
    const consent = scenario.segments[segment]?.consents?.[index];
    if (consent === undefined) return;
    const leftMs = consent.toEpochMs - (scenario.startEpochMs + timeMs);
    if (leftMs <= 0 || leftMs > LAW_NEAR_MS) return this.lists.consents.look();
    this.lists.consents.add(
      `${segment} ${index}`,
      caseNumber,
      timeMs,
      leftMs,
      () =>
        `an access relies on consent ${index} of the case's customers, which ends ${formatExactDuration(leftMs)} later`,
    );
  }

  /** Steps after the opening do not name the case. */
  private emergency(
    caseNumber: CaseNumber,
    step: number,
    number: number,
    windowMs: DurationMs,
    timeMs: RunMs,
  ): void {
    if (step === OPENED) {
      const supportCase = this.facts.cases.get(caseNumber);
      if (supportCase === undefined) return;
      const { promise } = this.facts.tables.stream(supportCase.stream);
      const rule = this.facts.tables.scenario.promises[promise]?.breakGlass;
      if (rule === undefined) return;
      const { noticeWithinMs, reviewWithinMs } = rule;
      this.opened.set(number, {
        caseNumber,
        tell: { dueMs: timeMs + noticeWithinMs, allowedMs: noticeWithinMs },
        review: { dueMs: timeMs + windowMs + reviewWithinMs, allowedMs: windowMs + reviewWithinMs },
      });
      return;
    }
    const opened = this.opened.get(number);
    if (opened === undefined) return;
    const isTold = step === TOLD;
    const { allowedMs, dueMs } = isTold ? opened.tell : opened.review;
    const leftMs = dueMs - timeMs;
    const list = this.lists.emergencies;
    const what = isTold
      ? 'the customer is notified of the emergency access'
      : 'the emergency access is reviewed';
    if (isFar(leftMs, allowedMs)) list.look();
    else this.addCase(list, opened.caseNumber, timeMs, leftMs, what);
    if (!isTold) this.opened.delete(number);
  }

  /** Adds an act that came close to its deadline. `what`: the beginning of a sentence. */
  private addCase(
    list: NearMissList,
    caseNumber: CaseNumber,
    timeMs: RunMs,
    leftMs: DurationMs,
    what: string,
  ): void {
    const message = () => `${what} ${formatExactDuration(leftMs)} before the deadline`;
    list.add(`${caseNumber}`, caseNumber, timeMs, leftMs, message);
  }
}

/** Whether an act is no near miss, with that much of the allowed time left. If it is late, it is a violation, and the judge reports it. */
function isFar(leftMs: DurationMs, allowedMs: DurationMs): boolean {
  return leftMs < 0 || leftMs >= DEADLINE_NEAR * allowedMs;
}
