import type { DatedFact } from './dated-fact.ts';
import { OPEN, summer, winter } from './instants.ts';
import type { ExportRegime } from './regimes.ts';
import { SOURCES } from './sources.ts';

/** Which recipients a decision covers. A support vendor's commercial recipients are in every scope but the last. */
export const ADEQUACY_SCOPES = [
  'all',
  'recipients under Canadian PIPEDA',
  'recipients under the Faroese act',
  'automated processing',
  'business operators under Japanese APPI',
  'all except UK immigration control',
  'Korean PIPA except credit information',
  'an international organisation',
] as const;
export type AdequacyScope = (typeof ADEQUACY_SCOPES)[number];

/** A finding that a country protects personal data well enough for data under `fromZone` to go there. */
export interface AdequacyDecision extends DatedFact {
  readonly fromZone: ExportRegime;
  /** ISO 3166-1 alpha-2; XX-EPO, a private code, is the European Patent Organisation. */
  readonly toCountries: readonly string[];
  readonly decision: string;
  readonly scope: AdequacyScope;
}

type Confirmation = Pick<AdequacyDecision, 'source' | 'confidence'> & { readonly note?: string };

/** A decision of the European Commission for one country. */
function commission(
  country: string,
  decision: string,
  validFromMs: number,
  scope: AdequacyScope,
  confirmation: Confirmation,
): AdequacyDecision {
  const id = `ADEQUACY_${country}`;
  return {
    id,
    fromZone: 'EEA',
    toCountries: [country],
    decision,
    validFromMs,
    validToMs: OPEN,
    scope,
    ...confirmation,
  };
}

const LISTED: Confirmation = {
  source: SOURCES.decision2016,
  confidence: 'verified-secondary',
  note: 'number verified; day remembered',
};

/** EEA members since 2021. In the two foreign lists below, which are younger than HR's accession. */
const EEA_TODAY =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ');

/**
 * Decisions of the European Commission, then the lists by which the UK and Switzerland recognise others. The Commission's
 * decision on the US holds only for certified importers and is therefore a framework (DPF_EU_US), not a row here.
 */
export const ADEQUACY_DECISIONS: readonly AdequacyDecision[] = [
  commission('CH', '2000/518/EC', summer('2000-07-26'), 'all', {
    source: SOURCES.decision2016,
    confidence: 'verified',
  }),
  {
    ...commission('HU', '2000/519/EC', summer('2000-07-26'), 'all', {
      source: SOURCES.hungary,
      confidence: 'verified',
      note: 'moot on accession',
    }),
    validToMs: summer('2004-05-01'),
  },
  commission('CA', '2002/2/EC', winter('2001-12-20'), 'recipients under Canadian PIPEDA', LISTED),
  commission('AR', '2003/490/EC', summer('2003-06-30'), 'all', LISTED),
  commission('GG', '2003/821/EC', winter('2003-11-21'), 'all', LISTED),
  commission('IM', '2004/411/EC', summer('2004-04-28'), 'all', LISTED),
  commission('JE', '2008/393/EC', summer('2008-05-08'), 'all', {
    source: SOURCES.jersey,
    confidence: 'verified',
  }),
  commission('FO', '2010/146/EU', winter('2010-03-05'), 'recipients under the Faroese act', LISTED),
  commission('AD', '2010/625/EU', summer('2010-10-19'), 'all', LISTED),
  commission('IL', '2011/61/EU', winter('2011-01-31'), 'automated processing', LISTED),
  commission('UY', '2012/484/EU', summer('2012-08-21'), 'all', LISTED),
  commission('NZ', '2013/65/EU', winter('2012-12-19'), 'all', LISTED),
  commission('JP', '(EU) 2019/419', winter('2019-01-23'), 'business operators under Japanese APPI', {
    source: SOURCES.japan,
    confidence: 'verified',
  }),
  {
    ...commission('GB', '(EU) 2021/1772', summer('2021-06-28'), 'all except UK immigration control', {
      source: SOURCES.ukAdequacy,
      confidence: 'verified',
      note: 'last day 27 December 2031 unless renewed',
    }),
    validToMs: winter('2031-12-28'),
    versions: [
      { knownFromMs: summer('2021-06-28'), validToMs: summer('2025-06-28'), setBy: 'sunset in the decision' },
      {
        knownFromMs: summer('2025-06-24'),
        validToMs: winter('2025-12-28'),
        setBy: 'extension, 24 June 2025',
      },
      {
        knownFromMs: winter('2025-12-19'),
        validToMs: winter('2031-12-28'),
        setBy: 'renewal, 19 December 2025',
      },
    ],
  },
  commission('KR', '(EU) 2022/254', winter('2021-12-17'), 'Korean PIPA except credit information', {
    source: SOURCES.commissionList,
    confidence: 'verified-secondary',
    note: 'number and day remembered',
  }),
  commission('XX-EPO', 'adopted 15 July 2025', summer('2025-07-15'), 'an international organisation', {
    source: SOURCES.epo,
    confidence: 'verified',
    note: 'number not confirmed',
  }),
  commission('BR', '(EU) 2026/179', winter('2026-01-26'), 'all', {
    source: SOURCES.brazil,
    confidence: 'verified',
    note: 'for IS, LI and NO a Joint Committee decision was still pending in May 2026',
  }),
  {
    id: 'UK_RECOGNISES_EEA',
    fromZone: 'UK',
    toCountries: [...EEA_TODAY, 'GI'],
    decision: 'Data Protection Act 2018, Schedule 21',
    validFromMs: winter('2021-01-01'),
    validToMs: OPEN,
    scope: 'all',
    source: SOURCES.ukTransfers,
    confidence: 'verified-secondary',
    note: 'GI remembered',
  },
  {
    id: 'UK_RECOGNISES_EU_DECISIONS',
    fromZone: 'UK',
    toCountries: ['AD', 'AR', 'CA', 'CH', 'FO', 'GG', 'IL', 'IM', 'JE', 'JP', 'NZ', 'UY'],
    decision: 'Data Protection Act 2018, Schedule 21',
    validFromMs: winter('2021-01-01'),
    validToMs: OPEN,
    scope: 'all',
    source: SOURCES.ukTransfers,
    confidence: 'verified-secondary',
    note: 'decisions of the Commission made before the end of the transition, each within its scope',
  },
  {
    id: 'CH_COMMISSIONER_LIST',
    fromZone: 'CH',
    toCountries: [...EEA_TODAY, 'GB'],
    decision: 'list of the FDPIC under Art. 6 of the Swiss act of 1992; only its EEA states and GB',
    validFromMs: winter('2008-01-01'),
    validToMs: summer('2023-09-01'),
    scope: 'all',
    source: SOURCES.swissAnnex,
    confidence: 'remembered',
    note: 'the list is verified, its start and its states are not; it guided exporters without binding anybody',
  },
  {
    id: 'CH_ORDINANCE_ANNEX',
    fromZone: 'CH',
    toCountries: [
      ...EEA_TODAY,
      ...['AD', 'AR', 'CA', 'FO', 'GB', 'GG', 'GI', 'IL', 'IM', 'JE', 'MC', 'NZ', 'UY'],
    ],
    decision: 'Data Protection Ordinance, Annex 1',
    validFromMs: summer('2023-09-01'),
    validToMs: OPEN,
    scope: 'all',
    source: SOURCES.swissAnnex,
    confidence: 'verified-secondary',
    note: 'read up to Malta; the rest of the list remembered',
  },
];

/** The decisions, in force or not, that let data under `fromZone` go to recipients in `toCountry`. */
export function adequacyDecisionsFor(fromZone: ExportRegime, toCountry: string): readonly AdequacyDecision[] {
  return ADEQUACY_DECISIONS.filter((row) => row.fromZone === fromZone && row.toCountries.includes(toCountry));
}
