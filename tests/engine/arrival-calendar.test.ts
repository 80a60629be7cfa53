import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrivalCalendar } from '../../src/engine/arrival-calendar.ts';

describe('ArrivalCalendar', () => {
  it('has nothing to come at the beginning', () => {
    expect(new ArrivalCalendar(0).nextMs).toBe(Number.POSITIVE_INFINITY);
    expect(new ArrivalCalendar(3).nextMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('tells the earliest arrival of all streams, the smaller number first among equals', () => {
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
        const calendar = new ArrivalCalendar(streams);
        const model = new Array<number>(streams).fill(Number.POSITIVE_INFINITY);
        for (const [stream, timeMs] of list) {
          calendar.set(stream, timeMs);
          model[stream] = timeMs;
          const earliest = Math.min(...model);
          expect(calendar.nextMs).toBe(earliest);
          if (earliest !== Number.POSITIVE_INFINITY) expect(calendar.stream).toBe(model.indexOf(earliest));
        }
      }),
    );
  });
});
