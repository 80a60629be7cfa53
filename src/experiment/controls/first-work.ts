import { meanOf, rowAt } from '#base';
import { CHANNELS, type DurationMs, type Scenario } from '#domain';
import type { DrawnCase } from '#engine';

/** By channel and product: mean work of a first contact, ms. */
export function firstWorkOf({ work }: Scenario): readonly (readonly DurationMs[])[] {
  return CHANNELS.map((channel) => rowAt(work.handle, 0)[channel].map(meanOf));
}

/** Mean work of the first contact of such a case, ms: that of which `contentMs` was drawn. `workMs`: of `firstWorkOf`. */
export function meanContentMs(
  { work }: Scenario,
  workMs: ReturnType<typeof firstWorkOf>,
  drawn: DrawnCase,
): DurationMs {
  const isMisrouted = drawn.product !== drawn.trueProduct || drawn.language !== drawn.trueLanguage;
  return (isMisrouted ? work.misrouted.noticedAfter : 1) * rowAt(rowAt(workMs, drawn.channel), drawn.product);
}
