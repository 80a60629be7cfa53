import { CHANNELS, type Scenario, type WeeklyMeasure } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { indexOf, type Names } from './names.ts';

export function resolveMeasures({ measures }: ScenarioFile, names: Names): Pick<Scenario, 'measures'> {
  const all = Object.entries(measures ?? {});
  if (all.length === 0) return {};
  return {
    measures: all.map(
      ([
        id,
        { centres, channels = CHANNELS, interval, severities, segments = names.segments, timeZone = 'UTC' },
      ]) => {
        const week = { id, intervalMs: interval, timeZone };
        const urgency = severities === undefined ? {} : { severities };
        const of: Omit<WeeklyMeasure, keyof typeof week> =
          centres === undefined
            ? {
                segments: segments.map((segment) => indexOf(names.segments, segment)),
                channels,
                ...urgency,
                centres: [],
              }
            : {
                segments: [],
                channels: [],
                centres: centres.map((centre) => indexOf(names.centres, centre)),
              };
        return { ...week, ...of };
      },
    ),
  };
}
