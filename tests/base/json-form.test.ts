import { describe, expect, it } from 'vitest';
import { hasForm, orNull } from '#base';

describe('the form of a JSON value', () => {
  const form = { name: 'text', sizes: ['count'], first: orNull({ at: 'count' }) } as const;

  it('is had by a value with these keys, and others besides', () => {
    expect(hasForm({ name: 'a', sizes: [0, 7, 2 ** 48], first: null, more: true }, form)).toBe(true);
    expect(hasForm({ name: 'a', sizes: [], first: { at: 1 } }, form)).toBe(true);
  });

  it.each([
    ['a key is missing', { name: 'a', sizes: [] }],
    ['a key is inherited', Object.create({ name: 'a', sizes: [], first: null })],
    ['an item of a list is not a count', { name: 'a', sizes: [1, 0.5], first: null }],
    ['a count is negative', { name: 'a', sizes: [-1], first: null }],
    ['a count is not one that a ledger can hold', { name: 'a', sizes: [2 ** 49], first: null }],
    ['a list is an object', { name: 'a', sizes: {}, first: null }],
    ['an object is a list', []],
    ['there is nothing', null],
  ])('is not had if %s', (_, value) => {
    expect(hasForm(value, form)).toBe(false);
  });
});
