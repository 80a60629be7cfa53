import { digits, idText } from '../writing/value-text.ts';
import type { Forecast, SeriesForecast } from './forecast.ts';

/** What the overlay of a forecast says beside the forecast. */
export interface OverlayNames {
  readonly name: string;
  readonly title: string;
  /** The key `extends`. */
  readonly base: string;
  /** Instant of the first day. */
  readonly start: string;
  readonly days: number;
  /** Segments of the base, with the channels on which they have cases, and whether they have busy days. */
  readonly segments: ReadonlyMap<string, BaseDemand>;
  /** Dates on which the profile of the base has no cases, as `segment channel date`: they keep none. */
  readonly closed: ReadonlySet<string>;
  /** Whether rates are drawn; otherwise they are taken to be certain. */
  readonly isDrawn: boolean;
}

export interface BaseDemand {
  readonly channels: ReadonlySet<string>;
  readonly isBusy: boolean;
}

/** A scenario that extends another one, with the cases of a forecast by date, and how wrong it may be. */
export function writeOverlay(forecast: Forecast, names: OverlayNames): string {
  const { base, days, isDrawn, name, segments, start, title } = names;
  const lines = [
    '# Expected cases by date. A rate is wrong by so much: error is its coefficient of variation, drawn for each replication. The comment has the',
    '# 90 % interval of the number of cases on the date.',
    'meridian: 1',
    `extends: ${base}`,
    `name: ${name}`,
    `title: ${JSON.stringify(title)}`,
    `start: ${start}`,
    `horizon: ${days} days`,
  ];
  const known = [...segments].flatMap(([id, demand]) => {
    const own = forecast.series.filter(
      ({ channel, segment }) => segment === id && demand.channels.has(channel),
    );
    return own.length === 0 ? [] : [{ id, demand, own }];
  });
  const busy = known.flatMap(({ demand, id, own }) => {
    const variance = busynessOf(own);
    return demand.isBusy || variance === 0
      ? []
      : [{ id, shape: Math.min(10_000, Math.max(0.1, 1 / variance)) }];
  });
  if (isDrawn && forecast.correlation > 0) lines.push(`forecastCorrelation: ${digits(forecast.correlation)}`);
  if (busy.length > 0) {
    lines.push('busyness:');
    for (const { id, shape } of busy)
      lines.push(`  ${idText(`forecast-${id}`)}: { shape: ${digits(shape)} }`);
  }
  lines.push('segments:');
  for (const { id, own } of known) {
    lines.push(`  ${idText(id)}:`);
    if (busy.some((one) => one.id === id)) lines.push(`    busyness: ${idText(`forecast-${id}`)}`);
    lines.push('    forecast:');
    for (const series of own) lines.push(`      ${series.channel}:`, ...datesOf(series, names));
  }
  return `${lines.join('\n')}\n`;
}

function datesOf(
  { channel, days, segment }: SeriesForecast,
  { closed, isDrawn }: OverlayNames,
): readonly string[] {
  return days.map(({ cases, date, error, high, low }) => {
    if (closed.has(`${segment} ${channel} ${date}`))
      return `        ${date}: { cases: 0 } # the profile has none`;
    const written = isDrawn && cases > 0 ? `, error: ${digits(error)}` : '';
    return `        ${date}: { cases: ${digits(cases)}${written} } # ${Math.round(low)} to ${Math.round(high)}`;
  });
}

/** The squared variation of the days of a segment, which its channels share: that of each channel, weighted by its cases. */
function busynessOf(own: readonly SeriesForecast[]): number {
  const all = own.reduce((sum, { total }) => sum + total.cases, 0);
  if (all === 0) return 0;
  return own.reduce((sum, { busy, total }) => sum + (busy ** 2 * total.cases) / all, 0);
}
