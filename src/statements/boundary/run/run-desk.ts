import type { InvariantResult, VerdictsOverTime } from '#audit';
import { formatCount, listInWords, plural, present } from '#base';
import type { Evidence } from '#exports';
import type { Proof } from '#prover';
import { undecidedIn } from '../../history-answer.ts';
import { type AuditFigures, BoundaryDesk, type Claim, type RuleFound } from '../boundary-desk.ts';
import { type Flow, totalOf } from '../flow.ts';
import type { Ground } from '../words/boundary-sentence.ts';
import type { PromiseTerms } from '../words/promise-terms.ts';
import { type RunFlow, RunFlows } from './run-flows.ts';

/** The facts of a run: its ledger, its audit and, if asked for, a proof. */
export class RunDesk extends BoundaryDesk {
  readonly evidence: Evidence;
  readonly law: VerdictsOverTime;
  readonly proof: Proof | null;
  readonly counts: RunFlows;
  readonly flows: readonly RunFlow[];
  readonly terms: readonly PromiseTerms[];
  readonly fromMs: number;
  readonly endMs: number;
  readonly inSource = 'in this run';
  readonly isComplete = true;
  readonly copies = {
    storage: 'primary copies and replicas',
    backup: 'backups',
    workingCopy: 'working copies',
  } as const;

  /** `counts`: what was counted in the ledger. If left out, the constructor reads the ledger. */
  constructor(evidence: Evidence, law: VerdictsOverTime, proof: Proof | null, counts?: RunFlows) {
    const { scenario } = evidence;
    super(scenario);
    const lengthMs = lengthOf(evidence);
    this.evidence = evidence;
    this.law = law;
    this.proof = proof;
    this.counts = counts ?? RunFlows.read(evidence, law, lengthMs);
    this.flows = this.counts.flows;
    this.terms = this.promised;
    this.fromMs = scenario.startEpochMs;
    this.endMs = this.fromMs + lengthMs;
  }

  /** Milliseconds from the start to the end. */
  get lengthMs(): number {
    return this.endMs - this.fromMs;
  }

  amount(flows: readonly Flow[]): string {
    const of = (mode: Flow['mode']) => {
      const count = totalOf(flows.filter((flow) => flow.mode === mode));
      return count > 0 && this.units(count, mode);
    };
    return listInWords(present([of('stored'), of('seen'), of('processed')]));
  }

  units(count: number, mode: Flow['mode'] | null): string {
    if (mode === null)
      return this.scenario.software === undefined
        ? plural(count, 'copy or access', 'copies and accesses')
        : plural(count, 'copy, access or session', 'copies, accesses and sessions');
    if (mode === 'processed') return plural(count, 'session of software', 'sessions of software');
    return mode === 'stored' ? plural(count, 'copy', 'copies') : plural(count, 'access', 'accesses');
  }

  by(): string {
    return 'In this run';
  }

  counted(what: string, flows: readonly Flow[]): Ground {
    return { kind: 'ledger', what, count: totalOf(flows) };
  }

  result(id: string): InvariantResult | undefined {
    return this.evidence.audit.invariants.find((one) => one.id === id);
  }

  figures(id: string): AuditFigures | null {
    const result = this.result(id);
    if (result === undefined || result.checks === 0) return null;
    const { checks, title, violations } = result;
    return { title, checks, violations, undecided: undecidedIn(result) };
  }

  ruleFound(id: string, segments: readonly number[]): RuleFound | null {
    const result = this.result(id);
    if (result === undefined) return null;
    const { checks, untested } = result;
    const found = this.counts.violationsIn([id], segments);
    const counted = { checks, untested, needs: null, undecided: undecidedIn(result) };
    if (found === null) return { ...counted, violations: 0, first: null };
    const { caseNumber, message, timeMs } = found.first;
    const first = { message, case: String(caseNumber ?? ''), atMs: this.fromMs + timeMs };
    return { ...counted, violations: found.count, first };
  }

  breachOf({ invariants, segments }: Claim): string | null {
    const found = this.counts.violationsIn(invariants, segments);
    if (found === null) return null;
    const { count, first } = found;
    const when = this.instant(this.fromMs + first.timeMs, segments);
    const which = listInWords(invariants.filter((id) => this.counts.violationsIn([id], segments) !== null));
    return ` The audit found ${count === 1 ? 'one violation' : `${formatCount(count)} violations`} of ${which} in these cases, the first on ${when}: ${first.message}.`;
  }

  remark(): string {
    return '';
  }

  whyOpen(): string {
    return 'The audit found no violation in that.';
  }

  isKnownCompany(id: string): boolean {
    return id !== '';
  }
}

/** How long the run took, ms. */
export function lengthOf({ audit, scenario }: Evidence): number {
  return audit.ended?.timeMs ?? scenario.horizonMs;
}
