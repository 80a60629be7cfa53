import {
  type BySeverity,
  CHANNELS,
  policyFor,
  type Scenario,
  SEVERITIES,
  type ShiftEndPolicy,
} from '#domain';

/** What happens to contacts whose agent leaves, by channel × severity. */
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
  return SEVERITIES.map((severity) => policyFor(policy, severity));
}

/** Whether contacts of the scenario may be paused. */
export function mayPause(scenario: Scenario): boolean {
  return policiesUsed(scenario).includes('pause');
}

/** Whether agents may see a case that another has in hand: consulted, or as an escort. */
export function mayLookOn({ promises, work }: Scenario): boolean {
  return work.consultation !== undefined || promises.some(({ escortedBy }) => escortedBy !== undefined);
}

/** Whether contacts of the scenario may start again with newly drawn work. */
export function mayResample(scenario: Scenario): boolean {
  return policiesUsed(scenario).includes('resample');
}

function policiesUsed(scenario: Scenario): readonly ShiftEndPolicy[] {
  const { preemption } = scenario.routing;
  const ofLeaving = Object.values(policiesOf(scenario)).flat();
  return preemption === undefined ? ofLeaving : [...ofLeaving, preemption.interrupted];
}

/** Whether cases of the scenario may wait for the customer after a contact. */
export function mayAwaitCustomer({ work }: Scenario): boolean {
  const { higherTiers = [], share } = work.customerWait;
  return share > 0 || higherTiers.some((tier) => tier.share > 0);
}
