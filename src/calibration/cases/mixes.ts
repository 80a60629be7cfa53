import { SEVERITIES } from '#domain';
import { type Measured, measuredShare } from '../estimates/measured.ts';
import type { SettledStory } from '../stories/settled.ts';

/** Shares of the cases of a segment, by the value of an attribute. */
export type Shares = ReadonlyMap<string, Measured>;

export interface SegmentMixes {
  readonly id: string;
  readonly products: Shares;
  /** All three severities. */
  readonly severities: Shares;
  /** Languages of the customers in each country. */
  readonly languages: ReadonlyMap<string, Shares>;
}

export function estimateMixes(stories: readonly SettledStory[]): readonly SegmentMixes[] {
  const ids = [...new Set(stories.map(({ segment }) => segment))].sort();
  return ids.map((id) => {
    const own = stories.filter(({ segment }) => segment === id);
    const countries = [...new Set(own.map(({ country }) => country))].sort();
    return {
      id,
      products: sharesOf(own.map(({ product }) => product)),
      severities: sharesOf(
        own.map(({ severity }) => severity),
        SEVERITIES,
      ),
      languages: new Map(
        countries.map((country) => [
          country,
          sharesOf(own.filter((one) => one.country === country).map(({ language }) => language)),
        ]),
      ),
    };
  });
}

function sharesOf(values: readonly string[], kinds: readonly string[] = [...new Set(values)].sort()): Shares {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map(kinds.map((kind) => [kind, measuredShare(counts.get(kind) ?? 0, values.length)]));
}
