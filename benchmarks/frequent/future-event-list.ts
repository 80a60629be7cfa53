import { bench, group } from 'mitata';
import { EventList } from '../../src/engine/time/event-list.ts';
import { createTimerWheel } from '../../src/engine/time/timer-wheel.ts';
import { TABLE_SIZE, uniformTable, warmed } from './repeatable.ts';

/** The hold model: the earliest notice is taken and another scheduled, an exponential delay (mean a minute) later. */
export function benchFutureEventList(): void {
  const delays = uniformTable().map((uniform) => Math.ceil(-60_000 * Math.log(uniform)));
  const delay = (i: number) => delays[i % TABLE_SIZE] as number;
  const pendings = [50, 1_000, 10_000, 100_000];
  group('future-event list', () => {
    bench('timer wheel: hold, $pending pending', function* (state: { get(name: string): unknown }) {
      const wheel = createTimerWheel();
      for (let i = 0; i < Number(state.get('pending')); i++) wheel.schedule(delay(i), i, 0);
      let next = 0;
      yield warmed(() => {
        wheel.take();
        next = (next + 1) % TABLE_SIZE;
        wheel.schedule(wheel.due.timeMs + delay(next), wheel.due.row, 0);
      });
    }).args('pending', pendings);
    bench('event list: hold, $pending pending', function* (state: { get(name: string): unknown }) {
      const list = new EventList();
      for (let i = 0; i < Number(state.get('pending')); i++) list.schedule(delay(i), 1, 0, i, 0);
      let next = 0;
      yield warmed(() => {
        list.take(Number.POSITIVE_INFINITY);
        next = (next + 1) % TABLE_SIZE;
        list.schedule(list.timeMs + delay(next), 1, 0, list.row, 0);
      });
    }).args('pending', pendings);
  });
}
