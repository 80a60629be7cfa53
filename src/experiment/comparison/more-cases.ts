import { sumOf } from '#base';
import type { Channel, Scenario } from '#domain';
import { type Estimate, estimateMean } from '#statistics';
import type { NamedSegment } from '../measures/case-filters.ts';
import { channelsOf } from '../measures/channel-waits.ts';
import type { Measure } from '../measures/measure.ts';
import { measureOfCases } from '../measures/measures.ts';
import type { ReplicationRecord } from '../replications/replication-record.ts';

/** Cases of a segment on a channel, and what is counted of them. */
export interface CasesOfKind {
  readonly segment: string;
  readonly channel: Channel;
  readonly measures: readonly Measure[];
}

/** How many more cases of a run were late or lost than in another, over pairs of runs. */
interface MoreCases {
  readonly lateOrLost: Estimate;
  readonly lost: Estimate;
}

export interface MoreCasesByKind {
  readonly all: MoreCases;
  readonly by: readonly (MoreCases & { readonly segment: string; readonly channel: Channel })[];
}

const COUNTED = ['service level', 'abandoned', 'balked', 'blocked'] as const;

/** The cases of the first scenario by segment and channel, of segments that all have. */
export function kindsOfCases(scenarios: readonly Scenario[]): readonly CasesOfKind[] {
  const [first] = scenarios;
  if (first === undefined) return [];
  const segments = commonSegments(scenarios);
  return placesOf(first, segments).map(({ channel, segment: { id } }) => ({
    segment: id,
    channel,
    measures: COUNTED.map((figure) => measureOfCases(figure, { segment: id, channel }, segments)),
  }));
}

/** The segments of the first scenario that all have. */
export function commonSegments(scenarios: readonly Scenario[]): Scenario['segments'] {
  const [first, ...others] = scenarios;
  const isCommon = (id: string) => others.every(({ segments }) => segments.some((one) => one.id === id));
  return first?.segments.filter(({ id }) => isCommon(id)) ?? [];
}

/** Segments by the channels on which they have customers. */
export function placesOf(scenario: Scenario, segments: readonly NamedSegment[]) {
  return segments.flatMap((segment) =>
    channelsOf(scenario, segment.id).map((channel) => ({ segment, channel })),
  );
}

/** How many more were late or lost in the second of a pair of scenarios, in all and by kind. Each interval holds by itself. */
export function moreCases(
  kinds: readonly CasesOfKind[],
  [before, after]: readonly [readonly ReplicationRecord[], readonly ReplicationRecord[]],
  level: number,
): MoreCasesByKind {
  const estimates = (whose: readonly CasesOfKind[]) => {
    const more = (of: 'bad' | 'lost') =>
      after.map((record, r) =>
        sumOf(whose.map((kind) => countsOf(kind, record)[of] - countsOf(kind, before[r] ?? record)[of])),
      );
    return { lateOrLost: estimateMean(more('bad'), level), lost: estimateMean(more('lost'), level) };
  };
  return {
    all: estimates(kinds),
    by: kinds.map((kind) => ({ segment: kind.segment, channel: kind.channel, ...estimates([kind]) })),
  };
}

/** Cases of one run that were late or lost, and those lost. The service level judges those answered and those that gave up. */
function countsOf({ measures }: CasesOfKind, { contributions }: ReplicationRecord) {
  const [level, abandoned = 0, balked = 0, blocked = 0] = measures.map(({ id }, k) => {
    const { denominator = 0, numerator = 0 } = contributions[id] ?? {};
    // Shares have six digits.
    return Math.round(k === 0 ? denominator - numerator : numerator);
  });
  const lost = abandoned + balked + blocked;
  return { bad: Math.max(lost, (level ?? 0) + balked + blocked), lost };
}
