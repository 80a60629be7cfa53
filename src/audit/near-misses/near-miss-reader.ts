import { DAY_MS, formatExactDuration, numbered } from '#base';
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
  type StreamIndex,
} from '#domain';
import type { EntryVisitor } from '#ledger';
import { CLOSED, ERASED, QUEUED } from '../facts/case-state.ts';
import { placeOfCopy, roleOfCopy, WORKING_COPY_ROLE } from '../facts/copy-list.ts';
import type { Facts } from '../facts/facts.ts';
import { Holds } from '../law/holds.ts';
import { BasisEnds, type TransferOnBasis } from './basis-ends.ts';
import { LeavingCountries } from './leaving-countries.ts';
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

  private readonly bases = new NearMissList(
    'R7',
    'A transfer relies on a basis that ends within 30 days, as the law is known today',
  );
  private readonly centres = new NearMissList(
    'R10',
    'A case is escalated, and of several centres at work that could handle it, promise and law permit only one',
  );
  private readonly consents = new NearMissList(
    'R12',
    'An access relies on a consent that ends within 30 days',
  );
  private readonly emergencies = new NearMissList(
    'R13',
    'The customer is notified of an emergency access, or the access is reviewed, with less than a tenth of the allowed time left',
  );
  private readonly erasures = new NearMissList(
    'R15',
    'A case is erased with less than a tenth of the grace period left',
  );
  private readonly workingCopies = new NearMissList(
    'R16',
    'A working copy is deleted with less than a tenth of the allowed time left',
  );
  private readonly evacuations = new NearMissList(
    'R22',
    'A copy leaves a country less than a day before the country leaves the boundary',
  );

  /** Closed cases that may be erased before the end of the run. */
  private readonly closed = new Map<number, { readonly stream: StreamIndex; readonly closedMs: RunMs }>();
  /** Since when a working copy has had no user at its centre, by case × 2^16 + place, ms. */
  private readonly idleSinceMs = new Map<number, number>();
  /** Cases that leave a centre, with the reason, until they wait again. */
  private readonly escalated = new Map<number, number>();
  private readonly opened = new Map<number, Opened>();

  constructor(facts: Facts) {
    this.facts = facts;
    this.holds = new Holds(facts.tables);
    this.basisEnds = new BasisEnds(facts.tables);
    this.leaving = new LeavingCountries(facts.tables);
  }

  /** Call after the auditor has read the entry. */
  readonly see: EntryVisitor = ({ a, aux, b, c, caseNumber, d, kind, timeMs }) => {
    switch (kind) {
      case TRANSITION:
        if (b === CLOSED) this.isClosed(caseNumber, timeMs);
        else if (a === CLOSED && b !== ERASED) this.closed.delete(caseNumber);
        else if (b === QUEUED && this.escalated.size > 0) this.waitsAgain(caseNumber, timeMs);
        else if (b === ERASED) this.forgetDropped(caseNumber);
        return;
      case DELETE:
        if (aux === WORKING_COPY_ROLE) this.workingCopyDeleted(caseNumber, a, timeMs);
        else this.copyDeleted(caseNumber, a, timeMs);
        return;
      case TRANSFER:
        if (ON_A_BASIS.includes(aux))
          this.transferred(caseNumber, { kind: aux, importer: b, place: c, instrument: d }, timeMs);
        return;
      case VIEW:
        if (this.idleSinceMs.size > 0)
          this.idleSinceMs.delete(caseNumber * PLACES + this.facts.tables.placeOfCentre(a));
        return;
      case VIEW_END:
        this.viewEnded(caseNumber, this.facts.tables.placeOfCentre(a), timeMs);
        return;
      case ESCALATE:
        this.escalated.set(caseNumber, aux);
        return;
      case EXCEPTION:
        this.reliedOnConsent(caseNumber, b, timeMs);
        return;
      case EMERGENCY:
        this.emergency(caseNumber, aux, b, d, timeMs);
        return;
    }
  };

  /** Ordered by the number of the invariant. */
  finish(): readonly NearMisses[] {
    return [
      this.bases,
      this.centres,
      this.consents,
      this.emergencies,
      this.erasures,
      this.workingCopies,
      this.evacuations,
    ].map((list) => list.finish());
  }

  private isClosed(caseNumber: CaseNumber, timeMs: RunMs): void {
    const { horizonMs, retention } = this.facts.tables.scenario;
    const supportCase = this.facts.cases.get(caseNumber);
    if (supportCase === undefined || timeMs + retention.eraseAfterMs > horizonMs) return;
    this.closed.set(caseNumber, { stream: supportCase.stream, closedMs: timeMs });
  }

  private copyDeleted(caseNumber: CaseNumber, place: PlaceIndex, timeMs: RunMs): void {
    const closed = this.closed.get(caseNumber);
    const { eraseAfterMs, eraseGraceMs } = this.facts.tables.scenario.retention;
    if (closed !== undefined && eraseGraceMs > 0) {
      const dueMs = this.holds.erasableMs(closed.stream, closed.closedMs + eraseAfterMs) + eraseGraceMs;
      this.judge(
        this.erasures,
        { dueMs, allowedMs: eraseGraceMs },
        caseNumber,
        timeMs,
        (left) => `a copy is erased ${left} before the deadline`,
      );
    }
    const supportCase = this.facts.cases.get(caseNumber);
    if (supportCase === undefined) return this.forgetDropped(caseNumber);
    const leftMs = this.leaving.nextAt(supportCase.stream, place, timeMs) - timeMs;
    if (leftMs === Number.POSITIVE_INFINITY) return;
    if (leftMs >= LEAVING_NEAR_MS) return this.evacuations.look();
    this.evacuations.add(
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
    this.closed.delete(caseNumber);
    this.escalated.delete(caseNumber);
  }

  private viewEnded(caseNumber: CaseNumber, place: PlaceIndex, timeMs: RunMs): void {
    const copies = this.facts.cases.get(caseNumber)?.copies ?? [];
    const isLeft = (copy: number) => roleOfCopy(copy) === WORKING_COPY_ROLE && placeOfCopy(copy) === place;
    if (copies.some(isLeft)) this.idleSinceMs.set(caseNumber * PLACES + place, timeMs);
  }

  private workingCopyDeleted(caseNumber: CaseNumber, place: PlaceIndex, timeMs: RunMs): void {
    const key = caseNumber * PLACES + place;
    const sinceMs = this.idleSinceMs.get(key);
    // Deleted before its agent had finished, with all of the time left.
    if (sinceMs === undefined) return this.workingCopies.look();
    this.idleSinceMs.delete(key);
    const allowedMs = this.facts.tables.scenario.retention.workingCopyMs;
    const name = () => this.facts.tables.placeName(place);
    this.judge(
      this.workingCopies,
      { dueMs: sinceMs + allowedMs, allowedMs },
      caseNumber,
      timeMs,
      (left) => `the working copy at ${name()} is deleted ${left} before the deadline`,
    );
  }

  private transferred(caseNumber: CaseNumber, transfer: TransferOnBasis, timeMs: RunMs): void {
    const { importer, instrument, kind, place } = transfer;
    const supportCase = this.facts.cases.get(caseNumber);
    if (supportCase === undefined) return;
    const { scenario } = this.facts.tables;
    const atMs = scenario.startEpochMs + timeMs;
    const leftMs = this.basisEnds.endOf(supportCase.stream, transfer, atMs) - atMs;
    if (leftMs <= 0 || leftMs > LAW_NEAR_MS) return this.bases.look();
    const { country } = this.facts.tables.stream(supportCase.stream);
    this.bases.add(
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
    const [left, ...others] = this.centresAtWork(permitted);
    const ableCount = this.centresAtWork(able).size;
    if (left === undefined || others.length > 0 || ableCount === 1) return this.centres.look();
    const name = this.facts.tables.scenario.centres[left]?.id ?? '?';
    this.centres.add(
      `${reason} ${left} ${ableCount}`,
      caseNumber,
      timeMs,
      0,
      () =>
        `escalated for ${ESCALATION_REASONS[reason]}: of ${ableCount} centres at work that could handle it, only ${name} may`,
    );
  }

  private centresAtWork(groups: readonly GroupIndex[]): ReadonlySet<number> {
    const { tables, world } = this.facts;
    return new Set(groups.filter((group) => world.isStaffed(group)).map((group) => tables.centreOf(group)));
  }

  private reliedOnConsent(caseNumber: CaseNumber, index: number, timeMs: RunMs): void {
    const { scenario } = this.facts.tables;
    const supportCase = this.facts.cases.get(caseNumber);
    const segment = scenario.streams[supportCase?.stream ?? -1]?.segment ?? -1;
    const consent = scenario.segments[segment]?.consents?.[index];
    if (consent === undefined) return;
    const leftMs = consent.toEpochMs - (scenario.startEpochMs + timeMs);
    if (leftMs <= 0 || leftMs > LAW_NEAR_MS) return this.consents.look();
    this.consents.add(
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
    const what = isTold
      ? 'the customer is notified of the emergency access'
      : 'the emergency access is reviewed';
    this.judge(
      this.emergencies,
      isTold ? opened.tell : opened.review,
      opened.caseNumber,
      timeMs,
      (left) => `${what} ${left} before the deadline`,
    );
    if (!isTold) this.opened.delete(number);
  }

  private judge(
    list: NearMissList,
    { allowedMs, dueMs }: Deadline,
    caseNumber: CaseNumber,
    timeMs: RunMs,
    message: (left: string) => string,
  ): void {
    const leftMs = dueMs - timeMs;
    // If it is late, it is a violation, and the judge reports it.
    if (leftMs < 0 || leftMs >= DEADLINE_NEAR * allowedMs) list.look();
    else list.add(`${caseNumber}`, caseNumber, timeMs, leftMs, () => message(formatExactDuration(leftMs)));
  }
}
