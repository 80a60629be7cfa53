import { rowAt } from '#base';
import { type ArrivalStream, type Scenario, streamsOfSameCustomers } from '#domain';

/**
 * For each stream, the first one of its kind. Exploration and judges treat streams of a kind alike, except for their names. The comparison
 * leaves out only names, and how many cases arrive and when. Any other property of a stream or its segment distinguishes kinds.
 */
export function firstOfItsKind(scenario: Scenario): readonly number[] {
  const { streams } = scenario;
  const families = streamsOfSameCustomers(streams);
  const segments = scenario.segments.map((_, index) => segmentKey(scenario, index));
  /** Customers who call again by another channel keep their attributes. */
  const siblings = new Map<readonly number[], string>();
  const siblingsOf = (family: readonly number[]): string => {
    const known = siblings.get(family) ?? JSON.stringify(family.map((index) => domainOf(streams, index)));
    siblings.set(family, known);
    return known;
  };
  const firsts = new Map<string, number>();
  return streams.map((stream, index) => {
    const {
      batch: _batch,
      id: _id,
      intervals: _intervals,
      rate: _rate,
      segment,
      trace: _trace,
      trend: _trend,
      ...own
    } = stream;
    const key = JSON.stringify([segments[segment], own, siblingsOf(families[index] as readonly number[])]);
    const first = firsts.get(key) ?? index;
    firsts.set(key, first);
    return first;
  });
}

/** The attributes that a stream gives its cases. A replayed stream equals no other. */
function domainOf(streams: readonly ArrivalStream[], index: number): readonly unknown[] {
  const { channel, languageShares, trace } = rowAt(streams, index);
  return [channel, languageShares, trace === undefined ? null : index];
}

function segmentKey({ holds = [], segments }: Scenario, index: number): string {
  const { busyness: _busyness, id: _id, title: _title, ...own } = rowAt(segments, index);
  const held = holds.flatMap(({ segment, ...hold }) => (segment === index ? [hold] : []));
  return JSON.stringify([own, held]);
}
