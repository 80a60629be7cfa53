import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HistoryReport } from '#foreign';
import type { LogBoundary } from '#statements';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const at = (name: string) => join(folder, name);
const SCENARIO = ['--scenario', 'scenarios/three-centres'];
const HEAD = 'id,at,account,centre,stored\n';

writeFileSync(
  at('map.yaml'),
  'meridian-mapping: 1\ntimeZone: Europe/Berlin\ncolumns: {case: id, time: at, segment: account, centre: centre, place: stored}\n',
);

function imported(name: string, rows: string, ...options: readonly string[]): string {
  writeFileSync(at(`${name}.csv`), `${HEAD}${rows}`);
  const { code, err } = meridian('import', at(`${name}.csv`), '--map', at('map.yaml'), ...options);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return at(`${name}.case-log`);
}

const LOG = imported(
  'tickets',
  `A,2025-03-03 09:00,germany,dublin,frankfurt
A,2025-03-04 09:00,germany,bangalore,frankfurt
B,2025-03-04 10:00,americas,denver,frankfurt
C,2025-03-05 00:30,germany,Blr Office,frankfurt
C,not a time,germany,dublin,BR
`,
  '--skip-refused',
);

describe('meridian boundary of a case log', () => {
  it('begins with what was broken, writes three forms, and agrees with the audit', () => {
    const { code, err, out } = meridian('boundary', LOG, ...SCENARIO);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/^Broken: Access place \(R4\) in 1 case\./);
    expect(out).toContain('1 row that the import left out is not counted');
    expect(out).toContain('case A (row 3, 4 March 2025 08:00 UTC)');
    const json = readFileSync(at('tickets.boundary/boundary.json'), 'utf8');
    const statement = JSON.parse(json) as LogBoundary;
    const markdown = readFileSync(at('tickets.boundary/boundary.md'), 'utf8');
    expect(markdown).toContain(statement.answer[0]);
    expect(markdown).toContain('They were read on the clock of Europe/Berlin');
    expect(readFileSync(at('tickets.boundary/boundary.html'), 'utf8')).toContain('&#39;Blr Office&#39;');
    const again = meridian('boundary', LOG, ...SCENARIO, '--json', '--out', at('again'));
    expect(again.out).toBe(json);
    const audit = JSON.parse(meridian('audit', LOG, ...SCENARIO, '--json').out) as HistoryReport;
    for (const { checks, id, violations } of statement.judged) {
      expect(audit.results.find((result) => result.id === id)).toMatchObject({ checks, violations });
    }
  });

  it('takes a part of the log, on its clock, and says so; the audit takes the same', () => {
    // Midnight in Berlin is 23:00 in UTC.
    const part = ['--from', '2025-03-04', '--until', '2025-03-05'];
    const stated = meridian('boundary', LOG, ...SCENARIO, ...part, '--json', '--out', at('part'));
    const statement = JSON.parse(stated.out) as LogBoundary;
    expect(statement).toMatchObject({ cases: 2, rows: 2, period: '4 March 2025' });
    expect(statement.log.chosen).toEqual({
      from: '2025-03-03T23:00:00.000Z',
      until: '2025-03-04T23:00:00.000Z',
      rowsLeftOut: 2,
      casesBefore: 1,
      casesAfter: 0,
    });
    const audited = meridian('audit', LOG, ...SCENARIO, ...part, '--out', at('part-audit'));
    expect(audited.code).toBe(stated.code);
    expect(audited.out).toContain('Only events from 3 March 2025 23:00 UTC before 4 March 2025 23:00 UTC');
    const first = meridian('boundary', LOG, ...SCENARIO, '--until', '2025-03-04', '--out', at('first'));
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/^No violation found in 2 checks/);
  });

  it('judges a log of years before a scenario with a trend, which says nothing of promises', () => {
    const text = readFileSync('scenarios/three-centres/scenario.yaml', 'utf8')
      .replace('currency: EUR', 'currency: EUR\ntrend: { perWeek: 0.05, until: 2025-04-01 }')
      .replace('  india:\n    title: India\n', '  india:\n    trend: { perWeek: -0.1 }\n    title: India\n');
    writeFileSync(at('growing.yaml'), text);
    const old = imported('old', 'A,2019-03-04 09:00,germany,dublin,frankfurt\n');
    const scenario = ['--scenario', at('growing.yaml')];
    for (const command of ['boundary', 'audit']) {
      const { code, err } = meridian(command, old, ...scenario, '--out', at(`old-${command}`));
      expect({ code, err }).toEqual({ code: 0, err: '' });
    }
  });

  it.each([
    ['no scenario', [], 'which does not say what was promised'],
    ['a scenario that does not exist', ['--scenario', at('none')], 'name a scenario file'],
    [
      'a proof',
      [...SCENARIO, '--proof'],
      '`meridian boundary <scenario> --proof` makes a statement about the scenario',
    ],
    ['a breach', [...SCENARIO, '--breach', 'store-outside'], '--breach is for a scenario that is simulated'],
    ['a date that is none', [...SCENARIO, '--from', 'soon'], '--from soon is no date'],
    ['a duration', [...SCENARIO, '--until', '2 days'], '--until 2 days is no date'],
    [
      'a period without events',
      [...SCENARIO, '--from', '2026-01-01'],
      'its events are from 2025-03-03T08:00:00.000Z',
    ],
    [
      'a period that ends first',
      [...SCENARIO, '--from', '2025-03-05', '--until', '2025-03-04'],
      '--until comes after --from',
    ],
  ] as const)('refuses %s with exit code 2 and a remedy, and writes nothing', (_, options, message) => {
    const { code, err, out } = meridian('boundary', LOG, ...options, '--out', at('wrong'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
    expect(existsSync(at('wrong'))).toBe(false);
  });

  it('says of all wrong options at once', () => {
    const { err } = meridian('boundary', LOG, ...SCENARIO, '--proof', '--breach', 'store-outside');
    expect(err.match(/^error /gm)).toHaveLength(2);
  });

  it('refuses the options of a case log for anything else', () => {
    for (const option of [SCENARIO, ['--from', '2025-03-04']]) {
      const { code, err } = meridian('boundary', 'scenarios/zurich-eea', ...option, '--out', at('wrong'));
      expect(code).toBe(2);
      expect(err).toContain('is for a case log, and scenarios/zurich-eea is none');
      const audit = meridian('audit', at('none'), ...option);
      expect(audit.code).toBe(2);
      expect(audit.err).toContain('is for a case log');
    }
    expect(existsSync(at('wrong'))).toBe(false);
  });
});
