import { formatDuration, listInWords } from '#base';
import { COUNTRY_NAMES, dayInWords, LocalClock, type Scenario, type ZoneId } from '#domain';

const ZONES: Readonly<Record<ZoneId, string>> = {
  EU: 'the EU',
  EEA: 'the EEA',
  EU_EFTA: 'the EU and EFTA',
  EFTA: 'EFTA',
  CH: 'Switzerland',
  UK: 'the United Kingdom',
  US: 'the United States',
  ANY: 'any country',
  LEGAL_FREE_FLOW: 'the EU and the EEA',
  EEA_EFTA: 'the countries of the EEA that are in EFTA',
};

export function zoneInWords(zone: ZoneId): string {
  return ZONES[zone];
}

export function zonesInWords(zones: readonly ZoneId[]): string {
  return listInWords(zones.map(zoneInWords));
}

/** Countries whose names take an article in a sentence. */
const WITH_ARTICLE: ReadonlySet<string> = new Set(['AE', 'DO', 'GB', 'NL', 'PH']);

export function countryInWords(code: string): string {
  if (code === 'US') return ZONES.US;
  const name = COUNTRY_NAMES[code] ?? (code === '' ? 'an unknown country' : code);
  // `Korea, Republic of`
  const [short = '', rest] = name.split(', ');
  if (rest !== undefined) return `${rest} ${short}`;
  return WITH_ARTICLE.has(code) ? `the ${name}` : name;
}

export function countriesInWords(codes: Iterable<string>): string {
  return listInWords([...new Set([...codes].map(countryInWords))].sort());
}

/** `Quincy in the United States`, but `Singapore` alone. */
export function placeInWords(place: string, country: string): string {
  const name = countryInWords(country);
  return place === name ? name : `${place} in ${name}`;
}

const UNITS: Readonly<Record<string, string>> = { s: 'second', min: 'minute', h: 'hour', d: 'day' };

/** `3 days`, `65 minutes`. */
export function durationInWords(ms: number): string {
  return formatDuration(ms / 1000).replace(
    /^(\S+) (s|min|h|d)$/,
    (_, count: string, unit: string) => `${count} ${UNITS[unit]}${count === '1' ? '' : 's'}`,
  );
}

/** `3 March 2025 10:00 UTC`, of an instant in ISO 8601; with its seconds if it has some. */
export function momentInWords(instant: string): string {
  const time = new Date(instant).toISOString().slice(11, 19);
  return `${dayInWords(Date.parse(instant))} ${time.replace(/:00$/, '')} UTC`;
}

/** Writes instants (epoch ms) on the clock of the first customers of some segments: `12 November 2014, 16:00 (Europe/Berlin)`. */
export function customersClock({ clocks, startEpochMs, streams }: Scenario) {
  const known = new Map(clocks.map((clock) => [clock.timeZone, new LocalClock(clock, startEpochMs)]));
  return (epochMs: number, segments: readonly number[]): string => {
    const zone = streams.find(({ segment }) => segments.includes(segment))?.timeZone ?? '';
    const clock = known.get(zone);
    const wallMs = epochMs + (clock?.offsetAt(epochMs) ?? 0);
    const time = new Date(wallMs).toISOString().slice(11, 16);
    return `${dayInWords(wallMs)}, ${time} (${clock === undefined ? 'UTC' : zone})`;
  };
}
