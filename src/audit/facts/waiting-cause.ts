import { numbered } from '#base';
import { type GroupIndex, WAITING_CAUSES, type WaitingCauseIndex } from '#domain';
import type { CaseView } from './case-state.ts';
import { PRIMARY, placeOfCopy, REPLICA, roleOfCopy } from './copy-list.ts';
import type { EligibleGroups } from './waiting-pool.ts';
import type { WorldView } from './world-state.ts';

export const DATA_CENTRE_DOWN = WAITING_CAUSES.indexOf('data centre down');
export const NO_AGENT_FREE = WAITING_CAUSES.indexOf('no agent free');
const {
  'held for a local specialist': HELD,
  'residency leaves no eligible centre': RESIDENCY,
  'centre down': CENTRE_DOWN,
  'centre closed': CENTRE_CLOSED,
  'no expertise': NO_EXPERTISE,
  'no language match': NO_LANGUAGE,
  'nobody with the skill on duty': NOBODY_SKILLED,
} = numbered(WAITING_CAUSES);

/** Whether the case's data can be read: a data centre that is up holds its primary copy or a replica. */
export function isReachable(supportCase: CaseView, world: WorldView): boolean {
  for (const copy of supportCase.copies) {
    const role = roleOfCopy(copy);
    if ((role === PRIMARY || role === REPLICA) && world.isDataCentreUp(placeOfCopy(copy))) return true;
  }
  return false;
}

/**
 * Why a case waits, provided that its data can be read: lines 2 to 9 of the decision list (docs/waiting-causes.md). `isReachable`
 * is line 1, "data centre down". `held`: so far only groups of the customer's region may take the case, and there are some.
 *
 * A group is staffed if its centre is up and one of its agents is inside a duty window.
 *
 *   no agent free                        a group that may take the case now is staffed
 *   held for a local specialist          held, and a permitted group elsewhere is staffed
 *   residency leaves no eligible centre  an able group is staffed (none of the permitted is), or none of
 *                                        the able groups is permitted
 *   centre down                          a permitted group has somebody on duty, but its centre is down
 *   nobody with the skill on duty        somebody is on duty at the centre of a permitted group
 *   centre closed                        there are permitted groups
 *   no expertise                         a group of the tier takes the channel and serves the language
 *   no language match                    otherwise
 */
export function waitingCauseOf(groups: EligibleGroups, held: boolean, world: WorldView): WaitingCauseIndex {
  const isStaffed = (group: GroupIndex) => world.isStaffed(group);
  const { able, permitted, local, languageKnown } = groups;
  if ((held ? local : permitted).some(isStaffed)) return NO_AGENT_FREE;
  if (held && permitted.some(isStaffed)) return HELD;
  if (able.some(isStaffed)) return RESIDENCY;
  if (permitted.length === 0 && able.length > 0) return RESIDENCY;
  if (permitted.some((group) => (world.onDuty[group] as number) > 0)) return CENTRE_DOWN;
  if (permitted.some((group) => world.isAnybodyOnDutyWith(group))) return NOBODY_SKILLED;
  if (permitted.length > 0) return CENTRE_CLOSED;
  return languageKnown ? NO_EXPERTISE : NO_LANGUAGE;
}
