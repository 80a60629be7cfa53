import type { Incident } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { spanOf } from './calendars.ts';
import { surgeText } from './dated-events.ts';
import { indexOf, type Names } from './names.ts';

/** Surges with one cause. Their factor multiplies the cases of whom they concern, so the extra ones are 1 − 1 ÷ factor of them. */
export function resolveIncidents(file: ScenarioFile, names: Names): readonly Incident[] {
  return file.surges.flatMap((surge) => {
    const { factor, linked, product, segment } = surge;
    if (linked === undefined) return [];
    const { fromMs, toMs } = spanOf(surge, file);
    return {
      title: surgeText(surge, file),
      fromMs,
      toMs,
      share: 1 - 1 / factor,
      segment: segment === undefined ? undefined : indexOf(names.segments, segment),
      product: product === undefined ? undefined : indexOf(names.products, product),
      linkedFromMs: fromMs + linked.after,
      perCaseMs: linked.perCase,
      mendedMs: fromMs + linked.closedBy,
    };
  });
}
