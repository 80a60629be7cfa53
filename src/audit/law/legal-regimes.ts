import { type EpochMs, LEGAL_REGIMES, type LegalRegime } from '#domain';
import { isIn } from './zones.ts';

/** The acts on data protection that govern the data of customers in a country at an instant (UTC epoch ms), by the auditor's own reading. */
export function legalRegimesOf(country: string, epochMs: EpochMs): readonly LegalRegime[] {
  return LEGAL_REGIMES.filter(
    ({ validFromMs, validToMs, zone }) =>
      validFromMs <= epochMs && epochMs < validToMs && isIn(zone, country, epochMs),
  );
}
