import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failure, success } from '#base';
import { parseScenario } from '#scenario';
import { baseFileOf, folderOf, normalPath } from '../../../src/scenario/read/scenario-path.ts';
import { codesOf, GOOD_FOLDER, scenarioOf } from '../parsing.ts';

const minimal = readFileSync(`${GOOD_FOLDER}/minimal.yaml`, 'utf8');

/** Parses `scenarios/top/scenario.yaml` among these files. */
function parseAmong(files: Readonly<Record<string, string>>, path = 'scenarios/top/scenario.yaml') {
  const read: string[] = [];
  const parsed = parseScenario({
    path,
    text: files[path] ?? '',
    readFile: (wanted) => {
      read.push(wanted);
      const text = files[wanted];
      return text === undefined ? failure('no such file') : success(text);
    },
  });
  return { parsed, read };
}

const head = (name: string, base: string) => `meridian: 1\nname: ${name}\nextends: ${base}\n`;

describe('extends', () => {
  it('merges maps, replaces lists and single values, and deletes with null, through several files', () => {
    const { parsed } = parseAmong({
      'scenarios/top/scenario.yaml': `${head('top', '../middle')}centres: { dublin: { groups: { all: { shifts: { day: null } } } } }\n`,
      'scenarios/middle/scenario.yaml': `${head('middle', '../low/low.yaml')}title: Middle
horizon: 1 week
centres:
  dublin:
    at: [1, 2]
    groups: { all: { languages: [de, en], shifts: { late: { agents: 2, from: "12:00", to: "20:00" } } } }
`,
      'scenarios/low/low.yaml': minimal,
    });
    const { scenario, files } = scenarioOf(parsed);
    expect(files).toEqual([
      'scenarios/top/scenario.yaml',
      'scenarios/middle/scenario.yaml',
      'scenarios/low/low.yaml',
    ]);
    expect(scenario).toMatchObject({
      name: 'top',
      title: 'top',
      horizonMs: 7 * 86_400_000,
      languages: ['de', 'en'],
    });
    expect(scenario.centres[0]).toMatchObject({ latitude: 1, longitude: 2, timeZone: 'Europe/Dublin' });
    expect(scenario.groups[0]?.languages).toEqual([0, 1]);
    expect(scenario.groups[0]?.shifts.map(({ id, agents }) => [id, agents])).toEqual([['late', 2]]);
  });

  it('places issues in the file that wrote the value, and lists the scenario itself first', () => {
    const { parsed } = parseAmong({
      'scenarios/top/scenario.yaml': `${head('top', '../low')}horizon: 3 moons\n`,
      'scenarios/low/scenario.yaml': minimal.replace('168/week', '168'),
    });
    const column = (minimal.split('\n')[39] ?? '').indexOf('168/week') + 1;
    const places = parsed.ok
      ? []
      : parsed.problem.map(({ file, line, column, code }) => [file, line, column, code]);
    expect(places).toEqual([
      ['scenarios/top/scenario.yaml', 4, 10, 'unknown-unit'],
      ['scenarios/low/scenario.yaml', 40, column, 'unit-missing'],
    ]);
  });

  it('does not inherit name, title and description', () => {
    const { parsed } = parseAmong({
      'scenarios/top/scenario.yaml': head('top', '../low'),
      'scenarios/low/scenario.yaml': minimal.replace('name: minimal', 'name: minimal\ntitle: Low'),
    });
    expect(scenarioOf(parsed).scenario).toMatchObject({ name: 'top', title: 'top' });
  });

  it('refuses circles of several files', () => {
    const { parsed } = parseAmong({
      'scenarios/top/scenario.yaml': head('top', '../other'),
      'scenarios/other/scenario.yaml': head('other', '../top/../top'),
    });
    expect(parsed.ok ? [] : parsed.problem).toMatchObject([
      { code: 'extends-loop', file: 'scenarios/other/scenario.yaml', line: 3 },
    ]);
  });

  it('refuses chains of more than 8 files', () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, k) => [`s/c${k}/scenario.yaml`, head(`c${k}`, `../c${k + 1}`)]),
    );
    expect(codesOf(parseAmong(files, 's/c0/scenario.yaml').parsed)).toEqual(['extends-too-long']);
  });

  it.each([
    ['/etc/passwd', 'bad-path'],
    ['~/secret', 'bad-path'],
    ['C:\\temp\\x', 'bad-path'],
    ['file:///etc/passwd', 'bad-path'],
    ['"https://example.org/x"', 'bad-path'],
    ['"../low\\u0000.yaml"', 'bad-path'],
    ['""', 'bad-path'],
    ['../../low', 'outside-folder'],
    ['../low/../../../low', 'outside-folder'],
    ['../..', 'outside-folder'],
    ['7', 'wrong-type'],
  ])('reads nothing for the path %s', (base, code) => {
    const { parsed, read } = parseAmong({ 'scenarios/top/scenario.yaml': head('top', base) });
    expect(codesOf(parsed)).toEqual([code]);
    expect(read).toEqual([]);
  });

  it('stays inside the folder of scenarios even if the path begins below or outside it', () => {
    expect(baseFileOf('../css', 'scenario.yaml', '..')).toEqual(success('../css/scenario.yaml'));
    expect(baseFileOf('../../css', 'scenario.yaml', '..')).toEqual(failure('outside-folder'));
    expect(baseFileOf('./scenario.yaml', 'busier.yaml', '..')).toEqual(success('scenario.yaml'));
    expect(baseFileOf('../low.yaml', '/x/top.yaml', '/')).toEqual(success('/low.yaml'));
    expect(baseFileOf('../css', '/a/scenarios/x/scenario.yaml', '/a/scenarios')).toEqual(
      success('/a/scenarios/css/scenario.yaml'),
    );
    expect(baseFileOf('../../scenarios-2/css', '/a/scenarios/x/scenario.yaml', '/a/scenarios')).toEqual(
      failure('outside-folder'),
    );
  });

  it('handles folders and normalised paths', () => {
    expect(normalPath('./a//b/../c/')).toBe('a/c');
    expect(normalPath('../../a')).toBe('../../a');
    expect(normalPath('/../a')).toBe('/a');
    expect(folderOf('scenarios/x/scenario.yaml')).toBe('scenarios/x');
    expect(folderOf('scenario.yaml')).toBe('');
    expect(folderOf('')).toBe('..');
  });
});
