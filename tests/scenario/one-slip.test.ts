import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseText } from './parsing.ts';

/** Single slips that an author of a scenario makes: the original, and its replacement. */
const SLIPS: readonly (readonly [what: string, before: string, after: string, expected: string])[] = [
  ['a misspelt section', '\nproducts:\n', '\nproduct:\n', 'unknown-key 12:1'],
  ['another misspelt section', '\ndataCentres:', '\ndatacentres:', 'unknown-key 20:1'],
  ['a section in other spelling', '\ncentres:', '\ncenters:', 'unknown-key 35:1'],
  ['a section in the singular', '\nsegments:', '\nsegment:', 'unknown-key 88:1'],
  ['a misspelt key', 'timeZone: Europe/Dublin', 'timezone: Europe/Dublin', 'unknown-key 39:5'],
  ['a misspelt key of a shift', '{ agents: 9, days', '{ agent: 9, days', 'unknown-key 52:18'],
  [
    'a misspelt channel of handle times',
    'e-mail: lognormal 18 min',
    'email: lognormal 18 min',
    'unknown-channel 118:49',
  ],
  [
    'a severity that does not exist',
    '{ A: 0.1, B: 0.3, C: 0.6 }',
    '{ A: 0.1, B: 0.3, D: 0.6 }',
    'unknown-severity 94:35',
  ],
  [
    'a product misspelt where it is defined',
    '  platform: { title',
    '  platfrom: { title',
    'unknown-product 93:17',
  ],
  [
    'a data centre misspelt where it is defined',
    '  dublin-dc: {',
    '  dublindc: {',
    'unknown-data-centre 25:31',
  ],
  ['an entity misspelt where it is defined', '  vendor: { title', '  vendr: { title', 'unknown-entity 21:55'],
  [
    'a placement misspelt where it is used',
    'placement: eea\n',
    'placement: eaa\n',
    'unknown-placement 92:16',
  ],
  [
    'a language that nobody speaks',
    'languages: { de: 1 }',
    'languages: { fr: 1 }',
    'no-eligible-group 96:84',
  ],
  [
    'a centre in the wrong country',
    'country: IE\n    timeZone',
    'country: US\n    timeZone',
    'no-eligible-group 96:84',
  ],
  ['a missing unit', 'e-mail: 2 min', 'e-mail: 2', 'unit-missing 115:33'],
  ['a share that is too large', 'e-mail: 0.3, web: 0.2', 'e-mail: 0.3, web: 0.3', 'shares-not-one 95:15'],
  ['a tab', '    title: Dublin\n', '\ttitle: Dublin\n', 'syntax 37:1'],
  ['one space too few', '        tier: 1\n', '       tier: 1\n', 'syntax 47:14'],
  ['a part of a section one level too far out', '  handle:\n', 'handle:\n', 'syntax 121:1'],
  ['a part of a centre one level too far out', '    groups:\n', '  groups:\n', 'missing-key 36:3'],
  ['an unclosed bracket', 'web: 0.2 }\n', 'web: 0.2\n', 'syntax 96:5'],
  [
    'a key written twice',
    '    title: Denver\n',
    '    title: Denver\n    title: Denver\n',
    'duplicate-key 77:5',
  ],
  ['a time that does not exist', '"22:00", to: "06:00"', '"25:00", to: "06:00"', 'bad-time 54:52'],
];

describe('one slip in a scenario gives one issue', () => {
  const text = readFileSync('scenarios/three-centres/scenario.yaml', 'utf8');

  it.each(SLIPS)('%s', (_, before, after, expected) => {
    expect(text).toContain(before);
    const parsed = parseText(text.replace(before, after));
    const found = parsed.ok ? [] : parsed.problem;
    expect(found.map(({ code, column, line }) => `${code} ${line}:${column}`)).toEqual([expected]);
  });

  it('a wrong name gives one issue that lists its other places', () => {
    const parsed = parseText(text.replace('  platform: { title', '  platfrom: { title'));
    const [issue] = parsed.ok ? [] : parsed.problem;
    expect(issue?.message).toContain('segments.india.products.platform, segments.americas.products.platform');
    expect(issue?.remedy).toBe("did you mean 'platfrom'?");
  });

  it('a language that nobody speaks gives one issue that names every tier', () => {
    const parsed = parseText(text.replace('languages: { de: 1 }', 'languages: { fr: 1 }'));
    const [issue] = parsed.ok ? [] : parsed.problem;
    expect(issue?.message).toMatch(/at tier 1: .*; tier 2 lacks such agents as well$/);
  });
});

it('two slips give two issues', () => {
  const text = readFileSync('scenarios/three-centres/scenario.yaml', 'utf8');
  const parsed = parseText(
    text.replace('timeZone: Europe/Dublin', 'timezone: Europe/Dublin').replace('{ agents: 9', '{ agent: 9'),
  );
  expect(parsed.ok ? [] : parsed.problem.map(({ code }) => code)).toEqual(['unknown-key', 'unknown-key']);
});
