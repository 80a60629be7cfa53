import type { VerdictsOverTime, Violation } from '#audit';
import type { AccessRow, CaseHistory, CopyRow } from '#cases';
import type { PromiseDimension } from '#domain';
import type { Evidence } from '#exports';
import { forEachHistory, ViolationList } from '#exports';
import { type LawsOverData, type Receipt, ReceiptReader, type Standing } from '../receipts.ts';

/** Data of one segment that reached one place in one way, on one basis. */
export interface Flow {
  readonly segment: number;
  readonly mode: 'stored' | 'seen';
  readonly dimension: PromiseDimension;
  readonly placeIndex: number;
  readonly country: string;
  /** Ids: the company of the place, the employer of those who see it (stored: the company), and who it comes from (null: the customer). */
  readonly company: string;
  readonly employer: string;
  readonly from: string | null;
  readonly basis: string;
  readonly instrument: string | null;
  readonly standing: Standing;
  readonly reason: string | null;
  readonly laws: LawsOverData | null;
  /** Why the act is an exception from the promise, if it is one. */
  readonly exception: 'consent' | 'emergency' | null;
  readonly acts: number;
  readonly itemClasses: readonly string[];
}

type FlowTally = { -readonly [Key in keyof Flow]: Flow[Key] } & {
  lastClasses: readonly string[];
  classes: Set<string>;
};

class SegmentCounts {
  cases = 0;
  readonly byChannel = new Map<string, number>();
  readonly byProduct = new Map<string, number>();
  /** Cases that waited because the promise left nobody who may take them, and the longest such wait. */
  strandedCases = 0;
  strandedMostMs = 0;
  emergencies = 0;
}

const DIMENSION_OF_ROLE: Readonly<Record<string, PromiseDimension>> = {
  backup: 'backup',
  cache: 'workingCopy',
  'working copy': 'workingCopy',
};

/** What a boundary statement counts in the ledger, in one pass over all cases. Memory grows with segments × places × bases. */
export class BoundaryCounts {
  readonly segments: readonly SegmentCounts[];
  /** Cases handed to an authority, by place in the scenario's list of disclosures that may be mentioned. */
  readonly handedOver = new Map<string, number>();
  private readonly found = new Map<string, FlowTally>();
  private readonly reader: ReceiptReader;
  private readonly evidence: Evidence;
  private readonly endMs: number;
  /** Invariant and segment (−1: no case) → violations, by the law as known then. */
  private readonly violations = new Map<string, { count: number; first: Violation }>();

  constructor(evidence: Evidence, law: VerdictsOverTime, endMs: number) {
    this.evidence = evidence;
    this.endMs = endMs;
    this.reader = new ReceiptReader(evidence.names, law);
    this.segments = evidence.scenario.segments.map(() => new SegmentCounts());
    const wanted = this.violationsByCase();
    forEachHistory(evidence, (history) => {
      this.add(history);
      const segment = this.segmentOf(history);
      for (const violation of wanted.get(history.caseNumber) ?? []) this.note(segment, violation);
    });
    for (const violation of wanted.get(-1) ?? []) this.note(-1, violation);
  }

  get flows(): readonly Flow[] {
    return [...this.found.values()].map(({ classes, lastClasses: _, ...flow }) => ({
      ...flow,
      itemClasses: [...classes].sort(),
    }));
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

  private violationsByCase(): ReadonlyMap<number, readonly Violation[]> {
    const byCase = new Map<number, Violation[]>();
    const rows = new ViolationList(this.evidence).open((violation) => {
      if (violation.known !== 'then') return;
      const key = violation.caseNumber ?? -1;
      const known = byCase.get(key);
      if (known === undefined) byCase.set(key, [violation]);
      else known.push(violation);
    });
    this.evidence.ledger.forEach(rows.visit);
    rows.finish();
    return byCase;
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

  private segmentOf({ streamIndex }: CaseHistory): number {
    return this.evidence.scenario.streams[streamIndex]?.segment ?? -1;
  }

  private add(history: CaseHistory): void {
    const segment = this.segmentOf(history);
    const counts = this.segments[segment];
    if (counts === undefined) return;
    counts.cases++;
    increase(counts.byChannel, history.channel);
    increase(counts.byProduct, history.product);
    for (const copy of history.copies) this.addCopy(segment, history, copy);
    for (const access of history.accesses) this.addAccess(segment, history, access);
    let isStranded = false;
    for (const { cause, fromMs, toMs } of history.waits) {
      if (cause !== 'residency leaves no eligible centre') continue;
      isStranded = true;
      counts.strandedMostMs = Math.max(counts.strandedMostMs, (toMs ?? this.endMs) - fromMs);
    }
    if (isStranded) counts.strandedCases++;
    for (const { handedTo, kind } of history.exceptions) {
      if (kind === 'opened in an emergency') counts.emergencies++;
      if (handedTo !== null) increase(this.handedOver, `${segment} ${handedTo.authority}`);
    }
  }

  private addCopy(segment: number, history: CaseHistory, copy: CopyRow): void {
    const { country, holder, itemClasses, placeIndex, role } = copy;
    const dimension = DIMENSION_OF_ROLE[role] ?? 'storage';
    const receipt = this.reader.ofCopy(history, copy);
    const place = { placeIndex, country, company: holder, employer: holder };
    this.count(receipt, { ...place, segment, mode: 'stored', dimension, exception: null }, itemClasses);
  }

  private addAccess(segment: number, history: CaseHistory, access: AccessRow): void {
    const { company, country, employer, placeIndex } = access;
    const receipt = this.reader.ofAccess(history, access);
    const exception = exceptionOf(history, access);
    const place = { placeIndex, country, company, employer };
    const classes = history.copies[0]?.itemClasses ?? [];
    this.count(receipt, { ...place, segment, mode: 'seen', dimension: 'access', exception }, classes);
  }

  private count(
    { basis, from, instrument, laws, reason, standing }: Receipt,
    what: Pick<
      Flow,
      'segment' | 'mode' | 'dimension' | 'placeIndex' | 'country' | 'company' | 'employer' | 'exception'
    >,
    itemClasses: readonly string[],
  ): void {
    const key = `${what.segment}|${what.dimension}|${what.placeIndex}|${what.employer}|${what.exception}|${from}|${basis}|${instrument}|${standing}|${reason}|${laws?.key}`;
    let tally = this.found.get(key);
    if (tally === undefined) {
      const started = { acts: 0, itemClasses: [], lastClasses: [], classes: new Set<string>() };
      tally = { ...what, from, basis, instrument, standing, reason, laws, ...started };
      this.found.set(key, tally);
    }
    tally.acts++;
    // Nearly all copies hold the same classes, as one and the same list.
    if (tally.lastClasses === itemClasses) return;
    tally.lastClasses = itemClasses;
    for (const itemClass of itemClasses) tally.classes.add(itemClass);
  }
}

/** The entry that names a consent has the same instant and centre; an emergency stays open for later accesses of its centre. */
function exceptionOf({ exceptions }: CaseHistory, { centre, fromMs }: AccessRow): Flow['exception'] {
  for (const { kind, timeMs, what } of exceptions) {
    if (kind === 'seen on consent' && timeMs === fromMs && what === `from ${centre}`) return 'consent';
    if (kind === 'opened in an emergency' && timeMs <= fromMs && what === `to ${centre}`) return 'emergency';
  }
  return null;
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
