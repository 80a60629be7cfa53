import { assert } from '#base';
import { readLanguage } from '../shape/law-words.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** The lists that indices refer to, and the mapping from an author's names to indices. */
export type Names = ReturnType<typeof namesOf>;

export function namesOf(file: ScenarioFile) {
  const products = Object.keys(file.products);
  const languages = languagesOf(file);
  return {
    products,
    languages,
    entities: Object.keys(file.entities),
    dataCentres: Object.keys(file.dataCentres),
    placements: Object.keys(file.placements),
    promises: Object.keys(file.promises),
    centres: Object.keys(file.centres),
    segments: Object.keys(file.segments),
    busyness: Object.keys(file.busyness),
    /** Shares in the order of `languages`. */
    languageShares(shares: Readonly<Record<string, number>>): readonly number[] {
      const byTag = new Map(Object.entries(shares).map(([tag, share]) => [canonical(tag), share]));
      return languages.map((language) => byTag.get(language) ?? 0);
    },
    /** Shares, speeds or factors in the order of `products`; `otherwise` for a product that is not named. */
    byProduct(values: Readonly<Record<string, number>>, otherwise: number): readonly number[] {
      return products.map((product) =>
        Object.hasOwn(values, product) ? (values[product] as number) : otherwise,
      );
    },
  };
}

/** Every language that is spoken or written, in alphabetical order. */
function languagesOf(file: ScenarioFile): readonly string[] {
  const spoken = Object.values(file.centres).flatMap((centre) =>
    Object.values(centre.groups).flatMap((group) => group.languages),
  );
  const written = Object.values(file.segments).flatMap((segment) =>
    segment.customers.flatMap((customers) => Object.keys(customers.languages).map(canonical)),
  );
  return [...new Set([...spoken, ...written])].sort();
}

function canonical(tag: string): string {
  const language = readLanguage(tag);
  assert(language.ok, `a language that was not checked: ${tag}`);
  return language.value;
}

/** A list that the resolved scenario leaves out if it is empty. */
export function unlessEmpty<Value>(list: readonly Value[]): readonly Value[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** The index of a name that passed the checks. */
export function indexOf(list: readonly string[], name: string): number {
  const index = list.indexOf(name);
  assert(index !== -1, `a reference that was not checked: ${name}`);
  return index;
}

/** Names of groups as written in `routing.overflow`, in the order of the scenario's groups. */
export function groupNamesOf(file: ScenarioFile): readonly string[] {
  return Object.entries(file.centres).flatMap(([centre, { groups }]) =>
    Object.keys(groups).map((group) => `${centre}/${group}`),
  );
}
