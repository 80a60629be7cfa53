import { isZoneMember, type ZoneId } from './zones.ts';

/** Transfer regimes: whose rules decide about data that leaves. EEA: Directive 95/46/EC, then the GDPR. */
export const EXPORT_REGIMES = ['EEA', 'CH', 'UK'] as const;
export type ExportRegime = (typeof EXPORT_REGIMES)[number];

/**
 * The zone that each regime protects and in which its data moves without a basis. For the first it is EU or EEA: a state
 * that had joined the EU but not yet the EEA (BG, RO in 2007; HR from July 2013 to April 2014) was under the directive.
 */
export const PROTECTED_ZONES: Readonly<Record<ExportRegime, ZoneId>> = {
  EEA: 'LEGAL_FREE_FLOW',
  CH: 'CH',
  UK: 'UK',
};

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
