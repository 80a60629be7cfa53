import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaseRecord } from '../../src/engine/case-record.ts';
import { WaitingQueues } from '../../src/engine/waiting-queues.ts';

const CLASSES = 40;
const RANKS = [2, 0, Number.POSITIVE_INFINITY, 1, 2];
const rankOf = ({ row }: CaseRecord): number => RANKS[row % RANKS.length] as number;

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
          const queues = new WaitingQueues();
          queues.clear(CLASSES);
          const mask = queues.emptyMask();
          const admitted = new Set<string>();
          for (let c = 0; c < CLASSES; c++) {
            for (const stage of [0, 1]) {
              if (coin.next().value !== true) continue;
              queues.admit(mask, c, stage);
              admitted.add(`${c}/${stage}`);
            }
          }
          const model: { record: CaseRecord; key: string; severity: number; order: number }[] = [];
          let order = 0;
          for (const { routingClass, stage, severity, remove } of operations) {
            if (remove && model.length > 0) {
              const [gone] = model.splice((routingClass * 7) % model.length, 1);
              queues.remove((gone as { record: CaseRecord }).record);
            } else {
              const record = new CaseRecord(order, {} as CaseRecord['source']);
              record.queueOrder = order;
              record.severity = severity;
              queues.insert(record, queues.listOf(routingClass, stage, severity));
              model.push({ record, key: `${routingClass}/${stage}`, severity, order: order++ });
            }
            const best = model
              .filter(({ key }) => admitted.has(key))
              .sort((a, b) => a.severity - b.severity || a.order - b.order)[0];
            expect(queues.best(mask)).toBe(best?.record ?? null);
            const ranked = model
              .filter(({ key, record }) => admitted.has(key) && Number.isFinite(rankOf(record)))
              .sort(
                (a, b) => rankOf(a.record) - rankOf(b.record) || a.severity - b.severity || a.order - b.order,
              )[0];
            expect(queues.bestBy(mask, rankOf)).toBe(ranked?.record ?? null);
            expect(queues.length).toBe(model.length);
            expect(queues.all().map(({ row }) => row)).toEqual(model.map(({ record }) => record.row));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('puts a case that comes back at its old place in the order of joining', () => {
    const queues = new WaitingQueues();
    queues.clear(1);
    const list = queues.listOf(0, 1, 2);
    const joined = [0, 1, 2].map((order) => {
      const record = new CaseRecord(order, {} as CaseRecord['source']);
      record.queueOrder = order;
      queues.insert(record, list);
      return record;
    });
    queues.remove(joined[1] as CaseRecord);
    queues.insert(joined[1] as CaseRecord, queues.blocked);
    queues.remove(joined[1] as CaseRecord);
    queues.insert(joined[1] as CaseRecord, list);
    const seen: number[] = [];
    queues.forEachOf(0, 1, ({ row }) => seen.push(row));
    expect(seen).toEqual([0, 1, 2]);
  });
});
