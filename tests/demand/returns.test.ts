import { describe, expect, it } from 'vitest';
import { actKind, ESCALATION_REASONS } from '#domain';
import { runObserved } from '../engine/observed-run.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { twoLines } from './model.ts';

const ESCALATE = actKind('escalate');
const RETURNED = ESCALATION_REASONS.indexOf('returned');
/** Probabilities that a case goes up, and comes back. */
const [UP, BACK] = [0.8, 0.8];

const model = (most: string) =>
  twoLines(
    6,
    6,
    `
horizon: 20 days
work: { escalation: { tier1: ${UP}, tier2: 0 }, returns: { tier2: ${BACK}${most} } }
`,
  );

/** How often each case has been sent back. */
function returnsOf(scenario: ReturnType<typeof model>) {
  const returns = new Map<number, number>();
  const summary = runObserved(scenario, (_, kind, aux, caseNumber) => {
    if (kind === ESCALATE && aux === RETURNED) returns.set(caseNumber, (returns.get(caseNumber) ?? 0) + 1);
  });
  const all = [...returns.values()];
  return { most: Math.max(...all), perCase: all.reduce((a, b) => a + b, 0) / summary.total.arrived };
}

describe('cases that tiers send back', () => {
  // Each round to the next tier and back has this probability, however many there have been.
  const round = UP * BACK;

  it('may go back and forth without limit', () => {
    const { most, perCase } = returnsOf(model(''));
    expect(most).toBeGreaterThan(10);
    expect(perCase).toBeCloseTo(round / (1 - round), 1);
  });

  it('are solved where they are once they have been sent back the maximum number of times', () => {
    const { most, perCase } = returnsOf(model(', most: 2'));
    expect(most).toBe(2);
    expect(perCase).toBeCloseTo(round + round ** 2, 1);
  });

  it('are also counted by the auditor', () => {
    const limited = model(', most: 2');
    const scenario = { ...limited, horizonMs: limited.horizonMs / 20 };
    const { ledger } = runInMemory(scenario);
    const violatedBy = (returnsMost: number) =>
      auditInMemory(ledger, { ...scenario, work: { ...scenario.work, returnsMost } }).invariants.flatMap(
        ({ id, violations }) => (violations > 0 ? [id] : []),
      );
    expect(violatedBy(2)).toEqual([]);
    expect(violatedBy(1)).toEqual(['R10']);
  });
});
