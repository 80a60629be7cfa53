import type { AuditReport, InvariantResult } from '#audit';
import { HOUR_MS } from '#base';
import { formatCount, plural } from './numbers.ts';

export interface Verdict {
  readonly kind: 'clean' | 'violations' | 'damaged' | 'not audited';
  readonly headline: string;
  /** Always names the number of checks: "0 violations" alone says nothing. */
  readonly sentence: string;
}

/** What the auditor says, in one sentence. */
export function verdictOf(audit: AuditReport | null): Verdict {
  if (audit === null) {
    return {
      kind: 'not audited',
      headline: 'Not audited',
      sentence: 'No invariant was checked: the run was not audited.',
    };
  }
  const checks = `${plural(sum(audit.invariants, 'checks'), 'check')} of ${plural(audit.invariants.length, 'invariant')}`;
  const sentence = `${plural(sum(audit.invariants, 'violations'), 'violation')} in ${checks}${knownNow(audit)}${unexercised(audit)}${endedEarly(audit)}.`;
  if (audit.damage !== null || audit.verdict === 'damaged') {
    const place = audit.damage === null ? '' : ` at byte ${formatCount(audit.damage.offset)}`;
    const what = audit.damage === null ? '' : ` (${audit.damage.message})`;
    return {
      kind: 'damaged',
      headline: 'Ledger damaged',
      sentence: `The ledger is damaged${place}${what}; in what can be read: ${sentence}`,
    };
  }
  if (audit.verdict === 'clean') return { kind: 'clean', headline: 'Clean', sentence };
  const broken = audit.invariants.filter(({ violations }) => violations > 0).map(({ id }) => id);
  return {
    kind: 'violations',
    headline: `Violated: ${broken.join(', ')}`,
    sentence,
  };
}

/** The usual measure, the law as it was known at each moment, goes without saying. */
function knownNow({ law }: AuditReport): string {
  return law === 'now' ? ', bases judged as they are known now' : '';
}

/** An invariant that nothing ever put to the test is kept in name only. */
function unexercised(audit: AuditReport): string {
  const idle = audit.invariants.filter(({ checks }) => checks === 0).map(({ id }) => id);
  return idle.length === 0 ? '' : `; never put to the test: ${idle.join(', ')}`;
}

/** Nothing is known of a time that was not simulated. */
function endedEarly({ ended }: AuditReport): string {
  if (ended === null) return '';
  const hours = plural(Math.ceil(ended.timeMs / HOUR_MS), 'hour');
  return `; the run was ended after ${hours}, and nothing is said of the time until its horizon`;
}

function sum(invariants: readonly InvariantResult[], column: 'checks' | 'violations'): number {
  return invariants.reduce((total, result) => total + result[column], 0);
}
