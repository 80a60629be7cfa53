import { sumOf } from '#base';
import { expectedRate, type RunMs, type Scenario, type SegmentIndex } from '#domain';

/**
 * The cases that arrive by the rates and traces from `fromMs` until the end of a run, without customers who come again. `segment`: null for
 * those of all segments.
 */
export function casesByRates(
  scenario: Scenario,
  segment: SegmentIndex | null = null,
  fromMs: RunMs = 0,
): number {
  const { horizonMs, streams } = scenario;
  const ofSegment = streams.filter((stream) => segment === null || stream.segment === segment);
  return sumOf(
    ofSegment.map((stream) => {
      const { trace } = stream;
      if (trace !== undefined) return trace.atMs.filter((atMs) => atMs >= fromMs && atMs < horizonMs).length;
      const rate = expectedRate(scenario, stream);
      return sumOf(
        rate.perMs.map((perMs, piece) => {
          const beginMs = Math.max(fromMs, rate.fromMs[piece] ?? 0);
          const endMs = Math.min(horizonMs, rate.fromMs[piece + 1] ?? horizonMs);
          return perMs * Math.max(0, endMs - beginMs);
        }),
      );
    }),
  );
}
