import { logNeedsOf, startRecordAudit } from '#audit';
import { assert, neutralise } from '#base';
import type { LoggedCase } from '#caselog';
import { givenLaw, type Scenario } from '#domain';
import { type Omissions, omissionsOf } from '#exports';
import { UnknownNames } from '../events/unknown-log-names.ts';
import { canHappen, isByProduct, judgedInvariants } from '../needs/needs.ts';
import { HistoryActs, type LeftOut, type LogCounts } from './history-acts.ts';
import { ScenarioMatch, type UnmatchedName } from './scenario-match.ts';

/** What is known of a log besides its cases: from its import, and from the choice of a period. */
export interface LogFacts {
  readonly name: string;
  /** Zone of its times; null if each says its offset from UTC. */
  readonly timeZone: string | null;
  readonly imported: ImportFacts | null;
  readonly chosen: ChosenPeriod | null;
}

/** What an import left out or had to assume. */
export interface ImportFacts {
  readonly rowsRefused: number;
  /** Times that a clock showed twice when it was set back; the earlier instant was taken. */
  readonly repeatedTimes: number;
  /** Events that equal another of their case in all but the row; both are counted. */
  readonly repeatedEvents: number;
  /** Cases of which rows name different segments or countries; the earliest was taken. */
  readonly changedCases: number;
}

/** A part of a log, chosen by time. ISO 8601 in UTC, from the first to before the second. */
export interface ChosenPeriod {
  readonly from: string | null;
  readonly until: string | null;
  /** Rows of the log that are not in it, and cases that have rows before, or after. */
  readonly rowsLeftOut: number;
  readonly casesBefore: number;
  readonly casesAfter: number;
}

/** A violation, where the log has it. */
interface HistoryFinding {
  readonly case: string;
  /** Row of the log that was imported. */
  readonly row: number;
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly message: string;
}

/** The verdict on one invariant. */
export interface HistoryResult {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** What the log would need to show whether it holds; null if it does. */
  readonly needs: string | null;
  readonly checks: number;
  readonly violations: number;
  /** Cases with a violation. */
  readonly cases: number;
  /** The first violations; `violations` counts all. */
  readonly found: readonly HistoryFinding[];
}

/** What really happened, judged as far as a case log shows it. */
export interface HistoryReport extends Omissions {
  readonly format: 1;
  readonly kind: 'meridian audit of a case log';
  readonly log: string;
  readonly scenario: string;
  readonly law: readonly string[];
  /** First and last event that was judged; null if none was. */
  readonly from: string | null;
  readonly until: string | null;
  /** The part of the log that was audited; null: all of it. */
  readonly chosen: ChosenPeriod | null;
  readonly told: LogCounts;
  readonly leftOut: readonly LeftOut[];
  readonly unmatched: readonly UnmatchedName[];
  readonly assumptions: readonly string[];
  readonly results: readonly HistoryResult[];
}

/** Violations of an invariant that a report lists. */
const FOUND_MAX = 1000;

/** What is found of one invariant. */
interface InvariantFindings {
  readonly first: HistoryFinding[];
  readonly cases: Set<number>;
  count: number;
}

/** Audits a case log by the invariants of a scenario, which must start before the first event. `name`: of the log. */
export function auditHistory(
  name: string,
  cases: readonly LoggedCase[],
  scenario: Scenario,
  chosen: ChosenPeriod | null = null,
): HistoryReport {
  const match = new ScenarioMatch(scenario, cases);
  const unknown = new UnknownNames(match.scenario);
  const found = new Map<string, InvariantFindings>();
  const audit = startRecordAudit(match.scenario, {
    strangers: unknown.nameOf,
    takeViolation: ({ caseNumber, entry, id, known, message, timeMs }) => {
      if (known !== 'then' || caseNumber === null || acts.ends.has(entry)) return;
      const own = found.get(id) ?? { first: [], cases: new Set(), count: 0 };
      found.set(id, own);
      own.count++;
      own.cases.add(caseNumber);
      if (own.first.length >= FOUND_MAX) return;
      own.first.push({
        case: acts.log.cases.nameOf(caseNumber),
        row: acts.rows[entry] ?? 0,
        time: new Date(scenario.startEpochMs + timeMs).toISOString(),
        message: neutralise(message),
      });
    },
  });
  const acts = new HistoryActs(match, unknown, audit.visit);
  const told = acts.read(cases);
  const { issues, lastMs } = acts.log;
  assert(issues.length === 0, issues[0]?.message ?? '');
  const judged = judgedInvariants(audit, lastMs, (id) => whatItNeeds(id, told, match.scenario));
  const instant = (atMs: number) => new Date(atMs).toISOString();
  const firstMs = acts.firstMs;
  return {
    format: 1,
    kind: 'meridian audit of a case log',
    log: name,
    scenario: scenario.name,
    law: givenLaw(scenario),
    ...omissionsOf(match.given),
    from: firstMs === null ? null : instant(firstMs),
    until: firstMs === null ? null : instant(scenario.startEpochMs + lastMs),
    chosen,
    told,
    leftOut: [...acts.leftOut.values()],
    unmatched: match.allUnmatched,
    assumptions: assumptionsOf(told, scenario),
    results: judged.map(({ result, ...row }): HistoryResult => {
      const own = result === undefined ? undefined : found.get(row.id);
      return {
        ...row,
        checks: result === undefined ? 0 : checksOf(row.id, result.tally.checks, told),
        violations: own?.count ?? 0,
        cases: own?.cases.size ?? 0,
        found: own?.first ?? [],
      };
    }),
  };
}

/** Checks that could have failed. `counted`: by the auditor. */
function checksOf(id: string, counted: number, { placesWithoutHolder, views }: LogCounts): number {
  // The auditor asks for the agent at the end of a view as well.
  if (id === 'R20') return views;
  return id === 'R9' ? counted - placesWithoutHolder : counted;
}

function assumptionsOf(told: LogCounts, { promises }: Scenario): readonly string[] {
  const { places, views, workingCopies } = told;
  const assumptions = ['The log has no seal, so nothing shows that it is true and complete.'];
  if (places > 0) {
    assumptions.push(
      'A row with a place means that a copy with every class of item lay there at that time. From when and until when it lay there is not known.',
    );
  }
  const unasked = [
    ...(told.placesWithoutHolder > 0 ? ['subcontractors'] : []),
    ...(told.placesWithoutCertificate > 0 ? ['certificates'] : []),
  ];
  if (unasked.length > 0) {
    assumptions.push(
      `Where the log names only the country of a place, it does not say who holds the data: ${unasked.join(' and ')} were not judged there.`,
    );
  }
  if (promises.some(isByProduct)) {
    assumptions.push(
      'Certificates for the support of products, and those of subcontractors, were not judged.',
    );
  }
  if (views > 0) {
    assumptions.push(
      'A row with a centre or group means that somebody there could view the whole case at that time. How long is not known.',
    );
  }
  if (workingCopies > 0) {
    assumptions.push(
      'Centres with a local system, as the scenario has them, store a working copy of each case that is viewed there.',
    );
  }
  return assumptions;
}

const AGENTS =
  'columns group and agent with the names that the scenario gives its agents, such as dublin/german#3';
const VIEWERS = 'a column centre or group whose names the scenario has';

/** What the log would need to show whether an invariant holds; null if it does. */
function whatItNeeds(id: string, counts: LogCounts, scenario: Scenario): string | null {
  const none = logNeedsOf(id).noColumn;
  if (none !== null) return `${none} (no column of a case log says that)`;
  switch (id) {
    case 'R1':
      return counts.places + counts.workingCopies > 0
        ? null
        : 'a column place that names data centres or countries';
    case 'R4':
      return counts.views > 0 ? allowances(scenario) : VIEWERS;
    case 'R5':
      return counts.viewsByGroup > 0 ? null : 'a column group whose names the scenario has';
    case 'R9':
      return counts.viewsByGroup + counts.places - counts.placesWithoutHolder > 0
        ? null
        : 'columns place and group whose names the scenario has';
    case 'R20':
      if (counts.views === 0 || !counts.agentsAreKnown) return AGENTS;
      return counts.unattributed === 0
        ? null
        : `an agent and a group in each row with a centre or group, which ${counts.unattributed} rows lack`;
    default:
      return 'what it needs of a log is not known';
  }
}

/** Permissions to view a case from outside, on which a case log does not say that a view relied. */
function allowances(scenario: Scenario): string | null {
  const found = [
    ...(canHappen('exception', scenario) ? ['on which consent a view relied'] : []),
    ...(canHappen('emergency access', scenario) ? ['whether a view was in an emergency'] : []),
  ];
  return found.length === 0 ? null : `${found.join(' and ')} (no column of a case log says that)`;
}
