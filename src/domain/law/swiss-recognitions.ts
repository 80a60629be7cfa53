import { type AdequacyDecision, EEA_TODAY } from './adequacy-decision.ts';
import type { AdequacyScope } from './adequacy-scopes.ts';
import { OPEN, summer, winter } from './instants.ts';
import { SOURCES } from './sources.ts';

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
    source: SOURCES.swissList,
    confidence: 'remembered',
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
    source: SOURCES.swissAnnex,
    confidence: 'verified-secondary',
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
    source: SOURCES.swissAnnex,
    confidence: 'verified-secondary',
    note: 'or under the act of a province that largely corresponds to it (Quebec, British Columbia, Alberta)',
  },
];

export const SWISS_RECOGNITIONS: readonly AdequacyDecision[] = [...COMMISSIONER_LIST, ...ORDINANCE_ANNEX];
