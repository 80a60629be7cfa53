import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { SpareParts } from '#engine';
import { startReplication } from '#experiment';
import { loadScenario, sha256 } from '../running.ts';

const LONGEST_MS = 36 * 3_600_000;
/** What the constructor of a record sets, what each case finds set, and counters that only increase. */
const GOES_ON = new Set(['row', 'epoch0', 'epoch1']);

function rootOf(scenario: Scenario, seed: string, spare: SpareParts): string {
  const replication = startReplication(scenario, {
    seed,
    replication: 0,
    engine: 'compiled',
    digest: sha256,
    writeLedger: () => {},
    engineVersion: 'test',
    spare,
  });
  replication.advance(scenario.horizonMs);
  return replication.finish().ledger?.root ?? '';
}

/** Writes nonsense into all numbers that the run has changed in any record, and returns how many. */
function poison(scenario: Scenario, spare: SpareParts): number {
  const records = spare.take(scenario) as unknown as Record<string, unknown>[];
  const keys = Object.keys(records[0] ?? {}).filter((key) => {
    const values = new Set(records.map((record) => record[key]));
    return !GOES_ON.has(key) && values.size > 1 && [...values].every((value) => typeof value === 'number');
  });
  for (const record of records) for (const key of keys) record[key] = -987_654.25;
  spare.leave(scenario, records as never);
  return keys.length;
}

describe('records left by an earlier run', () => {
  it.each(['chat-desk', 'failover', 'law-drill', 'own-lines', 'proving-ground', 'second-opinion', 'surge'])(
    'change nothing in another run of %s, whatever they hold',
    (name) => {
      const whole = loadScenario(name);
      const scenario = { ...whole, horizonMs: Math.min(whole.horizonMs, LONGEST_MS) };
      const spare = new SpareParts();
      rootOf(scenario, 'first', spare);
      expect(poison(scenario, spare)).toBeGreaterThan(10);
      expect(rootOf(scenario, 'second', spare)).toBe(rootOf(scenario, 'second', new SpareParts()));
    },
  );

  it('are reused: no more are made', () => {
    const scenario = loadScenario('first-steps');
    const spare = new SpareParts();
    rootOf(scenario, 'first', spare);
    const left = new Set(spare.take(scenario));
    spare.leave(scenario, [...left]);
    rootOf(scenario, 'first', spare);
    const again = spare.take(scenario);
    expect(again.length).toBe(left.size);
    expect(again.every((record) => left.has(record))).toBe(true);
    expect(left.size).toBeGreaterThan(0);
  });

  it('stay with the run that left them until the next has ended', () => {
    const spare = new SpareParts();
    for (const name of ['first-steps', 'surge']) {
      rootOf(loadScenario(name), 'first', spare);
      expect(spare.lastRun).toMatchObject({ scenario: { name } });
    }
  });

  it('are given up when another scenario is run', () => {
    const spare = new SpareParts();
    spare.leave(loadScenario('first-steps'), []);
    rootOf(loadScenario('first-steps'), 'first', spare);
    expect(spare.take(loadScenario('surge'))).toEqual([]);
  });
});
