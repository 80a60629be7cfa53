import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { loadScenario, runInMemory, scenarioNames } from '../running.ts';
import {
  auditLog,
  bytesOf,
  CSV,
  entriesOfLedger,
  eventsOf,
  GERMAN_NIGHT,
  JSON_LINES,
  readLog,
  readPieces,
  tableOf,
} from './reading.ts';

/** By then the desk of one-cause has opened, which nobody calls at night. */
const FIRST_MORNING_MS = 9 * HOUR_MS;

/** A run that is short enough for every scenario. */
function beginningOf(name: string, mostMs = 2 * HOUR_MS): { scenario: Scenario; ledger: Uint8Array } {
  const whole = loadScenario(name);
  const scenario = { ...whole, horizonMs: Math.min(whole.horizonMs, mostMs) };
  return { scenario, ledger: runInMemory(scenario).ledger };
}

/** Some lines of every kind: omitted, escaped, non-ASCII and empty ones, and no line end at the end. */
const MIXED = [
  '{"data":{"stream":"premier/DE/phone"},"id":"0","source":"urn:a","subject":"case/INC-ü","time":"2014-11-04T09:00:00Z","type":"meridian.open"}',
  '',
  '{"type":"chat","id":"1","source":"urn:a"}\r',
  '{"data":{"role":"primary","place":"data centre dublin-dc"},"datacontenttype":"application/json","id":"2","source":"urn:a","specversion":"1.0","subject":"case/INC-\\u00fc","time":"2014-11-04T09:00:01.500Z","type":"meridian.store"}',
  '   ',
  '{"data":{"change":7},"datacontenttype":"application/json","id":"3","source":"urn:a","specversion":"1.0","time":"2014-11-04T10:00:00.000Z","type":"meridian.law"}',
  '{"data":{"change":7},"datacontenttype":"application/json","id":"3","source":"urn:a","specversion":"1.0","time":"2014-11-04T10:00:00.000Z","type":"meridian.law"}',
  '{"data":{"role":"primary","place":"data centre atlantis"},"datacontenttype":"application/json","id":"4","source":"urn:a","specversion":"1.0","subject":"case/INC-2","time":"2014-11-04T10:00:00.000Z","type":"meridian.store"}',
].join('\n');

const TABLE = [
  'time,type,case,stream,role,place,note',
  '2014-11-04T09:00:00Z,open,"INC,""7""",premier/DE/phone,,,',
  '2014-11-04T09:00:00Z,store,"INC,""7""",,primary,data centre dublin-dc,"a note',
  '',
  'of ""three"" lines, über all"',
  '2014-11-04T09:20:00Z,store,"INC,""7""",,working copy,centre redmond,\r',
].join('\n');

describe('a log that arrives in pieces', () => {
  it('gives the same report wherever it is cut: at every byte, and into single bytes', () => {
    for (const [text, form] of [
      [`\ufeff${MIXED}`, JSON_LINES],
      [TABLE, CSV],
    ] as const) {
      const bytes = bytesOf(text);
      const whole = readPieces([bytes], form);
      const wanted = [whole.entries, whole.issues, whole.reader.log.disorder, whole.reader.log.leftOut];
      expect(whole.issues).toEqual([]);
      const cuts = Array.from({ length: bytes.length }, (_, at) => [
        bytes.subarray(0, at),
        bytes.subarray(at),
      ]);
      const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
      for (const pieces of [...cuts, single]) {
        const { entries, issues, reader } = readPieces(pieces, form);
        expect([entries, issues, reader.log.disorder, reader.log.leftOut]).toEqual(wanted);
      }
    }
  });

  it('has its lines counted as an editor counts them', () => {
    const { entries, reader } = readLog(MIXED, JSON_LINES);
    expect(entries.map((_, i) => reader.log.lines.lineOf(i))).toEqual([1, 4, 6, 7, 8]);
    const table = readLog(TABLE, CSV);
    expect(table.entries.map((_, i) => table.reader.log.lines.lineOf(i))).toEqual([2, 3, 6]);
    expect(table.reader.log.cases.nameOf(0)).toBe('INC,"7"');
  });
});

describe('the events of every scenario', () => {
  it('give the entries of the ledger, number for number, and so do the same lines read as generic JSON', () => {
    const kinds = new Set<number>();
    for (const name of scenarioNames()) {
      const { ledger, scenario } = beginningOf(name, name === 'one-cause' ? FIRST_MORNING_MS : undefined);
      const text = eventsOf(ledger, scenario);
      const wanted = entriesOfLedger(ledger);
      const quick = readLog(text, JSON_LINES, scenario);
      expect(quick.issues, name).toEqual([]);
      expect(quick.entries.length, name).toBe(wanted.length);
      const wrong = quick.entries.findIndex((entry, i) =>
        entry.some((number, k) => number !== wanted[i]?.[k]),
      );
      expect(wrong === -1 ? [] : [name, quick.entries[wrong]]).toEqual(
        wrong === -1 ? [] : [name, wanted[wrong]],
      );
      const general = readLog(text, { ...JSON_LINES, isGeneral: true }, scenario);
      const differs = general.entries.findIndex((entry, i) =>
        entry.some((number, k) => number !== wanted[i]?.[k]),
      );
      expect([differs, general.entries.length, general.issues.length], name).toEqual([-1, wanted.length, 0]);
      for (const one of [quick, general]) {
        expect(one.reader.log.disorder.lines, name).toBe(0);
        expect(one.reader.log.cases.openedCount, name).toBe(quick.reader.log.cases.openedCount);
      }
      for (const [, kind = 0] of wanted) kinds.add(kind);
    }
    // Together the scenarios produce most kinds of acts.
    expect(kinds.size).toBeGreaterThan(15);
  });
});

describe('the same log as a table', () => {
  it('gives the same entries', () => {
    for (const name of ['german-night', 'break-glass', 'second-opinion', 'own-lines']) {
      const { ledger, scenario } = beginningOf(name);
      const { entries, issues } = readLog(tableOf(eventsOf(ledger, scenario)), CSV, scenario);
      expect(issues, name).toEqual([]);
      expect(entries, name).toEqual(entriesOfLedger(ledger));
    }
  });
});

describe('a line in the form of our own exports', () => {
  const LINE = MIXED.split('\n')[5] as string;
  /** The result of reading it, after a line that gives the source. */
  const read = (line: string, isGeneral: boolean) => {
    const text = `${LINE.replace('"3"', '"0"')}\n${line}`;
    const { entries, issues, reader } = readLog(text, { ...JSON_LINES, isGeneral });
    const { disorder, leftOut, withoutId } = reader.log;
    return { entries, issues, disorder, leftOut, withoutId };
  };

  it('means the same when read as generic JSON, whatever byte is changed, left out or doubled', () => {
    const units = ['"', '\\', '}', '{', ',', ':', '0', '9', 'x', ' ', '\t', '\u0000', 'ü', '\u007f'];
    for (let at = 0; at < LINE.length; at++) {
      const [before, after] = [LINE.slice(0, at), LINE.slice(at)];
      const changed = [before + after.slice(1), before + LINE[at] + after];
      for (const unit of units) changed.push(before + unit + after.slice(1), before + unit + after);
      for (const line of changed) expect(read(line, false), line).toEqual(read(line, true));
    }
  });

  it('is read without making an object; lines with other JSON are read the generic way', () => {
    for (const line of [
      LINE.replace('"id":"3"', '"id":"a\\u0062"'),
      LINE.replace('"id":"3"', '"id":""'),
      LINE.replace('{"change":7}', '{"change":7,"extra":{"deep":["},\\"datacontenttype\\""]}}'),
      LINE.replace('{"change":7}', '{"change":7}}'),
      LINE.replace('{"change":7}', '{}'),
      LINE.replace('{"change":7}', '{"change":-7}'),
      LINE.replace('urn:a', 'urn:b'),
      LINE.replace('.000Z', 'Z'),
      LINE.replace('T10:00:00.000Z', 'T24:00:00.000Z'),
      LINE.replace('meridian.law', 'meridian.fly'),
      LINE.replace('meridian.law', 'law'),
      LINE.replace('"1.0",', '"1.0","subject":"case/",'),
      LINE.replace('"1.0",', '"1.0","subject":"case/\\"",'),
      LINE.replace('"1.0",', '"1.0","subject":"case/ü",'),
      `${LINE} `,
      ` ${LINE}`,
      `${LINE}\r`,
    ]) {
      expect(read(line, false), line).toEqual(read(line, true));
    }
  });
});

describe('an unreadable log', () => {
  it('is refused by line: invalid UTF-8, lines that are too long, up to 20 issues', () => {
    const bad = Buffer.concat([
      bytesOf(`${MIXED}\n`),
      Uint8Array.of(0x22, 0xff, 0x22, 10),
      bytesOf('x'.repeat(2 << 20)),
    ]);
    expect(auditLog(bad, JSON_LINES)).toEqual([
      { line: 9, message: 'it is not text in UTF-8', remedy: 'save the log as UTF-8' },
      {
        line: 10,
        message: 'it is longer than 1,048,576 bytes',
        remedy: 'write each event on a line of its own',
      },
    ]);
    expect(auditLog('x\n'.repeat(50), JSON_LINES)).toHaveLength(20);
    const { reader } = readLog('x\n'.repeat(50), JSON_LINES);
    expect(reader.take(bytesOf('{}'))).toBe(false);
  });

  it('is refused if a quoted cell never ends, with the line on which its row begins', () => {
    const text = `${TABLE}\n2014-11-04T09:20:00Z,open,"INC-8${'\nx,'.repeat(400_000)}`;
    expect(auditLog(text, CSV)).toMatchObject([{ line: 7 }]);
    expect(auditLog(`${TABLE}\n2014-11-04T09:20:00Z,open,"INC-8\n\n`, CSV)).toMatchObject([
      { line: 7, remedy: 'close each quote, and double those inside of a cell' },
    ]);
  });
});

describe('the end of a log', () => {
  it("ends what is judged: not the scenario's horizon, and including a change of law in its last instant", () => {
    const london = loadScenario('london-2020');
    const at = (time: string) =>
      [
        'time,type,case,stream,role,place',
        `${time},open,7,premier/DE/phone,,`,
        `${time},store,7,,cache,data centre dublin-dc`,
        `${time},delete,7,,cache,data centre dublin-dc`,
        `${time},store,7,,primary,data centre london`,
      ].join('\n');
    for (const scenario of [london, { ...london, horizonMs: DAY_MS }]) {
      const violations = (time: string) => {
        const report = auditLog(at(time), CSV, scenario);
        return 'results' in report ? report.results.find(({ id }) => id === 'R1')?.violations : null;
      };
      expect(violations('2020-12-31T22:59:59.999Z')).toBe(0);
      expect(violations('2020-12-31T23:00:00Z')).toBe(1);
      expect(violations('2021-06-01T00:00:00Z')).toBe(1);
    }
    expect(GERMAN_NIGHT.horizonMs).toBeGreaterThan(0);
  });
});
