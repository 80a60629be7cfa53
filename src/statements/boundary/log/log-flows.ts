import type { CaseEvent, LoggedCase } from '#caselog';
import { ITEM_CLASSES, isZoneMember, type PromiseDimension } from '#domain';
import type { DataPlace, KnownCase, ScenarioMatch, View } from '#foreign';
import type { CustomerLaw, MatchedCase } from './customer-law.ts';
import type { TransferQuestion, TransferReader, TransferReading } from './transfer-reader.ts';

/** Promise of cases of which the log does not tell it. */
export const PROMISE_UNKNOWN = -1;

/** What some rows of a log say alike: data lay somewhere, or somebody somewhere had access to it. */
export interface LogFlow {
  readonly promise: number;
  /** Segments that the customers may be of; several only where the log does not name one. */
  readonly segments: readonly number[];
  readonly mode: 'stored' | 'viewed';
  readonly dimension: Extract<PromiseDimension, 'storage' | 'workingCopy' | 'access'>;
  /** Index among data centres, then centres. */
  readonly place: number;
  readonly country: string;
  readonly company: string;
  /**
   * Id of the group that views, id of the company that employs it, and where its agents reside. Null for storage, and where the log names
   * no known group.
   */
  readonly group: string | null;
  readonly employer: string | null;
  readonly residence: string | null;
  /** Whether the group belongs to another centre than the row names. */
  readonly isElsewhere: boolean;
  /** A working copy that is only concluded from a view at a centre with a local system. */
  readonly isConcluded: boolean;
  /** Outside a zone that the promise names: for copies of this kind; for views and processing; for storage; for residence (null: not known). */
  readonly isOutside: boolean;
  readonly isOutsideStorage: boolean;
  readonly residesOutside: boolean | null;
  /** The company lacks the certificate that the promise asks for; or it is a subcontractor whom it does not admit. */
  readonly isUncertified: boolean;
  readonly isNotAdmitted: boolean;
  /** A view at a centre whose company the promise does not admit, by a group that is of another centre or not known. */
  readonly isAtNotAdmitted: boolean;
  /** A consent of the customers, or of one of the segments that they may be of, covers a view from outside at that time. */
  readonly isConsented: boolean;
  /** Country of the customer, as the log gives it. */
  readonly customer: string | null;
  readonly transfer: TransferReading | null;
  /** The law accepted a basis as it was known then, and accepts none as it is known today. */
  readonly isRefusedToday: boolean;
  readonly rows: number;
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

type Facts = Omit<LogFlow, 'rows' | 'cases'>;
interface Tally {
  readonly facts: Facts;
  readonly cases: Set<number>;
  rows: number;
}

/** What a case was so far: the places where its data lay, latest last. */
interface Course {
  readonly number: number;
  readonly supportCase: LoggedCase;
  readonly known: KnownCase | null;
  readonly places: number[];
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
  private readonly found = new Map<string, Tally>();
  private readonly match: ScenarioMatch;
  private readonly law: CustomerLaw;
  private readonly transfers: TransferReader;
  private readonly placeOf: ReadonlyMap<string, number>;

  constructor(match: ScenarioMatch, law: CustomerLaw, transfers: TransferReader) {
    this.match = match;
    this.law = law;
    this.transfers = transfers;
    const { centres, dataCentres } = law.scenario;
    this.placeOf = new Map([
      ...dataCentres.map(({ id }, index) => [`data centre ${id}`, index] as const),
      ...centres.map(({ id }, index) => [`centre ${id}`, dataCentres.length + index] as const),
    ]);
  }

  /** Call it once. `begun`: ids of cases with rows that are not given. */
  read(cases: readonly MatchedCase[], begun: ReadonlySet<string>): void {
    cases.forEach(({ known, supportCase }, number) => {
      const isBegun = begun.has(supportCase.id);
      const course: Course = { number, supportCase, known, places: [], isBegun };
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
    return [...this.found.values()].map(({ cases, facts, rows }) => ({ ...facts, rows, cases }));
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
    const { known } = course;
    const verdicts = this.law.verdictsAt(atMs);
    const { country, company } = this.standingOf(index);
    const [stream = 0] = known?.streams ?? [];
    const asks = known === null ? undefined : this.law.scenario.promises[known.promise];
    const isOutside = this.isOutside(known, dimension, country, atMs);
    const facts: Facts = {
      ...this.sharedFacts(course, atMs, country),
      mode: 'stored',
      dimension,
      place: index,
      country,
      company,
      group: null,
      employer: null,
      residence: null,
      residesOutside: null,
      isElsewhere: false,
      isConcluded,
      isOutside,
      isConsented: false,
      isAtNotAdmitted: false,
      isUncertified:
        asks?.certified !== undefined &&
        dimension === 'storage' &&
        !lacks.includes('certificate') &&
        !isOutside &&
        verdicts.whyNotStored(stream, 0, ALL_ITEMS, index) !== null,
      isNotAdmitted:
        asks?.subcontractors !== undefined &&
        !lacks.includes('holder') &&
        verdicts.whyNotHeldBy(stream, index) !== null,
      ...(isConcluded ? NO_TRANSFER : this.transferOf(course, atMs, { place: index, mode: 'stored' })),
    };
    this.count(facts, course.number);
  }

  private addView(course: Course, atMs: number, { centre, group: id, isGroupKnown }: View): void {
    const { known } = course;
    const { scenario } = this.law;
    const index = this.placeOf.get(`centre ${centre}`) ?? -1;
    const { country, company } = this.standingOf(index);
    const g = isGroupKnown ? scenario.groups.findIndex((one) => one.id === id) : -1;
    const group = scenario.groups[g];
    const own = scenario.centres[group?.centre ?? -1];
    const residence = group === undefined ? null : (group.residence ?? own?.country ?? '');
    const employer = group === undefined ? undefined : scenario.entities[group.employer ?? own?.entity ?? -1];
    const [stream = 0] = known?.streams ?? [];
    const verdicts = this.law.verdictsAt(atMs);
    const isOutside =
      this.isOutside(known, 'access', country, atMs) || this.isOutside(known, 'processing', country, atMs);
    const asks = known === null ? undefined : this.law.scenario.promises[known.promise]?.subcontractors;
    const isNotAdmitted = asks !== undefined && g !== -1 && verdicts.whyNotSeenBy(stream, g) !== null;
    this.count(
      {
        ...this.sharedFacts(course, atMs, country),
        mode: 'viewed',
        dimension: 'access',
        place: index,
        country,
        company,
        residence,
        isOutside,
        group: group?.id ?? null,
        employer: employer?.id ?? null,
        isElsewhere: own !== undefined && own.id !== centre,
        isConcluded: false,
        residesOutside: residence === null ? null : this.isOutside(known, 'personnel', residence, atMs),
        isUncertified: false,
        isNotAdmitted,
        isAtNotAdmitted:
          asks !== undefined && !isNotAdmitted && verdicts.whyNotHeldBy(stream, index) !== null,
        isConsented: isOutside && this.isConsented(known, index - scenario.dataCentres.length, atMs),
        ...this.transferOf(course, atMs, { place: index, mode: 'viewed' }),
      },
      course.number,
    );
  }

  private sharedFacts({ known, supportCase }: Course, atMs: number, country: string) {
    return {
      promise: known?.promise ?? PROMISE_UNKNOWN,
      segments: this.segmentsOf(known),
      isOutsideStorage: this.isOutside(known, 'storage', country, atMs),
      customer: supportCase.country,
    };
  }

  private standingOf(place: number): { readonly country: string; readonly company: string } {
    const { centres, dataCentres, entities } = this.law.scenario;
    const { country = '', entity = -1 } = dataCentres[place] ?? centres[place - dataCentres.length] ?? {};
    return { country, company: entities[entity]?.id ?? '' };
  }

  /** Whether the promise names, for any class of item, a zone that the country is not in at that time. */
  private isOutside(
    known: KnownCase | null,
    dimension: PromiseDimension,
    country: string,
    atMs: number,
  ): boolean {
    const zones = known === null ? undefined : this.law.scenario.promises[known.promise]?.zones;
    if (zones === undefined) return false;
    return ITEM_CLASSES.some((itemClass) => !isZoneMember(zones[itemClass][dimension], country, atMs));
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
    to: Pick<TransferQuestion, 'place' | 'mode'>,
  ): Pick<LogFlow, 'transfer' | 'isRefusedToday'> {
    if (known === null) return NO_TRANSFER;
    const stream = this.law.streamOf(supportCase, known, atMs);
    if (stream === null) this.lawless.add(number);
    const fromPlace = places.findLast((one) => one !== to.place) ?? null;
    const question = { stream, fromPlace, isBegun, atMs, ...to };
    const transfer = this.transfers.read(question);
    const isRefusedToday =
      transfer.standing === 'possible' && this.transfers.read(question, 'now').standing !== 'possible';
    return { transfer, isRefusedToday };
  }

  private count(facts: Facts, caseNumber: number): void {
    const key = JSON.stringify(facts);
    let tally = this.found.get(key);
    if (tally === undefined) {
      tally = { facts, rows: 0, cases: new Set() };
      this.found.set(key, tally);
    }
    tally.rows++;
    tally.cases.add(caseNumber);
  }
}

const NO_TRANSFER = { transfer: null, isRefusedToday: false } as const;
const ALL_ITEMS = (1 << ITEM_CLASSES.length) - 1;

export function rowsIn(flows: readonly LogFlow[]): number {
  return flows.reduce((sum, { rows }) => sum + rows, 0);
}

export function casesIn(flows: readonly LogFlow[]): number {
  const cases = new Set<number>();
  for (const flow of flows) for (const number of flow.cases) cases.add(number);
  return cases.size;
}
