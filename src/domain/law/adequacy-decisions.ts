import type { AdequacyDecision } from './adequacy-decision.ts';
import type { AdequacyScope } from './adequacy-scopes.ts';
import { BRITISH_RECOGNITIONS } from './british-recognitions.ts';
import { OPEN, summer, winter } from './instants.ts';
import type { ExportRegime } from './regimes.ts';
import { SOURCES } from './sources.ts';
import { SWISS_RECOGNITIONS } from './swiss-recognitions.ts';

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

const TITLED: Confirmation = { source: SOURCES.titles, confidence: 'verified' };

/**
 * Decisions of the Commission. They count from the day of their adoption, for IS, LI and NO too (`ASSUMPTIONS`), unless the decision of the
 * Joint Committee is known to be pending (`pendingIn`). The decision on the US
 * holds only for certified importers and is therefore a framework (DPF_EU_US), not a row here.
 */
const COMMISSION_DECISIONS: readonly AdequacyDecision[] = [
  commission('CH', '2000/518/EC', summer('2000-07-26'), 'all', TITLED),
  {
    ...commission('HU', '2000/519/EC', summer('2000-07-26'), 'all', {
      source: SOURCES.hungary,
      confidence: 'verified',
      note: 'moot on accession',
    }),
    validToMs: summer('2004-05-01'),
  },
  commission('CA', '2002/2/EC', winter('2001-12-20'), 'recipients under Canadian PIPEDA', {
    ...TITLED,
    note: 'PIPEDA reached all commercial activities in stages, the last on 1 January 2004.',
  }),
  commission('AR', '2003/490/EC', summer('2003-06-30'), 'all', TITLED),
  commission('GG', '2003/821/EC', winter('2003-11-21'), 'all', {
    source: SOURCES.guernsey,
    confidence: 'verified-secondary',
  }),
  commission('IM', '2004/411/EC', summer('2004-04-28'), 'all', {
    source: SOURCES.isleOfMan,
    confidence: 'verified-secondary',
  }),
  commission('JE', '2008/393/EC', summer('2008-05-08'), 'all', {
    source: SOURCES.jersey,
    confidence: 'verified',
  }),
  commission('FO', '2010/146/EU', winter('2010-03-05'), 'recipients under the Faroese act', {
    source: SOURCES.decision2016,
    confidence: 'verified-secondary',
    note: 'number verified; day remembered',
  }),
  commission('AD', '2010/625/EU', summer('2010-10-19'), 'all', TITLED),
  commission('IL', '2011/61/EU', winter('2011-01-31'), 'automated processing', {
    source: SOURCES.israel,
    confidence: 'verified-secondary',
    note: 'without the Golan Heights and the West Bank, including East Jerusalem',
  }),
  commission('UY', '2012/484/EU', summer('2012-08-21'), 'automated processing', TITLED),
  commission('NZ', '2013/65/EU', winter('2012-12-19'), 'all', TITLED),
  commission('JP', '(EU) 2019/419', winter('2019-01-23'), 'business operators under Japanese APPI', {
    source: SOURCES.japan,
    confidence: 'verified',
  }),
  {
    ...commission('GB', '(EU) 2021/1772', summer('2021-06-28'), 'all except UK immigration control', {
      source: SOURCES.ukAdequacy,
      confidence: 'verified',
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
    source: SOURCES.epo,
    confidence: 'verified',
    note: 'number not confirmed',
  }),
  {
    ...commission('BR', '(EU) 2026/179', winter('2026-01-26'), 'all', {
      source: SOURCES.brazil,
      confidence: 'verified',
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
