import { COPY_ROLES, type CopyRole, type PromiseDimension, type Scenario } from '#domain';

/** The dimensions of a promise that say where copies may rest. */
export const RESTING_DIMENSIONS = ['storage', 'backup', 'workingCopy'] as const satisfies PromiseDimension[];
export type RestingDimension = (typeof RESTING_DIMENSIONS)[number];

/** Role of a copy → the dimension of a promise by which its place is judged. */
const DIMENSION_OF_ROLE: Readonly<Record<CopyRole, RestingDimension>> = {
  primary: 'storage',
  replica: 'storage',
  backup: 'backup',
  cache: 'workingCopy',
  'working copy': 'workingCopy',
  log: 'storage',
};

export const DIMENSION_INDEX_OF_ROLE: readonly number[] = COPY_ROLES.map((role) =>
  RESTING_DIMENSIONS.indexOf(DIMENSION_OF_ROLE[role]),
);

/** The countries in which copies can rest, in the order of the places: data centres first, then service centres. */
export function countriesOfPlaces(scenario: Scenario): {
  readonly countries: readonly string[];
  /** Place → index of its country. */
  readonly ofPlace: readonly number[];
} {
  const all = [...scenario.dataCentres, ...scenario.centres].map(({ country }) => country);
  const countries = [...new Set(all)];
  return { countries, ofPlace: all.map((country) => countries.indexOf(country)) };
}
