/** One way to attack the product, at random or at every possible point. */
export interface FuzzKind {
  /** What is attacked with what, in words. */
  readonly title: string;
  /** Makes up to `runs` attacks. The same seed makes the same ones. */
  run(runs: number, seed: number): Promise<FuzzOutcome> | FuzzOutcome;
}

export interface FuzzOutcome {
  /** Attacks that were made. */
  readonly runs: number;
  /** One line for each attack that did damage, with what is needed to repeat it. */
  readonly failures: readonly string[];
  /** How many attacks were of each of its kinds of change, if there are several. */
  readonly byKind?: ReadonlyMap<string, number>;
}

/** Whole numbers below `most`, from a seed: Mulberry32. */
export function numbersFrom(seed: number): (most: number) => number {
  let state = seed >>> 0;
  return (most) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * most);
  };
}
