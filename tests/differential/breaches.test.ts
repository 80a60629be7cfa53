import { describe, expect, it } from 'vitest';
import { BREACHES } from '#engine';
import { auditInMemory, loadScenario, runInMemory } from '../running.ts';

/** Each way of breaking a promise is reported by exactly the invariants meant to report it. */

const scenario = loadScenario('css-2014-drill');

function violatedBy(breach: string | undefined) {
  const { ledger } = runInMemory(scenario, breach === undefined ? {} : { breach });
  return auditInMemory(ledger, scenario).invariants.filter(({ violations }) => violations > 0);
}

describe('the drill without a breach', () => {
  it('is clean, and puts every invariant to the test', () => {
    const { invariants } = auditInMemory(runInMemory(scenario).ledger, scenario);
    expect(invariants.map(({ violations }) => violations)).toEqual(invariants.map(() => 0));
    for (const { id, checks } of invariants) expect(checks, id).toBeGreaterThan(1000);
  });
});

describe.each(BREACHES)('breach $name', ({ name, reportedBy }) => {
  it(`is reported by ${reportedBy.join(' and ')} and by nothing else, with a story`, () => {
    const violated = violatedBy(name);
    expect(violated.map(({ id }) => id)).toEqual(reportedBy);
    for (const { counterexample } of violated) {
      expect(counterexample?.message.length).toBeGreaterThan(10);
      expect(counterexample?.story.at(-1)).toBeLessThanOrEqual(counterexample?.entry ?? -1);
      expect(counterexample?.story.length).toBeGreaterThan(0);
    }
  });
});

describe('the breaches', () => {
  it('cover every invariant that is judged', () => {
    const judged = auditInMemory(
      runInMemory(loadScenario('first-steps')).ledger,
      loadScenario('first-steps'),
    );
    const covered = new Set(BREACHES.flatMap(({ reportedBy }) => reportedBy));
    expect(judged.invariants.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
  });
});
