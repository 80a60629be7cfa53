import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { loadScenario, runInMemory, scenarioNames } from '../running.ts';

/**
 * The compiled life cycle, the tables and one xstate actor per case give the same ledger, byte for byte. Scenarios of hundreds of thousands
 * of cases are ended early unless LONG=1 requests all of them (some minutes).
 */
const LONG = process.env.LONG === '1';

/** Two to four thousand cases each, since an actor per case takes ten times as long as the compiled life cycle. */
const HOURS: Readonly<Record<string, number>> = {
  'bench-mmc': 1.5,
  'bench-skills': 4,
  'chat-desk': 72,
  'css-2014': 4,
  'css-2014-drill': 6,
  'css-2014-union-only': 4,
  'css-2014-unrestricted': 4,
  'passed-on': 72,
};
const HOURS_AT_MOST = 96;

describe.each(scenarioNames())('scenario %s', (name) => {
  const whole = loadScenario(name);
  const mostMs = (HOURS[name] ?? HOURS_AT_MOST) * HOUR_MS;
  const horizonMs = LONG ? whole.horizonMs : Math.min(whole.horizonMs, mostMs);
  const scenario = { ...whole, horizonMs };

  it('gives the same ledger and summary compiled, by tables and interpreted', () => {
    const compiled = runInMemory(scenario);
    expect(compiled.cases).toBeGreaterThan(100);
    for (const engine of ['table', 'interpreted'] as const) {
      const other = runInMemory(scenario, { engine });
      expect(other.root, `${engine}, seed ${scenario.seed}`).toBe(compiled.root);
      expect(Buffer.compare(other.ledger, compiled.ledger), `${engine}, seed ${scenario.seed}`).toBe(0);
      expect(other.summary).toEqual(compiled.summary);
    }
  });
});

describe('a run', () => {
  const scenario = loadScenario('german-night');
  const run = runInMemory(scenario);

  it('is the same again, in pieces of any length', () => {
    expect(runInMemory(scenario).root).toBe(run.root);
    expect(runInMemory(scenario, { stepMs: 1_234_567 }).root).toBe(run.root);
  });

  it('differs with another seed', () => {
    expect(runInMemory(scenario, { seed: '2' }).root).not.toBe(run.root);
  });
});
