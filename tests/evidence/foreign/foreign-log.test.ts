import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  auditForeign,
  cloudEventWriter,
  type makeEvidence,
  readForeignLog,
  renderLogFields,
  ScenarioNames,
  visitForeign,
} from '#evidence';
import type { EntryVisitor } from '#ledger';
import { openLedger } from '#ledger';
import { meridian, newFolder } from '../../apps/cli/cli.ts';
import { auditInMemory, loadScenario, ROOT, runInMemory, sha256 } from '../../running.ts';

function eventsOf(ledger: Uint8Array, scenario: Parameters<typeof makeEvidence>[0]): string {
  const opened = openLedger(ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const lines: string[] = [];
  opened.value.forEach(cloudEventWriter('urn:test', new ScenarioNames(scenario), (line) => lines.push(line)));
  return lines.join('');
}

function entriesOf(forEach: (visit: EntryVisitor) => void): number[][] {
  const entries: number[][] = [];
  forEach((...numbers) => entries.push(numbers));
  return entries;
}

function read(text: string, format: 'ndjson' | 'csv', scenario = loadScenario('german-night')) {
  const log = readForeignLog(text, format, scenario);
  if (!log.ok) throw new Error(log.problem.map(({ line, message }) => `${line}: ${message}`).join('; '));
  return auditForeign(log.value, scenario);
}

describe('events of a ledger, read back', () => {
  it('give every number of every entry', () => {
    for (const name of ['german-night', 'surge', 'travelling-expert', 'failover']) {
      const whole = loadScenario(name);
      const scenario = { ...whole, horizonMs: Math.min(whole.horizonMs, 2 * 86_400_000) };
      const { ledger } = runInMemory(scenario);
      const log = readForeignLog(eventsOf(ledger, scenario), 'ndjson', scenario);
      expect(log.ok, name).toBe(true);
      const opened = openLedger(ledger, sha256);
      if (!log.ok || !opened.ok) continue;
      expect(log.value.disorder).toEqual({ lines: 0, first: [] });
      expect(entriesOf((visit) => visitForeign(log.value, visit))).toEqual(entriesOf(opened.value.forEach));
    }
  });

  it('are judged as the ledger is, whether a promise was kept or broken', () => {
    const scenario = loadScenario('german-night');
    for (const breach of [
      undefined,
      'copy-outside',
      'anonymous-access',
      'restored-case',
      'forgotten-erasure',
      'no-basis',
    ]) {
      const { ledger } = runInMemory(scenario, breach === undefined ? {} : { breach });
      const told = read(eventsOf(ledger, scenario), 'ndjson');
      const found = (results: readonly { readonly id: string; readonly violations: number }[]) =>
        results.filter(({ violations }) => violations > 0).map(({ id }) => id);
      expect(told.results.filter(({ notCheckable }) => notCheckable !== null)).toEqual([]);
      expect(found(told.results), breach).toEqual(found(auditInMemory(ledger, scenario).invariants));
    }
  });
});

describe('a log that never tells of accesses', () => {
  it('is not taken for one in which there were none', () => {
    const scenario = loadScenario('german-night');
    const { ledger } = runInMemory(scenario, { breach: 'unrecorded-view' });
    const told = read(eventsOf(ledger, scenario), 'ndjson');
    const notCheckable = told.results.filter((result) => result.notCheckable !== null).map(({ id }) => id);
    expect(notCheckable).toEqual(['R4', 'R5', 'R6', 'R9', 'R12', 'R13', 'R16', 'R18', 'R20']);
  });
});

/** What a help desk would export: few columns, its own ids, other things among them. */
const TABLE = `time,type,case,stream,role,place,centre,copiedFrom
2014-11-04T09:00:00Z,open,INC-7,premier/DE/phone,,,,
2014-11-04T09:00:00Z,store,INC-7,,primary,data centre dublin-dc,,
2014-11-04T10:05:00+01:00,chat message,INC-7,,,,,
2014-11-04T10:06:00+01:00,view,INC-7,,,,redmond,
2014-11-04T10:16:00+01:00,view end,INC-7,,,,redmond,
2014-11-04T09:20:00Z,store,INC-7,,working copy,centre redmond,,data centre dublin-dc
`;

describe('a log that was not made here', () => {
  it('is judged by what it tells; the rest is not checkable, with the reason', () => {
    const { assumptions, cases, events, leftOut, results } = read(TABLE, 'csv');
    expect({ cases, events, leftOut }).toEqual({ cases: 1, events: 5, leftOut: 1 });
    const byId = new Map(results.map((result) => [result.id, result]));
    expect(byId.get('R1')).toMatchObject({
      notCheckable: null,
      violations: 1,
      first: { line: 7, caseId: 'INC-7' },
    });
    expect(byId.get('R4')).toMatchObject({ notCheckable: null, violations: 0 });
    expect(byId.get('R20')?.notCheckable).toBe('an event of type view does not tell agent (line 5)');
    expect(byId.get('R17')?.notCheckable).toBe('the log has no event of type delete');
    expect(byId.get('R18')?.violations).toBe(0);
    expect(assumptions).toContain('a copy of which it is not told what it holds, holds every item class');
  });

  it('needs no ends of views where the law stays as it is, and tells of emergencies where the promise knows them', () => {
    const whyNot = (scenario: string, ...rows: readonly string[]) => {
      const text = ['time,type,case,stream,centre', ...rows].join('\n');
      return read(text, 'csv', loadScenario(scenario)).results.find(({ id }) => id === 'R4')?.notCheckable;
    };
    const desk = (day: string, last: string) => [
      `${day}T09:00:00Z,open,INC-7,premier/DE/phone,`,
      `${day}T09:06:00Z,view,INC-7,,dublin`,
      `${last},duty,,,`,
    ];
    expect(whyNot('german-night', ...desk('2014-11-04', '2014-11-04T10:00:00Z'))).toBeNull();
    expect(whyNot('london-2020', ...desk('2020-12-30', '2020-12-30T10:00:00Z'))).toBeNull();
    expect(whyNot('london-2020', ...desk('2020-12-30', '2021-01-01T10:00:00Z'))).toBe(
      'the log has no event of type view end',
    );
    expect(whyNot('break-glass', ...desk('2014-11-04', '2014-11-04T10:00:00Z'))).toBe(
      'the log has no event of type emergency access',
    );
  });

  it('has every issue told with its line', () => {
    const scenario = loadScenario('german-night');
    const wrong = [
      ['time,type\n', 'there is no column case'],
      [TABLE.replace('data centre dublin-dc', 'data centre atlantis'), 'place is "data centre atlantis"'],
      [TABLE.replace('2014-11-04T09:00:00Z,open', '4 Nov,open'), '4 Nov is not a time with a zone'],
      [TABLE.replace('premier/DE/phone', ''), 'stream is ""'],
      [TABLE.replace('2014-11-04T09:00:00Z,open', '2014-11-03T09:00:00Z,open'), 'before the scenario starts'],
      [TABLE.replace('redmond,\n', 'redmond\n'), 'it has 7 cells, the head has 8'],
      ['', 'there is no event'],
    ] as const;
    for (const [text, message] of wrong) {
      const log = readForeignLog(text, 'csv', scenario);
      expect(log.ok, message).toBe(false);
      if (!log.ok) expect(log.problem[0]?.message).toContain(message);
    }
    const semicolons = readForeignLog(TABLE.replaceAll(',', ';'), 'csv', scenario);
    expect(semicolons.ok ? '' : semicolons.problem[0]?.remedy).toContain('separate cells by commas');
    const lines = [
      'nonsense',
      '[]',
      '{"type":"meridian.fly","time":"2014-11-04T09:00:00Z"}',
      '{"type":"meridian.open","time":"2014-11-04T09:00:00Z","subject":"case/1","data":{}}',
    ];
    const log = readForeignLog(lines.join('\n'), 'ndjson', scenario);
    expect(log.ok ? [] : log.problem.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  });

  it('that cannot have been written as things happened is told so, whatever invariants make of it', () => {
    const rows = [
      'time,type,case,stream,centre',
      '2014-11-04T10:00:10Z,open,A,premier/DE/phone,',
      '2014-11-04T10:00:10Z,open,A,premier/DE/phone,',
      '2014-11-04T09:00:10Z,view,Z,,redmond',
    ];
    expect(read(rows.join('\n'), 'csv').disorder).toEqual({
      lines: 2,
      first: [
        { line: 3, message: 'case A is opened again' },
        { line: 4, message: 'it happened before what is told above it' },
        { line: 4, message: 'case Z was never opened' },
      ],
    });
    const path = join(newFolder(), 'desk.csv');
    writeFileSync(path, rows.join('\n'));
    const { code, out } = meridian('verify', path, '--scenario', 'scenarios/german-night');
    expect(code).toBe(1);
    expect(out).toContain('2 lines cannot have been written as things happened:');
  });

  it('is read from the command line, with exit codes 0, 1 and 2', () => {
    const folder = newFolder();
    const path = join(folder, 'desk.csv');
    writeFileSync(path, TABLE);
    const broken = meridian('verify', path, '--scenario', 'scenarios/german-night');
    expect(broken.code).toBe(1);
    expect(broken.out).toContain('R1: 1 violation, the first at');
    expect(broken.out).toContain('cannot be checked with what the log tells');
    writeFileSync(path, TABLE.split('\n').slice(0, 4).join('\n'));
    expect(meridian('verify', path, '--scenario', 'scenarios/german-night').code).toBe(0);
    writeFileSync(path, TABLE.replace('redmond', 'atlantis'));
    const bad = meridian('verify', path, '--scenario', 'scenarios/german-night');
    expect(bad.code).toBe(2);
    expect(bad.err).toContain('desk.csv:5: centre is "atlantis"');
    expect(meridian('verify', path, '--scenario', 'scenarios/nowhere').code).toBe(2);
    expect(meridian('verify', join(folder, 'none.csv'), '--scenario', 'scenarios/german-night').code).toBe(2);
  });
});

describe('a compressed log', () => {
  const folder = newFolder();
  const verify = (name: string, bytes: Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return meridian('verify', path, '--scenario', 'scenarios/german-night', '--json');
  };
  const plain = verify('desk.csv', Buffer.from(TABLE));

  it('is judged as it is without compression: gzip, gzip of several members, Brotli', () => {
    const half = Buffer.from(TABLE.slice(0, 200));
    const rest = Buffer.from(TABLE.slice(200));
    const forms: readonly (readonly [string, Uint8Array])[] = [
      ['desk.csv.gz', gzipSync(TABLE)],
      ['members.csv.gz', Buffer.concat([gzipSync(half), gzipSync(rest), gzipSync('')])],
      ['desk.csv.br', brotliCompressSync(TABLE)],
    ];
    expect(plain.code).toBe(1);
    for (const [name, bytes] of forms) expect(verify(name, bytes), name).toEqual(plain);
  });

  it('is refused where it is torn, not compressed at all, or no text', () => {
    const whole = gzipSync(TABLE);
    for (const [name, bytes] of [
      ['torn.csv.gz', whole.subarray(0, whole.length - 20)],
      ['flipped.csv.gz', whole.map((byte, i) => (i === 60 ? byte ^ 1 : byte))],
      ['plain.csv.br', Buffer.from(TABLE)],
      ['picture.ndjson.gz', gzipSync(Uint8Array.of(0xff, 0xfe, 0x00, 0x80))],
    ] as const) {
      const { code, err, out } = verify(name, bytes);
      expect(code, name).toBe(2);
      expect(err, name).toMatch(/cannot be decompressed as (gzip|Brotli)|is not text in UTF-8/);
      expect(out, name).toBe('');
    }
  });
});

describe('LOG-FORMAT.md', () => {
  it('has the table of fields that is read and written', () => {
    const path = join(ROOT, 'src/evidence/LOG-FORMAT.md');
    const text = readFileSync(path, 'utf8');
    const prose = text.slice(0, text.includes('| type |') ? text.indexOf('| type |') : text.length);
    const wanted = `${prose}${renderLogFields()}`;
    if (process.env.KEEP_RESULTS === '1') writeFileSync(path, wanted);
    else expect(text).toBe(wanted);
  });
});
