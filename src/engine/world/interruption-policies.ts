import { type BySeverity, CHANNELS, type Scenario, SEVERITIES, type ShiftEndPolicy } from '#domain';

/** What may happen to contacts in a scenario. Several parts of a run ask before it begins. */

/** Policies, channel × severity. */
export interface Policies {
  readonly shiftEnd: readonly ShiftEndPolicy[];
  readonly outage: readonly ShiftEndPolicy[];
  readonly absence: readonly ShiftEndPolicy[];
}

export function policiesOf({ work }: Scenario): Policies {
  return {
    shiftEnd: CHANNELS.flatMap((channel) => bySeverity(work.shiftEnd[channel])),
    outage: CHANNELS.flatMap((channel) => bySeverity(work.outage?.[channel] ?? 'hand over')),
    absence: CHANNELS.flatMap((channel) => bySeverity(work.absence?.[channel] ?? 'finish')),
  };
}

function bySeverity(policy: BySeverity<ShiftEndPolicy>): readonly ShiftEndPolicy[] {
  const isByEach = typeof policy === 'object' && 'bySeverity' in policy;
  return SEVERITIES.map((severity) => (isByEach ? policy.bySeverity[severity] : policy));
}

/** Whether some contact of the scenario may rest. */
export function mayPause(scenario: Scenario): boolean {
  return policiesUsed(scenario).includes('pause');
}

/** Whether some contact of the scenario may start again with newly drawn work. */
export function mayResample(scenario: Scenario): boolean {
  return policiesUsed(scenario).includes('resample');
}

function policiesUsed(scenario: Scenario): readonly ShiftEndPolicy[] {
  const { preemption } = scenario.routing;
  const ofLeaving = Object.values(policiesOf(scenario)).flat();
  return preemption === undefined ? ofLeaving : [...ofLeaving, preemption.interrupted];
}

/** Whether some contact may be followed by a wait for the customer. */
export function mayAwaitCustomer({ work }: Scenario): boolean {
  const { higherTiers = [], share } = work.customerWait;
  return share > 0 || higherTiers.some((tier) => tier.share > 0);
}
