import { DAY_MS, formatCount, plural } from '#base';
import type { LoggedCase } from '#caselog';
import { dayInWords, LocalClock, readZoneClock, type Scenario } from '#domain';
import {
  type HistoryReport,
  type LogFacts,
  ScenarioMatch,
  UNKNOWN_HOLDER,
  type UnmatchedName,
} from '#foreign';
import { type AuditFigures, BoundaryDesk, type Claim, type RuleFound } from '../boundary-desk.ts';
import { type Flow, segmentsOf, totalOf } from '../flow.ts';
import type { Ground } from '../words/boundary-sentence.ts';
import { countriesInWords } from '../words/boundary-words.ts';
import type { PromiseTerms } from '../words/promise-terms.ts';
import { casesIn, type LogFlow, LogFlows, type PromiseRows } from './log-flows.ts';

interface Given {
  readonly facts: LogFacts;
  readonly audit: HistoryReport;
  /** Ids of cases with rows before the chosen period. */
  readonly begun: ReadonlySet<string>;
}

/** The facts of a case log, by the promises of a scenario. */
export class LogDesk extends BoundaryDesk {
  readonly cases: readonly LoggedCase[];
  readonly facts: LogFacts;
  readonly audit: HistoryReport;
  readonly proof = null;
  readonly flows: readonly LogFlow[];
  readonly promises: ReadonlyMap<number, PromiseRows>;
  readonly unmatched: readonly UnmatchedName[];
  readonly lawlessCases: number;
  readonly terms: readonly PromiseTerms[];
  readonly rows: ReturnType<typeof periodOf>;
  readonly fromMs: number;
  readonly endMs: number;
  readonly inSource = 'in the log';
  readonly isComplete = false;
  /** A log does not tell replicas, backups and primaries apart. */
  readonly copies = {
    storage: 'copies',
    backup: 'backups',
    workingCopy: 'working copies at centres',
  } as const;

  constructor(scenario: Scenario, cases: readonly LoggedCase[], { audit, begun, facts }: Given) {
    const match = new ScenarioMatch(scenario, cases);
    super(match.scenario);
    const counts = new LogFlows(match, cases, begun);
    this.cases = cases;
    this.facts = facts;
    this.audit = audit;
    this.flows = counts.flows;
    this.promises = counts.promises;
    this.unmatched = match.allUnmatched;
    this.lawlessCases = counts.lawless.size;
    this.terms = this.promised.flatMap((terms) => {
      const segments = terms.segments.filter((segment) => counts.segments.has(segment));
      return segments.length === 0 ? [] : [{ ...terms, segments }];
    });
    this.rows = periodOf(cases, facts.timeZone);
    this.fromMs = this.rows.firstMs;
    this.endMs = this.rows.lastMs + 1;
  }

  override flowsOf(terms: PromiseTerms, mode: Flow['mode']): readonly LogFlow[] {
    return super.flowsOf(terms, mode) as readonly LogFlow[];
  }

  rowsOf({ promise }: PromiseTerms): PromiseRows | undefined {
    return this.promises.get(this.scenario.promises.indexOf(promise));
  }

  /** `2 rows of 1 case`. */
  amount(flows: readonly LogFlow[]): string {
    return `${this.units(totalOf(flows))} of ${plural(casesIn(flows), 'case')}`;
  }

  units(count: number): string {
    return plural(count, 'row');
  }

  by(flows: readonly LogFlow[]): string {
    return `By ${this.amount(flows)} in the log`;
  }

  counted(what: string, flows: readonly Flow[]): Ground {
    return { kind: 'log', what: `rows: ${what}`, count: totalOf(flows) };
  }

  figures(id: string): AuditFigures | null {
    const result = this.audit.results.find((one) => one.id === id);
    if (result === undefined || result.needs !== null || result.checks === 0) return null;
    const { checks, title, violations } = result;
    return { title, checks, violations, undecided: 0 };
  }

  ruleFound(id: string): RuleFound | null {
    const result = this.audit.results.find((one) => one.id === id);
    if (result === undefined) return null;
    const { checks, needs, violations } = result;
    const [found] = result.found;
    const first =
      found === undefined ? null : { message: found.message, case: found.case, atMs: Date.parse(found.time) };
    return { needs, checks, violations, first, undecided: 0, untested: null };
  }

  breachOf({ invariants, outside }: Claim): string | null {
    const isJudged = invariants.some((id) => this.figures(id) !== null);
    return isJudged && outside !== undefined && outside.flows.length > 0 ? '' : null;
  }

  /** Working copies that no row names, but that the scenario's local systems make. */
  remark(flows: readonly Flow[]): string {
    const rows = totalOf(flows.filter(({ isConcluded }) => isConcluded));
    return rows === 0
      ? ''
      : `; ${plural(rows, 'row')} of these ${rows === 1 ? 'names' : 'name'} a centre with a local system, which by the scenario stores a copy of what is seen there`;
  }

  /** A log does not tell of the consents and emergencies that the scenario may know. */
  whyOpen(flows: readonly LogFlow[], isAllowed: boolean): string {
    if (!isAllowed) {
      return 'The scenario permits these customers’ cases no exception. The audit does not judge it, because other customers have exceptions of which a log does not tell.';
    }
    const { segments } = this.scenario;
    const covered = flows.filter(({ isConsented }) => isConsented);
    const consented = segmentsOf(flows).some((s) => (segments[s]?.consents ?? []).length > 0)
      ? ` A consent that the scenario has ${coveredBy(covered)} ${formatCount(totalOf(covered))} of these rows at that time.`
      : '';
    return `The log does not say whether this was one, so it can be judged neither way.${consented}`;
  }

  /** False for who holds data in a country that stands in the log alone. */
  isKnownCompany(id: string): boolean {
    return id !== '' && id !== UNKNOWN_HOLDER;
  }

  /** Where the log names only a country, its place has no name. */
  override place(index: number): string {
    const { dataCentres, entities } = this.scenario;
    const holder = entities[dataCentres[index]?.entity ?? -1]?.id;
    return holder === UNKNOWN_HOLDER ? 'a place' : super.place(index);
  }

  /** By segment, and by country where the log gives it. */
  override customersOf(flows: readonly LogFlow[]): string {
    const countries = flows.flatMap(({ customer }) => customer ?? []);
    const others = countries.length < flows.length ? ', or in a country that the log does not give' : '';
    const names = super.customersOf(flows);
    return countries.length === 0 ? names : `${names} (in ${countriesInWords(countries)}${others})`;
  }
}

/** Whether a consent covers a row is known only if its segment is. */
export function coveredBy(flows: readonly LogFlow[]): string {
  return flows.some(({ segments }) => segments.length > 1)
    ? 'covered, or by what the log tells of segments may have covered,'
    : 'covered';
}

/** First and last row of some cases (epoch ms), and how many there are. */
function periodOf(cases: readonly LoggedCase[], timeZone: string | null) {
  let [firstMs, lastMs, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const { events } of cases) {
    firstMs = Math.min(firstMs, events[0]?.atMs ?? firstMs);
    lastMs = Math.max(lastMs, events.at(-1)?.atMs ?? lastMs);
    count += events.length;
  }
  const clock = new LocalClock(readZoneClock(timeZone ?? 'UTC', firstMs, lastMs - firstMs + DAY_MS), firstMs);
  const wordsOf = (atMs: number) => dayInWords(atMs + clock.offsetAt(atMs)).split(' ');
  /** `3 to 31 March 2014`, on the clock of the log. */
  const inWords = () => {
    const [from, to] = [wordsOf(firstMs), wordsOf(lastMs)];
    const [day, month, year] = from;
    if (from.join() === to.join()) return to.join(' ');
    if (year !== to[2]) return `${from.join(' ')} to ${to.join(' ')}`;
    return month === to[1] ? `${day} to ${to.join(' ')}` : `${day} ${month} to ${to.join(' ')}`;
  };
  return { firstMs, lastMs, count, inWords };
}
