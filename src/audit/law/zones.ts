import {
  type Agreement,
  type EpochMs,
  LEGAL_REGIMES,
  type LegalRegime,
  ZONE_MEMBERSHIPS,
  type ZoneId,
} from '#domain';

/** Period during which a country belongs to a zone that is defined country by country; UTC epoch ms. */
interface Stay {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

const STAYS = new Map<string, Stay[]>();
for (const { country, fromMs, toMs, zone } of ZONE_MEMBERSHIPS) {
  const key = `${zone} ${country}`;
  const stays = STAYS.get(key);
  if (stays === undefined) STAYS.set(key, [{ fromMs, toMs }]);
  else stays.push({ fromMs, toMs });
}

function isStated(zone: ZoneId, country: string, atMs: EpochMs): boolean {
  for (const { fromMs, toMs } of STAYS.get(`${zone} ${country}`) ?? []) {
    if (fromMs <= atMs && atMs < toMs) return true;
  }
  return false;
}

/**
 * Whether the country (ISO 3166-1 alpha-2) is in the zone at that instant, UTC epoch ms. The auditor reads the
 * membership table on its own; the simulator has a separate implementation.
 */
export function isIn(zone: ZoneId, country: string, atMs: EpochMs): boolean {
  switch (zone) {
    case 'ANY':
      return true;
    case 'EU_EFTA':
      return isStated('EU', country, atMs) || isStated('EFTA', country, atMs);
    case 'LEGAL_FREE_FLOW':
      return isStated('EU', country, atMs) || isStated('EEA', country, atMs);
    case 'EEA_EFTA':
      return isStated('EEA', country, atMs) && isStated('EFTA', country, atMs);
    default:
      return isStated(zone, country, atMs);
  }
}

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

/** The clauses that ask customers of a country for an agreement of the kind, at the beginning or the end of a period (epoch ms). */
export function agreementClauses(
  country: string,
  kind: Agreement,
  fromMs: EpochMs,
  endMs: EpochMs,
): readonly string[] {
  const regimes = [fromMs, endMs - 1].flatMap((atMs) => legalRegimesOf(country, atMs));
  return [
    ...new Set(regimes.flatMap(({ agreement }) => (agreement?.kind === kind ? [agreement.clause] : []))),
  ];
}
