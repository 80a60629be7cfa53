import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INVARIANTS, type Violation } from '#audit';
import { HOUR_MS } from '#base';
import { BREACHES, FIRST_DRILL } from '#engine';
import { auditInMemory, loadScenario, ROOT, runInMemory } from '../running.ts';

/** Each way of breaking a promise is reported by exactly the invariants meant to report it. */

/** Scenarios in which a breach shows. */
const DRILLS = [...new Set([FIRST_DRILL, ...BREACHES.map(({ drill = FIRST_DRILL }) => drill)])];

/** Invariants that are judged at few moments. */
const RARE = new Set(['R13', 'R14', 'R19', 'R5', 'R8', 'R12', 'R22', 'R26', 'R28']);

/** Limited by what is seeded: in each drill, at most one breach per invariant. */
const SOWN = 'R25';

/** Fourteen hours of the network are enough, except for what happens later. */
const LATER = new Set(['no-basis']);

function violatedBy(breach: string, drill: string) {
  const whole = loadScenario(drill);
  const isShort = drill === FIRST_DRILL && !LATER.has(breach);
  const scenario = isShort ? { ...whole, horizonMs: 14 * HOUR_MS } : whole;
  const { ledger } = runInMemory(scenario, { breach });
  const listed: Violation[] = [];
  const report = auditInMemory(ledger, scenario, { takeViolation: (violation) => listed.push(violation) });
  return { listed, report, violated: report.invariants.filter(({ violations }) => violations > 0) };
}

/** The kept audit of a drill without a breach. `tests/golden` compares it with the audit of a run. */
function keptAuditOf(drill: string) {
  const text = readFileSync(join(ROOT, 'scenarios', drill, 'expected.audit.json'), 'utf8');
  const { invariants } = JSON.parse(text) as {
    readonly invariants: Readonly<Record<string, { readonly checks: number; readonly violations?: number }>>;
  };
  return Object.entries(invariants).map(([id, { checks, violations = 0 }]) => ({ id, checks, violations }));
}

describe('the drills without a breach', () => {
  it('are clean, and put every invariant to the test', () => {
    const checksOf = new Map<string, number>();
    for (const drill of DRILLS) {
      const kept = keptAuditOf(drill);
      expect(kept.map(({ id }) => id)).toEqual(INVARIANTS.map(({ id }) => id));
      expect(kept.filter(({ violations }) => violations > 0)).toEqual([]);
      for (const { checks, id } of kept) checksOf.set(id, Math.max(checks, checksOf.get(id) ?? 0));
    }
    expect(checksOf.get(SOWN)).toBeGreaterThan(15);
    checksOf.delete(SOWN);
    for (const [id, checks] of checksOf) expect(checks, id).toBeGreaterThan(RARE.has(id) ? 100 : 1000);
  });
});

describe.each(BREACHES)('breach $name', ({ drill = FIRST_DRILL, name, reportedBy }) => {
  it(`is reported by ${reportedBy.join(' and ')} and nothing else, with a story`, () => {
    const { listed, report, violated } = violatedBy(name, drill);
    expect(violated.map(({ id }) => id)).toEqual(reportedBy);
    for (const { counterexample } of violated) {
      expect(counterexample?.message.length).toBeGreaterThan(10);
      expect(counterexample?.story.at(-1)).toBeLessThanOrEqual(counterexample?.entry ?? -1);
      expect(counterexample?.story.length).toBeGreaterThan(0);
    }
    for (const { counterexample, id, violations } of violated) {
      const own = listed.filter((violation) => violation.id === id && violation.known === 'then');
      expect(own.length, `violations of ${id} that are listed`).toBe(violations);
      expect(own[0]?.entry).toBe(counterexample?.entry);
      expect(own.every(({ entry }, k) => entry >= (own[k - 1]?.entry ?? 0))).toBe(true);
    }
    const counted = [...report.invariants, ...report.invariantsNow];
    expect(listed.length).toBe(counted.reduce((sum, { violations }) => sum + violations, 0));
  });
});

describe('the breaches', () => {
  it('cover every invariant that a vendor can break; R25 is about the auditor', () => {
    const covered = new Set(BREACHES.flatMap(({ reportedBy }) => reportedBy));
    expect(INVARIANTS.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual(['R25']);
  });
});
