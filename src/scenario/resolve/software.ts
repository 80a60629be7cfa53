import { type Degradation, SEVERITIES, type Software } from '#domain';
import type { GroupFile, ScenarioFile } from '../shape/scenario-file.ts';
import { speedsOf } from './groups.ts';
import { indexOf, type Names, unlessEmpty } from './names.ts';

/** A group that is software, and where it is written. */
interface SoftwareFile {
  readonly centre: string;
  readonly id: string;
  readonly group: GroupFile;
  readonly automated: NonNullable<GroupFile['automated']>;
}

/** The groups of the file that are software, in its order. */
export function softwareIn({ centres }: ScenarioFile): readonly SoftwareFile[] {
  return Object.entries(centres).flatMap(([centre, { groups }]) =>
    Object.entries(groups).flatMap(([id, group]) =>
      group.automated === undefined ? [] : [{ centre, id, group, automated: group.automated }],
    ),
  );
}

/** Whether some software has a price. */
export function hasPrices(file: ScenarioFile): boolean {
  return softwareIn(file).some(({ automated }) => automated.price !== undefined);
}

/** The file without groups that are software: all that is left are groups of people. */
export function ofPeople(file: ScenarioFile): ScenarioFile {
  if (softwareIn(file).length === 0) return file;
  const centres = Object.entries(file.centres).map(([id, { groups, ...centre }]) => {
    const people = Object.entries(groups).filter(([, { automated }]) => automated === undefined);
    return [id, { ...centre, groups: Object.fromEntries(people) }] as const;
  });
  return { ...file, centres: Object.fromEntries(centres) };
}

/** Undefined if there is none. */
export function resolveSoftware(file: ScenarioFile, names: Names): readonly Software[] | undefined {
  return unlessEmpty(
    softwareIn(file).map(({ automated, centre, group, id }) => {
      const {
        comesBack,
        countsFrom,
        lostContext,
        model,
        patience,
        price,
        selection,
        sessions,
        time,
        whenFull,
      } = automated;
      const known = speedsOf(group.products, names.products);
      return {
        id: `${centre}/${id}`,
        centre: indexOf(names.centres, centre),
        languages: [...new Set(group.languages)].map((language) => indexOf(names.languages, language)),
        channels: group.channels,
        products: names.byProduct(known, 0).map((speed) => (speed > 0 ? 1 : 0)),
        sessions,
        waits: whenFull === 'wait' ? { patience } : undefined,
        time,
        contains: containsOf(automated, names),
        selection,
        repeats: lostContext,
        comesBack,
        countsFromArrival: countsFrom === 'arrival' ? true : undefined,
        degradations: degradationsOf(`${centre}/${id}`, automated, file.start),
        model: model && {
          entity: indexOf(names.entities, model.entity),
          dataCentre: indexOf(names.dataCentres, model.dataCentre),
          learns: model.learns === 'yes',
        },
        price: price && { session: price.session, contained: price.contained },
      };
    }),
  );
}

/** Product × severity. */
function containsOf({ contains }: SoftwareFile['automated'], names: Names): Software['contains'] {
  if (typeof contains === 'number') return names.products.map(() => SEVERITIES.map(() => contains));
  const { default: usual, products, severities } = contains;
  return names
    .byProduct(products, usual)
    .map((ofProduct) => SEVERITIES.map((severity) => severities[severity] ?? ofProduct));
}

export function usualShare({ contains }: SoftwareFile['automated']): number {
  return typeof contains === 'number' ? contains : contains.default;
}

function degradationsOf(
  id: string,
  automated: SoftwareFile['automated'],
  startMs: number,
): Software['degradations'] {
  const { planned = [], random } = automated.degradations ?? {};
  const factorOf = (to: number) => to / usualShare(automated);
  const dated = planned.map(({ for: forMs, from, to }): Degradation => {
    const fromMs = from - startMs;
    return { factor: factorOf(to), planned: [{ fromMs, toMs: fromMs + forMs }], random: [] };
  });
  const atRandom: readonly Degradation[] = random
    ? [
        {
          factor: factorOf(random.to),
          planned: [],
          random: [{ cause: `software/${id}`, upMeanMs: random.every, downMeanMs: random.for }],
        },
      ]
    : [];
  return unlessEmpty([...dated, ...atRandom]);
}
