import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRequirements } from '#scenario';
import { successOf } from '../../running.ts';
import { evaluated, RULES, SHIPPED } from './known-world.ts';

const LEVEL_3 = 'cloud-act-level-3.yaml';
const asked = successOf(parseRequirements(LEVEL_3, readFileSync(join(SHIPPED, LEVEL_3), 'utf8'), RULES));

/** What makes union-level-3 miss criteria: a change of the scenario, a faulty policy, and the criteria that are broken then. */
const BROKEN: readonly (readonly [change: string, breach: string | null, ids: readonly string[]])[] = [
  ['entities: { vendor: { country: US } }', null, ['provider', 'companies', 'control']],
  ['entities: { irish: { country: GB } }', null, ['companies']],
  ['dataCentres: { frankfurt-dc: { country: CH } }', 'store-outside', ['storage']],
  ['entities: { polish: { announced: 2026-11-04T00:00:00Z } }', 'unbound-subcontractor', ['named']],
  ['', 'anonymous-access', ['traceability']],
  ['', 'unrecorded-view', ['record']],
  [
    'centres: { krakow: { country: CH, timeZone: Europe/Zurich, access: remote view, groups: { line: { residence: PL } } } }\nentities: { polish: { countries: [CH] } }',
    'view-from-anywhere',
    ['initiated', 'performed'],
  ],
  [
    'centres: { krakow: { country: CH, timeZone: Europe/Zurich, groups: { line: { residence: PL } } } }\nentities: { polish: { countries: [CH] } }\npromises: { boundary: { zones: { access: ANY, processing: ANY } } }',
    'copy-outside',
    ['initiated', 'performed', 'copies'],
  ],
  ['centres: { krakow: { groups: { line: { residence: CH } } } }', 'anybody', ['residents']],
  ['entities: { vendor: { control: [{ by: US, from: 2026-11-04 }] } }', null, ['control']],
  ['entities: { polish: { control: [{ by: CN, from: 2020-01-01, to: 2026-11-03 }] } }', null, ['control']],
  ['centres: { krakow: { groups: { line: { citizenship: [PL, UA] } } } }', null, ['citizens']],
];

const idsOf = (change: string | null, breach: string | null, outcome: string) =>
  evaluated(asked, change, breach, { base: '../union-level-3' })
    .rows.filter((row) => row.outcome === outcome)
    .map(({ id }) => id);

describe('union-level-3 against level 3 of the proposed Cloud and AI Development Act', () => {
  const untold = ['backups', 'opinion'];

  it('meets each criterion that a run can show', () => {
    expect(idsOf(null, null, 'cannot be told')).toEqual(untold);
    expect(idsOf(null, null, 'met')).toHaveLength(asked.requirements.length - untold.length);
  });

  it.each(BROKEN)('%s, breach %s: breaks %j', (change, breach, ids) => {
    expect(idsOf(change, breach, 'broken')).toEqual(ids);
  });

  it('has a change or a breach for each of these criteria', () => {
    const broken = new Set([...BROKEN.flatMap(([, , ids]) => ids), ...untold]);
    expect(broken).toEqual(new Set(asked.requirements.map(({ id }) => id)));
  });
});
