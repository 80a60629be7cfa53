import { openStream } from '#base';
import { mergeWindows, type RandomOutages, type RunMs, type Window } from '#domain';

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

/** Answers whether a time lies in one of the windows, which are merged, for times that never fall: each window is passed once. */
export function passing(windows: readonly Window[]): (timeMs: RunMs) => boolean {
  let next = 0;
  return (timeMs) => {
    let window = windows[next];
    while (window !== undefined && window.toMs <= timeMs) window = windows[++next];
    return window !== undefined && window.fromMs <= timeMs;
  };
}
