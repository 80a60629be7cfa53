import { meanOf, rowAt } from '#base';
import { CHANNELS, type ChannelIndex, type DurationMs, type ProductIndex, type Scenario } from '#domain';
import type { DrawnCase } from '#engine';

/** Mean work of a first contact, ms, for `firstWorkAt`. */
export function firstWorkOf({ work }: Scenario): Float64Array {
  return Float64Array.from(CHANNELS.flatMap((channel) => rowAt(work.handle, 0)[channel].map(meanOf)));
}

export function firstWorkAt(
  { products }: Scenario,
  workMs: Float64Array,
  channel: ChannelIndex,
  product: ProductIndex,
): DurationMs {
  return workMs[channel * products.length + product] as number;
}

/** Mean work of the first contact of such a case, ms: that of which `contentMs` was drawn. `workMs`: of `firstWorkOf`. */
export function meanContentMs(
  scenario: Scenario,
  workMs: Float64Array,
  { channel, language, product, trueLanguage, trueProduct }: DrawnCase,
): DurationMs {
  const meanMs = firstWorkAt(scenario, workMs, channel, product);
  const isMisrouted = product !== trueProduct || language !== trueLanguage;
  return isMisrouted ? scenario.work.misrouted.noticedAfter * meanMs : meanMs;
}
