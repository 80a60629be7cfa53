import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { ScenarioNames } from '#cases';
import type { Scenario } from '#domain';
import { openLedger } from '#ledger';
import { type CaseHistory, caseHistory } from '../../src/cases/history/case-history.ts';
import { forEachCase } from '../../src/cases/history/case-stories.ts';
import { modelOf } from '../demand/model.ts';
import { loadScenario, runInMemory, sha256 } from '../running.ts';

const ATONCE = { closing: 0, erasure: 0 };

/** Histories of all cases of a run, and how many resolutions the run itself counted. */
function run(scenario: Scenario): { readonly histories: readonly CaseHistory[]; readonly counted: number } {
  const { cases, ledger, summary } = runInMemory(scenario);
  const opened = openLedger(ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const names = new ScenarioNames(scenario);
  const histories: CaseHistory[] = [];
  forEachCase(opened.value, cases, (_, story) => {
    const history = caseHistory(story, names);
    if (history !== null) histories.push(history);
  });
  return { histories, counted: summary.total.resolved };
}

function with0s(scenario: Scenario, { closing, erasure }: { closing: number; erasure: number }): Scenario {
  const { retention, work } = scenario;
  return {
    ...scenario,
    work: { ...work, closingMs: closing, reopening: { ...work.reopening, share: 0 } },
    retention: { ...retention, eraseAfterMs: erasure },
  };
}

const chat = loadScenario('chat-desk');
const shortened = { ...chat, horizonMs: Math.min(chat.horizonMs, 24 * HOUR_MS) };
/** Customers who give up, get callbacks, and are not reached. */
const callbacks = modelOf(`
horizon: 12 h
centres: { home: { groups: { servers: { shifts: { always: { agents: 1 } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 55/h }]
work:
  handle: { tier1: { web: exponential 1 min } }
  patience: { web: exponential 3 min }
  callback: { web: { waiting: 1, accepted: 0.6, reached: 0.5, attempts: 2, again: 5 min, ring: 20 s } }`);

describe.each([
  ['a chat desk', shortened],
  ['a queue with callbacks', callbacks],
])('%s', (_, scenario) => {
  it.each([
    ['closing after an hour, erasure after an hour', { closing: HOUR_MS, erasure: HOUR_MS }],
    ['closing after 0 s', { closing: 0, erasure: HOUR_MS }],
    ['erasure after 0 s', { closing: HOUR_MS, erasure: 0 }],
    ['both after 0 s', ATONCE],
  ])('has as many resolved cases as the run counts with %s', (_name, after) => {
    const { counted, histories } = run(with0s(scenario, after));
    expect(counted).toBeGreaterThan(100);
    expect(histories.filter(({ resolvedMs }) => resolvedMs !== null)).toHaveLength(counted);
  });

  it('the times of resolution and closing do not depend on when cases are erased', () => {
    const timesOf = (after: typeof ATONCE) =>
      run(with0s(scenario, after)).histories.map(({ closedMs, resolvedMs }) => [resolvedMs, closedMs]);
    expect(timesOf(ATONCE)).toEqual(timesOf({ closing: 0, erasure: HOUR_MS }));
  });

  it('a case whose customer gave up is closed but not resolved, even if it is erased at once', () => {
    const gaveUp = run(with0s(scenario, ATONCE)).histories.filter(({ states }) =>
      states.some(({ event }) => event === 'patience'),
    );
    expect(gaveUp.length).toBeGreaterThan(0);
    for (const { closedMs, resolvedMs } of gaveUp)
      expect([resolvedMs, closedMs !== null]).toEqual([null, true]);
  });
});
