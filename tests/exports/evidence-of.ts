import { auditClosely } from '#audit';
import type { Scenario } from '#domain';
import {
  type BundleFile,
  type Evidence,
  MemorySink,
  makeEvidence,
  type TableEvidence,
  writeTogether,
} from '#exports';
import { openLedger } from '#ledger';
import { customerStatement, type Statement } from '#statements';
import { hashes } from '../../src/apps/shared/host.ts';
import type { LedgerBuilder } from '../audit/ledger-builder.ts';
import { type RunChoices, runInMemory, sha256 } from '../running.ts';

/** Without the seeded breaches of R25, which would take most of the time of a short audit. */
const QUICKLY = { seeds: [] } as const;

/** Evidence of a run in memory. */
export function evidenceOf(scenario: Scenario, choices: RunChoices = {}): Evidence {
  const opened = openLedger(runInMemory(scenario, choices).ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  return makeEvidence(scenario, opened.value, auditClosely(opened.value, scenario, QUICKLY), hashes);
}

/** Evidence from hand-written entries. */
export function evidenceByHand(builder: LedgerBuilder): Evidence {
  const prefix = builder.ledger();
  const ledger = { ...prefix, forEach: prefix.forEach.bind(prefix) };
  return makeEvidence(builder.scenario, ledger, auditClosely(ledger, builder.scenario, QUICKLY), hashes);
}

/** The bytes of a file that is written alone. */
export function bytesOf(file: BundleFile, evidence: TableEvidence): Uint8Array {
  const sink = new MemorySink(hashes.utf8);
  writeTogether([{ file, sink }], evidence);
  return sink.finish();
}

export function statementOf(evidence: Evidence, customer: string): Statement {
  const made = customerStatement(evidence, customer);
  if (made === null) throw new Error(`${customer} has no case`);
  return made.statement;
}
