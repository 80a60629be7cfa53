import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaseRows } from '../../src/engine/case-rows.ts';
import { WaitingQueues } from '../../src/engine/waiting-queues.ts';

const CLASSES = 40;

describe('WaitingQueues', () => {
  it('gives an agent the highest severity, then the longest in the queue, among the lists it may serve', () => {
    const operation = fc.record({
      routingClass: fc.nat({ max: CLASSES - 1 }),
      stage: fc.nat({ max: 1 }),
      severity: fc.nat({ max: 2 }),
      remove: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 120 }),
        fc.infiniteStream(fc.boolean()),
        (operations, coin) => {
          const rows = new CaseRows(1, 4);
          const queues = new WaitingQueues(rows, CLASSES);
          const mask = queues.emptyMask();
          const admitted = new Set<string>();
          for (let c = 0; c < CLASSES; c++) {
            for (const stage of [0, 1]) {
              if (coin.next().value !== true) continue;
              queues.admit(mask, c, stage);
              admitted.add(`${c}/${stage}`);
            }
          }
          const model: { row: number; key: string; severity: number; order: number }[] = [];
          let order = 0;
          for (const { routingClass, stage, severity, remove } of operations) {
            if (remove && model.length > 0) {
              const [gone] = model.splice((routingClass * 7) % model.length, 1);
              queues.remove((gone as { row: number }).row);
            } else {
              const row = rows.allocate();
              rows.columns.queueOrder[row] = order;
              queues.insert(row, queues.listOf(routingClass, stage, severity));
              model.push({ row, key: `${routingClass}/${stage}`, severity, order: order++ });
            }
            const best = model
              .filter(({ key }) => admitted.has(key))
              .sort((a, b) => a.severity - b.severity || a.order - b.order)[0];
            expect(queues.best(mask)).toBe(best?.row ?? -1);
            expect(queues.length).toBe(model.length);
            expect(queues.allRows()).toEqual(model.map(({ row }) => row));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('puts a row that comes back at its old place in the order of joining', () => {
    const rows = new CaseRows(1);
    const queues = new WaitingQueues(rows, 1);
    const list = queues.listOf(0, 1, 2);
    const joined = [0, 1, 2].map((order) => {
      const row = rows.allocate();
      rows.columns.queueOrder[row] = order;
      queues.insert(row, list);
      return row;
    });
    queues.remove(joined[1] as number);
    queues.insert(joined[1] as number, queues.blockedList);
    queues.remove(joined[1] as number);
    queues.insert(joined[1] as number, list);
    const seen: number[] = [];
    queues.forEachOf(0, 1, (row) => seen.push(row));
    expect(seen).toEqual(joined);
  });
});
