import {
  type CentreIndex,
  type LocalClock,
  localClockOf,
  minuteOfWeek,
  type RunMs,
  type Scenario,
  type StreamIndex,
} from '#domain';

/** The minute of the week, as clocks on the spot show it. */
export interface WeekClock {
  /** Where the agents of a centre are. */
  inCentre(centre: CentreIndex, atMs: RunMs): number;
  /** Where the customers of a stream are. */
  ofCustomers(stream: StreamIndex, atMs: RunMs): number;
}

export function createWeekClock(scenario: Scenario): WeekClock {
  const { centres, startEpochMs, streams } = scenario;
  const known = new Map<string, LocalClock>();
  const clockOf = ({ timeZone }: { readonly timeZone: string }): LocalClock => {
    const found = known.get(timeZone) ?? localClockOf(scenario, timeZone);
    known.set(timeZone, found);
    return found;
  };
  const ofCentres = centres.map(clockOf);
  const ofStreams = streams.map(clockOf);
  const minuteOn = (local: LocalClock, atMs: RunMs) => minuteOfWeek(startEpochMs + atMs, local);
  return {
    inCentre: (centre, atMs) => minuteOn(ofCentres[centre] as LocalClock, atMs),
    ofCustomers: (stream, atMs) => minuteOn(ofStreams[stream] as LocalClock, atMs),
  };
}
