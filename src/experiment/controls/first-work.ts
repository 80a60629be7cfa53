import { meanOf, rowAt } from '#base';
import { CHANNELS, type DurationMs, type Scenario } from '#domain';
import type { DrawnCase } from '#engine';

/** Mean work of a first contact, ms, at `channel × products + product`. */
export function firstWorkOf({ work }: Scenario): Float64Array {
  return Float64Array.from(CHANNELS.flatMap((channel) => rowAt(work.handle, 0)[channel].map(meanOf)));
}

/** Mean work of the first contact of such a case, ms: that of which `contentMs` was drawn. `workMs`: of `firstWorkOf`. */
export function meanContentMs(
  { products, work }: Scenario,
  workMs: Float64Array,
  drawn: DrawnCase,
): DurationMs {
  const { product } = drawn;
  const meanMs = workMs[drawn.channel * products.length + product] as number;
  const isMisrouted = product !== drawn.trueProduct || drawn.language !== drawn.trueLanguage;
  return isMisrouted ? work.misrouted.noticedAfter * meanMs : meanMs;
}
