import { basename, dirname } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, started first, so that no core is idle at the end. Named by folder and file, in the order of a fresh clone.
 */
const LONGEST = [
  'golden/large-scenarios',
  'demand/concurrency',
  'cli/interrupted',
  'cluster/faults',
  'tests/docs',
  'fuzz/fuzz',
  'studio/studio',
  'cli/commands',
  'cli/experiments',
  'differential/breaches',
  'verifiers/verifiers',
  'package/package',
  'bundle/verify-bundle',
  'differential/engines',
  'cli/bad-files',
  'prover/spin',
  'cli/evidence',
  'cli/checks',
  'cli/query',
  'cli/bundle',
  'worlds/worlds',
  'cli/boundary',
  'customer/statement',
  'engine/software-first',
  'verifiers/closed-list',
  'verifiers/evaluated-bundle',
  'calibration/rest-of-day',
];

/** All others that take long come next, and then the short ones. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const name = `${basename(dirname(moduleId))}/${basename(moduleId).replace(/(\.long)?\.test\.ts$/, '')}`;
      const place = LONGEST.indexOf(name);
      if (place !== -1) return place;
      return moduleId.endsWith('.long.test.ts') ? LONGEST.length : LONGEST.length + 1;
    };
    const others = await super.sort(files);
    return others.toSorted((one, other) => rank(one) - rank(other));
  }
}
