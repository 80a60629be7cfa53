import type { AgentGroup, ArrivalStream, Scenario, ServiceCentre, Shift, Target } from '#domain';

/** A scenario whose calendars have another form: windows as `Windows`, rates as `Rate`. */
export type Calendared<Windows, Rate> = Omit<
  Scenario,
  'format' | 'centres' | 'groups' | 'streams' | 'targets'
> & {
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
export function changeCalendars<Windows, Rate, NewWindows, NewRate, From extends Calendared<Windows, Rate>>(
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
    ...(targets === undefined
      ? {}
      : {
          targets: targets.map(({ hours, ...target }, k) => ({
            ...target,
            ...(hours === undefined ? {} : { hours: windows(hours, null, `targets.${k}.hours`) }),
          })),
        }),
  };
}
