import type { DatedFact } from './dated-fact.ts';
import { OPEN, summer, winter } from './instants.ts';
import { SOURCES } from './sources.ts';
import type { ZoneId } from './zones.ts';

/** An act that governs personal data in a zone. */
export interface LegalRegime extends DatedFact {
  readonly title: string;
  readonly zone: ZoneId;
}

export const LEGAL_REGIMES: readonly LegalRegime[] = [
  {
    id: 'DIR_95_46',
    title: 'Directive 95/46/EC, Arts 25 and 26',
    zone: 'EU',
    validFromMs: summer('1998-10-24'),
    validToMs: summer('2018-05-25'),
    source: SOURCES.remembered,
    confidence: 'remembered',
    note: 'from the day by which it had to be transposed',
  },
  {
    id: 'DIR_95_46_EEA_EFTA',
    title: 'Directive 95/46/EC in Iceland, Liechtenstein and Norway',
    zone: 'EEA_EFTA',
    validFromMs: summer('2000-07-01'),
    validToMs: summer('2018-07-20'),
    source: SOURCES.jointCommittee,
    confidence: 'remembered',
    note: 'Joint Committee decision 83/1999 verified; its entry into force remembered',
  },
  {
    id: 'GDPR_EU',
    title: 'Regulation (EU) 2016/679',
    zone: 'EU',
    validFromMs: summer('2018-05-25'),
    validToMs: OPEN,
    source: SOURCES.eftaGdpr,
    confidence: 'verified',
  },
  {
    id: 'GDPR_EEA_EFTA',
    title: 'Regulation (EU) 2016/679 in Iceland, Liechtenstein and Norway',
    zone: 'EEA_EFTA',
    validFromMs: summer('2018-07-20'),
    validToMs: OPEN,
    source: SOURCES.eftaGdpr,
    confidence: 'verified',
    note: 'Joint Committee decision 154/2018 of 6 July 2018',
  },
  {
    id: 'GDPR_GB_TRANSITION',
    title: 'Regulation (EU) 2016/679 in the United Kingdom during the transition',
    zone: 'UK',
    validFromMs: winter('2020-02-01'),
    validToMs: winter('2021-01-01'),
    source: SOURCES.eftaBrexit,
    confidence: 'verified-secondary',
    note: 'Withdrawal Agreement, Arts 126 and 127 (remembered): Union law went on to apply after GB had left',
  },
  {
    id: 'UK_GDPR',
    title: 'UK GDPR and Data Protection Act 2018',
    zone: 'UK',
    validFromMs: winter('2021-01-01'),
    validToMs: OPEN,
    source: SOURCES.ukTransfers,
    confidence: 'verified',
    note: '31 December 2020, 23:00 in London',
  },
  {
    id: 'CH_FADP_1992',
    title: 'Swiss Federal Act on Data Protection of 1992',
    zone: 'CH',
    validFromMs: summer('1993-07-01'),
    validToMs: summer('2023-09-01'),
    source: `${SOURCES.swissRecital}; ${SOURCES.swissActNew}`,
    confidence: 'verified',
  },
  {
    id: 'CH_FADP_2020',
    title: 'Swiss Federal Act on Data Protection of 2020',
    zone: 'CH',
    validFromMs: summer('2023-09-01'),
    validToMs: OPEN,
    source: SOURCES.swissActNew,
    confidence: 'verified-secondary',
  },
  {
    id: 'HIPAA_BA',
    title: 'HIPAA rules for business associates',
    zone: 'US',
    validFromMs: summer('2003-04-14'),
    validToMs: OPEN,
    source: SOURCES.hipaa,
    confidence: 'verified-secondary',
    note:
      'Text verified, start remembered. Directly binding on associates since 23 September 2013 (remembered). ' +
      'It has no rule on the place of data.',
  },
];
