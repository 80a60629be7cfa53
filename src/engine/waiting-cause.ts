import { WAITING_CAUSES } from '#domain';
import type { RoutingClass } from './routing-classes.ts';

const NO_AGENT_FREE = WAITING_CAUSES.indexOf('no agent free');
const HELD = WAITING_CAUSES.indexOf('held for a local specialist');
const RESIDENCY = WAITING_CAUSES.indexOf('residency leaves no eligible centre');
const CENTRE_DOWN = WAITING_CAUSES.indexOf('centre down');
const CENTRE_CLOSED = WAITING_CAUSES.indexOf('centre closed');
const NO_EXPERTISE = WAITING_CAUSES.indexOf('no expertise');
const NO_LANGUAGE = WAITING_CAUSES.indexOf('no language match');
export const DATA_CENTRE_DOWN = WAITING_CAUSES.indexOf('data centre down');

/** The state of the places where agents work, kept up to date by the simulation. */
export interface Staffing {
  /** Agents of each group on duty (those in overtime not counted). */
  readonly onDuty: Int32Array;
  /** 1 while the centre of the group is up. */
  readonly isUp: Uint8Array;
}

/**
 * Why cases of a routing class wait, as a number of WAITING_CAUSES. A group is staffed when its centre is up and
 * somebody is on duty. `held` is true while the cases are held for their region.
 */
export function waitingCauseOf(routingClass: RoutingClass, held: boolean, staffing: Staffing): number {
  const { capable, permitted, local } = routingClass;
  if (anyStaffed(held ? local : permitted, staffing)) return NO_AGENT_FREE;
  if (held && anyStaffed(permitted, staffing)) return HELD;
  if (anyStaffed(capable, staffing)) return RESIDENCY;
  if (permitted.length === 0) {
    if (capable.length > 0) return RESIDENCY;
    return routingClass.languageKnown === 1 ? NO_EXPERTISE : NO_LANGUAGE;
  }
  for (const group of permitted) {
    if (staffing.isUp[group] === 0 && (staffing.onDuty[group] as number) > 0) return CENTRE_DOWN;
  }
  return CENTRE_CLOSED;
}

function anyStaffed(groups: Int32Array, { onDuty, isUp }: Staffing): boolean {
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i] as number;
    if (isUp[group] === 1 && (onDuty[group] as number) > 0) return true;
  }
  return false;
}
