import { lawInstants } from '#audit';
import { formatCount, listInWords } from '#base';
import {
  ITEM_CLASSES,
  PROMISE_DIMENSIONS,
  type PromiseDimension,
  type ResidencyPromise,
  type Scenario,
  type ZoneId,
} from '#domain';
import type { Proof } from '#prover';
import type { Requirement } from '#scenario';
import { DIMENSIONS_OF, hasException, isInside, onlyZone, segmentsAsking } from './answer.ts';

/** Proofs that answer requirements: each judges the conduct of the scenario by a promise that says what they ask. */
export interface ProofQuestion {
  readonly judged: Scenario;
  /** Arrival streams to explore. */
  readonly streams: readonly number[];
  /** By the id of a requirement: the properties that prove it. */
  readonly properties: ReadonlyMap<string, readonly string[]>;
}

export interface Proven {
  readonly verdict: 'holds' | 'broken' | 'undecided';
  readonly text: string;
}

/** What a promise would have to say, and the properties that then prove the requirement. */
interface Promised {
  readonly dimensions?: readonly PromiseDimension[];
  readonly rest?: Partial<ResidencyPromise>;
  readonly properties: readonly string[];
}

const PLACES: Readonly<Record<string, Promised>> = {
  storage: { dimensions: DIMENSIONS_OF.storage, properties: ['R1'] },
  storedFirst: { properties: ['R1'] },
  workingCopy: { dimensions: DIMENSIONS_OF.workingCopy, properties: ['R1'] },
  processing: { dimensions: DIMENSIONS_OF.processing, properties: ['R1', 'R4'] },
  access: { dimensions: DIMENSIONS_OF.access, properties: ['R4'] },
  // R4 is stricter: it is about everybody who sees a case, not only the first.
  initiated: { dimensions: DIMENSIONS_OF.initiated, properties: ['R4'] },
  residence: { dimensions: DIMENSIONS_OF.residence, properties: ['R5'] },
  escorted: { dimensions: DIMENSIONS_OF.escorted, properties: ['R4'] },
};

/** The proofs that requirements need, as few as possible: those about different parts of a promise share one. */
export function proofQuestions(
  requirements: readonly Requirement[],
  scenario: Scenario,
): readonly ProofQuestion[] {
  const made: { key: string; patches: Map<string, string>; question: ProofQuestion }[] = [];
  for (const requirement of requirements) {
    const asked = questionOf(requirement, scenario);
    if (asked === null) continue;
    const { judge, key, patch, properties, streams } = asked;
    // A property that reads one part of a promise must not be asked of two.
    const isFree = (one: (typeof made)[number]) =>
      one.key === key && properties.every((id) => (one.patches.get(id) ?? patch) === patch);
    let own = made.find(isFree);
    if (own === undefined) {
      own = { key, patches: new Map(), question: { judged: scenario, streams, properties: new Map() } };
      made.push(own);
    }
    for (const id of properties) own.patches.set(id, patch);
    const { judged, properties: before } = own.question;
    const all = new Map([...before, [requirement.id, properties] as const]);
    own.question = { judged: judge(judged), streams, properties: all };
  }
  return made.map(({ question }) => question);
}

function questionOf(requirement: Requirement, scenario: Scenario) {
  const segments = segmentsAsking(requirement, scenario);
  const streams = scenario.streams.flatMap(({ segment }, index) =>
    segments.includes(segment) ? [index] : [],
  );
  const { asked, subject, unless } = requirement;
  const isAsPromised = subject === 'rule' || (subject === 'transfers' && asked.join() === 'lawful');
  if (isAsPromised) {
    const properties = [subject === 'rule' ? asked : 'R7'];
    const key = `as promised ${streams}`;
    return { streams, key, properties, patch: '', judge: (given: Scenario) => given };
  }
  const promised = promisedBy(requirement);
  if (promised === null) return null;
  const zoned = zoneOf(Array.isArray(asked) ? (asked as readonly string[]) : ['ANY'], scenario);
  if (zoned === null) return null;
  const { rename, zone } = zoned;
  const { dimensions = [], rest = restOf(subject, zone) } = promised;
  // R4 lets views name a consent or an emergency. Where these excuse nothing, there must be none, which the promise then says.
  const barred = EXCEPTIONS.filter(
    ({ kind }) =>
      promised.properties.includes('R4') && !unless.includes(kind) && hasException(scenario, segments, kind),
  );
  const properties = [...promised.properties, ...barred.map(({ property }) => property)];
  return {
    streams,
    patch: JSON.stringify([dimensions, zone, rest]),
    key: `${streams} ${[...unless].sort()} ${rename}`,
    properties,
    judge: (given: Scenario) => {
      if (given !== scenario) return promising(given, segments, { dimensions, zone, rest });
      const named = rename === null ? given : renamed(given, rename);
      return promising(freed(named, segments, unless), segments, { dimensions, zone, rest });
    },
  };
}

function restOf(subject: Requirement['subject'], zone: ZoneId): Partial<ResidencyPromise> {
  if (subject === 'storedFirst') return { storedFirst: zone };
  return subject === 'escorted' ? { escortedBy: zone } : {};
}

/** The properties that find an access on a consent or in an emergency. */
const EXCEPTIONS = [
  { kind: 'consent', property: 'R12' },
  { kind: 'emergency', property: 'R13.group-eligible' },
] as const;

function promisedBy({ asked, subject }: Requirement): Promised | null {
  if (subject === 'companies') {
    const { established, kinds, named } = asked;
    const isOnly =
      established === undefined && named === undefined && kinds?.includes('subcontractor') === false;
    return isOnly && kinds.length === 2 ? { rest: { subcontractors: 'none' }, properties: ['R9'] } : null;
  }
  return PLACES[subject] ?? null;
}

/** A zone of a promise that stands for these places; `rename`: after each place was put in one of two countries. Null if there is none. */
function zoneOf(
  places: readonly string[],
  scenario: Scenario,
): { readonly zone: ZoneId; readonly rename: readonly string[] | null } | null {
  const named = onlyZone(places);
  if (named !== null) return { zone: named, rename: null };
  const { centres, dataCentres, groups, startEpochMs } = scenario;
  const countries = [...centres, ...dataCentres].map(({ country }) => country);
  for (const country of [...countries, ...groups.flatMap(({ residence }) => residence ?? [])]) {
    const atStart = isInside(places, country, startEpochMs);
    const changes = lawInstants(scenario).some(
      (ms) => isInside(places, country, startEpochMs + ms) !== atStart,
    );
    if (changes) return null;
  }
  return { zone: 'US', rename: places };
}

/** Places inside are put in one country, which is a zone, and all others in another: a promise can then tell them apart. */
function renamed(scenario: Scenario, places: readonly string[]): Scenario {
  const nameOf = (country: string) => (isInside(places, country, scenario.startEpochMs) ? 'US' : 'CH');
  const put = <Place extends { readonly country: string }>(place: Place): Place => ({
    ...place,
    country: nameOf(place.country),
  });
  return {
    ...scenario,
    dataCentres: scenario.dataCentres.map(put),
    centres: scenario.centres.map(put),
    groups: scenario.groups.map((group) =>
      group.residence === undefined ? group : { ...group, residence: nameOf(group.residence) },
    ),
  };
}

/** The segments with a promise of their own that restricts nothing, and without exceptions that the requirements do not know. */
function freed(scenario: Scenario, segments: readonly number[], unless: Requirement['unless']): Scenario {
  const promises = [...scenario.promises];
  const own = scenario.segments.map((segment, s) => {
    if (!segments.includes(s)) return segment;
    const { approval, breakGlass, escortedBy, id, title } = scenario.promises[
      segment.promise
    ] as ResidencyPromise;
    const zones = Object.fromEntries(
      ITEM_CLASSES.map((itemClass) => [
        itemClass,
        Object.fromEntries(PROMISE_DIMENSIONS.map((dimension) => [dimension, 'ANY'])),
      ]),
    ) as unknown as ResidencyPromise['zones'];
    const keepsEmergencies = breakGlass !== undefined && unless.includes('emergency');
    // The requirement lets people see data under escort, but does not say where the escort must be.
    const keepsEscorts = escortedBy !== undefined && unless.includes('escort');
    const keepsApprovals = approval !== undefined && unless.includes('approval');
    promises.push({
      id,
      title,
      zones,
      ...(keepsEmergencies ? { breakGlass } : {}),
      ...(keepsEscorts ? { escortedBy: 'ANY' } : {}),
      ...(keepsApprovals ? { approval } : {}),
    });
    const { agreements: _, consents, ...rest } = segment;
    const keepsConsents = consents !== undefined && unless.includes('consent');
    return { ...rest, promise: promises.length - 1, ...(keepsConsents ? { consents } : {}) };
  });
  return { ...scenario, promises, segments: own as Scenario['segments'] };
}

function promising(
  scenario: Scenario,
  segments: readonly number[],
  {
    dimensions,
    rest,
    zone,
  }: {
    readonly dimensions: readonly PromiseDimension[];
    readonly zone: ZoneId;
    readonly rest: Partial<ResidencyPromise>;
  },
): Scenario {
  const changed = new Set(segments.map((s) => scenario.segments[s]?.promise));
  const promises = scenario.promises.map((promise, p) => {
    if (!changed.has(p)) return promise;
    const zones = Object.fromEntries(
      Object.entries(promise.zones).map(([itemClass, of]) => [
        itemClass,
        { ...of, ...Object.fromEntries(dimensions.map((dimension) => [dimension, zone])) },
      ]),
    ) as ResidencyPromise['zones'];
    return { ...promise, ...rest, zones };
  });
  return { ...scenario, promises };
}

/** What a proof says of the requirements of its question. */
export function provenBy({ properties }: ProofQuestion, proof: Proof): ReadonlyMap<string, Proven> {
  return new Map(
    [...properties].flatMap(([id, wanted]): readonly (readonly [string, Proven])[] => {
      const found = proof.properties.filter(({ id: property }) => wanted.includes(property));
      if (found.length < wanted.length) return [];
      const broken = found.find(({ verdict }) => verdict === 'broken');
      if (broken !== undefined)
        return [[id, { verdict: 'broken', text: broken.counterexample?.steps.join(', ') ?? broken.name }]];
      const undecided = found.find(({ verdict }) => verdict === 'undecided');
      if (undecided !== undefined)
        return [
          [id, { verdict: 'undecided', text: undecided.undecided.map(({ reason }) => reason).join('; ') }],
        ];
      return [
        [id, { verdict: 'holds', text: `${listInWords(wanted)} in ${formatCount(proof.states)} states` }],
      ];
    }),
  );
}
