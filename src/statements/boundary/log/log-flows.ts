import type { CaseEvent, LoggedCase } from '#caselog';
import { ITEM_CLASSES, type ResidencyPromise } from '#domain';
import type { DataPlace, KnownCase, ScenarioMatch, View } from '#foreign';
import { controlStretches, type Flow, FlowCounts, outsideZones, peopleOf } from '../flow.ts';
import { CustomerLaw, matchedCases } from './customer-law.ts';
import { type TransferQuestion, type TransferReader, transferReader } from './transfer-reader.ts';

/** Promise of cases of which the log does not tell it. */
export const PROMISE_UNKNOWN = -1;

/** What some rows of a log say alike. */
export interface LogFlow extends Flow {
  /** Whether the group belongs to another centre than the row names. */
  readonly isElsewhere: boolean;
  /** The company lacks the certificate that the promise asks for. */
  readonly isUncertified: boolean;
  /** Access at a centre whose company the promise does not admit, by a group that is of another centre or not known. */
  readonly isAtNotAdmitted: boolean;
  /** A consent of the customers, or of one of the segments that they may be of, covers access from outside at that time. */
  readonly isConsented: boolean;
  /** Country of the customer, as the log gives it. */
  readonly customer: string | null;
  /** The law accepted a basis as it was known then, and accepts none as it is known today. */
  readonly isRefusedToday: boolean;
  readonly cases: ReadonlySet<number>;
}

/** Rows of cases with one promise that say nothing which the scenario knows. */
export interface LogGaps {
  /** Rows without a name, and rows whose name is not known. */
  unnamed: number;
  unmatched: number;
}

export interface PromiseRows {
  cases: number;
  rows: number;
  readonly stored: LogGaps;
  readonly viewed: LogGaps;
}

type Facts = Omit<LogFlow, 'count' | 'cases' | 'earliest'>;
interface CountedRows extends LogFlow {
  readonly cases: Set<number>;
}

/** What a case was so far: the places where its data lay, latest last. */
interface Course {
  readonly number: number;
  readonly supportCase: LoggedCase;
  readonly known: KnownCase | null;
  readonly places: number[];
  isSeen: boolean;
  /** Rows before the chosen period may name places, too. */
  readonly isBegun: boolean;
}

/** Counts what the rows of a case log say. It shares the matching of names with the audit, and nothing of its verdicts. */
export class LogFlows {
  /** By promise; `PROMISE_UNKNOWN` for cases of which it is not known. */
  readonly promises = new Map<number, PromiseRows>();
  /** Segments of which the log has, or may have, cases. */
  readonly segments = new Set<number>();
  /** Cases whose law is not known, though they were somewhere. */
  readonly lawless = new Set<number>();
  private readonly found = new FlowCounts<CountedRows>();
  private readonly match: ScenarioMatch;
  private readonly law: CustomerLaw;
  private readonly transfers: TransferReader;
  private readonly placeOf: ReadonlyMap<string, number>;
  private readonly controlAt: (atMs: number) => number;

  /** `begun`: ids of cases with rows that are not given. */
  constructor(match: ScenarioMatch, cases: readonly LoggedCase[], begun: ReadonlySet<string>) {
    const matched = matchedCases(match, cases);
    this.match = match;
    this.controlAt = controlStretches(match.scenario);
    this.law = new CustomerLaw(match.scenario, matched);
    this.transfers = transferReader(this.law);
    const { centres, dataCentres } = match.scenario;
    this.placeOf = new Map([
      ...dataCentres.map(({ id }, index) => [`data centre ${id}`, index] as const),
      ...centres.map(({ id }, index) => [`centre ${id}`, dataCentres.length + index] as const),
    ]);
    matched.forEach(({ known, supportCase }, number) => {
      const isBegun = begun.has(supportCase.id);
      const course: Course = { number, supportCase, known, places: [], isSeen: isBegun, isBegun };
      const counts = this.countsOf(known?.promise ?? PROMISE_UNKNOWN);
      for (const segment of this.segmentsOf(known)) this.segments.add(segment);
      counts.cases++;
      counts.rows += supportCase.events.length;
      for (const event of supportCase.events) {
        this.readPlace(course, event, counts.stored);
        this.readView(course, event, counts.viewed);
      }
    });
  }

  get flows(): readonly LogFlow[] {
    return this.found.flows;
  }

  private segmentsOf(known: KnownCase | null): readonly number[] {
    const { streams } = this.law.scenario;
    return [...new Set((known?.streams ?? []).flatMap((index) => streams[index]?.segment ?? []))];
  }

  private countsOf(promise: number): PromiseRows {
    const known = this.promises.get(promise);
    if (known !== undefined) return known;
    const none = () => ({ unnamed: 0, unmatched: 0 });
    const made: PromiseRows = { cases: 0, rows: 0, stored: none(), viewed: none() };
    this.promises.set(promise, made);
    return made;
  }

  private readPlace(course: Course, { atMs, place, row }: CaseEvent, gaps: LogGaps): void {
    const found =
      place === null ? null : this.match.placeOf(place, course.known?.promise ?? PROMISE_UNKNOWN, row);
    if (found === null) {
      gaps[place === null ? 'unnamed' : 'unmatched']++;
      return;
    }
    const index = this.placeOf.get(found.name) ?? -1;
    this.addCopy(course, atMs, found, { index, isConcluded: false });
    if (course.places.at(-1) !== index) course.places.push(index);
  }

  private readView(course: Course, { atMs, centre, group, row }: CaseEvent, gaps: LogGaps): void {
    const view = centre === null && group === null ? null : this.match.viewOf(centre, group, row);
    if (view === null) {
      gaps[centre === null && group === null ? 'unnamed' : 'unmatched']++;
      return;
    }
    this.addView(course, atMs, view);
    course.isSeen = true;
    if (!view.isLocal) return;
    const index = this.placeOf.get(`centre ${view.centre}`) ?? -1;
    this.addCopy(course, atMs, { role: 'working copy', lacks: [] }, { index, isConcluded: true });
  }

  private addCopy(
    course: Course,
    atMs: number,
    { lacks, role }: Pick<DataPlace, 'role' | 'lacks'>,
    { index, isConcluded }: { readonly index: number; readonly isConcluded: boolean },
  ): void {
    const dimension = role === 'primary' ? 'storage' : 'workingCopy';
    const verdicts = this.law.verdictsAt(atMs);
    const { certified, subcontractors } = this.promiseOf(course) ?? {};
    const [stream = 0] = course.known?.streams ?? [];
    const where = { mode: 'stored', dimension, ...peopleOf(this.law.scenario, null) } as const;
    const facts = this.factsOf(course, atMs, index, where);
    this.count(course, atMs, {
      ...facts,
      isConcluded,
      isUncertified:
        certified !== undefined &&
        dimension === 'storage' &&
        !lacks.includes('certificate') &&
        !facts.isOutside &&
        verdicts.whyNotStored(stream, 0, ALL_ITEMS, index) !== null,
      isNotAdmitted:
        subcontractors !== undefined &&
        !facts.isUnagreed &&
        !lacks.includes('holder') &&
        verdicts.contracts.whyNotAt(stream, index, null) !== null,
      ...(isConcluded ? NO_TRANSFER : this.transferOf(course, atMs, { place: index, mode: 'stored' })),
    });
  }

  private addView(course: Course, atMs: number, { centre, group: id, isGroupKnown }: View): void {
    const { centres, dataCentres, groups } = this.law.scenario;
    const index = this.placeOf.get(`centre ${centre}`) ?? -1;
    const people = peopleOf(this.law.scenario, isGroupKnown ? id : null);
    const g = groups.findIndex((one) => one.id === people.group);
    const own = centres[groups[g]?.centre ?? -1];
    const [stream = 0] = course.known?.streams ?? [];
    const verdicts = this.law.verdictsAt(atMs);
    const facts = this.factsOf(course, atMs, index, { mode: 'seen', dimension: 'access', ...people });
    const employer = g === -1 ? undefined : (verdicts.tables.employerElsewhere(g) ?? undefined);
    const isAsked = this.promiseOf(course)?.subcontractors !== undefined && !facts.isUnagreed;
    const isNotAdmitted = isAsked && g !== -1 && verdicts.contracts.whyNotSeenBy(stream, g, null) !== null;
    this.count(course, atMs, {
      ...facts,
      isElsewhere: own !== undefined && own.id !== centre,
      isConsented: facts.isOutside && this.isConsented(course.known, index - dataCentres.length, atMs),
      isAtNotAdmitted: isAsked && !isNotAdmitted && verdicts.contracts.whyNotAt(stream, index, null) !== null,
      isNotAdmitted,
      ...this.transferOf(course, atMs, { place: index, mode: 'seen', employer }),
    });
  }

  /** What is known of data at a place; the rest as it is where nothing else is known. */
  private factsOf(
    course: Course,
    atMs: number,
    place: number,
    where: Pick<Facts, 'mode' | 'dimension' | 'group' | 'employer' | 'residence' | 'citizenship'>,
  ) {
    const { centres, dataCentres, entities } = this.law.scenario;
    const { streams = [] } = course.known ?? {};
    const verdicts = this.law.verdictsAt(atMs);
    const { country = '', entity = -1 } = dataCentres[place] ?? centres[place - dataCentres.length] ?? {};
    return {
      ...where,
      ...outsideZones(this.promiseOf(course), { ...where, country }, atMs),
      promise: course.known?.promise ?? PROMISE_UNKNOWN,
      segments: this.segmentsOf(course.known),
      place,
      country,
      company: entities[entity]?.id ?? '',
      exception: null,
      escortedFrom: null,
      isFirst: where.mode === 'seen' ? !course.isSeen : course.places.length === 0 && !course.isBegun,
      customer: course.supportCase.country,
      isConcluded: false,
      isUncertified: false,
      isElsewhere: false,
      isConsented: false,
      isAtNotAdmitted: false,
      isUnagreed: streams.length > 0 && streams.every((one) => verdicts.contracts.whyNotAgreed(one) !== null),
    };
  }

  private promiseOf({ known }: Course): ResidencyPromise | undefined {
    return known === null ? undefined : this.law.scenario.promises[known.promise];
  }

  private isConsented(known: KnownCase | null, centre: number, atMs: number): boolean {
    const { segments, streams } = this.law.scenario;
    const verdicts = this.law.verdictsAt(atMs);
    return (known?.streams ?? []).some((stream) =>
      segments[streams[stream]?.segment ?? -1]?.consents?.some(
        (_, index) => verdicts.whyNotOnConsent(stream, index, centre) === null,
      ),
    );
  }

  private transferOf(
    { isBegun, known, number, places, supportCase }: Course,
    atMs: number,
    to: Pick<TransferQuestion, 'place' | 'mode' | 'employer'>,
  ): Pick<LogFlow, 'transfer' | 'isRefusedToday'> {
    if (known === null) return NO_TRANSFER;
    const stream = this.law.streamOf(supportCase, known, atMs);
    if (stream === null) this.lawless.add(number);
    const fromPlace = places.findLast((one) => one !== to.place) ?? null;
    const question = { stream, fromPlace, isBegun, atMs, ...to };
    const transfer = this.transfers(question);
    const isRefusedToday =
      transfer.standing === 'valid' && this.transfers(question, 'now').standing !== 'valid';
    return { transfer, isRefusedToday };
  }

  private count({ number, supportCase }: Course, atMs: number, facts: Facts): void {
    const row = { case: supportCase.id, atMs };
    const factsOf = () => ({ ...facts, cases: new Set<number>() });
    const key = `${this.controlAt(atMs)} ${JSON.stringify(facts)}`;
    this.found.add(key, this.law.verdictsAt(atMs), row, factsOf).cases.add(number);
  }
}

const NO_TRANSFER = { transfer: null, isRefusedToday: false } as const;
const ALL_ITEMS = (1 << ITEM_CLASSES.length) - 1;

export function casesIn(flows: readonly LogFlow[]): number {
  const cases = new Set<number>();
  for (const flow of flows) for (const number of flow.cases) cases.add(number);
  return cases.size;
}
