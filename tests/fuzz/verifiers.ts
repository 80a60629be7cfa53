import { type Attack, attackOf, changedFiles } from '../differential/verifiers/attacks.ts';
import { verifyCore } from '../differential/verifiers/core-bundle.ts';
import { disagreement, secondVerdicts } from '../differential/verifiers/second-verifier.ts';
import type { FuzzKind } from './fuzz-kind.ts';

/** Requests that one process of the second verifier answers. */
const AT_ONCE = 250;

/** Two verifiers that share no code come to the same answer about changed bundles: whether each is in order, and all counts of nine invariants. */
export const verifiers: FuzzKind = {
  title: 'changed bundles judged by two verifiers',
  run(runs, seed) {
    const failures: string[] = [];
    for (let first = 0; first < runs; first += AT_ONCE) {
      const count = Math.min(AT_ONCE, runs - first);
      const attacks = Array.from({ length: count }, (_, i) => attackOf(seed, first + i));
      const theirs = secondVerdicts(
        attacks.map((attack) => ({ bundle: attack.base.folder, core: true, changed: changedFiles(attack) })),
      );
      for (const [i, attack] of attacks.entries()) {
        const failure = compared(attack, theirs[i]);
        if (failure !== null)
          failures.push(`verifiers, seed ${seed}, round ${first + i}, ${attack.told}: ${failure}`);
      }
    }
    return { runs, failures };
  },
};

function compared(attack: Attack, theirs: Parameters<typeof disagreement>[1] | undefined): string | null {
  if (theirs === undefined) return 'there is no answer';
  try {
    return disagreement(verifyCore(attack.files), theirs);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
