import { type Result, success } from '#base';
import { clockOf, type Defaults } from '#calibration';
import { CHANNELS, civilDateOf, isCountryCode, isTimeZone } from '#domain';
import { type Problem, refuse } from '../../shared/problem.ts';
import { type ReadCaseLog, readCaseLog } from '../import/read-case-log.ts';
import { wholeNumber } from '../options/values.ts';

/** Options of commands that read a case log. */
export interface CaseLogOptions {
  readonly from?: string;
  readonly until?: string;
  readonly timeZone?: string;
  readonly zone: readonly string[];
  readonly country?: string;
  readonly channel?: string;
  readonly runs: string;
}

/** A case log with what the options say of it. */
export interface OpenedCaseLog extends ReadCaseLog {
  readonly clockZone: string;
  /** Country → zone of its customers. */
  readonly zones: ReadonlyMap<string, string>;
  readonly defaults: Defaults;
  /** First opening, or `--from`; and the time after the last opening, or `--until`. Epoch ms. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly runs: number;
}

const COUNTRY = 'IE';
const CHANNEL = 'phone';

/** Reads a case log, and the options about it. */
export async function openCaseLog(
  folder: string,
  options: CaseLogOptions,
): Promise<Result<OpenedCaseLog, Problem>> {
  const runs = wholeNumber('--runs', options.runs, 2, 100, 5);
  if (!runs.ok) return runs;
  const defaults = defaultsOf(options);
  if (!defaults.ok) return defaults;
  const zones = zonesOf(options.zone);
  if (!zones.ok) return zones;
  if (options.timeZone !== undefined && !isTimeZone(options.timeZone)) {
    return refuse(`${options.timeZone} is no IANA time zone`, 'write e.g. --time-zone Europe/Dublin');
  }
  const log = await readCaseLog(folder);
  if (!log.ok) return log;
  const openings = log.value.cases.flatMap(({ events }) => events[0]?.atMs ?? []);
  if (openings.length === 0) return refuse(`${folder} has no cases`, 'import the log again');
  const clockZone = options.timeZone ?? log.value.timeZone ?? 'UTC';
  const first = openings.reduce((a, b) => Math.min(a, b));
  const last = openings.reduce((a, b) => Math.max(a, b));
  const fromMs = instantOf('--from', options.from, clockZone);
  if (!fromMs.ok) return fromMs;
  const untilMs = instantOf('--until', options.until, clockZone);
  if (!untilMs.ok) return untilMs;
  const span = { fromMs: fromMs.value ?? first, untilMs: untilMs.value ?? last + 1 };
  const inside = openings.filter((atMs) => atMs >= span.fromMs && atMs < span.untilMs).length;
  if (inside < CASES_LEAST) {
    const spanned = `${new Date(first).toISOString()} to ${new Date(last).toISOString()}`;
    return refuse(
      `${folder} has ${inside} cases between --from and --until, and needs ${CASES_LEAST}`,
      `choose dates within the log: its cases were opened from ${spanned}`,
    );
  }
  const given = { zones: zones.value, defaults: defaults.value, runs: runs.value };
  return success({ ...log.value, clockZone, ...given, ...span });
}

/** Estimates from fewer cases would say nothing. */
const CASES_LEAST = 50;

function defaultsOf({
  channel: named = CHANNEL,
  country = COUNTRY,
}: CaseLogOptions): Result<Defaults, Problem> {
  const channel = CHANNELS.find((one) => one === named);
  if (channel === undefined) return refuse(`${named} is no channel`, `choose ${CHANNELS.join(', ')}`);
  if (!isCountryCode(country))
    return refuse(`${country} is no country`, 'write two capitals of ISO 3166-1: IE');
  return success({ segment: 'all', country, language: 'en', product: 'product', severity: 'B', channel });
}

function zonesOf(given: readonly string[]): Result<ReadonlyMap<string, string>, Problem> {
  const zones = new Map<string, string>();
  for (const text of given) {
    const [, country = '', zone = ''] = /^([A-Z]{2})=(.+)$/.exec(text) ?? [];
    if (!isCountryCode(country) || !isTimeZone(zone)) {
      return refuse(
        `--zone ${text} names no country with its time zone`,
        'write e.g. --zone DE=Europe/Berlin',
      );
    }
    zones.set(country, zone);
  }
  return success(zones);
}

/** An instant, or the first moment of a date on the clock of a zone; null if it is not given. */
function instantOf(name: string, text: string | undefined, zone: string): Result<number | null, Problem> {
  if (text === undefined) return success(null);
  const ms = Date.parse(text);
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text);
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text);
  if (Number.isNaN(ms) || !(isDate || isInstant)) {
    return refuse(
      `${name} ${text} is no date`,
      `write e.g. ${name} 2016-04-18, or an instant with its offset`,
    );
  }
  if (isInstant) return success(ms);
  return success(clockOf(zone, { fromMs: ms, untilMs: ms }).instantAt(ms));
}

/** The date of an instant on the clock of a zone. */
export function dateIn(zone: string, epochMs: number): string {
  return civilDateOf(clockOf(zone, { fromMs: epochMs, untilMs: epochMs }).dayAt(epochMs));
}
