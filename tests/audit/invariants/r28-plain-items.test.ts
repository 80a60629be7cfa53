import { describe, expect, it } from 'vitest';
import { actKind, PLAIN_STEPS, type Scenario } from '#domain';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, resultOf, withNightfall } from '../ledger-builder.ts';

type Rule = 'told' | 'sent back';
type Step = (typeof PLAIN_STEPS)[number];

/** All customers have to encrypt attachments. */
function withDuty(plain: Rule, fromEpochMs = 0): Scenario {
  const base = tinyScenario();
  const encryption = { items: ['attachment' as const], fromEpochMs, toEpochMs: null, share: 0.9, plain };
  return { ...base, segments: base.segments.map((segment) => ({ ...segment, encryption })) };
}

/** Case 0 arrives at hour 1 with these steps, and is handed in at hour 2 with the others. */
function arrives(scenario: Scenario, first: readonly Step[], later: readonly Step[] = []): LedgerBuilder {
  const ledger = new LedgerBuilder(scenario).begin().at(1).open(0);
  const say = (step: Step) => ledger.raw(actKind('plain items'), PLAIN_STEPS.indexOf(step), 0, 0, 0, 0b10, 0);
  first.forEach(say);
  ledger.at(2);
  later.forEach(say);
  ledger
    .store(0, 'primary', 0)
    .store(0, 'replica', 1, 0)
    .move(0, 'SUBMIT', 'submitted', 'open.triage')
    .move(0, 'triage', 'open.triage', 'open.waiting.queued');
  return withNightfall(ledger.dublinTakes(0).at(3).dublinSolves(0));
}

describe('R28 plain items', () => {
  it('is not tested where nothing came plain', () => {
    expect(resultOf(quietDay(), 'R28')).toMatchObject({ checks: 0, violations: 0 });
    expect(resultOf(arrives(withDuty('told'), []), 'R28').checks).toBe(0);
  });

  it('accepts that the vendor does as it said', () => {
    const told = arrives(withDuty('told'), ['came plain', 'customer told']);
    expect(resultOf(told, 'R28')).toMatchObject({ checks: 1, violations: 0 });
    const sent = arrives(withDuty('sent back'), ['came plain', 'sent back'], ['came encrypted']);
    expect(resultOf(sent, 'R28')).toMatchObject({ checks: 1, violations: 0 });
  });

  it.each<[string, Rule, readonly Step[], readonly Step[], number]>([
    ['the customer is not told', 'told', ['came plain'], [], 1],
    ['the customer is not told', 'told', ['came plain', 'sent back'], [], 1],
    ['the case is not sent back', 'sent back', ['came plain', 'customer told'], ['came encrypted'], 1],
    ['a copy is stored of a case that came plain', 'sent back', ['came plain', 'sent back'], [], 2],
  ])('reports that %s', (what, rule, first, later, violations) => {
    const result = resultOf(arrives(withDuty(rule), first, later), 'R28');
    expect(result.violations).toBe(violations);
    expect(result.counterexample?.message).toContain(what);
  });

  it('reports what came plain before there was a duty', () => {
    const scenario = withDuty('told', Date.parse('2014-11-04T00:00:00Z'));
    const result = resultOf(arrives(scenario, ['came plain', 'customer told']), 'R28');
    expect(result.counterexample?.message).toContain('its customers had no duty');
  });
});
