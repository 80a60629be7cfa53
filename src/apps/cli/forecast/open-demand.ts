import { basename } from 'node:path';
import { DAY_MS } from '#base';
import {
  countArrivals,
  type DailySeries,
  readStories,
  seriesOf,
  seriesOfCounts,
  seriesWithin,
  settle,
} from '#calibration';
import { CountSheet, CsvLog, type LogProblem, problemLine } from '#caselog';
import { CHANNELS, type Channel, civilDateOf, isCountryCode, isTimeZone } from '#domain';
import { idOf } from '#scenario';
import { isFolder } from '../../shared/files/whole-files.ts';
import { LogText } from '../../shared/import/log-text.ts';
import { complained, refuse } from '../../shared/problem.ts';
import { openLog } from '../../shared/verify/log-bytes.ts';
import { type CaseLogOptions, openCaseLog } from '../calibration/case-log-options.ts';

/** Options about the past that a forecast is made from. */
export interface DemandOptions extends Omit<CaseLogOptions, 'until' | 'runs'> {
  readonly origin?: string;
  readonly segment?: string;
  readonly timeFormat?: string;
}

export interface OpenedDemand {
  readonly name: string;
  readonly series: readonly DailySeries[];
  /** Clock of dates. */
  readonly timeZone: string;
  /** What the log leaves out, and what is assumed. */
  readonly assumptions: readonly string[];
}

/** Reads a case log, or a table of counts, until the origin of a forecast. */
export async function openDemand(path: string, options: DemandOptions): Promise<OpenedDemand> {
  const from = dayOf('--from', options.from);
  const origin = dayOf('--origin', options.origin);
  const opened = isFolder(path) ? await openCases(path, options) : await openCounts(path, options);
  const { series } = opened;
  const [first] = series;
  if (first === undefined) return refuse(`${path} has no whole day with cases`, 'name a longer log');
  const end = first.firstDay + first.dayCount;
  const [begins, ends] = [civilDateOf(first.firstDay), civilDateOf(end - 1)];
  if (first.dayCount > DAYS_MOST) {
    return refuse(
      `${path} has days from ${begins} to ${ends}, more than ${DAYS_MOST}`,
      'correct the dates, or say their form with --time-format',
    );
  }
  const within = seriesWithin(series, from ?? first.firstDay, origin ?? end);
  if (within === null || (origin ?? end) > end) {
    return refuse(
      `${path} has whole days from ${begins} to ${ends}, and no forecast can begin on ${options.origin ?? civilDateOf(end)}`,
      `choose --origin up to ${civilDateOf(end)}, and --from before it`,
    );
  }
  return { ...opened, series: within.filter(({ customers }) => customers.some(hasCases)) };
}

/** Some thirty years. */
const DAYS_MOST = 11_000;

function hasCases({ counts }: DailySeries['customers'][number]): boolean {
  return counts.some((count) => (count ?? 0) > 0);
}

async function openCases(folder: string, options: DemandOptions): Promise<OpenedDemand> {
  const { origin: _origin, from: _from, ...about } = options;
  const log = await openCaseLog(folder, { ...about, runs: '2' });
  const { cases, clockZone, defaults, zones } = log;
  const settled = settle(readStories(cases, log).stories, defaults);
  const streams = countArrivals(settled.stories, log, (country) => zones.get(country) ?? clockZone);
  return {
    name: log.name,
    series: seriesOf(streams),
    timeZone: clockZone,
    assumptions: settled.assumptions.filter((one) => /names no (?:segment|country|channel)/.test(one)),
  };
}

async function openCounts(path: string, options: DemandOptions): Promise<OpenedDemand> {
  const about = aboutOf(options);
  const sheet = new CountSheet(options.timeFormat ?? null);
  const text = new LogText(null, new CsvLog(null, sheet));
  const file = openLog(path, 'name a folder that meridian import has written, or a table of counts in CSV');
  await file.read((bytes) => {
    text.take(bytes);
    return text.problem === null && !sheet.isOver;
  });
  if (!sheet.isOver) text.end();
  if (text.problem === null) sheet.end();
  const problem = text.problem ?? sheet.stopped;
  if (problem !== null) return refused(path, [problem], 0);
  if (sheet.refusals.count > 0) {
    const { count, listed } = sheet.refusals;
    const shown = listed.slice(0, PROBLEMS_LISTED);
    return refused(path, shown, count - shown.length);
  }
  const { timeZone } = about;
  return {
    name: basename(path),
    series: seriesOfCounts(sheet.cells, about),
    timeZone,
    assumptions: [],
  };
}

const PROBLEMS_LISTED = 20;

function refused(path: string, problems: readonly LogProblem[], more: number): never {
  const complaints = problems.map((one) => ({
    message: problemLine(basename(path), one),
    remedy: one.remedy,
  }));
  const rest =
    more === 0
      ? []
      : [
          {
            message: `${basename(path)}: ${more.toLocaleString('en-GB')} more cells are wrong`,
            remedy: 'correct these first',
          },
        ];
  return complained('bad input', [...complaints, ...rest]);
}

/** What a table of counts leaves out. */
function aboutOf({
  channel: named = 'phone',
  country = 'IE',
  segment = 'all',
  timeZone = 'UTC',
}: DemandOptions): { channel: Channel; country: string; segment: string; timeZone: string } {
  const channel = CHANNELS.find((one) => one === named);
  if (channel === undefined) return refuse(`${named} is no channel`, `choose ${CHANNELS.join(', ')}`);
  if (!isCountryCode(country))
    return refuse(`${country} is no country`, 'write two capitals of ISO 3166-1: IE');
  if (!isTimeZone(timeZone))
    return refuse(`${timeZone} is no IANA time zone`, 'write e.g. --time-zone Europe/Dublin');
  return { channel, country, timeZone, segment: idOf(segment, 'all') };
}

/** A date as days since 1970; null if it is not given. */
export function dayOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = Date.parse(text);
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(ms) && civilDateOf(ms / DAY_MS) === text)
    return ms / DAY_MS;
  return refuse(`${name} ${text} is no date`, `write e.g. ${name} 2016-04-18`);
}
