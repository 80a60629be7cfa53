import { CHANNELS, type Scenario, type WeeklyMeasure } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { indexOf, type Names } from './names.ts';

type MeasureFile = NonNullable<ScenarioFile['measures']>[string];

export function resolveMeasures({ measures }: ScenarioFile, names: Names): Pick<Scenario, 'measures'> {
  const all = Object.entries(measures ?? {});
  if (all.length === 0) return {};
  return { measures: all.map(([id, measure]) => resolveMeasure(id, measure, names)) };
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
    ...(isOfContacts(measure) ? { of: 'contacts' } : {}),
    segments: segments.map((segment) => indexOf(names.segments, segment)),
    channels,
    ...(severities === undefined ? {} : { severities }),
    ...(products === undefined
      ? {}
      : { products: products.map((product) => indexOf(names.products, product)) }),
    ...(tiers === undefined ? {} : { tiers }),
    centres: centres.map((centre) => indexOf(names.centres, centre)),
    ...(by === undefined ? {} : { by }),
  };
}
