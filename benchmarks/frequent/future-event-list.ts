import { bench, group } from 'mitata';
import { EventList } from '../../src/engine/event-list.ts';
import { TABLE_SIZE, uniformTable, warmed } from './repeatable.ts';

/** The hold model: the earliest notice is taken and another scheduled, an exponential delay later. */
export function benchFutureEventList(): void {
  const delays = uniformTable().map((uniform) => -1000 * Math.log(uniform));
  group('future-event list', () => {
    bench('event list: hold, $pending pending', function* (state: { get(name: string): unknown }) {
      const list = new EventList();
      const pending = Number(state.get('pending'));
      for (let i = 0; i < pending; i++) list.schedule(delays[i % TABLE_SIZE] as number, 1, 0, i, 0);
      let next = 0;
      yield warmed(() => {
        list.take(Number.POSITIVE_INFINITY);
        next = (next + 1) % TABLE_SIZE;
        list.schedule(list.timeMs + (delays[next] as number), 1, 0, list.row, 0);
      });
    }).args('pending', [50, 1_000, 10_000, 100_000]);
  });
}
