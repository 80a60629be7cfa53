import { HOUR_MS } from '#base';
import { CHANNELS, type Scenario, type WeeklyMeasure } from '#domain';
import type { MeasureFile, ScenarioFile } from '../shape/scenario-file.ts';
import { indexOf, type Names, unlessEmpty } from './names.ts';

export function resolveMeasures({ measures = {} }: ScenarioFile, names: Names): Scenario['measures'] {
  return unlessEmpty(Object.entries(measures).map(([id, measure]) => resolveMeasure(id, measure, names)));
}

/** What measures leave out at the beginning. */
export function resolveWarmUp({ warmUp }: ScenarioFile): Scenario['warmUp'] {
  const { by, every = HOUR_MS, for: forMs } = warmUp ?? {};
  if (by !== undefined) return { by, everyMs: every };
  return forMs === undefined ? undefined : { forMs };
}

/** Tiers and centres apply to contacts. */
export function isOfContacts({ by = [], centres, of, tiers }: MeasureFile): boolean {
  if (of === 'contacts' || centres !== undefined || tiers !== undefined) return true;
  return by.includes('tier') || by.includes('centre');
}

function resolveMeasure(id: string, measure: MeasureFile, names: Names): WeeklyMeasure {
  const { by, channels = CHANNELS, interval, products, severities, tiers, timeZone = 'UTC' } = measure;
  const { centres = [], segments = names.segments } = measure;
  return {
    id,
    intervalMs: interval,
    timeZone,
    of: isOfContacts(measure) ? 'contacts' : undefined,
    segments: segments.map((segment) => indexOf(names.segments, segment)),
    channels,
    severities,
    products: products?.map((product) => indexOf(names.products, product)),
    tiers,
    centres: centres.map((centre) => indexOf(names.centres, centre)),
    by,
  };
}
