import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SparseList } from '../../src/base/sparse-list.ts';

const anyNumber = fc.oneof(fc.nat(5), fc.integer({ min: 4090, max: 4100 }), fc.constant(2 ** 20));

describe('SparseList', () => {
  it('holds what a map holds, in the order of numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyNumber, fc.option(fc.nat(), { nil: undefined }))), (changes) => {
        const list = new SparseList<number>();
        const map = new Map<number, number>();
        for (const [number, value] of changes) {
          if (value === undefined) {
            list.delete(number);
            map.delete(number);
          } else {
            list.set(number, value);
            map.set(number, value);
          }
          expect(list.get(number)).toBe(map.get(number));
        }
        const expected = [...map].sort(([left], [right]) => left - right).map(([, value]) => value);
        expect([...list.values()]).toEqual(expected);
        const visited: number[] = [];
        list.forEach((value) => visited.push(value));
        expect(visited).toEqual(expected);
      }),
    );
  });

  it('holds the largest number', () => {
    const list = new SparseList<string>();
    list.set(2 ** 32 - 1, 'last');
    expect(list.get(2 ** 32 - 1)).toBe('last');
    expect([...list.values()]).toEqual(['last']);
  });

  it('releases a page with its last value', () => {
    const list = new SparseList<string>();
    list.set(1, 'a');
    list.set(1, 'b');
    list.set(5000, 'c');
    list.delete(1);
    list.delete(1);
    const pages = Reflect.get(list, 'pages') as readonly unknown[];
    expect(pages.map((page) => page !== undefined)).toEqual([false, true]);
  });
});
