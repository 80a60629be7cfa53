import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditOptions, type AuditReport, auditLedger } from '#audit';
import { joinBytes, type Result } from '#base';
import type { Scenario } from '#domain';
import { type EngineKind, type Faults, faultsOf, loadEngine } from '#engine';
import { startReplication } from '#experiment';
import { openLedger } from '#ledger';
import { parseScenario } from '#scenario';
import type { Summary } from '#statistics';

/** Whole runs in memory, for the tests that need them. */

export const ROOT = join(import.meta.dirname, '..');

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** The value of a result that must be a success. */
export function successOf<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

/** Folders of `scenarios/` that hold a scenario with kept results, in the order of their names. */
export function scenarioNames(): readonly string[] {
  return readdirSync(join(ROOT, 'scenarios'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'from-logs')
    .map(({ name }) => name)
    .sort();
}

const loaded = new Map<string, Scenario>();

/** Each scenario is read once by each process of the tests, since nobody writes to a scenario. */
export function loadScenario(name: string): Scenario {
  const scenario = loaded.get(name) ?? readScenario(name);
  loaded.set(name, scenario);
  return scenario;
}

function readScenario(name: string): Scenario {
  const path = `scenarios/${name}/scenario.yaml`;
  const readFile = (file: string) => {
    try {
      return { ok: true as const, value: readFileSync(join(ROOT, file), 'utf8') };
    } catch {
      return { ok: false as const, problem: 'no such file' };
    }
  };
  const parsed = parseScenario({ path, text: readFileSync(join(ROOT, path), 'utf8'), readFile });
  if (!parsed.ok) throw new Error(`${path}: ${parsed.problem.map(({ message }) => message).join('; ')}`);
  return parsed.value.scenario;
}

export interface RunInMemory {
  readonly summary: Summary;
  readonly ledger: Uint8Array;
  readonly root: string;
  readonly cases: number;
}

export interface RunChoices {
  readonly seed?: string;
  readonly engine?: EngineKind;
  readonly breach?: string;
  /** Faults that are no breach of the list. */
  readonly faults?: Faults;
  /** Length of the pieces in which the run advances, ms. */
  readonly stepMs?: number;
}

await loadEngine('interpreted');

export function runInMemory(scenario: Scenario, choices: RunChoices = {}): RunInMemory {
  const chunks: Uint8Array[] = [];
  const {
    seed = scenario.seed,
    engine = 'compiled',
    breach,
    faults = {},
    stepMs = scenario.horizonMs,
  } = choices;
  const replication = startReplication(scenario, {
    seed,
    replication: 0,
    engine,
    digest: sha256,
    writeLedger: (bytes) => chunks.push(bytes.slice()),
    engineVersion: 'test',
    faults: (breach === undefined ? null : faultsOf(breach)) ?? faults,
  });
  for (let until = stepMs; !replication.advance(until); until += stepMs);
  const { summary, counts, ledger } = replication.finish();
  return { summary, ledger: joinBytes(chunks), root: ledger?.root ?? '', cases: counts.cases };
}

export function auditInMemory(
  ledger: Uint8Array,
  scenario: Scenario,
  options: AuditOptions = {},
): AuditReport {
  const opened = openLedger(ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  return auditLedger(opened.value, scenario, options);
}
