import { INVARIANTS, startRecordAudit } from '#audit';
import { assert, neutralise } from '#base';
import type { LoggedCase } from '#caselog';
import { givenLaw, type Scenario } from '#domain';
import { notModelled } from '#exports';
import { UnknownNames } from '../events/unknown-log-names.ts';
import { HistoryActs, type LeftOut, type LogCounts } from './history-acts.ts';
import { whatItNeeds } from './history-needs.ts';
import type { ChosenPeriod } from './log-facts.ts';
import { ScenarioMatch, type UnmatchedName } from './scenario-match.ts';

/** A violation, where the log has it. */
export interface HistoryFinding {
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
export interface HistoryReport {
  readonly format: 1;
  readonly kind: 'meridian audit of a case log';
  readonly log: string;
  readonly scenario: string;
  readonly law: readonly string[];
  readonly notModelled: readonly string[];
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
    strangers: unknown,
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
  const needs = new Map(INVARIANTS.map(({ id }) => [id, whatItNeeds(id, told, match.scenario)]));
  const results = audit.finish(lastMs, (id) => needs.get(id) === null);
  const instant = (atMs: number) => new Date(atMs).toISOString();
  const firstMs = acts.firstMs;
  return {
    format: 1,
    kind: 'meridian audit of a case log',
    log: name,
    scenario: scenario.name,
    law: givenLaw(scenario),
    notModelled: notModelled(scenario),
    from: firstMs === null ? null : instant(firstMs),
    until: firstMs === null ? null : instant(scenario.startEpochMs + lastMs),
    chosen,
    told,
    leftOut: [...acts.leftOut.values()],
    unmatched: match.allUnmatched,
    assumptions: assumptionsOf(told),
    results: INVARIANTS.map(({ id, sentence, title }): HistoryResult => {
      const result = results.find((one) => one.id === id);
      const own = result === undefined ? undefined : found.get(id);
      return {
        id,
        title,
        sentence,
        needs: needs.get(id) ?? null,
        checks: result === undefined ? 0 : checksOf(id, result.checks, told),
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

function assumptionsOf(told: LogCounts): readonly string[] {
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
