import { definite } from '#base';
import { expandWeeklyHours, type Scenario, type ServiceLevel, type Target, type Window } from '#domain';
import type { ScenarioFile, TargetFile } from '../shape/scenario-file.ts';
import { type CentreCalendar, type Clocks, weeklyHours } from './calendars.ts';
import { indicesOf } from './exceptions.ts';
import { unlessEmpty } from './names.ts';

type HoursFile = NonNullable<TargetFile['hours']>;

interface Calendars {
  readonly calendars: ReadonlyMap<string, CentreCalendar>;
  readonly clocks: Clocks;
}

export function resolveTargets(
  file: ScenarioFile,
  calendars: ReadonlyMap<string, CentreCalendar>,
  clocks: Clocks,
): Scenario['targets'] {
  const segments = Object.keys(file.segments);
  const targets = Object.entries(file.targets ?? {}).map(([id, written]): Target => {
    const { channel, of, pauses = [], segment, severity } = written;
    return {
      id,
      of,
      segments: segment && [...new Set(segment)].map((name) => segments.indexOf(name)),
      channels: channel,
      severities: severity,
      ...wantedOf(written, file, { calendars, clocks }),
      pauses,
    };
  });
  return unlessEmpty(targets);
}

/** Other digits of 1 − 0.07 are rounding errors. */
const DIGITS = 12;

function wantedOf(
  { atMost, hours, of, target, within }: TargetFile,
  file: ScenarioFile,
  given: Calendars,
): Pick<Target, 'target' | 'withinMs' | 'hours' | 'casesMax' | 'dayEndsMs'> {
  if (of === 'abandonment') return { target: Number((1 - definite(atMost, 'checked')).toPrecision(DIGITS)) };
  const share = definite(target, 'checked');
  if (of === 'backlog') {
    const dayEndsMs = dayEndsOf(definite(hours, 'checked'), file, given);
    return { target: share, casesMax: definite(atMost, 'checked'), dayEndsMs };
  }
  return {
    withinMs: definite(within, 'checked'),
    target: share,
    hours: hours === undefined ? undefined : windowsOf(hours, file, given),
  };
}

function windowsOf(
  hours: HoursFile,
  { holidays, horizon, start }: ScenarioFile,
  { calendars, clocks }: Calendars,
): readonly Window[] {
  if (typeof hours === 'string') return definite(calendars.get(hours), 'a centre without calendar').open;
  const dates = new Set(hours.holidays === undefined ? [] : holidays[hours.holidays]);
  return expandWeeklyHours(hours.hours.map(weeklyHours), clocks.of(hours.timeZone), start, horizon, dates);
}

/** For each local day that has hours: when the last of them end, or the midnight that they go beyond. */
function dayEndsOf(hours: HoursFile, file: ScenarioFile, given: Calendars): readonly number[] {
  const { centres, horizon, start } = file;
  const timeZone = typeof hours === 'string' ? (centres[hours]?.timeZone ?? 'UTC') : hours.timeZone;
  const clock = given.clocks.of(timeZone);
  const lastOfDay = new Map<number, number>();
  for (const { fromMs, toMs } of windowsOf(hours, file, given)) {
    for (let atMs = Math.max(0, fromMs); atMs < Math.min(toMs, horizon); ) {
      const midnightMs = clock.midnightFrom(start + atMs + 1) - start;
      lastOfDay.set(clock.dayAt(start + atMs), Math.min(midnightMs, toMs));
      atMs = midnightMs;
    }
  }
  return [...lastOfDay.values()].filter((atMs) => atMs <= horizon);
}

/** One level per channel and severity that the author named together. */
export function resolveServiceLevels(file: ScenarioFile): readonly ServiceLevel[] {
  const segmentIds = Object.keys(file.segments);
  const productIds = Object.keys(file.products);
  return file.serviceLevels.flatMap(
    ({ channel: channels, product, segment, severity: severities, target, within: withinMs }) => {
      const cases = {
        segments: segment && indicesOf(segmentIds, segment),
        products: product && indicesOf(productIds, product),
      };
      return channels.flatMap((channel) =>
        severities.map((severity): ServiceLevel => ({ ...cases, channel, severity, withinMs, target })),
      );
    },
  );
}
