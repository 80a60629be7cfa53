import { SECOND_MS } from '#base';
import { waitingShare } from '#domain';
import type { GroupRow } from '../summary.ts';

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

/** Handle times of all contacts that ended in these rows. */
export function handlesOf(
  rows: readonly Pick<GroupRow, 'ended' | 'handleDeviationS' | 'handleMeanS'>[],
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

/**
 * How long a run must be, in relaxation times, for intervals of batch means that hold as often as they say: as a whole, and in times in
 * which cases wait. In shorter runs, few long waits decide the figure. Chosen by experiments with waits of M/M/c; `npm run
 * validate:coverage -- --method load` shows what they give.
 */
const LEAST = {
  means: { whole: 15, waiting: 8 },
  quantiles: { whole: 90, waiting: 15 },
  shares: { whole: 8, waiting: 4 },
} as const;

/** Figures that need the same length of run: means of waits and queue lengths, quantiles of waits, or shares of cases. */
export type FigureOfWaits = keyof typeof LEAST;

/** Relaxation times of a run whose intervals hold: more, where few cases wait. */
export function relaxationsWanted(
  { occupancy, servers }: Pick<ServedQueue, 'occupancy' | 'servers'>,
  figure: FigureOfWaits,
): number {
  const agents = Math.max(1, Math.round(servers));
  const { waiting, whole } = LEAST[figure];
  return Math.max(whole, waiting / waitingShare(agents, agents * occupancy));
}
