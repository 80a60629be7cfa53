import {
  type AuditOptions,
  type AuditReport,
  type CloseAudit,
  type EntrySource,
  entriesAt,
  startAudit,
  tellCase,
} from '#audit';
import type { Scenario } from '#domain';
import { LateAnswerFinder, type LateAnswers } from '#evidence';
import { type Ledger, type LedgerPrefix, visitBoth } from '#ledger';

/** An audit with the story of each counterexample, line by line, by id of the invariant. */
export interface AuditWithStories extends CloseAudit {
  readonly stories: Readonly<Record<string, readonly string[]>>;
}

/** Verdicts on a run: its audit, and late answers. */
export interface JudgedRun extends AuditWithStories {
  readonly late: LateAnswers;
}

/** Only the end of a longer story is told: the last entries show the violation. */
const STORY_LINES_MAX = 40;

/** Audits a ledger. Near misses, if `options` ask for them, take about a sixth longer. */
export function auditWithStories(
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
  options: AuditOptions = {},
): AuditWithStories {
  const audit = startAudit(ledger, scenario, options);
  ledger.forEach(audit.visit);
  const report = audit.finish();
  return { report, nearMisses: audit.nearMisses(), stories: storiesOf(ledger, report, scenario) };
}

/** The same in one pass, with late answers. */
export function judgedRun(
  ledger: Ledger | LedgerPrefix,
  scenario: Scenario,
  options: AuditOptions = {},
): JudgedRun {
  const audit = startAudit(ledger, scenario, options);
  const finder = new LateAnswerFinder(scenario);
  ledger.forEach(visitBoth(audit.visit, finder.visit));
  const report = audit.finish();
  const stories = storiesOf(ledger, report, scenario);
  return { report, nearMisses: audit.nearMisses(), stories, late: finder.found() };
}

/** Late answers in a ledger that has already been audited. */
export function lateAnswersIn(ledger: Ledger | LedgerPrefix, scenario: Scenario): LateAnswers {
  const finder = new LateAnswerFinder(scenario);
  ledger.forEach(finder.visit);
  return finder.found();
}

/** The stories of an audit's counterexamples, from the audited ledger: by id; `R7 now` for the law as known today. */
export function storiesOf(
  ledger: EntrySource,
  { invariants, invariantsNow }: AuditReport,
  scenario: Scenario,
): AuditWithStories['stories'] {
  const broken = [
    ...invariants.map(({ counterexample, id }) => ({ counterexample, key: id })),
    ...invariantsNow.map(({ counterexample, id }) => ({ counterexample, key: `${id} now` })),
  ].flatMap(({ counterexample, key }) =>
    counterexample === null ? [] : [{ key, story: counterexample.story }],
  );
  const wanted = broken.flatMap(({ story }) => story);
  const entries = wanted.length === 0 ? [] : entriesAt(ledger, wanted);
  const stories: Record<string, readonly string[]> = {};
  for (const { key, story } of broken) {
    const own = new Set(story);
    const lines = tellCase(
      entries.filter(({ index }) => own.has(index)),
      scenario,
    );
    const left = lines.length - STORY_LINES_MAX;
    stories[key] = left > 0 ? [`(${left} lines before)`, ...lines.slice(left)] : lines;
  }
  return stories;
}
