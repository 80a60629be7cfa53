import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaseRecord } from '../../src/engine/case-record.ts';
import { createQueues } from '../../src/engine/queue-orders.ts';
import type { WaitingQueues } from '../../src/engine/waiting-queues.ts';
import { preferring } from '../generators/routing.ts';

const CLASSES = 4;
const HOLD_MS = { phone: 0, 'e-mail': 0, web: 0 };

function queuesIn(order?: 'last in first out' | 'random', seed = '1'): WaitingQueues {
  const routing = { ...preferring('longest idle', 1), holdMs: HOLD_MS };
  const queues = createQueues(order === undefined ? routing : { ...routing, order }, seed, 0);
  queues.clear(CLASSES);
  return queues;
}

function caseOf(number: number): CaseRecord {
  const record = new CaseRecord(number, {} as CaseRecord['source']);
  record.queueOrder = number;
  return record;
}

const steps = fc.array(
  fc.record({
    routingClass: fc.nat({ max: CLASSES - 1 }),
    severity: fc.nat({ max: 2 }),
    takes: fc.boolean(),
  }),
  { maxLength: 100 },
);

/** Cases join lists, and are taken out of those of the even classes; `judge` sees who was waiting there, and who is taken. */
function play(
  queues: WaitingQueues,
  moves: readonly { routingClass: number; severity: number; takes: boolean }[],
  judge: (waiting: readonly CaseRecord[], taken: CaseRecord | null) => void,
): void {
  const mask = queues.emptyMask();
  for (let c = 0; c < CLASSES; c += 2) queues.admit(mask, c, 1);
  const waiting: CaseRecord[] = [];
  moves.forEach(({ routingClass, severity, takes }, number) => {
    if (takes) {
      const best = queues.best(mask);
      const highest = Math.min(...waiting.map((record) => record.severity));
      judge(
        waiting.filter((record) => record.severity === highest),
        best,
      );
      if (best === null) return;
      queues.remove(best);
      waiting.splice(waiting.indexOf(best), 1);
    } else {
      const record = caseOf(number);
      record.severity = severity;
      queues.insert(record, queues.listOf(routingClass, 1, severity));
      if (routingClass % 2 === 0) waiting.push(record);
    }
  });
}

describe('the order of a queue', () => {
  it('last in first out takes who joined last, within the highest severity, across lists', () => {
    fc.assert(
      fc.property(steps, (moves) =>
        play(queuesIn('last in first out'), moves, (waiting, taken) => {
          const last = Math.max(...waiting.map(({ queueOrder }) => queueOrder));
          expect(taken?.queueOrder ?? Number.NEGATIVE_INFINITY).toBe(last);
        }),
      ),
    );
  });

  it('random takes somebody of the highest severity, if anybody waits', () => {
    fc.assert(
      fc.property(steps, (moves) =>
        play(queuesIn('random'), moves, (waiting, taken) => {
          if (waiting.length === 0) expect(taken).toBe(null);
          else expect(waiting).toContain(taken);
        }),
      ),
    );
  });

  it('random gives each of those who wait the same chance, whatever lists they are in', () => {
    const CHOICES = 6000;
    const counts = [0, 0, 0, 0, 0, 0];
    const queues = queuesIn('random');
    const mask = queues.emptyMask();
    const records = counts.map((_, number) => caseOf(number));
    for (const c of [0, 1, 2]) queues.admit(mask, c, 1);
    records.forEach((record, k) => {
      queues.insert(record, queues.listOf(k < 3 ? 0 : k < 5 ? 1 : 2, 1, 0));
    });
    for (let choice = 0; choice < CHOICES; choice++) {
      const taken = queues.best(mask) as CaseRecord;
      counts[taken.row] = (counts[taken.row] as number) + 1;
      // It comes back at another place of its list, which must not matter.
      const list = taken.queue as NonNullable<CaseRecord['queue']>;
      queues.remove(taken);
      queues.insert(taken, list);
    }
    const expected = CHOICES / counts.length;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 5 degrees of freedom: one value in ten thousand is larger.
    expect(chiSquare).toBeLessThan(25.7);
  });

  it('random is the same for the same seed, and another for another', () => {
    const takenWith = (seed: string) => {
      const queues = queuesIn('random', seed);
      const mask = queues.emptyMask();
      queues.admit(mask, 0, 1);
      for (let k = 0; k < 20; k++) queues.insert(caseOf(k), queues.listOf(0, 1, 0));
      return Array.from({ length: 20 }, () => {
        const taken = queues.best(mask) as CaseRecord;
        queues.remove(taken);
        return taken.row;
      });
    };
    expect(takenWith('1')).toEqual(takenWith('1'));
    expect(takenWith('1')).not.toEqual(takenWith('2'));
    expect([...takenWith('1')].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, k) => k));
  });
});
