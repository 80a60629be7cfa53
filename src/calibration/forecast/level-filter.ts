/** Counts with the part of a usual day that each can have. */
export interface Observed {
  /** Null: nothing is known of the day, or it is no usual one. */
  readonly count: number | null;
  /** Weight of the weekday × exposure. */
  readonly weight: number;
}

/** How the level of a series moves. */
export interface Movement {
  /** Standard deviation of the change of the level's logarithm from day to day. */
  readonly drift: number;
  /** Coefficient of variation of a day beyond chance: busy and quiet days. */
  readonly busy: number;
  readonly hasTrend: boolean;
}

/** What is known of the level after the last day: logarithm, growth from day to day, and their covariances. */
export interface Level {
  readonly log: number;
  readonly growth: number;
  readonly variance: number;
  readonly growthVariance: number;
  readonly covariance: number;
}

export interface Filtered {
  readonly level: Level;
  /** −2 × the logarithm of the quasi-likelihood, the mean over days ahead. */
  readonly deviance: number;
  /** Standardised errors of the forecasts for the next day; null where there was none. */
  readonly surprises: readonly (number | null)[];
}

/** A trend fades: each day has this much of the growth of the day before. */
const FADING = 0.98;
/** A trend is taken to be less than 0.3 % a day in two of three cases. */
const GROWTH_DEVIATION = 0.003;
const START_VARIANCE = 0.25;
/** Days from which the first level is estimated, and which are not scored. */
const START_DAYS = 14;
/** Larger surprises, in standard deviations, count as this large: an outage is no change of the level. */
const SURPRISE_MOST = 3;
/** Days ahead at which movements are judged. Those beyond the last day of the forecast are left out. */
const LEADS = [1, 7, 14, 28];

/**
 * Follows the level of a series day by day: a local level with a fading trend on the logarithm, whose counts vary by chance (a Poisson number)
 * and by busy days. The errors of both are relative, so the gain of a day is that of the extended Kalman filter.
 */
function filterLevel(days: readonly Observed[], movement: Movement, ahead: number): Filtered {
  const { busy, hasTrend } = movement;
  let level: Level = {
    log: startOf(days),
    growth: 0,
    variance: START_VARIANCE,
    covariance: 0,
    growthVariance: hasTrend ? GROWTH_DEVIATION ** 2 : 0,
  };
  const leads = LEADS.filter((lead) => lead <= ahead).map((lead) => ({ lead, steps: stepsOf(lead) }));
  let [deviance, seen] = [0, 0];
  const surprises = days.map(({ count, weight }, day) => {
    level = levelAhead(level, movement, ONE_DAY);
    if (count === null || !(weight > 0)) return null;
    const expected = Math.exp(level.log) * weight;
    const all = level.variance + busy ** 2 + 1 / expected;
    const surprise = (count / expected - 1) / Math.sqrt(all);
    const counted = Math.max(-SURPRISE_MOST, Math.min(SURPRISE_MOST, surprise));
    level = corrected(level, counted * Math.sqrt(all), all);
    if (++seen <= START_DAYS) return null;
    for (const { lead, steps } of leads)
      deviance += devianceOf(days[day + lead], levelAhead(level, movement, steps), busy);
    return surprise;
  });
  return { level, deviance: deviance / leads.length, surprises };
}

/** The level after a day whose relative error has this variance. */
function corrected(level: Level, error: number, all: number): Level {
  const { covariance, growth, growthVariance, log, variance } = level;
  const [gain, growthGain] = [variance / all, covariance / all];
  return {
    log: log + Math.log1p(Math.max(-0.9, gain * error)),
    growth: growth + growthGain * error,
    variance: variance * (1 - gain),
    covariance: covariance * (1 - gain),
    growthVariance: growthVariance - growthGain * covariance,
  };
}

/** −2 × the logarithm of the density of a count, up to a constant; larger surprises than `SURPRISE_MOST` count as that. */
function devianceOf(day: Observed | undefined, { log, variance }: Level, busy: number): number {
  if (day === undefined || day.count === null || !(day.weight > 0)) return 0;
  const expected = Math.exp(log) * day.weight;
  const all = variance + busy ** 2 + 1 / expected;
  return Math.log(all * expected ** 2) + Math.min((day.count / expected - 1) ** 2 / all, SURPRISE_MOST ** 2);
}

/** The logarithm of the level of the first days. */
function startOf(days: readonly Observed[]): number {
  let [count, weight, seen] = [0, 0, 0];
  for (const day of days) {
    if (day.count === null || !(day.weight > 0)) continue;
    count += day.count;
    weight += day.weight;
    if (++seen === START_DAYS) break;
  }
  return Math.log(Math.max(count, 0.5) / Math.max(weight, 1e-9));
}

/** What some days without counts do to a level. */
interface Steps {
  /** Growth of the logarithm, per growth of a day; and what is left of the growth. */
  readonly growth: number;
  readonly left: number;
  readonly days: number;
  /** Variances of growth, of the level by growth, and their covariance, that come about within these days if there is a trend. */
  readonly newGrowth: number;
  readonly newLevel: number;
  readonly newBoth: number;
}

function stepsOf(days: number): Steps {
  const growthIn = (some: number) => (FADING * (1 - FADING ** some)) / (1 - FADING);
  // What fades is replaced, so that growth varies as much at any time.
  const everyDay = (1 - FADING ** 2) * GROWTH_DEVIATION ** 2;
  let [newGrowth, newLevel, newBoth] = [0, 0, 0];
  for (let ago = 0; ago < days; ago++) {
    newGrowth += everyDay * FADING ** (2 * ago);
    newLevel += everyDay * growthIn(ago) ** 2;
    newBoth += everyDay * FADING ** ago * growthIn(ago);
  }
  return { growth: growthIn(days), left: FADING ** days, days, newGrowth, newLevel, newBoth };
}

const ONE_DAY = stepsOf(1);

/** The level after some more days without counts. */
function levelAhead(level: Level, { drift, hasTrend }: Movement, steps: Steps): Level {
  const { days, growth, left } = steps;
  const { covariance, growthVariance, variance } = level;
  const trend = hasTrend ? 1 : 0;
  return {
    log: level.log + growth * level.growth,
    growth: left * level.growth,
    variance:
      variance +
      2 * growth * covariance +
      growth ** 2 * growthVariance +
      days * drift ** 2 +
      trend * steps.newLevel,
    covariance: left * (covariance + growth * growthVariance) + trend * steps.newBoth,
    growthVariance: left ** 2 * growthVariance + trend * steps.newGrowth,
  };
}

const DRIFTS = [0, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08];
const BUSYNESSES = [0, 0.02, 0.03, 0.045, 0.06, 0.08, 0.1, 0.13, 0.17, 0.22, 0.3, 0.4, 0.55];
/** A trend is less likely beforehand: it must explain the days better by this, in twice the logarithm of the likelihood. */
const TREND_GAIN_LEAST = 4;
/** Movements with a smaller weight than this part of the largest do not count. */
const WEIGHT_LEAST = 1e-4;

/** Levels by several movements, with weights that add up to 1. */
export interface Outlook {
  readonly movement: Movement;
  readonly filtered: Filtered;
  readonly weight: number;
}

/**
 * All movements that explain the days about as well as the best, weighted by quasi-likelihood: which of them is right is a part of what is not
 * known. `estimated`: figures of the week that were estimated from the same days, which makes the days look less busy than they are.
 */
export function findOutlooks(
  days: readonly Observed[],
  ahead: number,
  estimated: number,
): readonly Outlook[] {
  const known = days.filter(({ count, weight }) => count !== null && weight > 0).length;
  const freedom = Math.max(0.3, 1 - estimated / Math.max(known, 1));
  const found: { movement: Movement; filtered: Filtered; score: number }[] = [];
  for (const hasTrend of [false, true]) {
    for (const drift of DRIFTS) {
      for (const busy of BUSYNESSES) {
        const movement = { drift, busy, hasTrend };
        const filtered = filterLevel(days, movement, ahead);
        found.push({
          movement,
          filtered,
          score: filtered.deviance * freedom + (hasTrend ? TREND_GAIN_LEAST : 0),
        });
      }
    }
  }
  const least = Math.min(...found.map(({ score }) => score));
  const likely = found
    .map(({ score, ...one }) => ({ ...one, weight: Math.exp((least - score) / 2) }))
    .filter(({ weight }) => weight >= WEIGHT_LEAST);
  const all = likely.reduce((sum, { weight }) => sum + weight, 0);
  return likely
    .map(({ filtered, movement, weight }) => ({
      filtered,
      movement: { ...movement, busy: movement.busy / Math.sqrt(freedom) },
      weight: weight / all,
    }))
    .sort((one, other) => other.weight - one.weight);
}

/** The level `days` ahead: mean and variance of its logarithm over all outlooks. */
export function levelOf(
  outlooks: readonly Outlook[],
  days: number,
): { readonly log: number; readonly variance: number } {
  const steps = stepsOf(days);
  const levels = outlooks.map(({ filtered, movement, weight }) => ({
    weight,
    ...levelAhead(filtered.level, movement, steps),
  }));
  const log = levels.reduce((sum, one) => sum + one.weight * one.log, 0);
  const variance = levels.reduce((sum, one) => sum + one.weight * (one.variance + (one.log - log) ** 2), 0);
  return { log, variance };
}
