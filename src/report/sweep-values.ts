import { parseDuration, parseRate } from '#scenario';

/** Ways to read a value that has a size, the plainest first. */
const READERS: readonly ((text: string) => number | null)[] = [
  (text) => (isNumber(text) ? Number(text) : null),
  (text) => sizeIn(parseRate(text)),
  (text) => sizeIn(parseDuration(text)),
];
/** A number within words, such as `exponential 5 min` or `80 %`. */
const NUMBER_WITHIN = /^(\D*)(\d+(?:\.\d+)?)(\D*)$/;

/**
 * The size of each value on one scale, in any unit: all numbers, all rates, all durations, or all the same words around a number. Null if
 * the values have no common scale, so that only the order of the file is known.
 */
export function sizesOf(texts: readonly string[]): readonly number[] | null {
  for (const read of READERS) {
    const sizes = texts.map(read);
    if (sizes.every((size) => size !== null)) return sizes;
  }
  const parts = texts.map((text) => NUMBER_WITHIN.exec(text));
  const words = new Set(parts.map((part) => (part === null ? null : `${part[1]}#${part[3]}`)));
  return words.size > 1 || words.has(null) ? null : parts.map((part) => Number(part?.[2]));
}

/** Values by size, if they have one; otherwise in their order. */
export function valuesInOrder(texts: readonly string[]): readonly string[] {
  const sizes = sizesOf(texts);
  if (sizes === null) return texts;
  const order = texts.map((text, i) => ({ text, size: sizes[i] as number }));
  return order.sort((one, other) => one.size - other.size).map(({ text }) => text);
}

export function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

function sizeIn(read: ReturnType<typeof parseRate>): number | null {
  return read.ok ? read.value : null;
}
