import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { PRESET_NAMES } from '#caselog';
import { LogText } from '../../../src/apps/shared/import/log-text.ts';
import { serialOf, workbookOf } from '../../caselog/making-workbooks.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const at = (name: string) => join(folder, name);

const MAPPING = 'meridian-mapping: 1\ncolumns: {case: id, time: at, activity: state, tier: tier}\n';
writeFileSync(at('mapping.yaml'), MAPPING);
const LOG = 'id,at,state,tier\na,2024-01-15T09:00:00Z,new,1\na,2024-01-15T10:00:00.5Z,closed,\n';

describe('meridian import', () => {
  it('writes two Parquet tables and the report', async () => {
    writeFileSync(at('log.csv'), LOG);
    const { code, err, out } = meridian('import', at('log.csv'), '--map', at('mapping.yaml'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')[1]).toBe('All 2 rows could be read; none was refused.');
    expect(readdirSync(at('log.case-log')).sort()).toEqual([
      'cases.parquet',
      'events.parquet',
      'import.json',
    ]);
    const connection = await (await DuckDBInstance.create()).connect();
    const rowsOf = async (name: string, columns: string) => {
      const path = join(at('log.case-log'), name);
      return (await connection.runAndReadAll(`SELECT ${columns} FROM '${path}'`)).getRowsJson();
    };
    expect(
      await rowsOf('cases.parquet', '"case", severity, epoch_ms(opened_at), epoch_ms(ended_at), events'),
    ).toEqual([
      ['a', null, `${Date.parse('2024-01-15T09:00:00Z')}`, `${Date.parse('2024-01-15T10:00:00.5Z')}`, '2'],
    ]);
    expect(await rowsOf('events.parquet', '"case", activity, tier, agent, "row"')).toEqual([
      ['a', 'new', '1', null, '2'],
      ['a', 'closed', null, null, '3'],
    ]);
    const report = JSON.parse(readFileSync(join(at('log.case-log'), 'import.json'), 'utf8'));
    expect(report).toMatchObject({ cases: 1, events: 2, open: { cases: 0 } });
  });

  it('says which logs it reads if the log can be opened, but not read', () => {
    // Linux has it as a regular file, and refuses to read its first bytes.
    const log = '/proc/self/mem';
    const { code, err } = meridian('import', log, '--map', at('mapping.yaml'), '--out', at('none'));
    expect(code).toBe(2);
    expect(err).toContain(log);
    expect(err).toContain('name a log in CSV, XLSX, XES (.xes) or OCEL 2.0 (.json)');
  });

  it('writes nothing if a row is refused, and leaves it out when asked', () => {
    writeFileSync(at('bad.csv'), `${LOG}b,2014-11-31T00:00:00Z,new,1\n`);
    const refused = meridian('import', at('bad.csv'), '--map', at('mapping.yaml'));
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(
      "bad.csv, row 4, column 'at': November 2014 has 30 days (2014-11-31T00:00:00Z)",
    );
    expect(refused.err).toContain('--skip-refused');
    expect(existsSync(at('bad.case-log'))).toBe(false);
    const skipped = meridian(
      'import',
      at('bad.csv'),
      '--map',
      at('mapping.yaml'),
      '--skip-refused',
      '--json',
    );
    expect(skipped.code).toBe(0);
    expect(JSON.parse(skipped.out)).toMatchObject({ rows: { read: 3, imported: 2, refused: 1 } });
    expect(existsSync(join(at('bad.case-log'), 'events.parquet'))).toBe(true);
  });

  it('groups rows with one problem, and counts what it does not list', () => {
    const row = 'b,2024-01-15T09:00:00Z,new,9\n';
    writeFileSync(at('many.csv'), `${LOG}${row.repeat(205)}`);
    const { code, err } = meridian('import', at('many.csv'), '--map', at('mapping.yaml'));
    expect(code).toBe(2);
    expect(err.split('\n').filter((line) => line.startsWith('error'))).toEqual([
      "error  many.csv, row 4, column 'tier': '9' is not a tier (9); 199 more rows of those listed",
      'error  many.csv: 5 more rows were refused, and nothing was written',
    ]);
  });

  it('writes nothing if no row is left', () => {
    writeFileSync(at('none.csv'), 'id,at,state,tier\na,2024-01-15T09:00:00Z,new,9\n');
    const { code, err, out } = meridian(
      'import',
      at('none.csv'),
      '--map',
      at('mapping.yaml'),
      '--skip-refused',
    );
    expect({ code, out }).toEqual({
      code: 2,
      out: expect.stringContaining('none.csv: no case could be read from 1 row.'),
    });
    expect(err).toContain('correct the log or the mapping: no row could be read');
    expect(existsSync(at('none.case-log'))).toBe(false);
  });

  it('proposes a mapping with --guess, and imports nothing', () => {
    writeFileSync(at('guess.csv'), LOG);
    const { code, err, out } = meridian('import', at('guess.csv'), '--guess');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('meridian-mapping: 1\nrows: event');
    expect(existsSync(at('guess.case-log'))).toBe(false);
  });

  it.each([
    ['no such log', ['absent.csv', '--map', 'mapping.yaml'], 'does not exist'],
    ['no such mapping', ['log.csv', '--map', 'none.yaml'], 'does not exist'],
    ['no mapping at all', ['log.csv'], 'nothing says what the columns'],
    [
      'an unknown zone',
      ['log.csv', '--map', 'mapping.yaml', '--time-zone', 'Europe/Nowhere'],
      'Europe/Nowhere',
    ],
    ['an unknown time format', ['log.csv', '--map', 'mapping.yaml', '--time-format', 'QQ'], 'time format'],
    ['a broken archive', ['broken.csv.gz', '--map', 'mapping.yaml'], 'cannot be decompressed'],
  ])('refuses %s with exit code 2', (_, args, message) => {
    writeFileSync(at('broken.csv.gz'), 'no gzip');
    const paths = args.map((arg) => (/\.(?:csv|yaml|gz)$/.test(arg) ? at(arg) : arg));
    const { code, err } = meridian('import', ...paths);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
  });
});

describe('meridian import of XES', () => {
  it('needs no mapping, and refuses broken XML without writing anything', () => {
    const event =
      '<event><string key="concept:name" value="x"/><date key="time:timestamp" value="2024-01-15T09:00:00Z"/></event>';
    const xes = `<log><trace><string key="concept:name" value="a"/>${event}</trace></log>`;
    writeFileSync(at('good.xes'), xes);
    writeFileSync(at('unclosed.xes'), xes.slice(0, -3));
    expect(meridian('import', at('good.xes'))).toMatchObject({ code: 0, err: '' });
    const { code, err } = meridian('import', at('unclosed.xes'));
    expect(code).toBe(2);
    expect(err).toContain('unclosed.xes: line 1, character');
    expect(existsSync(at('unclosed.case-log'))).toBe(false);
  });
});

describe('meridian import --preset', () => {
  it('imports an export of that system, and prints its mapping with --guess', () => {
    writeFileSync(at('jira.csv'), 'Issue key,Created,Resolved\nA-1,2024-01-15 09:00,\n');
    const imported = meridian('import', at('jira.csv'), '--preset', 'jira', '--time-zone', 'Europe/Dublin');
    expect(imported).toMatchObject({ code: 0, err: '' });
    const { out } = meridian('import', at('jira.csv'), '--preset', 'jira', '--guess');
    expect(out).toContain('case: "Issue key"');
  });

  it('offers the presets that there are', () => {
    const { out } = meridian('import', '--help');
    for (const name of PRESET_NAMES) expect(out).toContain(`"${name}"`);
  });
});

describe('the text of a log', () => {
  const read = (bytes: Uint8Array, told: string | null = null, piece = 3) => {
    let text = '';
    const log = new LogText(told, { take: (part) => (text += part), end: () => {} });
    for (let i = 0; i < bytes.length; i += piece) log.take(bytes.subarray(i, i + piece));
    log.end();
    return { text, encoding: log.encoding, problem: log.problem };
  };

  it.each([
    ['UTF-8', Buffer.from('Köln 日本'), 'utf-8', 'guessed'],
    ['UTF-8 with a mark', Buffer.from('\ufeffKöln 日本'), 'utf-8', 'byte-order mark'],
    ['UTF-16 with a mark', Buffer.from('\ufeffKöln 日本', 'utf16le'), 'utf-16le', 'byte-order mark'],
    [
      'UTF-16 in the other order',
      Buffer.from('\ufeffKöln 日本', 'utf16le').swap16(),
      'utf-16be',
      'byte-order mark',
    ],
  ] as const)('is read as %s', (_, bytes, value, from) => {
    expect(read(bytes)).toEqual({ text: 'Köln 日本', encoding: { value, from }, problem: null });
  });

  it('is taken for Windows-1252 if it is not UTF-8 from the beginning', () => {
    const bytes = Buffer.from([0x4b, 0xf6, 0x6c, 0x6e, 0x20, 0x80]);
    expect(read(bytes)).toMatchObject({
      text: 'Köln €',
      encoding: { value: 'windows-1252', from: 'guessed' },
    });
  });

  it.each([
    ['windows-1250', [0x4d, 0x69, 0x6b, 0x6f, 0xb3, 0x61, 0x6a], 'Mikołaj'],
    ['shift_jis', [0x83, 0x54, 0x83, 0x7c, 0x81, 0x5b, 0x83, 0x67], 'サポート'],
  ])('is read as %s if the mapping says so, and is refused if it does not', (told, codes, text) => {
    const bytes = Buffer.from([...Buffer.from('id\n'), ...codes, 0x0a]);
    expect(read(bytes, told).text).toBe(`id\n${text}\n`);
    const { problem } = read(bytes);
    expect(problem).toMatchObject({
      row: 2,
      problem: 'the line is text neither in utf-8 nor in windows-1252',
    });
    expect(problem?.remedy).toContain('windows-1250');
  });

  it.each([3, 1000])(
    'says where a byte is none of the encoding that it is said to be in, in pieces of %i',
    (piece) => {
      const bytes = Buffer.from([...Buffer.from('a\nb\n'), 0x93, 0xfa, 0x0a, 0x93, 0xff, 0x0a]);
      const { problem } = read(bytes, 'shift_jis', piece);
      expect(problem).toMatchObject({ row: 4, problem: 'the line is not text in shift_jis' });
    },
  );

  it.each([1000, 30_000, 65_536])('says on which line it is not UTF-8, read in pieces of %i', (piece) => {
    const good = 'Köln,1\n'.repeat(12_000);
    const bytes = Buffer.concat([
      Buffer.from(good),
      Buffer.from([0x61, 0xf6, 0x62, 0x0a]),
      Buffer.from(good),
    ]);
    const { problem } = read(bytes, null, piece);
    expect(problem).toMatchObject({ row: 12_001, problem: 'the line is not text in utf-8' });
    expect(problem?.remedy).toContain('encoding: windows-1252');
  });

  it('is refused if it ends within a character', () => {
    const { problem } = read(Buffer.from('a\nb日').subarray(0, 5), 'utf-8');
    expect(problem).toMatchObject({ row: 2 });
  });
});

describe('meridian import of a workbook', () => {
  const rows = [
    ['id', 'at', 'state', 'tier'],
    ['a', { serial: serialOf('2024-01-15T09:00:00Z') }, 'new', 1],
    ['a', { serial: serialOf('2024-01-15T10:00:00.500Z') }, 'closed'],
  ];
  const sheets = [{ name: 'Tickets' }, { name: 'Notes' }];

  it('writes the bytes that the same rows give as CSV, and says what it took', () => {
    writeFileSync(at('rows.csv'), LOG);
    writeFileSync(at('rows.xlsx'), workbookOf({ rows, sheets }));
    const map = ['--map', at('mapping.yaml')];
    expect(meridian('import', at('rows.csv'), ...map, '--out', at('from-csv')).code).toBe(0);
    const { code, err, out } = meridian(
      ...[
        'import',
        at('rows.xlsx'),
        ...map,
        '--sheet',
        'Tickets',
        '--time-zone',
        'UTC',
        '--out',
        at('from-sheet'),
      ],
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(
      'Read as: format XLSX (format); sheet Tickets (told); dates from 1900 (format); times date cells (format).',
    );
    for (const table of ['cases.parquet', 'events.parquet']) {
      expect(
        readFileSync(join(at('from-sheet'), table)).equals(readFileSync(join(at('from-csv'), table))),
      ).toBe(true);
    }
    const { sheet } = JSON.parse(readFileSync(join(at('from-sheet'), 'import.json'), 'utf8'));
    expect(sheet).toMatchObject({ name: 'Tickets', isTold: true });
  });

  it('names sheet, row, column and cell of what it refuses, and writes nothing', () => {
    const bad = [...rows, ['b', { xml: '<c><f>NOW()</f></c>' }, 'new', 1]];
    writeFileSync(at('bad-cell.xlsx'), workbookOf({ rows: bad }));
    const { code, err } = meridian(
      'import',
      at('bad-cell.xlsx'),
      '--map',
      at('mapping.yaml'),
      '--time-zone',
      'UTC',
    );
    expect(code).toBe(2);
    expect(err).toContain(
      "bad-cell.xlsx, sheet 'Tickets', row 4, column 'at': cell B4 has a formula without a kept result",
    );
    expect(existsSync(at('bad-cell.case-log'))).toBe(false);
  });

  it('asks for a sheet where there are several, and proposes a mapping that names the one that is told', () => {
    writeFileSync(at('several.xlsx'), workbookOf({ rows, sheets }));
    const asked = meridian('import', at('several.xlsx'), '--guess');
    expect(asked).toMatchObject({ code: 2, out: '' });
    expect(asked.err).toContain('the workbook has 2 sheets: Tickets, Notes');
    const { code, out } = meridian('import', at('several.xlsx'), '--guess', '--sheet', 'Tickets');
    expect(code).toBe(0);
    writeFileSync(at('guessed.yaml'), out);
    expect(meridian('import', at('several.xlsx'), '--map', at('guessed.yaml'))).toMatchObject({
      code: 0,
      err: '',
    });
    const preset = workbookOf({
      rows: [
        ['Issue key', 'Created', 'Resolved'],
        ['A-1', { serial: 45_000.5 }],
      ],
    });
    writeFileSync(at('jira.xlsx'), preset);
    expect(meridian('import', at('jira.xlsx'), '--preset', 'jira', '--time-zone', 'UTC')).toMatchObject({
      code: 0,
      err: '',
    });
  });

  it.each([
    [
      'an older workbook',
      'old.xls',
      new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      'before 2007 (.xls)',
    ],
    ['a workbook within gzip', 'twice.xlsx.gz', new Uint8Array(0), 'is compressed twice'],
    ['a folder', '.', null, ''],
  ])('refuses %s with exit code 2', (_, name, bytes, message) => {
    if (bytes !== null) writeFileSync(at(name), bytes);
    const { code, err } = meridian('import', at(name), '--map', at('mapping.yaml'));
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
  });

  it('refuses --sheet for other logs', () => {
    writeFileSync(at('log.csv'), LOG);
    const { code, err } = meridian('import', at('log.csv'), '--map', at('mapping.yaml'), '--sheet', 'x');
    expect(code).toBe(2);
    expect(err).toContain('--sheet is for workbooks');
  });
});
