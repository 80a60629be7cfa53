import { type ServedQueue, waitingShare } from '#domain';

/**
 * How long a run must be, in relaxation times, for intervals of batch means that hold as often as they say: as a whole, and in times in
 * which cases wait. In shorter runs, few long waits decide the figure. Chosen by experiments with waits of M/M/c; `npm run
 * validate:coverage -- --method load` shows what they give.
 */
const LEAST = {
  means: { whole: 18, waiting: 8 },
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
