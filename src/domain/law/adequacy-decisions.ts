import { type AdequacyDecision, EEA_TODAY } from './adequacy-decision.ts';
import type { AdequacyScope } from './adequacy-scopes.ts';
import { OPEN, summer, winter, winterInLondon } from './instants.ts';
import type { ExportRegime } from './regimes.ts';
import { inPart, type Reference, remembered, SOURCES, verified } from './sources.ts';

/** The end of the transition, 31 December 2020 at 23:00 in London. */
const TRANSITION_END = winter('2021-01-01');

/** States that British law recognises because it, or the Commission, did so when the transition ended. */
function transitional(
  id: string,
  toCountries: readonly string[],
  scope: AdequacyScope,
  note: string,
): AdequacyDecision {
  return {
    id,
    fromZone: 'UK',
    toCountries,
    decision: 'Data Protection Act 2018, Schedule 21, paragraph 5',
    validFromMs: TRANSITION_END,
    validToMs: OPEN,
    scope,
    ...inPart(SOURCES.ukTransfers),
    note,
  };
}

const OF_COMMISSION =
  'by a decision of the Commission from before the end of the transition, within its scope';

/**
 * What the United Kingdom recognises since it has its own law. The bridge to the US is a framework (DPF_UK_EXT). Regulations on further
 * countries were not found. Since 5 February 2026 the same regulations count as made under Article 45A of the UK GDPR.
 */
const BRITISH_RECOGNITIONS: readonly AdequacyDecision[] = [
  transitional('UK_RECOGNISES_EEA', [...EEA_TODAY, 'GI'], 'all', 'GI remembered'),
  transitional(
    'UK_RECOGNISES_EU_DECISIONS',
    ['AD', 'AR', 'CH', 'GG', 'IM', 'JE', 'NZ'],
    'all',
    OF_COMMISSION,
  ),
  transitional('UK_RECOGNISES_CA', ['CA'], 'recipients under Canadian PIPEDA', OF_COMMISSION),
  transitional('UK_RECOGNISES_FO', ['FO'], 'recipients under the Faroese act', OF_COMMISSION),
  transitional('UK_RECOGNISES_IL_UY', ['IL', 'UY'], 'automated processing', OF_COMMISSION),
  transitional('UK_RECOGNISES_JP', ['JP'], 'business operators under Japanese APPI', OF_COMMISSION),
  {
    id: 'UK_RECOGNISES_KR',
    fromZone: 'UK',
    toCountries: ['KR'],
    decision: 'SI 2022/1213',
    validFromMs: winterInLondon('2022-12-19'),
    validToMs: OPEN,
    scope: 'recipients under Korean PIPA',
    ...verified(SOURCES.ukKorea),
    note: 'wider than the decision of the Commission: credit information is covered',
  },
];

/** The day on which Switzerland's act of 2020 and its binding list take effect. */
const NEW_ACT = summer('2023-09-01');

/** States on the commissioner's list, with the day from which they are assumed to have been on it. */
function listed(
  id: string,
  toCountries: readonly string[],
  validFromMs: number,
  scope: AdequacyScope,
  note: string,
): AdequacyDecision {
  return {
    id,
    fromZone: 'CH',
    toCountries,
    decision: 'list of the FDPIC under Art. 6 of the Swiss act of 1992',
    validFromMs,
    validToMs: NEW_ACT,
    scope,
    ...remembered(SOURCES.swissList),
    note,
  };
}

const BEFORE_2008 =
  'The Commission had decided before 2008. A source from after April 2017 says that the list matches its decisions; the start is remembered.';
const YEAR_AFTER =
  'From the year after the decision of the Commission was published. A source from after April 2017 says that ' +
  'the list matches its decisions; the day on which it came to name the state is not known.';

/**
 * The commissioner's list of 2008 to 2023. It guided exporters and bound nobody. No version of it could be read: each row says how its day
 * was found.
 */
const COMMISSIONER_LIST: readonly AdequacyDecision[] = [
  listed(
    'CH_COMMISSIONER_LIST',
    [...EEA_TODAY.filter((state) => state !== 'HR'), 'GB'],
    winter('2008-01-01'),
    'all',
    'States of the EEA were taken to be adequate because they had the directive. The start of the list is remembered.',
  ),
  listed(
    'CH_COMMISSIONER_LIST_HR',
    ['HR'],
    summer('2013-07-01'),
    'all',
    'From the accession, when the directive bound HR. Whether the list named HR earlier is not known.',
  ),
  listed('CH_COMMISSIONER_LIST_AR_GG_IM', ['AR', 'GG', 'IM'], winter('2008-01-01'), 'all', BEFORE_2008),
  listed(
    'CH_COMMISSIONER_LIST_CA',
    ['CA'],
    winter('2008-01-01'),
    'recipients under Canadian PIPEDA',
    BEFORE_2008,
  ),
  listed('CH_COMMISSIONER_LIST_JE', ['JE'], winter('2009-01-01'), 'all', YEAR_AFTER),
  listed('CH_COMMISSIONER_LIST_AD_FO', ['AD', 'FO'], winter('2011-01-01'), 'all', YEAR_AFTER),
  listed('CH_COMMISSIONER_LIST_IL', ['IL'], winter('2012-01-01'), 'automated processing', YEAR_AFTER),
  listed('CH_COMMISSIONER_LIST_UY', ['UY'], winter('2013-01-01'), 'automated processing', YEAR_AFTER),
  listed('CH_COMMISSIONER_LIST_NZ', ['NZ'], winter('2014-01-01'), 'all', YEAR_AFTER),
  listed(
    'CH_COMMISSIONER_LIST_GI_MC',
    ['GI', 'MC'],
    summer('2022-09-10'),
    'all',
    'The first source read that has them on the list is of this day. They are likely to have been on it for years.',
  ),
];

/** The binding list since 2023. Its entry for the US is a framework (DPF_CH_US). */
const ORDINANCE_ANNEX: readonly AdequacyDecision[] = [
  {
    id: 'CH_ORDINANCE_ANNEX',
    fromZone: 'CH',
    toCountries: [...EEA_TODAY, ...['AD', 'AR', 'FO', 'GB', 'GG', 'GI', 'IL', 'IM', 'JE', 'MC', 'NZ', 'UY']],
    decision: 'Data Protection Ordinance, Annex 1',
    validFromMs: NEW_ACT,
    validToMs: OPEN,
    scope: 'all',
    ...inPart(SOURCES.swissAnnex),
    note: '43 states with Canada, 30 of them in the EEA; no change of the list was found but the US in 2024',
  },
  {
    id: 'CH_ORDINANCE_ANNEX_CA',
    fromZone: 'CH',
    toCountries: ['CA'],
    decision: 'Data Protection Ordinance, Annex 1, no. 7',
    validFromMs: NEW_ACT,
    validToMs: OPEN,
    scope: 'recipients under Canadian PIPEDA',
    ...inPart(SOURCES.swissAnnex),
    note: 'or under the act of a province that largely corresponds to it (Quebec, British Columbia, Alberta)',
  },
];

const SWISS_RECOGNITIONS: readonly AdequacyDecision[] = [...COMMISSIONER_LIST, ...ORDINANCE_ANNEX];

type Confirmation = Reference & { readonly note?: string };

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

const TITLED = verified(SOURCES.titles);

/**
 * Decisions of the Commission. They count from the day of their adoption, for IS, LI and NO too (`ASSUMPTIONS`), unless the decision of the
 * Joint Committee is known to be pending (`pendingIn`). The decision on the US
 * holds only for certified importers and is therefore a framework (DPF_EU_US), not a row here.
 */
const COMMISSION_DECISIONS: readonly AdequacyDecision[] = [
  commission('CH', '2000/518/EC', summer('2000-07-26'), 'all', TITLED),
  {
    ...commission('HU', '2000/519/EC', summer('2000-07-26'), 'all', {
      ...verified(SOURCES.hungary),
      note: 'moot on accession',
    }),
    validToMs: summer('2004-05-01'),
  },
  commission('CA', '2002/2/EC', winter('2001-12-20'), 'recipients under Canadian PIPEDA', {
    ...TITLED,
    note: 'PIPEDA reached all commercial activities in stages, the last on 1 January 2004.',
  }),
  commission('AR', '2003/490/EC', summer('2003-06-30'), 'all', TITLED),
  commission('GG', '2003/821/EC', winter('2003-11-21'), 'all', inPart(SOURCES.guernsey)),
  commission('IM', '2004/411/EC', summer('2004-04-28'), 'all', inPart(SOURCES.isleOfMan)),
  commission('JE', '2008/393/EC', summer('2008-05-08'), 'all', verified(SOURCES.jersey)),
  commission('FO', '2010/146/EU', winter('2010-03-05'), 'recipients under the Faroese act', {
    ...inPart(SOURCES.decision2016),
    note: 'number verified; day remembered',
  }),
  commission('AD', '2010/625/EU', summer('2010-10-19'), 'all', TITLED),
  commission('IL', '2011/61/EU', winter('2011-01-31'), 'automated processing', {
    ...inPart(SOURCES.israel),
    note: 'without the Golan Heights and the West Bank, including East Jerusalem',
  }),
  commission('UY', '2012/484/EU', summer('2012-08-21'), 'automated processing', TITLED),
  commission('NZ', '2013/65/EU', winter('2012-12-19'), 'all', TITLED),
  commission(
    'JP',
    '(EU) 2019/419',
    winter('2019-01-23'),
    'business operators under Japanese APPI',
    verified(SOURCES.japan),
  ),
  {
    ...commission('GB', '(EU) 2021/1772', summer('2021-06-28'), 'all except UK immigration control', {
      ...verified(SOURCES.ukAdequacy),
      note: 'Last day 27 December 2031 unless renewed. Since the renewal of 19 December 2025 immigration control is within the scope too.',
    }),
    validToMs: winter('2031-12-28'),
    unlimitedFromMs: winter('2025-12-19'),
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
  commission('KR', '(EU) 2022/254', winter('2021-12-17'), 'Korean PIPA except credit information', TITLED),
  commission('XX-EPO', 'adopted 15 July 2025', summer('2025-07-15'), 'an international organisation', {
    ...verified(SOURCES.epo),
    note: 'number not confirmed',
  }),
  {
    ...commission('BR', '(EU) 2026/179', winter('2026-01-26'), 'all', {
      ...verified(SOURCES.brazil),
      note: 'For IS, LI and NO a Joint Committee decision was still pending in May 2026; whether they applied it before is not known.',
    }),
    pendingIn: 'EEA_EFTA',
  },
];

/** Decisions of the Commission, then the lists by which the UK and Switzerland recognise others. */
export const ADEQUACY_DECISIONS: readonly AdequacyDecision[] = [
  ...COMMISSION_DECISIONS,
  ...BRITISH_RECOGNITIONS,
  ...SWISS_RECOGNITIONS,
];

/** The decisions, in force or not, that let data under `fromZone` go to recipients in `toCountry`. */
export function adequacyDecisionsFor(fromZone: ExportRegime, toCountry: string): readonly AdequacyDecision[] {
  return ADEQUACY_DECISIONS.filter((row) => row.fromZone === fromZone && row.toCountries.includes(toCountry));
}
