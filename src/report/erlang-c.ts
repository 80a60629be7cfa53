import { assert } from '#base';

/** Work for agents who share one queue. */
export interface OfferedWork {
  /** Arrivals per ms × `handleMs`: so many agents are busy on average. */
  readonly load: number;
  /** Mean time that an agent needs for one arrival, ms. */
  readonly handleMs: number;
}

/**
 * The share of arrivals that wait at most `withinMs`, by Erlang's formula C: Poisson arrivals at one rate, exponential handle times, one
 * queue in order of arrival, nobody gives up. 0 if the agents cannot keep up.
 */
export function answeredWithin(agents: number, { handleMs, load }: OfferedWork, withinMs: number): number {
  assert(load >= 0 && handleMs > 0, 'work needs time');
  if (agents <= load) return 0;
  let blocked = 1;
  for (let busy = 1; busy <= agents; busy++) blocked = (load * blocked) / (busy + load * blocked);
  const waits = (agents * blocked) / (agents - load * (1 - blocked));
  return 1 - waits * Math.exp((-(agents - load) * withinMs) / handleMs);
}

/** The fewest agents who keep up with the work, and with whom each of these shares waits no longer than is wanted. */
export function agentsFor(
  work: OfferedWork,
  wanted: readonly { readonly withinMs: number; readonly share: number }[],
): number {
  if (work.load === 0) return 0;
  let agents = Math.floor(work.load) + 1;
  // A share of all arrivals is out of reach of every number of agents.
  const isMissed = ({ share, withinMs }: (typeof wanted)[number]) =>
    answeredWithin(agents, work, withinMs) < Math.min(share, SHARE_MOST);
  while (wanted.some(isMissed)) agents++;
  return agents;
}

const SHARE_MOST = 0.9999;
