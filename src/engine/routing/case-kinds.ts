import { assert } from '#base';
import { type CaseKind, CHANNELS, type GroupIndex, type Scenario, SEVERITIES } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';

/** What decides of which kinds a case is. */
type KindFacts = Pick<CaseRecord, 'severity' | 'channel' | 'product'> & {
  readonly source: Pick<CaseRecord['source'], 'index'>;
};

/** Tells whether a case is of a kind. */
export function kindMatcher({ streams }: Scenario): (kind: CaseKind, record: KindFacts) => boolean {
  return ({ channels, product, segment, severities }, record) => {
    if (severities?.includes(SEVERITIES[record.severity] ?? 'A') === false) return false;
    if (channels?.includes(CHANNELS[record.channel] ?? 'web') === false) return false;
    if (product !== null && product !== record.product) return false;
    return segment === null || segment === streams[record.source.index]?.segment;
  };
}

/** A sort of cases: all of them are of the same kinds, so that each group ranks and weights them alike. */
export interface CaseSorts {
  readonly count: number;
  of(record: KindFacts): number;
}

/** The sorts of cases, by all kinds that groups take first; a single one if no group takes a kind first. */
export function caseSorts(scenario: Scenario): CaseSorts {
  const { groups, products, streams } = scenario;
  if (groups.every(({ takesFirst }) => takesFirst === undefined)) return { count: 1, of: () => 0 };
  const kinds = groups.flatMap(({ takesFirst = [] }) => takesFirst);
  const matches = kindMatcher(scenario);
  const placeOf = ({ channel, product, severity, source }: KindFacts) =>
    ((source.index * products.length + product) * CHANNELS.length + channel) * SEVERITIES.length + severity;
  const sorts = new Map<string, number>();
  const byPlace = new Int32Array(streams.length * products.length * CHANNELS.length * SEVERITIES.length);
  let places = 0;
  for (const index of streams.keys()) {
    for (const product of products.keys()) {
      for (const channel of CHANNELS.keys()) {
        for (const severity of SEVERITIES.keys()) {
          const facts = { channel, product, severity, source: { index } } as KindFacts;
          const key = kinds.map((kind) => (matches(kind, facts) ? '1' : '0')).join('');
          const sort = sorts.get(key) ?? sorts.size;
          sorts.set(key, sort);
          assert(placeOf(facts) === places++, 'two kinds of cases share a place');
          byPlace[placeOf(facts)] = sort;
        }
      }
    }
  }
  assert(places === byPlace.length, `there are ${places} kinds of cases, and ${byPlace.length} places`);
  return { count: sorts.size, of: (record) => byPlace[placeOf(record)] as number };
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
