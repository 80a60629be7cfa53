import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { meridian, meridianWith, newFolder } from '../apps/cli/cli.ts';
import { auditInMemory, loadScenario, runInMemory } from '../running.ts';
import {
  CSV,
  entriesOfLedger,
  eventsOf,
  issuesOf,
  JSON_LINES,
  readLog,
  reportOn,
  resultOf,
} from './reading.ts';

describe('the events of a ledger, read back', () => {
  it('give every number of every entry', () => {
    for (const name of ['german-night', 'surge', 'travelling-expert', 'failover']) {
      const whole = loadScenario(name);
      const scenario = { ...whole, horizonMs: Math.min(whole.horizonMs, 2 * 86_400_000) };
      const { ledger } = runInMemory(scenario);
      const { entries, issues, reader } = readLog(eventsOf(ledger, scenario), JSON_LINES, scenario);
      expect(issues, name).toEqual([]);
      expect(reader.log.disorder.lines, name).toBe(0);
      expect(entries).toEqual(entriesOfLedger(ledger));
    }
  });

  it('get the same verdicts as the ledger, whether a promise was kept or broken', () => {
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
      const told = reportOn(eventsOf(ledger, scenario), JSON_LINES);
      const found = (results: readonly { readonly id: string; readonly violations: number }[]) =>
        results.filter(({ violations }) => violations > 0).map(({ id }) => id);
      expect(told.results.filter(({ notCheckable }) => notCheckable !== null)).toEqual([]);
      expect(found(told.results), breach).toEqual(found(auditInMemory(ledger, scenario).invariants));
    }
  });
});

describe('a log that never mentions accesses', () => {
  it('is not taken as proof that there were none', () => {
    const scenario = loadScenario('german-night');
    const { ledger } = runInMemory(scenario, { breach: 'unrecorded-view' });
    const told = reportOn(eventsOf(ledger, scenario), JSON_LINES);
    const notCheckable = told.results.filter((result) => result.notCheckable !== null).map(({ id }) => id);
    expect(notCheckable.join(' ')).toBe('R4 R5 R6 R9 R10 R11 R12 R13 R14 R16 R18 R20 R23 R27');
  });
});

/** What a help desk would export: few columns, its own ids, and unrelated events. */
const TABLE = `time,type,case,stream,role,place,centre,copiedFrom
2014-11-04T09:00:00Z,open,INC-7,premier/DE/phone,,,,
2014-11-04T09:00:00Z,store,INC-7,,primary,data centre dublin-dc,,
2014-11-04T10:05:00+01:00,chat message,INC-7,,,,,
2014-11-04T10:06:00+01:00,view,INC-7,,,,redmond,
2014-11-04T10:16:00+01:00,view end,INC-7,,,,redmond,
2014-11-04T09:20:00Z,store,INC-7,,working copy,centre redmond,,data centre dublin-dc
`;

describe('a log from elsewhere', () => {
  it('is judged by what it contains; the rest is not checkable, with the reason', () => {
    const { assumptions, cases, events, leftOut, results } = reportOn(TABLE, CSV);
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
    expect(assumptions).toContain('a copy without recorded contents holds every item class');
  });

  it('needs no ends of views if the law stays as it is, and may mention emergencies if the promise has them', () => {
    const whyNot = (scenario: string, ...rows: readonly string[]) => {
      const text = ['time,type,case,stream,centre', ...rows].join('\n');
      return resultOf(reportOn(text, CSV, loadScenario(scenario)), 'R4').notCheckable;
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

  it('has every issue reported with its line', () => {
    const wrong = [
      ['time,type\n', 'there is no column case'],
      [TABLE.replace('data centre dublin-dc', 'dublin-dc'), 'place is "dublin-dc"'],
      [TABLE.replace('2014-11-04T09:00:00Z,open', '4 Nov,open'), '"4 Nov" is not a time'],
      [TABLE.replace('premier/DE/phone', ''), 'open has no stream'],
      [TABLE.replace('premier/DE/phone', 'premier/XX/phone'), 'stream is "premier/XX/phone"'],
      [TABLE.replace('2014-11-04T09:00:00Z,open', '2014-11-03T09:00:00Z,open'), 'before the scenario starts'],
      [TABLE.replace('redmond,\n', 'redmond\n'), 'it has 7 cells, the head has 8'],
      [TABLE.replace(',open,INC-7', ',open,'), 'open names no case'],
      [TABLE.replace(',case,', ',type,'), 'there is no column case'],
      [TABLE.replace(',centre,', ',role,'), 'there are two columns "role"'],
      [TABLE.replace(',,redmond', ',,"redmond'), 'a quoted cell of the row that begins here is not closed'],
      ['', 'there is no event'],
    ] as const;
    for (const [text, message] of wrong) {
      expect(issuesOf(text, CSV)[0]?.message, message).toContain(message);
    }
    expect(issuesOf(TABLE.replaceAll(',', ';'), CSV)[0]?.remedy).toContain('separate cells by commas');
    const lines = [
      'nonsense',
      '[]',
      '{"type":"meridian.fly","time":"2014-11-04T09:00:00Z"}',
      '{"type":"meridian.open","time":"2014-11-04T09:00:00Z","subject":"case/1","data":{}}',
      '{"type":"meridian.open","time":"2014-11-04T09:00:00Z","data":{"stream":"premier/DE/phone"}}',
      '{"type":"meridian.open","time":"2014-11-04T09:00:00Z","subject":"case/","data":{}}',
      '{"type":"meridian.law","time":"2014-11-04T09:00:00Z","id":7}',
    ];
    expect(issuesOf(lines.join('\n'), JSON_LINES).map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('that contradicts itself is reported as such, whatever the invariants find', () => {
    const rows = [
      'time,type,case,stream,centre',
      '2014-11-04T10:00:10Z,open,A,premier/DE/phone,',
      '2014-11-04T10:00:10Z,open,A,premier/DE/phone,',
      '2014-11-04T09:00:10Z,view,Z,,redmond',
    ];
    expect(reportOn(rows.join('\n'), CSV).disorder).toEqual({
      lines: 2,
      first: [
        { line: 3, message: 'case A is opened again' },
        { line: 4, message: 'it happened before an event above it' },
        { line: 4, message: 'case Z has not been opened' },
      ],
    });
    const path = join(newFolder(), 'desk.csv');
    writeFileSync(path, rows.join('\n'));
    const { code, out } = meridian('verify', path, '--scenario', 'scenarios/german-night');
    expect(code).toBe(1);
    expect(out).toContain('2 lines contradict the rest of the log:');
  });

  it('is read from the command line, with exit codes 0, 1 and 2', () => {
    const folder = newFolder();
    const path = join(folder, 'desk.csv');
    writeFileSync(path, TABLE);
    const broken = meridian('verify', path, '--scenario', 'scenarios/german-night');
    expect(broken.code).toBe(1);
    expect(broken.out).toMatch(/^Broken: [A-Z][^(]+\(R1\)/);
    expect(broken.out).toMatch(/^[A-Z].* \(R1\): 1 violation, the first at /m);
    expect(broken.out).toContain('cannot be checked with the contents of the log');
    writeFileSync(path, TABLE.split('\n').slice(0, 4).join('\n'));
    const good = meridian('verify', path, '--scenario', 'scenarios/german-night');
    expect(good.code).toBe(0);
    expect(good.out).toMatch(/^No violation found: \d+ of \d+ invariants tested\n/);
    expect(good.out).toMatch(
      /0 violations in \d+ checks of \d+ invariants; \d+ had nothing to check; \d+ cannot be checked/,
    );
    writeFileSync(path, TABLE.replace('premier/DE', 'premier/XX'));
    const bad = meridian('verify', path, '--scenario', 'scenarios/german-night');
    expect(bad.code).toBe(2);
    expect(bad.err).toContain('desk.csv:2: stream is "premier/XX/phone"');
    expect(meridian('verify', path, '--scenario', 'scenarios/nowhere').code).toBe(2);
    expect(meridian('verify', join(folder, 'none.csv'), '--scenario', 'scenarios/german-night').code).toBe(2);
  });
});

describe('the lists of all violations', () => {
  it('contain exactly the violations that the log can show, with case and line of the log', () => {
    const folder = newFolder();
    const path = join(folder, 'desk.csv');
    const cases = ['A', 'B', 'C'];
    const rows = cases.flatMap((id, i) => [
      `2014-11-04T09:0${i}:00Z,open,${id},premier/DE/phone,,,,`,
      `2014-11-04T09:0${i}:10Z,store,${id},,primary,data centre quincy,,`,
      `2014-11-04T09:0${i}:20Z,view,${id},,,,,redmond`,
    ]);
    writeFileSync(path, ['time,type,case,stream,role,place,copiedFrom,centre', ...rows].join('\n'));
    const lists = join(folder, 'lists');
    const verify = ['verify', path, '--scenario', 'scenarios/german-night', '--violations', lists];
    const { code, out } = meridian(...verify);
    expect(code).toBe(1);
    const report = reportOn(readFileSync(path), CSV);
    const listed = readFileSync(join(lists, 'violations.ndjson'), 'utf8').trim().split('\n');
    const found = listed.map((line): Record<string, unknown> => JSON.parse(line));
    for (const { id, notCheckable, violations } of report.results) {
      expect(found.filter((row) => row.invariant === id && row.known === 'then').length, id).toBe(violations);
      if (notCheckable !== null) expect(violations, id).toBe(0);
    }
    const first = found.filter(({ invariant }) => invariant === 'R1');
    expect(first.map((row) => [row.case, row.line])).toEqual(cases.map((id, i) => [id, 3 * i + 3]));
    const table = readFileSync(join(lists, 'violations.csv'), 'utf8').trim().split('\r\n');
    expect(table[0]).toBe('invariant,title,known,case,occurred,line,message,law');
    expect(table.length).toBe(found.length + 1);
    expect(out).toContain(join(lists, 'violations.ndjson'));
    expect(readdirSync(lists).sort()).toEqual(['violations.csv', 'violations.ndjson']);
  });

  it('are refused with exit code 2 if they cannot be written, whatever the log shows', () => {
    const folder = newFolder();
    const path = join(folder, 'desk.csv');
    for (const text of [TABLE, TABLE.split('\n').slice(0, 4).join('\n')]) {
      writeFileSync(path, text);
      const verify = [
        'verify',
        path,
        '--scenario',
        'scenarios/german-night',
        '--violations',
        join(path, 'in'),
      ];
      const { code, err, out } = meridian(...verify);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('choose another folder with --violations');
    }
  });

  it('are only for logs from elsewhere', () => {
    const { code, err } = meridian('verify', 'scenarios/german-night', '--violations', newFolder());
    expect(code).toBe(2);
    expect(err).toContain('--violations is for case logs from other systems');
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

  it('gives the same verdicts as without compression: gzip, gzip of several members, Brotli', () => {
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

  it('is refused if it is truncated, not compressed at all, or not text', () => {
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

/**
 * The command's output for a log, and the peak memory of its process, kB. `maxRSS` may include memory of the process that started it: Linux
 * carries it over to the new program.
 */
function measured(folder: string, path: string) {
  const [report, script] = [join(folder, 'most'), join(folder, 'measure.cjs')];
  const most = "/VmHWM:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]";
  const write = `fs.writeFileSync(${JSON.stringify(report)}, ${most})`;
  writeFileSync(script, `const fs = require('node:fs'); process.on('exit', () => ${write});`);
  const verify = ['verify', path, '--scenario', 'scenarios/german-night'];
  const { code, err, out } = meridianWith(['--require', script], verify);
  return { code, err, out, most: Number(readFileSync(report, 'utf8')) };
}

/** 128 MiB of newlines, compressed by Brotli. */
const NEWLINES_128_MIB =
  'y///P/glFOKxQCD3/o///3/wSwDEYRGA7v0f////4JcAiMMCAN37P/7//8EvARCHBQC693/8//+DXwIgDgsAdO//+P//B78EQBwWAOje//H//w9+CYA4LADQvf/j//8f/BIAcVgAoHv/x///P/glAOKwAED3/o///3/wSwDEYQGA7v0f////4JcAiMMCAN37P/7//8EvARCHBQC693/8//+DXwIgDgsAdO//+P//B78EQBwWAOje//H//w9+CYA4LADQvf/L//8//BIAcVgAoHv/Bw==';

describe('a compressed log that expands to a great length', () => {
  const folder = newFolder();
  const packed = (name: string, bytes: Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return measured(folder, path);
  };
  const newlines = Buffer.alloc(1 << 26, '\n');

  it('is refused in little memory if it contains next to nothing', () => {
    const bomb = Buffer.from(NEWLINES_128_MIB, 'base64');
    expect(bomb.length).toBeLessThan(300);
    const { code, err, most } = packed('bomb.ndjson.br', bomb);
    expect(code).toBe(2);
    expect(err).toContain('becomes more than 2,000 times as long when it is decompressed');
    expect(most).toBeLessThan(300_000);
  });

  it('is read if it contains events after all: empty lines are skipped and counted', () => {
    const [head = '', ...rows] = TABLE.split('\n');
    const text = Buffer.concat([Buffer.from(`${head}\n`), newlines, Buffer.from(rows.join('\n'))]);
    const { code, most, out } = packed('long.csv.gz', gzipSync(text));
    expect(code).toBe(1);
    expect(out).toContain(`long.csv.gz:${7 + newlines.length}`);
    expect(most).toBeLessThan(300_000);
  });
});

describe('a log of half a million lines', () => {
  it('is read in less than 250 MB', () => {
    const folder = newFolder();
    const path = join(folder, 'long.ndjson');
    const line = (id: number) =>
      `{"data":{"change":1},"datacontenttype":"application/json","id":"${id}","source":"urn:long","specversion":"1.0","time":"2014-11-04T09:00:00.000Z","type":"meridian.law"}\n`;
    for (let from = 0; from < 500_000; from += 10_000) {
      appendFileSync(path, Array.from({ length: 10_000 }, (_, i) => line(from + i)).join(''));
    }
    appendFileSync(path, line(77));
    const { code, most, out } = measured(folder, path);
    expect(code).toBe(1);
    expect(out).toContain('500,001 events about 0 cases');
    expect(out).toContain('long.ndjson:500001: the event "77" of source "urn:long" is on line 78 already');
    expect(most).toBeLessThan(250_000);
  });
});

/** Control characters except line ends, and characters that change the direction of writing. */
const STEERING = /[^\P{Cc}\n]|\u202e/u;

describe('the text of a log', () => {
  it('cannot control a terminal: names of files, ids of cases, values, places', () => {
    const red = '\u001b[31m';
    const [c1, turned] = ['\u009b31m', '\u202e'];
    const folder = newFolder();
    const path = join(folder, `desk${turned}.csv`);
    const verify = (...more: readonly string[]) =>
      meridian('verify', path, '--scenario', 'scenarios/german-night', ...more);
    const rows = (id: string, place: string) =>
      TABLE.replaceAll('INC-7', id).replace('centre redmond,', `centre ${place},`);
    writeFileSync(path, rows(`INC${red}${c1}`, `hades${red}${c1}${turned}`));
    const { code, out } = verify();
    expect(code).toBe(1);
    expect(out).toContain('The scenario does not know 1 name of the log:');
    expect(out).toContain('hades');
    // The table and its colours are ours. Nothing else begins with an escape, and no line end is missing or added.
    expect(out).not.toMatch(STEERING);
    const json = verify('--json').out;
    expect(json).not.toMatch(STEERING);
    const first = JSON.parse(json).results.find(({ id }: { id: string }) => id === 'R1').first;
    expect(first.caseId).toBe(`INC${red}${c1}`);
    writeFileSync(path, TABLE.replace('premier/DE', `premier${red}${c1}`));
    const { code: bad, err } = verify();
    expect(bad).toBe(2);
    expect(err).toContain('stream is ');
    expect(err).not.toMatch(STEERING);
  });
});
