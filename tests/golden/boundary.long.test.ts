import { describe, expect, it } from 'vitest';
import { startProof } from '#prover';
import { renderBoundaryMarkdown } from '#report';
import { boundaryStatement } from '#statements';
import { evidenceOf } from '../exports/evidence-of.ts';
import { loadScenario } from '../running.ts';
import { holdKept } from './kept-results.ts';

/** Boundary statements as they would be published, with proofs. */
describe('the boundary statement', () => {
  it.each(['css-2014', 'three-centres', 'travelling-expert', 'zurich-eea'])(
    'of %s is the one that was read and kept',
    (name) => {
      const scenario = loadScenario(name);
      const prover = startProof(scenario);
      while (prover.next());
      const statement = boundaryStatement(evidenceOf(scenario), prover.finish());
      expect(statement.isBroken).toBe(false);
      holdKept(`scenarios/${name}/expected.boundary.md`, renderBoundaryMarkdown(statement), scenario.seed);
    },
    1_200_000,
  );
});
