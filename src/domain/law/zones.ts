import type { EpochMs } from '../indices.ts';
import { COUNTRY_NAMES } from './countries.ts';
import { type PrimitiveZoneId, ZONE_MEMBERSHIPS, type ZoneMembership } from './zone-memberships.ts';

/**
 * A zone is a set of countries as a function of time. Append new zones, never reorder.
 *
 * | zone | the set |
 * |---|---|
 * | EU, EEA, EFTA | members by `ZONE_MEMBERSHIPS` |
 * | EU_EFTA | EU or EFTA; the boundary of Microsoft's EU Data Boundary. Includes CH, which was never in the EEA |
 * | CH, UK, US | one country each: CH, GB, US, without dependencies and territories |
 * | ANY | no restriction |
 * | LEGAL_FREE_FLOW | EU or EEA: no third-country transfer. Adds BG, RO (Jan-Jul 2007) and HR (Jul 2013-Apr 2014) to the EEA |
 * | EEA_EFTA | EEA and EFTA: IS, NO, LI today |
 */
export const ZONE_IDS = [
  'EU',
  'EEA',
  'EU_EFTA',
  'EFTA',
  'CH',
  'UK',
  'US',
  'ANY',
  'LEGAL_FREE_FLOW',
  'EEA_EFTA',
] as const;
export type ZoneId = (typeof ZONE_IDS)[number];

interface Composition {
  readonly parts: readonly PrimitiveZoneId[];
  /** A country is in the zone if it is in `some` part, or only if it is in `every` part. */
  readonly of: 'some' | 'every';
}

/** How each zone follows from the primitive ones. ANY, which restricts nothing, has no row. */
export const COMPOSITIONS: Readonly<Record<Exclude<ZoneId, 'ANY'>, Composition>> = {
  EU: { parts: ['EU'], of: 'some' },
  EEA: { parts: ['EEA'], of: 'some' },
  EFTA: { parts: ['EFTA'], of: 'some' },
  CH: { parts: ['CH'], of: 'some' },
  UK: { parts: ['UK'], of: 'some' },
  US: { parts: ['US'], of: 'some' },
  EU_EFTA: { parts: ['EU', 'EFTA'], of: 'some' },
  LEGAL_FREE_FLOW: { parts: ['EU', 'EEA'], of: 'some' },
  EEA_EFTA: { parts: ['EEA', 'EFTA'], of: 'every' },
};

const ALL_COUNTRIES: readonly string[] = Object.keys(COUNTRY_NAMES).sort();

/** Rows by zone, then by country, so that a query reads only the one or two rows that can answer it. */
const ROWS = new Map<PrimitiveZoneId, Map<string, ZoneMembership[]>>();
for (const row of ZONE_MEMBERSHIPS) {
  const byCountry = ROWS.get(row.zone) ?? new Map<string, ZoneMembership[]>();
  ROWS.set(row.zone, byCountry);
  byCountry.set(row.country, [...(byCountry.get(row.country) ?? []), row]);
}

function isPrimitiveMember(zone: PrimitiveZoneId, country: string, atEpochMs: number): boolean {
  const rows = ROWS.get(zone)?.get(country) ?? [];
  return rows.some((row) => row.fromMs <= atEpochMs && atEpochMs < row.toMs);
}

/** Whether `country` (ISO 3166-1 alpha-2, capitals) is in the zone at that instant, UTC epoch ms. ANY contains every text. */
export function isZoneMember(zone: ZoneId, country: string, atEpochMs: number): boolean {
  if (zone === 'ANY') return true;
  const { parts, of } = COMPOSITIONS[zone];
  return of === 'some'
    ? parts.some((part) => isPrimitiveMember(part, country, atEpochMs))
    : parts.every((part) => isPrimitiveMember(part, country, atEpochMs));
}

/** Countries of the zone at that instant (UTC epoch ms), sorted by code; ANY lists every assigned code. */
export function zoneMembersAt(zone: ZoneId, atEpochMs: number): readonly string[] {
  return ALL_COUNTRIES.filter((country) => isZoneMember(zone, country, atEpochMs));
}

/**
 * Instants at which the zone's set of countries changes, sorted, with `fromMs < t <= toMs` (UTC epoch ms): what a clock
 * that stands at `fromMs` has still to notice up to `toMs`. A country that moves between the parts of a union (AT, FI, SE
 * from EFTA to the EU in 1995) changes nothing in the union.
 */
export function zoneChangeInstants(zone: ZoneId, fromMs: EpochMs, toMs: EpochMs): readonly EpochMs[] {
  if (zone === 'ANY') return [];
  const { parts } = COMPOSITIONS[zone];
  const changes = new Set<number>();
  for (const { zone: part, country, fromMs: joinMs, toMs: leaveMs } of ZONE_MEMBERSHIPS) {
    if (!parts.includes(part)) continue;
    for (const instant of [joinMs, leaveMs]) {
      if (!Number.isFinite(instant) || instant <= fromMs || instant > toMs) continue;
      const isChange = isZoneMember(zone, country, instant - 1) !== isZoneMember(zone, country, instant);
      if (isChange) changes.add(instant);
    }
  }
  return [...changes].sort((a, b) => a - b);
}
