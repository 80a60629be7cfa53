import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { checkedRun } from '../bundle/recount/recounting.ts';
import { ADVERSE_BASES } from '../generators/adverse-world.ts';
import { openCases } from '../generators/open-cases.ts';
import { auditInMemory, runInMemory } from '../running.ts';

function brokenIn(scenario: Scenario, ledger: Uint8Array) {
  return auditInMemory(ledger, scenario).invariants.filter(({ violations }) => violations > 0);
}

/** Worlds that nobody would plan, which begin with cases that are open. They break nothing that the same world without these does not break. */
describe.each(ADVERSE_BASES)(
  'adverse worlds made from $name that start from open cases',
  ({ mayBreak, worlds }) => {
    it('break nothing more, and have the same ledger and figures on every engine and in the recount', () => {
      const numRuns = Number(process.env.ADVERSE_WORLDS ?? 3);
      const withBacklog = worlds.chain((world) =>
        openCases(world).map((backlog) => (backlog.length === 0 ? world : { ...world, backlog })),
      );
      fc.assert(
        fc.property(withBacklog, (scenario) => {
          const { ledger, root } = runInMemory(scenario);
          const { backlog: _, ...without } = scenario;
          const before = brokenIn(without, runInMemory(without).ledger).map(({ id }) => id);
          const broken = brokenIn(scenario, ledger).filter(
            ({ id }) => ![...before, ...mayBreak].includes(id),
          );
          expect(broken.map(({ id, counterexample }) => `${id}: ${counterexample?.message}`)).toEqual([]);
          expect(runInMemory(scenario, { engine: 'table' }).root).toBe(root);
          expect(checkedRun(scenario).difference).toBeNull();
        }),
        { numRuns, seed: Number(process.env.ADVERSE_SEED ?? 20250303) },
      );
    });
  },
);
