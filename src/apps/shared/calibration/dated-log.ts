import { plural } from '#base';
import {
  type Calibration,
  calibrate,
  clockOf,
  type Defaults,
  readStories,
  type SessionLog,
} from '#calibration';
import type { LoggedCase } from '#caselog';
import { CHANNELS, isCountryCode, isTimeZone } from '#domain';
import { refuse, together } from '../problem.ts';

/** A case log, wherever it comes from. */
export interface AnyCaseLog {
  /** Name of the log that was imported. */
  readonly name: string;
  /** Zone of its times; null if they say their offset from UTC. */
  readonly timeZone: string | null;
  readonly cases: readonly LoggedCase[];
}

/** What a user says of a case log. */
export interface LogChoices {
  readonly from?: string;
  readonly until?: string;
  readonly timeZone?: string;
  readonly country?: string;
  readonly channel?: string;
  /** Country → zone of its customers. */
  readonly zones: ReadonlyMap<string, string>;
}

/** A case log with what is said of it. */
export interface DatedCaseLog extends AnyCaseLog {
  readonly clockZone: string;
  readonly zones: ReadonlyMap<string, string>;
  readonly defaults: Defaults;
  /** What the openings of the log show of drift and selection, in sentences. Only logs to calibrate from have it. */
  readonly found?: readonly string[];
  /** Sessions of software that answers before people do, if there is a log of them. */
  readonly sessions?: SessionLog;
  /** First opening, or `from`; and the time after the last opening, or `until`. Epoch ms. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What messages call a log and the choices: `--time-zone` or `timeZone`. */
export interface LogWords {
  readonly log: string;
  readonly of: Readonly<Record<'from' | 'until' | 'timeZone' | 'country' | 'channel', string>>;
}

const COUNTRY = 'IE';
const CHANNEL = 'phone';
/** Estimates from fewer cases would say nothing. */
export const CASES_LEAST = 50;
/** Whole days on the clocks of all customers. */
const DAYS_LEAST = 7;

/** Checks the choices, before a log is read. */
export function checkChoices(
  { channel: named = CHANNEL, country = COUNTRY, timeZone }: Omit<LogChoices, 'zones'>,
  { of }: LogWords,
): Defaults {
  const channel = CHANNELS.find((one) => one === named);
  const checked = together({
    channel: () =>
      channel === undefined
        ? refuse(`${of.channel} ${named} is no channel`, `choose ${CHANNELS.join(', ')}`)
        : channel,
    country: () =>
      isCountryCode(country)
        ? country
        : refuse(`${of.country} ${country} is no country`, 'write two capitals of ISO 3166-1, such as IE'),
    timeZone: () =>
      timeZone === undefined || isTimeZone(timeZone)
        ? timeZone
        : refuse(`${of.timeZone} ${timeZone} is no IANA time zone`, 'write a zone such as Europe/Dublin'),
  });
  const found = { country: checked.country, channel: checked.channel };
  return { segment: 'all', language: 'en', product: 'product', severity: 'B', ...found };
}

/** A country and the zone of its customers, written as `DE=Europe/Berlin`; null if the text is something else. */
export function zoneOfCustomers(text: string): readonly [country: string, zone: string] | null {
  const [, country = '', zone = ''] = /^([A-Z]{2})=(.+)$/.exec(text) ?? [];
  return isCountryCode(country) && isTimeZone(zone) ? [country, zone] : null;
}

/** The part of a case log that the choices name. */
export function datedLog(log: AnyCaseLog, choices: LogChoices, words: LogWords): DatedCaseLog {
  const { log: place, of } = words;
  const defaults = checkChoices(choices, words);
  const openings = log.cases.flatMap(({ events }) => events[0]?.atMs ?? []);
  if (openings.length === 0) return refuse(`${place} has no cases`, 'import the log again');
  const clockZone = choices.timeZone ?? log.timeZone ?? 'UTC';
  const first = openings.reduce((a, b) => Math.min(a, b));
  const last = openings.reduce((a, b) => Math.max(a, b));
  const span = together({
    fromMs: () => instantOf(of.from, choices.from, clockZone),
    untilMs: () => instantOf(of.until, choices.until, clockZone),
  });
  const { fromMs, untilMs } = { fromMs: span.fromMs ?? first, untilMs: span.untilMs ?? last + 1 };
  const inside = openings.filter((atMs) => atMs >= fromMs && atMs < untilMs).length;
  if (inside < CASES_LEAST) {
    const spanned = `${new Date(first).toISOString()} to ${new Date(last).toISOString()}`;
    return refuse(
      `${place} has ${plural(inside, 'case')} between ${of.from} and ${of.until}, and needs ${CASES_LEAST}`,
      `choose dates within the log: its cases were opened from ${spanned}`,
    );
  }
  return { ...log, clockZone, zones: choices.zones, defaults, fromMs, untilMs };
}

/** An instant, or the first moment of a date on the clock of a zone; null if it is not given. */
export function instantOf(name: string, text: string | undefined, zone: string): number | null {
  if (text === undefined) return null;
  const ms = Date.parse(text);
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text);
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text);
  if (Number.isNaN(ms) || !(isDate || isInstant)) {
    return refuse(
      `${name} ${text} is no date`,
      'write a date such as 2016-04-18, or an instant with its offset',
    );
  }
  if (isInstant) return ms;
  return clockOf(zone, { fromMs: ms, untilMs: ms }).instantAt(ms);
}

/** Zones of customers: those that the user names, or else `known`. */
export function calibrationOf(
  log: DatedCaseLog,
  known: KnownZones,
  { log: place, of }: LogWords,
): Calibration {
  const calibration = calibrationIn(log, known);
  const { dayCount } = calibration.arrivals;
  if (dayCount >= DAYS_LEAST) return calibration;
  return refuse(
    `${place} has ${plural(dayCount, 'whole day')} between ${of.from} and ${of.until}, and calibration needs ${DAYS_LEAST}`,
    'choose dates that are at least a week apart, so that each weekday is seen',
  );
}

/** Zones of customers by country. */
export type KnownZones = readonly (readonly [country: string, zone: string])[];

function calibrationIn(log: DatedCaseLog, known: KnownZones): Calibration {
  return calibrate(readStories(log.cases, log), {
    ...log,
    log: log.name,
    timeZone: log.clockZone,
    zones: new Map([...known, ...log.zones]),
  });
}

/** The calibration from what comes before an instant, epoch ms; null if that is too little. */
export function calibrationBefore(log: DatedCaseLog, known: KnownZones, untilMs: number): Calibration | null {
  const calibration = calibrationIn({ ...log, untilMs }, known);
  const { arrivals, stories } = calibration;
  return stories.length >= CASES_LEAST && arrivals.dayCount >= DAYS_LEAST ? calibration : null;
}
