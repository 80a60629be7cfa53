import { describe, expect, it } from 'vitest';
import { parseOverMinimal, scenarioOf } from '../parsing.ts';

function issuesOf(yaml: string): readonly string[] {
  const parsed = parseOverMinimal(yaml);
  return parsed.ok ? [] : parsed.problem.map(({ code, message }) => `${code}: ${message}`);
}

function warningsOf(yaml: string): readonly (readonly [string, string])[] {
  return scenarioOf(parseOverMinimal(yaml)).warnings.map(({ code, message }) => [code, message] as const);
}

describe('offers', () => {
  it('cause a warning for a promise to customers to whom it was not offered, at each country', () => {
    const customer = (country: string) =>
      `{ country: ${country}, region: emea, timeZone: Europe/Dublin, languages: { en: 1 }, rate: 84/week }`;
    const yaml = (...countries: string[]) =>
      `segments: { irish: { customers: [${countries.map(customer).join(', ')}] } }`;
    expect(warningsOf(yaml('IE', 'NO'))).toEqual([]);
    expect(warningsOf(yaml('IE', 'US', 'CH'))).toEqual(
      ['US', 'CH'].map((country) => [
        'not-offered-there',
        `'Premier Support of 2014 with storage restricted to EEA data centres' was offered to customers in the zone EEA, and ${country} is outside it`,
      ]),
    );
  });
});

const london = (rest: string) => `
start: 2020-12-28T00:00:00Z
dataCentres: { london: { country: GB, entity: vendor } }
placements: { default: { primary: [london, dublin-dc] } }
${rest}`;

describe('promises', () => {
  it('that break during the run cause a warning with the moment, unless the data centre is evacuated by then', () => {
    const [warning] = warningsOf(london(''));
    expect(warning?.[0]).toBe('promise-will-break');
    expect(warning?.[1]).toContain("from 1 January 2021 on, 'london' is outside");
    const evacuated = (at: string) =>
      warningsOf(london(`evacuations: [{ dataCentre: london, at: ${at}, to: [dublin-dc] }]`));
    expect(evacuated('2020-12-30')).toEqual([]);
    expect(evacuated('2020-12-31T23:00:00Z')).toEqual([]);
    expect(evacuated('2021-01-02').map(([code]) => code)).toEqual(['promise-will-break']);
    const ahead = (rest: string) => warningsOf(london(`retention: { leavingLead: 2 days }\n${rest}`));
    expect(ahead('')).toEqual([]);
    const noLonger = 'evacuations: [{ dataCentre: dublin-dc, at: 2020-12-29, to: [london] }]';
    expect(ahead(noLonger).map(([code]) => code)).toEqual(['promise-will-break']);
  });

  it('cause a warning if an evacuation leads only to companies without the certificate that they require', () => {
    const moved = (certificate: string) =>
      warningsOf(
        london(`promises:
  default: { zones: { storage: EEA }, certified: ISO27001 }
entities: { vendor: { kind: vendor, country: US${certificate} } }
evacuations: [{ dataCentre: london, at: 2020-12-30, to: [dublin-dc] }]`),
      ).filter(([, message]) => message.includes('stay then'));
    expect(moved('').map(([code]) => code)).toEqual(['nothing-on-record']);
    expect(moved(', certificates: [{ edition: ISO27001_2013, from: 2020-01-01, to: 2022-01-01 }]')).toEqual(
      [],
    );
    expect(
      moved(', certificates: [{ edition: ISO27001_2013, from: 2020-12-31, to: 2022-01-01 }]').length,
    ).toBe(1);
  });

  it.each([
    [
      'clauses that were closed when they were signed',
      '2022-03-01',
      '{ clauses: SCC_2010_C2P, from: 2022-02-01, assessed: 2022-01-01 }',
      ['closed-to-new-contracts'],
    ],
    [
      'clauses without an assessment on record',
      '2021-03-01',
      '{ clauses: SCC_2010_C2P, from: 2012-01-01 }',
      ['nothing-on-record'],
    ],
    ['clauses of a time before assessments', '2014-11-03', '{ clauses: SCC_2010_C2P, from: 2012-01-01 }', []],
    [
      'binding rules of which nothing is known',
      '2014-11-03',
      '{ bindingRules: anything, from: 1980-01-01 }',
      ['nothing-on-record'],
    ],
    [
      'binding rules approved before there were any',
      '2014-11-03',
      '{ bindingRules: anything, from: 1980-01-01, covers: processor, approved: { EEA: 1980-01-01 } }',
      ['closed-to-new-contracts'],
    ],
    [
      'binding rules in order',
      '2014-11-03',
      '{ bindingRules: ours, from: 2013-06-01, covers: processor, approved: { EEA: 2013-06-01 } }',
      [],
    ],
  ])('cause a warning for %s', (_, start, instrument, codes) => {
    const yaml = `
start: ${start}T00:00:00Z
entities: { affiliate: { kind: affiliate, country: US, instruments: [${instrument}] } }
dataCentres: { us: { country: US, entity: affiliate } }
placements: { default: { primary: [dublin-dc], replica: [us] } }
promises: { default: { profile: css-default-2014, storedFirst: ANY } }`;
    expect(warningsOf(yaml).map(([code]) => code)).toEqual(codes);
  });

  it('cause a warning for a certificate with a later end than its edition', () => {
    const certified = (to: string, start = '2015-09-25') => `
start: ${start}
entities: { vendor: { certificates: [{ edition: ISO27001_2005, from: 2014-01-01, to: ${to} }] } }
promises: { default: { certified: ISO27001 } }`;
    expect(warningsOf(certified('2016-12-31')).map(([code]) => code)).toEqual([
      'certificate-ends-with-edition',
    ]);
    expect(warningsOf(certified('2015-06-01'))).toEqual([]);
    expect(warningsOf(certified('2016-12-31', '2014-11-03'))).toEqual([]);
  });

  it('cause a warning for products whose support nobody is certified for, and for a scope that says nothing', () => {
    const held = (scope: string) => `
entities: { vendor: { certificates: [{ edition: ISO27001_2005, from: 2014-01-01, to: 2015-06-01, ${scope} }] } }
products: { fax: {} }
promises: { default: { certifiedSupport: ISO27001 } }`;
    const found = (scope: string) => warningsOf(held(scope)).map(([code]) => code);
    expect(found('services: [support], products: [mail, fax]')).toEqual([]);
    expect(found('products: [fax]')).toContain('nothing-on-record');
    expect(found('services: [storage], products: [mail]')).toEqual(
      expect.arrayContaining(['not-used', 'nothing-on-record']),
    );
  });

  it('cause a warning for a subcontractor without a certificate that the vendor has', () => {
    const work = (certificates: string) => `
entities:
  vendor: { certificates: [{ edition: ISO27001_2005, from: 2014-01-01, to: 2015-06-01 }] }
  partner: { kind: subcontractor, country: IE, certificates: [${certificates}] }
centres: { dublin: { groups: { all: { employer: partner } } } }
promises: { default: { subcontractorStandard: equivalent } }`;
    const found = (certificates: string) => warningsOf(work(certificates)).map(([code]) => code);
    expect(found('')).toEqual(['nothing-on-record']);
    expect(found('{ edition: ISO27001_2013, from: 2014-01-01, to: 2014-11-05 }')).toEqual([
      'nothing-on-record',
    ]);
    expect(found('{ edition: ISO27001_2013, from: 2014-01-01, to: 2015-01-01 }')).toEqual([]);
  });

  it('are checked against residence, employer and subcontracts of groups, and against consents', () => {
    const group = (keys: string) => `centres: { dublin: { groups: { all: { ${keys} } } } }`;
    const people = 'promises: { default: { zones: { personnel: EEA } } }';
    expect(issuesOf(`${people}\n${group('residence: NO')}`)).toEqual([]);
    expect(issuesOf(`${people}\n${group('residence: US')}`)[0]).toMatch(/^no-eligible-group/);

    const lent = (contract: string, rule: string) => `
entities: { lender: { kind: subcontractor, country: IE${contract} } }
promises: { default: { subcontractors: ${rule} } }
${group('employer: lender')}`;
    const bound = ', announced: 2014-01-01, countries: [IE], flowDown: { from: 2014-01-01 }';
    expect(issuesOf(lent('', 'any'))).toEqual([]);
    expect(issuesOf(lent(bound, 'announced'))).toEqual([]);
    expect(issuesOf(lent('', 'announced'))[0]).toMatch(/^no-eligible-group/);
    expect(issuesOf(lent(bound.replace('IE', 'FR'), 'announced'))[0]).toMatch(/^no-eligible-group/);
    expect(issuesOf(lent(bound, 'none'))[0]).toMatch(/^no-eligible-group/);
    const later = bound.replace('from: 2014-01-01', 'from: 2014-11-05');
    expect(warningsOf(lent(later, 'announced')).map(([code]) => code)).toEqual(['eligible-for-a-part']);

    const strict = 'promises: { default: { zones: { access: CH } } }';
    const consent = `segments: { irish: { consents: [{ dimensions: [access], zone: EEA, given: 2014-11-01, from: 2014-11-01, to: 2014-12-01 }] } }`;
    expect(issuesOf(strict)[0]).toMatch(/^no-eligible-group/);
    expect(issuesOf(`${strict}\n${consent}`)).toEqual([]);
  });

  it('cause a warning for subcontracts of companies that are not subcontractors', () => {
    const [warning] = warningsOf('entities: { vendor: { announced: 2014-01-01 } }');
    expect(warning?.[0]).toBe('not-used');
  });

  it('are judged with the zones at the start: Zagreb is inside the EEA from 2014-04-12 on', () => {
    const zagreb =
      'placements: { default: { primary: [zagreb] } }\ndataCentres: { zagreb: { country: HR, entity: vendor } }\n';
    expect(issuesOf(`start: 2014-03-31\n${zagreb}`)[0]).toMatch(
      /^promise-cannot-be-kept: no data centre for primary/,
    );
    expect(issuesOf(`start: 2014-04-14\n${zagreb}`)).toEqual([]);
  });

  it('distinguish the EEA from EU and EFTA: Zurich is only inside the latter', () => {
    const zurich =
      'placements: { default: { primary: [zurich] } }\ndataCentres: { zurich: { country: CH, entity: vendor } }\n';
    expect(issuesOf(zurich)).toHaveLength(1);
    expect(issuesOf(`${zurich}promises: { default: { zones: { storage: EU_EFTA } } }\n`)).toEqual([]);
  });

  it('that leave no place for a replica cause a warning', () => {
    const virginia =
      'dataCentres: { virginia: { country: US, entity: vendor } }\nplacements: { default: { replica: [virginia] } }\n';
    expect(warningsOf(virginia).map(([code]) => code)).toEqual(['no-replica']);
    expect(warningsOf('placements: { default: { replica: [dublin-dc] } }\n').map(([code]) => code)).toEqual([
      'no-replica',
    ]);
    expect(
      warningsOf(`${virginia}promises: { default: { profile: css-default-2014, storedFirst: ANY } }\n`),
    ).toEqual([]);
  });

  it('cause a warning for a rate that is likely a typing mistake', () => {
    const segments = (rate: string) =>
      `segments: { irish: { customers: [{ country: IE, region: emea, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }] } }\n`;
    expect(warningsOf(segments('10000000/h'))[0]?.slice(0, 2)).toEqual([
      'very-many-cases',
      '10,000,000 cases an hour; a run ends before its horizon once 1,000,000 cases wait',
    ]);
    expect(warningsOf(segments('99000/h'))).toEqual([]);
  });
});

/** A second centre in India, with a group for e-mail in German. */
const india = (access: string) => `
centres:
  pune:
    country: IN
    timeZone: Asia/Kolkata
    entity: vendor
    region: apac
    at: [18.5, 73.9]
    access: ${access}
    hours: 24x7
    groups:
      german: { tier: 1, languages: [de], channels: e-mail, products: all, shifts: { day: { agents: 1, from: "09:00", to: "17:00" } } }
segments:
  irish:
    channels: { phone: 0, e-mail: 1 }
    customers: [{ country: AT, region: emea, timeZone: Europe/Vienna, languages: { de-AT: 1 }, rate: 9/day }]
`;

describe('eligibility', () => {
  it('matches languages: a German speaker serves Austrians', () => {
    expect(issuesOf(india('remote view'))).toEqual([]);
  });

  it('lets a centre with a local system work only if the promise lets it keep a working copy', () => {
    expect(issuesOf(india('local system'))).toEqual([
      "no-eligible-group: nobody may work 'mail' in de-AT at tier 1 by e-mail: those with the skills are in IN, which 'default' does not allow",
    ]);
  });

  it('ignores groups without agents', () => {
    expect(issuesOf(india('remote view').replace('agents: 1', 'agents: 0'))[0]).toContain(
      'none speaks de-AT',
    );
  });

  it('requires nothing that cannot occur', () => {
    const more =
      'products: { calendar: {} }\nsegments: { irish: { products: { calendar: 0 }, channels: { web: 0 } } }\n';
    expect(
      issuesOf(`${more}centres: { dublin: { groups: { all: { channels: [phone], products: [mail] } } } }\n`),
    ).toEqual([]);
  });

  it('requires the tiers that escalation of the product reaches', () => {
    const chances = (tier1: string, tier2: string) =>
      `work: { escalation: { tier1: ${tier1}, tier2: ${tier2} } }\n`;
    expect(issuesOf(chances('0', '0.5'))).toEqual([]);
    expect(new Set(issuesOf(chances('0.5', '0.5')).flatMap((text) => text.match(/tier \d/g)))).toEqual(
      new Set(['tier 2', 'tier 3']),
    );
    expect(issuesOf(chances('{ share: 0.5, products: { mail: 0 } }', '0.5'))).toEqual([]);
  });

  it('that ends with a change of zones causes a warning with the moment', () => {
    const yaml = `
start: 2020-12-28T00:00:00Z
promises: { default: { zones: { access: EEA } } }
centres: { dublin: { country: GB, timeZone: Europe/London } }
`;
    expect(warningsOf(yaml)).toEqual([
      [
        'eligible-for-a-part',
        "from 1 January 2021 on, nobody may work 'mail' in en at tier 1: the promise leaves no centre",
      ],
    ]);
  });
});
