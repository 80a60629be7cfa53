import fc from 'fast-check';
import { livesByBoth } from '../validation/naive-comparison.ts';
import { randomWorld } from '../validation/random-scenario.ts';
import type { FuzzKind } from './fuzz-kind.ts';

/** Two simulators, of which the naive one is written without regard to speed, give each case of a random world the same life. */
export const naive: FuzzKind = {
  title: 'random worlds whose cases are simulated a second time by a naive simulator',
  run(runs, seed) {
    const failures = fc.sample(randomWorld, { numRuns: runs, seed }).flatMap((world, round) => {
      const { engine, naive: other } = livesByBoth(world);
      const differing = engine.findIndex((life, i) => JSON.stringify(life) !== JSON.stringify(other[i]));
      if (differing === -1 && engine.length === other.length) return [];
      const what = differing === -1 ? 'other cases' : `another life of case ${differing}`;
      return [`naive, seed ${seed}, round ${round}: ${what} in\n${world.text}`];
    });
    return { runs, failures };
  },
};
