import { COUNTRY_NAMES } from '#domain';

/** The name of a country by its code; a code that is none stays. */
export function countryName(code: string): string {
  return COUNTRY_NAMES[code] ?? code;
}
