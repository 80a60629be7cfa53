/** A random source of a world's file: the same number gives the same world on every machine. */
export interface Dice {
  /** How often an optional key is written. */
  readonly density: number;
  /** From `least` to `most`. */
  whole(least: number, most: number): number;
  chance(share: number): boolean;
  of<Value>(values: readonly Value[]): Value;
  /** At least one of the values, in a random order. */
  some<Value>(values: readonly Value[]): readonly Value[];
}

/** A value of a file: text, numbers, lists and maps. */
export type FileValue = string | number | boolean | null | readonly FileValue[] | FileMap;
export interface FileMap {
  readonly [key: string]: FileValue;
}

/** D. Lemire and others' SplitMix in 32 bits. */
export function createDice(seed: number): Dice {
  let state = (Math.imul(seed, 0x9e3779b9) ^ 0x5bf03635) >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return ((word ^ (word >>> 15)) >>> 0) / 2 ** 32;
  };
  // Few keys, many keys and almost all keys at once find different faults.
  const density = [0.06, 0.15, 0.15, 0.3, 0.5][Math.floor(next() * 5)] as number;
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const of = <Value>(values: readonly Value[]) => values[whole(0, values.length - 1)] as Value;
  const shuffled = <Value>(values: readonly Value[]) => {
    const left = [...values];
    return values.map(() => left.splice(whole(0, left.length - 1), 1)[0] as Value);
  };
  return {
    density,
    whole,
    of,
    chance: (share) => next() < share,
    some: (values) => shuffled(values).slice(0, whole(1, values.length)),
  };
}

/** The map of those keys that are drawn, each with the given share, or the density of the world. */
export function drawn(
  dice: Dice,
  keys: Readonly<Record<string, () => FileValue>>,
  share = dice.density,
): FileMap {
  const written = Object.entries(keys).filter(() => dice.chance(share));
  return Object.fromEntries(written.map(([key, make]) => [key, make()]));
}

/** The map of at least one of the keys. */
export function drawnSome(dice: Dice, keys: Readonly<Record<string, () => FileValue>>): FileMap {
  return Object.fromEntries(dice.some(Object.keys(keys)).map((key) => [key, keys[key]?.() ?? null]));
}

/** A map with a value of its own for at least one of the names. */
export function eachOf(dice: Dice, names: readonly string[], make: (name: string) => FileValue): FileMap {
  return Object.fromEntries(dice.some(names).map((name) => [name, make(name)]));
}

/** A list of one to `most` items. */
export function listOf<Value extends FileValue>(
  dice: Dice,
  most: number,
  make: () => Value,
): readonly Value[] {
  return Array.from({ length: dice.whole(1, most) }, make);
}

/** Shares of at least one of the names, which add up to 1. */
export function sharesOf(dice: Dice, names: readonly string[]): FileMap {
  const chosen = dice.some(names);
  const weights = chosen.map(() => dice.whole(1, 100));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Object.fromEntries(chosen.map((name, i) => [name, (weights[i] as number) / sum]));
}
