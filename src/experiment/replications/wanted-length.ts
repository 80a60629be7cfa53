import { HOUR_MS, meanOf, rowAt, sumOf } from '#base';
import {
  CHANNELS,
  handlesOf,
  mergeWindows,
  type RunMs,
  relaxationMs,
  type Scenario,
  type ServedQueue,
  waitingShare,
} from '#domain';
import type { GroupRow, MeasuredFigures } from '#statistics';
import { casesByRates } from './cases-by-rates.ts';

/**
 * How long a run must be, in relaxation times, for intervals of batch means that hold as often as they say: as a whole, and in times in
 * which cases wait. In shorter runs, few long waits decide the figure. Chosen by experiments with waits of M/M/c; `npm run
 * validate:coverage -- --method load` shows what they give.
 */
const LEAST = {
  means: { whole: 17, waiting: 8 },
  quantiles: { whole: 90, waiting: 15 },
  shares: { whole: 5, waiting: 4 },
  occupancy: { whole: 5, waiting: 0 },
} as const;

/** Figures that need the same length of run: means of waits and queue lengths, quantiles of waits, shares of cases, or occupancy. */
type FigureOfWaits = keyof typeof LEAST;

/** Occupancy needs a run of this many handle times: of intervals of runs of 17 (10 agents, half of them busy), only 86.5 % held. */
const HANDLE_TIMES = 25;

/** Relaxation times of a run whose intervals hold: more, where few cases wait, or where a relaxation time is little more than a handle time. */
export function relaxationsWanted(
  { occupancy, servers }: Pick<ServedQueue, 'occupancy' | 'servers'>,
  figure: FigureOfWaits,
): number {
  const agents = Math.max(1, Math.round(servers));
  const { waiting, whole } = LEAST[figure];
  const handles = figure === 'occupancy' ? HANDLE_TIMES : 0;
  // A relaxation time is at least a handle time.
  const perRelaxation = Math.min(1, agents * (1 - Math.sqrt(Math.min(1, occupancy))) ** 2);
  return Math.max(whole, handles * perRelaxation, waiting / waitingShare(agents, agents * occupancy));
}

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

/** The work of first contacts that was drawn in a part of a run, and its mean. */
export interface WorkDrawn {
  drawnMs: number;
  meanMs: number;
}

/** `slices`: figures of equally long parts of the run, from `fromMs` to `untilMs`. Null if no contact has ended. */
export function wantedLengths(
  scenario: Scenario,
  slices: readonly MeasuredFigures[],
  {
    fromMs,
    untilMs,
    work,
  }: { readonly fromMs: RunMs; readonly untilMs: RunMs; readonly work: readonly WorkDrawn[] },
): WantedLengths | null {
  // A run with fewer cases than its rates give seems less busy than its agents are, and one with more seems busier, unless customers came again.
  const arrived = sumOf(slices.map(({ total }) => total.arrived));
  const expected = casesByRates({ ...scenario, horizonMs: untilMs }, null, fromMs);
  const byRates = arrived === 0 ? 1 : expected / arrived;
  const busier = scenario.work.retry === undefined ? byRates : Math.max(1, byRates);
  // Nor does it know its handle times from the few that it has: by those of which they were drawn, it is as busy as with any.
  const drawnMs = sumOf(work.map((sum) => sum.drawnMs));
  const longer = drawnMs === 0 ? 1 : sumOf(work.map(({ meanMs }) => meanMs)) / drawnMs;
  const queues = scenario.groups.map(({ tier }, group) =>
    queueOf(scenario, slices, { group, busier, longer: tier === 1 ? longer : 1 }),
  );
  const contacts = queues.reduce((sum, { ended }) => sum + ended, 0);
  const counted = queues.filter(({ ended }) => ended > 0 && ended >= SHARE_LEAST * contacts);
  if (counted.length === 0) return null;
  const longest = (figure: FigureOfWaits): WantedLength => {
    const lengths = counted.map(({ queue, staffed, title }): WantedLength => {
      const hours = relaxationMs(queue) / staffed / HOUR_MS;
      return {
        group: title,
        occupancy: queue.occupancy,
        relaxationHours: finite(hours),
        hours: finite(relaxationsWanted(queue, figure) * hours),
      };
    });
    const sizeOf = ({ hours }: WantedLength) => hours ?? Number.POSITIVE_INFINITY;
    return lengths.reduce((one, other) => (sizeOf(other) > sizeOf(one) ? other : one));
  };
  return {
    means: longest('means'),
    quantiles: longest('quantiles'),
    shares: longest('shares'),
    occupancy: longest('occupancy'),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Above this, no length would do; and agents who were busier had more work than is seen. */
const BUSIER_MOST = 0.99;

/**
 * A group's queue while somebody is on duty, which is a share of all time. `busier`: by which factor it would be, with all cases; `longer`: by
 * which its handle times are.
 */
function queueOf(
  scenario: Scenario,
  slices: readonly MeasuredFigures[],
  { busier, group, longer }: { readonly group: number; readonly busier: number; readonly longer: number },
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
      handleMs: handles.handleMs * longer,
      servers: onDuty / slices.length / staffed,
      occupancy: measured > BUSIER_MOST ? measured : Math.min(BUSIER_MOST, measured * busier * longer),
      patienceMs: longestPatience(scenario),
    },
  };
}

/** The share of the run in which a shift of the group is on duty. */
function staffedShare({ groups, horizonMs }: Scenario, group: number): number {
  const { shifts } = rowAt(groups, group);
  const staffed = mergeWindows(shifts.flatMap(({ agents, duty }) => (agents > 0 ? duty : [])));
  const covered = sumOf(
    staffed.map(({ fromMs, toMs }) => Math.max(0, Math.min(toMs, horizonMs) - Math.max(0, fromMs))),
  );
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
