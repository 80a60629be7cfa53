import type { LoggedCase } from '#caselog';
import {
  CERTIFICATE_EDITIONS,
  type Certificate,
  ITEM_CLASSES,
  isCountryCode,
  PROMISE_DIMENSIONS,
  type Scenario,
} from '#domain';
import { isByProduct } from '../needs/needs.ts';

/** A name of the log that the scenario does not know, and where it first stands. */
export interface UnmatchedName {
  readonly field: 'segment' | 'centre' | 'group' | 'place';
  readonly name: string;
  readonly events: number;
  readonly firstRow: number;
}

/** Why cases of a log are not judged. */
export type LeftOutReason = 'no segment' | 'unknown segment' | 'no promise';

/** The customers that a case may be of, all with one promise. */
export interface KnownCase {
  /** Id of the first of their arrival streams. */
  readonly stream: string;
  /** Indices of all of them. */
  readonly streams: readonly number[];
  readonly promise: number;
}

export type CaseMatch =
  | KnownCase
  | (KnownCase & { readonly leftOut: 'no promise' })
  | { readonly leftOut: Exclude<LeftOutReason, 'no promise'> };

/** Most names that are kept. The events of further ones count together, for each field. */
const NAMES_MAX = 500;
const FURTHER_NAMES = '(further names)';
/** Id of the company that holds data in a country that a log names: nobody knows which it is. */
export const UNKNOWN_HOLDER = 'unknown holder';
/** Stands for a group that the log does not name. */
const NO_GROUP = 'a group that is not named';

/** Finds what a log names in a scenario: by id or title, without regard to case. */
export class ScenarioMatch {
  /** The scenario with a data centre for each country that the log names as a place. */
  readonly scenario: Scenario;
  /** The scenario as it was given, but without agreements and certificates that the log cannot put to the test. */
  readonly given: Scenario;
  private readonly segments: ReadonlyMap<string, number>;
  private readonly centres: ReadonlyMap<string, number>;
  private readonly groups: ReadonlyMap<string, number>;
  private readonly dataCentres: ReadonlyMap<string, number>;
  private readonly countries: ReadonlySet<string>;
  private readonly restricting: readonly boolean[];
  /** By segment, country and channel. */
  private readonly matches = new Map<string, CaseMatch>();
  private readonly unmatched = new Map<string, { readonly first: UnmatchedName; events: number }>();

  constructor(scenario: Scenario, cases: readonly LoggedCase[]) {
    const { centres, dataCentres, groups, promises, segments } = scenario;
    this.segments = byName(segments);
    this.given = withTestableAgreements(withoutStandards(scenario), cases, this.segments);
    this.centres = byName(centres);
    this.groups = byName(groups.map(({ id }) => ({ id, title: id })));
    this.dataCentres = byName(dataCentres);
    this.countries = new Set(
      cases.flatMap(({ events }) =>
        events.flatMap(({ place }) =>
          place !== null && isCountryCode(place) && !this.isPlace(place) ? [place] : [],
        ),
      ),
    );
    this.scenario = withCountries(this.given, [...this.countries].sort());
    this.restricting = promises.map(restricts);
  }

  get allUnmatched(): readonly UnmatchedName[] {
    return [...this.unmatched.values()].map(({ events, first }) => ({ ...first, events }));
  }

  /** The arrival stream whose promise a case has, by what the log says of its segment, country and channel. */
  caseOf(supportCase: LoggedCase): CaseMatch {
    const { channel, country, events, segment } = supportCase;
    const id = JSON.stringify([segment, country, channel]);
    const known = this.matches.get(id) ?? this.match(supportCase);
    this.matches.set(id, known);
    if ('leftOut' in known && known.leftOut === 'unknown segment') {
      this.note('segment', segment ?? '', events[0]?.row ?? 0, events.length);
    }
    return known;
  }

  private match({ channel, country, segment }: LoggedCase): CaseMatch {
    const { segments, streams } = this.given;
    let found: Scenario['streams'] = streams;
    if (segment !== null) {
      const index = this.segments.get(key(segment));
      if (index === undefined) return { leftOut: 'unknown segment' };
      found = found.filter((stream) => stream.segment === index);
    }
    // Where the scenario has no such customers of the segment, the promise of the segment still holds.
    for (const keep of [
      (stream: (typeof found)[number]) => country === null || stream.country === country,
      (stream: (typeof found)[number]) => channel === null || stream.channel === channel,
    ]) {
      const left = found.filter(keep);
      if (left.length > 0) found = left;
      else if (segment === null) return { leftOut: 'no segment' };
    }
    const promises = new Set(found.map((stream) => segments[stream.segment]?.promise));
    const [stream] = found;
    const [promise] = promises;
    if (stream === undefined || promise === undefined || promises.size > 1) return { leftOut: 'no segment' };
    const known = { stream: stream.id, streams: found.map((one) => streams.indexOf(one)), promise };
    const isAsked = segments[stream.segment]?.agreements !== undefined;
    return isAsked || this.restricting[promise] === true ? known : { ...known, leftOut: 'no promise' };
  }

  /** Where an event was viewed: the centre that it names, or that of its group. Null if neither is known. */
  viewOf(centre: string | null, group: string | null, row: number): View | null {
    const named = centre === null ? undefined : this.centres.get(key(centre));
    const ofGroup = group === null ? undefined : this.groupOf(named, group);
    if (centre !== null && named === undefined) this.note('centre', centre, row);
    if (group !== null && ofGroup === undefined) this.note('group', group, row);
    const index = named ?? (centre === null ? this.given.groups[ofGroup ?? -1]?.centre : undefined);
    const found = index === undefined ? undefined : this.given.centres[index];
    if (found === undefined) return null;
    const isNoted = group !== null && this.unmatched.has(`group ${group}`);
    return {
      centre: found.id,
      group: this.given.groups[ofGroup ?? -1]?.id ?? (isNoted ? group : NO_GROUP),
      isGroupKnown: ofGroup !== undefined,
      isLocal: found.access === 'local system',
    };
  }

  /** A group by its whole id, or by its name within its centre. */
  private groupOf(centre: number | undefined, group: string): number | undefined {
    const id = this.given.centres[centre ?? -1]?.id;
    return (
      this.groups.get(key(group)) ?? (id === undefined ? undefined : this.groups.get(key(`${id}/${group}`)))
    );
  }

  /** Where data lay, as acts name places. Null if the scenario does not know the place. */
  placeOf(place: string, promise: number, row: number): DataPlace | null {
    const dataCentre = this.given.dataCentres[this.dataCentres.get(key(place)) ?? -1];
    if (dataCentre !== undefined) {
      return { name: `data centre ${dataCentre.id}`, role: 'primary', lacks: [] };
    }
    const centre = this.given.centres[this.centres.get(key(place)) ?? -1];
    if (centre !== undefined) return { name: `centre ${centre.id}`, role: 'working copy', lacks: [] };
    if (this.countries.has(place)) {
      const { certified, subcontractors } = this.given.promises[promise] ?? {};
      const lacks = [
        ...(subcontractors === undefined ? [] : ['holder' as const]),
        ...(certified === undefined ? [] : ['certificate' as const]),
      ];
      return { name: `data centre ${inCountry(place)}`, role: 'primary', lacks };
    }
    this.note('place', place, row);
    return null;
  }

  private isPlace(name: string): boolean {
    return this.dataCentres.has(key(name)) || this.centres.has(key(name));
  }

  private note(field: UnmatchedName['field'], name: string, firstRow: number, events = 1): void {
    const isFull = this.unmatched.size >= NAMES_MAX && !this.unmatched.has(`${field} ${name}`);
    const listed = isFull ? FURTHER_NAMES : name;
    const id = `${field} ${listed}`;
    const known = this.unmatched.get(id);
    if (known !== undefined) known.events += events;
    else this.unmatched.set(id, { first: { field, name: listed, events: 0, firstRow }, events });
  }
}

/** Where somebody viewed a case. */
export interface View {
  readonly centre: string;
  readonly group: string;
  /** False: the log names none, or none that the scenario has. */
  readonly isGroupKnown: boolean;
  /** Whether a view there stores a working copy. */
  readonly isLocal: boolean;
}

/** Where data lay. */
export interface DataPlace {
  readonly name: string;
  readonly role: 'primary' | 'working copy';
  /** What the promise asks of the company that holds the data. The name of a country does not say who that is. */
  readonly lacks: readonly ('holder' | 'certificate')[];
}

/**
 * The scenario with a data centre in each of these countries. Their holder is unknown: it has every certificate and is no subcontractor, so
 * that only the country can break a promise.
 */
function withCountries(scenario: Scenario, countries: readonly string[]): Scenario {
  const { dataCentres, entities } = scenario;
  if (countries.length === 0) return scenario;
  const always = { fromEpochMs: Number.NEGATIVE_INFINITY, toEpochMs: Number.POSITIVE_INFINITY };
  const holder: Scenario['entities'][number] = {
    id: UNKNOWN_HOLDER,
    title: 'An unknown holder',
    kind: 'vendor',
    country: '',
    instruments: [],
    certificates: CERTIFICATE_EDITIONS.map(({ id }) => ({ edition: id, ...always }) as Certificate),
  };
  const places = countries.map((country): Scenario['dataCentres'][number] => ({
    id: inCountry(country),
    title: inCountry(country),
    country,
    entity: entities.length as Scenario['dataCentres'][number]['entity'],
    plannedOutages: [],
    randomOutages: [],
  }));
  return { ...scenario, entities: [...entities, holder], dataCentres: [...dataCentres, ...places] };
}

/** The scenario without certificates that depend on what a case is about, which a log calls by names of its own. */
function withoutStandards(scenario: Scenario): Scenario {
  if (!scenario.promises.some(isByProduct)) return scenario;
  const promises = scenario.promises.map((promise) =>
    isByProduct(promise)
      ? { ...promise, certifiedSupport: undefined, subcontractorStandard: undefined }
      : promise,
  );
  return { ...scenario, promises };
}

/**
 * The scenario without agreements that cannot be judged: those of segments that may have unclear cases. A case is clear if the log names its segment
 * and a country in which this segment has customers.
 */
function withTestableAgreements(
  scenario: Scenario,
  cases: readonly LoggedCase[],
  segmentOf: ReadonlyMap<string, number>,
): Scenario {
  const { segments, streams } = scenario;
  if (segments.every(({ agreements }) => agreements === undefined)) return scenario;
  const countries = new Set(streams.map(({ country, segment }) => `${segment} ${country}`));
  /** Segments that have an unclear case. `null` stands for any segment. */
  const unclear = new Set<number | null | undefined>();
  for (const { country, segment } of cases) {
    const own = segment === null ? null : segmentOf.get(key(segment));
    if (own === null || !countries.has(`${own} ${country}`)) unclear.add(own);
  }
  const isUnclear = (segment: number) => unclear.has(null) || unclear.has(segment);
  return {
    ...scenario,
    segments: segments.map((one, index) => (isUnclear(index) ? { ...one, agreements: undefined } : one)),
  };
}

function inCountry(country: string): string {
  return `a place in ${country}`;
}

function key(name: string): string {
  return name.trim().toLowerCase();
}

/** Rows by id, and by title where no other row has it. */
function byName(
  rows: readonly { readonly id: string; readonly title: string }[],
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const titles = rows.map(({ title }) => key(title));
  rows.forEach((_, index) => {
    const title = titles[index] as string;
    if (titles.indexOf(title) === titles.lastIndexOf(title)) found.set(title, index);
  });
  rows.forEach(({ id }, index) => {
    found.set(key(id), index);
  });
  return found;
}

/** Whether a promise says anything about places or people. */
function restricts({ certified, subcontractors, zones }: Scenario['promises'][number]): boolean {
  if (certified !== undefined || subcontractors !== undefined) return true;
  return ITEM_CLASSES.some((item) =>
    PROMISE_DIMENSIONS.some((dimension) => zones[item][dimension] !== 'ANY'),
  );
}
