import { INVARIANTS, type InvariantResult, type VerdictsOverTime } from '#audit';
import { listInWords, sumOf } from '#base';
import { ITEM_CLASSES, isZoneMember, type ResidencyPromise } from '#domain';
import type { Evidence } from '#exports';
import { BoundaryCounts, type Flow } from './boundary-counts.ts';
import type { BoundaryProof } from './words/boundary-proof.ts';
import { type BoundarySentence, broken, type Ground, leftOpen, said } from './words/boundary-sentence.ts';
import { CustomersClock } from './words/boundary-words.ts';
import { type PromiseTerms, promiseTermsOf } from './words/promise-terms.ts';
import { ScenarioTitles } from './words/scenario-titles.ts';

/** What a promise is kept by, and the sentences for it. */
interface Claim {
  readonly segments: readonly number[];
  /** What `never` names and `did` need not name again; null if there is nothing. */
  readonly again: readonly [named: string, again: string] | null;
  readonly invariants: readonly string[];
  readonly properties: readonly string[];
  /** A sentence about every possible run, without its full stop; used only if a proof holds. */
  readonly never: string;
  /** A sentence about the run. */
  readonly did: string;
  /** Completes "Broken: ", without its full stop. */
  readonly violated: string;
  /** What was counted for `did`. */
  readonly counted: readonly Ground[];
}

/** Everything that the sections of a boundary statement are written from. */
export class BoundaryDesk extends ScenarioTitles {
  readonly evidence: Evidence;
  readonly law: VerdictsOverTime;
  readonly proof: BoundaryProof | null;
  readonly endMs: number;
  readonly counts: BoundaryCounts;
  readonly flows: readonly Flow[];
  readonly clock: CustomersClock;
  readonly terms: readonly PromiseTerms[];

  constructor(evidence: Evidence, law: VerdictsOverTime, proof: BoundaryProof | null) {
    const { audit, scenario } = evidence;
    super(scenario);
    this.evidence = evidence;
    this.law = law;
    this.proof = proof;
    this.endMs = audit.ended?.timeMs ?? scenario.horizonMs;
    this.counts = new BoundaryCounts(evidence, law, this.endMs);
    this.flows = this.counts.flows;
    this.clock = new CustomersClock(scenario);
    this.terms = promiseTermsOf(scenario);
  }

  /** Whether the country of a flow is in the zones that the promise names for storage, throughout the run. */
  isInside({ zones }: ResidencyPromise, { country }: Flow): boolean {
    const { startEpochMs } = this.scenario;
    const named = [...new Set(ITEM_CLASSES.map((itemClass) => zones[itemClass].storage))];
    return this.law
      .until(this.endMs)
      .every(({ fromMs }) => named.every((zone) => isZoneMember(zone, country, startEpochMs + fromMs)));
  }

  result(id: string): InvariantResult | undefined {
    return this.evidence.audit.invariants.find((one) => one.id === id);
  }

  /** Invariants that the run put to the test. */
  auditGrounds(ids: readonly string[]): readonly Ground[] {
    return ids.flatMap((id): Ground[] => {
      const result = this.result(id);
      if (result === undefined || result.checks === 0) return [];
      const { checks, title, violations } = result;
      return [{ kind: 'audit', id, title, checks, violations, undecided: undecidedIn(result) }];
    });
  }

  /** The proof's properties, if each of them holds and was judged at least once; otherwise nothing is proved. */
  proofGrounds(ids: readonly string[]): readonly Ground[] {
    const found = (this.proof?.properties ?? []).filter(({ id }) => ids.includes(id));
    if (found.length < ids.length) return [];
    if (found.some(({ checks, verdict }) => checks === 0 || verdict !== 'holds')) return [];
    return found.map(proofGround);
  }

  /** What became of a promise: broken, never possible, or not met in this run. */
  kept({
    again,
    counted,
    did,
    invariants,
    never,
    properties,
    segments,
    violated,
  }: Claim): readonly BoundarySentence[] {
    const audit = this.auditGrounds(invariants);
    const found = this.counts.violationsIn(invariants, segments);
    const possible = this.possibleBreaks(properties);
    if (found !== null) {
      const { count, first } = found;
      const when = this.clock.instant(first.timeMs, segments);
      const which = listInWords(invariants.filter((id) => this.counts.violationsIn([id], segments) !== null));
      return [
        broken(
          `Broken: ${violated}. The audit found ${count === 1 ? 'one violation' : `${count.toLocaleString('en-GB')} violations`} of ${which} in these cases, the first on ${when}: ${first.message}.`,
          ...audit,
        ),
        ...possible,
      ];
    }
    const proved = this.proofGrounds(properties);
    const grounds = [...proved, ...audit, ...counted];
    if (grounds.length === 0) return possible;
    const shortened = again === null ? did : did.replace(...again);
    const text = proved.length > 0 ? `${never}. ${shortened}` : did;
    return [said(text, ...grounds), ...possible];
  }

  /** Says that some run can break a property, or leaves it open, where the proof found that. */
  possibleBreaks(properties: readonly string[]): readonly BoundarySentence[] {
    return (this.proof?.properties ?? [])
      .filter(({ id, verdict }) => properties.includes(id) && verdict !== 'holds')
      .map((property) => {
        const { brokenSteps, id, name, undecided, verdict } = property;
        const ground = proofGround(property);
        if (verdict === 'undecided') {
          const why = undecided.map(({ reason }) => reason).join('; ');
          return leftOpen(`“${name}” can be judged neither way in some possible runs: ${why}.`, ground);
        }
        const steps = brokenSteps === 1 ? 'one step' : `${brokenSteps.toLocaleString('en-GB')} steps`;
        return leftOpen(
          `It is not ruled out: ${steps} of possible runs, for some customers of the scenario, break “${name}” (${id}).`,
          ground,
        );
      });
  }
}

function proofGround({ checks, id, leavesOpen, name }: BoundaryProof['properties'][number]): Ground {
  return { kind: 'proof', id, name, checks, leavesOpen: leavesOpen.map(({ what }) => what) };
}

export function titleOfInvariant(id: string): string {
  return INVARIANTS.find((row) => row.id === id)?.title ?? id;
}

/** Acts that can be judged neither way. */
export function undecidedIn({ undecided }: Pick<InvariantResult, 'undecided'>): number {
  return sumOf(undecided.map(({ count }) => count));
}

export function totalActs(flows: readonly Flow[]): number {
  return sumOf(flows.map(({ acts }) => acts));
}

/** Groups in the order in which their keys first appear. */
export function groupedBy<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  return [...groups.values()];
}
