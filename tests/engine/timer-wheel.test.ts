import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimerWheel, type TimerWheel } from '../../src/engine/time/timer-wheel.ts';

const FOREVER = Number.POSITIVE_INFINITY;

function takeUntil(wheel: TimerWheel, limitMs: number): boolean {
  wheel.due.limitMs = limitMs;
  return wheel.take();
}

/** Delays of every order of magnitude, including ties. */
const delay = fc
  .tuple(fc.integer({ min: 0, max: 44 }), fc.integer({ min: 0, max: 2 ** 20 }))
  .map(([bits, part]) => Math.floor((part / 2 ** 20) * 2 ** bits));

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('schedule' as const), delay }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'take' as const, delay: 0 }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('takeUntil' as const), delay }) },
);

describe('createTimerWheel()', () => {
  it.each([8, 3000, 2 ** 21])('stops the program if time would go back from %i ms', (timeMs) => {
    const wheel = createTimerWheel();
    wheel.schedule(timeMs, 1, 2);
    expect(takeUntil(wheel, FOREVER)).toBe(true);
    wheel.schedule(timeMs - 5, 3, 4);
    wheel.schedule(timeMs, 5, 6);
    expect(() => {
      while (takeUntil(wheel, FOREVER));
    }).toThrow('time goes back');
  });

  it('takes notices by time, and simultaneous ones in the order of scheduling', () => {
    const wheel = createTimerWheel(1);
    for (const [row, time] of [5, 3, 2 ** 31, 5, 3, 2 ** 31, 0].entries()) wheel.schedule(time, row, 7 - row);
    const rows: number[] = [];
    while (takeUntil(wheel, FOREVER)) {
      expect(wheel.due.token).toBe(7 - wheel.due.row);
      rows.push(wheel.due.row);
    }
    expect(rows).toEqual([6, 1, 4, 0, 3, 2, 5]);
  });

  it('keeps notices beyond a limit, and takes those at it', () => {
    const wheel = createTimerWheel();
    wheel.schedule(4_000_000, 1, 2);
    wheel.schedule(4_000_001, 3, 4);
    expect(takeUntil(wheel, 3_999_999)).toBe(false);
    expect(takeUntil(wheel, 4_000_000)).toBe(true);
    expect(takeUntil(wheel, 4_000_000)).toBe(false);
    expect(takeUntil(wheel, 4_000_001)).toBe(true);
    expect(wheel.due).toMatchObject({ timeMs: 4_000_001, row: 3, token: 4 });
    expect(takeUntil(wheel, FOREVER)).toBe(false);
  });

  it('keeps the order if more is scheduled before the next notice than its front has room for', () => {
    const wheel = createTimerWheel(1);
    wheel.schedule(100, 0, 0);
    wheel.schedule(900_000, 1, 0);
    expect(takeUntil(wheel, FOREVER)).toBe(true);
    // The next notice is known by now; 300 others precede it, many at the same time.
    const expected = [{ timeMs: 900_000, row: 1 }];
    for (let row = 2; row < 302; row++) {
      const timeMs = 200 + ((row * 7919) % 97) * 9000;
      wheel.schedule(timeMs, row, 0);
      expected.push({ timeMs, row });
    }
    expected.sort((a, b) => a.timeMs - b.timeMs || a.row - b.row);
    for (const notice of expected) {
      expect(takeUntil(wheel, FOREVER)).toBe(true);
      expect(wheel.due).toMatchObject(notice);
    }
    expect(takeUntil(wheel, FOREVER)).toBe(false);
    expect(wheel.length()).toBe(0);
  });

  it('is a stable sort for any mixture of schedule and take, over 500 years', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const wheel = createTimerWheel(1);
        const model: { time: number; number: number }[] = [];
        let now = 0;
        let number = 0;
        const takeBoth = (limit: number): void => {
          model.sort((a, b) => a.time - b.time || a.number - b.number);
          const isDue = model.length > 0 && (model[0]?.time as number) <= limit;
          expect(takeUntil(wheel, limit)).toBe(isDue);
          if (!isDue) {
            if (limit !== FOREVER) now = Math.max(now, limit);
            return;
          }
          const expected = model.shift();
          expect([wheel.due.timeMs, wheel.due.row]).toEqual([expected?.time, expected?.number]);
          now = wheel.due.timeMs;
        };
        for (const { kind, delay } of steps) {
          if (kind === 'schedule') {
            wheel.schedule(now + delay, number, 0);
            model.push({ time: now + delay, number: number++ });
          } else takeBoth(kind === 'take' ? FOREVER : now + delay);
          expect(wheel.length()).toBe(model.length);
        }
        while (model.length > 0) takeBoth(FOREVER);
        expect(takeUntil(wheel, FOREVER)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
