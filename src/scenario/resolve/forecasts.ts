import { DAY_MS, memoised } from '#base';
import {
  type ArrivalStream,
  type Channel,
  expandSteps,
  type ForecastError,
  type LocalClock,
  multiplyPieces,
  type Scenario,
} from '#domain';
import type { ScenarioFile, SegmentFile } from '../shape/scenario-file.ts';
import type { Names } from './names.ts';
import { channelsOf } from './reach.ts';

/** The factor of a forecast on the rates of each date of the customers' clock; null without a forecast. */
type FactorOfDate = ((date: string) => number) | null;

/**
 * Factors that turn the cases of rate and profile into those of the forecast. `casesOn` gives the former, of all customers on a date of their
 * clocks. A date on which there are none keeps none; a check refuses that.
 */
export function factorsByChannel(
  { forecast }: SegmentFile,
  casesOn: (channel: Channel, date: string) => number,
): (channel: Channel) => FactorOfDate {
  return memoised((channel) => {
    const dates = forecast?.[channel];
    if (dates === undefined) return null;
    return memoised((date) => {
      const expected = Object.hasOwn(dates, date) ? dates[date] : undefined;
      return expected === undefined
        ? 1
        : expected.cases / (casesOn(channel, date) || Number.POSITIVE_INFINITY);
    });
  });
}

/** The rate, with the cases of the forecast on its dates. */
export function withForecast(
  rate: ArrivalStream['rate'],
  factorOf: FactorOfDate,
  { clock, file }: { readonly clock: LocalClock; readonly file: ScenarioFile },
): ArrivalStream['rate'] {
  if (factorOf === null) return rate;
  const steps = { startEpochMs: file.start, horizonMs: file.horizon, stepMinutes: 60 };
  const factors = expandSteps(clock, steps, (_minute, _weekday, date) => factorOf(date));
  const { fromMs, values } = multiplyPieces({ fromMs: rate.fromMs, values: rate.perMs }, factors);
  return { fromMs, perMs: values };
}

/** First instant of a date on a clock, and that of the next date. */
export function spanOfDate(clock: LocalClock, date: string): readonly [number, number] {
  const day = Date.parse(date) / DAY_MS;
  return [clock.instantOf(day, 0), clock.instantOf(day + 1, 0)];
}

/** How wrong forecasts may be, if any says so. */
export function forecastOf(file: ScenarioFile, names: Names): Scenario['forecast'] {
  const errors = Object.entries(file.segments).flatMap(([id, segment]) => {
    const { forecast = {}, trace } = segment;
    if (trace !== undefined) return [];
    return channelsOf(file, segment).flatMap((channel): ForecastError[] => {
      const dates = Object.entries(forecast[channel] ?? {}).filter(([, { error }]) => error > 0);
      if (dates.length === 0) return [];
      const days = dates.map(([date]) => Date.parse(date) / DAY_MS);
      const firstDay = Math.min(...days);
      const variation = new Array<number>(Math.max(...days) - firstDay + 1).fill(0);
      dates.forEach(([, { error }], k) => {
        variation[(days[k] ?? 0) - firstDay] = error;
      });
      return [{ segment: names.segments.indexOf(id), channel, firstDay, variation }];
    });
  });
  return errors.length === 0 ? undefined : { correlation: file.forecastCorrelation ?? 0, errors };
}
