import type { Scenario } from '#domain';
import { type Proof, startProof } from '#prover';
import { demand, scenarioProblems } from './arguments.ts';

/**
 * Explores every state that a case of the scenario can reach, and judges each step: what it finds holds for all runs, not for those that
 * were simulated. `properties` say for each invariant what was checked, whether it holds, and what was left open. Throws a `BadArgument` for
 * what is no scenario, and the signal's reason if it is aborted before. The work is done in one go, which nothing on the same thread can stop.
 *
 * @example
 * const { properties } = prove(scenario);
 * console.log(properties.filter(({ verdict }) => verdict === 'broken').map(({ sentence }) => sentence));
 */
export function prove(scenario: Scenario, { signal }: { readonly signal?: AbortSignal } = {}): Proof {
  demand(scenarioProblems(scenario));
  signal?.throwIfAborted();
  const prover = startProof(scenario);
  while (prover.next());
  return prover.finish();
}
