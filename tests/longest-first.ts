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
  'bundle/verify-bundle',
  'validation/validation',
  'differential/breaches',
  'demand/consultation',
  'bundle/law-told',
  'demand/day-end',
  'differential/adverse-worlds',
  'engine/guards',
  'differential/engines',
  'package/package',
  'prover/refinement',
  'cli/bundle',
  'apps/pages',
  'calibration/odd-logs',
  'recount/falsified',
  'cli/staff',
  'foreign/foreign-log',
  'cli/odd-files',
  'studio/experiments',
  'cli/evidence',
  'cli/query',
  'lifecycle/graph-paths',
  'demand/transfers',
  'verifiers/verifiers',
  'cli/sensitivity',
  'intervals/coverage',
  'customer/statement',
  'cluster/kinds',
  'customer/case-index',
  'cluster/network',
  'cli/prove',
  'cli/explain-change',
  'cli/calibrate',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const name = `${basename(dirname(moduleId))}/${basename(moduleId).replace(/(\.long)?\.test\.ts$/, '')}`;
      const place = LONGEST.indexOf(name);
      return place === -1 ? LONGEST.length : place;
    };
    const others = await super.sort(files);
    return others.toSorted((one, other) => rank(one) - rank(other));
  }
}
