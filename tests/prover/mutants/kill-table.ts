import { type AuditReport, auditLedger } from '#audit';
import { AssertionError, assert, type Digest, joinBytes } from '#base';
import { ADEQUACY_DECISIONS, type Scenario } from '#domain';
import { startReplication } from '#experiment';
import { openLedger } from '#ledger';
import { startProof } from '../../../src/prover/prove.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { SURVIVORS } from './survivors.ts';

/**
 * `ends`: normally. `stops`: stopped by a check of the program. `goes in circles`: would never end. `breaks off`: by an unchecked error,
 * which detects nothing.
 */
const PROGRAM_ENDS = ['ends', 'breaks off', 'goes in circles', 'stops'] as const;
export type ProgramEnd = (typeof PROGRAM_ENDS)[number];

/** Which checks detected a mutant. */
export interface MutantVerdict {
  readonly name: string;
  readonly kind: Mutant['kind'];
  /** Properties that the proof finds broken, and invariants that the audit of one simulated run finds violated. */
  readonly proof: readonly string[];
  readonly audit: readonly string[];
  /** How exploration and simulation ended. */
  readonly program: ProgramEnd;
  readonly isKilled: boolean;
  /** Why a survivor breaks nothing; null if no explanation is listed. */
  readonly explanation: string | null;
}

/**
 * The scenario with every company within the scope of every limited adequacy decision. Nobody relies on a decision of which this is not
 * said, so a misread date of it would change nothing.
 */
function withScopesStated(scenario: Scenario): Scenario {
  const adequacy = ADEQUACY_DECISIONS.map(({ id }) => {
    return { decision: id, isCovered: true, fromEpochMs: 0, toEpochMs: null };
  });
  return { ...scenario, entities: scenario.entities.map((entity) => ({ ...entity, adequacy })) };
}

/** Tries the mutants one by one, or those with the given names. Memory: one ledger. */
export function* killTable(
  given: Scenario,
  digest: Digest,
  engineVersion: string,
  isWanted: (name: string) => boolean = () => true,
): Generator<MutantVerdict> {
  const scenario = withScopesStated(given);
  for (const mutant of mutantsOf(scenario)) {
    if (!isWanted(mutant.name)) continue;
    const proof = tried(() => brokenByProof(scenario, mutant));
    const audit = tried(() => brokenByRun(scenario, mutant, digest, engineVersion));
    const program = worseOf(proof.program, audit.program);
    const isChecked = program === 'stops' || program === 'goes in circles';
    const isKilled = isChecked || proof.broken.length > 0 || audit.broken.length > 0;
    const { kind, name } = mutant;
    const explanation = isKilled ? null : (SURVIVORS.find(({ what }) => what.test(name))?.why ?? null);
    yield { name, kind, proof: proof.broken, audit: audit.broken, program, isKilled, explanation };
  }
}

interface Trial {
  readonly broken: readonly string[];
  readonly program: ProgramEnd;
}

function tried(run: () => readonly string[]): Trial {
  try {
    return { broken: run(), program: 'ends' };
  } catch (error) {
    if (error instanceof AssertionError) return { broken: [], program: 'stops' };
    return { broken: [], program: error instanceof Circles ? 'goes in circles' : 'breaks off' };
  }
}

function worseOf(left: ProgramEnd, right: ProgramEnd): ProgramEnd {
  return PROGRAM_ENDS.indexOf(left) > PROGRAM_ENDS.indexOf(right) ? left : right;
}

/** A run that would never end. */
class Circles extends Error {}

/** Stops at the first stream with something broken. */
function brokenByProof(scenario: Scenario, mutant: Mutant): readonly string[] {
  const prover = startProof(scenario, { ...mutant, streams: differentStreams(scenario) });
  while (prover.next() && !prover.isBroken);
  return prover.finish().properties.flatMap(({ id, verdict }) => (verdict === 'broken' ? [id] : []));
}

/**
 * A small set of arrival streams that contains every segment and every channel; streams that add both come first. The proof misses what a
 * mutant breaks only in another combination.
 */
function differentStreams({ streams }: Scenario): readonly number[] {
  const chosen: number[] = [];
  const isNew = (key: 'segment' | 'channel', index: number) =>
    chosen.every((other) => streams[other]?.[key] !== streams[index]?.[key]);
  for (const wanted of [2, 1]) {
    for (let index = 0; index < streams.length; index++) {
      const brings = Number(isNew('segment', index)) + Number(isNew('channel', index));
      if (brings >= wanted) chosen.push(index);
    }
  }
  return chosen;
}

function brokenByRun(
  scenario: Scenario,
  { conduct = scenario, ...mutant }: Mutant,
  digest: Digest,
  engineVersion: string,
): readonly string[] {
  const blocks: Uint8Array[] = [];
  let size = 0;
  const run = startReplication(conduct, {
    ...mutant,
    seed: scenario.seed,
    replication: 0,
    engine: 'compiled',
    digest,
    engineVersion,
    writeLedger(bytes) {
      size += bytes.length;
      if (size > LEDGER_BYTES_MAX) throw new Circles('the ledger grows without time passing');
      blocks.push(bytes.slice());
    },
  });
  const taken = run.advance(scenario.horizonMs, NOTICES_MAX);
  if (!taken) throw new Circles('the run does not end');
  run.finish();
  const opened = openLedger(joinBytes(blocks), digest);
  assert(opened.ok, 'a ledger that has just been written cannot be read');
  const report: AuditReport = auditLedger(opened.value, scenario, { seeds: [] });
  return report.invariants.flatMap(({ id, violations }) => (violations > 0 ? [id] : []));
}

/** A run of the mutants' scenario has some ten thousand notices; one with this many goes in circles. */
const NOTICES_MAX = 5_000_000;

/** A ledger of the mutants' scenario has half a megabyte; some mutants write without time passing. */
const LEDGER_BYTES_MAX = 1 << 25;
