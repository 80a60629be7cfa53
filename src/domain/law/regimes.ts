import type { EpochMs } from '../indices.ts';
import { OPEN, summer, winter, winterInLondon } from './instants.ts';
import { inPart, type Reference, remembered, SOURCES, verified } from './sources.ts';
import { isZoneMember, type ZoneId } from './zones.ts';

/** Transfer regimes: the rules that decide about data that leaves. EEA: Directive 95/46/EC, then the GDPR. */
export const EXPORT_REGIMES = ['EEA', 'CH', 'UK'] as const;
export type ExportRegime = (typeof EXPORT_REGIMES)[number];

/**
 * The zone that each regime protects and in which its data moves without a basis. For the first it is EU or EEA: a state that had joined
 * the EU but not yet the EEA (BG, RO in 2007; HR from July 2013 to April 2014) was under the directive.
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
export function exportRegimeOf(country: string, atMs: EpochMs): ExportRegime | null {
  return EXPORT_REGIMES.find((regime) => isFreeFlow(regime, country, atMs)) ?? null;
}

/** Whether data under `regime` reaches `toCountry` at `atMs` (UTC epoch ms) without being a third-country transfer. */
export function isFreeFlow(regime: ExportRegime, toCountry: string, atMs: EpochMs): boolean {
  return isZoneMember(PROTECTED_ZONES[regime], toCountry, atMs);
}

/**
 * A regime also protects what a company in its zone does with anybody's data, even as a processor. `isSettled` is false if that is open: a
 * transfer that would need a basis because of this rule, and has none, can then be judged neither way.
 */
export interface EstablishmentRule extends Reference {
  readonly regime: ExportRegime;
  /** Where the company is established. */
  readonly zone: ZoneId;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly isSettled: boolean;
  readonly by: string;
}

const GDPR_EU = summer('2018-05-25');
const GDPR_EEA_EFTA = summer('2018-07-20');

export const ESTABLISHMENT_RULES: readonly EstablishmentRule[] = [
  {
    regime: 'EEA',
    zone: 'EU',
    fromMs: summer('1998-10-24'),
    toMs: GDPR_EU,
    isSettled: false,
    by: 'Directive 95/46/EC, Art. 4(1): the law of the controller, or that of the place of equipment',
    ...remembered(),
  },
  {
    regime: 'EEA',
    zone: 'EEA_EFTA',
    fromMs: summer('2000-07-01'),
    toMs: GDPR_EEA_EFTA,
    isSettled: false,
    by: 'Directive 95/46/EC, Art. 4(1), as taken into the EEA Agreement',
    ...remembered(),
  },
  {
    regime: 'EEA',
    zone: 'EU',
    fromMs: GDPR_EU,
    toMs: OPEN,
    isSettled: true,
    by: 'GDPR Art. 3(1)',
    ...verified(SOURCES.eftaGdpr),
  },
  {
    regime: 'EEA',
    zone: 'EEA_EFTA',
    fromMs: GDPR_EEA_EFTA,
    toMs: OPEN,
    isSettled: true,
    by: 'GDPR Art. 3(1)',
    ...verified(SOURCES.eftaGdpr),
  },
  {
    regime: 'EEA',
    zone: 'UK',
    fromMs: winter('2020-02-01'),
    toMs: winter('2021-01-01'),
    isSettled: true,
    by: 'GDPR Art. 3(1), in the United Kingdom until the end of the transition',
    ...inPart(SOURCES.eftaBrexit),
  },
  {
    regime: 'UK',
    zone: 'UK',
    fromMs: winter('2021-01-01'),
    toMs: OPEN,
    isSettled: true,
    by: 'UK GDPR Art. 3(1)',
    ...inPart(SOURCES.ukTransfers),
  },
  {
    regime: 'CH',
    zone: 'CH',
    fromMs: summer('1993-07-01'),
    toMs: OPEN,
    isSettled: false,
    by: 'Swiss act on data protection: whether it protects data of people abroad that a company in Switzerland processes',
    ...remembered(),
  },
];

/** When a regime's authorities first said that data a company gets from itself abroad is not transferred. Before, the question was open. */
export interface SameEntityRule extends Reference {
  readonly regime: ExportRegime;
  readonly fromMs: EpochMs;
  readonly by: string;
}

export const SAME_ENTITY_RULES: readonly SameEntityRule[] = [
  {
    regime: 'EEA',
    fromMs: winter('2023-02-14'),
    by: 'EDPB Guidelines 05/2021, version 2.0; the first version of November 2021 was for consultation',
    ...remembered(),
  },
  {
    regime: 'UK',
    fromMs: winterInLondon('2022-03-21'),
    by: 'Guidance of the Information Commissioner: a restricted transfer is one to a separate legal entity',
    ...remembered(),
  },
];
