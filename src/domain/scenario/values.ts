import { checked, type Form, list, number, perWord, rowsOf, text, word } from '#base';
import type {
  CentreIndex,
  DataCentreIndex,
  DurationMs,
  EntityIndex,
  GroupIndex,
  LanguageIndex,
  PlacementIndex,
  ProductIndex,
  PromiseIndex,
  SegmentIndex,
  SoftwareIndex,
  StreamIndex,
} from '../indices.ts';
import { CHANNELS, SEVERITIES, TIERS } from '../vocabulary.ts';

/** Forms of values that occur in many places of a resolved scenario. */

/** The scenario's lists, whose rows others name by number. */
export const rows = {
  busyness: rowsOf('busyness'),
  centres: rowsOf<CentreIndex>('centres'),
  dataCentres: rowsOf<DataCentreIndex>('dataCentres'),
  entities: rowsOf<EntityIndex>('entities'),
  groups: rowsOf<GroupIndex>('groups'),
  languages: rowsOf<LanguageIndex>('languages'),
  placements: rowsOf<PlacementIndex>('placements'),
  products: rowsOf<ProductIndex>('products'),
  promises: rowsOf<PromiseIndex>('promises'),
  segments: rowsOf<SegmentIndex>('segments'),
  software: rowsOf<SoftwareIndex>('software'),
  streams: rowsOf<StreamIndex>('streams'),
};

export const share = number({ min: 0, max: 1 });
/** A duration or another amount. */
export const amount = number({ min: 0 });
export const duration = number<DurationMs>({ min: 0 });
export const factor = number({ above: 0 });
export const count = number({ min: 0, step: 1 });
export const positiveCount = number({ min: 1, step: 1 });

export const channel = word(CHANNELS);
export const severity = word(SEVERITIES);
export const tier = word(TIERS);
export const channels = list(channel);
export const severities = list(severity);

export function perChannel<Value>(form: Form<Value>) {
  return perWord(CHANNELS, form);
}

export function perSeverity<Value>(form: Form<Value>) {
  return perWord(SEVERITIES, form);
}

/** A value for each of tiers 1, 2, 3. */
export function perTier<Value>(form: Form<Value>) {
  return list(form, { length: TIERS.length });
}

/** A time zone for which the scenario has a clock. */
export const clockedZone = checked(text, (timeZone, reading) => {
  const { clocks } = reading.whole as { readonly clocks?: unknown };
  const isKnown = !Array.isArray(clocks) || clocks.some((clock) => clock?.timeZone === timeZone);
  if (!isKnown) reading.report(`there is no clock of ${timeZone}; add one to 'clocks'`);
});
