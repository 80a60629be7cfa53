import type { VerdictsOverTime, Violation } from '#audit';
import { increase } from '#base';
import type { AccessRow, CaseHistory, CopyRow, SessionRow } from '#cases';
import { ITEM_CLASSES, type PromiseDimension } from '#domain';
import { type Evidence, type FileRows, forEachHistory, ViolationList } from '#exports';
import { isUnderNoLaw, type Receipt, ReceiptReader } from '../../receipts.ts';
import { controlStretches, type Flow, FlowCounts, outsideZones, peopleOf, type Transfer } from '../flow.ts';

export interface RunFlow extends Flow {
  readonly itemClasses: readonly string[];
}

/** What an act says that the receipt does not. */
type Act = Pick<
  RunFlow,
  | ('mode' | 'dimension' | 'place' | 'country' | 'company' | 'group' | 'employer')
  | ('exception' | 'escortedFrom' | 'isFirst' | 'itemClasses')
>;

class SegmentCounts {
  cases = 0;
  readonly byChannel = new Map<string, number>();
  readonly byProduct = new Map<string, number>();
  /** Cases that waited because the promise left nobody who may take them, and the longest such wait. */
  strandedCases = 0;
  strandedMostMs = 0;
  emergencies = 0;
  /** How often cases were given to a subcontractor, by the recorded reason. */
  readonly subcontracted = new Map<string, number>();
  /** How often customers were asked to approve access from outside, and gave or refused it. */
  readonly approvals = new Map<string, number>();
  /** How often items came plain that were to be encrypted, and what was done, in words. */
  readonly plain = new Map<string, number>();
}

const DIMENSION_OF_ROLE: Readonly<Record<string, PromiseDimension>> = {
  backup: 'backup',
  cache: 'workingCopy',
  'working copy': 'workingCopy',
};

/** What a boundary statement counts in the ledger, in one pass over all cases, and one over all entries. Memory grows with groups × places × bases. */
export class RunFlows {
  readonly segments: readonly SegmentCounts[];
  /** Cases handed to an authority, by place in the scenario's list of disclosures that may be mentioned. */
  readonly handedOver = new Map<string, number>();
  private readonly found = new FlowCounts<RunFlow>();
  private readonly segmentOfCase: number[] = [];
  private readonly controlAt: (atMs: number) => number;
  private readonly reader: ReceiptReader;
  private readonly evidence: Evidence;
  private readonly law: VerdictsOverTime;
  private readonly endMs: number;
  /** Invariant and segment (−1: no case) → violations, by the law as known then. */
  private readonly violations = new Map<string, { count: number; first: Violation }>();

  constructor(evidence: Evidence, law: VerdictsOverTime, endMs: number) {
    this.evidence = evidence;
    this.law = law;
    this.endMs = endMs;
    this.controlAt = controlStretches(evidence.scenario);
    this.reader = new ReceiptReader(evidence.names, law);
    this.segments = evidence.scenario.segments.map(() => new SegmentCounts());
  }

  /** Reads the whole ledger. */
  static read(evidence: Evidence, law: VerdictsOverTime, endMs: number): RunFlows {
    const flows = new RunFlows(evidence, law, endMs);
    forEachHistory(evidence, (history) => flows.oneCase(history));
    const { endEntries, entry } = flows.openViolations();
    if (entry !== undefined) evidence.ledger.forEach(entry);
    endEntries?.();
    return flows;
  }

  /** Called for each case, in order, before violations are read. */
  oneCase(history: CaseHistory): void {
    const segment = this.evidence.scenario.streams[history.streamIndex]?.segment ?? -1;
    this.segmentOfCase[history.caseNumber] = segment;
    this.add(segment, history);
  }

  /** Receives the entries of the ledger, and counts violations. */
  openViolations(): FileRows {
    return new ViolationList(this.evidence).open((violation) => {
      const { caseNumber, known } = violation;
      if (known === 'then') this.note(this.segmentOfCase[caseNumber ?? -1] ?? -1, violation);
    });
  }

  get flows(): readonly RunFlow[] {
    return this.found.flows;
  }

  /** Violations of any of the invariants in cases of any of the segments; those that concern no case count for all. */
  violationsIn(invariants: readonly string[], segments: readonly number[]) {
    let count = 0;
    let first: Violation | null = null;
    for (const id of invariants) {
      for (const segment of [...segments, -1]) {
        const known = this.violations.get(`${id} ${segment}`);
        if (known === undefined) continue;
        count += known.count;
        if (first === null || known.first.timeMs < first.timeMs) first = known.first;
      }
    }
    return first === null ? null : { count, first };
  }

  private note(segment: number, violation: Violation): void {
    const key = `${violation.id} ${segment}`;
    const known = this.violations.get(key);
    if (known === undefined) this.violations.set(key, { count: 1, first: violation });
    else {
      known.count++;
      if (violation.timeMs < known.first.timeMs) known.first = violation;
    }
  }

  private add(segment: number, history: CaseHistory): void {
    const counts = this.segments[segment];
    if (counts === undefined) return;
    counts.cases++;
    increase(counts.byChannel, history.channel);
    increase(counts.byProduct, history.product);
    history.copies.forEach((copy, i) => this.addCopy(segment, history, copy, i === 0));
    history.accesses.forEach((access, i) => this.addAccess(segment, history, access, i === 0));
    history.sessions.forEach((session, i) => this.addSession(segment, history, session, i === 0));
    let isStranded = false;
    for (const { cause, fromMs, toMs } of history.waits) {
      if (cause !== 'residency leaves no eligible centre') continue;
      isStranded = true;
      counts.strandedMostMs = Math.max(counts.strandedMostMs, (toMs ?? this.endMs) - fromMs);
    }
    if (isStranded) counts.strandedCases++;
    for (const { handedTo, kind, what } of history.exceptions) {
      if (kind === 'given to a subcontractor') increase(counts.subcontracted, what);
      if (kind === 'approval of access from outside') increase(counts.approvals, what);
      if (kind === 'items to be encrypted') increase(counts.plain, what);
      if (kind === 'opened in an emergency') counts.emergencies++;
      if (handedTo !== null) increase(this.handedOver, `${segment} ${handedTo.authority}`);
    }
  }

  private addCopy(segment: number, history: CaseHistory, copy: CopyRow, isFirst: boolean): void {
    const { country, holder: company, itemClasses, itemClassesText, placeIndex: place, role } = copy;
    const dimension = DIMENSION_OF_ROLE[role] ?? 'storage';
    const nobody = { group: null, employer: null, exception: null, escortedFrom: null };
    const act: Act = { mode: 'stored', dimension, place, country, company, itemClasses, isFirst, ...nobody };
    this.count(history, this.reader.ofCopy(history, copy), act, itemClassesText, segment);
  }

  private addAccess(segment: number, history: CaseHistory, access: AccessRow, isFirst: boolean): void {
    const { company, country, employer, group, placeIndex: place } = access;
    const { itemClasses = [], itemClassesText = '' } = history.copies[0] ?? {};
    const people = { group, employer, ...this.exceptionOf(segment, history, access) };
    const where = { dimension: 'access', place, country, company } as const;
    const act: Act = { mode: 'seen', itemClasses, isFirst, ...where, ...people };
    this.count(history, this.reader.ofBoth(history, access), act, itemClassesText, segment);
  }

  /** Sessions where the case is stored are as near as its copies, which say where that is. */
  private addSession(segment: number, history: CaseHistory, session: SessionRow, isFirst: boolean): void {
    const receipt = this.reader.ofSession(history, session);
    if (receipt === null) return;
    const { country, holder: company, model: employer, placeIndex: place } = session;
    const where = { mode: 'processed', dimension: 'processing', place, country, company } as const;
    const nobody = { group: null, exception: null, escortedFrom: null };
    const act: Act = { ...where, ...nobody, employer, itemClasses: ITEM_CLASSES, isFirst };
    this.count(history, receipt, act, `software ${session.software}`, segment);
  }

  private exceptionOf(segment: number, history: CaseHistory, access: AccessRow) {
    const found = exceptionOf(history, access);
    const { scenario } = this.evidence;
    const promise = scenario.promises[scenario.segments[segment]?.promise ?? -1];
    if (found.exception !== null || promise?.approval === undefined) return found;
    const where = { mode: 'seen', dimension: 'access', country: access.country, residence: null } as const;
    const { isOutside } = outsideZones(promise, where, scenario.startEpochMs + access.fromMs);
    const isApproved = history.exceptions.some(
      ({ kind, timeMs, what }) =>
        kind === 'approval of access from outside' && what === 'given' && timeMs <= access.fromMs,
    );
    return isOutside && isApproved ? { exception: 'approval' as const, escortedFrom: null } : found;
  }

  private count(
    { caseNumber }: CaseHistory,
    receipt: Receipt,
    act: Act,
    classes: string,
    segment: number,
  ): void {
    const { basis, from, instrument, laws, reason, standing, timeMs } = receipt;
    const { scenario } = this.evidence;
    const atMs = scenario.startEpochMs + timeMs;
    const key = `${this.controlAt(atMs)}|${segment}|${act.dimension}|${act.place}|${act.group}|${act.exception}|${act.escortedFrom}|${act.isFirst}|${classes}|${from}|${basis}|${instrument}|${standing}|${reason}|${laws?.key}`;
    this.found.add(key, this.law.at(timeMs), { case: String(caseNumber), atMs }, () => {
      const promise = scenario.segments[segment]?.promise ?? -1;
      const people = { ...peopleOf(scenario, act.group), employer: act.employer };
      return {
        ...act,
        ...people,
        ...outsideZones(scenario.promises[promise], { ...act, ...people }, atMs),
        promise,
        segments: [segment],
        isConcluded: false,
        isNotAdmitted: false,
        isUnagreed: false,
        transfer: this.transferOf(receipt),
      };
    });
  }

  private transferOf({ basis, from, instrument, laws, reason, standing, to }: Receipt): Transfer {
    const importer = this.evidence.scenario.entities.find(({ id }) => id === to);
    const terms = importer?.instruments.find((one) => one.instrument === instrument) ?? null;
    const open = isUnderNoLaw({ reason, standing }) ? 'unjudged' : 'open';
    const standings = { valid: 'valid', invalid: 'invalid', 'needs no basis': 'free' } as const;
    return {
      standing: standing === 'undecided' || standing === 'not judged' ? open : standings[standing],
      from,
      bases: [{ kind: basis, instrument, terms }],
      reason,
      left: laws?.left ?? [],
    };
  }
}

/**
 * The entry that names a consent has the same instant and centre; an emergency stays open for later accesses of its centre; an escort begins to
 * see the case at the same instant.
 */
function exceptionOf(
  { accesses, exceptions }: CaseHistory,
  { centre, fromMs, purpose }: AccessRow,
): Pick<RunFlow, 'exception' | 'escortedFrom'> {
  for (const { kind, timeMs, what } of exceptions) {
    if (kind === 'seen on consent' && timeMs === fromMs && what === `from ${centre}`)
      return { exception: 'consent', escortedFrom: null };
    if (kind === 'opened in an emergency' && timeMs <= fromMs && what === `to ${centre}`)
      return { exception: 'emergency', escortedFrom: null };
  }
  const escort = accesses.find(
    (other) => purpose === 'support' && other.purpose === 'escort' && other.fromMs === fromMs,
  );
  return { exception: escort === undefined ? null : 'escort', escortedFrom: escort?.country ?? null };
}
