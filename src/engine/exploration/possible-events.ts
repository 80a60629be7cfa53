import { numbered, rowAt } from '#base';
import {
  ACT_NUMBERS,
  type CASE_EVENTS,
  type CaseEvent,
  CHANNELS,
  EMERGENCY_STEPS,
  NONE,
  UNVARIED,
} from '#domain';
import { placesOf } from '../residency/placing.ts';
import { mayPause } from '../world/interruption-policies.ts';
import type { ExploredAccess } from './explored-access.ts';
import { isCalledBack } from './explored-case.ts';
import type { ExploredEscort } from './explored-onlookers.ts';
import type { Explored, ExploredRelocations } from './explored-places.ts';

export type EventName = (typeof CASE_EVENTS)[number];

export const { 'emergency access': EMERGENCY_ACCESS } = ACT_NUMBERS;
const { opened: OPENED } = numbered(EMERGENCY_STEPS);

/** The explored case with what its environment can do. */
interface Environment extends Explored {
  readonly access: ExploredAccess;
  readonly escort: ExploredEscort;
  readonly relocations: ExploredRelocations;
}

/** Returns the event of a name as it may happen to the explored case in this step, or null if it is not possible. */
export function createPossibleEvents(explored: Environment): (name: EventName) => CaseEvent | null {
  const { access, choices, now, places, record, relocations, scenario } = explored;
  const pauses = mayPause(scenario);
  const { preemption } = scenario.routing;

  return (name) => {
    const { policy } = now.epoch;
    const stream = record.source.index;
    switch (name) {
      case 'SUBMIT': {
        const refused = scenario.lines !== undefined ? choices.choose(2) : 0;
        return { type: name, ...placesOf(policy, stream, places.isUsable), refused, stands: 0 };
      }
      case 'PLACE': {
        const found = placesOf(policy, stream, places.isUsable);
        return found.primary === NONE ? null : { type: name, ...found };
      }
      case 'ASSIGN': {
        const from = places.readable(record);
        return from === NONE ? null : assignment(explored, from);
      }
      case 'RESUME':
        return places.readable(record) === NONE || access.mustLeave() ? null : { type: name };
      case 'BAR':
        return access.isBarred() ? { type: name, workLeftMs: 1 } : null;
      case 'PAUSE':
        return pauses ? { type: name, leftMs: 1 } : null;
      case 'CALL_BACK':
        return isCalledBack(scenario, record.channel) && record.contacts === 0 ? { type: name } : null;
      case 'CLEAR':
        return scenario.work.dayEnd?.[CHANNELS[record.channel] ?? 'phone'] === 'clear'
          ? { type: name }
          : null;
      case 'LOSE':
        return access.mayBeLost() ? { type: name } : null;
      case 'PREEMPT':
        if (preemption === undefined) return null;
        return { type: name, rests: choices.choose(2), leftMs: 1, workLeftMs: 1 };
      case 'RELOCATE':
        return relocations.isLate() ? relocations.event : null;
      case 'MEND':
        return { type: name };
      case 'SHIFT_END':
      case 'CENTRE_DOWN':
      case 'AGENT_ABSENT':
        return { type: name, workLeftMs: 1, handsOver: 1 };
    }
  };
}

/** What a contact finds: the explored case leaves open what it uses of it. */
const FOUND = {
  ...UNVARIED.ASSIGN,
  handleMs: 1,
  replyMs: 1,
  vendorMs: 1,
  reopeningMs: 1,
  solvedAtTier: 1,
  unreached: 1,
};

/** One of the groups that may have the case gets it, which is recorded. Null if none of them has agents. `from`: where the case is read. */
function assignment({ access, choices, escort, now, record }: Environment, from: number): CaseEvent | null {
  const { recorder } = now.epoch;
  const inside = [...access.mayTake(), ...access.continuing()];
  const inEmergency = access.inEmergency();
  const alone = [...inside, ...inEmergency].filter(({ agents }) => agents.length > 0);
  const groups = [...alone, ...access.fromOutside()];
  if (groups.length === 0) return null;
  const chosen = choices.choose(groups.length);
  const group = rowAt(groups, chosen);
  const agent = group.agents[0]?.index ?? NONE;
  if (chosen >= alone.length) {
    const able = escort.isWanted() ? escort.able() : [];
    if (able.length > 0) escort.see(rowAt(able, choices.choose(able.length)).index, from);
  } else if (inEmergency.includes(group))
    recorder.act(EMERGENCY_ACCESS, OPENED, record.caseNumber, group.centre, 0, agent, 1);
  recorder.assign(record, 0, 1, group.agents[0] as (typeof group.agents)[number], 0);
  const { interruptionPatienceMs, reopeningPatienceMs, transferPatienceMs } = record;
  const patience = { interruptionPatienceMs, reopeningPatienceMs, transferPatienceMs };
  return { type: 'ASSIGN', agent, group: group.index, centre: group.centre, ...FOUND, ...patience };
}
