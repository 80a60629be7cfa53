import type { EpochMs } from '../indices.ts';
import { ALWAYS, OPEN, summer, winter } from './instants.ts';
import { inPart, type Reference, remembered, SOURCES, verified } from './sources.ts';

/** Zones whose membership is stated country by country; every other zone is derived from these. */
export type PrimitiveZoneId = 'EU' | 'EEA' | 'EFTA' | 'CH' | 'UK' | 'US';

/** One country in one zone for a time, half-open, UTC epoch ms. */
export interface ZoneMembership extends Reference {
  readonly zone: PrimitiveZoneId;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly fromMs: EpochMs;
  /** `Infinity` when open. */
  readonly toMs: EpochMs;
  /** By what the country joined, or came to be treated as a member. */
  readonly basis: string;
}

/** Rows of several countries (codes between blanks) that share everything else. */
function members(
  zone: PrimitiveZoneId,
  countries: string,
  [fromMs, toMs]: readonly [EpochMs, EpochMs],
  basis: string,
  reference: Reference,
): readonly ZoneMembership[] {
  return countries.split(' ').map((country) => ({ zone, country, fromMs, toMs, basis, ...reference }));
}

const KNOWN: Reference = remembered();
const EFTA_PAGE: Reference = verified(SOURCES.efta);
const EFTA_BREXIT: Reference = verified(SOURCES.eftaBrexit);
const EFTA_LISTS: Reference = inPart(SOURCES.eftaHistory);
const TREATY: Reference = verified(SOURCES.treatyDatabase);
const MAYOTTE_EU: Reference = verified(SOURCES.mayotte);
const MAYOTTE_EEA: Reference = remembered(SOURCES.mayotte);
const ITSELF: Reference = verified(SOURCES.definition);

const EC_1958 = winter('1958-01-01');
const EC_1973 = winter('1973-01-01');
const EC_1986 = winter('1986-01-01');
const EU_1995 = winter('1995-01-01');
const EU_2004 = summer('2004-05-01');
const EFTA_1960 = winter('1960-05-03');
const EEA_1994 = winter('1994-01-01');
const WITHDRAWAL = winter('2020-02-01');
const TRANSITION_END = winter('2021-01-01');

const EUROPEAN_UNION = [
  members('EU', 'BE DE FR IT LU NL', [EC_1958, OPEN], 'EEC founding', KNOWN),
  members('EU', 'DK IE', [EC_1973, OPEN], 'accession 1973', KNOWN),
  members('EU', 'GB', [EC_1973, WITHDRAWAL], 'accession 1973; left on 31 January 2020 at 24:00', EFTA_BREXIT),
  members('EU', 'GR', [winter('1981-01-01'), OPEN], 'accession 1981', KNOWN),
  members('EU', 'ES PT', [EC_1986, OPEN], 'accession 1986', KNOWN),
  members('EU', 'AT FI SE', [EU_1995, OPEN], 'accession 1995', KNOWN),
  members('EU', 'CY CZ EE HU LT LV MT PL SI SK', [EU_2004, OPEN], 'accession 2004', EFTA_PAGE),
  members('EU', 'BG RO', [winter('2007-01-01'), OPEN], 'accession 2007', EFTA_PAGE),
  members('EU', 'HR', [summer('2013-07-01'), OPEN], 'accession 2013', EFTA_PAGE),
].flat();

/**
 * New members count from provisional application. Formal entry into force came later (2005-12-06 for the members of 2004, 2011-11-09 for BG
 * and RO; no source read gives it for HR). GB was a party until 31 January 2020 and was then treated as an EEA State until the transition
 * ended at 2020-12-31T23:00Z.
 */
const PROVISIONAL = 'provisional application';
const EUROPEAN_ECONOMIC_AREA = [
  members('EEA', 'BE DE DK ES FR GR IE IT LU NL PT', [EEA_1994, OPEN], 'original party (EC)', TREATY),
  members('EEA', 'AT FI SE', [EEA_1994, OPEN], 'original party (EFTA; in the EU from 1995)', TREATY),
  members('EEA', 'IS NO', [EEA_1994, OPEN], 'original party (EFTA)', TREATY),
  members('EEA', 'GB', [EEA_1994, TRANSITION_END], 'original party (EC); transition', EFTA_BREXIT),
  members('EEA', 'LI', [summer('1995-05-01'), OPEN], 'party (EFTA)', TREATY),
  members('EEA', 'CY CZ EE HU LT LV MT PL SI SK', [EU_2004, OPEN], PROVISIONAL, EFTA_PAGE),
  members('EEA', 'BG RO', [summer('2007-08-01'), OPEN], PROVISIONAL, EFTA_PAGE),
  members('EEA', 'HR', [summer('2014-04-12'), OPEN], PROVISIONAL, EFTA_PAGE),
].flat();

/** Switzerland signed the EEA Agreement in 1992 and never ratified it: always in EFTA, never in the EEA. */
const FREE_TRADE_ASSOCIATION = [
  members('EFTA', 'CH NO', [EFTA_1960, OPEN], 'EFTA founding', EFTA_LISTS),
  members('EFTA', 'AT SE', [EFTA_1960, EU_1995], 'EFTA founding; left for the EU', EFTA_LISTS),
  members('EFTA', 'DK GB', [EFTA_1960, EC_1973], 'EFTA founding; left for the EC', EFTA_LISTS),
  members('EFTA', 'PT', [EFTA_1960, EC_1986], 'EFTA founding; left for the EC', EFTA_LISTS),
  members('EFTA', 'IS', [winter('1970-03-01'), OPEN], 'EFTA accession', EFTA_LISTS),
  members('EFTA', 'FI', [EC_1986, EU_1995], 'full member from 1986; left for the EU', EFTA_LISTS),
  members('EFTA', 'LI', [summer('1991-09-01'), OPEN], 'EFTA accession', EFTA_LISTS),
].flat();

/** Territories with their own ISO code that are inside together with their parent. */
const OUTERMOST = 'outermost region of France';
const TERRITORIES = [
  members('EU', 'AX', [EU_1995, OPEN], 'with Finland', KNOWN),
  members('EEA', 'AX', [EEA_1994, OPEN], 'EEA Agreement extended to Åland', TREATY),
  members('EU', 'GF GP MF MQ RE', [EC_1958, OPEN], OUTERMOST, KNOWN),
  members('EEA', 'GF GP MF MQ RE', [EEA_1994, OPEN], OUTERMOST, KNOWN),
  members('EU', 'YT', [winter('2014-01-01'), OPEN], OUTERMOST, MAYOTTE_EU),
  members('EEA', 'YT', [winter('2014-01-01'), OPEN], OUTERMOST, MAYOTTE_EEA),
  members('EU', 'GI', [EC_1973, WITHDRAWAL], 'through the United Kingdom', KNOWN),
  members('EEA', 'GI', [EEA_1994, TRANSITION_END], 'through the United Kingdom', KNOWN),
].flat();

const SINGLE_COUNTRIES = [
  members('CH', 'CH', [ALWAYS, OPEN], 'the country itself', ITSELF),
  members('UK', 'GB', [ALWAYS, OPEN], 'the country itself', ITSELF),
  members('US', 'US', [ALWAYS, OPEN], 'the country itself', ITSELF),
].flat();

/** Every membership that is stated rather than derived. Two rows of one country in one zone never overlap. */
export const ZONE_MEMBERSHIPS: readonly ZoneMembership[] = [
  ...EUROPEAN_UNION,
  ...EUROPEAN_ECONOMIC_AREA,
  ...FREE_TRADE_ASSOCIATION,
  ...TERRITORIES,
  ...SINGLE_COUNTRIES,
];
