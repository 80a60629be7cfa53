import {
  CHANNELS,
  COUNTRY_NAMES,
  ITEM_CLASSES,
  idleClauseSentences,
  lawEventsBetween,
  legalBegin,
  localClockOf,
  type PromiseDimension,
  type ResidencyPromise,
  type Scenario,
  type ServiceCentre,
  TIERS,
  type ZoneId,
  zoneChangeInstants,
  zoneMembersAt,
} from '#domain';
import type { Chronicle } from '../chronicle/chronicle.ts';

/** The facts about a scenario that the page draws. */
export function factsOf(scenario: Scenario, { countries }: Chronicle) {
  const { horizonMs, law, startEpochMs } = scenario;
  return {
    name: scenario.name,
    title: scenario.title,
    seed: scenario.seed,
    startEpochMs,
    horizonMs,
    centres: scenario.centres.map((centre, index) => centreFacts(scenario, centre, index)),
    dataCentres: scenario.dataCentres.map(({ country, id, title }) => ({ country, id, title })),
    /** Time zones of customers and centres, except UTC, with the titles of the centres and the countries of the customers that use them. */
    clocks: clocksOf(scenario),
    segments: scenario.segments.map(({ id, title }) => ({ id, title })),
    channels: CHANNELS as readonly string[],
    countries,
    countryNames: countries.map((code) => COUNTRY_NAMES[code] ?? code),
    /** Routing region of the customers of each country. */
    regions: countries.map(
      (country) => scenario.streams.find((stream) => stream.country === country)?.region ?? '',
    ),
    promises: scenario.promises.map((promise) => promiseFacts(scenario, promise)),
    /** The European Economic Area during the run. */
    eea: zoneOverTime(scenario, 'EEA'),
    /** Clauses that carry nothing, one sentence each. */
    idleClauses: idleClauseSentences(scenario),
    law: lawEventsBetween(startEpochMs, startEpochMs + horizonMs, law?.bases).map(({ atMs, effect }) => ({
      timeMs: atMs - startEpochMs,
      text: `${effect}, from ${legalBegin(atMs)}`,
    })),
  };
}

/** The countries of a zone, with the times of the run from which they apply. */
function zoneOverTime({ horizonMs, startEpochMs }: Scenario, zone: ZoneId) {
  const changes = zoneChangeInstants(zone, startEpochMs, startEpochMs + horizonMs);
  return [startEpochMs, ...changes].map((at) => ({
    fromMs: at - startEpochMs,
    countries: zoneMembersAt(zone, at),
  }));
}

/** Centres first, then customers, each time zone once. */
function clocksOf({ centres, streams }: Scenario) {
  const found = new Map<string, { centres: Set<string>; countries: Set<string> }>();
  const of = (timeZone: string) => {
    const known = found.get(timeZone) ?? { centres: new Set<string>(), countries: new Set<string>() };
    found.set(timeZone, known);
    return known;
  };
  for (const { timeZone, title } of centres) of(timeZone).centres.add(title);
  for (const { country, timeZone } of streams) of(timeZone).countries.add(country);
  return [...found]
    .filter(([timeZone]) => timeZone !== 'UTC')
    .map(([timeZone, who]) => ({ timeZone, centres: [...who.centres], countries: [...who.countries] }));
}

function centreFacts(scenario: Scenario, centre: ServiceCentre, index: number) {
  const { horizonMs, startEpochMs } = scenario;
  const { country, id, latitude, longitude, open, timeZone, title } = centre;
  const clock = localClockOf(scenario, timeZone);
  const changes = clock.changesBetween(startEpochMs, startEpochMs + horizonMs);
  const groups = scenario.groups.filter((group) => group.centre === index);
  const agents = groups.flatMap(({ shifts }) => shifts).reduce((sum, shift) => sum + shift.agents, 0);
  return {
    id,
    title,
    country,
    agents,
    /** Tiers of its groups, ascending. */
    tiers: TIERS.filter((tier) => groups.some((group) => group.tier === tier)),
    /** Position in degrees; null if the scenario gives only the country. */
    at: latitude === undefined || longitude === undefined ? null : ([latitude, longitude] as const),
    /** Opening times, ms of the run: starts and ends alternate. */
    open: Float64Array.from(open.flatMap(({ fromMs, toMs }) => [fromMs, toMs])),
    /** Offset of its clock from UTC, ms: moments and offsets from then on alternate. */
    offsets: Float64Array.from(
      [startEpochMs, ...changes].flatMap((at) => [at - startEpochMs, clock.offsetAt(at)]),
    ),
  };
}

/** The item class `content` stands for all classes, because promises are mainly about it. */
function promiseFacts(scenario: Scenario, promise: ResidencyPromise) {
  const zones = promise.zones[ITEM_CLASSES[0]];
  const over = (dimension: PromiseDimension) =>
    zones[dimension] === 'ANY' ? null : zoneOverTime(scenario, zones[dimension]);
  return {
    id: promise.id,
    title: promise.title,
    /** Where contents may be stored, and from where they may be seen; null: anywhere. */
    storage: over('storage'),
    access: over('access'),
    storageZone: zones.storage,
    accessZone: zones.access,
  };
}
