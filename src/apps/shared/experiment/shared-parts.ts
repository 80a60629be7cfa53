import type { Scenario } from '#domain';

type Parts = Pick<Scenario, 'centres' | 'groups' | 'products' | 'segments'>;

/** The segments, centres, groups and products that all scenarios have, as the first one has them. Measures may name these. */
export function sharedParts(scenarios: readonly Parts[]): Parts {
  const isShared =
    (of: keyof Parts) =>
    ({ id }: { readonly id: string }) =>
      scenarios.every((scenario) => scenario[of].some((one) => one.id === id));
  const [first] = scenarios;
  return {
    segments: first?.segments.filter(isShared('segments')) ?? [],
    centres: first?.centres.filter(isShared('centres')) ?? [],
    groups: first?.groups.filter(isShared('groups')) ?? [],
    products: first?.products.filter(isShared('products')) ?? [],
  };
}
