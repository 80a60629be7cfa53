import { type CaseKind, CHANNELS, type GroupIndex, type Scenario, SEVERITIES } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';

/** Tells whether a case is of a kind. */
export function kindMatcher({ streams }: Scenario): (kind: CaseKind, record: CaseRecord) => boolean {
  return ({ channels, product, segment, severities }, record) => {
    if (severities?.includes(SEVERITIES[record.severity] ?? 'A') === false) return false;
    if (channels?.includes(CHANNELS[record.channel] ?? 'web') === false) return false;
    if (product !== null && product !== record.product) return false;
    return segment === null || segment === streams[record.source.index]?.segment;
  };
}

/** The order in which each group takes kinds of cases. */
export interface KindRanks {
  /** The case's place in the group's order: 0 comes first; cases of kinds that the group does not name come last. */
  rank(group: GroupIndex, record: CaseRecord): number;
  /** The weight that the group gives to the case's kind; 1 by default. */
  weight(group: GroupIndex, record: CaseRecord): number;
  /** Whether the group gives its kinds ranks or weights, rather than only listing them. */
  isWeighing(group: GroupIndex): boolean;
}

export function kindRanks(scenario: Scenario): KindRanks {
  const kinds = scenario.groups.map(({ takesFirst = [] }) =>
    takesFirst.map((kind, place) => ({ kind, rank: (kind.rank ?? place + 1) - 1, weight: kind.weight ?? 1 })),
  );
  const others = kinds.map((own) => Math.max(-1, ...own.map(({ rank }) => rank)) + 1);
  const weighing = scenario.groups.map(({ takesFirst = [] }) =>
    takesFirst.some(({ rank, weight }) => rank !== undefined || weight !== undefined),
  );
  const matches = kindMatcher(scenario);
  const found = (group: GroupIndex, record: CaseRecord) =>
    kinds[group]?.find(({ kind }) => matches(kind, record));
  return {
    rank: (group, record) => found(group, record)?.rank ?? (others[group] as number),
    weight: (group, record) => found(group, record)?.weight ?? 1,
    isWeighing: (group) => weighing[group] === true,
  };
}
