import { HOUR_MS, meanOf, rowAt, sumOf } from '#base';
import { CHANNELS, handlesOf, type RunMs, relaxationMs, type Scenario, type ServedQueue } from '#domain';
import { type FigureOfWaits, type GroupRow, type MeasuredFigures, relaxationsWanted } from '#statistics';
import { casesByRates } from './cases-by-rates.ts';

/** How long a run must be for intervals that hold as often as they say, by the load of a group of agents. */
export interface WantedLength {
  readonly group: string;
  readonly occupancy: number;
  /** The time in which the group's queue forgets how long it was; null if there is no such time, since its agents are always busy. */
  readonly relaxationHours: number | null;
  readonly hours: number | null;
}

/** By kind of figure: of the group that takes longest to show it. */
export type WantedLengths = Readonly<Record<FigureOfWaits, WantedLength>>;

/** Groups with a smaller share of all contacts do not decide how long a run must be. */
const SHARE_LEAST = 0.01;

/** `slices`: figures of equally long parts of the run, from `fromMs` to `untilMs`. Null if no contact has ended. */
export function wantedLengths(
  scenario: Scenario,
  slices: readonly MeasuredFigures[],
  { fromMs, untilMs }: { readonly fromMs: RunMs; readonly untilMs: RunMs },
): WantedLengths | null {
  // A run with fewer cases than its rates give seems less busy than its agents are.
  const arrived = sumOf(slices.map(({ total }) => total.arrived));
  const expected = casesByRates({ ...scenario, horizonMs: untilMs }, null, fromMs);
  const busier = arrived === 0 ? 1 : Math.max(1, expected / arrived);
  const queues = scenario.groups.map((_, group) => queueOf(scenario, slices, { group, busier }));
  const contacts = queues.reduce((sum, { ended }) => sum + ended, 0);
  const counted = queues.filter(({ ended }) => ended > 0 && ended >= SHARE_LEAST * contacts);
  const wanted = counted.map(({ queue, staffed, title }) => {
    const relaxation = relaxationMs(queue) / staffed / HOUR_MS;
    const about = { group: title, occupancy: queue.occupancy, relaxationHours: finite(relaxation) };
    const lengthOf = (figure: FigureOfWaits): WantedLength => ({
      ...about,
      hours: finite(relaxationsWanted(queue, figure) * relaxation),
    });
    return { means: lengthOf('means'), quantiles: lengthOf('quantiles'), shares: lengthOf('shares') };
  });
  const sizeOf = ({ hours }: WantedLength) => hours ?? Number.POSITIVE_INFINITY;
  const longest = (all: readonly WantedLength[]) =>
    all.reduce((one, other) => (sizeOf(other) > sizeOf(one) ? other : one));
  if (wanted.length === 0) return null;
  return {
    means: longest(wanted.map(({ means }) => means)),
    quantiles: longest(wanted.map(({ quantiles }) => quantiles)),
    shares: longest(wanted.map(({ shares }) => shares)),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** With more, no length would do. */
const BUSIER_MOST = 0.99;

/** A group's queue while somebody is on duty, which is a share of all time. `busier`: by which factor it would be, with all cases. */
function queueOf(
  scenario: Scenario,
  slices: readonly MeasuredFigures[],
  { busier, group }: { readonly group: number; readonly busier: number },
): { readonly queue: ServedQueue; readonly ended: number; readonly staffed: number; readonly title: string } {
  const rows = slices.map(({ groups }) => rowAt(groups, group));
  const sum = (of: (row: GroupRow) => number) => sumOf(rows.map(of));
  const onDuty = sum(({ onDutyMean }) => onDutyMean ?? 0);
  // Overtime is work of agents who are no longer on duty.
  const busy = sum(({ occupancy, onDutyMean }) => (onDutyMean ?? 0) * (occupancy ?? 0));
  const staffed = staffedShare(scenario, group);
  const { ended, ...handles } = handlesOf(rows);
  const measured = onDuty === 0 ? 0 : busy / onDuty;
  return {
    ended,
    staffed,
    title: rowAt(scenario.groups, group).id,
    queue: {
      ...handles,
      servers: onDuty / slices.length / staffed,
      occupancy: Math.max(measured, Math.min(BUSIER_MOST, measured * busier)),
      patienceMs: longestPatience(scenario),
    },
  };
}

/** The share of the run in which a shift of the group is on duty. */
function staffedShare({ groups, horizonMs }: Scenario, group: number): number {
  const windows = rowAt(groups, group)
    .shifts.flatMap(({ agents, duty }) => (agents > 0 ? duty : []))
    .toSorted((one, other) => one.fromMs - other.fromMs);
  let [covered, until] = [0, 0];
  for (const { fromMs, toMs } of windows) {
    const end = Math.min(toMs, horizonMs);
    covered += Math.max(0, end - Math.max(until, fromMs));
    until = Math.max(until, end);
  }
  return covered === 0 ? 1 : covered / horizonMs;
}

/** The longest mean patience of the channels on which cases arrive; null if somebody may wait for ever. */
function longestPatience({ streams, work }: Scenario): number | null {
  if (work.patienceBySeverity !== undefined) return null;
  const used = CHANNELS.filter((channel) => streams.some((stream) => stream.channel === channel));
  const means = used.map((channel) => {
    const patience = work.patience[channel];
    return patience === null ? Number.POSITIVE_INFINITY : meanOf(patience);
  });
  return finite(Math.max(0, ...means));
}
