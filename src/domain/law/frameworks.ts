import type { EpochMs } from '../indices.ts';
import { type DatedFact, isInForce, type Knowledge } from './dated-fact.ts';
import { OPEN, summer, summerInLondon, winter } from './instants.ts';
import type { ExportRegime } from './regimes.ts';
import { SOURCES, verified } from './sources.ts';

/** An arrangement under which importers receive data, usually by joining a public list. */
export interface Framework extends DatedFact {
  readonly title: string;
  readonly fromZone: ExportRegime;
  /** ISO 3166-1 alpha-2. */
  readonly toCountries: readonly string[];
  /** Whether the importer itself must be certified at that time. */
  readonly requiresCertification: boolean;
  /** First instant at which anybody could be certified, if later than `validFromMs`. */
  readonly operationalFromMs?: number;
}

export const FRAMEWORKS: readonly Framework[] = [
  {
    id: 'SAFE_HARBOR_EU_US',
    title: 'U.S.-EU Safe Harbor, Decision 2000/520/EC',
    fromZone: 'EEA',
    toCountries: ['US'],
    requiresCertification: true,
    validFromMs: summer('2000-07-26'),
    operationalFromMs: winter('2000-11-01'),
    validToMs: summer('2015-10-06'),
    struckDown: { atMs: summer('2015-10-06'), exTunc: true, by: 'Schrems I, CJEU C-362/14' },
    ...verified(SOURCES.safeHarborAct, SOURCES.schrems1, SOURCES.safeHarborEea),
    note:
      'The regulators tolerated it until 31 January 2016 (remembered); the tolerance is not a basis. ' +
      'The Joint Committee took it out of the EEA Agreement with effect from 12 December 2015.',
  },
  {
    id: 'SAFE_HARBOR_CH_US',
    title: 'U.S.-Swiss Safe Harbor',
    fromZone: 'CH',
    toCountries: ['US'],
    requiresCertification: true,
    validFromMs: winter('2009-02-16'),
    validToMs: winter('2017-01-11'),
    reliableToMs: summer('2015-10-22'),
    ...verified(SOURCES.swissSafeHarbor),
    note: 'Formally ended by the Federal Council in 2017; the FDPIC had called it insufficient on 22 October 2015.',
  },
  {
    id: 'PRIVACY_SHIELD_EU_US',
    title: 'EU-U.S. Privacy Shield, Decision (EU) 2016/1250',
    fromZone: 'EEA',
    toCountries: ['US'],
    requiresCertification: true,
    validFromMs: summer('2016-07-12'),
    operationalFromMs: summer('2016-08-01'),
    validToMs: summer('2020-07-16'),
    struckDown: { atMs: summer('2020-07-16'), exTunc: true, by: 'Schrems II, CJEU C-311/18' },
    ...verified(SOURCES.privacyShield, SOURCES.schrems2),
  },
  {
    id: 'PRIVACY_SHIELD_CH_US',
    title: 'Swiss-U.S. Privacy Shield',
    fromZone: 'CH',
    toCountries: ['US'],
    requiresCertification: true,
    validFromMs: winter('2017-01-11'),
    operationalFromMs: summer('2017-04-12'),
    validToMs: summer('2020-09-08'),
    struckDown: { atMs: summer('2020-09-08'), exTunc: false, by: 'FDPIC position paper of 8 September 2020' },
    ...verified(SOURCES.swissPrivacyShield),
    note: 'The FDPIC took the US off its list; the programme itself was not revoked.',
  },
  {
    id: 'DPF_EU_US',
    title: 'EU-U.S. Data Privacy Framework, Decision (EU) 2023/1795',
    fromZone: 'EEA',
    toCountries: ['US'],
    requiresCertification: true,
    validFromMs: summer('2023-07-10'),
    validToMs: OPEN,
    ...verified(SOURCES.dpf),
    note: 'Upheld by the General Court on 3 September 2025 (T-553/23); appeal C-703/25 P was pending when read.',
  },
  {
    id: 'DPF_UK_EXT',
    title: 'UK Extension to the EU-U.S. Data Privacy Framework, SI 2023/1028',
    fromZone: 'UK',
    toCountries: ['US'],
    requiresCertification: true,
    validFromMs: summerInLondon('2023-10-12'),
    validToMs: OPEN,
    ...verified(SOURCES.dpfUk),
  },
  {
    id: 'DPF_CH_US',
    title: 'Swiss-U.S. Data Privacy Framework',
    fromZone: 'CH',
    toCountries: ['US'],
    requiresCertification: true,
    validFromMs: summer('2024-09-15'),
    validToMs: OPEN,
    ...verified(SOURCES.dpfSwiss),
    note: 'US companies could join the principles from 17 July 2023; they became a basis only in 2024.',
  },
  {
    id: 'TCA_BRIDGE_UK',
    title: 'EU-UK Trade and Cooperation Agreement, interim provision (FINPROV.10A, later Art. 782)',
    fromZone: 'EEA',
    toCountries: ['GB'],
    requiresCertification: false,
    validFromMs: winter('2021-01-01'),
    validToMs: summer('2021-06-28'),
    versions: [
      {
        knownFromMs: winter('2021-01-01'),
        validToMs: summer('2021-07-01'),
        setBy: 'latest end in the agreement',
      },
      {
        knownFromMs: summer('2021-06-28'),
        validToMs: summer('2021-06-28'),
        setBy: 'adequacy decision for GB',
      },
    ],
    ...verified(SOURCES.tca, SOURCES.ukAdequacy),
    note: 'Data sent to GB was deemed not to go to a third country. IS, LI and NO joined by notification.',
  },
];

const BY_ID: ReadonlyMap<string, Framework> = new Map(FRAMEWORKS.map((row) => [row.id, row]));

/** The framework with that id, or `undefined` if there is none. */
export function frameworkById(id: string): Framework | undefined {
  return BY_ID.get(id);
}

/**
 * Whether the framework carries data to `toCountry` at `atMs` (UTC epoch ms): in force, and already open to importers. The caller checks
 * the importer's own certificate (if `requiresCertification`).
 */
export function frameworkCovers(
  framework: Framework,
  toCountry: string,
  atMs: EpochMs,
  knowledge: Knowledge,
): boolean {
  const isOperational = atMs >= (framework.operationalFromMs ?? framework.validFromMs);
  return isOperational && framework.toCountries.includes(toCountry) && isInForce(framework, atMs, knowledge);
}
