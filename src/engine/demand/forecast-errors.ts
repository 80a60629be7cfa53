import { Counter, normalQuantile } from '#base';
import type { ForecastError, Scenario } from '#domain';

/**
 * How wrong the forecast of a stream's rate is in this replication: a factor for each day (a number of days since 1970), lognormal with
 * mean 1 and the day's coefficient of variation. Its logarithm is a random walk: where the error grows from day to day, what is added is
 * independent of the past, so a day's error contains those of the days before. Streams of one segment and channel share it.
 */
export function errorsOf(
  scenario: Scenario,
  { channel, firstDay, segment, variation }: ForecastError,
  seed: string,
  replication: number,
): (day: number) => number {
  const correlation = scenario.forecast?.correlation ?? 0;
  const common = new Counter(seed, replication, 'forecast');
  const own = new Counter(seed, replication, `forecast/${scenario.segments[segment]?.id}/${channel}`);
  let [deviation, past] = [0, 0];
  const factors = variation.map((cv, k) => {
    if (cv === 0) return 1;
    const day = firstDay + k;
    const variance = Math.log1p(cv * cv);
    const step =
      Math.sqrt(correlation) * normalQuantile(common.uniform(day, 0)) +
      Math.sqrt(1 - correlation) * normalQuantile(own.uniform(day, 0));
    if (variance >= past) deviation += Math.sqrt(variance - past) * step;
    else deviation *= Math.sqrt(variance / past);
    past = variance;
    return Math.exp(deviation - variance / 2);
  });
  return (day) => factors[day - firstDay] ?? 1;
}
