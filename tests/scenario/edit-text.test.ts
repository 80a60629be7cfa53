import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editScenarioText } from '../../src/scenario/index.ts';
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
  it('changes a value, and not a letter besides', () => {
    expect(edited([{ path: ['name'], value: 'new' }])).toBe(TEXT.replace('name: old ', 'name: new '));
    expect(edited([{ path: ['centres', 'dublin', 'title'], value: 'Cork' }])).toBe(
      TEXT.replace('"Dublin"', 'Cork'),
    );
    expect(edited([{ path: ['list', 1, 'rate'], value: '40/week' }])).toBe(
      TEXT.replace('20/week', '40/week'),
    );
  });

  it('changes several at once', () => {
    const result = edited([
      { path: ['list', 0, 'rate'], value: '7/week' },
      { path: ['name'], value: 'a-much-longer-name' },
    ]);
    expect(result).toBe(TEXT.replace('700/week', '7/week').replace('old', 'a-much-longer-name'));
  });

  it('quotes what would be read as something else', () => {
    expect(edited([{ path: ['name'], value: 'yes: no' }])).toContain('name: "yes: no"');
    expect(edited([{ path: ['name'], value: '12' }])).toContain('name: "12"');
  });

  it('makes a place that is not there yet, and keeps the comments', () => {
    const result = edited([{ path: ['centres', 'sofia', 'outages', 'planned'], value: [{ for: '4 h' }] }]);
    expect(result).toContain('outages:\n      planned:\n        - for: 4 h');
    expect(result).toContain('# A comment that stays.');
    expect(result).toContain('# why it is called so');
  });

  it('refuses a text that is no YAML, and a place below a value', () => {
    expect(editScenarioText('a: [', [{ path: ['a'], value: 1 }]).ok).toBe(false);
    expect(editScenarioText(TEXT, [{ path: ['name', 'below'], value: 1 }]).ok).toBe(false);
  });

  it('leaves a file of every scenario as it is where it is given the value that stands there', () => {
    const path = join(ROOT, 'scenarios/css-2014/scenario.yaml');
    const text = readFileSync(path, 'utf8');
    expect(edited([{ path: ['horizon'], value: '4 weeks' }], text)).toBe(text);
  });
});
