import { formatDecimal, listInWords, plural } from '#base';
import { COUNTRY_NAMES } from '#domain';

/**
 * English names of the languages that support centres mostly serve. The list is fixed, since the names known to a host change with its
 * release.
 */
const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  ar: 'Arabic',
  bg: 'Bulgarian',
  cs: 'Czech',
  da: 'Danish',
  de: 'German',
  el: 'Greek',
  en: 'English',
  es: 'Spanish',
  et: 'Estonian',
  fi: 'Finnish',
  fr: 'French',
  ga: 'Irish',
  he: 'Hebrew',
  hi: 'Hindi',
  hr: 'Croatian',
  hu: 'Hungarian',
  id: 'Indonesian',
  it: 'Italian',
  ja: 'Japanese',
  ko: 'Korean',
  lt: 'Lithuanian',
  lv: 'Latvian',
  ms: 'Malay',
  mt: 'Maltese',
  nb: 'Norwegian',
  nl: 'Dutch',
  no: 'Norwegian',
  pl: 'Polish',
  pt: 'Portuguese',
  ro: 'Romanian',
  ru: 'Russian',
  sk: 'Slovak',
  sl: 'Slovenian',
  sv: 'Swedish',
  th: 'Thai',
  tr: 'Turkish',
  uk: 'Ukrainian',
  vi: 'Vietnamese',
  zh: 'Chinese',
};

/** `German`, `German (de-AT)`; the tag of another language stays unchanged. */
export function languageName(tag: string): string {
  const [base = ''] = tag.split('-');
  if (!Object.hasOwn(LANGUAGE_NAMES, base)) return tag;
  const name = LANGUAGE_NAMES[base] ?? tag;
  return base === tag ? name : `${name} (${tag})`;
}

/** The name of a country by its code; an unknown code stays unchanged. */
export function countryName(code: string): string {
  return COUNTRY_NAMES[code] ?? code;
}

/** The text, cut to at most `length` characters, with an ellipsis in place of the rest. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}

/** Up to this number, measures that a figure does not draw are named. */
const NAMED_MOST = 6;

/** Measures that a figure does not draw, by name if there are few. Its table has all of them. */
export function namedOrCounted(titles: readonly string[]): string {
  return titles.length <= NAMED_MOST ? titles.join('; ') : `${titles.length} measures, which the table lists`;
}

/** With a small first letter, for the middle of a sentence. */
export function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** `a, b and c`, or the first ones and how many others there are: `a, b, c and 2 more`. */
export function firstNamed(items: readonly string[], most: number): string {
  const rest = items.length - most;
  return rest > 0 ? `${items.slice(0, most).join(', ')} and ${rest} more` : listInWords(items);
}

/** The title of an entry by its id, which stands for one that is not there. */
export function titleIn(
  entries: readonly { readonly id: string; readonly title: string }[],
  id: string,
): string {
  return entries.find((one) => one.id === id)?.title ?? id;
}

/** `1 hour`, `2.5 hours`. */
export function hoursText(hours: number): string {
  return Number.isInteger(hours) ? plural(hours, 'hour') : `${formatDecimal(hours, 1)} hours`;
}
