import { numbered } from '#base';
import { WAITING_CAUSES, type WaitingCauseIndex } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { WaitingQueues } from '../cases/waiting-queues.ts';
import type { Group } from '../people/agents.ts';
import type { Eligible, RoutingClass } from './routing-classes.ts';

const {
  'no agent free': NO_AGENT_FREE,
  'held for a local specialist': HELD,
  'residency leaves no eligible centre': RESIDENCY,
  'centre down': CENTRE_DOWN,
  'centre closed': CENTRE_CLOSED,
  'no expertise': NO_EXPERTISE,
  'no language match': NO_LANGUAGE,
  'nobody with the skill on duty': NOBODY_SKILLED,
  'no agreement in force': NO_AGREEMENT,
} = numbered(WAITING_CAUSES);
export const DATA_CENTRE_DOWN = WAITING_CAUSES.indexOf('data centre down');

/** Why a case that comes is not stored. `isAgreed`: whether its customers have the agreements that their law asks for. */
export function stallCauseOf(isAgreed: boolean): WaitingCauseIndex {
  return isAgreed ? DATA_CENTRE_DOWN : NO_AGREEMENT;
}

/**
 * Why cases of a routing class wait, as an index of WAITING_CAUSES. A group is staffed if its centre is up and somebody is on duty.
 * `held`: whether the cases are held for their region.
 */
export function waitingCauseOf(
  { capable, isAgreed, languageKnown, local, permitted }: Eligible,
  held: boolean,
): number {
  if (!isAgreed) return NO_AGREEMENT;
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

/** Recomputes the causes of the classes. Calls `changed` for each waiting case whose cause has changed. */
export function judgeCausesOf(
  classes: readonly RoutingClass[],
  queues: WaitingQueues,
  changed?: (record: CaseRecord, cause: WaitingCauseIndex) => void,
): void {
  const report = (routingClass: RoutingClass, stage: number, cause: WaitingCauseIndex) => {
    if (changed !== undefined) {
      queues.forEachOf(routingClass.index, stage, (record) => changed(record, cause));
    }
  };
  for (const routingClass of classes) {
    const whenHeld = waitingCauseOf(routingClass, true);
    if (whenHeld !== routingClass.causeWhenHeld) {
      routingClass.causeWhenHeld = whenHeld;
      report(routingClass, 0, whenHeld);
    }
    const whenOpen = waitingCauseOf(routingClass, false);
    if (whenOpen !== routingClass.causeWhenOpen) {
      routingClass.causeWhenOpen = whenOpen;
      report(routingClass, 1, whenOpen);
    }
  }
}
