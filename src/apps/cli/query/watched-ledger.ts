import type { EntryVisitor, Ledger } from '#ledger';

/** Entries between two reports. */
const STEP = 1 << 15;

/**
 * A ledger that reports which share of the work on it is done. `weights`: what each reading from end to end costs, in order, and last what the
 * readings of blocks cost together. Readings of blocks move through the ledger, each a little further than the one before.
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
  const at = (weight: number, index: number) =>
    report(Math.min(1, (done + (weight * index) / ledger.entryCount) / whole));
  return {
    ...ledger,
    forEach(visit) {
      const weight = weights[readings++] ?? 0;
      ledger.forEach(reporting(visit, (index) => at(weight, index)));
      done += weight;
    },
    forEachInBlocks(blocks, visit) {
      const weight = weights.at(-1) ?? 0;
      ledger.forEachInBlocks(
        blocks,
        reporting(visit, (index) => {
          furthest = Math.max(furthest, index);
          at(weight, furthest);
        }),
      );
    },
  };
}

function reporting(visit: EntryVisitor, at: (index: number) => void): EntryVisitor {
  let next = 0;
  return (timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
    if (index >= next) {
      next = index + STEP;
      at(index);
    }
    visit(timeMs, kind, aux, caseNumber, a, b, c, d, index);
  };
}
