import { describe, expect, it } from 'vitest';
import { readMapping } from '#caselog';

const HEAD = 'meridian-mapping: 1\n';
const EVENTS = `${HEAD}columns: {case: id, time: at}\n`;

/** Mappings with one mistake: code, line, and parts of message and remedy. */
const BAD: Readonly<Record<string, readonly [string, string, number, string, string]>> = {
  'no version': [
    'columns: {case: id, time: at}',
    'missing-key',
    1,
    'meridian-mapping',
    'write meridian-mapping: 1',
  ],
  'another version': [
    'meridian-mapping: 2\ncolumns: {case: id, time: at}',
    'wrong-type',
    1,
    'is 1',
    'mapping: 1',
  ],
  'an unknown key': [`${EVENTS}colunms: {}`, 'unknown-key', 3, "'colunms'", "did you mean 'columns'?"],
  'an unknown field': [
    `${HEAD}columns: {case: id, time: at, team: x}`,
    'unknown-key',
    2,
    "'team'",
    'use one of',
  ],
  'no case': [`${HEAD}columns: {time: at}`, 'missing-key', 2, 'id of the case', 'columns: case:'],
  'no time': [`${HEAD}columns: {case: id}`, 'missing-key', 2, 'time of the event', 'columns: time:'],
  'a column that is a map': [
    `${HEAD}columns: {case: {a: b}, time: at}`,
    'wrong-type',
    2,
    'name of a column',
    'list',
  ],
  'times of events': [`${EVENTS}times: {opened: at}`, 'missing-key', 3, 'rows that are cases', 'rows: case'],
  'cases without times': [
    `${HEAD}rows: case\ncolumns: {case: id}`,
    'missing-key',
    1,
    'no column',
    'add times:',
  ],
  'an unknown zone': [`${EVENTS}timeZone: Europe/Dublim`, 'unknown-time-zone', 3, 'Dublim', 'Europe/Dublin'],
  'an unknown time format': [`${EVENTS}timeFormat: 'DD/QQ'`, 'wrong-type', 3, 'not one', 'yyyy'],
  'half a clock': [`${EVENTS}timeFormat: 'd/M/yyyy h:mm'`, 'wrong-type', 3, 'not one', 'yyyy'],
  'an unknown encoding': [
    `${EVENTS}encoding: latin-99`,
    'wrong-type',
    3,
    'encoding is unknown',
    'windows-1252',
  ],
  'an unknown separator': [`${EVENTS}separator: ':'`, 'wrong-type', 3, 'separator is unknown', '\\t'],
  'a value that means no severity': [
    `${EVENTS}values: {severity: {High: AA}}`,
    'unknown-word',
    3,
    "'AA'",
    'A',
  ],
  'a fixed channel that is none': [`${EVENTS}fixed: {channel: fax}`, 'unknown-word', 3, "'fax'", 'phone'],
  'a fixed time': [`${EVENTS}fixed: {time: x}`, 'missing-key', 3, 'same in all rows', 'remove'],
  'a list of missing values that is none': [`${EVENTS}missing: x`, 'wrong-type', 3, 'a list', "['?'"],
  'broken YAML': [`${EVENTS}values: {`, 'syntax', 3, 'not YAML', ''],
  'an empty file': ['', 'file-empty', 1, 'empty', '--guess'],
  'a list': ['- a', 'not-a-map', 1, 'a list', 'meridian-mapping: 1'],
};

describe('a mapping file', () => {
  it.each(Object.entries(BAD))(
    'is refused with its place for %s',
    (_, [text, code, line, message, remedy]) => {
      const read = readMapping('mapping.yaml', text);
      expect(read.ok).toBe(false);
      if (read.ok) return;
      expect(read.problem[0]).toMatchObject({ code, file: 'mapping.yaml' });
      expect(read.problem[0]?.line).toBeLessThanOrEqual(line + 1);
      expect(read.problem[0]?.message).toContain(message);
      expect(read.problem[0]?.remedy).toContain(remedy);
    },
  );

  it('lists several mistakes at once', () => {
    const read = readMapping('mapping.yaml', `${HEAD}colums: 1\nrow: 2\n`);
    expect(read.ok ? [] : read.problem.map(({ code }) => code)).toEqual(['unknown-key', 'unknown-key']);
  });
});
