import { definite } from '#base';
import { expandWeeklyHours, type Scenario, type Target } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { type CentreCalendar, weeklyHours } from './calendars.ts';
import type { Clocks } from './clocks.ts';

type TargetFile = NonNullable<ScenarioFile['targets']>[string];

export function resolveTargets(
  file: ScenarioFile,
  calendars: ReadonlyMap<string, CentreCalendar>,
  clocks: Clocks,
): Pick<Scenario, 'targets'> {
  const all = Object.entries(file.targets ?? {});
  if (all.length === 0) return {};
  return {
    targets: all.map(([id, written]): Target => {
      const { channel, of, pauses = [], severity, target, within } = written;
      const judged = { id, of, channels: channel, severities: severity, withinMs: within, target, pauses };
      return { ...judged, ...hoursOf(written, file, { calendars, clocks }) };
    }),
  };
}

function hoursOf(
  { hours }: TargetFile,
  { holidays, horizon, start }: ScenarioFile,
  { calendars, clocks }: { readonly calendars: ReadonlyMap<string, CentreCalendar>; readonly clocks: Clocks },
): Pick<Target, 'hours'> {
  if (hours === undefined) return {};
  if (typeof hours === 'string')
    return { hours: definite(calendars.get(hours), 'a centre without calendar').open };
  const dates = new Set(hours.holidays === undefined ? [] : holidays[hours.holidays]);
  return {
    hours: expandWeeklyHours(hours.hours.map(weeklyHours), clocks.of(hours.timeZone), start, horizon, dates),
  };
}
