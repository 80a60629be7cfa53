import { lawInstants, Verdicts } from '#audit';
import { failure, optionFor, type Reader, type Result, success } from '#base';
import { givenLaw, type Scenario } from '#domain';
import {
  commonCurrency,
  type Executor,
  findStaff,
  type Goal,
  type GoalProblem,
  GUARD_NAMES,
  type GuardName,
  goalsFor,
  headcountOverride,
  type Measure,
  measuresOf,
  type Permissions,
  type StaffingResult,
  unresolvedMeasure,
} from '#experiment';
import { renderStaffing, type StaffingPage, staffingPage } from '#report';
import { objectionsTo, type ScenarioSource } from './proposed-staff.ts';

export interface StaffQuestion {
  readonly source: ScenarioSource;
  readonly scenario: Scenario;
  readonly goals: readonly Goal[];
  readonly guards: readonly GuardName[];
  readonly level: number;
  /** Number for each staffing. The final check takes four times as many. */
  readonly replications: number;
  /** The most staffings that are tried to prove that none costs less, and as many to find a cheaper one by exchange. */
  readonly proofMost: number;
  readonly seed: string;
}

/**
 * Parses goals such as `service level>=80%`, or for some cases `service level/premier/phone>=0.9`. Without goals, the
 * scenario's own targets apply.
 */
export function staffGoals(
  scenario: Scenario,
  texts: readonly string[],
  reader: Reader = 'terminal',
): Result<readonly Goal[], GoalProblem> {
  const currency = commonCurrency([scenario]);
  if (texts.length > 0) return goalsFor(scenario, texts, currency, null, reader);
  const measures = measuresOf(scenario.segments, currency);
  const targets = scenario.serviceLevels.map(({ target }) => target);
  const measure = measures.find(({ id }) => id === 'service level');
  if (measure !== undefined && targets.length > 0) return success([{ measure, value: Math.max(...targets) }]);
  return failure({
    message: 'the scenario defines no service level',
    remedy: `name a goal: ${optionFor(reader, '--goal "service level>=80%"', 'service level>=80%')}`,
  });
}

/** The auditor's answers to who may take which cases, under promise and law. */
export function auditorsPermissions(scenario: Scenario): Permissions {
  return {
    changesMs: lawInstants(scenario),
    from(timeMs) {
      const verdicts = new Verdicts(scenario, scenario.startEpochMs + timeMs);
      return ({ language, product, stream, tier }) =>
        verdicts.permittedGroups(stream, product, language, tier);
    },
  };
}

/** Calls `watch` before each staffing is simulated; false ends the search. Null if no staffing meets the goals. */
export function searchStaff(
  { goals, guards, level, proofMost, replications, scenario, seed, source }: StaffQuestion,
  executor: Executor,
  watch: (evaluations: number, hours: number) => boolean,
): Promise<StaffingResult | null> {
  const objects = objectionsTo(source);
  return findStaff(scenario, {
    goals,
    guards,
    permissions: auditorsPermissions(scenario),
    objects: (counts) => objects(headcountOverride(source.tree, source.scenario, counts)),
    watched: watchedMeasures(scenario, goals),
    replications,
    proofMost,
    checked: 4 * replications,
    level,
    seed,
    executor,
    watch,
  });
}

/** What a proposal reports for today's staff and for the proposed staff. */
export function watchedMeasures(
  { segments }: Pick<Scenario, 'segments'>,
  goals: readonly Goal[],
): readonly Measure[] {
  return [...goals.map(({ measure }) => measure), ...measuresOf(segments), unresolvedMeasure];
}

/** Explains why no staffing was found, and what to try. */
export function nothingFound(guards: readonly GuardName[], reader: Reader = 'terminal'): GoalProblem {
  const [first = ''] = guards;
  const off = optionFor(
    reader,
    `--without-guard ${first} switches a guard off`,
    `switch a guard off, such as ${first}`,
  );
  const message = 'no staffing that was tried meets the goals';
  const remedy = 'lower a goal, or use `meridian explain` to see what delays cases';
  if (guards.length === 0) return { message, remedy };
  return {
    message: `${message} and keeps the guards (${guards.join(', ')})`,
    remedy: `${remedy}; ${off}`,
  };
}

export function staffPage(
  { goals, guards, level, scenario }: StaffQuestion,
  result: StaffingResult,
): StaffingPage {
  return staffingPage(scenario, {
    goals,
    guards,
    level,
    result,
    law: givenLaw(scenario),
    guardsOff: GUARD_NAMES.filter((guard) => !guards.includes(guard)),
  });
}

/** The files of a proposal, by name. Command and page produce the same texts. */
export function staffFiles(page: StaffingPage): Readonly<Record<string, string>> {
  return { 'staff.json': `${JSON.stringify(page, null, 2)}\n`, 'staff.html': renderStaffing(page) };
}
