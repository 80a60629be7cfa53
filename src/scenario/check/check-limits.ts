import { DAY_MS, HOUR_MS, sumOf, WEEK_MS } from '#base';
import { AGENTS_MOST, CHANNELS, MOST_WAITING } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { shiftHours } from '../resolve/calendars.ts';
import { agentsOf, shiftsOf } from '../resolve/headcounts.ts';
import { namesOf } from '../resolve/names.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { largestFactor } from './check-demand.ts';

/** Widths of the ledger's fields (8 bits: language, product; 16 bits: group, place, stream), minus the value for none. */
const BYTE = 255;
const SHORT = 65_000;
/** Pieces of calendars and rates that a scenario may expand to: some 100 MB, and half a minute. */
const WINDOWS = 500_000;
const PIECES = 2_000_000;
/** Combinations of skills for which routing is precomputed. */
const COMBINATIONS = 10_000_000;

/** Cases per hour of one group of customers that are more likely a typing mistake than intended. */
const VERY_MANY_PER_HOUR = 100_000;

/** Checks numbers of things that exceed the ledger's fields or the memory. */
export function checkLimits(file: ScenarioFile, list: IssueList): void {
  const tooMany = (
    count: number,
    most: number,
    what: string,
    path: SourcePath,
    remedy = 'join some of them',
  ) => {
    if (count > most)
      list.error('too-many', path, `${count} ${what}, but at most ${most} are possible`, remedy);
  };
  const centres = Object.values(file.centres);
  const groups = centres.flatMap((centre) => Object.values(centre.groups));
  const shifts = groups.flatMap((group) => Object.values(shiftsOf(group)));
  const segments = Object.values(file.segments);
  const streams = segments.reduce((sum, { customers }) => sum + customers.length * CHANNELS.length, 0);
  const places = centres.length + Object.keys(file.dataCentres).length;

  tooMany(Object.keys(file.products).length, BYTE, 'products', ['products']);
  tooMany(namesOf(file).languages.length, BYTE, 'languages', ['centres']);
  tooMany(places, SHORT, 'centres and data centres', ['centres']);
  tooMany(groups.length, SHORT, 'agent groups', ['centres']);
  tooMany(streams, SHORT, 'arrival streams', ['segments']);
  tooMany(segments.length, SHORT, 'segments', ['segments']);
  tooMany(sumOf(groups.map(agentsOf)), AGENTS_MOST, 'agents in total', ['centres'], 'check the head counts');

  const skills = Object.keys(file.products).length * namesOf(file).languages.length;
  const combinations = skills * Math.max(streams, groups.length);
  tooMany(combinations, COMBINATIONS, 'combinations of product, language and group or customers', [
    'segments',
  ]);

  const days = Math.ceil(file.horizon / DAY_MS) + 2;
  const pieces =
    shifts.flatMap(shiftHours).length + centres.reduce((sum, { hours }) => sum + hours.length, 0);
  const remedy = 'shorten the horizon, or join shifts and customers';
  tooMany(days * pieces, WINDOWS, 'windows of shifts and hours', ['horizon'], remedy);
  tooMany(Math.ceil(file.horizon / HOUR_MS) * streams, PIECES, 'hours of arrival rates', ['horizon'], remedy);
  warnOfRates(file, list);
}

function warnOfRates(file: ScenarioFile, list: IssueList): void {
  const { mostWaiting = MOST_WAITING } = file;
  for (const [id, segment] of Object.entries(file.segments)) {
    const factor = largestFactor(file, segment);
    segment.customers.forEach(({ rate = 0 }, k) => {
      const perHour = Math.round((factor * rate) / (WEEK_MS / HOUR_MS));
      if (perHour < VERY_MANY_PER_HOUR) return;
      const message = `${perHour.toLocaleString('en')} cases an hour; a run ends before its horizon once ${mostWaiting.toLocaleString('en')} cases wait`;
      const remedy = "check the number and its period: '/min', '/h', '/day' or '/week'";
      list.warn('very-many-cases', ['segments', id, 'customers', k, 'rate'], message, remedy);
    });
  }
}
