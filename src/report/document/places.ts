import { COUNTRY_NAMES } from '#domain';

/** The name of a country by its code; an unknown code stays unchanged. */
export function countryName(code: string): string {
  return COUNTRY_NAMES[code] ?? code;
}
