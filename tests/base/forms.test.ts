import { describe, expect, it } from 'vitest';
import {
  anyOf,
  byKey,
  checked,
  type Form,
  list,
  number,
  type Of,
  optional,
  orNull,
  perWord,
  Reading,
  record,
  rowsOf,
  text,
  textLike,
  truth,
  tuple,
  word,
} from '#base';

/** What is wrong with a value, as `path: message`. */
function problemsOf(form: Form<unknown>, value: unknown): readonly string[] {
  const reading = new Reading(value);
  reading.read(form, value);
  return reading.problems.map(({ message, path }) => `${path}: ${message}`);
}

const fruits = rowsOf('fruits');
const basket = record({
  fruits: list(record({ name: text, weight: optional(number({ above: 0 })) })),
  best: fruits.index,
  last: fruits.indexOrNone,
  prices: fruits.each(orNull(number({ min: 0 }))),
});
const good: Of<typeof basket> = {
  fruits: [{ name: 'fig', weight: 0.1 }, { name: 'pear' }],
  best: 1,
  last: -1,
  prices: [2, null],
};

describe('a form', () => {
  it('reads a value with the members of its objects in its own order', () => {
    const { best, fruits, last, prices } = good;
    const reading = new Reading(good);
    expect(reading.read(basket, { prices, last, best, fruits })).toEqual(good);
    expect(reading.problems).toEqual([]);
    expect(Object.keys(reading.read(basket, { prices, last, best, fruits }))).toEqual(Object.keys(good));
  });

  it('finds everything that is wrong, each with its path', () => {
    const bad = { ...good, fruits: [{ name: 7 }, { weight: 0, colour: 'red' }], last: -2, prices: [1] };
    expect(problemsOf(basket, bad)).toEqual([
      'fruits.0.name: expected a text, not 7',
      'fruits.1.name: it is missing',
      'fruits.1.weight: expected a number, above 0, not 0',
      'fruits.1.colour: there is no such key here',
      'last: expected a whole number, at least -1, not -2',
      "prices: 1 values for the list 'fruits' of 2",
    ]);
  });

  it('checks numbers of rows against the list that they are of, if it is there', () => {
    expect(problemsOf(basket, { ...good, best: 2 })).toEqual([
      "best: there is no number 2, the list 'fruits' has 2",
    ]);
    expect(problemsOf(record({ best: fruits.index }), { best: 0 })).toEqual([
      "best: there is no number 0, the list 'fruits' has 0",
    ]);
    expect(problemsOf(basket, { ...good, fruits: 'none' })).toEqual(['fruits: expected a list, not "none"']);
  });

  it('inherits nothing: members count only if the object itself has them', () => {
    expect(problemsOf(record({ constructor: optional(text) }), {})).toEqual([]);
    expect(problemsOf(record({}), JSON.parse('{"__proto__":{}}'))).toEqual([
      '__proto__: there is no such key here',
    ]);
  });

  it.each<[string, Form<unknown>, unknown, string]>([
    ['another word', word(['a', 'b']), 'c', ': expected one of a, b, not "c"'],
    ['a text for a truth', truth, 'true', ': expected true or false, not "true"'],
    [
      'a text without its pattern',
      textLike(/^[A-Z]$/, 'a capital letter'),
      'a',
      ': expected a capital letter, not "a"',
    ],
    ['a fraction', number({ step: 1 }), 0.5, ': expected a whole number, not 0.5'],
    ['no multiple', number({ step: 60 }), 61, ': expected a multiple of 60, not 61'],
    ['an infinite number', number(), Number.POSITIVE_INFINITY, ': expected a number, not Infinity'],
    ['too many values', tuple(text, text), ['a', 'b', 'c'], ': 3 values in a list of 2'],
    ['too short a list', list(text, { least: 1 }), [], ': fewer than 1 in the list'],
    ['another length', list(text, { length: 3 }), ['a'], ': 1 values in a list of 3'],
    ['a missing word', perWord(['a', 'b'], text), { a: '' }, 'b: it is missing'],
    ['a wrong value under any key', byKey(text), { x: 1 }, 'x: expected a text, not 1'],
  ])('refuses %s', (_, form, value, problem) => {
    expect(problemsOf(form, value)).toEqual([problem]);
  });

  it('of several kinds reports what is wrong by the kind that a value comes closest to', () => {
    const fixed = record({ kind: word(['fixed']), value: number({ min: 0 }) });
    const uniform = record({ kind: word(['uniform']), low: number(), high: number() });
    const either = anyOf(fixed, uniform, word(['none']));
    expect(problemsOf(either, { kind: 'fixed', value: -1 })).toEqual([
      'value: expected a number, at least 0, not -1',
    ]);
    expect(problemsOf(either, { kind: 'uniform', low: 1 })).toEqual(['high: it is missing']);
    expect(problemsOf(either, 'none')).toEqual([]);
    expect(problemsOf(either, [])).toEqual([': expected an object, not a list']);
  });

  it('is checked further only if a value has it, and may have another one in its place', () => {
    const ascending = checked(list(number()), (values, reading) => {
      if (values.some((value, k) => value < (values[k - 1] ?? value))) reading.report('not in order');
    });
    expect(problemsOf(ascending, [2, 1])).toEqual([': not in order']);
    expect(problemsOf(ascending, [2, 'x', 1])).toEqual(['1: expected a number, not "x"']);
    const reading = new Reading(
      null,
      new Map<Form<unknown>, Form<unknown>>([[ascending, record({ upTo: number() })]]),
    );
    expect(reading.read(record({ values: ascending }), { values: { upTo: 3 } })).toEqual({
      values: { upTo: 3 },
    });
    expect(reading.read(ascending, [1, 2])).toEqual([1, 2]);
    expect(reading.problems).toEqual([]);
  });
});
