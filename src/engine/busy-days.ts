import { Counter, DAY_MS, Sampler } from '#base';
import { type ArrivalStream, expandHourly, multiplyPieces, type Scenario } from '#domain';

/**
 * The rate of a stream whose days are busy or quiet by chance: the rate of each day is multiplied by a factor, gamma with
 * mean 1, that belongs to the name of the busyness and the date on the customers' clock. So the count of a day varies by
 * more than a Poisson number, and streams of one busyness have their busy days together. Source: Jongbloed and Koole,
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
  if (busyness === undefined) return stream.rate;
  const { fromMs, perMs } = stream.rate;
  const draws = new Counter(seed, replication, `busyness/${busyness.id}`);
  const factor = new Sampler({ kind: 'gamma', mean: 1, shape: busyness.shape });
  const { startEpochMs, horizonMs } = scenario;
  const factors = expandHourly(stream.timeZone, startEpochMs, horizonMs, (_hour, _weekday, date) =>
    factor.of(draws.word(Date.parse(date) / DAY_MS, 0)),
  );
  const busy = multiplyPieces({ fromMs, values: perMs }, factors);
  return { fromMs: busy.fromMs, perMs: busy.values };
}
