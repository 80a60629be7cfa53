import type { EpochMs } from '../indices.ts';
import type { Agreement } from '../vocabulary.ts';
import type { DatedFact } from './dated-fact.ts';
import { OPEN, summer, winter } from './instants.ts';
import { inPart, remembered, SOURCES, verified } from './sources.ts';
import { isZoneMember, type ZoneId } from './zones.ts';

/** An act that governs personal data in a zone. */
export interface LegalRegime extends DatedFact {
  readonly title: string;
  readonly zone: ZoneId;
  /** The agreement in writing without which nobody may process such data for a customer. Only covered entities sign a business associate agreement. */
  readonly agreement?: { readonly kind: Agreement; readonly clause: string; readonly source: string };
}

const DIRECTIVE = {
  kind: 'dataProcessing',
  clause: 'Directive 95/46/EC, Art. 17(3) and (4)',
  source: SOURCES.directiveText,
} as const;
const GDPR = { kind: 'dataProcessing', clause: 'GDPR Art. 28(3) and (9)', source: SOURCES.gdprText } as const;
const UK_GDPR = { ...GDPR, clause: 'UK GDPR Art. 28(3) and (9)' } as const;
const HIPAA = {
  kind: 'businessAssociate',
  clause: '45 CFR 164.308(b), 164.502(e) and 164.504(e)',
  source: SOURCES.hipaaText,
} as const;

export const LEGAL_REGIMES: readonly LegalRegime[] = [
  {
    id: 'DIR_95_46',
    title: 'Directive 95/46/EC, Arts 25 and 26',
    zone: 'EU',
    agreement: DIRECTIVE,
    validFromMs: summer('1998-10-24'),
    validToMs: summer('2018-05-25'),
    ...remembered(),
    note: 'from the day by which it had to be transposed',
  },
  {
    id: 'DIR_95_46_EEA_EFTA',
    title: 'Directive 95/46/EC in Iceland, Liechtenstein and Norway',
    zone: 'EEA_EFTA',
    agreement: DIRECTIVE,
    validFromMs: summer('2000-07-01'),
    validToMs: summer('2018-07-20'),
    ...remembered(SOURCES.jointCommittee),
    note: 'Joint Committee decision 83/1999 verified; its entry into force remembered',
  },
  {
    id: 'GDPR_EU',
    title: 'Regulation (EU) 2016/679',
    zone: 'EU',
    agreement: GDPR,
    validFromMs: summer('2018-05-25'),
    validToMs: OPEN,
    ...verified(SOURCES.eftaGdpr),
  },
  {
    id: 'GDPR_EEA_EFTA',
    title: 'Regulation (EU) 2016/679 in Iceland, Liechtenstein and Norway',
    zone: 'EEA_EFTA',
    agreement: GDPR,
    validFromMs: summer('2018-07-20'),
    validToMs: OPEN,
    ...verified(SOURCES.eftaGdpr),
    note: 'Joint Committee decision 154/2018 of 6 July 2018',
  },
  {
    id: 'GDPR_GB_TRANSITION',
    title: 'Regulation (EU) 2016/679 in the United Kingdom during the transition',
    zone: 'UK',
    agreement: GDPR,
    validFromMs: winter('2020-02-01'),
    validToMs: winter('2021-01-01'),
    ...inPart(SOURCES.eftaBrexit),
    note: 'Withdrawal Agreement, Arts 126 and 127 (remembered): Union law went on to apply after GB had left',
  },
  {
    id: 'UK_GDPR',
    title: 'UK GDPR and Data Protection Act 2018',
    zone: 'UK',
    agreement: UK_GDPR,
    validFromMs: winter('2021-01-01'),
    validToMs: OPEN,
    ...verified(SOURCES.ukTransfers),
    note: '31 December 2020, 23:00 in London',
  },
  {
    id: 'CH_FADP_1992',
    title: 'Swiss Federal Act on Data Protection of 1992',
    zone: 'CH',
    validFromMs: summer('1993-07-01'),
    validToMs: summer('2023-09-01'),
    ...verified(SOURCES.swissRecital, SOURCES.swissActNew),
  },
  {
    id: 'CH_FADP_2020',
    title: 'Swiss Federal Act on Data Protection of 2020',
    zone: 'CH',
    validFromMs: summer('2023-09-01'),
    validToMs: OPEN,
    ...inPart(SOURCES.swissActNew),
  },
  {
    id: 'HIPAA_BA',
    title: 'HIPAA rules for business associates',
    zone: 'US',
    agreement: HIPAA,
    validFromMs: summer('2003-04-14'),
    validToMs: OPEN,
    ...inPart(SOURCES.hipaa),
    note:
      'Text verified, start remembered. Directly binding on associates since 23 September 2013 (remembered). ' +
      'It has no rule on the place of data.',
  },
];

/** What the acts that govern data of customers in a country ask for at an instant (UTC epoch ms). */
export function agreementsAskedFor(
  country: string,
  atMs: EpochMs,
  isMember: typeof isZoneMember = isZoneMember,
): readonly NonNullable<LegalRegime['agreement']>[] {
  return LEGAL_REGIMES.flatMap(({ agreement, validFromMs, validToMs, zone }) =>
    agreement !== undefined && validFromMs <= atMs && atMs < validToMs && isMember(zone, country, atMs)
      ? [agreement]
      : [],
  );
}

/** Instants (UTC epoch ms) at which an act begins or ends to ask for an agreement. */
export const AGREEMENT_INSTANTS: readonly EpochMs[] = LEGAL_REGIMES.flatMap(
  ({ agreement, validFromMs, validToMs }) => (agreement === undefined ? [] : [validFromMs, validToMs]),
);
