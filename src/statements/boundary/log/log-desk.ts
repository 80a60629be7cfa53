import { DAY_MS, formatCount, neutralise, shortList } from '#base';
import type { LoggedCase } from '#caselog';
import { dayInWords, LocalClock, readZoneClock, type Scenario } from '#domain';
import {
  type HistoryReport,
  type HistoryResult,
  type LogFacts,
  ScenarioMatch,
  UNKNOWN_HOLDER,
  type UnmatchedName,
} from '#foreign';
import type { Ground } from '../words/boundary-sentence.ts';
import { countryInWords, placeInWords } from '../words/boundary-words.ts';
import { type PromiseTerms, promiseTermsOf } from '../words/promise-terms.ts';
import { ScenarioTitles } from '../words/scenario-titles.ts';
import { CustomerLaw, matchedCases } from './customer-law.ts';
import { casesIn, type LogFlow, LogFlows, type PromiseRows, rowsIn } from './log-flows.ts';
import { TransferReader } from './transfer-reader.ts';

/** Places that a sentence lists. Those outside a boundary are all listed. */
const PLACES_LISTED = 12;

interface Given {
  readonly facts: LogFacts;
  readonly audit: HistoryReport;
  /** Ids of cases with rows before the chosen period. */
  readonly begun: ReadonlySet<string>;
}

/** Everything that the sections of a statement about a log are written from. */
export class LogDesk extends ScenarioTitles {
  readonly cases: readonly LoggedCase[];
  readonly facts: LogFacts;
  readonly audit: HistoryReport;
  readonly flows: readonly LogFlow[];
  readonly promises: ReadonlyMap<number, PromiseRows>;
  readonly unmatched: readonly UnmatchedName[];
  readonly lawlessCases: number;
  /** Every promise of the scenario; and those to customers with cases in the log, for these customers. */
  readonly promised: readonly PromiseTerms[];
  readonly terms: readonly PromiseTerms[];
  readonly clock: LogClock;

  constructor(scenario: Scenario, cases: readonly LoggedCase[], { audit, begun, facts }: Given) {
    const match = new ScenarioMatch(scenario, cases);
    super(match.scenario);
    const matched = matchedCases(match, cases);
    const law = new CustomerLaw(match.scenario, matched);
    const counts = new LogFlows(match, law, new TransferReader(law));
    counts.read(matched, begun);
    this.cases = cases;
    this.facts = facts;
    this.audit = audit;
    this.flows = counts.flows;
    this.promises = counts.promises;
    this.unmatched = match.allUnmatched;
    this.lawlessCases = counts.lawless.size;
    this.promised = promiseTermsOf(scenario);
    this.terms = this.promised.flatMap((terms) => {
      const segments = terms.segments.filter((segment) => counts.segments.has(segment));
      return segments.length === 0 ? [] : [{ ...terms, segments }];
    });
    this.clock = new LogClock(cases, facts.timeZone);
  }

  /** Index of a promise among those of the scenario. */
  indexOf({ promise }: PromiseTerms): number {
    return this.scenario.promises.indexOf(promise);
  }

  flowsOf(terms: PromiseTerms, mode: LogFlow['mode']): readonly LogFlow[] {
    const index = this.indexOf(terms);
    return this.flows.filter((flow) => flow.promise === index && flow.mode === mode);
  }

  rowsOf(terms: PromiseTerms): PromiseRows | undefined {
    return this.promises.get(this.indexOf(terms));
  }

  whose({ segments }: PromiseTerms): string {
    return `cases of ${this.customers(segments)}`;
  }

  result(id: string): HistoryResult | undefined {
    return this.audit.results.find((one) => one.id === id);
  }

  /** What the audit of the same log found, if it could judge any of it. */
  auditGround(id: string): readonly Ground[] {
    const result = this.result(id);
    if (result === undefined || result.needs !== null || result.checks === 0) return [];
    const { checks, title, violations } = result;
    return [{ kind: 'audit', id, title, checks, violations, undecided: 0 }];
  }

  /** False for who holds data in a country that stands in the log alone. */
  isKnownCompany(id: string): boolean {
    return id !== '' && id !== UNKNOWN_HOLDER;
  }

  /** A place with its country; a country alone where the log names no more. */
  where(place: number): string {
    const { centres, dataCentres, entities } = this.scenario;
    const { country = '', entity = -1 } = dataCentres[place] ?? centres[place - dataCentres.length] ?? {};
    if (entities[entity]?.id === UNKNOWN_HOLDER) return `a place in ${countryInWords(country)}`;
    return placeInWords(this.place(place), country);
  }

  /** `Dublin in Ireland (30 rows) and …`, most rows first. */
  places(flows: readonly LogFlow[], most = PLACES_LISTED): string {
    return counted(flows, ({ place }) => this.where(place), most);
  }
}

/** `a (30 rows), b (2 rows) and 3 more`, most rows first. */
export function counted(
  flows: readonly LogFlow[],
  nameOf: (flow: LogFlow) => string,
  most = Number.POSITIVE_INFINITY,
): string {
  const rows = new Map<string, number>();
  for (const flow of flows) rows.set(nameOf(flow), (rows.get(nameOf(flow)) ?? 0) + flow.rows);
  const sorted = [...rows].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return shortList(
    sorted.map(([name, count]) => `${name} (${formatCount(count)} ${count === 1 ? 'row' : 'rows'})`),
    most,
  );
}

/** `2 rows of 1 case`. */
export function rowsOfCases(flows: readonly LogFlow[]): string {
  const [rows, cases] = [rowsIn(flows), casesIn(flows)];
  return `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'} of ${formatCount(cases)} ${cases === 1 ? 'case' : 'cases'}`;
}

/** `By 2 rows of 1 case in the log`: how sentences about what happened begin. */
export function byRows(flows: readonly LogFlow[]): string {
  return `By ${rowsOfCases(flows)} in the log`;
}

/** Whether a consent covers a row is known only if its segment is. */
export function coveredBy(flows: readonly LogFlow[]): string {
  return flows.some(({ isConsented, segments }) => isConsented && segments.length > 1)
    ? 'covered, or by what the log tells of segments may have covered,'
    : 'covered';
}

export function inLog(what: string, flows: readonly LogFlow[]): Ground {
  return { kind: 'log', what: `rows: ${what}`, count: rowsIn(flows) };
}

/** Names in a log are anybody's. */
export function quoted(name: string): string {
  return `‘${neutralise(name)}’`;
}

/** First and last row of some cases, by the days of the log's clock. */
class LogClock {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly rows: number;
  private readonly clock: LocalClock;

  constructor(cases: readonly LoggedCase[], timeZone: string | null) {
    let [first, last, rows] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (const { events } of cases) {
      first = Math.min(first, events[0]?.atMs ?? first);
      last = Math.max(last, events.at(-1)?.atMs ?? last);
      rows += events.length;
    }
    this.firstMs = first;
    this.lastMs = last;
    this.rows = rows;
    this.clock = new LocalClock(readZoneClock(timeZone ?? 'UTC', first, last - first + DAY_MS), first);
  }

  /** `3 March 2014`, on the clock of the log. */
  day(atMs: number): string {
    return dayInWords(atMs + this.clock.offsetAt(atMs));
  }

  /** `3 to 31 March 2014`. */
  get period(): string {
    const [from, to] = [this.day(this.firstMs).split(' '), this.day(this.lastMs).split(' ')];
    const [day, month, year] = from;
    if (from.join() === to.join()) return to.join(' ');
    if (year !== to[2]) return `${from.join(' ')} to ${to.join(' ')}`;
    return month === to[1] ? `${day} to ${to.join(' ')}` : `${day} ${month} to ${to.join(' ')}`;
  }
}
