import { type Attack, attackOf, changedFiles } from '../differential/verifiers/attacks.ts';
import { verifyCore } from '../differential/verifiers/core-bundle.ts';
import { disagreement, type LongLived, secondVerifier } from '../differential/verifiers/second-verifier.ts';
import type { FuzzKind } from './fuzz-kind.ts';

/**
 * Two verifiers that share no code come to the same answer about changed bundles, and statements about them: whether each is in order, and all
 * counts of the invariants that both judge. One process of the second verifier answers all requests.
 */
export const verifiers: FuzzKind = {
  title: 'changed bundles and statements judged by two verifiers',
  async run(runs, seed) {
    const failures: string[] = [];
    const byKind = new Map<string, number>();
    let second = secondVerifier();
    for (let round = 0; round < runs; round++) {
      const attack = attackOf(seed, round);
      byKind.set(attack.kind, (byKind.get(attack.kind) ?? 0) + 1);
      const failure = await compared(attack, second);
      if (failure !== null)
        failures.push(`verifiers, seed ${seed}, round ${round}, ${attack.told}: ${failure}`);
      if (second.child.exitCode !== null) second = secondVerifier();
    }
    second.child.kill();
    return { runs, failures, byKind };
  },
};

async function compared(attack: Attack, second: LongLived): Promise<string | null> {
  const { base, files, statement = null } = attack;
  const statements = statement === null ? [] : [Buffer.from(statement).toString('base64')];
  try {
    const theirs = second.ask({ bundle: base.folder, core: true, changed: changedFiles(attack), statements });
    return disagreement(verifyCore(files, statement), await theirs);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
