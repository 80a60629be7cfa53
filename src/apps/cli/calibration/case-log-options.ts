import {
  checkChoices,
  type DatedCaseLog,
  datedLog,
  type LogWords,
  zoneOfCustomers,
} from '../../shared/calibration/dated-log.ts';
import { refuse } from '../../shared/problem.ts';
import { readCaseLog } from '../import/read-case-log.ts';
import { wholeNumber } from '../options/values.ts';

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
export interface OpenedCaseLog extends DatedCaseLog {
  readonly runs: number;
}

const OPTIONS: LogWords['of'] = {
  from: '--from',
  until: '--until',
  timeZone: '--time-zone',
  country: '--country',
  channel: '--channel',
};

/** What messages call the log in this folder, and the options about it. */
export function wordsFor(folder: string): LogWords {
  return { log: folder, of: OPTIONS };
}

export async function openCaseLog(
  folder: string,
  { runs: given, zone, ...others }: CaseLogOptions,
): Promise<OpenedCaseLog> {
  const runs = wholeNumber('--runs', given, 2, 100, 5);
  const zones = zonesOf(zone);
  const choices = { ...others, zones };
  const words = wordsFor(folder);
  checkChoices(choices, words);
  const log = await readCaseLog(folder);
  const dated = datedLog(log, choices, words);
  return { ...dated, runs };
}

function zonesOf(given: readonly string[]): ReadonlyMap<string, string> {
  const zones = new Map<string, string>();
  for (const text of given) {
    const found = zoneOfCustomers(text);
    if (found === null) {
      return refuse(
        `--zone ${text} names no country with its time zone`,
        'write e.g. --zone DE=Europe/Berlin',
      );
    }
    zones.set(...found);
  }
  return zones;
}
