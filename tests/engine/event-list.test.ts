import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventList } from '../../src/engine/time/event-list.ts';

describe('EventList', () => {
  it('takes notices by time, then urgency, then order of scheduling', () => {
    const events = new EventList();
    events.schedule(5, 1, 10, 0, 0);
    events.schedule(5, 0, 11, 0, 0);
    events.schedule(3, 9, 12, 0, 0);
    events.schedule(5, 0, 13, 0, 0);
    const order: number[] = [];
    while (events.take(Number.POSITIVE_INFINITY)) order.push(events.what);
    expect(order).toEqual([12, 11, 13, 10]);
  });

  it('stops the program if time would go back', () => {
    const events = new EventList();
    events.schedule(5, 0, 10, 0, 0);
    events.take(6);
    for (const timeMs of [4, -1, Number.NaN])
      expect(() => events.schedule(timeMs, 0, 11, 0, 0)).toThrow(
        'a notice is scheduled before the last one taken',
      );
  });

  it('is a stable sort for any mixture of schedule and take', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ time: fc.integer({ min: 0, max: 20 }), urgency: fc.integer({ min: 0, max: 3 }) }),
        fc.constant('take' as const),
      ),
      { maxLength: 300 },
    );
    fc.assert(
      fc.property(steps, (list) => {
        const events = new EventList();
        const model: { time: number; urgency: number; number: number }[] = [];
        let number = 0;
        const takeBoth = () => {
          model.sort((a, b) => a.time - b.time || a.urgency - b.urgency || a.number - b.number);
          const expected = model.shift();
          expect(events.take(expected?.time ?? 21)).toBe(false);
          expect(events.take(21)).toBe(expected !== undefined);
          if (expected !== undefined) {
            expect([events.timeMs, events.row, events.token]).toEqual([
              expected.time,
              expected.number,
              7 - expected.number,
            ]);
          }
        };
        for (const step of list) {
          if (step === 'take') takeBoth();
          else {
            // Nothing is scheduled before the notice taken last.
            const time = Math.max(events.timeMs, step.time);
            events.schedule(time, step.urgency, 1, number, 7 - number);
            model.push({ ...step, time, number });
            number++;
          }
          expect(events.length).toBe(model.length);
          events.assertOrdered();
        }
        while (model.length > 0) takeBoth();
        expect(events.take(21)).toBe(false);
      }),
    );
  });
});
