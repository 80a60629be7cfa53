import { describe, expect, it } from 'vitest';
import type { CaseRecord } from '../../src/engine/cases/case-record.ts';
import { JOINING, WaitingList } from '../../src/engine/cases/waiting-queues.ts';
import { createHeldTimers, TIMER_BITS } from '../../src/engine/residency/held-timers.ts';
import { Clock } from '../../src/engine/time/clock.ts';
import type { TimerWheel } from '../../src/engine/time/timer-wheel.ts';
import { tinyScenario } from '../generators/tiny-scenario.ts';

const HORIZON_MS = 1000;
const SCENARIO = tinyScenario({ horizonMs: HORIZON_MS });

function held(cases: number) {
  const records = Array.from(
    { length: cases },
    (_, row) => ({ row, queue: JOINING }) as unknown as CaseRecord,
  );
  const scheduled: string[] = [];
  const wheel: Pick<TimerWheel, 'schedule'> = {
    schedule: (timeMs, row, token) => {
      scheduled.push(`${timeMs} ${row} ${token & ((1 << TIMER_BITS) - 1)}/${token >>> TIMER_BITS}`);
    },
  };
  const clock = new Clock();
  clock.nowMs = 100;
  return {
    timers: createHeldTimers(SCENARIO, clock, wheel as TimerWheel, records),
    records,
    scheduled,
  };
}

describe('createHeldTimers', () => {
  it('schedules timers of cases that still wait, in the order in which they were set', () => {
    const { timers, records, scheduled } = held(3);
    const [first, second, third] = records as [CaseRecord, CaseRecord, CaseRecord];
    timers.schedule(first, 1, 7, 50);
    timers.schedule(second, 2, 8, 40);
    timers.schedule(first, 3, 9, 50);
    timers.schedule(third, 1, 6, 30);
    expect(scheduled).toEqual([]);
    first.queue = new WaitingList(0, 0);
    second.queue = null;
    third.queue = new WaitingList(0, 1);
    timers.settle();
    expect(scheduled).toEqual(['150 0 1/7', '150 0 3/9', '130 2 1/6']);
    timers.settle();
    expect(scheduled).toHaveLength(3);
  });

  it('schedules at once if the case is not looking for an agent, and never at the horizon or beyond', () => {
    const { timers, records, scheduled } = held(1);
    const record = records[0] as CaseRecord;
    timers.schedule(record, 1, 1, HORIZON_MS - 100);
    record.queue = null;
    timers.schedule(record, 4, 2, 5);
    timers.schedule(record, 4, 2, HORIZON_MS - 100);
    timers.settle();
    expect(scheduled).toEqual(['105 0 4/2']);
  });

  it('holds any number of timers', () => {
    const { timers, records, scheduled } = held(200);
    for (const record of records) timers.schedule(record, 1, 0, 10);
    for (const record of records) record.queue = new WaitingList(0, 0);
    timers.settle();
    expect(scheduled).toEqual(records.map(({ row }) => `110 ${row} 1/0`));
  });
});
