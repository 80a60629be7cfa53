import { openStream } from '#base';
import { mergeWindows, type RandomOutages, type Window } from '#domain';

/**
 * All outages of one place within the horizon, planned and random. Random times to failure and to repair are exponential, drawn from the
 * stream of their cause. The windows are disjoint, in order, and clipped to start at 0 or later.
 */
export function expandOutages(
  planned: readonly Window[],
  random: readonly RandomOutages[],
  horizonMs: number,
  seed: string,
  replication: number,
): readonly Window[] {
  const windows = planned.map(({ fromMs, toMs }) => ({ fromMs: Math.max(0, fromMs), toMs }));
  for (const { cause, downMeanMs, upMeanMs } of random) {
    const stream = openStream(seed, replication, `outages/${cause}`);
    let at = 0;
    for (;;) {
      const fromMs = Math.ceil(at - upMeanMs * Math.log(stream.uniform()));
      const toMs = Math.ceil(fromMs - downMeanMs * Math.log(stream.uniform()));
      if (fromMs >= horizonMs) break;
      windows.push({ fromMs, toMs });
      at = toMs;
    }
  }
  return mergeWindows(windows).filter(({ fromMs, toMs }) => toMs > 0 && fromMs < horizonMs);
}
