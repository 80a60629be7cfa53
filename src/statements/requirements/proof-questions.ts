import { lawInstants } from '#audit';
import { formatCount, listInWords } from '#base';
import {
  ITEM_CLASSES,
  type LegalEntity,
  PROMISE_DIMENSIONS,
  type PromiseDimension,
  type ResidencyPromise,
  type Scenario,
  type ZoneId,
} from '#domain';
import type { Proof } from '#prover';
import type { Requirement } from '#scenario';
import { controlChanges, peopleOf } from '../boundary/flow.ts';
import { DIMENSIONS_OF, hasException, isInside, segmentsAsking, zoneOf } from './answer.ts';
import { isRequired } from './companies.ts';

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

const PROMISED: Readonly<Partial<Record<Requirement['subject'], Promised>>> = {
  storage: { dimensions: DIMENSIONS_OF.storage, properties: ['R1'] },
  storedFirst: { properties: ['R1'] },
  workingCopy: { dimensions: DIMENSIONS_OF.workingCopy, properties: ['R1'] },
  processing: { dimensions: DIMENSIONS_OF.processing, properties: ['R1', 'R4'] },
  access: { dimensions: DIMENSIONS_OF.access, properties: ['R4'] },
  // R4 is stricter: it is about everybody who sees a case, not only the first.
  initiated: { dimensions: DIMENSIONS_OF.initiated, properties: ['R4'] },
  residence: { dimensions: DIMENSIONS_OF.residence, properties: ['R5'] },
  citizenship: { dimensions: DIMENSIONS_OF.residence, properties: ['R5'] },
  companies: { rest: { subcontractors: 'none' }, properties: ['R9'] },
  control: { rest: { subcontractors: 'none' }, properties: ['R9'] },
  subcontractors: { rest: { subcontractors: 'none' }, properties: ['R9'] },
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
  const { asked, subject, to, unless } = requirement;
  // A proof cannot be limited to one destination.
  if (to !== null) return null;
  const isAsPromised = subject === 'rule' || (subject === 'transfers' && asked.join() === 'lawful');
  if (isAsPromised) {
    const properties = [subject === 'rule' ? asked : 'R7'];
    const key = `as promised ${streams}`;
    return { streams, key, properties, patch: '', judge: (given: Scenario) => given };
  }
  const promised = PROMISED[subject];
  const marks = promised === undefined ? null : marksOf(requirement, scenario);
  if (promised === undefined || marks === null) return null;
  const { mark, name, zone } = marks;
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
    key: `${streams} ${[...unless].sort()} ${name}`,
    properties,
    judge: (given: Scenario) => {
      if (given !== scenario) return promising(given, segments, { dimensions, zone, rest });
      return promising(freed(mark(given), segments, unless), segments, { dimensions, zone, rest });
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

/** How a promise can tell what is required from what is not: a zone, after places, people or companies were marked. */
interface Marks {
  readonly zone: ZoneId;
  /** Requirements with the same marks may share a proof. */
  readonly name: string;
  readonly mark: (scenario: Scenario) => Scenario;
}

/** Null if the scenario does not say what is required, or if that changes during it. */
function marksOf(requirement: Requirement, scenario: Scenario): Marks | null {
  const { asked, subject } = requirement;
  const { entities, groups, startEpochMs } = scenario;
  const places = Array.isArray(asked) ? (asked as readonly string[]) : ['ANY'];
  if (subject === 'citizenship') {
    const isCitizen = marking(scenario, groups, ({ id }, atMs) => {
      const { citizenship } = peopleOf(scenario, id);
      return citizenship?.every((one) => isInside(places, one, atMs)) ?? null;
    });
    if (isCitizen === null) return null;
    const mark = (given: Scenario) => ({
      ...given,
      groups: given.groups.map((group, g) => ({ ...group, residence: isCitizen[g] === true ? 'US' : 'CH' })),
    });
    return { zone: 'US', name: `citizens ${places}`, mark };
  }
  if (subject === 'companies' || subject === 'control' || subject === 'subcontractors') {
    if (subject === 'subcontractors' && asked.standard !== undefined) return null;
    const leadMs = subject === 'subcontractors' ? asked.announced : 0;
    const isAsRequired = marking(
      scenario,
      entities,
      (one, atMs) => isRequired(requirement, one, entities, atMs),
      leadMs,
    );
    if (isAsRequired === null) return null;
    const kindOf = (e: number) => (isAsRequired[e] === true ? 'affiliate' : 'subcontractor');
    const mark = (given: Scenario) => ({
      ...given,
      entities: given.entities.map((one, e): LegalEntity => ({ ...one, kind: kindOf(e) })),
    });
    return { zone: 'ANY', name: `companies ${JSON.stringify([subject, asked])}`, mark };
  }
  const named = zoneOf(places, scenario);
  if (named !== null) return { zone: named, name: '', mark: (given) => given };
  const { centres, dataCentres } = scenario;
  const countries = [...centres, ...dataCentres].map(({ country }) => country);
  const all = [...countries, ...groups.flatMap(({ residence }) => residence ?? [])];
  if (marking(scenario, all, (country, atMs) => isInside(places, country, atMs)) === null) return null;
  return { zone: 'US', name: `places ${places}`, mark: (given) => renamed(given, places, startEpochMs) };
}

/**
 * For each of `all`, whether it is as required; null if that is not known of one of them, or changes before the end of the scenario. `leadMs`: how
 * long before their use subcontractors are to be announced.
 */
function marking<One>(
  scenario: Scenario,
  all: readonly One[],
  isKept: (one: One, atMs: number) => boolean | null,
  leadMs = 0,
): readonly boolean[] | null {
  const { entities, horizonMs, startEpochMs } = scenario;
  const announced = entities.flatMap(({ subcontract }) => subcontract?.announcedEpochMs ?? []);
  const instants = [
    startEpochMs,
    ...lawInstants(scenario).map((timeMs) => startEpochMs + timeMs),
    ...announced.map((atMs) => atMs + leadMs),
    ...controlChanges(scenario),
  ].filter((atMs) => atMs >= startEpochMs && atMs < startEpochMs + horizonMs);
  const marks = all.map((one) => [...new Set(instants.map((atMs) => isKept(one, atMs)))]);
  return marks.every((found) => found.length === 1 && found[0] !== null)
    ? marks.map(([first]) => first === true)
    : null;
}

/** Places inside are put in one country, which is a zone, and all others in another: a promise can then tell them apart. */
function renamed(scenario: Scenario, places: readonly string[], atMs: number): Scenario {
  const nameOf = (country: string) => (isInside(places, country, atMs) ? 'US' : 'CH');
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

/** What proofs say of the requirements of their questions, by the ids of these, and what the proofs assume. */
export function provenIn(found: readonly (readonly [question: ProofQuestion, proof: Proof])[]) {
  return {
    proofs: new Map(found.flatMap(([question, proof]) => [...provenBy(question, proof)])),
    assumptions: [...new Set(found.flatMap(([, { assumptions }]) => assumptions))],
  };
}

/** What a proof says of the requirements of its question. */
function provenBy({ properties }: ProofQuestion, proof: Proof): ReadonlyMap<string, Proven> {
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
