import { DAY_MS, HOUR_MS } from '#base';
import {
  type CasesByHour,
  clockOf,
  countArrivals,
  type DailySeries,
  readStories,
  seriesOf,
  seriesOfCounts,
  seriesWithin,
  settle,
} from '#calibration';
import { CountSheet, CsvLog, type LogProblem, problemLine } from '#caselog';
import { civilDateOf, type DayNumber } from '#domain';
import { idOf } from '#scenario';
import { checkChoices, type DatedCaseLog, type LogChoices, type LogWords } from '../calibration/dated-log.ts';
import { LogText } from '../import/log-text.ts';
import type { LogBytes } from '../import/read-log.ts';
import { complained, refuse } from '../problem.ts';

/** What a user says of a table of counts. */
export interface CountChoices extends Omit<LogChoices, 'zones'> {
  /** The segment of rows that name none. */
  readonly segment?: string;
  /** Form of dates. */
  readonly timeFormat?: string;
}

/** What messages call the log and the choices: `--origin` or `origin`. */
export interface DemandWords {
  readonly log: string;
  readonly of: LogWords['of'] & Readonly<Record<'origin' | 'timeFormat', string>>;
}

/** What came in the past, day by day. */
export interface Demand {
  readonly name: string;
  readonly series: readonly DailySeries[];
  /** Clock of dates. */
  readonly timeZone: string;
  /** All cases together by hour of this clock, also of days that are not whole; null if the table has no times. */
  readonly hours: CasesByHour | null;
  /** What the log leaves out, and what is assumed. */
  readonly assumptions: readonly string[];
}

/** The part of the past that is looked at: days from `from` on and before `origin`. Null: all. */
export interface DemandSpan {
  readonly from: DayNumber | null;
  readonly origin: DayNumber | null;
}

export function demandSpan(
  { from, origin }: { readonly from?: string; readonly origin?: string },
  { of }: DemandWords,
): DemandSpan {
  return { from: dayOf(of.from, from), origin: dayOf(of.origin, origin) };
}

/** The days of that span. */
export function demandWithin(demand: Demand, { from, origin }: DemandSpan, { log, of }: DemandWords): Demand {
  const { series } = demand;
  const [first] = series;
  if (first === undefined) return refuse(`${log} has no whole day with cases`, 'name a longer log');
  const end = first.firstDay + first.dayCount;
  const [begins, ends] = [civilDateOf(first.firstDay), civilDateOf(end - 1)];
  if (first.dayCount > DAYS_MOST) {
    return refuse(
      `${log} has days from ${begins} to ${ends}, more than ${DAYS_MOST}`,
      `correct the dates, or say their form with ${of.timeFormat}`,
    );
  }
  const within = seriesWithin(series, from ?? first.firstDay, origin ?? end);
  if (within === null || (origin ?? end) > end) {
    return refuse(
      `${log} has whole days from ${begins} to ${ends}, and no forecast can begin on ${civilDateOf(origin ?? end)}`,
      `choose ${of.origin} up to ${civilDateOf(end)}, and ${of.from} before it`,
    );
  }
  return { ...demand, series: within.filter(({ customers }) => customers.some(hasCases)) };
}

/** Some thirty years. */
const DAYS_MOST = 11_000;

function hasCases({ counts }: DailySeries['customers'][number]): boolean {
  return counts.some((count) => (count ?? 0) > 0);
}

export function demandOfCases(log: DatedCaseLog): Demand {
  const { cases, clockZone, defaults, zones } = log;
  const settled = settle(readStories(cases, log).stories, defaults);
  const streams = countArrivals(settled.stories, log, (country) => zones.get(country) ?? clockZone);
  return {
    name: log.name,
    series: seriesOf(streams),
    timeZone: clockZone,
    hours: hoursOfCases(settled.stories, log),
    assumptions: settled.assumptions.filter((one) => /names no (?:segment|country|channel)/.test(one)),
  };
}

function hoursOfCases(
  stories: readonly { readonly openedMs: number }[],
  { clockZone, fromMs, untilMs }: DatedCaseLog,
): CasesByHour {
  const clock = clockOf(clockZone, { fromMs, untilMs });
  return hoursOf(
    stories.map(({ openedMs }) => {
      const localMs = openedMs + clock.offsetAt(openedMs);
      const day = Math.floor(localMs / DAY_MS);
      return { day, hour: Math.floor((localMs - day * DAY_MS) / HOUR_MS), count: 1 };
    }),
  );
}

function hoursOf(
  cells: readonly { readonly day: DayNumber; readonly hour: number | null; readonly count: number }[],
): CasesByHour {
  const found = new Map<DayNumber, number[]>();
  for (const { count, day, hour } of cells) {
    const own = found.get(day) ?? new Array<number>(24).fill(0);
    found.set(day, own);
    own[hour ?? 0] = (own[hour ?? 0] ?? 0) + count;
  }
  return found;
}

/** The demand in a table of counts, in CSV. `name`: of the file. */
export async function demandOfCounts(
  file: LogBytes,
  name: string,
  choices: CountChoices,
  words: DemandWords,
): Promise<Demand> {
  const { channel, country } = checkChoices(choices, words);
  const { segment = 'all', timeZone = 'UTC' } = choices;
  const sheet = new CountSheet(choices.timeFormat ?? null);
  const text = new LogText(null, new CsvLog(null, sheet));
  await file.read((bytes) => {
    text.take(bytes);
    return text.problem === null && !sheet.isOver;
  });
  if (!sheet.isOver) text.end();
  if (text.problem === null) sheet.end();
  const problem = text.problem ?? sheet.stopped;
  if (problem !== null) return refused(name, [problem], 0);
  if (sheet.refusals.count > 0) {
    const { count, listed } = sheet.refusals;
    const shown = listed.slice(0, PROBLEMS_LISTED);
    return refused(name, shown, count - shown.length);
  }
  const series = seriesOfCounts(sheet.cells, { channel, country, timeZone, segment: idOf(segment, 'all') });
  const hours = sheet.cells.some(({ hour }) => hour === null) ? null : hoursOf(sheet.cells);
  return { name, series, timeZone, hours, assumptions: [] };
}

const PROBLEMS_LISTED = 20;

function refused(name: string, problems: readonly LogProblem[], more: number): never {
  const complaints = problems.map((one) => ({ message: problemLine(name, one), remedy: one.remedy }));
  const rest =
    more === 0
      ? []
      : [
          {
            message: `${name}: ${more.toLocaleString('en-GB')} more cells are wrong`,
            remedy: 'correct these first',
          },
        ];
  return complained('bad input', [...complaints, ...rest]);
}

/** A date as days since 1970; null if it is not given. */
export function dayOf(name: string, text: string | undefined): DayNumber | null {
  if (text === undefined) return null;
  const ms = Date.parse(text);
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(ms) && civilDateOf(ms / DAY_MS) === text)
    return ms / DAY_MS;
  return refuse(`${name} ${text} is no date`, `write a date such as 2016-04-18 for ${name}`);
}
