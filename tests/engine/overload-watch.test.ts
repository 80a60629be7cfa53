import { describe, expect, it } from 'vitest';
import { HOUR_MS, WEEK_MS } from '#base';
import { MOST_WAITING } from '#domain';
import { OverloadWatch } from '../../src/engine/kernel/overload-watch.ts';

const WEEK_HOURS = WEEK_MS / HOUR_MS;

/** Feeds the watch a queue length every hour, until it calls the queue hopeless. */
function watched(weeks: number, arrivalsPerHour: number, line: (hour: number) => number): OverloadWatch {
  const watch = new OverloadWatch(MOST_WAITING);
  for (let hour = 1; hour <= weeks * WEEK_HOURS && !watch.isHopeless; hour++) {
    expect(watch.nextMs).toBe(hour * HOUR_MS);
    watch.look(hour * HOUR_MS, hour * arrivalsPerHour, Math.round(line(hour)));
  }
  return watch;
}

describe('OverloadWatch', () => {
  it('reports nothing for a queue that follows the hours of the week, however long it is at times', () => {
    const night = (hour: number) => (hour % WEEK_HOURS < 120 ? 5 : 50 * (hour % WEEK_HOURS));
    expect(watched(30, 60, night).verdict()).toBeNull();
  });

  it('reports nothing for a queue that drifts by chance', () => {
    const drift = (hour: number) => 300 + 3 * (hour / WEEK_HOURS);
    expect(watched(30, 60, drift).verdict()).toBeNull();
  });

  it('reports nothing for a long outage whose backlog is worked off', () => {
    const outage = (hour: number) => Math.max(0, 60 * Math.min(hour, 5 * WEEK_HOURS - hour));
    expect(watched(10, 60, outage).verdict()).toBeNull();
  });

  it('reports nothing for a run that is too short to tell', () => {
    expect(watched(3, 60, (hour) => 30 * hour).verdict()).toBeNull();
  });

  it('reports a queue that grows week by week, and lets the run continue', () => {
    expect(watched(6, 60, (hour) => 20 + 3 * hour).verdict()).toEqual({
      shortestByWeek: [2, 3, 4, 5].map((week) => 20 + 3 * (week * WEEK_HOURS + 1)),
      waiting: 20 + 3 * 6 * WEEK_HOURS,
      isEnded: false,
    });
  });

  it('calls a queue hopeless that holds the arrivals of eight weeks and still grows', () => {
    const watch = watched(52, 60, (hour) => 20 * hour);
    expect(watch.isHopeless).toBe(true);
    const { isEnded, waiting } = watch.verdict() ?? {};
    expect([isEnded, waiting]).toEqual([true, 20 * 24 * WEEK_HOURS]);
  });

  it('calls a queue hopeless that is about to fill the memory', () => {
    const watch = watched(1, 1_000_000, (hour) => 300_000 * hour);
    expect(watch.verdict()).toEqual({ shortestByWeek: [], waiting: 1_200_000, isEnded: true });
  });

  it('notices at any time that the memory fills up', () => {
    const watch = new OverloadWatch(MOST_WAITING);
    expect(watch.isFull(MOST_WAITING - 1)).toBe(false);
    expect(watch.isFull(MOST_WAITING)).toBe(true);
    watch.ended(MOST_WAITING + 7);
    expect(watch.verdict()).toEqual({ shortestByWeek: [], waiting: MOST_WAITING + 7, isEnded: true });
  });
});
