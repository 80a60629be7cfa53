import type { NumberOf } from './indexed.ts';

/** The number of each word: its place in a list of different words. */
export function numbered<const Word extends string>(
  words: readonly Word[],
): { readonly [One in Word]: NumberOf<One> } {
  return Object.fromEntries(words.map((word, number) => [word, number])) as { [One in Word]: NumberOf<One> };
}
