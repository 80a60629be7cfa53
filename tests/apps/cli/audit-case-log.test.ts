import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serialOf, workbookOf } from '../../caselog/making-workbooks.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const at = (name: string) => join(folder, name);
const SCENARIO = ['--scenario', 'scenarios/three-centres'];

writeFileSync(
  at('map.yaml'),
  'meridian-mapping: 1\ntimeZone: UTC\ncolumns: {case: id, time: at, segment: account, centre: centre, place: stored}\n',
);
const HEAD = 'id,at,account,centre,stored\n';

function imported(name: string, content: string | Uint8Array): string {
  writeFileSync(at(name), content);
  const { code, err } = meridian('import', at(name), '--map', at('map.yaml'));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return at(name).replace(/\.\w+$/, '.case-log');
}

describe('meridian audit of a case log', () => {
  it('finds what a workbook shows to be broken, and writes a page and the report', () => {
    const day = serialOf('2025-03-03T09:00:00Z');
    const log = imported(
      'broken.xlsx',
      workbookOf({
        rows: [
          ['id', 'at', 'account', 'centre', 'stored'],
          ['T-1', { serial: day }, 'Germany', 'Bangalore', 'Frankfurt'],
          ['T-2', { serial: day + 1 }, 'germany', 'dublin', '<b>'],
        ],
      }),
    );
    const { code, err, out } = meridian('audit', log, ...SCENARIO);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out.split('\n').slice(0, 2)).toEqual([
      'Broken: Access place (R4) in 1 case.',
      'Access place (R4): 1 violation in 2 checks, in 1 case: case T-1 (row 2, 3 March 2025 09:00 UTC): the case is seen from bangalore (IN); promise eea, access: IN is outside EEA.',
    ]);
    const report = JSON.parse(readFileSync(at('broken.audit/audit.json'), 'utf8'));
    expect(report.results[3].found).toMatchObject([{ case: 'T-1', row: 2 }]);
    expect(readFileSync(at('broken.audit/audit.html'), 'utf8')).toContain('&lt;b&gt;');
    const json = meridian('audit', log, ...SCENARIO, '--json', '--out', at('again'));
    expect(JSON.parse(json.out)).toEqual(report);
  });

  it('applies the law of the time of the log if the scenario starts later', () => {
    const rows = (day: string) =>
      `${HEAD}a,${day} 09:00,germany,dublin,HR\na,${day} 10:00,germany,dublin,IE\n`;
    // Croatia has been in the EEA, provisionally, since April 2014.
    const before = meridian('audit', imported('before.csv', rows('2013-03-04')), ...SCENARIO);
    expect(before.code).toBe(1);
    expect(before.out).toContain('storage: HR is outside EEA');
    const after = meridian('audit', imported('after.csv', rows('2024-03-04')), ...SCENARIO);
    expect({ code: after.code, err: after.err }).toEqual({ code: 0, err: '' });
    expect(after.out).toMatch(
      /^No violation found in 4 checks: 2 of Storage \(R1\), 2 of Access place \(R4\)\./,
    );
  });

  it('ends with 0 where nothing can be judged, and says so first', () => {
    const log = imported('bare.csv', `${HEAD}a,2025-03-03 09:00,germany,,\n`);
    const { code, out } = meridian('audit', log, ...SCENARIO);
    expect(code).toBe(0);
    expect(out).toMatch(/^Nothing of residency can be judged/);
  });

  it.each([
    ['no scenario', () => [], 'which does not say what was promised'],
    ['a scenario that does not exist', () => ['--scenario', at('none')], 'name a scenario file'],
    ['near misses', () => [...SCENARIO, '--near-misses'], '--near-misses is for a run'],
  ])('refuses %s with exit code 2, and writes nothing', (_, options, message) => {
    const log = imported('good.csv', `${HEAD}a,2025-03-03 09:00,germany,dublin,DE\n`);
    const { code, err } = meridian('audit', log, ...options());
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
    expect(existsSync(at('good.audit'))).toBe(false);
  });

  it('refuses a damaged case log, and --scenario for a run', () => {
    mkdirSync(at('damaged'), { recursive: true });
    writeFileSync(at('damaged/import.json'), '{"meridian-import": 1, "log": "x"}');
    writeFileSync(at('damaged/cases.parquet'), 'no table');
    const damaged = meridian('audit', at('damaged'), ...SCENARIO);
    expect(damaged.code).toBe(2);
    expect(damaged.err).toContain('cases.parquet');
    const run = meridian('audit', at('none'), ...SCENARIO);
    expect(run.code).toBe(2);
    expect(run.err).toContain('--scenario is for a case log');
  });
});
