import { formatCount } from '#base';
import { civilDateOf, WEEKDAYS } from '#domain';
import type { Profile } from '../arrivals/profiles.ts';
import type { FoundTrend } from '../arrivals/trend.ts';
import type { Calibration } from '../calibrate.ts';
import type { Measured } from '../estimates/measured.ts';
import { valueAt } from '../estimates/sorted.ts';
import type { FigureText, ScenarioWriter } from './value-text.ts';
import { digits } from './value-text.ts';

/** Profiles of the log have ids of their own, so that an overlay leaves those of the base alone. */
export const profileKey = (id: string): string => `log-${id}`;

/** The change of rates in a week. */
export const ABOUT_TREND: Omit<FigureText, 'key'> = {
  unit: 'number',
  source: 'whole days',
  method: 'log-linear regression, variance from residuals, more where days are like the day before',
};

/** The trend as a scenario or segment has it, with its figure. */
export function writeTrend(writer: ScenarioWriter, trend: FoundTrend | null, path: readonly string[]): void {
  if (trend === null || trend.written === null) return;
  const { asOfDay, fromDay, perWeek, untilDay } = trend.written;
  const [asOf, from, until] = [asOfDay, fromDay, untilDay].map(civilDateOf);
  const text = `trend: { perWeek: ${digits(perWeek)}, asOf: ${asOf}, from: ${from}, until: ${until} }`;
  writer.put(path.length, text, trend, { ...ABOUT_TREND, key: [...path, 'trend.perWeek'].join('.') });
}

/** Writes profiles, holidays and busy days; and the trend, which an overlay has in its segments. */
export function writeArrivals(writer: ScenarioWriter, { arrivals }: Calibration, isOverlay: boolean): void {
  const { holidays, profiles, segments, trend } = arrivals;
  writer.line('profiles:');
  for (const profile of profiles) writeProfile(writer, profile);
  if (holidays.size > 0) {
    writer.line();
    writer.line('holidays:');
    for (const [country, days] of holidays) {
      const dates = days.map(({ date }) => date).join(', ');
      const counts = days
        .map(({ count, usual }) => `${count} cases where ${Math.round(usual)} are usual`)
        .join('; ');
      const comment = `[log] days with few cases: holidays, or days that the log lacks: ${counts}`;
      writer.noted(1, `${country}: [${dates}]`, comment);
      for (const { count, date, usual } of days) {
        writer.found(
          { value: count / usual, low: count / usual, high: count / usual, n: count },
          {
            key: `holidays.${country}.${date}`,
            unit: 'share',
            source: `cases of the day ÷ ${usual}, the median of its weekday`,
            method: 'exact test beside days of its weekday, wrong in one log of a hundred; no interval',
          },
        );
      }
    }
  }
  if (!isOverlay && trend !== null && trend.written !== null) {
    writer.line();
    writeTrend(writer, trend, []);
  }
  const busy = segments.filter(({ busyness }) => busyness.shape !== null);
  if (busy.length === 0) return;
  writer.line();
  writer.line('busyness:');
  for (const { busyness, id } of busy) {
    const { dispersion, shape } = busyness;
    if (shape === null) continue;
    writer.put(1, `log-${id}: { shape: ${digits(shape.value)} }`, shape, {
      key: `busyness.log-${id}.shape`,
      unit: 'number',
      source: `days, whose counts vary ${dispersion.toFixed(1)} times as much as chance`,
      method: 'moments of a gamma-Poisson count, Q-profile interval',
    });
  }
}

function writeProfile(
  writer: ScenarioWriter,
  { days, holiday, hourDispersion, hours, id, n, secondHalves }: Profile,
): void {
  const key = profileKey(id);
  const about = (part: string, source: string) => ({
    key: `profiles.${key}.${part}`,
    unit: 'weight' as const,
    source,
    method: 'counts by local clock, variance × dispersion',
  });
  hours.forEach((hour, k) => writer.found(hour, about(`hours.${k}`, 'arrivals of the hour')));
  writer.line(`  ${key}:`);
  const comment = `[log] arrivals by local hour, n = ${formatCount(n)}; half-widths of 95 %: ${halfWidths(hours)}; dispersion ${hourDispersion.toFixed(2)}`;
  writer.line(`    # ${comment}`);
  const rows = hours.length === 24 ? [hours] : WEEKDAYS.map((_, k) => hours.slice(24 * k, 24 * k + 24));
  if (secondHalves !== null) {
    secondHalves.forEach((share, k) =>
      writer.found(share, {
        ...about(`halfHours.${2 * k + 1}`, 'arrivals of the hour, by their halves'),
        unit: 'share',
        method: "Wilson's interval",
      }),
    );
    const halves = hours.flatMap(({ value }, k) => {
      const second = 2 * value * (secondHalves[k]?.value ?? 0.5);
      return [digits(2 * value - second), digits(second)];
    });
    writer.line(`    halfHours: [${halves.join(', ')}]`);
  } else
    writer.line(
      `    hours: [${rows.map((row) => row.map(({ value }) => digits(value)).join(', ')).join(',\n            ')}]`,
    );
  const named = WEEKDAYS.flatMap((day, k): [string, Measured][] => {
    const weight = days?.[k];
    return weight === undefined ? [] : [[day, weight]];
  });
  const weights =
    holiday === null || days === null ? named : [...named, ['holiday', holiday] as [string, Measured]];
  if (weights.length === 0) return;
  for (const [day, weight] of weights) writer.found(weight, about(`days.${day}`, 'arrivals of the day'));
  const list = weights.map(([day, { value }]) => `${day}: ${digits(value)}`).join(', ');
  const text = `days: { ${list} }`;
  writer.noted(2, text, `[log] the same; half-widths: ${halfWidths(weights.map(([, weight]) => weight))}`);
}

/** Half of the widths of intervals, relative to the values: the middle one and the largest. */
function halfWidths(all: readonly Measured[]): string {
  const sorted = all
    .filter(({ value }) => value > 0)
    .map(({ high, low, value }) => (high - low) / 2 / value)
    .sort((a, b) => a - b);
  const percent = (share: number | undefined) => `${((share ?? 0) * 100).toFixed(0)} %`;
  return `median ±${percent(valueAt(sorted, 0.5))}, largest ±${percent(sorted.at(-1))}`;
}
