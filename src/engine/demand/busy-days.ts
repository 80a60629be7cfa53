import { Counter, DAY_MS, normalQuantile, Sampler } from '#base';
import {
  type ArrivalStream,
  type Busyness,
  expandSteps,
  expectedRate,
  type ForecastError,
  localClockOf,
  multiplyPieces,
  type Scenario,
} from '#domain';

/**
 * The rate of a stream, with its trend, whose days may be busy or quiet by chance, and whose forecast may be wrong. The rate of each day is multiplied by a gamma factor with mean 1, which depends
 * on the name of the busyness and the date on the customers' clock. So the count of a day varies more than a Poisson number, and streams of
 * one busyness have their busy days together. Source: Jongbloed and Koole,
 * Managing uncertainty in call centres using Poisson mixtures (2001); Avramidis, Deslauriers and L'Ecuyer (2004).
 */
export function rateOf(
  scenario: Scenario,
  stream: ArrivalStream,
  seed: string,
  replication: number,
): ArrivalStream['rate'] {
  const number = scenario.segments[stream.segment]?.busyness;
  const busyness = number === undefined ? undefined : scenario.busyness?.[number];
  const error = scenario.forecast?.errors.find(
    ({ channel, segment }) => segment === stream.segment && channel === stream.channel,
  );
  const expected = expectedRate(scenario, stream);
  if (busyness === undefined && error === undefined) return expected;
  const { fromMs, perMs } = expected;
  const busyOf = busyness === undefined ? ONE : factorsOf(busyness, seed, replication);
  const wrongOf = error === undefined ? ONE : errorsOf(scenario, error, seed, replication);
  const factorOf = (day: number) => busyOf(day) * wrongOf(day);
  const { startEpochMs, horizonMs } = scenario;
  const factors = expandSteps(
    localClockOf(scenario, stream.timeZone),
    { startEpochMs, horizonMs, stepMinutes: 60 },
    (_minute, _weekday, date) => factorOf(Date.parse(date) / DAY_MS),
  );
  const busy = multiplyPieces({ fromMs, values: perMs }, factors);
  return { fromMs: busy.fromMs, perMs: busy.values };
}

const ONE = (): number => 1;

/**
 * The factor of each day (a number of days since 1970). A factor that has something in common with others is the sum of a
 * part of their gamma variate, thinned out by a beta variate, and of a remainder of its own. It is still gamma, with the same mean and shape.
 */
export function factorsOf(
  { common, id, shape }: Busyness,
  seed: string,
  replication: number,
): (day: number) => number {
  const gamma = (name: string, alpha: number): ((day: number) => number) => {
    const draws = new Counter(seed, replication, name);
    // A scale of 1.
    const sampler = new Sampler({ kind: 'gamma', mean: alpha, shape: alpha });
    return (day) => sampler.of(draws.word(day, 0));
  };
  if (common === undefined) {
    const draws = new Counter(seed, replication, `busyness/${id}`);
    const factor = new Sampler({ kind: 'gamma', mean: 1, shape });
    return (day) => factor.of(draws.word(day, 0));
  }
  const { part } = common;
  const whole = gamma(`common busyness/${common.id}`, common.shape);
  const taken = gamma(`busyness/${id}/taken`, part);
  const left = gamma(`busyness/${id}/left`, common.shape - part);
  const own = gamma(`busyness/${id}/own`, shape - part);
  return (day) => {
    const some = taken(day);
    return ((whole(day) * some) / (some + left(day)) + own(day)) / shape;
  };
}

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
