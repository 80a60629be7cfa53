import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scenarioJson } from '#scenario';
import { GOOD_FOLDER, parseFile, parseText, scenarioOf } from './parsing.ts';

/** The scenario without anything that it does not use. */
const FILE = `${GOOD_FOLDER}/unused-left-out.yaml`;
const text = readFileSync(FILE, 'utf8');

describe('a scenario that leaves out what it does not use', () => {
  it('has no issue and no warning', () => {
    expect(scenarioOf(parseFile(FILE)).warnings).toEqual([]);
  });

  it('means the same as one that writes the documented defaults', () => {
    const written = text
      .replace('    groups:\n', '    region: world\n    access: remote view\n    hours: 24x7\n    groups:\n')
      .replace('all: { languages', 'all: { tier: 1, channels: all, products: all, languages')
      .replace('    channels: {', '    severities: { B: 1 }\n    channels: {')
      .replace('{ country: IE, timeZone', '{ country: IE, region: world, timeZone')
      .replace(
        'work:\n',
        'work:\n  patience: { phone: none, e-mail: none, web: none }\n  escalation: { tier1: 0, tier2: 0 }\n',
      )
      .replace(
        '{ phone: fixed 10 min } }',
        '{ phone: fixed 10 min, e-mail: fixed 0 s, web: fixed 0 s }, tier2: { phone: fixed 0 s, e-mail: fixed 0 s, web: fixed 0 s }, tier3: { phone: fixed 0 s, e-mail: fixed 0 s, web: fixed 0 s } }',
      );
    expect(written.length).toBeGreaterThan(text.length + 300);
    expect(scenarioJson(scenarioOf(parseText(written)).scenario)).toEqual(
      scenarioJson(scenarioOf(parseText(text)).scenario),
    );
  });

  it.each([
    ['a second channel', 'channels: { phone: 1 }', 'channels: { phone: 0.5, web: 0.5 }', 'handle.tier1.web'],
    ['escalation', 'work:\n', 'work:\n  escalation: { tier1: 0.1 }\n', 'handle.tier2'],
    [
      'messages',
      'work:\n',
      'work:\n  message: { phone: { after: 5 min, channel: e-mail } }\n',
      'handle.tier1.e-mail',
    ],
  ])('needs the handle times of %s, and reports them once each', (_, before, after, key) => {
    const parsed = parseText(text.replace(before, after));
    const found = parsed.ok ? [] : parsed.problem.map(({ code, path }) => `${code} ${path}`);
    expect(found).toEqual([`missing-key work.${key}`]);
  });

  it('stores no place on the map', () => {
    const { scenario } = scenarioOf(parseFile(FILE));
    expect(scenario.centres[0]?.latitude).toBeUndefined();
  });
});
