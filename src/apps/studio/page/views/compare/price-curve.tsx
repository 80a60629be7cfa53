import { scaleLinear } from 'd3-scale';
import type { Comparison } from '#experiment';
import { share } from '../../format.ts';
import { useWidth } from '../../use-width.ts';

const WIDTH_AT_FIRST = 900;
const HEIGHT = 290;
/** Where the steps do not stand side by side, px, they stand below one another. */
const WIDE_FROM = 680;
const ROW = 40;
const MEASURE = 'service level/restricted customers';
const AXIS = 'Service level of the customers whose data is bounded';

interface Step {
  readonly name: string;
  readonly title: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The service of restricted customers as the promise is built up, step by step: the price of residency as a curve. */
export function PriceCurve({
  comparison,
  titles,
}: {
  readonly comparison: Comparison;
  readonly titles: readonly string[];
}) {
  const { ref, width } = useWidth<HTMLElement>(WIDTH_AT_FIRST);
  const row = comparison.measures.find(({ measure }) => measure.id === MEASURE);
  if (row === undefined) return null;
  const estimates = [row.baseline, ...row.others.map(({ estimate }) => estimate)];
  const steps = estimates.flatMap((estimate, i): Step[] => {
    if (estimate === null) return [];
    const { halfWidth, mean } = estimate;
    const half = Number.isFinite(halfWidth) ? halfWidth : 0;
    const name = comparison.scenarios[i] ?? '?';
    return [{ name, title: titles[i] ?? name, mean, low: mean - half, high: mean + half }];
  });
  const described = steps.map(({ mean, name }) => `${name} ${share(mean)}`).join(', ');
  return (
    <section class="panel" aria-labelledby="price-heading">
      <h2 id="price-heading">The price of residency</h2>
      <p class="quiet">
        {AXIS}, from no promise to what is promised now: each step adds what it names to the one before. The
        dot is the mean, the whisker its confidence interval.
      </p>
      <figure class="chart price-curve" ref={ref}>
        <svg
          viewBox={`0 0 ${width} ${width < WIDE_FROM ? steps.length * ROW + 44 : HEIGHT}`}
          role="img"
          aria-label={`Service level of restricted customers: ${described}`}
        >
          {width < WIDE_FROM ? (
            <Downwards steps={steps} width={width} />
          ) : (
            <Across steps={steps} width={width} />
          )}
        </svg>
      </figure>
      <PriceTable steps={steps} />
    </section>
  );
}

interface CurveProps {
  readonly steps: readonly Step[];
  readonly width: number;
}

function scaleOf(steps: readonly Step[]) {
  const low = Math.min(...steps.map((step) => step.low));
  const high = Math.max(...steps.map((step) => step.high));
  const format = (value: number) => share(value, high - low < 0.02 ? 2 : 1);
  return { scale: scaleLinear().domain([low, high]).nice(4), format };
}

/** Steps side by side. */
function Across({ steps, width }: CurveProps) {
  const [left, right, top, bottom] = [64, width - 24, 34, HEIGHT - 40];
  const { format, scale } = scaleOf(steps);
  const y = scale.range([bottom, top]);
  const x = (i: number) => left + ((i + 0.5) * (right - left)) / Math.max(1, steps.length);
  return (
    <>
      <text class="tick" x={0} y={11}>
        {AXIS}
      </text>
      {ticksOf(y.ticks(4)).map((tick) => (
        <g key={tick}>
          <path class="grid-line" d={`M${left} ${y(tick)}H${right}`} />
          <text class="tick end" x={left - 8} y={y(tick) + 4}>
            {format(tick)}
          </text>
        </g>
      ))}
      <path class="curve" d={`M${steps.map(({ mean }, i) => `${x(i)} ${y(mean)}`).join('L')}`} />
      {steps.map(({ high, low, mean, name, title }, i) => (
        <g key={name}>
          <title>{title}</title>
          <path class="whisker-line" d={`M${x(i)} ${y(low)}V${y(high)}`} />
          <circle class="inside" cx={x(i)} cy={y(mean)} r={5} />
          <text class="label middle" x={x(i)} y={y(high) - 8}>
            {share(mean)}
          </text>
          <text class="tick middle" x={x(i)} y={HEIGHT - 16}>
            {name}
          </text>
        </g>
      ))}
    </>
  );
}

/** Steps below one another, each under its name. */
function Downwards({ steps, width }: CurveProps) {
  const [left, right] = [4, width - 4];
  const { format, scale } = scaleOf(steps);
  const x = scale.range([left + 16, right - 16]);
  const y = (i: number) => i * ROW + 26;
  const bottom = steps.length * ROW + 6;
  return (
    <>
      {ticksOf(x.ticks(3)).map((tick) => (
        <g key={tick}>
          <path class="grid-line" d={`M${x(tick)} 0V${bottom}`} />
          <text class="tick middle" x={x(tick)} y={bottom + 14}>
            {format(tick)}
          </text>
        </g>
      ))}
      <text class="tick middle" x={width / 2} y={bottom + 32}>
        {AXIS}
      </text>
      <path class="curve" d={`M${steps.map(({ mean }, i) => `${x(mean)} ${y(i)}`).join('L')}`} />
      {steps.map(({ high, low, mean, name, title }, i) => (
        <g key={name}>
          <title>{title}</title>
          <path class="whisker-line" d={`M${x(low)} ${y(i)}H${x(high)}`} />
          <circle class="inside" cx={x(mean)} cy={y(i)} r={5} />
          <text class="tick halo" x={left} y={y(i) - 12}>
            {name}
          </text>
          <text class="label end halo" x={right} y={y(i) - 12}>
            {share(mean)}
          </text>
        </g>
      ))}
    </>
  );
}

function ticksOf(ticks: readonly number[]): readonly number[] {
  return ticks.filter((tick) => tick <= 1);
}

function PriceTable({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <details>
      <summary>The curve as a table</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Promise</th>
            <th scope="col" class="n">
              Service level
            </th>
            <th scope="col" class="n">
              Interval
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ high, low, mean, name, title }) => (
            <tr key={name}>
              <th scope="row" title={title}>
                {name}
              </th>
              <td class="n">{share(mean)}</td>
              <td class="n">
                {share(low)} to {share(high)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
