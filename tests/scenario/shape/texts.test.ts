import { describe, expect, it } from 'vitest';
import type { Result } from '#base';
import { parseDistribution } from '../../../src/scenario/shape/distribution.ts';
import { readCountry, readLanguage } from '../../../src/scenario/shape/law-words.ts';
import {
  DURATION_PATTERN,
  parseDate,
  parseDays,
  parseDuration,
  parseInstant,
  parseRate,
  parseTimeOfDay,
  RATE_PATTERN,
} from '../../../src/scenario/shape/time-text.ts';

function valueOrCode<Value>(result: Result<Value, { readonly code: string }>): Value | string {
  return result.ok ? result.value : result.problem.code;
}

describe('durations', () => {
  it.each([
    ['90 s', 90_000],
    ['90s', 90_000],
    ['15 min', 900_000],
    ['1.5 h', 5_400_000],
    ['1 h 30 min', 5_400_000],
    ['1 day', 86_400_000],
    ['7 days', 604_800_000],
    ['4 weeks', 2_419_200_000],
    ['250 ms', 250],
    ['0 s', 0],
  ])('%s is %d ms, in the parser and in the pattern for editors', (text, ms) => {
    expect(valueOrCode(parseDuration(text))).toBe(ms);
    expect(text).toMatch(new RegExp(DURATION_PATTERN));
  });

  it.each([
    [15, 'unit-missing'],
    ['15', 'unit-missing'],
    [0, 'unit-missing'],
    ['15 m', 'unknown-unit'],
    ['1 month', 'unknown-unit'],
    ['2 years', 'unknown-unit'],
    ['5 toString', 'unknown-unit'],
    ['-5 min', 'out-of-range'],
    ['min 5', 'bad-duration'],
    ['5 min and a bit', 'bad-duration'],
    ['1e3 s', 'unknown-unit'],
    ['', 'bad-duration'],
    [true, 'wrong-type'],
    [`${'9'.repeat(400)} s`, 'out-of-range'],
  ])('%j is refused', (text, code) => {
    expect(valueOrCode(parseDuration(text))).toBe(code);
  });

  it('never suggest a unit for months and years, whose length varies', () => {
    const month = parseDuration('3 months');
    expect(month.ok ? '' : month.problem.remedy).not.toContain('did you mean');
  });
});

describe('rates', () => {
  it.each([
    ['1200/week', 1200],
    ['40/day', 280],
    ['120/h', 20_160],
    ['2 per hour', 336],
    ['3/min', 30_240],
    ['0/week', 0],
  ])('%s is %d a week', (text, perWeek) => {
    expect(valueOrCode(parseRate(text))).toBeCloseTo(perWeek, 9);
    expect(text).toMatch(new RegExp(RATE_PATTERN));
  });

  it.each([
    [120, 'unit-missing'],
    ['120', 'unit-missing'],
    ['120/year', 'unknown-unit'],
    ['120/constructor', 'unknown-unit'],
    ['-1/h', 'out-of-range'],
    ['10000001/h', 'out-of-range'],
    ['/h', 'bad-rate'],
    [false, 'wrong-type'],
  ])('%j is refused', (text, code) => {
    expect(valueOrCode(parseRate(text))).toBe(code);
  });
});

describe('instants, dates and times', () => {
  it('are read with their offset, and dates as their first moment in UTC', () => {
    expect(valueOrCode(parseInstant('2014-11-03T00:00:00Z'))).toBe(Date.UTC(2014, 10, 3));
    expect(valueOrCode(parseInstant('2014-11-03T01:00:00+01:00'))).toBe(Date.UTC(2014, 10, 3));
    expect(valueOrCode(parseInstant('2014-11-03 00:00:00.250z'))).toBe(Date.UTC(2014, 10, 3) + 250);
    expect(valueOrCode(parseInstant('2014-11-03'))).toBe(Date.UTC(2014, 10, 3));
  });

  it.each([
    '2014-11-03T00:00:00',
    '2014-11-03T24:00:00Z',
    '2014-11-03T00:60:00Z',
    '2014-11-03T00:00:00+25:00',
    'now',
    2014,
  ])('%s is no instant', (text) => {
    expect(valueOrCode(parseInstant(text))).toBe('bad-instant');
  });

  it('follow the calendar: leap days exist, and invalid days do not roll over', () => {
    expect(valueOrCode(parseDate('2016-02-29'))).toBe('2016-02-29');
    expect(valueOrCode(parseDate('2014-02-29'))).toBe('bad-date');
    expect(valueOrCode(parseInstant('2014-02-30T00:00:00Z'))).toBe('bad-date');
    expect(valueOrCode(parseDate('2014-13-01'))).toBe('bad-date');
    expect(valueOrCode(parseDate('1900-01-01'))).toBe('out-of-range');
  });

  it('include times of day up to 24:00', () => {
    expect(valueOrCode(parseTimeOfDay('08:30'))).toBe(510);
    expect(valueOrCode(parseTimeOfDay('8:30'))).toBe(510);
    expect(valueOrCode(parseTimeOfDay('24:00'))).toBe(1440);
    for (const text of ['24:01', '25:00', '8', '08:60', '8.30', 830]) {
      expect(valueOrCode(parseTimeOfDay(text))).toBe('bad-time');
    }
  });
});

describe('days of the week', () => {
  it.each([
    ['mon-fri', [0, 1, 2, 3, 4]],
    ['sat, sun', [5, 6]],
    ['fri-mon', [0, 4, 5, 6]],
    ['daily', [0, 1, 2, 3, 4, 5, 6]],
    ['Mon', [0]],
    [
      ['wed', 'mon'],
      [0, 2],
    ],
    [
      ['mon-tue', 'sun'],
      [0, 1, 6],
    ],
  ])('%j are %j', (text, days) => {
    expect(valueOrCode(parseDays(text))).toEqual(days);
  });

  it.each([['monday'], ['mo-fr'], ['mon-wed-fri'], [''], [[]], [7], [[1]], ['mon;tue']])(
    '%j are none',
    (text) => {
      expect(valueOrCode(parseDays(text))).toBe('bad-days');
    },
  );
});

describe('distributions', () => {
  it.each([
    ['fixed 3 min', { kind: 'fixed', value: 180_000 }],
    ['uniform 2 min to 9 min', { kind: 'uniform', low: 120_000, high: 540_000 }],
    ['exponential 5 min', { kind: 'exponential', mean: 300_000 }],
    ['lognormal 1 h 30 min sigma 0.9', { kind: 'lognormal', mean: 5_400_000, sigma: 0.9 }],
    ['weibull scale 5 min shape 1.3', { kind: 'weibull', scale: 300_000, shape: 1.3 }],
    [
      'triangular 0 s to 1 h 30 min mode 4 min',
      { kind: 'triangular', low: 0, mode: 240_000, high: 5_400_000 },
    ],
    ['erlang 1 h 30 min shape 4', { kind: 'erlang', mean: 5_400_000, shape: 4 }],
    ['gamma 5 min shape 0.1', { kind: 'gamma', mean: 300_000, shape: 0.1 }],
    [
      'hyperexponential 0.5 of 1 h 30 min and 0.25 of 1 min and 0.25 of 2 s',
      {
        kind: 'hyperexponential',
        phases: [
          { share: 0.5, mean: 5_400_000 },
          { share: 0.25, mean: 60_000 },
          { share: 0.25, mean: 2_000 },
        ],
      },
    ],
    [
      'hyperexponential 0 of 1 h and 1 of 1 min',
      { kind: 'hyperexponential', phases: [{ share: 1, mean: 60_000 }] },
    ],
  ])('%s', (text, distribution) => {
    expect(valueOrCode(parseDistribution(text))).toEqual(distribution);
  });

  it.each([
    ['normal 5 min', 'bad-distribution'],
    ['5 min', 'bad-distribution'],
    ['exponential', 'bad-distribution'],
    ['uniform 9 min to 2 min', 'bad-distribution'],
    ['lognormal 5 min sigma much', 'bad-distribution'],
    ['lognormal 5 min sigma 0', 'out-of-range'],
    ['lognormal 5 min sigma -1', 'out-of-range'],
    ['weibull scale 5 min shape 99', 'out-of-range'],
    ['exponential 0 s', 'out-of-range'],
    ['exponential 11 years', 'unknown-unit'],
    ['exponential 4000 days', 'out-of-range'],
    ['exponential -5 min', 'out-of-range'],
    ['uniform 2 to 9 min', 'unit-missing'],
    ['triangular 2 min to 9 min', 'bad-distribution'],
    ['triangular 9 min to 2 min mode 4 min', 'bad-distribution'],
    ['triangular 2 min to 9 min mode 1 min', 'bad-distribution'],
    ['erlang 5 min', 'bad-distribution'],
    ['erlang 5 min shape 0', 'out-of-range'],
    ['erlang 5 min shape 10001', 'out-of-range'],
    ['erlang 5 min shape 1.5', 'bad-number'],
    ['erlang 0 s shape 2', 'out-of-range'],
    ['gamma 5 shape 2', 'unit-missing'],
    ['gamma 5 min shape two', 'bad-distribution'],
    ['gamma 5 min shape 0.05', 'out-of-range'],
    ['hyperexponential 5 min scv 1', 'out-of-range'],
    ['hyperexponential 5 min scv 1001', 'out-of-range'],
    ['hyperexponential 0.5 of 2 min, 0.5 of 9 min', 'bad-distribution'],
    ['hyperexponential 50 % of 2 min and 50 % of 9 min', 'bad-distribution'],
    ['hyperexponential 0.5 of 2 and 0.5 of 9 min', 'unit-missing'],
    ['hyperexponential 0.5 of 0 s and 0.5 of 9 min', 'out-of-range'],
    ['hyperexponential 0.5 of 4000 days and 0.5 of 9 min', 'out-of-range'],
    ['hyperexponential 0.5 of 2 min and 0.4 of 9 min', 'shares-not-one'],
    ['lognormal 5 min cv 1001', 'out-of-range'],
    ['lognormal 5 min sigma 1 cv 1', 'bad-distribution'],
    ['empirical', 'bad-distribution'],
    ['empirical 0 s 0, 5 min 1', 'bad-distribution'],
  ])('%s is refused', (text, code) => {
    expect(valueOrCode(parseDistribution(text))).toBe(code);
  });
});

describe('countries and languages', () => {
  it('are ISO codes in capitals, and remedies lead to them from names and similar codes', () => {
    expect(valueOrCode(readCountry('IE'))).toBe('IE');
    const remedy = (text: string) => {
      const read = readCountry(text);
      return read.ok ? null : read.problem.remedy;
    };
    expect(remedy('UK')).toContain("'GB'");
    expect(remedy('EL')).toContain("'GR'");
    expect(remedy('ie')).toContain("'IE'");
    expect(remedy('Ireland')).toContain("'IE'");
    expect(remedy('toString')).toContain('ISO 3166-1');
  });

  it('are BCP 47 tags of known languages, in canonical form', () => {
    expect(valueOrCode(readLanguage('pt-br'))).toBe('pt-BR');
    expect(valueOrCode(readLanguage('zh-hans-CN'))).toBe('zh-Hans-CN');
    for (const text of ['xx', 'english', 'klingon', 'de_AT', 'de-ZZ', '', '7']) {
      expect(valueOrCode(readLanguage(text)), text).toBe('unknown-language');
    }
  });
});
