import type { ScaleLinear } from 'd3-scale';
import type { MeasureUnit } from '#experiment';

const DURATION_STEPS: readonly number[] = [1, 2, 5, 10, 20, 30]
  .flatMap((step) => [step, step * 60])
  .concat([1, 2, 3, 6, 12, 24, 48, 120, 240].map((hours) => hours * 3600));

/** Round values on the axis: durations are round in the unit in which they are read. */
export function ticksOf(
  unit: MeasureUnit,
  scale: ScaleLinear<number, number>,
  count: number,
): readonly number[] {
  const [low = 0, high = 1] = scale.domain();
  if (unit !== 's' || high - low < 5) return scale.ticks(count);
  const steps = [...DURATION_STEPS].sort((one, other) => one - other);
  const step = steps.find((one) => (high - low) / one <= count + 1) ?? (high - low) / count;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick === 0 ? 0 : tick);
  return ticks;
}
