import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Counter } from '#base';
import { type CaseRecord, newCaseRecord } from '../../src/engine/cases/case-record.ts';
import { WaitingQueues } from '../../src/engine/cases/waiting-queues.ts';

const CLASSES = 40;
const RANKS = [2, 0, Number.POSITIVE_INFINITY, 1, 2];
const rankOf = ({ row }: CaseRecord): number => RANKS[row % RANKS.length] as number;

describe('WaitingQueues', () => {
  it('gives an agent the highest severity, then the longest wait, among the queues it may serve', () => {
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
              const record = newCaseRecord(order, {} as CaseRecord['source']);
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

  it('chooses by rank and by weighted wait as among all cases, from the first cases of its lists', () => {
    const SORTS = 3;
    const operation = fc.record({
      routingClass: fc.nat({ max: 4 }),
      severity: fc.nat({ max: 2 }),
      sort: fc.nat({ max: SORTS - 1 }),
      queuedMs: fc.nat({ max: 50 }),
      isLate: fc.boolean(),
      remove: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 60 }),
        fc.array(fc.nat({ max: 3 })),
        (operations, excluded) => {
          const queues = new WaitingQueues();
          queues.clear(5, SORTS);
          const mask = queues.emptyMask();
          for (let c = 0; c < 5; c++) queues.admit(mask, c, 1);
          const all: CaseRecord[] = [];
          let looked = 0;
          const weightedWait = (record: CaseRecord) => {
            looked++;
            // By sort: never, then by waits with a weight of its own.
            return record.contacts === 0 || excluded.includes(record.row)
              ? Number.POSITIVE_INFINITY
              : 1 / (1 + record.contacts * (100 - record.queuedMs));
          };
          operations.forEach(({ isLate, queuedMs, remove, routingClass, severity, sort }, order) => {
            if (remove && all.length > 0) {
              queues.remove(all.splice(order % all.length, 1)[0] as CaseRecord);
              return;
            }
            const record = newCaseRecord(order, {} as CaseRecord['source']);
            record.queueOrder = order;
            record.severity = severity;
            record.contacts = sort;
            // Most cases join in the order in which they began to wait.
            record.queuedMs = isLate ? queuedMs : order;
            queues.insert(record, queues.listOf(routingClass, 1, severity, sort));
            all.push(record);
            const byAll = queues.bestBy(mask, weightedWait);
            const lookedAtAll = looked;
            looked = 0;
            expect(queues.bestBy(mask, weightedWait, ({ isByWait }) => isByWait)).toBe(byAll);
            expect(looked).toBeLessThanOrEqual(lookedAtAll);
            looked = 0;
          });
          const seen: number[] = [];
          queues.forEachOf(2, 1, ({ severity, queueOrder }) => seen.push(severity * 1000 + queueOrder));
          expect(seen).toEqual([...seen].sort((left, right) => left - right));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('looks at one case of each list if these joined in the order in which they began to wait', () => {
    const queues = new WaitingQueues();
    queues.clear(1, 2);
    const mask = queues.emptyMask();
    queues.admit(mask, 0, 1);
    for (let order = 0; order < 1000; order++) {
      const record = newCaseRecord(order, {} as CaseRecord['source']);
      record.queueOrder = order;
      record.queuedMs = order;
      queues.insert(record, queues.listOf(0, 1, 0, order % 2));
    }
    let looked = 0;
    const longest = queues.bestBy(
      mask,
      ({ queuedMs }) => {
        looked++;
        return 1 / (2000 - queuedMs);
      },
      ({ isByWait }) => isByWait,
    );
    expect([longest?.row, looked]).toEqual([0, 2]);
  });

  it('looks at no case of a list that is not meant', () => {
    const queues = new WaitingQueues();
    queues.clear(1, 2);
    const mask = queues.emptyMask();
    queues.admit(mask, 0, 1);
    for (let order = 0; order < 100; order++) {
      const record = newCaseRecord(order, {} as CaseRecord['source']);
      record.queueOrder = order;
      record.contacts = order % 2;
      queues.insert(record, queues.listOf(0, 1, 0, order % 2));
    }
    const seen: number[] = [];
    const found = queues.bestBy(
      mask,
      ({ row }) => seen.push(row),
      () => false,
      ({ first }) => first?.contacts === 1,
    );
    expect(found?.row).toBe(1);
    expect(seen).toEqual(Array.from({ length: 50 }, (_, k) => 2 * k + 1));
  });

  it('returns a case to its old position in the order of joining', () => {
    const queues = new WaitingQueues();
    queues.clear(1);
    const list = queues.listOf(0, 1, 2);
    const joined = [0, 1, 2].map((order) => {
      const record = newCaseRecord(order, {} as CaseRecord['source']);
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

  it('keeps the order of joining when cases join and leave a long queue at any position', () => {
    const queues = new WaitingQueues();
    queues.clear(1);
    const list = queues.listOf(0, 1, 2);
    const draws = new Counter('places', 0, 'test');
    const waiting: CaseRecord[] = [];
    const orders = Array.from({ length: 5000 }, (_, order) => order).sort(
      (left, right) => draws.uniform(left, 1) - draws.uniform(right, 1),
    );
    orders.forEach((order, k) => {
      const record = waitingAs(order);
      queues.insert(record, list);
      waiting.push(record);
      if (draws.uniform(k, 2) > 0.4) return;
      const [gone] = waiting.splice(Math.floor(draws.uniform(k, 3) * waiting.length), 1);
      queues.remove(gone as CaseRecord);
      // Its record is reused for another case, which may wait in the same queue.
      if (k % 3 > 0) return;
      (gone as CaseRecord).queueOrder = 5000 + k;
      queues.insert(gone as CaseRecord, list);
      waiting.push(gone as CaseRecord);
    });
    const seen: number[] = [];
    queues.forEachOf(0, 1, ({ queueOrder }) => seen.push(queueOrder));
    expect(seen).toEqual(waiting.map(({ queueOrder }) => queueOrder).sort((left, right) => left - right));
  });

  it('finds the position of a case with about the same effort in a queue of any length', () => {
    const effort = (length: number): number => {
      const queues = new WaitingQueues();
      queues.clear(1);
      const list = queues.listOf(0, 1, 2);
      const count = { reads: 0 };
      // Every second case keeps its place while it is away; the distant ones come back in another order.
      for (let order = 0; order < length; order += 2) queues.insert(countedAs(order, count), list);
      count.reads = 0;
      for (let k = 0; k < length / 2; k++) {
        queues.insert(countedAs(2 * ((k * 1009) % (length / 2)) + 1, count), list);
      }
      return count.reads / length;
    };
    expect(effort(8000)).toBeLessThan(1.5 * effort(2000));
  });
});

function waitingAs(order: number): CaseRecord {
  const record = newCaseRecord(order, {} as CaseRecord['source']);
  record.queueOrder = order;
  return record;
}

/** A case that counts how often its place is read. */
function countedAs(order: number, count: { reads: number }): CaseRecord {
  return Object.defineProperty(waitingAs(order), 'queueOrder', {
    get: () => {
      count.reads++;
      return order;
    },
  });
}
