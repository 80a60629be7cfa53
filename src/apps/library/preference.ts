import type { MakePreference } from '#domain';

export type { CaseView, GroupView, MakePreference, OwnPreference, Scenario } from '#domain';

/**
 * A routing preference of one's own, with its types: the default export of a module for `meridian run --preference`, or the option
 * `preference` of `simulate`. It orders groups that may take a case; whether they may is decided before, and it cannot change that.
 *
 * @example
 * export default definePreference(() => ({
 *   name: 'most idle agents first',
 *   rank: (group) => -group.idleCount,
 * }));
 */
export function definePreference(make: MakePreference): MakePreference {
  return make;
}
