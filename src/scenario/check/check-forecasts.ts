import { DAY_MS, ownMember } from '#base';
import { CHANNELS, DAY_MINUTES, weekdayOf } from '#domain';
import type { IssueList } from '../issue-list.ts';
import { ProfileWeights } from '../resolve/arrival-profiles.ts';
import { profileIdOf } from '../resolve/arrivals.ts';
import { channelsOf } from '../resolve/reach.ts';
import type { ScenarioFile, SegmentFile } from '../shape/scenario-file.ts';
import { parseDate } from '../shape/time-text.ts';

/** Dates of forecasts exist, and cases are expected only when the profile lets some arrive. */
export function checkForecasts(file: ScenarioFile, list: IssueList): void {
  let isUncertain = false;
  for (const [id, segment] of Object.entries(file.segments)) {
    for (const channel of CHANNELS) {
      const dates = segment.forecast?.[channel];
      if (dates === undefined) continue;
      const path = ['segments', id, 'forecast', channel];
      if (!channelsOf(file, segment).includes(channel) || segment.channels[channel] === 0) {
        const message = `the segment has no share on ${channel}, so no profile spreads these cases over the day`;
        list.error('no-weight', path, message, `give ${channel} a share in 'channels'`, 'key');
        continue;
      }
      const hasCases = casesBy(file, segment, channel);
      for (const [date, { cases, error }] of Object.entries(dates)) {
        if (error > 0) isUncertain = true;
        const read = parseDate(date);
        if (!read.ok)
          list.error(read.problem.code, [...path, date], read.problem.message, read.problem.remedy, 'key');
        else if (cases > 0 && segment.trace === undefined && !hasCases(date)) {
          const message =
            'rate and profile have no cases on this date, so nothing spreads these over the day';
          const remedy = 'give the date a weight in the profile, or expect 0 cases';
          list.error('no-weight', [...path, date, 'cases'], message, remedy);
        }
      }
    }
  }
  if (file.forecastCorrelation === undefined || isUncertain) return;
  const message = 'no forecast has an error';
  const remedy = "write 'error' in the forecasts of segments";
  list.warn('not-used', ['forecastCorrelation'], message, remedy, 'key');
}

/** Whether any customers of the segment have cases on a date by rate and profile. */
function casesBy(
  file: ScenarioFile,
  segment: SegmentFile,
  channel: (typeof CHANNELS)[number],
): (date: string) => boolean {
  const profileId = profileIdOf(file, segment, channel);
  const profile = profileId === null ? undefined : ownMember(file.profiles, profileId);
  const asking = segment.customers.filter(({ rate = 0 }) => rate > 0);
  if (profile === undefined) return () => asking.length > 0;
  const weights = new ProfileWeights(profile);
  const minutes = Array.from(
    { length: DAY_MINUTES / weights.stepMinutes },
    (_, k) => k * weights.stepMinutes,
  );
  return (date) => {
    const weekday = weekdayOf(Date.parse(date) / DAY_MS);
    return asking.some(({ country }) => {
      const isHoliday =
        Object.hasOwn(file.holidays, country) && file.holidays[country]?.includes(date) === true;
      return minutes.some((minuteOfDay) => weights.at({ minuteOfDay, weekday, date, isHoliday }) > 0);
    });
  };
}
