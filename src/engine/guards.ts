import { CHANNELS, type Scenario, SEVERITIES, type TakingGuard } from '#domain';
import type { Group } from './agents.ts';
import type { CaseRecord } from './case-record.ts';

/** Cases that groups take only under conditions. */
export interface Guards {
  /** Whether the group may take the case now, of whose agents so many are free. */
  admits(group: Group, record: CaseRecord, idle: number): boolean;
  /** Whether the group takes any case whatever happens. */
  isFree(group: Group): boolean;
}

/** Null where no group has a condition. */
export function createGuards(scenario: Scenario, groups: readonly Group[]): Guards | null {
  const guards = scenario.groups.map(({ takesOnlyWhile = [] }) => takesOnlyWhile);
  if (guards.every(({ length }) => length === 0)) return null;
  /** By centre, a group of it: whether the centre is up. */
  const groupAt = scenario.centres.map((_, centre) => groups.find((group) => group.centre === centre));

  function holds({ down, idle }: TakingGuard, idleCount: number): boolean {
    return (idle === null || idleCount >= idle) && (down === null || groupAt[down]?.isUp === false);
  }

  function concerns({ channels, product, segment, severities }: TakingGuard, record: CaseRecord): boolean {
    if (severities?.includes(SEVERITIES[record.severity] ?? 'A') === false) return false;
    if (channels?.includes(CHANNELS[record.channel] ?? 'web') === false) return false;
    if (product !== null && product !== record.product) return false;
    return segment === null || segment === scenario.streams[record.source.index]?.segment;
  }

  const of = (group: Group) => guards[group.index] as readonly TakingGuard[];
  return {
    admits: (group, record, idle) =>
      of(group).every((guard) => !concerns(guard, record) || holds(guard, idle)),
    isFree: (group) => of(group).length === 0,
  };
}
