import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/scenario/trace/sheet.ts';

const read = (text: string) => [...readCsv(text)];
const texts = (text: string) => read(text).map(({ cells }) => cells.map((cell) => cell.text));

describe('rows of comma-separated values', () => {
  it('are separated by line ends of any system, without blank lines, remarks and byte-order mark', () => {
    expect(texts('\ufeffa,b\r\n\r\n# no row\n1,2\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('may have values that are empty, spaced or quoted', () => {
    expect(texts(' a , ,"b, ""c""" ,')).toEqual([['a', '', 'b, "c"', '']]);
  });

  it('give the line and column of each value', () => {
    expect(read('\n a,"b"').map(({ cells, line }) => [line, cells.map(({ column }) => column)])).toEqual([
      [2, [2, 4]],
    ]);
  });

  it.each(['a,"b', 'a,b"c', '"a"b,c'])('are malformed with a stray quote: %s', (text) => {
    expect(read(text).map(({ isBroken }) => isBroken)).toEqual([true]);
  });
});
