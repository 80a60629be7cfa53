import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The gate runs all short tests and these of those that take long: what pins results byte for byte, seeded breaches, all three engines, the
 * second verifier, the other model checker, what is exhaustive or statistical but soon done, and the programs as users have them. The others take the same things further (theory, statistics, proofs against runs, many random worlds,
 * every page of the guide); run them with `npm run test:long` after a change that they are about, and before a release.
 */
export const LONG_IN_GATE = [
  'apps/cli/bad-files',
  'apps/library/import-and-calibrate',
  'apps/studio/studio',
  'audit/invariants/order-of-judges',
  'base/variates/sampler',
  'bundle/changed-meaning',
  'bundle/verify-bundle',
  'demand/group-transfers',
  'differential/breaches',
  'differential/engines',
  'differential/verifiers/verifiers',
  'experiment/overload',
  'experiment/replications',
  'experiment/staffing-guards',
  'fuzz/fuzz',
  'golden/main-job',
  'ledger/damage',
  'package/package',
  'prover/spin',
  'scenario/shape/many-findings',
] as const;

/** Paths of the tests that a run leaves out: none unless `TESTS=gate` asks for those of the gate. */
export function leftOut(root: string, asked = process.env.TESTS): readonly string[] {
  if (asked !== 'gate') return [];
  const kept = new Set<string>(LONG_IN_GATE.map((name) => `${name}.long.test.ts`));
  return (readdirSync(join(root, 'tests'), { recursive: true }) as string[])
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.long.test.ts') && !kept.has(path))
    .map((path) => `tests/${path}`);
}
