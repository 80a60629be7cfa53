/** Steps of the palette: without a target; on the good side of one; beyond it. */
const [STEPS, WITHIN_STEPS, BEYOND_STEPS] = [7, 3, 4];

/** A colour, and the values that it stands for, from the calmer to the more strained. */
export interface HeatStep {
  /** Class of the stylesheet. */
  readonly style: string;
  readonly from: number;
  readonly to: number;
}

/**
 * How values are coloured in a map. In every map, and in light and dark, the stronger the colour, the greater the strain: more cases, longer
 * waits, busier agents, a lower service level.
 */
export interface HeatScale {
  readonly steps: readonly HeatStep[];
  /** Class of a value that was observed. */
  styleOf(value: number): string;
}

export interface HeatScaleOptions {
  /** What was observed, NaN where nothing was. */
  readonly values: ArrayLike<number>;
  /** Which values mean more strain. */
  readonly worse: 'more' | 'less';
  /** What is wanted: the colour changes its hue where values miss it. Null: nothing. */
  readonly target: number | null;
}

/** A sequential scale from the calmest to the most strained value of the data, with the target, where there is one, in its middle. */
export function heatScale({ target, values, worse }: HeatScaleOptions): HeatScale {
  const observed = Array.from(values).filter((value) => !Number.isNaN(value));
  const isWorse = (left: number, right: number) => (worse === 'more' ? left > right : left < right);
  const steps = stepsFor(observed, target, isWorse);
  return {
    steps,
    styleOf: (value) => (steps.find(({ to }) => !isWorse(value, to)) ?? steps.at(-1))?.style ?? 's0',
  };
}

function stepsFor(
  observed: readonly number[],
  target: number | null,
  isWorse: (left: number, right: number) => boolean,
): readonly HeatStep[] {
  const [first = 0] = observed;
  const calm = observed.reduce((one, other) => (isWorse(one, other) ? other : one), first);
  const strained = observed.reduce((one, other) => (isWorse(other, one) ? other : one), first);
  if (target === null) return stepsBetween(calm, strained, 's', STEPS);
  if (observed.length === 0) return [];
  const isNeverMet = isWorse(calm, target);
  return [
    ...(isNeverMet ? [] : stepsBetween(calm, target, 's', WITHIN_STEPS)),
    ...(isWorse(strained, target)
      ? stepsBetween(isNeverMet ? calm : target, strained, 'o', BEYOND_STEPS)
      : []),
  ];
}

/** One step where both ends are the same. */
function stepsBetween(calm: number, strained: number, palette: string, count: number): readonly HeatStep[] {
  if (calm === strained) return [{ style: `${palette}0`, from: calm, to: strained }];
  const at = (step: number) => (step === count ? strained : calm + ((strained - calm) * step) / count);
  return Array.from({ length: count }, (_, step) => ({
    style: `${palette}${step}`,
    from: at(step),
    to: at(step + 1),
  }));
}
