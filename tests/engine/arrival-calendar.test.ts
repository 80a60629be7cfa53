import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArrivalCalendar } from '../../src/engine/time/arrival-calendar.ts';

describe('createArrivalCalendar(streams)', () => {
  it('is empty at first', () => {
    expect(createArrivalCalendar(0).next.timeMs).toBe(Number.POSITIVE_INFINITY);
    expect(createArrivalCalendar(3).next.timeMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('gives the earliest arrival of all streams, and the smallest stream number among equals', () => {
    const time = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(Number.POSITIVE_INFINITY));
    const sets = fc
      .integer({ min: 1, max: 40 })
      .chain((streams) =>
        fc.tuple(
          fc.constant(streams),
          fc.array(fc.tuple(fc.integer({ min: 0, max: streams - 1 }), time), { maxLength: 100 }),
        ),
      );
    fc.assert(
      fc.property(sets, ([streams, list]) => {
        const calendar = createArrivalCalendar(streams);
        const model = new Array<number>(streams).fill(Number.POSITIVE_INFINITY);
        for (const [stream, timeMs] of list) {
          calendar.set(stream, timeMs);
          model[stream] = timeMs;
          const earliest = Math.min(...model);
          expect(calendar.next.timeMs).toBe(earliest);
          if (earliest !== Number.POSITIVE_INFINITY)
            expect(calendar.next.stream).toBe(model.indexOf(earliest));
        }
      }),
    );
  });
});
