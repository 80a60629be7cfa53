import { DAY_MS, definite, failure, memoised, type Result, shown, success } from '#base';
import {
  type AgentGroup,
  type ArrivalStream,
  LocalClock,
  type Scenario,
  type ServiceCentre,
  type Shift,
  type Target,
  type Window,
} from '#domain';
import {
  countOfPieces,
  expandRate,
  isRateWeek,
  type KeptRate,
  type Rate,
  shortestRate,
} from './rate-weeks.ts';
import type { CalendarSpan } from './week-plan.ts';
import {
  countOfWindows,
  expandWindows,
  isWindowWeek,
  type KeptWindows,
  shortestWindows,
} from './window-weeks.ts';

/**
 * A scenario as in `scenario.json`. Format 2: the scenario itself. Format 3: calendars that repeat by the week are kept as weeks, so that
 * the file does not grow with the horizon. Expanded over the time from 0 to `calendarsEndMs`, they give the scenario.
 */
export type KeptScenario = Calendared<KeptWindows, KeptRate> & {
  readonly format: 2 | 3;
  readonly calendarsEndMs?: number;
};

/** Windows and pieces that a file may expand to: several times what a scenario may have, and some 300 MB. */
const ENTRIES_MOST = 4_000_000;
/** Steps through the changes of clocks that this may take: some seconds. */
const STEPS_MOST = 400_000_000;

/** The scenario with each calendar by the week if that is shorter; the scenario itself if none is. */
export function keptScenario(scenario: Scenario): KeptScenario {
  const endMs = endOfCalendars(scenario);
  const spanOf = spansOf(scenario, endMs);
  const zones = scenario.clocks.map(({ timeZone }) => timeZone);
  // Shifts with the same hours share their windows.
  const shortestIn = memoised((timeZone: string) =>
    memoised((written: readonly Window[]) => shortestWindows(written, timeZone, spanOf(timeZone))),
  );
  let weeks = 0;
  const kept = changeCalendars(scenario, {
    windows(written: readonly Window[], timeZone): KeptWindows {
      const tried = (timeZone === null ? zones : [timeZone]).map((zone) => shortestIn(zone)(written));
      const week = tried.find(isWindowWeek);
      if (week !== undefined) weeks++;
      return week ?? written;
    },
    rate(written: Rate, timeZone): KeptRate {
      const rate = shortestRate(written, timeZone, spanOf(timeZone));
      if (isRateWeek(rate)) weeks++;
      return rate;
    },
  });
  const inWeeks: KeptScenario = { ...kept, format: 3, calendarsEndMs: endMs };
  return weeks > 0 && problemsOf(inWeeks, endMs).length === 0 ? inWeeks : scenario;
}

/** The scenario of a file with valid clocks; or what is wrong with its calendars, each with its place. */
export function expandScenario(kept: KeptScenario): Result<Scenario, readonly string[]> {
  const { calendarsEndMs: endMs, format, ...rest } = kept;
  if (format === 3 && endMs === undefined)
    return failure([
      'calendarsEndMs: it is missing; give the time up to which the calendars are expanded, in ms',
    ]);
  const problems = problemsOf(kept, endMs ?? 0);
  if (problems.length > 0) return failure(problems);
  const spanOf = spansOf(kept, endMs ?? 0);
  const known = new Map<string, readonly Window[]>();
  return success({
    ...changeCalendars(rest, {
      windows(calendar: KeptWindows): readonly Window[] {
        if (!isWindowWeek(calendar)) return calendar;
        const key = JSON.stringify(calendar);
        const windows = known.get(key) ?? expandWindows(calendar, spanOf(calendar.timeZone));
        known.set(key, windows);
        return windows;
      },
      rate: (calendar: KeptRate): Rate =>
        isRateWeek(calendar) ? expandRate(calendar, spanOf(calendar.timeZone)) : calendar,
    }),
    format: 2,
  });
}

/** Calendars that cannot be expanded, and why. */
function problemsOf(kept: KeptScenario, endMs: number): readonly string[] {
  const problems: string[] = [];
  const clocks = new Map(kept.clocks.map((clock) => [clock.timeZone, clock]));
  const spanOf = spansOf(kept, endMs);
  let [entries, steps] = [0, 0];
  const count = (timeZone: string, place: string, countOf: (span: CalendarSpan) => number) => {
    const changes = clocks.get(timeZone)?.fromMs.length;
    if (kept.format === 2)
      problems.push(
        `${place}: a calendar by the week needs format 3; set 'format' to 3, or write its times out`,
      );
    else if (changes === undefined)
      problems.push(`${place}.timeZone: there is no clock of ${shown(timeZone)}; add one to 'clocks'`);
    else {
      const expanded = countOf(spanOf(timeZone));
      entries += expanded;
      steps += expanded * changes;
    }
  };
  changeCalendars(kept, {
    windows(calendar: KeptWindows, _, place) {
      if (isWindowWeek(calendar)) count(calendar.timeZone, place, (span) => countOfWindows(calendar, span));
    },
    rate(calendar: KeptRate, _, place) {
      if (isRateWeek(calendar)) count(calendar.timeZone, place, (span) => countOfPieces(calendar, span));
    },
  });
  if (entries > ENTRIES_MOST || steps > STEPS_MOST) {
    const most = ENTRIES_MOST.toLocaleString('en');
    problems.push(
      `calendarsEndMs: the calendars expand to more than ${most} windows and rates; lower it to the horizon`,
    );
  }
  return problems;
}

type Clocked = Pick<Scenario, 'clocks' | 'startEpochMs'>;

function spansOf({ clocks, startEpochMs }: Clocked, endMs: number): (timeZone: string) => CalendarSpan {
  const spans = new Map(
    clocks.map((clock) => [
      clock.timeZone,
      { clock: new LocalClock(clock, startEpochMs), startEpochMs, endMs },
    ]),
  );
  return (timeZone) => definite(spans.get(timeZone), `no clock of ${timeZone}`);
}

/** The horizon; or that of the scenario's file, in whole days, if the run was cut short and the calendars were not. */
function endOfCalendars(scenario: Scenario): number {
  let latestMs = 0;
  changeCalendars(scenario, {
    windows(windows: readonly Window[]) {
      latestMs = Math.max(latestMs, windows.at(-1)?.fromMs ?? 0);
    },
    rate({ fromMs }: Rate) {
      latestMs = Math.max(latestMs, fromMs.at(-1) ?? 0);
    },
  });
  return latestMs < scenario.horizonMs ? scenario.horizonMs : DAY_MS * Math.floor(latestMs / DAY_MS + 1);
}

/** A scenario whose calendars have another form: windows as `Windows`, rates as `Rate`. */
type Calendared<Windows, Rate> = Omit<Scenario, 'format' | 'centres' | 'groups' | 'streams' | 'targets'> & {
  readonly centres: readonly (Omit<ServiceCentre, 'open'> & { readonly open: Windows })[];
  readonly groups: readonly (Omit<AgentGroup, 'shifts'> & {
    readonly shifts: readonly (Omit<Shift, 'duty'> & { readonly duty: Windows })[];
  })[];
  readonly streams: readonly (Omit<ArrivalStream, 'rate'> & { readonly rate: Rate })[];
  readonly targets?:
    | readonly (Omit<Target, 'hours'> & { readonly hours?: Windows | undefined })[]
    | undefined;
};

/** How each calendar is changed. */
interface CalendarChange<Windows, Rate, NewWindows, NewRate> {
  /** `timeZone`: of the clock that it follows; null if unknown. `place`: as in `centres.0.open`. */
  windows(of: Windows, timeZone: string | null, place: string): NewWindows;
  rate(of: Rate, timeZone: string, place: string): NewRate;
}

/** Changes every calendar of a scenario that may repeat by the week. Planned outages are not among them. */
function changeCalendars<Windows, Rate, NewWindows, NewRate, From extends Calendared<Windows, Rate>>(
  scenario: From,
  { rate, windows }: CalendarChange<Windows, Rate, NewWindows, NewRate>,
): Omit<From, 'centres' | 'groups' | 'streams' | 'targets'> & Calendared<NewWindows, NewRate> {
  const { centres, groups, streams, targets } = scenario;
  return {
    ...scenario,
    centres: centres.map((centre, k) => ({
      ...centre,
      open: windows(centre.open, centre.timeZone, `centres.${k}.open`),
    })),
    groups: groups.map((group, k) => ({
      ...group,
      shifts: group.shifts.map((shift, n) => ({
        ...shift,
        duty: windows(shift.duty, centres[group.centre]?.timeZone ?? null, `groups.${k}.shifts.${n}.duty`),
      })),
    })),
    streams: streams.map((stream, k) => ({
      ...stream,
      rate: rate(stream.rate, stream.timeZone, `streams.${k}.rate`),
    })),
    targets: targets?.map(({ hours, ...target }, k) => ({
      ...target,
      hours: hours === undefined ? undefined : windows(hours, null, `targets.${k}.hours`),
    })),
  };
}
