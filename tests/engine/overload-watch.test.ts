import { describe, expect, it } from 'vitest';
import { HOUR_MS, WEEK_MS } from '#base';
import { MOST_WAITING } from '#domain';
import { OverloadWatch } from '../../src/engine/kernel/overload-watch.ts';

const WEEK_HOURS = WEEK_MS / HOUR_MS;

/** Shows the watch a line, hour by hour, until it calls it hopeless. */
function watched(weeks: number, arrivalsPerHour: number, line: (hour: number) => number): OverloadWatch {
  const watch = new OverloadWatch(MOST_WAITING);
  for (let hour = 1; hour <= weeks * WEEK_HOURS && !watch.isHopeless; hour++) {
    expect(watch.nextMs).toBe(hour * HOUR_MS);
    watch.look(hour * HOUR_MS, hour * arrivalsPerHour, Math.round(line(hour)));
  }
  return watch;
}

describe('OverloadWatch', () => {
  it('finds nothing in a line that follows the hours of the week, however long it is at times', () => {
    const night = (hour: number) => (hour % WEEK_HOURS < 120 ? 5 : 50 * (hour % WEEK_HOURS));
    expect(watched(30, 60, night).verdict()).toBeNull();
  });

  it('finds nothing in a line that drifts by chance', () => {
    const drift = (hour: number) => 300 + 3 * (hour / WEEK_HOURS);
    expect(watched(30, 60, drift).verdict()).toBeNull();
  });

  it('finds nothing in a long outage that is worked off again', () => {
    const outage = (hour: number) => Math.max(0, 60 * Math.min(hour, 5 * WEEK_HOURS - hour));
    expect(watched(10, 60, outage).verdict()).toBeNull();
  });

  it('says nothing of a run that is too short to tell', () => {
    expect(watched(3, 60, (hour) => 30 * hour).verdict()).toBeNull();
  });

  it('reports a line that grows week by week, and lets the run go on', () => {
    expect(watched(6, 60, (hour) => 20 + 3 * hour).verdict()).toEqual({
      shortestByWeek: [2, 3, 4, 5].map((week) => 20 + 3 * (week * WEEK_HOURS + 1)),
      waiting: 20 + 3 * 6 * WEEK_HOURS,
      isEnded: false,
    });
  });

  it('calls a line hopeless that holds the arrivals of eight weeks and still grows', () => {
    const watch = watched(52, 60, (hour) => 20 * hour);
    expect(watch.isHopeless).toBe(true);
    const { isEnded, waiting } = watch.verdict() ?? {};
    expect([isEnded, waiting]).toEqual([true, 20 * 24 * WEEK_HOURS]);
  });

  it('calls a line hopeless that is on its way to fill the memory', () => {
    const watch = watched(1, 1_000_000, (hour) => 300_000 * hour);
    expect(watch.verdict()).toEqual({ shortestByWeek: [], waiting: 1_200_000, isEnded: true });
  });

  it('finds at any time that the memory fills up', () => {
    const watch = new OverloadWatch(MOST_WAITING);
    expect(watch.isFull(MOST_WAITING - 1)).toBe(false);
    expect(watch.isFull(MOST_WAITING)).toBe(true);
    watch.ended(MOST_WAITING + 7);
    expect(watch.verdict()).toEqual({ shortestByWeek: [], waiting: MOST_WAITING + 7, isEnded: true });
  });
});
