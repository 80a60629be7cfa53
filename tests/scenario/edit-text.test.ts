import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editScenarioText, inlineYaml } from '../../src/scenario/edit-text.ts';
import { ROOT } from '../running.ts';

const TEXT = `# A comment that stays.
name: old   # why it is called so
centres:
  dublin: { title: "Dublin", hours: 24x7 }   # in one line
  sofia:
    title: Sofia
list:
  - { rate: 700/week }
  - { rate: 20/week }
`;

function edited(edits: Parameters<typeof editScenarioText>[1], text = TEXT): string {
  const result = editScenarioText(text, edits);
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

describe('editScenarioText', () => {
  it('changes a value, and no other letter', () => {
    expect(edited([{ path: ['name'], value: 'new' }])).toBe(TEXT.replace('name: old ', 'name: new '));
    expect(edited([{ path: ['centres', 'dublin', 'title'], value: 'Cork' }])).toBe(
      TEXT.replace('"Dublin"', '"Cork"'),
    );
    expect(edited([{ path: ['list', 1, 'rate'], value: '40/week' }])).toBe(
      TEXT.replace('20/week', '40/week'),
    );
  });

  it('changes several values at once', () => {
    const result = edited([
      { path: ['list', 0, 'rate'], value: '7/week' },
      { path: ['name'], value: 'a-much-longer-name' },
    ]);
    expect(result).toBe(TEXT.replace('700/week', '7/week').replace('old', 'a-much-longer-name'));
  });

  it('quotes what would otherwise be read as something else', () => {
    expect(edited([{ path: ['name'], value: 'yes: no' }])).toContain('name: "yes: no"');
    expect(edited([{ path: ['name'], value: '12' }])).toContain('name: "12"');
  });

  it('appends a new key to its map in one line, and touches nothing else', () => {
    const planned = [{ from: '2014-11-05T21:00:00Z', for: '4 h' }];
    expect(edited([{ path: ['centres', 'sofia', 'outages', 'planned'], value: planned }])).toBe(
      TEXT.replace(
        'title: Sofia\n',
        'title: Sofia\n    outages: { planned: [{ from: 2014-11-05T21:00:00Z, for: 4 h }] }\n',
      ),
    );
    expect(edited([{ path: ['centres', 'dublin', 'outages', 'planned'], value: [] }])).toBe(
      TEXT.replace('hours: 24x7 }', 'hours: 24x7, outages: { planned: [] } }'),
    );
    expect(edited([{ path: ['seed'], value: '1' }])).toBe(`${TEXT}seed: "1"\n`.replace('\n\n', '\n'));
    // After the last nested line and its comment.
    const nested = 'a:\n  b:\n    c: 1   # one\n\n  # of d\n  d: 2\ne: 3\n';
    expect(edited([{ path: ['a', 'b', 'x'], value: 'y, z' }], nested)).toBe(
      nested.replace('# one\n', '# one\n    x: "y, z"\n'),
    );
    expect(edited([{ path: ['a', 'x'], value: 1 }], nested)).toBe(nested.replace('d: 2\n', 'd: 2\n  x: 1\n'));
  });

  it('replaces a list in place, on one line', () => {
    const text = 'outages: { planned: [{ for: 9 h }] } # the night\n';
    expect(edited([{ path: ['outages', 'planned'], value: [] }], text)).toBe(
      'outages: { planned: [] } # the night\n',
    );
  });

  it('reformats the file only if nothing less will do, and keeps the comments', () => {
    const result = edited([{ path: ['list'], value: [{ rate: '1/week' }] }]);
    expect(result).toContain('list:\n  - rate: 1/week');
    expect(result).toContain('# A comment that stays.');
    expect(result).toContain('# why it is called so');
  });

  it('refuses a text that is not YAML, and a place below a value', () => {
    expect(editScenarioText('a: [', [{ path: ['a'], value: 1 }]).ok).toBe(false);
    expect(editScenarioText(TEXT, [{ path: ['name', 'below'], value: 1 }]).ok).toBe(false);
  });

  it('leaves a file of every scenario unchanged if it is given the value that stands there', () => {
    const path = join(ROOT, 'scenarios/css-2014/scenario.yaml');
    const text = readFileSync(path, 'utf8');
    expect(edited([{ path: ['horizon'], value: '4 weeks' }], text)).toBe(text);
  });
});

describe('a value on one line', () => {
  const read = (text: string) => parse(`{ a: ${text}, b: [${text}] }`) as unknown;

  it('is read as it was, whatever the text', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'ab1.-?:#,[]{}&*!|>\'"%@` \n\t~0xeE+') }),
      fc.constantFrom(
        'null',
        'True',
        'no',
        '0x1F',
        '-.inf',
        '1e999',
        '- a',
        'a: b',
        'a #b',
        '<<',
        '---',
        '=',
        '',
      ),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(inlineYaml(text))).toEqual({ a: text, b: [text] });
      }),
      { numRuns: 3000 },
    );
  });

  it('is quoted only where it must be', () => {
    const values = ['6 min', '120/week', "it's", 'say "no"', '5', 'true', 'a, b', 5, true, null];
    expect(values.map((value) => inlineYaml(value))).toEqual([
      ...['6 min', '120/week', "it's", 'say "no"', '"5"', '"true"', '"a, b"', '5', 'true', 'null'],
    ]);
  });
});
