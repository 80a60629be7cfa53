import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTRY_NAMES, isCountryCode } from '../../../src/domain/law/countries.ts';
import { ZONE_MEMBERSHIPS } from '../../../src/domain/law/zone-memberships.ts';
import {
  isZoneMember,
  ZONE_IDS,
  type ZoneId,
  zoneChangeInstants,
  zoneMembersAt,
} from '../../../src/domain/law/zones.ts';
import { brussels } from './brussels.ts';

const NOV_2014 = Date.parse('2014-11-20T03:00:00Z');
const TODAY = Date.parse('2026-11-24T00:00:00Z');
const EU_27 = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

const OVERSEAS_FR = 'French overseas country or territory, outside of EU territory';
const CARIBBEAN_NL = 'Caribbean part of the Kingdom of the Netherlands, outside of EU territory';
const CROWN = 'Crown dependency and third country; has its own adequacy decision';
const MICROSTATE = 'microstate, never in the EEA, no EU adequacy decision';

/** Codes that look European but are outside every European zone here, and why. */
const TERRITORIES_OUTSIDE: Readonly<Record<string, string>> = {
  SJ: 'Svalbard is excluded by Protocol 40 to the EEA Agreement (remembered)',
  BL: `${OVERSEAS_FR}; an outermost region until the end of 2011 (European Council Decision 2010/718/EU), which is left out on the safe side`,
  NC: OVERSEAS_FR,
  PF: OVERSEAS_FR,
  PM: OVERSEAS_FR,
  TF: OVERSEAS_FR,
  WF: OVERSEAS_FR,
  AW: CARIBBEAN_NL,
  BQ: CARIBBEAN_NL,
  CW: CARIBBEAN_NL,
  SX: CARIBBEAN_NL,
  GL: 'left the European Communities in 1985',
  FO: 'third country under the Danish Crown; adequacy decision 2010/146/EU',
  GG: CROWN,
  IM: CROWN,
  JE: CROWN,
  MC: MICROSTATE,
  SM: MICROSTATE,
  VA: MICROSTATE,
};

/** Any instants; half of them are near a change of some zone, where mistakes are likely. */
const finiteBounds = ZONE_MEMBERSHIPS.flatMap((row) => [row.fromMs, row.toMs]).filter(Number.isFinite);
const anInstant = fc.oneof(
  fc.integer({ min: Date.parse('1950-01-01'), max: Date.parse('2040-01-01') }),
  fc
    .tuple(fc.constantFrom(...finiteBounds), fc.integer({ min: -2, max: 2 }))
    .map(([at, shift]) => at + shift),
);
const aZone = fc.constantFrom<ZoneId>(...ZONE_IDS);
const aCountry = fc.constantFrom(...Object.keys(COUNTRY_NAMES));

/** Membership by reading the rows one by one: the slow version of the rule. */
function isStated(zone: string, country: string, atMs: number): boolean {
  return ZONE_MEMBERSHIPS.some(
    (row) => row.zone === zone && row.country === country && row.fromMs <= atMs && atMs < row.toMs,
  );
}

describe('zones: the members', () => {
  it('has the 27 member states in the EU today, and 30 states in the EEA', () => {
    const states = (zone: ZoneId) =>
      zoneMembersAt(zone, TODAY).filter((code) => !'AX GF GP MF MQ RE YT'.includes(code));
    expect(states('EU')).toEqual(EU_27);
    expect(states('EEA')).toEqual([...EU_27, 'IS', 'LI', 'NO'].sort());
    expect(states('EFTA')).toEqual(['CH', 'IS', 'LI', 'NO']);
  });

  it('had 28 states in the EU and 31 in the EEA in November 2014', () => {
    const count = (zone: ZoneId) =>
      zoneMembersAt(zone, NOV_2014).filter((code) => !'AX GF GI GP MF MQ RE YT'.includes(code)).length;
    expect(count('EU')).toBe(28);
    expect(count('EEA')).toBe(31);
  });

  it('has a Zurich copy inside EU+EFTA and outside the EEA and the EU (situation e)', () => {
    expect(isZoneMember('EU_EFTA', 'CH', NOV_2014)).toBe(true);
    expect(isZoneMember('EEA', 'CH', NOV_2014)).toBe(false);
    expect(isZoneMember('EU', 'CH', NOV_2014)).toBe(false);
    expect(finiteBounds.some((at) => isZoneMember('EEA', 'CH', at))).toBe(false);
  });

  it('separates EU, EEA and EU+EFTA by Norway and Switzerland', () => {
    const zonesOf = (country: string) =>
      (['EU', 'EEA', 'EU_EFTA'] as const).filter((zone) => isZoneMember(zone, country, TODAY));
    expect(zonesOf('DE')).toEqual(['EU', 'EEA', 'EU_EFTA']);
    expect(zonesOf('NO')).toEqual(['EEA', 'EU_EFTA']);
    expect(zonesOf('CH')).toEqual(['EU_EFTA']);
    expect(zonesOf('US')).toEqual([]);
  });

  it('takes a Zagreb centre into the EEA at 2014-04-11T22:00Z and not a millisecond before (situation b)', () => {
    const joins = Date.parse('2014-04-11T22:00:00Z');
    expect(isZoneMember('EEA', 'HR', joins - 1)).toBe(false);
    expect(isZoneMember('EEA', 'HR', joins)).toBe(true);
    expect(isZoneMember('EU', 'HR', joins - 1)).toBe(true);
    expect(isZoneMember('EU', 'HR', brussels('2013-07-01') - 1)).toBe(false);
    expect(isZoneMember('EU', 'HR', brussels('2013-07-01'))).toBe(true);
  });

  it('takes a London data centre out of the EEA at exactly 2020-12-31T23:00Z (situation d)', () => {
    const leaves = Date.parse('2020-12-31T23:00:00Z');
    expect(isZoneMember('EEA', 'GB', leaves - 1)).toBe(true);
    expect(isZoneMember('EEA', 'GB', leaves)).toBe(false);
    expect(isZoneMember('EU', 'GB', Date.parse('2020-01-31T23:00:00Z') - 1)).toBe(true);
    expect(isZoneMember('EU', 'GB', Date.parse('2020-01-31T23:00:00Z'))).toBe(false);
    expect(isZoneMember('UK', 'GB', leaves)).toBe(true);
  });

  it.each(['BG', 'RO'])('has %s in the EU from 2007-01-01 and in the EEA from 2007-08-01', (country) => {
    expect(isZoneMember('EU', country, brussels('2007-01-01') - 1)).toBe(false);
    expect(isZoneMember('EU', country, brussels('2007-01-01'))).toBe(true);
    expect(isZoneMember('EEA', country, brussels('2007-08-01') - 1)).toBe(false);
    expect(isZoneMember('EEA', country, brussels('2007-08-01'))).toBe(true);
  });

  it('lets data flow freely to new EU members before the EEA takes them in', () => {
    expect(isZoneMember('LEGAL_FREE_FLOW', 'HR', brussels('2014-02-01'))).toBe(true);
    expect(isZoneMember('LEGAL_FREE_FLOW', 'RO', brussels('2007-02-01'))).toBe(true);
    expect(isZoneMember('LEGAL_FREE_FLOW', 'GB', brussels('2020-06-01'))).toBe(true);
    expect(isZoneMember('LEGAL_FREE_FLOW', 'GB', brussels('2021-06-01'))).toBe(false);
    expect(isZoneMember('LEGAL_FREE_FLOW', 'CH', TODAY)).toBe(false);
  });

  it('lists Iceland, Liechtenstein and Norway as the EFTA states of the EEA', () => {
    expect(zoneMembersAt('EEA_EFTA', TODAY)).toEqual(['IS', 'LI', 'NO']);
    expect(zoneMembersAt('EEA_EFTA', brussels('1994-06-01'))).toEqual(['AT', 'FI', 'IS', 'NO', 'SE']);
  });

  it('restricts nothing in ANY', () => {
    expect(zoneMembersAt('ANY', NOV_2014)).toEqual(Object.keys(COUNTRY_NAMES));
    expect(zoneChangeInstants('ANY', Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toEqual([]);
  });
});

describe('zones: territories', () => {
  it.each(['AX', 'GF', 'GP', 'MF', 'MQ', 'RE'])('puts %s inside with its parent', (territory) => {
    expect(isZoneMember('EU', territory, NOV_2014)).toBe(true);
    expect(isZoneMember('EEA', territory, NOV_2014)).toBe(true);
  });

  it('takes Mayotte in on 2014-01-01, when it became an outermost region', () => {
    expect(isZoneMember('EEA', 'YT', brussels('2014-01-01') - 1)).toBe(false);
    expect(isZoneMember('EEA', 'YT', brussels('2014-01-01'))).toBe(true);
  });

  it('lets Gibraltar leave with the United Kingdom', () => {
    expect(isZoneMember('EEA', 'GI', Date.parse('2020-12-31T23:00:00Z') - 1)).toBe(true);
    expect(isZoneMember('EEA', 'GI', Date.parse('2020-12-31T23:00:00Z'))).toBe(false);
    expect(isZoneMember('EU', 'GI', Date.parse('2020-01-31T23:00:00Z'))).toBe(false);
  });

  it('puts Svalbard, Guernsey and every other listed outsider in no European zone at any time', () => {
    const outside = Object.keys(TERRITORIES_OUTSIDE);
    expect(outside).toEqual(expect.arrayContaining(['SJ', 'GG', 'NC', 'FO', 'GL', 'MC']));
    const zones = ZONE_IDS.filter((zone) => zone !== 'ANY');
    const inside = outside.filter((code) =>
      finiteBounds.some((at) => zones.some((zone) => isZoneMember(zone, code, at))),
    );
    expect(inside).toEqual([]);
  });
});

describe('zones: changes', () => {
  it('changes the EEA on exactly these days', () => {
    const days = [
      '1994-01-01',
      '1995-05-01',
      '2004-05-01',
      '2007-08-01',
      '2014-01-01',
      '2014-04-12',
      '2021-01-01',
    ];
    expect(zoneChangeInstants('EEA', brussels('1990-01-01'), TODAY)).toEqual(days.map(brussels));
  });

  it('changes the EU on exactly these days since 1994', () => {
    const days = ['1995-01-01', '2004-05-01', '2007-01-01', '2013-07-01', '2014-01-01', '2020-02-01'];
    expect(zoneChangeInstants('EU', brussels('1994-01-01'), TODAY)).toEqual(days.map(brussels));
  });

  it('sees no change in EU+EFTA when Austria, Finland and Sweden move from one to the other', () => {
    const moved = brussels('1995-01-01');
    expect(zoneChangeInstants('EFTA', moved - 1, moved)).toEqual([moved]);
    // Åland was never in EFTA on its own: its accession is what changes the union on that day.
    expect(
      zoneMembersAt('EU_EFTA', moved).filter((code) => !isZoneMember('EU_EFTA', code, moved - 1)),
    ).toEqual(['AX']);
  });

  it('excludes the first instant of the span and includes the last', () => {
    const joins = brussels('2014-04-12');
    expect(zoneChangeInstants('EEA', joins - 1, joins)).toEqual([joins]);
    expect(zoneChangeInstants('EEA', joins, joins + 1)).toEqual([]);
    expect(zoneChangeInstants('EEA', joins - 2, joins - 1)).toEqual([]);
  });

  it('names exactly the instants at which the members differ from those a millisecond before', () => {
    fc.assert(
      fc.property(aZone, anInstant, (zone, at) => {
        const isListed = zoneChangeInstants(zone, at - 1, at).length === 1;
        expect(isListed).toBe(zoneMembersAt(zone, at).join() !== zoneMembersAt(zone, at - 1).join());
      }),
      { numRuns: 400 },
    );
  });

  it('keeps the members constant between two changes', () => {
    fc.assert(
      fc.property(aZone, anInstant, anInstant, (zone, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const changes = zoneChangeInstants(zone, from, to);
        expect(changes).toEqual([...new Set(changes)].sort((a, b) => a - b));
        const last = changes.at(-1) ?? from;
        expect(zoneMembersAt(zone, to)).toEqual(zoneMembersAt(zone, last));
      }),
      { numRuns: 300 },
    );
  });
});

describe('zones: the rows', () => {
  it('list as members exactly the countries for which membership is true, in order', () => {
    fc.assert(
      fc.property(aZone, anInstant, aCountry, (zone, at, country) => {
        const members = zoneMembersAt(zone, at);
        expect(members.includes(country)).toBe(isZoneMember(zone, country, at));
        expect(members).toEqual([...members].sort());
      }),
      { numRuns: 300 },
    );
  });

  it('derive each composed zone from the rows as its name says', () => {
    fc.assert(
      fc.property(anInstant, aCountry, (at, country) => {
        const [eu, eea, efta] = ['EU', 'EEA', 'EFTA'].map((zone) => isStated(zone, country, at));
        expect(isZoneMember('EU', country, at)).toBe(eu);
        expect(isZoneMember('EEA', country, at)).toBe(eea);
        expect(isZoneMember('EFTA', country, at)).toBe(efta);
        expect(isZoneMember('EU_EFTA', country, at)).toBe(eu || efta);
        expect(isZoneMember('LEGAL_FREE_FLOW', country, at)).toBe(eu || eea);
        expect(isZoneMember('EEA_EFTA', country, at)).toBe(eea && efta);
      }),
      { numRuns: 500 },
    );
  });

  it('use assigned country codes, run forwards, and never overlap', () => {
    for (const row of ZONE_MEMBERSHIPS) {
      expect(isCountryCode(row.country), row.country).toBe(true);
      expect(row.fromMs, `${row.zone} ${row.country}`).toBeLessThan(row.toMs);
      expect(`${row.basis}${row.source}`).not.toContain('undefined');
      const others = ZONE_MEMBERSHIPS.filter(
        (other) => other !== row && other.zone === row.zone && other.country === row.country,
      );
      const overlaps = others.filter((other) => row.fromMs < other.toMs && other.fromMs < row.toMs);
      expect(overlaps, `${row.zone} ${row.country}`).toEqual([]);
    }
  });
});
