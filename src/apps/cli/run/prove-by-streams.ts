import { setImmediate } from 'node:timers/promises';
import type { Scenario } from '#domain';
import { type ProofOptions, type Prover, startProof } from '#prover';
import { withProgress } from '../progress.ts';

/** Explores stream by stream, with progress, and returns what `ended` gives at the end. */
export function withProof<Made>(
  scenario: Scenario,
  conduct: ProofOptions,
  isQuiet: boolean,
  ended: (prover: Prover) => Made,
): Promise<Made> {
  const prover = startProof(scenario, conduct);
  return withProgress('proving', isQuiet, 'states', async (progress) => {
    for (let done = 0; prover.next(); done++) {
      progress.at((done + 1) / prover.streams, prover.states);
      await setImmediate();
    }
    return ended(prover);
  });
}
