import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { parseScenario } from '#scenario';
import { auditInMemory, ROOT, runInMemory } from '../running.ts';

/** Two agents who need an hour for each case, and customers who wait for ever. */
function twoAgents(ratePerHour: number, horizon: string): Scenario {
  const path = 'scenarios/bench-mmc/scenario.yaml';
  const text = readFileSync(join(ROOT, path), 'utf8')
    .replaceAll('exponential 1 min', 'exponential 1 h')
    .replace('agents: 50', 'agents: 2')
    .replace('rate: 45/min', `rate: ${ratePerHour}/h`)
    .replace('horizon: 1 day', `horizon: ${horizon}`);
  const parsed = parseScenario({ path, text, readFile: () => ({ ok: false, problem: 'no such file' }) });
  if (!parsed.ok) throw new Error(parsed.problem.map(({ message }) => message).join('; '));
  return parsed.value.scenario;
}

describe('a run whose queue grows without bound', () => {
  const overloaded = twoAgents(3, '52 weeks');

  it('ends properly: results cover the time until then, and the ledger records the end', () => {
    const { cases, ledger, summary } = runInMemory(overloaded);
    const { overload } = summary;
    const hours = overload?.endedAfterHours ?? 0;
    expect(hours % 168).toBe(0);
    expect(hours / 168).toBeGreaterThan(15);
    expect(hours / 168).toBeLessThan(35);
    expect(overload?.waiting).toBeGreaterThan((8 * 168 * cases) / hours - 1);
    expect(summary.hourly.arrived).toHaveLength(hours);
    expect(summary.total.arrived).toBe(cases);
    expect(summary.centres[0]?.occupancy).toBeGreaterThan(0.99);

    const audit = auditInMemory(ledger, overloaded);
    expect(audit.verdict).toBe('clean');
    expect(audit.ended).toEqual({ timeMs: hours * 3_600_000 - 1, waiting: overload?.waiting });
  });

  it('ends at the same time on every engine, however it is cut into pieces', () => {
    const { root } = runInMemory(overloaded);
    expect(runInMemory(overloaded, { stepMs: 12_345_678 }).root).toBe(root);
    expect(runInMemory(overloaded, { engine: 'interpreted' }).root).toBe(root);
  });

  it('is reported as unstable but continues while its queue can still be worked off', () => {
    const { ledger, summary } = runInMemory(twoAgents(3, '6 weeks'));
    expect(summary.overload).toMatchObject({ endedAfterHours: null });
    expect(summary.overload?.shortestByWeek).toHaveLength(4);
    expect(summary.hourly.arrived).toHaveLength(6 * 168);
    expect(auditInMemory(ledger, twoAgents(3, '6 weeks')).ended).toBeNull();
  });

  it('is not confused with one that is merely busy', () => {
    for (const seed of ['1', '2', '3']) {
      expect(runInMemory(twoAgents(1.9, '52 weeks'), { seed }).summary.overload).toBeNull();
    }
  });
});
