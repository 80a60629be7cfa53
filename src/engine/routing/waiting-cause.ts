import { numbered } from '#base';
import { WAITING_CAUSES } from '#domain';
import type { Group } from '../people/agents.ts';
import type { RoutingClass } from './routing-classes.ts';

const {
  'no agent free': NO_AGENT_FREE,
  'held for a local specialist': HELD,
  'residency leaves no eligible centre': RESIDENCY,
  'centre down': CENTRE_DOWN,
  'centre closed': CENTRE_CLOSED,
  'no expertise': NO_EXPERTISE,
  'no language match': NO_LANGUAGE,
  'nobody with the skill on duty': NOBODY_SKILLED,
} = numbered(WAITING_CAUSES);
export const DATA_CENTRE_DOWN = WAITING_CAUSES.indexOf('data centre down');

/**
 * Why cases of a routing class wait, as an index of WAITING_CAUSES. A group is staffed if its centre is up and somebody is on duty.
 * `held`: whether the cases are held for their region.
 */
export function waitingCauseOf(
  { capable, languageKnown, local, permitted }: RoutingClass,
  held: boolean,
): number {
  if ((held ? local : permitted).some(isStaffed)) return NO_AGENT_FREE;
  if (held && permitted.some(isStaffed)) return HELD;
  if (capable.some(isStaffed)) return RESIDENCY;
  if (permitted.length === 0) {
    if (capable.length > 0) return RESIDENCY;
    return languageKnown ? NO_EXPERTISE : NO_LANGUAGE;
  }
  if (permitted.some(({ isUp, onDuty }) => !isUp && onDuty > 0)) return CENTRE_DOWN;
  return permitted.every(isClosed) ? CENTRE_CLOSED : NOBODY_SKILLED;
}

/** Whether nobody is on duty at the group's centre, whether it is up or down. */
export function isClosed({ atCentre }: Group): boolean {
  return atCentre.every(({ onDuty }) => onDuty === 0);
}

export function isStaffed({ isUp, onDuty }: Group): boolean {
  return isUp && onDuty > 0;
}
