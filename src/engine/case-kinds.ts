import { type CaseKind, CHANNELS, type Scenario, SEVERITIES } from '#domain';
import type { CaseRecord } from './case-record.ts';

/** Whether a case is of a kind. */
export function kindMatcher({ streams }: Scenario): (kind: CaseKind, record: CaseRecord) => boolean {
  return ({ channels, product, segment, severities }, record) => {
    if (severities?.includes(SEVERITIES[record.severity] ?? 'A') === false) return false;
    if (channels?.includes(CHANNELS[record.channel] ?? 'web') === false) return false;
    if (product !== null && product !== record.product) return false;
    return segment === null || segment === streams[record.source.index]?.segment;
  };
}

/** The rank of a case among the kinds that a group takes first: 0 the highest; the number of kinds for all others. */
export function kindRanks(scenario: Scenario): (group: number, record: CaseRecord) => number {
  const kinds = scenario.groups.map(({ takesFirst = [] }) => takesFirst);
  const matches = kindMatcher(scenario);
  return (group, record) => {
    const own = kinds[group] ?? [];
    const rank = own.findIndex((kind) => matches(kind, record));
    return rank === -1 ? own.length : rank;
  };
}
