import { plural } from '#base';
import { rowOf } from '../../../chronicle/frames.ts';
import type { WorldFacts, WorldNow } from '../../../protocol.ts';
import { count } from '../../format.ts';
import { isOpenAt } from './world-now.ts';

/** States of a centre in words, the worst first. */
export const STATES = {
  down: 'down',
  nobody: 'nobody on duty',
  busy: 'nobody free',
  open: 'open',
  closed: 'closed',
} as const;
export type CentreState = keyof typeof STATES;

/** A tier of a centre at a moment. `busy`: agents with something in hand, also after their duty. */
export interface CentreDesk {
  readonly tier: number;
  readonly onDuty: number;
  readonly busy: number;
  readonly queue: number;
}

export function desksOf({ centres }: WorldFacts, now: WorldNow, index: number): readonly CentreDesk[] {
  return (centres[index]?.tiers ?? []).map((tier) => {
    const row = rowOf(index, tier);
    return {
      tier,
      onDuty: now.onDuty[row] ?? 0,
      busy: now.busy[row] ?? 0,
      queue: now.queue[row] ?? 0,
    };
  });
}

/** A state, and the tiers that it is about; none: all. */
interface Judged {
  readonly state: CentreState;
  readonly tiers: readonly number[];
}

/** An open centre in which nobody works answers nobody. A tier is short if cases wait for it and nobody in it is on duty, or free. */
function judged(facts: WorldFacts, now: WorldNow, index: number): Judged {
  const centre = facts.centres[index];
  if ((now.centreUp[index] ?? 1) === 0) return { state: 'down', tiers: [] };
  if (centre === undefined || !isOpenAt(centre, now.timeMs)) return { state: 'closed', tiers: [] };
  const desks = desksOf(facts, now, index);
  if (desks.every(({ onDuty }) => onDuty === 0)) return { state: 'nobody', tiers: [] };
  const waitedFor = desks.filter(({ queue }) => queue > 0);
  const of = (state: CentreState, short: readonly CentreDesk[]): Judged => ({
    state,
    tiers: short.length === desks.length ? [] : short.map(({ tier }) => tier),
  });
  const empty = waitedFor.filter(({ onDuty }) => onDuty === 0);
  if (empty.length > 0) return of('nobody', empty);
  const full = waitedFor.filter(({ busy, onDuty }) => busy >= onDuty);
  return full.length > 0 ? of('busy', full) : { state: 'open', tiers: [] };
}

export function stateOf(facts: WorldFacts, now: WorldNow, index: number): CentreState {
  return judged(facts, now, index).state;
}

/** `nobody free in tier 1`. */
export function stateWords(facts: WorldFacts, now: WorldNow, index: number): string {
  const { state, tiers } = judged(facts, now, index);
  return tiers.length === 0 ? STATES[state] : `${STATES[state]} in tier ${tiers.join(' and ')}`;
}

const TROUBLES: readonly CentreState[] = ['down', 'nobody', 'busy'];
/** Number of centres that are named. */
const NAMED = 4;

/** Whether a centre is down, or short where cases wait. */
export function isInTrouble(facts: WorldFacts, now: WorldNow, index: number): boolean {
  const state = stateOf(facts, now, index);
  return state === 'down' || (TROUBLES.includes(state) && queueOf(facts, now, index) > 0);
}

function queueOf(facts: WorldFacts, now: WorldNow, index: number): number {
  return desksOf(facts, now, index).reduce((sum, desk) => sum + desk.queue, 0);
}

/** What is wrong at a moment, the longest queue first, in words. */
export function troublesOf(facts: WorldFacts, now: WorldNow): readonly string[] {
  const wrong = facts.centres
    .map(({ title }, index) => ({ title, index, queue: queueOf(facts, now, index) }))
    .filter(({ index }) => isInTrouble(facts, now, index))
    .sort((one, other) => other.queue - one.queue);
  const named = wrong
    .slice(0, NAMED)
    .map(({ index, queue, title }) => `${title}: ${stateWords(facts, now, index)}, ${count(queue)} wait`);
  return wrong.length > NAMED ? [...named, plural(wrong.length - NAMED, 'more centre')] : named;
}
