import { assert } from '#base';
import { speedWith, waitingShare } from '#domain';

/** Work for agents who share one queue. */
export interface OfferedWork {
  /** Arrivals per ms × `handleMs`: how many agents are busy on average. */
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
  return 1 - waitingShare(agents, load) * Math.exp((-(agents - load) * withinMs) / handleMs);
}

/** Agents with one contact in hand at a time. */
export const ONE_AT_A_TIME: Hands = { slots: 1, slowdown: [] };

/** How many contacts each agent has in hand at most, and how much slower they get. */
export interface Hands {
  readonly slots: number;
  /** The speed of each contact with 2, 3 … in hand, as a factor on the speed with one. */
  readonly slowdown: readonly number[];
}

/**
 * The share of arrivals that wait at most `withinMs` where agents have several contacts in hand. It is that of a birth–death process whose
 * departures are as fast as the contacts in hand allow, which are spread evenly over the agents. It is exact for one agent, and for several
 * where each contact is as fast with others as alone. Otherwise it is an approximation, since contacts that end leave some agents with fewer
 * in hand than others. With one contact at a time it equals formula C.
 */
export function answeredWithinBy(
  agents: number,
  { slots, slowdown }: Hands,
  { handleMs, load }: OfferedWork,
  withinMs: number,
): number {
  const places = agents * slots;
  const most = agents * speedWith(slots, slowdown);
  if (most <= load) return 0;
  const speedOf = (present: number) => {
    const each = Math.floor(present / agents);
    const more = present - each * agents;
    return more * speedWith(each + 1, slowdown) + (agents - more) * speedWith(each, slowdown);
  };
  // The probability of a full house, relative to that of the states below it.
  let [below, full] = [0, 1];
  for (let present = 1; present <= places; present++) {
    const ratio = load / speedOf(present);
    below += full;
    full *= ratio;
    if (full > LARGE) [below, full] = [below / full, 1];
  }
  const waiting = full / (1 - load / most);
  return 1 - (waiting / (below + waiting)) * Math.exp((-(most - load) * withinMs) / handleMs);
}

/** Weights are scaled down beyond it, so that they stay finite. */
const LARGE = 1e200;

/** The fewest agents who keep up with the work, and with whom each of these shares waits no longer than is wanted. */
export function agentsFor(
  work: OfferedWork,
  wanted: readonly { readonly withinMs: number; readonly share: number }[],
  hands: Hands = ONE_AT_A_TIME,
): number {
  if (work.load === 0) return 0;
  let agents = Math.floor(work.load / speedWith(hands.slots, hands.slowdown)) + 1;
  // A share of all arrivals is out of reach of every number of agents.
  const isMissed = ({ share, withinMs }: (typeof wanted)[number]) =>
    answeredBy(agents, hands, work, withinMs) < Math.min(share, SHARE_MOST);
  while (wanted.some(isMissed)) agents++;
  return agents;
}

function answeredBy(agents: number, hands: Hands, work: OfferedWork, withinMs: number): number {
  return hands.slots === 1
    ? answeredWithin(agents, work, withinMs)
    : answeredWithinBy(agents, hands, work, withinMs);
}

const SHARE_MOST = 0.9999;
