import { type AuditReport, auditLedger } from '#audit';
import { type Digest, joinBytes } from '#base';
import type { Scenario } from '#domain';
import { startReplication } from '#experiment';
import { openLedger } from '#ledger';
import { type Mutant, mutantsOf } from './mutants.ts';
import { startProof } from './prove.ts';
import { SURVIVORS } from './survivors.ts';

/** Who has found a mutant out. */
export interface MutantVerdict {
  readonly name: string;
  readonly kind: Mutant['kind'];
  /** Invariants that the proof, and the audit of one simulated run, find broken. */
  readonly proof: readonly string[];
  readonly audit: readonly string[];
  /** The program itself has refused to go on, in exploration or simulation. */
  readonly stopped: boolean;
  readonly isKilled: boolean;
  /** Of a survivor: why nothing is broken; null where nobody has said so. */
  readonly explanation: string | null;
}

/** Tries the mutants one by one, or those whose name is wanted. Memory: one ledger. */
export function* killTable(
  scenario: Scenario,
  digest: Digest,
  versions: { readonly engine: string; readonly timeZones: string },
  isWanted: (name: string) => boolean = () => true,
): Generator<MutantVerdict> {
  for (const mutant of mutantsOf(scenario)) {
    if (!isWanted(mutant.name)) continue;
    const proof = orStopped(() => brokenByProof(scenario, mutant));
    const audit = orStopped(() => brokenByRun(scenario, mutant, digest, versions));
    const stopped = proof === null || audit === null;
    const isKilled = stopped || proof.length > 0 || audit.length > 0;
    const { kind, name } = mutant;
    const explanation = isKilled ? null : (SURVIVORS.find(({ what }) => what.test(name))?.why ?? null);
    yield { name, kind, proof: proof ?? [], audit: audit ?? [], stopped, isKilled, explanation };
  }
}

/** Null when the program has refused to go on. */
function orStopped<Value>(run: () => Value): Value | null {
  try {
    return run();
  } catch {
    return null;
  }
}

/** The first stream with something broken is enough. */
function brokenByProof(scenario: Scenario, mutant: Mutant): readonly string[] {
  const prover = startProof(scenario, mutant);
  while (prover.next() && prover.holds);
  return prover.finish().invariants.flatMap(({ holds, id }) => (holds ? [] : [id]));
}

function brokenByRun(
  scenario: Scenario,
  { conduct = scenario, ...mutant }: Mutant,
  digest: Digest,
  versions: { readonly engine: string; readonly timeZones: string },
): readonly string[] {
  const blocks: Uint8Array[] = [];
  let size = 0;
  const run = startReplication(conduct, {
    ...mutant,
    ...{ seed: scenario.seed, replication: 0, engine: 'compiled', digest, versions },
    writeLedger(bytes) {
      size += bytes.length;
      if (size > LEDGER_BYTES_MAX) throw new RangeError('the run goes round in circles');
      blocks.push(bytes.slice());
    },
  });
  const taken = run.advance(scenario.horizonMs, NOTICES_MAX);
  if (!taken) throw new RangeError('the run does not end');
  run.finish();
  const opened = openLedger(joinBytes(blocks), digest);
  if (!opened.ok) throw new RangeError(opened.problem.message);
  const report: AuditReport = auditLedger(opened.value, scenario);
  return report.invariants.flatMap(({ id, violations }) => (violations > 0 ? [id] : []));
}

/** A run of the mutants' scenario has some ten thousand; one that has so many goes round in circles. */
const NOTICES_MAX = 5_000_000;

/** A ledger of the mutants' scenario has half a megabyte; some go round in circles without time passing. */
const LEDGER_BYTES_MAX = 1 << 25;
