import { type Result, shown, success } from '#base';
import { COUNTRY_NAMES, canonicalLanguage, isCountryCode, isTimeZone, ZONE_IDS } from '#domain';
import { nearest } from '../did-you-mean.ts';
import type { ScenarioIssueCode } from '../issues.ts';
import { leaf, list } from './leaf.ts';
import { type Problem, refused } from './problem.ts';
import { word } from './values.ts';

/** Leaves whose words come from the law, ISO 3166, BCP 47 and the time-zone database. */

export function country(description: string) {
  const json = { type: 'string', pattern: '^[A-Z]{2}$', examples: ['IE', 'DE', 'US'] };
  return leaf({ description, example: 'IE', json }, (written) => readCountry(String(written)));
}

/** Countries of which people are citizens. */
export function citizenship(description: string) {
  return list(description, country('A country, ISO 3166-1 alpha-2.')).min(1);
}

/** An ISO 3166-1 alpha-2 code. For names, and for codes mistaken for one, the remedy gives the right code. */
export function readCountry(text: string): Result<string, Problem> {
  if (isCountryCode(text)) return success(text);
  const named = Object.entries(COUNTRY_NAMES).find(
    ([, name]) => name.toLowerCase() === text.toLowerCase(),
  )?.[0];
  const friend = Object.hasOwn(FALSE_FRIENDS, text) ? FALSE_FRIENDS[text] : undefined;
  const meant = friend ?? named ?? (isCountryCode(text.toUpperCase()) ? text.toUpperCase() : null);
  const remedy = 'write the two capital letters of ISO 3166-1, for example IE';
  const message = `'${shown(text)}' is not a country code`;
  return refused('unknown-country', message, meant === null ? remedy : `did you mean '${meant}'?`);
}

const FALSE_FRIENDS: Readonly<Record<string, string>> = {
  UK: 'GB',
  EL: 'GR',
  USA: 'US',
  GER: 'DE',
  SP: 'ES',
};

/** Read once: the runtime builds the list anew for each call. */
let timeZonesKnown: readonly string[] | null = null;

function timeZoneNames(): readonly string[] {
  timeZonesKnown ??= Intl.supportedValuesOf('timeZone');
  return timeZonesKnown;
}

export function timeZone(description: string) {
  const json = { type: 'string', examples: ['Europe/Dublin', 'America/Los_Angeles', 'Asia/Kolkata'] };
  return leaf({ description, example: 'Europe/Dublin', json }, (written) => readTimeZone(String(written)));
}

/** A name of the IANA database. */
export function readTimeZone(text: string): Result<string, Problem> {
  if (isKnownTimeZone(text)) return success(text);
  const remedy = () => {
    const near = nearest(text, timeZoneNames());
    return near === null
      ? "write a name of the IANA database, for example 'Europe/Dublin'"
      : `did you mean '${near}'?`;
  };
  return refused('unknown-time-zone', `'${shown(text)}' is not a time zone`, remedy);
}

/** Names checked before, and whether they are time zones: the runtime needs some 50 µs for each. */
const timeZonesAsked = new Map<string, boolean>();
const ASKED_MOST = 2000;

function isKnownTimeZone(name: string): boolean {
  const asked = timeZonesAsked.get(name);
  if (asked !== undefined) return asked;
  const isKnown = isTimeZone(name);
  if (timeZonesAsked.size < ASKED_MOST) timeZonesAsked.set(name, isKnown);
  return isKnown;
}

export function language(description: string) {
  const json = { type: 'string', examples: ['en', 'de', 'pt-BR', 'zh-Hans'] };
  return leaf({ description, example: 'en', json }, (written) => readLanguage(String(written)));
}

/** Made when it is first asked: the runtime takes 12 ms for it. */
let names: Intl.DisplayNames | null = null;
function languageName(tag: string): string | undefined {
  names ??= new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  return names.of(tag);
}

/** The canonical form of a BCP 47 tag whose language the runtime's CLDR data can name. */
export function readLanguage(text: string): Result<string, Problem> {
  const tag = canonicalLanguage(text);
  const region = tag?.split('-').find((part, k) => k > 0 && /^[A-Z]{2}$/.test(part));
  const isNamed = (base: string) => COMMON_LANGUAGES.includes(base) || languageName(base) !== undefined;
  if (tag !== null && isNamed(tag.split('-')[0] as string) && (region === undefined || isCountryCode(region)))
    return success(tag);
  const message = `'${shown(text)}' is not a language`;
  const remedy = () => {
    const meant = text.includes('_') ? text.replaceAll('_', '-') : nameOfLanguage(text);
    return meant === undefined
      ? "write a BCP 47 tag: 'de', 'pt-BR', 'zh-Hans'"
      : `did you mean '${shown(meant)}'?`;
  };
  return refused('unknown-language', message, remedy);
}

/** The tag of a language named in English, among those in which support is likely offered. */
function nameOfLanguage(text: string): string | undefined {
  return COMMON_LANGUAGES.find((tag) => languageName(tag)?.toLowerCase() === text.toLowerCase());
}

const COMMON_LANGUAGES =
  'ar bg bn ca cs da de el en es et fi fr he hi hr hu id it ja ko lt lv ms nb nl no pl pt ro ru sk sl sr sv th tr uk vi zh'.split(
    ' ',
  );

export function zone(description: string) {
  return word(description, ZONE_IDS, 'unknown-zone', 'EEA');
}

/** The id of a row of a table of the law. */
export function lawId(
  description: string,
  rows: readonly { readonly id: string }[],
  code?: ScenarioIssueCode,
  example?: string,
) {
  const ids = rows.map(({ id }) => id);
  return word(description, ids, code, example);
}
