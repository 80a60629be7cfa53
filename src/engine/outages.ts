import { openStream } from '#base';
import { mergeWindows, type RandomOutages, type Window } from '#domain';

/**
 * All outages of one place over the horizon: the planned windows and the random ones, whose times to failure and to
 * repair are exponential and come from the place's own stream. Disjoint, in order, clipped to start at 0 or later.
 */
export function expandOutages(
  planned: readonly Window[],
  random: RandomOutages | null,
  horizonMs: number,
  seed: string,
  replication: number,
  name: string,
): readonly Window[] {
  const windows = planned.map(({ fromMs, toMs }) => ({ fromMs: Math.max(0, fromMs), toMs }));
  if (random !== null) {
    const stream = openStream(seed, replication, `outages/${name}`);
    let at = 0;
    for (;;) {
      const fromMs = Math.ceil(at - random.upMeanMs * Math.log(stream.uniform()));
      const toMs = Math.ceil(fromMs - random.downMeanMs * Math.log(stream.uniform()));
      if (fromMs >= horizonMs) break;
      windows.push({ fromMs, toMs });
      at = toMs;
    }
  }
  return mergeWindows(windows).filter(({ fromMs, toMs }) => toMs > 0 && fromMs < horizonMs);
}
