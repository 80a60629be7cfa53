import type { AuditReport } from '#audit';
import type { Digest } from '#base';
import type { Scenario } from '#domain';
import type { Ledger } from '#ledger';
import { sourceUri } from './cloud-events.ts';
import { ScenarioNames } from './names.ts';

/** Hash functions of the host. SHA-1 only names things (UUIDs of version 5); nothing is trusted because of it. */
export interface Hashes {
  readonly sha256: Digest;
  readonly sha1: Digest;
  /** SHA-256 of bytes that come piece by piece. */
  openSha256(): RunningDigest;
}

export interface RunningDigest {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array;
}

/** All that exports are made of. The same evidence always gives the same bytes. */
export interface Evidence {
  readonly scenario: Scenario;
  readonly ledger: Ledger;
  readonly audit: AuditReport;
  readonly names: ScenarioNames;
  /** `source` of its CloudEvents; names the run. */
  readonly source: string;
  readonly hashes: Hashes;
}

export function makeEvidence(
  scenario: Scenario,
  ledger: Ledger,
  audit: AuditReport,
  hashes: Hashes,
): Evidence {
  return {
    scenario,
    ledger,
    audit,
    hashes,
    names: new ScenarioNames(scenario),
    source: sourceUri(ledger.header),
  };
}
