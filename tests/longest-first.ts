import { basename, dirname } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, started first, so that no core is idle at the end. Named by folder and file, in the order of a fresh clone.
 */
const LONGEST = [
  'golden/large-scenarios',
  'golden/scenarios',
  'tests/readme',
  'evidence/verify-bundle',
  'prover/kill-table',
  'cluster/faults',
  'studio/studio',
  'differential/breaches',
  'evidence/law-told',
  'cli/commands',
  'cli/experiments',
  'fuzz/fuzz',
  'cli/interrupted',
  'validation/validation',
  'differential/engines',
  'evidence/statement',
  'studio/fluency',
  'cli/bundle',
  'cluster/kinds',
  'demand/concurrency',
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
