import { DAY_MS, MINUTE_MS } from '#base';
import type { IssueList } from '../issue-list.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

const INTERVAL_MIN_MS = 15 * MINUTE_MS;
const MEASURES_MAX = 100;

/** A measure is of cases or of centres, and its intervals fill a day. */
export function checkMeasures({ measures = {} }: ScenarioFile, list: IssueList): void {
  for (const [id, { centres, channels, interval, segments, severities }] of Object.entries(measures)) {
    const path = ['measures', id];
    if (centres !== undefined && [channels, segments, severities].some((of) => of !== undefined)) {
      const message =
        'a measure is of the cases of segments, channels and severities, or of the contacts of centres';
      list.error('alternatives', path, message, 'make two measures of it');
    }
    if (interval >= INTERVAL_MIN_MS && DAY_MS % interval === 0) continue;
    const message = 'a day is not a whole number of such intervals, or they are shorter than 15 min';
    list.error('out-of-range', [...path, 'interval'], message, "write for example '30 min' or '1 h'");
  }
  const count = Object.keys(measures).length;
  if (count <= MEASURES_MAX) return;
  list.error(
    'too-many',
    ['measures'],
    `${count} measures; at most ${MEASURES_MAX} are possible`,
    'leave some out',
  );
}
