import type { Scenario } from '#domain';

/** What an overlay must know of the scenario that it extends. */
export interface Base {
  /** The key `extends` of the overlay. */
  readonly path: string;
  readonly products: readonly string[];
  readonly segments: ReadonlyMap<string, BaseSegment>;
}

interface BaseSegment {
  readonly products: readonly string[];
  readonly channels: readonly string[];
  readonly hasTrend: boolean;
  readonly customers: ReadonlyMap<string, { readonly region: string; readonly timeZone: string }>;
}

export function baseOf({ products, segments, streams }: Scenario, path: string): Base {
  return {
    path,
    products: products.map(({ id }) => id),
    segments: new Map(
      segments.map(({ id, productShares }, number) => {
        const own = streams.filter(({ segment }) => segment === number);
        return [
          id,
          {
            products: products.flatMap(({ id: product }, k) =>
              (productShares[k] ?? 0) > 0 ? [product] : [],
            ),
            channels: [...new Set(own.map(({ channel }) => channel))],
            hasTrend: own.some(({ trend }) => trend !== undefined),
            customers: new Map(own.map(({ country, region, timeZone }) => [country, { region, timeZone }])),
          },
        ];
      }),
    ),
  };
}
