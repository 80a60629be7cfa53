import { describe, expect, it } from 'vitest';
import { openLedger } from '#ledger';
import { exceptionsOf } from '../../../src/cases/history/case-exceptions.ts';
import { caseHistory } from '../../../src/cases/history/case-history.ts';
import { forEachCase } from '../../../src/cases/history/case-stories.ts';
import { ScenarioNames } from '../../../src/cases/names/names.ts';
import { loadScenario, runInMemory, sha256 } from '../../running.ts';

describe("the exceptions in a customer's statement", () => {
  it('include accesses on consent, and disclosures to authorities unless an order forbids telling', () => {
    const scenario = loadScenario('law-drill');
    const { cases, ledger } = runInMemory(scenario);
    const opened = openLedger(ledger, sha256);
    if (!opened.ok) throw new Error(opened.problem.message);
    const names = new ScenarioNames(scenario);
    const told = new Map<string, Set<string>>();
    const counts = new Map<string, number>();
    forEachCase(opened.value, cases, (_, story) => {
      const history = caseHistory(story, names);
      for (const { kind, what } of history === null ? [] : exceptionsOf(history)) {
        told.set(kind, (told.get(kind) ?? new Set()).add(`${history?.segment}: ${what}`));
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
    });
    expect([...(told.get('seen on consent') ?? [])]).toEqual(['strict: from zurich']);
    expect(counts.get('seen on consent')).toBeGreaterThan(100);
    // The disclosure of a standard case is under an order of the court.
    expect([...(told.get('handed over to an authority') ?? [])]).toEqual([
      "premier: Prosecutor's office, basis: Request for mutual legal assistance",
    ]);
    expect(counts.get('handed over to an authority')).toBe(150);
  });
});
