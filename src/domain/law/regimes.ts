import { isZoneMember, type ZoneId } from './zones.ts';

/** Transfer regimes: whose rules decide about data that leaves. EEA: Directive 95/46/EC, then the GDPR. */
export const EXPORT_REGIMES = ['EEA', 'CH', 'UK'] as const;
export type ExportRegime = (typeof EXPORT_REGIMES)[number];

/**
 * The zone that each regime protects and in which its data moves without a basis. With 'LEGAL_FREE_FLOW' in place of
 * 'EEA', states between EU accession and EEA application (BG, RO in 2007; HR in 2013-14) would count as inside: see README.
 */
const PROTECTED_ZONES: Readonly<Record<ExportRegime, ZoneId>> = { EEA: 'EEA', CH: 'CH', UK: 'UK' };

/**
 * The regime that protects personal data of a customer in `country` at `atMs` (UTC epoch ms), or `null` when none of the
 * three does. GB is under the EEA's until 2020-12-31T23:00Z and under its own from that instant.
 */
export function exportRegimeOf(country: string, atMs: number): ExportRegime | null {
  return EXPORT_REGIMES.find((regime) => isFreeFlow(regime, country, atMs)) ?? null;
}

/** Whether data under `regime` reaches `toCountry` at `atMs` (UTC epoch ms) without being a third-country transfer. */
export function isFreeFlow(regime: ExportRegime, toCountry: string, atMs: number): boolean {
  return isZoneMember(PROTECTED_ZONES[regime], toCountry, atMs);
}
