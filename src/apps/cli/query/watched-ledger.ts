import { type Ledger, visitBoth } from '#ledger';

/** Entries between two reports. */
const STEP = 1 << 15;

/**
 * A ledger that reports the share of work done. `weights`: cost of each full pass, in order, and last the total cost
 * of reading blocks. Block reads must move forward through the ledger.
 */
export function watchedLedger(
  ledger: Ledger,
  weights: readonly number[],
  report: (share: number) => void,
): Ledger {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let done = 0;
  let readings = 0;
  let furthest = 0;
  const at = (weight: number, entry: number) =>
    report(Math.min(1, (done + (weight * entry) / ledger.entryCount) / whole));
  function* reported(blocks: Iterable<number>): Iterable<number> {
    for (const block of blocks) {
      furthest = Math.max(furthest, block * ledger.blockEntries);
      at(weights.at(-1) ?? 0, furthest);
      yield block;
    }
  }
  return {
    ...ledger,
    forEach(visit) {
      const weight = weights[readings++] ?? 0;
      let entry = 0;
      const count = () => {
        if (entry++ % STEP === 0) at(weight, entry);
      };
      ledger.forEach(visitBoth(visit, count));
      done += weight;
    },
    forEachInBlocks: (blocks, visit) => ledger.forEachInBlocks(reported(blocks), visit),
  };
}
