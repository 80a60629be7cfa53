import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 join more of the run loop into one piece than it would by itself: the steps of a case are many small functions, each
 * called from one place (12 % of a run). And lets it watch for longer before it does: of what it had joined too early, most was
 * thrown away at the first branch that had not been seen yet, and joined anew. To be called by what simulates, once its scenario
 * has been read, and by nothing else: reading and auditing do not gain, and to compile such large pieces takes its time. Results do not depend on it.
 */
export function tuneForSimulation(): void {
  setFlagsFromString('--max-inlined-bytecode-size=2000');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=5000');
  setFlagsFromString('--max-optimized-bytecode-size=200000');
  setFlagsFromString('--interrupt-budget=400000');
}
