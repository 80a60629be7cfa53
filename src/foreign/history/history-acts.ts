import type { CaseEvent, LoggedCase } from '#caselog';
import { ScenarioNames } from '#cases';
import { ACT_NUMBERS, type Scenario } from '#domain';
import type { EntryVisitor } from '#ledger';
import { EventLog } from '../events/event-log.ts';
import type { UnknownNames } from '../events/unknown-log-names.ts';
import type { KnownCase, LeftOutReason, ScenarioMatch } from './scenario-match.ts';

const { delete: DELETE, open: OPEN, store: STORE, view: VIEW, 'view end': VIEW_END } = ACT_NUMBERS;
/** Names of agents that are kept apart although the scenario does not have them. */
const AGENTS_MAX = 10_000;

/** Cases that are not judged, and the first of them. */
export interface LeftOut {
  readonly reason: LeftOutReason;
  readonly cases: number;
  readonly first: string;
}

/** What the audit could count in a log. */
export interface LogCounts {
  readonly cases: number;
  readonly judgedCases: number;
  /** Cases that are open at the end of the log. */
  readonly openCases: number;
  /** Events of the judged cases, and the judged cases without any. */
  readonly events: number;
  readonly silentCases: number;
  /** Events with a place that the scenario knows; of these, those with a country alone whose promise asks who holds the data, and with which certificate. */
  readonly places: number;
  readonly placesWithoutHolder: number;
  readonly placesWithoutCertificate: number;
  /** Events with a centre or group that the scenario has, and those whose group it has. */
  readonly views: number;
  readonly viewsByGroup: number;
  /** Views at centres with a local system, which stores a working copy. */
  readonly workingCopies: number;
  /** Whether most agents have the names that the scenario gives them, and how many views name no agent or no group. */
  readonly agentsAreKnown: boolean;
  readonly unattributed: number;
}

type Counts = { -readonly [Name in keyof LogCounts]: LogCounts[Name] };

/** An event of a case that is judged. */
interface Occurrence {
  readonly supportCase: LoggedCase;
  readonly event: CaseEvent;
  readonly isFirst: boolean;
  readonly match: KnownCase;
}

/** Passes on what the events of a case log mean as entries of a ledger: openings, copies and views. Each ends at its own instant. */
export class HistoryActs {
  readonly log: EventLog;
  /** By entry: the row of the log. */
  readonly rows: number[] = [];
  /** Entries that end a view. A row is one view, so what is said of its end says nothing new. */
  readonly ends = new Set<number>();
  readonly leftOut = new Map<
    LeftOutReason,
    { readonly reason: LeftOutReason; cases: number; readonly first: string }
  >();
  private readonly match: ScenarioMatch;
  private readonly agents: ReadonlySet<string>;
  private readonly strangers = new Set<string>();
  private isByAgent = false;
  /** Time of the first event that is judged; null: none. */
  firstMs: number | null = null;

  constructor(match: ScenarioMatch, unknown: UnknownNames, visit: EntryVisitor) {
    this.match = match;
    this.agents = agentsOf(match.scenario);
    this.log = new EventLog(match.scenario, { format: 'ndjson', decode: () => null }, unknown, visit);
  }

  /** Call it once. */
  read(cases: readonly LoggedCase[]): LogCounts {
    const occurrences = this.occurrencesOf(cases);
    const named = occurrences.flatMap(({ event: { agent } }) => agent ?? []);
    this.isByAgent = named.filter((agent) => this.agents.has(agent)).length * 2 > named.length;
    const counts: Counts = {
      cases: cases.length,
      judgedCases: 0,
      openCases: cases.filter(({ endedAtMs }) => endedAtMs === null).length,
      events: occurrences.length,

      silentCases: 0,
      places: 0,
      placesWithoutHolder: 0,
      placesWithoutCertificate: 0,
      views: 0,
      viewsByGroup: 0,
      workingCopies: 0,
      unattributed: 0,
      agentsAreKnown: this.isByAgent,
    };
    this.firstMs = occurrences[0]?.event.atMs ?? null;
    const telling = new Set<string>();
    for (const occurrence of occurrences) {
      if (occurrence.isFirst) counts.judgedCases++;
      if (this.enter(occurrence, counts)) telling.add(occurrence.supportCase.id);
    }
    counts.silentCases = counts.judgedCases - telling.size;
    return counts;
  }

  /** The events of all cases that are judged, in the order of time. */
  private occurrencesOf(cases: readonly LoggedCase[]): readonly Occurrence[] {
    const occurrences: Occurrence[] = [];
    for (const supportCase of cases) {
      const match = this.match.caseOf(supportCase);
      if ('leftOut' in match) {
        const { leftOut: reason } = match;
        const known = this.leftOut.get(reason);
        if (known === undefined) this.leftOut.set(reason, { reason, cases: 1, first: supportCase.id });
        else known.cases++;
        continue;
      }
      supportCase.events.forEach((event, at) => {
        occurrences.push({ supportCase, event, isFirst: at === 0, match });
      });
    }
    // The sort is stable: events of one instant keep their order.
    return occurrences.sort((one, other) => one.event.atMs - other.event.atMs);
  }

  /** True if the event says where data lay, or where it was viewed. */
  private enter({ event, isFirst, match, supportCase }: Occurrence, counts: Counts): boolean {
    const { centre, group, place, row } = event;
    const take = (kind: number, fields: Parameters<EventLog['take']>[0]['fields']) => {
      this.rows.push(row);
      this.log.event.line = this.rows.length;
      this.log.take({ kind, caseId: supportCase.id, time: new Date(event.atMs).toISOString(), fields });
    };
    const copy = (name: string, role: string) => {
      // The log does not say that it comes from the customer, which the promise may restrict further.
      take(STORE, { place: name, role, copiedFrom: name });
      take(DELETE, { place: name, role });
    };
    if (isFirst) take(OPEN, { stream: match.stream });
    const lies = place === null ? null : this.match.placeOf(place, match.promise, row);
    if (lies !== null) {
      counts.places++;
      if (lies.lacks.includes('holder')) counts.placesWithoutHolder++;
      if (lies.lacks.includes('certificate')) counts.placesWithoutCertificate++;
      copy(lies.name, lies.role);
    }
    const view = centre === null && group === null ? null : this.match.viewOf(centre, group, row);
    if (view === null) return lies !== null;
    counts.views++;
    if (view.isGroupKnown) counts.viewsByGroup++;
    if (event.agent === null || group === null) counts.unattributed++;
    const fields = { centre: view.centre, group: view.group, agent: this.agentOf(event) };
    take(VIEW, fields);
    this.ends.add(this.rows.length);
    take(VIEW_END, fields);
    if (view.isLocal) {
      counts.workingCopies++;
      copy(`centre ${view.centre}`, 'working copy');
    }
    return true;
  }

  private agentOf({ agent }: CaseEvent): string | null {
    if (!this.isByAgent || agent === null || this.agents.has(agent)) return this.isByAgent ? agent : null;
    if (this.strangers.size < AGENTS_MAX) this.strangers.add(agent);
    return this.strangers.has(agent) ? agent : 'an agent that is not known';
  }
}

function agentsOf(scenario: Scenario): ReadonlySet<string> {
  const names = new ScenarioNames(scenario);
  return new Set(Array.from({ length: names.rows.agentCount }, (_, agent) => names.agent(agent)));
}
