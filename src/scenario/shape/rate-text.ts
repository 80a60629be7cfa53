import { DAY_MS, failure, HOUR_MS, MINUTE_MS, type Result, shown, success, WEEK_MS } from '#base';
import { suggestion } from '../did-you-mean.ts';
import { type Problem, problem } from './problem.ts';

const PERIODS: Readonly<Record<string, number>> = {
  min: MINUTE_MS,
  h: HOUR_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: WEEK_MS,
};

/** A higher rate is a typing mistake. */
const HIGHEST_PER_HOUR = 1e7;

export const RATE_PATTERN = `^\\d+(\\.\\d+)? ?(/|per) ?(${Object.keys(PERIODS).join('|')})$`;

/** `1200/week`, `40/day`, `120/h`, `3 per min` as events per week, on average over the week. */
export function parseRate(written: string | number | boolean): Result<number, Problem> {
  const example = "write a number per period, for example '1200/week'";
  if (typeof written === 'number') {
    return failure(
      problem('unit-missing', `a rate needs a period, not just ${written}`, `${example} or '120/h'`),
    );
  }
  if (typeof written === 'boolean') return failure(problem('wrong-type', 'a rate is needed here', example));
  const text = written.trim();
  if (/^-\s*\d/.test(text)) return failure(problem('out-of-range', 'a rate cannot be negative', example));
  if (/^\d+(\.\d+)?$/.test(text)) {
    return failure(problem('unit-missing', `a rate needs a period, not just ${shown(text)}`, example));
  }
  const parts = /^(\d+(?:\.\d+)?)\s*(?:\/|per\s)\s*([A-Za-z]+)$/.exec(text);
  if (parts === null) return failure(problem('bad-rate', 'not a rate', example));
  const [, amount, period] = parts as unknown as [string, string, string];
  const periodMs = Object.hasOwn(PERIODS, period) ? PERIODS[period] : undefined;
  if (periodMs === undefined) {
    const remedy = suggestion(period, Object.keys(PERIODS), 'period');
    return failure(problem('unknown-unit', `'${shown(period)}' is not a period of rates`, remedy));
  }
  const perWeek = (Number(amount) * WEEK_MS) / periodMs;
  if (!(perWeek <= (HIGHEST_PER_HOUR * WEEK_MS) / HOUR_MS)) {
    return failure(problem('out-of-range', 'more than 10,000,000 cases an hour', 'write a lower rate'));
  }
  return success(perWeek);
}
