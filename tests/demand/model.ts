import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Result, success } from '#base';
import type { Scenario } from '#domain';
import { startReplication } from '#experiment';
import { parseScenario } from '#scenario';
import type { Summary } from '#statistics';
import { auditInMemory, ROOT, runInMemory, sha256 } from '../running.ts';

/** Small queueing models written as scenario files, and comparisons of their runs' figures with known ones. */

/** Reads a file of the repository as the command line does. */
export function readInRoot(file: string): Result<string, string> {
  return success(readFileSync(join(ROOT, file), 'utf8'));
}

/** `bench-mmc` (a first-come queue of the web channel), changed by this text. */
export function modelOf(yaml: string): Scenario {
  const text = `meridian: 1\nname: model\nextends: ../bench-mmc\n${yaml}`;
  const parsed = parseScenario({ path: 'scenarios/model/scenario.yaml', text, readFile: readInRoot });
  if (parsed.ok) return parsed.value.scenario;
  throw new Error(parsed.problem.map(({ line, code, message }) => `${line} ${code} ${message}`).join('\n'));
}

/**
 * 60 cases an hour come to tier 1, a minute each. `first` agents work there and `second` agents in tier 2, from midnight to the hour `to`.
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

/** Nobody works for the first 20 hours; their backlog is worked off in another 20. */
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

/** Expects the figure within four standard errors of a known value. */
export function expectNear({ mean, standardError }: Estimate, known: number): void {
  const z = (mean - known) / standardError;
  expect(Math.abs(z), `${mean} ± ${standardError}, known ${known}`).toBeLessThanOrEqual(4);
}

/** Expects every engine to make the same run. `root`: that of the compiled one. */
export function expectSameOnEveryEngine(scenario: Scenario, root = runInMemory(scenario).root): void {
  for (const engine of ['table', 'interpreted'] as const) {
    expect(runInMemory(scenario, { engine }).root, engine).toBe(root);
  }
}

/** Checks that all three engines agree on a run, and returns its summary and the invariants that the auditor finds violated. */
export function auditedRun(scenario: Scenario): { readonly summary: Summary; readonly violated: string[] } {
  const run = runInMemory(scenario);
  expectSameOnEveryEngine(scenario, run.root);
  const { invariants } = auditInMemory(run.ledger, scenario);
  const violated = invariants
    .filter(({ violations }) => violations > 0)
    .map(({ id, counterexample }) => `${id}: ${counterexample?.message}`);
  return { summary: run.summary, violated };
}
