import type { Preference, RoutingCondition, RoutingRule } from '#domain';

export const ALWAYS: RoutingCondition = { waitedMs: null, waiting: null, busyShare: null, hours: null };

/** One stage that always decides, for so many groups. */
export function preferring(preference: Preference, groups: number): Omit<RoutingRule, 'holdMs'> {
  return {
    stages: [{ when: ALWAYS, prefer: [preference] }],
    overflowPlaces: Array.from({ length: groups }, () => 0),
  };
}
