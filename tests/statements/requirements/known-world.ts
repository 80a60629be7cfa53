import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditClosely, INVARIANTS } from '#audit';
import type { Scenario } from '#domain';
import { makeEvidence } from '#exports';
import { openLedger } from '#ledger';
import { parseRequirements, parseScenario, type RequirementFile, type ScenarioInput } from '#scenario';
import { answersOfRun, evaluation } from '#statements';
import { hashes } from '../../../src/apps/shared/host.ts';
import { ROOT, runInMemory, sha256, successOf } from '../../running.ts';

/** A world whose answers are known, and for each requirement a change of it, or a faulty policy, that turns its answer. */

const ISO = '[{ edition: ISO27001_2013, from: 2014-01-01, to: 2017-01-01 }]';
const WORLD = `
meridian: 1
extends: ../break-glass
name: evaluated
horizon: 36 h
entities:
  vendor: { certificates: ${ISO} }
  ireland: { certificates: ${ISO} }
  contact-sofia:
    announced: 2014-09-01T00:00:00Z
    flowDown: { from: 2014-09-01T00:00:00Z }
    certificates: ${ISO}
segments:
  premier: { agreements: { dataProcessing: [{ from: 2011-01-01 }] } }
disclosures:
  - { at: 2014-11-04T15:00:00Z, segment: twin, cases: 1, authority: police, basis: a warrant, notice: 3 h }
`;

const ENCRYPTION =
  'segments: { premier: { encryption: { items: [attachment], from: 2014-01-01, share: 0.5, plain: told } } }';
const LAST_RESORT =
  'promises: { default: { subcontractorsOnly: when required }, premier-eea: { subcontractorsOnly: when required } }';
const ESCORT = 'promises: { premier-eea: { access: { escorted: { by: EEA } } } }';
const scope = (products: string) =>
  `entities: { vendor: { certificates: [{ edition: ISO27001_2013, from: 2014-01-01, to: 2017-01-01, products: ${products} }] } }`;

/** Changes by name: a scenario that is merged over the world. A name of a breach is that breach, too. */
export const CHANGES = {
  'twin in the EEA': 'segments: { twin: { placement: eea, promise: premier-eea } }',
  'Amsterdam first': 'placements: { eea: { primary: [amsterdam-dc, dublin-dc] } }',
  'premier as twin': 'segments: { premier: { promise: default, placement: default } }',
  'local system in Redmond': 'centres: { redmond: { access: local system } }',
  'no emergencies': 'promises: { premier-eea: { breakGlass: null } }',
  'Sofia in Switzerland':
    'centres: { sofia: { country: CH, timeZone: Europe/Zurich } }\nentities: { contact-sofia: { country: CH } }',
  'without Redmond': 'centres: { redmond: null }\npromises: { premier-eea: { breakGlass: null } }',
  'residents of India': 'centres: { dublin: { groups: { german: { residence: IN } } } }',
  'vendor in Canada': 'entities: { vendor: { country: CA } }',
  'without Sofia': 'centres: { sofia: null }',
  outsourced:
    'entities: { temps: { kind: subcontractor, country: US, instruments: [{ framework: SAFE_HARBOR_EU_US, from: 2001-06-29 }] } }\ncentres: { redmond: { entity: temps } }',
  'first in the chain': 'entities: { contact-sofia: { rank: 1 } }',
  'second in the chain': 'entities: { contact-sofia: { rank: 2 } }',
  'told late': 'entities: { contact-sofia: { announced: 2014-10-20T00:00:00Z } }',
  'told early': 'entities: { contact-sofia: { announced: 2014-01-01T00:00:00Z } }',
  'bound late': 'entities: { contact-sofia: { flowDown: { from: 2014-11-05T00:00:00Z } } }',
  'certificate ends':
    'entities: { contact-sofia: { certificates: [{ edition: ISO27001_2013, from: 2014-01-01, to: 2014-11-04T12:00:00Z }] } }',
  'edition of 2005': `entities: { ${['vendor', 'ireland', 'contact-sofia']
    .map((id) => `${id}: { certificates: [{ edition: ISO27001_2005, from: 2010-01-01, to: 2015-01-01 }] }`)
    .join(', ')} }`,
  'agreement ends':
    'segments: { premier: { agreements: { dataProcessing: [{ from: 2011-01-01, to: 2014-11-05 }] } } }',
  'twin signs': 'segments: { twin: { agreements: { dataProcessing: [{ from: 2011-01-01 }] } } }',
  'consent to the United States':
    'segments: { premier: { consents: [{ dimensions: [access, processing], zone: US, given: 2014-11-01, from: 2014-11-01, to: 2014-12-01 }] } }',
  'nothing disclosed': 'disclosures: []',
  'clauses instead':
    'entities: { vendor: { instruments: [{ clauses: SCC_2010_C2P, from: 2010-05-15, signedFor: customers }] } }',
  'kept longer': 'retention: { eraseAfter: 2 days }',
  'kept shorter': 'retention: { eraseAfter: 4 h }',
  'French spoken': 'centres: { dublin: { groups: { german: { languages: [de, en, fr] } } } }',
  'no web': 'segments: { premier: { channels: { phone: 0.5, e-mail: 0.5, web: 0 } } }',
  'gold customers': 'segments: { twin: { title: gold } }',
  'strict target': 'serviceLevels: [{ channel: e-mail, severity: all, within: 1 s, target: 0.9999 }]',
  'premier as twin, copied in Redmond':
    'segments: { premier: { promise: default, placement: default } }\ncentres: { redmond: { access: local system } }',
  'edition of 2013 for Azure': scope('[azure]'),
  'edition of 2013 for both': scope('[azure, office-365]'),
  'certificate for storage':
    'entities: { contact-sofia: { certificates: [{ edition: ISO27001_2013, from: 2014-01-01, to: 2017-01-01, services: [storage] }] } }',
  'vendor without certificate': 'entities: { vendor: { certificates: null } }',
  'files to be encrypted': ENCRYPTION,
  'untold-plain-items': ENCRYPTION,
  'only when required': LAST_RESORT,
  'unexplained-subcontractor': LAST_RESORT,
  'citizens of the Union and the United States':
    'entities: { vendor: { citizenship: [US] }, ireland: { citizenship: [IE, DE] }, contact-sofia: { citizenship: [BG] } }',
  'a group of citizens of India':
    'entities: { vendor: { citizenship: [US] }, ireland: { citizenship: [IE] } }\ncentres: { dublin: { groups: { german: { citizenship: [IE, IN] } } } }',
  'controlled by nobody': 'entities: { vendor: { control: [] }, contact-sofia: { control: [] } }',
  'vendor in Ireland': 'entities: { vendor: { country: IE, control: [] }, contact-sofia: { control: [] } }',
  'sold to China':
    'entities: { vendor: { control: [] }, contact-sofia: { control: [{ by: BG, from: 2010-01-01, to: 2014-11-04T15:00:00Z }, { by: CN, from: 2014-11-04T15:00:00Z }] } }',
  'under escort': ESCORT,
  'seen-unescorted': ESCORT,
  'no-basis': 'entities: { vendor: { instruments: [] } }',
  'store-outside': '',
  'view-from-anywhere': '',
  'lone-approver': '',
  'silent-disclosure': '',
  'anonymous-access': '',
} as const;
export type ChangeName = keyof typeof CHANGES;

type Row = readonly [id: string, asks: string, outcome: string, change: ChangeName, changed: string];
const [MET, BROKEN, OPEN, UNTOLD] = ['met', 'broken', 'open', 'cannot be told'];

export const ROWS = [
  ['storage', 'storage: EEA, for: premier', MET, 'store-outside', BROKEN],
  ['storage-twin', 'storage: US, for: twin', MET, 'twin in the EEA', BROKEN],
  ['storage-all', 'storage: EEA', BROKEN, 'twin in the EEA', MET],
  ['storage-two', 'storage: [IE, NL], for: premier', MET, 'store-outside', BROKEN],
  ['storage-not', 'storage: not US, for: premier', MET, 'premier as twin', BROKEN],
  ['first', 'storedFirst: IE, for: premier', MET, 'Amsterdam first', BROKEN],
  ['first-us', 'storedFirst: US', BROKEN, 'premier as twin', MET],
  ['copies', 'workingCopy: EEA, for: premier', MET, 'premier as twin, copied in Redmond', BROKEN],
  ['copies-twin', 'workingCopy: BG, for: twin', MET, 'local system in Redmond', BROKEN],
  ['processing', 'processing: EEA, for: premier, unless: emergency', MET, 'view-from-anywhere', BROKEN],
  ['access', 'access: EEA, for: premier', BROKEN, 'no emergencies', MET],
  ['access-unless', 'access: EEA, for: premier, unless: emergency', MET, 'view-from-anywhere', BROKEN],
  ['access-all', 'access: [EEA, US]', MET, 'Sofia in Switzerland', BROKEN],
  ['initiated', 'initiated: EEA, for: premier, unless: emergency', MET, 'view-from-anywhere', BROKEN],
  ['initiated-all', 'initiated: EEA', BROKEN, 'without Redmond', MET],
  ['residence', 'residence: [EEA, US]', MET, 'residents of India', BROKEN],
  ['residence-not', 'residence: [not IN, not CN], for: premier', MET, 'residents of India', BROKEN],
  ['citizens', 'citizenship: [EU, US]', UNTOLD, 'citizens of the Union and the United States', MET],
  ['citizens-not', 'citizenship: not IN', UNTOLD, 'a group of citizens of India', BROKEN],
  ['control', 'control: [EU, US]', UNTOLD, 'controlled by nobody', MET],
  ['control-eu', 'control: EU', BROKEN, 'vendor in Ireland', MET],
  ['control-not', 'control: not CN', UNTOLD, 'sold to China', BROKEN],
  ['provider', 'provider: US', MET, 'vendor in Canada', BROKEN],
  ['kinds', 'companies: { kinds: [vendor, affiliate] }', BROKEN, 'without Sofia', MET],
  ['established', 'companies: { established: [EEA, US] }', MET, 'Sofia in Switzerland', BROKEN],
  ['named', 'companies: { named: [vendor, ireland, Sofia subcontractor] }', MET, 'outsourced', BROKEN],
  ['announced', 'subcontractors: { announced: 30 days }', MET, 'told late', BROKEN],
  ['announced-90', 'subcontractors: { announced: 90 days }', BROKEN, 'told early', MET],
  ['rank', 'subcontractors: { rank: 1 }', UNTOLD, 'first in the chain', MET],
  ['rank-2', 'subcontractors: { rank: 1 }', UNTOLD, 'second in the chain', BROKEN],
  ['bound', 'subcontractors: { bound: "yes" }', MET, 'bound late', BROKEN],
  ['subcontractor', 'subcontractors: { named: contact-sofia }', MET, 'outsourced', BROKEN],
  ['certified', 'certificates: ISO27001', MET, 'certificate ends', BROKEN],
  ['certified-2005', 'certificates: ISO27001_2005', BROKEN, 'edition of 2005', MET],
  ['support', 'certifiedSupport: ISO27001', MET, 'certificate for storage', BROKEN],
  ['equivalent', 'subcontractors: { standard: equivalent }', MET, 'certificate for storage', BROKEN],
  ['equivalent-to', 'subcontractors: { standard: equivalent }', MET, 'vendor without certificate', UNTOLD],
  ['products', 'certificateScope: [azure, office-365]', UNTOLD, 'edition of 2013 for both', MET],
  ['products-azure', 'certificateScope: [azure, Office 365]', UNTOLD, 'edition of 2013 for Azure', BROKEN],
  ['plain', 'customerEncryption: as promised, for: premier', UNTOLD, 'files to be encrypted', MET],
  ['plain-untold', 'customerEncryption: as promised, for: premier', UNTOLD, 'untold-plain-items', BROKEN],
  ['required', 'onlyWhenRequired: "yes"', UNTOLD, 'only when required', MET],
  ['unexplained', 'onlyWhenRequired: "yes"', UNTOLD, 'unexplained-subcontractor', BROKEN],

  ['escorted', 'escorted: EEA, for: premier', BROKEN, 'no emergencies', MET],
  ['escorted-eea', 'escorted: EEA, for: premier, unless: emergency', MET, 'seen-unescorted', BROKEN],

  ['unless-escort', 'access: EEA, for: premier, unless: [emergency, escort]', MET, 'seen-unescorted', BROKEN],
  ['watched', 'escorted: EEA, for: premier, unless: emergency', MET, 'under escort', MET],
  ['but-escort', 'access: EEA, for: premier, unless: emergency', MET, 'under escort', BROKEN],
  ['but-escorted', 'access: EEA, for: premier, unless: [emergency, escort]', MET, 'under escort', MET],
  ['agreement', 'agreements: dataProcessing, for: premier', MET, 'agreement ends', BROKEN],
  ['agreement-all', 'agreements: dataProcessing', UNTOLD, 'twin signs', MET],
  ['no-consent', 'consent: none', MET, 'consent to the United States', BROKEN],
  ['consent', 'consent: as promised', OPEN, 'consent to the United States', MET],
  ['no-emergency', 'breakGlass: none, for: premier', BROKEN, 'no emergencies', MET],
  ['emergency', 'breakGlass: as promised', MET, 'lone-approver', BROKEN],
  ['no-disclosure', 'authorityRequests: none', BROKEN, 'nothing disclosed', MET],
  ['disclosure', 'authorityRequests: as promised', MET, 'silent-disclosure', BROKEN],
  ['no-transfer', 'transfers: none, for: premier', BROKEN, 'no emergencies', MET],
  ['lawful', 'transfers: lawful', MET, 'no-basis', BROKEN],
  ['framework', 'transfers: [framework, same-entity]', MET, 'clauses instead', BROKEN],
  ['to-us', 'transfers: [framework, same-entity], to: US', MET, 'clauses instead', BROKEN],
  ['to-ie', 'transfers: none, to: [IE, US], for: premier', BROKEN, 'no emergencies', MET],
  ['erased', 'erasure: 1 day', MET, 'kept longer', BROKEN],
  ['erased-soon', 'erasure: 6 h', BROKEN, 'kept shorter', MET],
  ['hours', 'hours: always', BROKEN, 'premier as twin', MET],
  ['attribution', 'rule: R20', MET, 'anonymous-access', BROKEN],
  ['french', 'languages: fr', BROKEN, 'French spoken', MET],
  ['channels', 'channels: [phone, web]', MET, 'no web', BROKEN],
  ['gold', 'storage: US, for: gold', UNTOLD, 'gold customers', MET],
  [
    'target',
    'targets: { channels: e-mail, severities: all, within: 1 s, share: 0.999 }',
    UNTOLD,
    'strict target',
    BROKEN,
  ],
] as readonly Row[];

export const SHIPPED = join(ROOT, 'examples/requirements');
export const RULES = INVARIANTS.map(({ id }) => id);
export const FILE = file(ROWS.map(([id, asks]) => `${id}: { says: ${id}, ${asks} }`));

export function file(rows: readonly string[]): RequirementFile {
  const text = `meridian-requirements: 1\ntitle: Known answers\nrequirements:\n${rows.map((row) => `  ${row}\n`).join('')}`;
  return successOf(parseRequirements('known.yaml', text, RULES));
}

/** The file of the world. */
export const INPUT: ScenarioInput = {
  path: 'scenarios/evaluated/world.yaml',
  text: WORLD,
  readFile: (path) => ({ ok: true, value: readFileSync(join(ROOT, path), 'utf8') }),
};

/** The world, or the scenario in another folder, with a change merged over it. */
export function worldOf(change: string | null, base = './world.yaml'): Scenario {
  const texts = new Map([['scenarios/evaluated/world.yaml', WORLD]]);
  const readFile = (path: string) => {
    const own = texts.get(path);
    return own === undefined
      ? { ok: true as const, value: readFileSync(join(ROOT, path), 'utf8') }
      : { ok: true as const, value: own };
  };
  const text = `meridian: 1\nname: evaluated\nextends: ${base}\n${change ?? ''}\n`;
  return successOf(parseScenario({ path: 'scenarios/evaluated/scenario.yaml', text, readFile })).scenario;
}

export function evaluated(
  requirements: RequirementFile,
  change: string | null,
  breach: string | null,
  {
    base,
    ...checks
  }: { readonly base?: string } & Pick<Parameters<typeof evaluation>[1], 'problemOf' | 'reader'> = {},
) {
  const scenario = worldOf(change, base);
  const sources = [answersIn(scenario, requirements, breach)];
  return evaluation(requirements, { of: 'run', scenario, sources, proofs: null, assumptions: [], ...checks });
}

export function flowsOf(requirements: RequirementFile, change: string | null) {
  return answersIn(worldOf(change), requirements, null).flows;
}

function answersIn(scenario: Scenario, requirements: RequirementFile, breach: string | null) {
  const run = runInMemory(scenario, breach === null ? {} : { breach });
  const ledger = successOf(openLedger(run.ledger, sha256));
  const audit = auditClosely(ledger, scenario, { seeds: [] });
  return answersOfRun(requirements, makeEvidence(scenario, ledger, audit, hashes), run.summary);
}
