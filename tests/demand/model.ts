import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Result, success } from '#base';
import type { Scenario } from '#domain';
import { startReplication } from '#experiment';
import { parseScenario } from '#scenario';
import type { Summary } from '#statistics';
import { auditInMemory, ROOT, runInMemory, sha256 } from '../running.ts';

/** Small queueing models written as scenario files, and figures of their runs held against known ones. */

/** A file of the repository, as the command line reads it. */
export function readInRoot(file: string): Result<string, string> {
  return success(readFileSync(join(ROOT, file), 'utf8'));
}

/** The scenario that changes `bench-mmc` (a first-come queue of the web channel) by this text. */
export function modelOf(yaml: string): Scenario {
  const text = `meridian: 1\nname: model\nextends: ../bench-mmc\n${yaml}`;
  const parsed = parseScenario({ path: 'scenarios/model/scenario.yaml', text, readFile: readInRoot });
  if (parsed.ok) return parsed.value.scenario;
  throw new Error(parsed.problem.map(({ line, code, message }) => `${line} ${code} ${message}`).join('\n'));
}

/**
 * 60 cases an hour come to a first line, a minute each; so many agents in it, and in a second one of the next tier, who are there
 * from midnight to that hour.
 */
export function twoLines(first: number, second: number, more: string, to = '24:00'): Scenario {
  return modelOf(`
centres:
  home: { groups: { servers: { shifts: { always: { agents: ${first} } } } } }
  second:
    { country: US, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7,
      groups: { experts: { tier: 2, languages: [en], products: all, shifts: { always: { agents: ${second}, days: mon-sun, from: "00:00", to: "${to}" } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 60/h }]
${more}`);
}

/** Nobody works for the first 20 hours; their line is worked off in another 20. */
export function lateStart(start = '2014-11-03T00:00:00Z'): Scenario {
  return modelOf(`
start: ${start}
horizon: 20 days
centres:
  home:
    outages: { planned: [{ from: ${start}, for: 20 h }] }
    groups: { servers: { shifts: { always: { agents: 2 } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 60/h }]
`);
}

interface Estimate {
  readonly mean: number;
  readonly standardError: number;
}

/** Mean and standard error of each figure over so many replications. */
export function estimate<Name extends string>(
  scenario: Scenario,
  replications: number,
  figures: (summary: Summary) => Readonly<Record<Name, number>>,
): Readonly<Record<Name, Estimate>> {
  const samples = Array.from({ length: replications }, (_, replication) =>
    figures(summaryOf(scenario, replication)),
  );
  const [first] = samples;
  if (first === undefined) throw new Error('no replication');
  const names = Object.keys(first) as Name[];
  return Object.fromEntries(
    names.map((name) => {
      const values = samples.map((sample) => sample[name]);
      const mean = values.reduce((sum, value) => sum + value, 0) / replications;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return [name, { mean, standardError: Math.sqrt(squares / (replications - 1) / replications) }];
    }),
  ) as Record<Name, Estimate>;
}

export function summaryOf(scenario: Scenario, replication = 0): Summary {
  const run = startReplication(scenario, {
    seed: scenario.seed,
    replication,
    engine: 'compiled',
    digest: sha256,
    writeLedger: null,
    engineVersion: 'test',
  });
  run.advance(scenario.horizonMs);
  return run.finish().summary;
}

/** At most four standard errors away from a known value. */
export function expectNear({ mean, standardError }: Estimate, known: number): void {
  const z = (mean - known) / standardError;
  expect(Math.abs(z), `${mean} ± ${standardError}, known ${known}`).toBeLessThanOrEqual(4);
}

/** Invariants that the auditor finds violated in the ledger of a run, and all three ways to run it agree. */
export function auditedRun(scenario: Scenario): { readonly summary: Summary; readonly violated: string[] } {
  const run = runInMemory(scenario);
  for (const engine of ['table', 'interpreted'] as const) {
    expect(runInMemory(scenario, { engine }).root, engine).toBe(run.root);
  }
  const { invariants } = auditInMemory(run.ledger, scenario);
  const violated = invariants
    .filter(({ violations }) => violations > 0)
    .map(({ id, counterexample }) => `${id}: ${counterexample?.message}`);
  return { summary: run.summary, violated };
}
