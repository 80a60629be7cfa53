import { SECOND_MS, sumOf } from '#base';

/** A queue and the agents who serve it. */
export interface ServedQueue {
  /** Agents on duty at a time. */
  readonly servers: number;
  /** Busy time ÷ time on duty. */
  readonly occupancy: number;
  /** Mean handle time, ms. */
  readonly handleMs: number;
  /** Variance of handle times ÷ square of their mean; 1 for exponential ones. */
  readonly handleVariation: number;
  /** The longest mean patience of those who wait, ms; null if somebody waits for ever. */
  readonly patienceMs: number | null;
}

/**
 * The relaxation time of a queue, ms: in each such time, the influence of its start becomes smaller by a factor of e. It is that of M/M/c,
 * 1 ÷ (√(cμ) − √λ)², and at least a handle time; for other handle times it is multiplied by (1 + variation) ÷ 2, as in heavy traffic.
 * Queues that lose the impatient forget within the longer of handle time and patience. Infinite at full occupancy. Sources: E. A. van
 * Doorn, Stochastic Monotonicity and Queueing Applications of Birth-Death Processes (1981); W. Whitt, "Planning queueing simulations",
 * Management Science 35 (1989).
 */
export function relaxationMs(queue: ServedQueue): number {
  const { handleMs, handleVariation, occupancy, patienceMs, servers } = queue;
  const room = servers * (1 - Math.sqrt(Math.min(1, occupancy))) ** 2;
  const patient = handleMs * Math.max(1, (1 + handleVariation) / 2 / room);
  return patienceMs === null ? patient : Math.min(patient, Math.max(handleMs, patienceMs));
}

/** Contacts that ended, with mean and standard deviation of their handle times; null if there are none. */
interface Handled {
  readonly ended: number;
  readonly handleMeanS: number | null;
  readonly handleDeviationS: number | null;
}

/** Handle times of all contacts that ended in these rows. */
export function handlesOf(
  rows: readonly Handled[],
): Pick<ServedQueue, 'handleMs' | 'handleVariation'> & { readonly ended: number } {
  let [ended, handled, squares] = [0, 0, 0];
  for (const row of rows) {
    const handleS = row.handleMeanS ?? 0;
    ended += row.ended;
    handled += row.ended * handleS;
    squares += row.ended * (handleS ** 2 + (row.handleDeviationS ?? 0) ** 2);
  }
  const handleS = ended === 0 ? 0 : handled / ended;
  return {
    ended,
    handleMs: handleS * SECOND_MS,
    handleVariation: handleS === 0 ? 0 : Math.max(0, squares / ended / handleS ** 2 - 1),
  };
}

/** The share of arrivals that wait, by Erlang's formula C: `load` agents are busy on average, and nobody gives up. 1 without room. */
export function waitingShare(agents: number, load: number): number {
  if (agents <= load) return 1;
  let blocked = 1;
  for (let busy = 1; busy <= agents; busy++) blocked = (load * blocked) / (busy + load * blocked);
  return (agents * blocked) / (agents - load * (1 - blocked));
}

/** Mean agents on duty, and the share of their time on duty in which they are busy. Null: nobody was on duty. */
interface StaffOnDuty {
  readonly onDutyMean: number | null;
  readonly occupancy: number | null;
}

/** Agents by hour (means): on duty, busy, and those busy ones who are not on duty. Left out: nobody. */
interface StaffByHour {
  readonly onDuty: readonly number[];
  readonly busy: readonly number[];
  readonly overtime?: readonly number[] | undefined;
}

/** The share of the time on duty in an hour in which agents are busy; null if nobody is on duty. */
export function occupancyInHour({ busy, onDuty, overtime }: StaffByHour, hour: number): number | null {
  const onDutyMean = onDuty[hour] ?? 0;
  return onDutyMean === 0 ? null : ((busy[hour] ?? 0) - (overtime?.[hour] ?? 0)) / onDutyMean;
}

/** The occupancy of several centres or groups together; null if nobody is on duty. */
export function commonOccupancy(rows: readonly StaffOnDuty[]): number | null {
  const onDuty = sumOf(rows.map(({ onDutyMean }) => onDutyMean ?? 0));
  if (onDuty === 0) return null;
  return sumOf(rows.map(({ occupancy, onDutyMean }) => (occupancy ?? 0) * (onDutyMean ?? 0))) / onDuty;
}
