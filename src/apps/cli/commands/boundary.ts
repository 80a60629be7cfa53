import { boundaryStatement } from '#statements';
import type { Outcome } from '../../shared/problem.ts';
import { boundaryOfCaseLog, writeBoundary } from '../import/boundary-of-case-log.ts';
import { isCaseLog, refuseForRuns } from '../import/read-case-log.ts';
import { loadForExperiment } from '../options/extent.ts';
import { faultsNamed } from '../options/values.ts';
import { type KeptEvidence, keptEvidence, simulatedEvidence } from '../run/evidence-source.ts';
import { withProof } from '../run/prove-by-streams.ts';

export interface BoundaryOptions {
  readonly proof?: true;
  readonly breach?: string;
  readonly until?: string;
  /** For a case log: the scenario with the promises, and from when. */
  readonly scenario?: string;
  readonly from?: string;
  readonly out?: string;
  readonly quiet?: true;
  readonly json?: true;
}

interface Source extends KeptEvidence {
  /** Where the statement goes by default. */
  readonly target: string;
}

/** `meridian boundary`: what stays inside, what leaves and for how long, as a statement whose sentences name what they rest on. */
export async function boundary(name: string, options: BoundaryOptions): Promise<Outcome> {
  if (isCaseLog(name)) return boundaryOfCaseLog(name, options);
  refuseForRuns(name, options, ['scenario', 'from']);
  const isQuiet = options.quiet === true || options.json === true;
  const { breach, evidence, target } = await openSource(name, options, isQuiet);
  const faults = faultsNamed(breach);
  const { scenario } = evidence;
  const proof =
    options.proof === true
      ? await withProof(scenario, { faults }, isQuiet, (prover) => prover.finish())
      : null;
  const statement = boundaryStatement(evidence, proof);
  return writeBoundary(options.out ?? target, statement, options);
}

/** A bundle, a run, or a scenario, which is simulated. */
async function openSource(name: string, options: BoundaryOptions, isQuiet: boolean): Promise<Source> {
  const { breach = null, until } = options;
  const kept = keptEvidence(name, { until, breach: options.breach });
  if (kept !== null) return { ...kept, target: `${name.replace(/\/+$/, '')}.boundary` };
  const scenario = loadForExperiment(name, options);
  const { evidence } = await simulatedEvidence(scenario, faultsNamed(breach), isQuiet);
  return { evidence, breach, target: `runs/${scenario.name}.boundary` };
}
