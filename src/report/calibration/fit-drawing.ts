import { scaleLinear, scaleLog } from 'd3-scale';
import { formatDuration, plural, quantileOf } from '#base';
import type { DistributionFit } from '#calibration';
import { element, type Markup } from '../document/markup.ts';
import { linePath, renderPanel, renderSvg, type Scale, text, uprightAxis } from '../document/svg.ts';

const WIDTH = 300;
const HEIGHT = 190;
const LEFT = 42;
const BOTTOM = 168;
const TOP = 8;
const POINTS = 60;

/** Observed and fitted shares that last longer than a time, the time on a logarithmic scale. */
export function drawFit(id: string, name: string, fit: DistributionFit): Markup | null {
  const { chosen, count, observed, pValue } = fit;
  const first = observed[0];
  const last = observed.at(-1);
  if (first === undefined || last === undefined || last.ms <= first.ms) return null;
  const x = scaleLog([first.ms, last.ms], [LEFT, WIDTH - 8]);
  const y = scaleLinear([0, 1], [BOTTOM, TOP]);
  const step = Math.max(1, Math.floor(observed.length / 300));
  const shown = observed.filter((_, k) => k % step === 0 || k === observed.length - 1);
  const curve = linePath(shown.map(({ ms, share }) => [x(ms), y(share)]));
  const ticks = [0.01, 0.5, 0.99].map((share) => first.ms * (last.ms / first.ms) ** share);
  const fitted = chosen === null ? null : fittedPath(chosen.distribution, [first.ms, last.ms], x, y);
  const test = pValue === null ? '' : `, p = ${pValue.toFixed(2)}`;
  const note =
    chosen === null
      ? `${plural(count, 'time')}; no family is close, so that the curve is the table`
      : `${plural(count, 'time')}; ${chosen.kind}, at most ${(chosen.distance * 100).toFixed(1)} points away${test}`;
  const drawing = renderSvg(
    {
      id,
      title: name,
      description: `Share that lasts longer, by time. ${note}.`,
      width: WIDTH,
      height: HEIGHT,
    },
    uprightAxis([0, 0.5, 1], y, { left: LEFT, right: WIDTH - 8, gap: 4 }, (share) => `${share * 100} %`),
    ticks.map((ms) => text(x(ms), BOTTOM + 16, formatDuration(ms / 1000), { class: 'tick middle' })),
    element('path', { class: 'curve', d: curve }),
    fitted === null ? null : element('path', { class: 'boundary', d: fitted }),
  );
  return renderPanel(name, note, drawing);
}

function fittedPath(
  distribution: Parameters<typeof quantileOf>[0],
  [from, to]: readonly [number, number],
  x: Scale,
  y: Scale,
): string {
  // For these two, the quantile belongs to the share above.
  const isAbove = distribution.kind === 'exponential' || distribution.kind === 'weibull';
  const points = Array.from({ length: POINTS }, (_, k): [number, number] => {
    const share = (k + 0.5) / POINTS;
    return [quantileOf(distribution, isAbove ? share : 1 - share), share];
  })
    .filter(([ms]) => ms >= from && ms <= to)
    .sort(([a], [b]) => a - b);
  return linePath(points.map(([ms, share]) => [x(ms), y(share)]));
}
