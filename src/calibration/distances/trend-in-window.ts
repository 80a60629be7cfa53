import { formatDecimal } from '#base';
import { civilDateOf, localClockOf, type Scenario, trendFactor } from '#domain';

/** What the trend of a scenario makes of its rates in a window of a log, and whether it still changes them there; nothing without a trend. */
export function trendInWindow(
  scenario: Scenario,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): readonly string[] {
  const levels = scenario.streams.flatMap(({ timeZone, trend }) => {
    if (trend === undefined) return [];
    const clock = localClockOf(scenario, timeZone);
    const [first, last] = [clock.dayAt(fromMs), clock.dayAt(untilMs - 1)];
    const factors = [first, last].map((day) => trendFactor(trend, day));
    return [{ factors, endDay: trend.untilDay ?? Number.POSITIVE_INFINITY, first }];
  });
  if (levels.length === 0) return [];
  const factors = levels.flatMap((one) => one.factors);
  const [least, most] = [Math.min(...factors), Math.max(...factors)].map((one) => formatDecimal(one, 2));
  const times = least === most ? least : `${least} to ${most}`;
  const endDay = Math.max(...levels.map((one) => one.endDay));
  const isOver = levels.every(({ endDay, first }) => endDay <= first);
  const ending = isOver
    ? `The trend ends on ${civilDateOf(endDay)}, and the level of that date stays.`
    : 'The trend goes on in this window, as nothing measured before it can say.';
  return [`By its trend, cases come at ${times} times the rates of the scenario. ${ending}`];
}
