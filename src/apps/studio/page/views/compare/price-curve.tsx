import { scaleLinear } from 'd3-scale';
import type { Comparison } from '#experiment';
import { share } from '../../format.ts';

const WIDTH = 900;
const HEIGHT = 280;
const LEFT = 64;
const RIGHT = WIDTH - 24;
const TOP = 22;
const BOTTOM = HEIGHT - 52;
const MEASURE = 'service level/restricted customers';

interface Step {
  readonly name: string;
  readonly mean: number;
  readonly halfWidth: number;
}

/** The service of restricted customers as the promise is built up, step by step: the price of residency as a curve. */
export function PriceCurve({
  comparison,
  titles,
}: {
  readonly comparison: Comparison;
  readonly titles: readonly string[];
}) {
  const row = comparison.measures.find(({ measure }) => measure.id === MEASURE);
  if (row === undefined) return null;
  const estimates = [row.baseline, ...row.others.map(({ estimate }) => estimate)];
  const steps = estimates.flatMap((estimate, i): Step[] => {
    if (estimate === null) return [];
    const halfWidth = Number.isFinite(estimate.halfWidth) ? estimate.halfWidth : 0;
    return [{ name: comparison.scenarios[i] ?? '?', mean: estimate.mean, halfWidth }];
  });
  const low = Math.min(...steps.map(({ halfWidth, mean }) => mean - halfWidth));
  const high = Math.max(...steps.map(({ halfWidth, mean }) => mean + halfWidth));
  const y = scaleLinear().domain([low, high]).nice(4).range([BOTTOM, TOP]);
  const x = (i: number) => LEFT + ((i + 0.5) * (RIGHT - LEFT)) / Math.max(1, steps.length);
  const described = steps.map(({ mean, name }) => `${name} ${share(mean)}`).join(', ');
  return (
    <section class="panel" aria-labelledby="price-heading">
      <h2 id="price-heading">The price of residency</h2>
      <p class="quiet">
        Service level of the customers whose data is bounded, from no promise to what is promised now. The dot
        is the mean, the whisker its confidence interval.
      </p>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Service level of restricted customers: ${described}`}
      >
        {y
          .ticks(4)
          .filter((tick) => tick <= 1)
          .map((tick) => (
            <g key={tick}>
              <path class="grid-line" d={`M${LEFT} ${y(tick)}H${RIGHT}`} />
              <text class="tick end" x={LEFT - 8} y={y(tick) + 4}>
                {share(tick, high - low < 0.02 ? 2 : 1)}
              </text>
            </g>
          ))}
        <path class="curve" d={`M${steps.map(({ mean }, i) => `${x(i)} ${y(mean)}`).join('L')}`} />
        {steps.map(({ halfWidth, mean, name }, i) => (
          <g key={name}>
            <title>{titles[i] ?? name}</title>
            <path class="whisker-line" d={`M${x(i)} ${y(mean - halfWidth)}V${y(mean + halfWidth)}`} />
            <circle class="inside" cx={x(i)} cy={y(mean)} r={5} />
            <text class="label middle" x={x(i)} y={y(mean + halfWidth) - 8}>
              {share(mean)}
            </text>
            <text class="tick middle" x={x(i)} y={HEIGHT - 28}>
              {name}
            </text>
          </g>
        ))}
      </svg>
    </section>
  );
}
