import { formatTimeOfDay } from '#base';
import { DAY_MINUTES, type Scenario, type WeekSpan } from '#domain';
import type { Coverage, CoverageWeek } from './coverage.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** Rows with gaps, in the scenario's ids, for programs. `Mon 22:00` is on the customers' clock; periods are instants in UTC. */
export function coverageJson({ rows }: Coverage, scenario: Scenario) {
  const { languages, products, segments } = scenario;
  const week = ({ asked, gaps, periods, withheld }: CoverageWeek) => ({
    periods: periods.map(({ fromMs, toMs }) => ({ from: instant(fromMs), to: instant(toMs) })),
    nobodyScheduled: gaps.map(spanText),
    andCustomersAsk: asked.map(spanText),
    andPromiseOrLawKeepsSomebodyOut: withheld.map(spanText),
  });
  const instant = (atMs: number) => new Date(scenario.startEpochMs + atMs).toISOString();
  return rows
    .filter(({ weeks }) => weeks.some(({ gaps }) => gaps.length > 0))
    .map(({ channels, countries, tiers, timeZone, ...row }) => ({
      segment: segments[row.segment]?.id,
      countries,
      timeZone,
      languages: row.languages.map((language) => languages[language]),
      products: row.products.map((product) => products[product]?.id),
      tiers,
      channels,
      weeks: row.weeks.map(week),
    }));
}

function spanText({ fromMinute, toMinute }: WeekSpan) {
  return { from: momentText(fromMinute), to: momentText(toMinute) };
}

/** The end of the week is `Mon 00:00`. */
function momentText(minuteOfWeek: number): string {
  const day = WEEKDAYS[Math.floor(minuteOfWeek / DAY_MINUTES) % 7];
  return `${day} ${formatTimeOfDay(minuteOfWeek % DAY_MINUTES)}`;
}
