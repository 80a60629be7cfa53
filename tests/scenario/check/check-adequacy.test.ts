import { describe, expect, it } from 'vitest';
import { parseOverMinimal, scenarioOf } from '../parsing.ts';

function warningsOf(yaml: string): readonly string[] {
  return scenarioOf(parseOverMinimal(yaml)).warnings.map(
    ({ code, message, path }) => `${code} ${path}: ${message}`,
  );
}

/** A company with a place outside, where data of Irish customers may go, from an Irish company. */
const outside = (country: string, keys = '', rest = '') => `
entities: { abroad: { kind: affiliate, country: US${keys} } }
dataCentres: { abroad-dc: { country: ${country}, entity: abroad } }
placements: { default: { primary: [dublin-dc], replica: [abroad-dc] } }
promises: { default: { profile: css-default-2014, storedFirst: ANY } }
${rest}`;

const SILENT =
  /^nothing-on-record entities\.abroad: the file does not say whether 'abroad' is within the scope of /;

describe('limited adequacy decisions', () => {
  it('cause a warning for a company with a place in the country of which nothing is said, and no other', () => {
    const [warning, ...others] = warningsOf(outside('CA'));
    expect(warning).toMatch(SILENT);
    expect(warning).toContain('ADEQUACY_CA: recipients under Canadian PIPEDA');
    expect(others).toEqual([]);
    expect(warningsOf(outside('NZ'))).toEqual([]);
    for (const covered of ['yes', 'no']) {
      const key = `, adequacy: [{ decision: ADEQUACY_CA, covered: ${covered}, from: 2004-01-01 }]`;
      expect(warningsOf(outside('CA', key))).toEqual([]);
    }
  });

  it('cause it only while the decision is in force and limited, and where its law protects data of the scenario', () => {
    expect(warningsOf(outside('JP'))).toEqual([]);
    expect(warningsOf(outside('JP', '', 'start: 2020-01-06T00:00:00Z'))[0]).toMatch(SILENT);
    expect(warningsOf(outside('JP', '', 'law: { ADEQUACY_JP: { from: 2014-01-01 } }'))[0]).toMatch(SILENT);
    expect(warningsOf(outside('GB', '', 'start: 2025-12-01T00:00:00Z'))[0]).toMatch(SILENT);
    expect(warningsOf(outside('GB', '', 'start: 2026-01-05T00:00:00Z'))).toEqual([]);
    const american = `segments: { irish: { customers: [{ country: US, region: amer, timeZone: America/New_York, languages: { en: 1 }, rate: 9/week }] } }
entities: { vendor: { country: US }, abroad: { kind: affiliate, country: CA } }
dataCentres: { dublin-dc: { country: US }, abroad-dc: { country: CA, entity: abroad } }
promises: { default: { profile: css-default-2014, storedFirst: ANY } }`;
    expect(warningsOf(american).filter((text) => SILENT.test(text))).toEqual([]);
  });

  it('cause a warning where something is said of a decision that covers everybody', () => {
    const key = ', adequacy: [{ decision: ADEQUACY_NZ, covered: yes, from: 2014-01-01 }]';
    expect(warningsOf(outside('NZ', key))[0]).toMatch(/^not-used .*ADEQUACY_NZ covers every company/);
  });
});

const clausesOf = (clauses: string, keys = '', rest = '') =>
  outside('IN', `, ${keys}instruments: [{ clauses: ${clauses} }]`, rest);

describe('clauses for other roles than those of the parties', () => {
  it('cause a warning that says what they are for and as what data comes', () => {
    expect(warningsOf(clausesOf('SCC_2001_C2C, from: 2010-01-01'))).toEqual([
      "carries-nothing entities.abroad.instruments[0].clauses: the clauses SCC_2001_C2C of 'abroad' carry nothing: they are for C2C, and data comes to it as C2P and P2P",
    ]);
    const processor = 'segments: { irish: { role: processor } }';
    expect(
      warningsOf(clausesOf('SCC_2002_C2P, from: 2010-01-01, signedFor: customers', '', processor))[0],
    ).toContain('they are for C2P, and data comes to it as P2P');
  });

  it('cause none for clauses that fit some sender, or may serve a processor inside the zone', () => {
    expect(warningsOf(clausesOf('SCC_2010_C2P, from: 2011-01-01'))).toEqual([]);
    expect(warningsOf(clausesOf('SCC_2001_C2C, from: 2010-01-01', 'role: controller, '))).toEqual([]);
    const processor = 'segments: { irish: { role: processor } }';
    expect(warningsOf(clausesOf('SCC_2010_C2P, from: 2011-01-01', '', processor))).toEqual([]);
  });

  it('cause none for a company without a place: nothing comes to it', () => {
    const none = `entities: { other: { kind: affiliate, country: IN, instruments: [{ clauses: SCC_2001_C2C, from: 2010-01-01 }] } }`;
    expect(warningsOf(none)).toEqual([]);
  });
});
