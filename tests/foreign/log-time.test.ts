import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTime } from '../../src/foreign/bytes/log-time.ts';
import { CSV, issuesOf, JSON_LINES } from './reading.ts';

const read = (text: string): number => {
  const instant = readTime(text);
  return typeof instant === 'number' ? instant : Number.NaN;
};

describe('a timestamp in a log', () => {
  it('is the instant that Date.parse gives, if the calendar has it', () => {
    const instant = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    const offset = fc.integer({ min: -12 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(instant, offset, (date, minutes) => {
        const iso = date.toISOString();
        expect(read(iso)).toBe(date.getTime());
        const two = (number: number) => String(number).padStart(2, '0');
        const size = Math.abs(minutes);
        const zone = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
        for (const text of [iso.replace('Z', zone), iso.slice(0, 19) + zone, iso.slice(0, 16) + zone]) {
          expect(read(text), text).toBe(Date.parse(text));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('may have any number of decimals, of which three count', () => {
    const second = Date.parse('2014-11-04T09:30:07Z');
    expect(read('2014-11-04T09:30:07.5Z')).toBe(second + 500);
    expect(read('2014-11-04T09:30:07.012999999Z')).toBe(second + 12);
    expect(read('2014-11-04T09:30:07.Z')).toBeNaN();
  });

  it('must exist: no invalid day, hour or offset is shifted to a valid one', () => {
    const wrong = [
      ['2014-11-31T10:00:00Z', '2014-11 has 30 days'],
      ['2014-02-29T10:00:00Z', '2014-02 has 28 days'],
      ['1900-02-29T10:00:00Z', '1900-02 has 28 days'],
      ['2014-11-00T10:00:00Z', '2014-11 has 30 days'],
      ['2014-13-01T10:00:00Z', 'there is no month 13'],
      ['2014-00-01T10:00:00Z', 'there is no month 00'],
      ['2014-11-04T24:00:00Z', 'there is no hour 24'],
      ['2014-11-04T10:60:00Z', 'there is no minute 60'],
      ['2014-11-04T10:00:61Z', 'there is no second 61'],
      ['2016-12-31T23:59:60Z', 'there is no second 60: leap seconds are not counted'],
      ['2014-11-04T10:00:00+14:01', 'no zone is +14:01 from UTC'],
      ['2014-11-04T10:00:00-12:01', 'no zone is -12:01 from UTC'],
      ['2014-11-04T10:00:00+24:00', 'no zone is +24:00 from UTC'],
      ['2014-11-04T10:00:00+05:60', 'no zone is +05:60 from UTC'],
      ['2014-11-04T10:00:00', 'it is not a time with a zone'],
      ['2014-11-04 10:00:00Z', 'it is not a time with a zone'],
      ['2014-11-04T10:00:00z', 'it is not a time with a zone'],
      ['2014-11-04T10:00:00Zulu', 'it is not a time with a zone'],
      ['2014-11-04', 'it is not a time with a zone'],
      ['+002014-11-04T10:00:00Z', 'it is not a time with a zone'],
      ['', 'it is not a time with a zone'],
    ] as const;
    for (const [text, why] of wrong) {
      expect(read(text), text).toBeNaN();
      expect(readTime(text), text).toContain(why);
    }
    for (const text of ['2012-02-29T10:00:00Z', '2000-02-29T10:00:00Z', '2014-11-30T23:59:59.999+14:00']) {
      expect(read(text), text).toBe(Date.parse(text));
    }
  });

  it('is refused with its line, its value and a remedy', () => {
    const rows = ['time,type,case', '2014-11-04T10:00:00Z,law,', '2014-11-31T10:00:00Z,law,'];
    const [inTable] = issuesOf(rows.join('\n'), CSV);
    expect(inTable).toEqual({
      line: 3,
      message: '"2014-11-31T10:00:00Z" is not a time: 2014-11 has 30 days',
      remedy: 'write RFC 3339 with a zone, e.g. 2014-11-04T09:30:00Z',
    });
    const event = (time: string) => JSON.stringify({ type: 'meridian.law', time });
    const [inJson] = issuesOf([event('2014-11-04T24:00:00Z')].join('\n'), JSON_LINES);
    expect(inJson?.message).toBe(
      '"2014-11-04T24:00:00Z" is not a time: there is no hour 24: a day ends at 23:59:59',
    );
  });
});
