import { DAY_MS, HOUR_MS, MINUTE_MS } from '#base';
import {
  type ArrivalStream,
  localClockOf,
  type Scenario,
  WEEK_HOURS,
  type WeekSpan,
  WHOLE_WEEK,
} from '#domain';

/** From Thursday, 1970-01-01, to the Monday after it. */
const FIRST_MONDAY_HOURS = (4 * DAY_MS) / HOUR_MS;

/** The hours of the customers' week in which cases of the stream arrive at some time of the run; none if they never do. */
export function askingHours(scenario: Scenario, stream: ArrivalStream): readonly WeekSpan[] {
  const { horizonMs, startEpochMs } = scenario;
  const { rate, timeZone, trace } = stream;
  if (rate.perMs.length === 1 && (rate.perMs[0] ?? 0) > 0) return WHOLE_WEEK;
  const clock = localClockOf(scenario, timeZone);
  const hours = new Set<number>();
  const add = (fromMs: number, toMs: number) => {
    const offsetMs = clock.offsetAt(startEpochMs + fromMs) + startEpochMs;
    const first = Math.floor((fromMs + offsetMs) / HOUR_MS);
    // Pieces of a rate end at clock changes, or are longer than the skipped time.
    const end = Math.min(first + WEEK_HOURS, (toMs + offsetMs) / HOUR_MS);
    for (let hour = first; hour < end; hour++) {
      hours.add((((hour - FIRST_MONDAY_HOURS) % WEEK_HOURS) + WEEK_HOURS) % WEEK_HOURS);
    }
  };
  rate.perMs.forEach((perMs, i) => {
    if (perMs > 0 && hours.size < WEEK_HOURS)
      add(rate.fromMs[i] as number, Math.min(horizonMs, rate.fromMs[i + 1] ?? horizonMs));
  });
  for (const atMs of trace?.atMs ?? []) if (atMs < horizonMs) add(atMs, atMs + 1);
  return spansOfHours(hours);
}

/** Joins neighbouring hours into spans. */
function spansOfHours(hours: ReadonlySet<number>): readonly WeekSpan[] {
  const hourMinutes = HOUR_MS / MINUTE_MS;
  const spans: { fromMinute: number; toMinute: number }[] = [];
  for (let hour = 0; hour < WEEK_HOURS; hour++) {
    if (!hours.has(hour)) continue;
    const fromMinute = hour * hourMinutes;
    const toMinute = fromMinute + hourMinutes;
    const last = spans.at(-1);
    if (last?.toMinute === fromMinute) last.toMinute = toMinute;
    else spans.push({ fromMinute, toMinute });
  }
  return spans;
}
