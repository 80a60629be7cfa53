import fc from 'fast-check';
import { it } from 'vitest';
import { ADVERSE_BASES } from './generators/adverse-world.ts';
import { auditInMemory, runInMemory } from './running.ts';
const bad = (s: any) => {
  const { ledger } = runInMemory(s);
  return auditInMemory(ledger, s).invariants.filter(({ id, violations }) => violations > 0 && id === 'R18').map(({ counterexample }) => counterexample?.message);
};
it('x', () => {
  for (const { name, worlds } of ADVERSE_BASES) {
    let n = 0;
    fc.sample(fc.property(worlds, () => {}) as any, { numRuns: 30, seed: 20141103 }).forEach(([w]: any) => {
      if (!w.promises.some((p: any) => p.escortedPart !== undefined) || w.work.transfer === undefined) return;
      n++;
      const m = bad(w);
      if (m.length) {
        const w2 = { ...w, promises: w.promises.map(({ escortedPart: _, ...p }: any) => p) };
        console.log(name, m, 'without part:', bad(w2), JSON.stringify(w.work.transfer), JSON.stringify(w.work.tierTransfers)?.slice(0, 300), w.work.afterContact !== undefined);
      }
    });
    console.log(name, n);
  }
}, 900000);
