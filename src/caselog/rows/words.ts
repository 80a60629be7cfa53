import { failure, type Result, shown, success } from '#base';
import { CHANNELS, SEVERITIES, TIERS } from '#domain';
import { readCountry, readLanguage, suggestion } from '#scenario';

/** Fields whose values are words that Meridian knows. */
const CHECKED = ['country', 'language', 'severity', 'channel', 'tier'] as const;
export type CheckedField = (typeof CHECKED)[number];

export interface WordProblem {
  readonly message: string;
  readonly remedy: string;
}

export function isChecked(field: string): field is CheckedField {
  return CHECKED.some((known) => known === field);
}

/** The word of a field in its canonical form, or why it is none. */
export function checkWord(field: CheckedField, text: string): Result<string, WordProblem> {
  switch (field) {
    case 'country':
      return readCountry(text);
    case 'language':
      return readLanguage(text);
    case 'severity':
      return known(text, SEVERITIES, 'severity');
    case 'channel':
      return known(text, CHANNELS, 'channel');
    case 'tier':
      return known(text, TIERS.map(String), 'tier');
  }
}

function known(text: string, words: readonly string[], what: string): Result<string, WordProblem> {
  const found = words.find((word) => word.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return success(found);
  return failure({ message: `'${shown(text)}' is not a ${what}`, remedy: suggestion(text, words, what) });
}
