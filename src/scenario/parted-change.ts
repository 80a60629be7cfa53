import { definite, subsetsOf } from '#base';
import { type ChangePart, withPartsOf } from './change-parts.ts';
import { type ParsedScenario, parseSource } from './parse-scenario.ts';
import type { ScenarioSource } from './source.ts';

/** The change from one scenario to another in steps that can be taken one without the other. */
export interface PartedChange {
  /** Usually of one part each. Parts that only make sense together, as a new segment and its new promise, are one step. */
  readonly steps: readonly (readonly ChangePart[])[];
  /** All scenarios in between, by the steps that each has taken, in the order of `subsetsOf`: the first has taken none, the last all. */
  readonly scenarios: readonly ParsedScenario[];
}

/** A scenario with its source. */
export interface ReadScenario {
  readonly source: ScenarioSource;
  readonly parsed: ParsedScenario;
}

/**
 * Finds the steps of a change. Each group of parts in `wanted` is a step of its own, unless some scenario in between would be invalid: then the two
 * steps are joined that leave the fewest such scenarios, until there are none.
 */
export function partedChange(
  before: ReadScenario,
  after: ReadScenario,
  wanted: readonly (readonly ChangePart[])[],
): PartedChange {
  const read = new Map<string, ParsedScenario | null>();
  const between = (taken: readonly ChangePart[], all: number): ParsedScenario | null => {
    if (taken.length === 0) return before.parsed;
    if (taken.length === all) return after.parsed;
    const key = taken.toSorted().join();
    let found = read.get(key);
    if (found === undefined) {
      const parsed = parseSource(withPartsOf(before.source, after.source, new Set(taken)));
      found = parsed.ok ? parsed.value : null;
      read.set(key, found);
    }
    return found;
  };
  let steps = wanted;
  for (;;) {
    const all = steps.flat().length;
    const subsets = subsetsOf(steps.length);
    const scenarios = subsets.map((taken) =>
      between(steps.filter((_, step) => taken[step] === true).flat(), all),
    );
    const invalid = subsets.filter((_, subset) => scenarios[subset] === null);
    if (invalid.length === 0)
      return { steps, scenarios: scenarios.map((one) => definite(one, 'none is invalid')) };
    steps = joined(steps, invalid);
  }
}

/** The steps with the two joined that leave the fewest of the invalid scenarios, of which none is the first or the last. */
function joined(
  steps: readonly (readonly ChangePart[])[],
  invalid: readonly (readonly boolean[])[],
): readonly (readonly ChangePart[])[] {
  let [best, fewest]: [readonly [number, number], number] = [[0, 1], Number.POSITIVE_INFINITY];
  for (let one = 0; one < steps.length; one++) {
    for (let other = one + 1; other < steps.length; other++) {
      const left = invalid.filter((taken) => taken[one] === taken[other]).length;
      if (left < fewest) [best, fewest] = [[one, other], left];
    }
  }
  const [one, other] = best;
  return steps.flatMap((step, s) => {
    if (s === other) return [];
    return [s === one ? [...step, ...(steps[other] ?? [])] : step];
  });
}
