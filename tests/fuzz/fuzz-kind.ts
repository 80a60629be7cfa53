/** One way to attack the product, at random or at every point there is. */
export interface FuzzKind {
  /** What is attacked with what, for people. */
  readonly title: string;
  /** Makes up to `runs` attacks. The same seed makes the same ones. */
  run(runs: number, seed: number): Promise<FuzzOutcome> | FuzzOutcome;
}

export interface FuzzOutcome {
  /** Attacks that were made. */
  readonly runs: number;
  /** One line for each attack that did damage, with what it takes to make it again. */
  readonly failures: readonly string[];
}
