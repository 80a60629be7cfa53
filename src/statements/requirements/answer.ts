import { formatCount, listInWords, plural, rowAt, sumOf } from '#base';
import {
  isZoneMember,
  type PromiseDimension,
  type Scenario,
  type SegmentIndex,
  ZONE_IDS,
  type ZoneId,
  zoneChangeInstants,
  zoneMembersAt,
} from '#domain';
import type { TargetVerdict } from '#planning';
import { isTree, type Requirement, type SubjectName, type TreeValue } from '#scenario';
import type { BoundaryDesk } from '../boundary/boundary-desk.ts';
import { type Flow, totalOf } from '../boundary/flow.ts';
import { LogDesk } from '../boundary/log/log-desk.ts';
import { countriesInWords, zoneInWords } from '../boundary/words/boundary-words.ts';

/** What one source says of a requirement. */
export interface Answer {
  /** `kept`: nothing speaks against it. `open`: it can be judged neither way. `untold`: the source lacks what it takes. */
  readonly state: 'kept' | 'broken' | 'open' | 'untold';
  /** A clause without its full stop: what was found, what is open, or what is missing. */
  readonly text: string;
  /** How often it could have been broken, and how often it was. */
  readonly chances: number;
  readonly count: number;
  /** Where it was broken first: the case (empty if it concerns none), and when (epoch ms). */
  readonly first: { readonly case: string; readonly atMs: number } | null;
  /** It follows from what the scenario says, or is measured: what cannot happen needs no proof. */
  readonly isTerm: boolean;
  /** The change of the scenario that would meet it; null if there is none to name. */
  readonly change: Change | null;
}

/** Keys to merge over a scenario file; or, where nobody can write them for the author, what to do in words. */
export type Change = Tree | string;
export interface Tree {
  readonly [key: string]: TreeValue;
}

/** Both changes together. Where they say different things, `keepsFirst` tells whether the first one's stays. */
export function merged(
  one: Tree,
  other: Tree,
  keepsFirst: (first: unknown, second: unknown) => boolean = () => false,
): Tree {
  const both = Object.entries(other).map(([key, value]) => {
    const before = one[key];
    if (isTree(before) && isTree(value)) return [key, merged(before, value, keepsFirst)] as const;
    return [key, before !== undefined && keepsFirst(before, value) ? before : value] as const;
  });
  return { ...one, ...Object.fromEntries(both) };
}

/** A requirement, and the source that it is put to. */
export interface Judging {
  readonly desk: BoundaryDesk;
  readonly requirement: Requirement;
  /** Segments that ask it, by index. */
  readonly segments: readonly number[];
  /** Null if nothing measured the service. */
  readonly targets: readonly TargetVerdict[] | null;
}

const NOTHING = { chances: 0, count: 0, first: null, isTerm: false, change: null } as const;

export function untold(text: string, change: Change | null = null): Answer {
  return { ...NOTHING, state: 'untold', text, change };
}

export function open(text: string): Answer {
  return { ...NOTHING, state: 'open', text };
}

/** An answer that follows from the scenario alone. `faults`: what speaks against it; none if it is kept. */
export function byTerms(kept: string, faults: readonly string[], change: Change | null): Answer {
  const isKept = faults.length === 0;
  const text = isKept ? kept : listInWords(faults);
  return {
    ...NOTHING,
    state: isKept ? 'kept' : 'broken',
    text,
    isTerm: true,
    change: isKept ? null : change,
  };
}

/** Answers by what a scenario plans. A log of what happened does not say it. */
export function byPlan({ desk }: Judging, what: string, answer: () => Answer): Answer {
  return desk instanceof LogDesk ? untold(noColumn(what)) : answer();
}

export function noColumn(what: string): string {
  return `no column of a case log says ${what}`;
}

/** How flows are judged. */
export interface FlowQuestion {
  /** Which flows could break it. */
  readonly concerns: (flow: Flow) => boolean;
  /** Null: the source does not say. */
  readonly isKept: (flow: Flow) => boolean | null;
  /** How a flow that breaks it is named. */
  readonly nameOf: (flow: Flow) => string;
  /** The column of a case log that would say it, or why none does. */
  readonly column: string;
  readonly change: (broken: readonly Flow[]) => Change | null;
}

/** Judges what data of the customers' cases did. */
export function byFlows({ desk, requirement, segments }: Judging, question: FlowQuestion): Answer {
  const { column, concerns, isKept, nameOf } = question;
  const source: BoundaryDesk = desk;
  const isOwn = (flow: Flow) => flow.segments.length > 0 && flow.segments.every((s) => segments.includes(s));
  const isAll = requirement.segments === null;
  const mayBe = (flow: Flow) => flow.segments.length === 0 || flow.segments.some((s) => segments.includes(s));
  const flows = desk.flows.filter(concerns);
  const own = flows.filter((flow) => isAll || isOwn(flow));
  const isExcepted = ({ exception }: Flow) => exception !== null && requirement.unless.includes(exception);
  const broken = own.filter((flow) => isKept(flow) === false && !isExcepted(flow));
  const chances = totalOf(own);
  if (broken.length > 0) {
    const first = rowAt(
      broken.map(({ earliest }) => earliest).sort((left, right) => left.atMs - right.atMs),
      0,
    );
    const text = `${desk.amount(broken)} of ${formatCount(chances)}: ${desk.tally(broken, nameOf, 5)}`;
    const found = { chances, count: totalOf(broken), first, change: question.change(broken) };
    return { ...found, state: 'broken', text, isTerm: false };
  }
  const unknown = own.filter((flow) => isKept(flow) === null);
  if (unknown.length > 0)
    return untold(`${desk.amount(unknown)} do not say it: ${desk.tally(unknown, nameOf, 5)}`);
  if (desk instanceof LogDesk) {
    const gap = gapIn(desk, flows, column);
    if (gap !== null) return untold(gap);
    const doubtful = flows.filter((flow) => !own.includes(flow) && mayBe(flow) && isKept(flow) !== true);
    if (doubtful.length > 0) return open(`${source.amount(doubtful)} may be of these customers`);
  }
  if (chances === 0) return open(`nothing of the kind happened ${desk.inSource}`);
  return {
    ...NOTHING,
    state: 'kept',
    text: `${desk.amount(own)}, none against it: ${desk.tally(own, nameOf, 5)}`,
    chances,
  };
}

/** What a log lacks to judge flows of a kind; null if it says enough. */
function gapIn(desk: LogDesk, flows: readonly Flow[], column: string): string | null {
  if (flows.length === 0) return column;
  const gaps = [...desk.promises.values()].map(({ stored, viewed }) =>
    flows.some(({ mode }) => mode === 'stored') ? stored.unmatched : viewed.unmatched,
  );
  const unmatched = sumOf(gaps);
  return unmatched === 0 ? null : `${formatCount(unmatched)} rows name what the scenario does not know`;
}

/** Judges by an invariant of the audit. */
export function byRule({ desk, segments }: Judging, id: string): Answer {
  const found = desk.ruleFound(id, segments);
  if (found === null) return untold(`the audit has no invariant ${id}`);
  const { checks, first, needs, undecided, untested, violations } = found;
  if (needs !== null) return untold(`${id} needs ${needs}`);
  if (first !== null) {
    const text = `${id} was violated ${plural(violations, 'time')} in ${formatCount(checks)} checks; first: ${first.message}`;
    const change = 'the scenario promises it; the policy must follow it';
    return { state: 'broken', text, chances: checks, count: violations, first, isTerm: false, change };
  }
  if (undecided > 0) return open(`${formatCount(undecided)} acts can be judged neither way by ${id}`);
  if (checks === 0)
    return open(`nothing put ${id} to the test${untested === null ? '' : `, since ${untested}`}`);
  return { ...NOTHING, state: 'kept', text: `${id} held in ${formatCount(checks)} checks`, chances: checks };
}

/** Whether a country is in one of these zones, or is one of these countries, at that time; and in none that is excluded (`not CN`). */
export function isInside(places: readonly string[], country: string, atMs: number): boolean {
  const isIn = (place: string) => (isZone(place) ? isZoneMember(place, country, atMs) : place === country);
  const excluded = places.flatMap((place) => (place.startsWith(NOT) ? [place.slice(NOT.length)] : []));
  const named = places.filter((place) => !place.startsWith(NOT));
  return (named.length === 0 || named.some(isIn)) && !excluded.some(isIn);
}

const NOT = 'not ';

function isZone(place: string): place is ZoneId {
  return (ZONE_IDS as readonly string[]).includes(place);
}

/**
 * The zone that is the same set of countries as these places together, throughout the scenario: `[EEA, CH]` is EU_EFTA today. A promise can name only
 * a zone. Null if there is none.
 */
export function zoneOf(places: readonly string[], scenario: Scenario): ZoneId | null {
  const [only = '', ...others] = places;
  if (others.length === 0 && isZone(only)) return only;
  const isSame = (zone: ZoneId) =>
    momentsOf([zone, ...places.filter(isZone)], scenario).every((atMs) =>
      zoneMembersAt('ANY', atMs).every(
        (country) => isZoneMember(zone, country, atMs) === isInside(places, country, atMs),
      ),
    );
  return ZONE_IDS.find(isSame) ?? null;
}

/** The start of the scenario, and when these zones change in it. */
function momentsOf(zones: readonly ZoneId[], { horizonMs, startEpochMs }: Scenario): readonly number[] {
  const changes = zones.flatMap((zone) => zoneChangeInstants(zone, startEpochMs, startEpochMs + horizonMs));
  return [startEpochMs, ...changes];
}

/** Whether both are zones, and the first lies within the second throughout the scenario. */
export function isZoneWithin(scenario: Scenario) {
  return (zone: unknown, other: unknown): boolean => {
    const zones = [zone, other].filter((one) => typeof one === 'string').filter(isZone);
    const [own, wide] = zones;
    if (own === undefined || wide === undefined) return false;
    return momentsOf(zones, scenario).every((atMs) =>
      zoneMembersAt(own, atMs).every((country) => isZoneMember(wide, country, atMs)),
    );
  };
}

export function placesInWords(places: readonly string[]): string {
  const nameOf = (place: string): string => {
    if (place.startsWith(NOT)) return `not ${nameOf(place.slice(NOT.length))}`;
    return isZone(place) ? zoneInWords(place) : countriesInWords([place]);
  };
  return listInWords(places.map(nameOf), places.every((place) => place.startsWith(NOT)) ? 'and' : 'or');
}

/** The parts of a promise that restrict what a subject is about. */
export const DIMENSIONS_OF = {
  storage: ['storage'],
  backup: ['backup'],
  workingCopy: ['workingCopy'],
  processing: ['storage', 'backup', 'workingCopy', 'processing', 'access'],
  access: ['access', 'processing'],
  initiated: ['access', 'processing'],
  escorted: ['access', 'processing'],
  residence: ['personnel'],
} as const satisfies Partial<Record<SubjectName, readonly PromiseDimension[]>>;

/** Whether one of these names, ids or titles, is that of the company, product or segment. */
export function isNamed(
  names: readonly string[],
  { id, title }: { readonly id: string; readonly title: string },
): boolean {
  return names.includes(id) || names.includes(title);
}

/** The segments whose customers ask a requirement. */
export function segmentsAsking(
  { segments: named }: Requirement,
  { segments }: Scenario,
): readonly SegmentIndex[] {
  return segments.flatMap((segment, s) => (named === null || isNamed(named, segment) ? [s] : []));
}

/** Whether some of these segments have consents, or a promise that provides for emergencies. */
export function hasException(
  { promises, segments: all }: Scenario,
  segments: readonly SegmentIndex[],
  exception: 'consent' | 'emergency',
): boolean {
  return segments.some((s) => {
    const { consents, promise = -1 } = all[s] ?? {};
    return (exception === 'consent' ? consents : promises[promise]?.breakGlass) !== undefined;
  });
}
