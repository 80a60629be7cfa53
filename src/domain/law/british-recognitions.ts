import { type AdequacyDecision, EEA_TODAY } from './adequacy-decision.ts';
import type { AdequacyScope } from './adequacy-scopes.ts';
import { OPEN, winter, winterInLondon } from './instants.ts';
import { SOURCES } from './sources.ts';

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
    source: SOURCES.ukTransfers,
    confidence: 'verified-secondary',
    note,
  };
}

const OF_COMMISSION =
  'by a decision of the Commission from before the end of the transition, within its scope';

/**
 * What the United Kingdom recognises since it has its own law. The bridge to the US is a framework (DPF_UK_EXT). Regulations on further
 * countries were not found. Since 5 February 2026 the same regulations count as made under Article 45A of the UK GDPR.
 */
export const BRITISH_RECOGNITIONS: readonly AdequacyDecision[] = [
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
    source: SOURCES.ukKorea,
    confidence: 'verified',
    note: 'wider than the decision of the Commission: credit information is covered',
  },
];
