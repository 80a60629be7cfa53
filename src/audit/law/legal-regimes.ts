import { type EpochMs, LEGAL_REGIMES, type LegalRegime } from '#domain';
import { isIn } from './zones.ts';

/**
 * The data protection acts that govern customer data in a country at an instant (UTC epoch ms), as the auditor reads
 * them.
 */
export function legalRegimesOf(country: string, epochMs: EpochMs): readonly LegalRegime[] {
  return LEGAL_REGIMES.filter(
    ({ validFromMs, validToMs, zone }) =>
      validFromMs <= epochMs && epochMs < validToMs && isIn(zone, country, epochMs),
  );
}
