import { describe, expect, it } from 'vitest';
import { preferring } from '../generators/routing.ts';
import { scenarioNames } from '../running.ts';
import { GOOD_FOLDER, parseFile, parseOverMinimal, scenarioOf } from './parsing.ts';

describe('a good scenario', () => {
  it.each(scenarioNames())('scenarios/%s has no issue', (name) => {
    scenarioOf(parseFile(`scenarios/${name}/scenario.yaml`));
  });

  it('needs little, and its defaults are neutral', () => {
    const { scenario, warnings, sources } = scenarioOf(parseFile(`${GOOD_FOLDER}/minimal.yaml`));
    expect(warnings).toEqual([]);
    expect(sources).toEqual([]);
    expect(scenario).toMatchObject({
      format: 2,
      name: 'minimal',
      title: 'minimal',
      seed: '1',
      startEpochMs: Date.UTC(2014, 10, 3),
      horizonMs: 14 * 86_400_000,
      languages: ['en'],
      products: [{ id: 'mail', title: 'mail' }],
      placements: [{ id: 'default', primary: [0], replica: [] }],
      evacuations: [],
      serviceLevels: [],
      routing: { ...preferring('longest idle', 1), holdMs: { phone: 0, 'e-mail': 0, web: 0 } },
      retention: { eraseAfterMs: 86_400_000, eraseGraceMs: 86_400_000, workingCopyMs: 3_600_000 },
    });
    expect(scenario.work).toMatchObject({
      triageMs: { phone: 0, 'e-mail': 0, web: 0 },
      patience: { phone: { kind: 'exponential', mean: 300_000 }, 'e-mail': null, web: null },
      escalation: [[0, 0]],
      misrouted: { language: 0, product: 0 },
      customerWait: { share: 0 },
      severityRaise: { share: 0 },
      reopening: { share: 0 },
      closingMs: 5 * 86_400_000,
      shiftEnd: { phone: 'finish', 'e-mail': 'finish', web: 'finish' },
      handOver: { timeMs: 0, lostShare: 0 },
    });
    expect(scenario.segments).toEqual([
      {
        id: 'irish',
        title: 'irish',
        promise: 0,
        placement: 0,
        productShares: [1],
        severityShares: [0, 1, 0],
      },
    ]);
    expect(scenario.groups).toMatchObject([
      {
        id: 'dublin/all',
        centre: 0,
        tier: 1,
        languages: [0],
        channels: ['phone', 'e-mail', 'web'],
        speed: [1],
      },
    ]);
  });

  it('has every name resolved to its index and every figure to its unit', () => {
    const { scenario } = scenarioOf(parseFile(`${GOOD_FOLDER}/rich.yaml`));
    expect(scenario.languages).toEqual(['de', 'de-AT', 'en']);
    expect(scenario.seed).toBe('7');
    expect(scenario.startEpochMs).toBe(Date.UTC(2014, 9, 19, 22));
    expect(scenario.entities[0]?.instruments).toEqual([
      {
        kind: 'framework',
        instrument: 'SAFE_HARBOR_EU_US',
        fromEpochMs: Date.UTC(2001, 5, 29),
        toEpochMs: Date.UTC(2015, 9, 6),
      },
      {
        kind: 'standard-clauses',
        instrument: 'SCC_2010_C2P',
        fromEpochMs: Date.UTC(2010, 4, 14, 22),
        toEpochMs: null,
      },
      {
        kind: 'binding-rules',
        instrument: 'Vendor rules',
        fromEpochMs: Date.UTC(2012, 0, 1),
        toEpochMs: null,
      },
    ]);
    expect(scenario.placements[0]).toEqual({ id: 'default', primary: [0, 1], replica: [1, 0] });
    expect(
      scenario.groups.map(({ id, centre, tier, languages, channels, speed }) => [
        id,
        centre,
        tier,
        languages,
        channels,
        speed,
      ]),
    ).toEqual([
      ['dublin/first', 0, 1, [2, 0], ['phone', 'e-mail', 'web'], [1, 1]],
      ['sydney/first', 1, 1, [2], ['phone', 'web'], [1, 1]],
      ['sydney/second', 1, 2, [2, 0], ['phone', 'e-mail', 'web'], [0.8, 1.5]],
      ['sydney/third', 1, 3, [2, 1], ['phone', 'e-mail', 'web'], [1, 1]],
    ]);
    expect(scenario.segments[0]).toMatchObject({
      productShares: [0.75, 0.25],
      severityShares: [0.1, 0.4, 0.5],
    });
    expect(scenario.evacuations).toEqual([{ dataCentre: 0, atMs: (10 * 24 + 2) * 3_600_000, to: [1] }]);
    expect(scenario.serviceLevels).toEqual([
      { channel: 'phone', severity: 'A', withinMs: 60_000, target: 0.9 },
      { channel: 'phone', severity: 'B', withinMs: 60_000, target: 0.9 },
      { channel: 'phone', severity: 'C', withinMs: 28_800_000, target: 0.8 },
      { channel: 'e-mail', severity: 'C', withinMs: 28_800_000, target: 0.8 },
      { channel: 'web', severity: 'C', withinMs: 28_800_000, target: 0.8 },
    ]);
    expect(scenario.routing).toEqual({
      ...preferring('follow the sun', scenario.groups.length),
      order: 'random',
      holdMs: { phone: 30_000, 'e-mail': 1_800_000, web: 1_800_000 },
    });
  });

  it('has work resolved per tier, channel and product, with the product factor scaling every duration', () => {
    const { work } = scenarioOf(parseFile(`${GOOD_FOLDER}/rich.yaml`)).scenario;
    expect(work.handle[0]).toEqual({
      phone: [
        { kind: 'lognormal', mean: 720_000, sigma: 0.9 },
        { kind: 'lognormal', mean: 1_080_000, sigma: 0.9 },
      ],
      'e-mail': [
        { kind: 'uniform', low: 120_000, high: 540_000 },
        { kind: 'uniform', low: 180_000, high: 810_000 },
      ],
      web: [
        { kind: 'exponential', mean: 600_000 },
        { kind: 'exponential', mean: 900_000 },
      ],
    });
    expect(work.handle[2]?.web[1]).toEqual({ kind: 'lognormal', mean: 5_400_000, sigma: 1 });
    expect(work.handle[1]?.phone[1]).toEqual({ kind: 'fixed', value: 1_800_000 });
    expect(work.escalation).toEqual([
      [0.2, 0.1],
      [0.4, 0.1],
    ]);
    expect(work.patience).toEqual({
      phone: { kind: 'weibull', scale: 300_000, shape: 1.3 },
      'e-mail': null,
      web: { kind: 'exponential', mean: 172_800_000 },
    });
  });

  it('has promises built from profile, zones and exceptions, of which the nearest wins', () => {
    const [none, tailored, plain] = scenarioOf(parseFile(`${GOOD_FOLDER}/rich.yaml`)).scenario.promises;
    expect(new Set(Object.values(none?.zones.content ?? {}))).toEqual(new Set(['ANY']));
    expect(tailored).toMatchObject({ id: 'tailored', title: 'Tailored' });
    expect(tailored?.zones.content).toEqual({
      storage: 'EU_EFTA',
      backup: 'EEA',
      workingCopy: 'EEA',
      processing: 'ANY',
      access: 'ANY',
      personnel: 'ANY',
    });
    expect(tailored?.zones.telemetry).toMatchObject({ storage: 'ANY', backup: 'EEA' });
    expect(tailored?.zones['case metadata']).toMatchObject({ storage: 'EU_EFTA', access: 'US' });
    expect(plain?.title).toBe('plain');
    expect(plain?.zones.audit).toMatchObject({ storage: 'EEA', backup: 'ANY' });
  });

  it('records where its figures come from', () => {
    const { sources } = scenarioOf(parseFile(`${GOOD_FOLDER}/rich.yaml`));
    expect(sources).toEqual([
      { path: 'products.azure', sources: [], note: 'in the cloud' },
      {
        path: 'dataCentres.virginia.outages.random',
        sources: [{ id: 'invented', text: 'invented for this scenario' }],
        note: null,
      },
      {
        path: 'work',
        sources: [
          { id: 'uci', text: 'UCI incident log, March to May 2016' },
          { id: 'invented', text: 'invented for this scenario' },
        ],
        note: null,
      },
    ]);
  });

  it('may have any printable title, which is kept as written', () => {
    const title = '<b>"Grüße" & \'日本\', =1+1</b>';
    expect(scenarioOf(parseOverMinimal(`title: ${JSON.stringify(title)}\n`)).scenario.title).toBe(title);
  });
});

describe('warnings', () => {
  const warningsOf = (yaml: string) =>
    scenarioOf(parseOverMinimal(yaml)).warnings.map(({ code, path }) => [code, path]);

  it('say that shrinkage comes on top of breaks and absences', () => {
    const of = (group: string) => warningsOf(`centres: { dublin: { groups: { all: { ${group} } } } }\n`);
    const twice = [['counted-twice', 'centres.dublin.groups.all.shrinkage']];
    expect(of('shrinkage: 0.3')).toEqual([]);
    expect(of('shrinkage: 0.3, absences: { every: 50 h, for: 5 h }')).toEqual(twice);
    expect(of('shrinkage: 0.3, shifts: { day: { breaks: [{ from: "12:00", to: "12:30" }] } }')).toEqual(
      twice,
    );
    expect(of('shrinkage: 0, absences: { every: 50 h, for: 5 h }')).toEqual([]);
  });

  it("mention a shift that the centre's hours cut short", () => {
    expect(
      warningsOf('centres: { dublin: { hours: [{ days: mon-fri, from: "08:00", to: "15:00" }] } }\n'),
    ).toEqual([['shift-partly-outside-hours', 'centres.dublin.groups.all.shifts.day']]);
  });

  it('mention named agents who leave at a fast drop of staff', () => {
    const of = (counts: string, more = '') =>
      warningsOf(
        `centres: { dublin: { groups: { all: { headcounts: [{ days: mon-fri, from: "08:00", every: 30 min, agents: [${counts}]${more} }] } } } }\n`,
      );
    // Contacts take 10 min: the work of those who leave is 4 × 10 ÷ (6 × 30) = 22 % of what six agents do in half an hour.
    expect(of('8, 10, 6, 4')).toEqual([
      ['fast-drop-of-staff', 'centres.dublin.groups.all.headcounts[0].agents[2]'],
    ]);
    expect(of('8, 10, 6, 4', ', leaves: next to be free')).toEqual([]);
    expect(of('10, 8, 7, 6, 5')).toEqual([]);
    expect(of('10, 0')).toEqual([]);
    // A single agent who leaves counts, too: 1 × 10 ÷ (3 × 30) = 11 % of what three agents do.
    expect(of('5, 4')).toEqual([]);
    expect(of('4, 3')).toEqual([['fast-drop-of-staff', 'centres.dublin.groups.all.headcounts[0].agents[1]']]);
  });

  it('mention agreements that the law of customers asks for and that they do not have in the run', () => {
    const of = (agreements: string) => warningsOf(`segments: { irish: { agreements: { ${agreements} } } }\n`);
    const missing = [['nothing-on-record', 'segments.irish.agreements.dataProcessing']];
    expect(of('dataProcessing: []')).toEqual(missing);
    expect(of('dataProcessing: [{ from: 2014-01-01, to: 2014-11-05 }]')).toEqual(missing);
    expect(of('dataProcessing: [{ from: 2014-01-01, to: 2014-11-05 }, { from: 2014-11-05 }]')).toEqual([]);
    expect(of('dataProcessing: [{ from: 2014-01-01 }]')).toEqual([]);
    expect(of('businessAssociate: []')).toEqual([
      ['not-used', 'segments.irish.agreements.businessAssociate'],
    ]);
  });

  it('mention outages, closures and evacuations outside the run', () => {
    expect(
      warningsOf(`centres: { dublin: { closures: [{ from: 2015-01-01, for: 1 day }] } }
dataCentres:
  dublin-dc: { outages: { planned: [{ from: 2014-01-01, for: 1 day }] } }
  cork: { country: IE, entity: vendor }
evacuations: [{ dataCentre: dublin-dc, at: 2015-01-01, to: [cork] }]
`),
    ).toEqual([
      ['outside-horizon', 'centres.dublin.closures[0].from'],
      ['outside-horizon', 'dataCentres.dublin-dc.outages.planned[0].from'],
      ['outside-horizon', 'evacuations[0].at'],
    ]);
  });

  it('mention dates of law without effect: outside the run, as in history, or of a basis that nobody uses', () => {
    const american =
      'entities: { vendor: { instruments: [{ framework: SAFE_HARBOR_EU_US, from: 2011-06-29 }] } }\n';
    const path = 'law.SAFE_HARBOR_EU_US';
    const dated = (dates: string) => warningsOf(`${american}law: { SAFE_HARBOR_EU_US: { ${dates} } }\n`);
    expect(dated('to: 2014-11-10')).toEqual([]);
    expect(dated('from: 2014-11-05, to: 2014-11-10')).toEqual([]);
    expect(dated('to: 2014-12-10')).toEqual([['outside-horizon', `${path}.to`]]);
    expect(dated('from: 2010-01-01')).toEqual([['outside-horizon', `${path}.from`]]);
    expect(warningsOf('law: { SAFE_HARBOR_EU_US: { to: 2014-11-10 } }\n')).toEqual([['not-used', path]]);
    expect(warningsOf('law: { ADEQUACY_NZ: { to: 2014-11-10 } }\n')).toEqual([
      ['not-used', 'law.ADEQUACY_NZ'],
    ]);
    const auckland = 'dataCentres: { auckland: { country: NZ, entity: vendor } }\n';
    expect(warningsOf(`${auckland}law: { ADEQUACY_NZ: { to: 2014-11-10 } }\n`)).toEqual([]);
  });

  it('mention an arrival profile that applies to nothing', () => {
    expect(warningsOf('profiles: { phnoe: {} }\n')).toEqual([['not-used', 'profiles.phnoe']]);
  });
});
